"""Simulation: invented or lived days of a desk under the strategies that run it live."""

from ticketroute.simulation._arrivals import Arrivals, HourlyPoisson, Poisson
from ticketroute.simulation._batch_means import batch_means
from ticketroute.simulation._durations import (
    Distributed,
    Durations,
    Exponential,
    Fixed,
    LogNormal,
    Observed,
)
from ticketroute.simulation._estimate import Estimate
from ticketroute.simulation._intervals import (
    bootstrap_interval,
    mean_interval,
    quantile_interval,
    share_interval,
)
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._pairing import PairedDifference, holm, paired_difference
from ticketroute.simulation._policy import Policy, PolicyLike
from ticketroute.simulation._result import Result
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._simulation import Simulation, simulate
from ticketroute.simulation._stopping import Precision, replications_needed
from ticketroute.simulation._varied_arrivals import AtTimes, Batches, OverDispersed, Surge
from ticketroute.simulation._warm_up import WarmUp, mser, welch

__all__ = [
    "Arrivals",
    "AtTimes",
    "Batches",
    "Distributed",
    "Durations",
    "Estimate",
    "Exponential",
    "Fixed",
    "HourlyPoisson",
    "LogNormal",
    "Observed",
    "OverDispersed",
    "PairedDifference",
    "Poisson",
    "Policy",
    "PolicyLike",
    "Precision",
    "Result",
    "Scenario",
    "Simulation",
    "Surge",
    "TicketKind",
    "WarmUp",
    "batch_means",
    "bootstrap_interval",
    "holm",
    "mean_interval",
    "mser",
    "paired_difference",
    "quantile_interval",
    "replications_needed",
    "share_interval",
    "simulate",
    "welch",
]
