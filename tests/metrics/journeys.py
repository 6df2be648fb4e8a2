"""Journeys for tests: a row for each ticket, in minutes after nine on a Monday."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from ticketroute.board import NEVER
from ticketroute.metrics import Journeys, Kind, Outcome, Stays, TimesOnShift
from ticketroute.model import to_microseconds

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
NINE_US = to_microseconds(NINE)
MINUTE = 60_000_000
Row = dict[str, Any]


def instant(minutes: float | None) -> int:
    """Give the microseconds of so many minutes after nine; NEVER of None."""
    return NEVER if minutes is None else NINE_US + round(minutes * MINUTE)


def at(minutes: float) -> datetime:
    """Give so many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def minutes(count: float) -> timedelta:
    """Give so many minutes."""
    return timedelta(minutes=count)


def journeys_of(
    *rows: Row,
    end: float = 60,
    kinds: Sequence[Kind] = (Kind("billing"), Kind("sales")),
    agents: Sequence[str] = ("ana", "bea"),
    shifts: Sequence[tuple[str, float, float]] = (),
    stays: Sequence[tuple[int, str, float, float | None, float | None]] | None = None,
    **more: Any,  # noqa: ANN401 - any field of Journeys
) -> Journeys:
    """Make journeys of rows; what a row does not say follows from what it says.

    A row names ``created``, ``assigned``, ``started``, ``ended``, ``due`` in minutes, ``kind`` and
    ``agent`` by name. Whoever started and ended is resolved; whoever ended without has abandoned.
    Without `stays`, each ticket that was assigned was in the hands of its agent once.
    """
    full = [_filled(row) for row in rows]
    names = [kind.name for kind in kinds]
    people = list(agents)
    if stays is None:
        stays = [
            (place, row["agent"], row["assigned"], row["started"], row["ended"])
            for place, row in enumerate(full)
            if row["agent"] is not None
        ]
    positions = [-1 if row["agent"] is None else people.index(row["agent"]) for row in full]
    firsts = [row.get("first_agent", row["agent"]) for row in full]
    return Journeys(
        created=_instants(full, "created"),
        kind=[names.index(row["kind"]) for row in full],
        first_assigned=_instants(full, "assigned"),
        started=_instants(full, "started"),
        ended=_instants(full, "ended"),
        outcome=[row["outcome"] for row in full],
        agent=positions,
        first_agent=[-1 if name is None else people.index(name) for name in firsts],
        handled=[round(row["handled"] * MINUTE) for row in full],
        bounces=[row["bounces"] for row in full],
        reopenings=[row["reopenings"] for row in full],
        due=_instants(full, "due"),
        kinds=tuple(kinds),
        agents=tuple(people),
        start=more.pop("start", NINE_US),
        end=instant(end),
        attendance=TimesOnShift(
            [people.index(name) for name, _, _ in shifts],
            np.array([instant(first) for _, first, _ in shifts], dtype=np.int64),
            np.array([instant(last) for _, _, last in shifts], dtype=np.int64),
        ),
        stays=Stays(
            [ticket for ticket, *_ in stays],
            [people.index(name) for _, name, *_ in stays],
            np.array([instant(each) for _, _, each, _, _ in stays], dtype=np.int64),
            np.array([instant(each) for _, _, _, each, _ in stays], dtype=np.int64),
            np.array([instant(each) for *_, each in stays], dtype=np.int64),
        ),
        **more,
    )


def _filled(row: Row) -> Row:
    started, ended = row.get("started"), row.get("ended")
    assigned = row.get("assigned", started)
    if ended is not None:
        outcome = Outcome.ABANDONED if started is None else Outcome.RESOLVED
    else:
        outcome = Outcome.WAITING if assigned is None else Outcome.IN_HAND
    usual: Row = {
        "created": 0,
        "kind": "billing",
        "assigned": assigned,
        "started": started,
        "ended": ended,
        "outcome": outcome,
        "agent": None if assigned is None else "ana",
        "handled": 0 if started is None or ended is None else ended - started,
        "bounces": 0,
        "reopenings": 0,
        "due": None,
    }
    return usual | row


def _instants(rows: list[Row], name: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.array([instant(row[name]) for row in rows], dtype=np.int64)
