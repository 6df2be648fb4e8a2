"""Desks to compare with theory, in minutes, and what is read off their runs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute import Agent
from ticketroute.metrics import Journeys, Outcome
from ticketroute.simulation import Durations, Exponential, Poisson, Scenario, TicketKind

START: Final = datetime(2026, 5, 4, tzinfo=UTC)
MINUTE: Final = 60_000_000


def minutes(number: float) -> timedelta:
    """Give a duration."""
    return timedelta(minutes=number)


def calls(
    per_minute: float, handling: Durations | float = 1.0, name: str = "call", **more: object
) -> TicketKind:
    """Give a kind that comes by a Poisson stream; a number is the mean of exponential work."""
    work = handling if isinstance(handling, Durations) else Exponential(minutes(handling))
    return TicketKind(name=name, arrivals=Poisson(per_minute * 60), handling=work, **more)  # type: ignore[arg-type]


def team(count: int, capacity: int | None = 1) -> list[Agent]:
    """Give equal agents."""
    return [Agent(id=f"a{number:03}", capacity=capacity) for number in range(count)]


def skilled(skills: Mapping[str, str]) -> list[Agent]:
    """Give agents, each with the skills whose names are the letters of a word."""
    return [
        Agent(id=name, capacity=1, skills=dict.fromkeys(letters, 1.0))
        for name, letters in skills.items()
    ]


def desk(
    kinds: TicketKind | Iterable[TicketKind],
    agents: Iterable[Agent],
    tickets: int,
    **more: object,
) -> Scenario:
    """Give a desk that runs until about so many tickets have come."""
    several = [kinds] if isinstance(kinds, TicketKind) else list(kinds)
    per_hour = sum(kind.arrivals.per_hour for kind in several if isinstance(kind.arrivals, Poisson))
    length = timedelta(hours=tickets / per_hour)
    return Scenario(start=START, length=length, agents=agents, kinds=several, **more)  # type: ignore[arg-type]


def settled(journeys: Journeys, part: float = 0.1) -> NDArray[np.bool_]:
    """Tell who comes after a first part of the run, when it is no longer felt that it was empty."""
    begin = journeys.start + part * (journeys.arrivals_end - journeys.start)
    late: NDArray[np.bool_] = journeys.created >= begin
    return late


def of_kind(journeys: Journeys, kind: int) -> NDArray[np.bool_]:
    """Tell who is of a kind, of those who come when all has settled."""
    chosen: NDArray[np.bool_] = settled(journeys) & (journeys.kind == kind)
    return chosen


def waits(journeys: Journeys, rows: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
    """Give the minutes that those waited for whom work began."""
    chosen = settled(journeys) if rows is None else rows
    served = chosen & np.isin(journeys.outcome, [Outcome.RESOLVED, Outcome.IN_HAND])
    return np.asarray((journeys.started - journeys.created)[served] / MINUTE)


def average_number(journeys: Journeys, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> float:
    """Give how many of some periods go on at a time, on average over the time when tickets come."""
    low = journeys.start + (journeys.arrivals_end - journeys.start) // 10
    high = journeys.arrivals_end
    overlap = np.clip(ends, low, high) - np.clip(begins, low, high)
    return float(overlap.sum()) / (high - low)
