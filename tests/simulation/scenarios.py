"""Scenarios that tests share, and how to draw some."""

from datetime import UTC, datetime, timedelta

from ticketroute import Agent
from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
MINUTE = 60_000_000


def call_centre(
    *, agents: int = 4, per_hour: float = 40.0, minutes: float = 5.0, hours: float = 10.0
) -> Scenario:
    """Give a desk with one kind of calls and equal agents."""
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=hours),
        agents=[Agent(id=f"a{number:02}", capacity=1) for number in range(agents)],
        kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=minutes)))],
        arrivals=Poisson(per_hour=per_hour),
    )
