"""Scenarios from the log of a real desk: read it, estimate from it, replay or resample it."""

from ticketroute.simulation.from_log._estimate_from_log import estimate_from_log
from ticketroute.simulation.from_log._hourly_rates import hourly_arrivals
from ticketroute.simulation.from_log._log_estimates import (
    AgentEstimate,
    KindEstimate,
    LogEstimates,
    PairEstimate,
)
from ticketroute.simulation.from_log._read_log import read_log
from ticketroute.simulation.from_log._scenario_from_log import ArrivalsFromLog, scenario_from_log
from ticketroute.simulation.from_log._shift_model import ShiftModel, ShiftsLike
from ticketroute.simulation.from_log._shift_sensitivity import (
    ShiftSensitivity,
    compare_shift_models,
)
from ticketroute.simulation.from_log._ticket_log import TicketLog

__all__ = [
    "AgentEstimate",
    "ArrivalsFromLog",
    "KindEstimate",
    "LogEstimates",
    "PairEstimate",
    "ShiftModel",
    "ShiftSensitivity",
    "ShiftsLike",
    "TicketLog",
    "compare_shift_models",
    "estimate_from_log",
    "hourly_arrivals",
    "read_log",
    "scenario_from_log",
]
