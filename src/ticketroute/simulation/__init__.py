"""Simulation: invented or lived days of a desk under the strategies that run it live."""

from ticketroute.simulation._after_warm_up import after_warm_up
from ticketroute.simulation._arrivals import Arrivals, HourlyPoisson, Poisson
from ticketroute.simulation._batch_means import batch_means
from ticketroute.simulation._built_in_measures import MEASURES
from ticketroute.simulation._collected import Collected, Replication
from ticketroute.simulation._compare import compare
from ticketroute.simulation._comparison import Comparison
from ticketroute.simulation._comparison_row import ComparisonRow
from ticketroute.simulation._distributed import Distributed
from ticketroute.simulation._durations import (
    Durations,
    Exponential,
    Fixed,
    LogNormal,
    Observed,
)
from ticketroute.simulation._estimate import Estimate
from ticketroute.simulation._first_come import first_come_waits
from ticketroute.simulation._first_come_waits import FirstComeWaits
from ticketroute.simulation._intervals import (
    bootstrap_interval,
    mean_interval,
    quantile_interval,
    share_interval,
)
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._known_tickets import KnownTickets
from ticketroute.simulation._measure import Measure, MeasureLike, MeasuresLike
from ticketroute.simulation._observed_so_far import LogNormalTail, ObservedSoFar
from ticketroute.simulation._pairing import PairedDifference, holm, paired_difference
from ticketroute.simulation._policies import PoliciesLike
from ticketroute.simulation._policy import Policy, PolicyLike
from ticketroute.simulation._replicate import Measured, replicate
from ticketroute.simulation._replications import replications
from ticketroute.simulation._resampled_days import ResampledDays
from ticketroute.simulation._result import Result
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._simulation import Simulation, simulate
from ticketroute.simulation._stopping import Precision, replications_needed
from ticketroute.simulation._task import ReplicationFailed
from ticketroute.simulation._ticket_stream import Coming, TicketStream
from ticketroute.simulation._varied_arrivals import AtTimes, Batches, OverDispersed, Surge
from ticketroute.simulation._warm_up import WarmUp, mser, welch
from ticketroute.simulation.from_log import (
    AgentEstimate,
    ArrivalsFromLog,
    KindEstimate,
    LogEstimates,
    PairEstimate,
    ShiftModel,
    ShiftSensitivity,
    ShiftsLike,
    TicketLog,
    compare_shift_models,
    estimate_from_log,
    hourly_arrivals,
    read_log,
    scenario_from_log,
)

__all__ = [
    "MEASURES",
    "AgentEstimate",
    "Arrivals",
    "ArrivalsFromLog",
    "AtTimes",
    "Batches",
    "Collected",
    "Coming",
    "Comparison",
    "ComparisonRow",
    "Distributed",
    "Durations",
    "Estimate",
    "Exponential",
    "FirstComeWaits",
    "Fixed",
    "HourlyPoisson",
    "KindEstimate",
    "KnownTickets",
    "LogEstimates",
    "LogNormal",
    "LogNormalTail",
    "Measure",
    "MeasureLike",
    "Measured",
    "MeasuresLike",
    "Observed",
    "ObservedSoFar",
    "OverDispersed",
    "PairEstimate",
    "PairedDifference",
    "Poisson",
    "PoliciesLike",
    "Policy",
    "PolicyLike",
    "Precision",
    "Replication",
    "ReplicationFailed",
    "ResampledDays",
    "Result",
    "Scenario",
    "ShiftModel",
    "ShiftSensitivity",
    "ShiftsLike",
    "Simulation",
    "Surge",
    "TicketKind",
    "TicketLog",
    "TicketStream",
    "WarmUp",
    "after_warm_up",
    "batch_means",
    "bootstrap_interval",
    "compare",
    "compare_shift_models",
    "estimate_from_log",
    "first_come_waits",
    "holm",
    "hourly_arrivals",
    "mean_interval",
    "mser",
    "paired_difference",
    "quantile_interval",
    "read_log",
    "replicate",
    "replications",
    "replications_needed",
    "scenario_from_log",
    "share_interval",
    "simulate",
    "welch",
]
