"""Simulation: invented or lived days of a desk under the strategies that run it live."""

from ticketroute.simulation._batch_means import batch_means
from ticketroute.simulation._estimate import Estimate
from ticketroute.simulation._intervals import (
    bootstrap_interval,
    mean_interval,
    quantile_interval,
    share_interval,
)
from ticketroute.simulation._pairing import PairedDifference, holm, paired_difference
from ticketroute.simulation._stopping import Precision, replications_needed
from ticketroute.simulation._warm_up import WarmUp, mser, welch

__all__ = [
    "Estimate",
    "PairedDifference",
    "Precision",
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
    "welch",
]
