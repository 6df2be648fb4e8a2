"""Scenarios from the log of a real desk: read it, estimate from it, replay or resample it."""

from ticketroute.simulation.from_log._read_log import read_log
from ticketroute.simulation.from_log._shift_model import ShiftModel, ShiftsLike
from ticketroute.simulation.from_log._ticket_log import TicketLog

__all__ = ["ShiftModel", "ShiftsLike", "TicketLog", "read_log"]
