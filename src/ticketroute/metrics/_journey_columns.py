"""Journeys for data frames, and in a few words."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._kind import Outcome
from ticketroute.model import from_microseconds

if TYPE_CHECKING:
    from ticketroute.metrics._journeys import Journeys

INSTANTS: Final = ("created", "first_assigned", "started", "ended", "due")
TICKET_COLUMNS: Final = (
    "created",
    "kind",
    "first_assigned",
    "started",
    "ended",
    "outcome",
    "agent",
    "first_agent",
    "handled",
    "bounces",
    "reopenings",
    "due",
)


def frame_columns(journeys: "Journeys") -> dict[str, NDArray[np.generic]]:
    """Give the columns with times as times and positions as names."""
    agents = np.array([*journeys.agents, None], dtype=object)  # -1 finds None
    kinds = np.array([kind.name for kind in journeys.kinds], dtype=object)
    outcomes = np.array([outcome.label for outcome in Outcome], dtype=object)
    frame: dict[str, NDArray[np.generic]] = {}
    for name in TICKET_COLUMNS:
        column: NDArray[np.generic] = getattr(journeys, name)
        frame[name] = column
    frame |= {name: instants(getattr(journeys, name)) for name in INSTANTS}
    frame["handled"] = journeys.handled.astype("timedelta64[us]")
    frame["kind"] = kinds[journeys.kind]
    frame["outcome"] = outcomes[journeys.outcome]
    frame["agent"] = agents[journeys.agent]
    frame["first_agent"] = agents[journeys.first_agent]
    return frame


def instants(column: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Give instants as datetime64 in UTC, NaT for NEVER."""
    times = column.astype("datetime64[us]")
    times[column == NEVER] = np.datetime64("NaT")
    return times


def describe(journeys: "Journeys") -> str:
    """Say how many tickets there are, of when, and what became of them."""
    became = outcome_text(journeys)
    people = f"{_counted(len(journeys.kinds), 'kind')}, {_counted(len(journeys.agents), 'agent')}"
    tickets = f"{_counted(len(journeys), 'ticket')}, {_span(journeys)}"
    return f"{tickets}: {became}; {people}" if became else f"{tickets}; {people}"


def outcome_text(journeys: "Journeys") -> str:
    """Say what became of how many, the most frequent first; nothing of none."""
    counts = np.bincount(journeys.outcome, minlength=len(Outcome))
    became = sorted(
        ((int(counts[each]), each.label) for each in Outcome if counts[each]), reverse=True
    )
    return ", ".join(f"{count:,} {label}" for count, label in became)


def _span(journeys: "Journeys") -> str:
    start, end = from_microseconds(journeys.start), from_microseconds(journeys.end)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} to {last} UTC"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
