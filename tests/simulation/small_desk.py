"""A small desk to compare policies on, and measures that travel to other processes."""

from datetime import UTC, datetime, timedelta

from ticketroute import Agent
from ticketroute.simulation import Exponential, Poisson, Result, Scenario, TicketKind
from ticketroute.strategies import LongestIdle, Sequential

DESK = Scenario(
    start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    length=timedelta(hours=2),
    agents=[Agent(id="ana", capacity=1), Agent(id="bea", capacity=1)],
    kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=5)))],
    arrivals=Poisson(per_hour=12),
    paces={"bea": 2},
)
POLICIES = {"idle": LongestIdle(), "ana first": Sequential(sequence=["ana"])}


def arrivals(result: Result) -> float:
    """Give a number that hangs on every instant of arrival."""
    created = result.journeys.created
    return float((created % 1_000_003).sum())


def share_of_ana(result: Result) -> float:
    """Give the share of tickets that the first agent had."""
    return float((result.journeys.agent == 0).mean())


def fails_in_three(result: Result) -> float:
    """Raise an error in the fourth replication of one policy."""
    if result.replication == 3 and result.policy_name == "ana first":
        message = "no such luck"
        raise ValueError(message)
    return 0.0


def nothing_in_odd(result: Result) -> float:
    """Have no number in every second replication."""
    return float("nan") if result.replication % 2 else 5.0
