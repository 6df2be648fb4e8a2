"""Journeys from columns, such as those of a data frame of tickets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._journey_columns import INSTANTS, TICKET_COLUMNS
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Kind, Outcome, tell_apart
from ticketroute.metrics._stays import Stays, TimesOnShift
from ticketroute.model import (
    Column,
    cells_of,
    instants_of,
    names_of,
    refuse,
    refuse_type,
    spans_of,
    to_microseconds,
)

TableColumns: TypeAlias = Mapping[str, Column]

_OF_KIND: Final = ("kind", "type", "channel", "queue", "level")
_OUTCOMES: Final = {outcome.label: outcome for outcome in Outcome}


def journeys_from_columns(
    columns: TableColumns,
    *,
    end: datetime,
    start: datetime | None = None,
    attendance: TimesOnShift | None = None,
    stays: Stays | None = None,
) -> Journeys:
    """Make journeys of a table of tickets, a row for each.

    Parameters
    ----------
    columns
        Named as those of :class:`Journeys`; only ``created`` must be there. Instants are aware
        datetimes, or numpy datetimes, which are read as UTC. Kinds, agents and outcomes are names.
        Columns ``type``, ``channel``, ``queue`` and ``level`` tell kinds apart as ``kind`` does.
        What has not happened is missing: None, NaN, NaT.
    end
        Until when was observed: what is open is open then. For an export, when it was made, and
        not when its last ticket was closed.
    start
        From when; without it, from the first arrival.
    attendance, stays
        When agents were on shift, and when they had what in hand, if that is known; agents are
        counted in the order of their names.

    Returns
    -------
    Journeys
        Without an outcome, tickets without an end are open, and those with one are resolved, or
        have abandoned if the column ``started`` is there and has no start. Without ``handled``, it
        is the time from the start to the end.

    Raises
    ------
    ValueError, TypeError
        If a column is missing, or is not as described.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(60)]
    >>> table = {
    ...     "created": [after[0], after[10], after[40]],
    ...     "started": [after[5], None, None],
    ...     "ended": [after[20], after[12], None],
    ...     "channel": ["chat", "voice", "voice"],
    ... }
    >>> journeys = journeys_from_columns(table, end=after[59])
    >>> journeys
    <Journeys of 3 tickets, 2026-05-04 09:00 to 09:59 UTC: 1 waiting, 1 resolved, 1 abandoned; 2
    kinds, 0 agents>
    """
    if "created" not in columns:
        raise refuse("columns", "a column 'created'", list(columns))
    count = len(_cells(columns, "created"))
    for name in {*TICKET_COLUMNS, *_OF_KIND} & set(columns):
        if (length := len(_cells(columns, name))) != count:
            raise refuse(f"columns[{name!r}]", f"{count:,} values as of 'created'", length)
    times = {name: _instants(columns, name, count) for name in INSTANTS}
    if "first_assigned" not in columns:
        times["first_assigned"] = times["started"]
    last, first = _names(columns, "agent", count), _names(columns, "first_agent", count)
    if "first_agent" not in columns:
        first = last
    agents = tuple(sorted({name for name in [*last, *first] if name}))
    places = {name: place for place, name in enumerate(agents)} | {"": -1}
    kind, kinds = _kinds(columns, count)
    if start is None:
        begins = int(times["created"].min(initial=to_microseconds(end, "end")))
    else:
        begins = to_microseconds(start, "start")
    return Journeys(
        created=times["created"],
        first_assigned=times["first_assigned"],
        started=times["started"],
        ended=times["ended"],
        due=times["due"],
        kind=kind,
        outcome=_outcomes(columns, times, last),
        agent=[places[name] for name in last],
        first_agent=[places[name] for name in first],
        handled=_handled(columns, times),
        bounces=_counts(columns, "bounces", count),
        reopenings=_counts(columns, "reopenings", count),
        kinds=kinds,
        agents=agents,
        start=begins,
        end=to_microseconds(end, "end"),
        attendance=TimesOnShift() if attendance is None else attendance,
        stays=Stays() if stays is None else stays,
    )


def _cells(columns: TableColumns, name: str) -> list[object]:
    return cells_of(columns[name], f"columns[{name!r}]")


def _instants(columns: TableColumns, name: str, count: int) -> NDArray[np.int64]:
    if name not in columns:
        return np.full(count, NEVER)
    return instants_of(columns[name], f"columns[{name!r}]", NEVER)


def _names(columns: TableColumns, name: str, count: int) -> list[str]:
    """Give names, empty where there is none."""
    if name not in columns:
        return [""] * count
    return names_of(columns[name], f"columns[{name!r}]")


def _kinds(columns: TableColumns, count: int) -> tuple[NDArray[np.int32], tuple[Kind, ...]]:
    """Tell kinds apart by the columns that are there; in the order of their first tickets."""
    present = [name for name in _OF_KIND if name in columns]
    rows = list(zip(*(_cells(columns, name) for name in present), strict=True))
    places: dict[tuple[object, ...], int] = {}
    column = [places.setdefault(row, len(places)) for row in rows or [()] * count]
    return np.array(column, dtype=np.int32), tell_apart(_kind(present, row) for row in places)


def _kind(present: list[str], row: tuple[object, ...]) -> Kind:
    known = {name: value for name, value in zip(present, row, strict=True) if value is not None}
    name = " / ".join(str(value) for value in known.values()) or "any"
    level = known.get("level")
    if level is not None and (not isinstance(level, int | float) or level != int(level)):
        raise refuse("columns['level']", "integers", level)
    texts = {key: str(known[key]) for key in ("type", "channel", "queue") if key in known}
    return Kind(name, **texts, level=None if level is None else int(level))


def _outcomes(
    columns: TableColumns, times: Mapping[str, NDArray[np.int64]], agents: list[str]
) -> NDArray[np.uint8]:
    if "outcome" in columns:
        given = _cells(columns, "outcome")
        for each in given:
            if each not in _OUTCOMES:
                raise refuse("columns['outcome']", f"one of {list(_OUTCOMES)}", each)
        return np.array([_OUTCOMES[str(each)] for each in given], dtype=np.uint8)
    is_over, was_given = times["ended"] != NEVER, times["first_assigned"] != NEVER
    in_hand = was_given | np.array([bool(name) for name in agents], dtype=bool)
    left = (times["started"] == NEVER) & ("started" in columns)
    closed = np.where(left, Outcome.ABANDONED, Outcome.RESOLVED)
    opened = np.where(in_hand, Outcome.IN_HAND, Outcome.WAITING)
    return np.where(is_over, closed, opened).astype(np.uint8)


def _handled(columns: TableColumns, times: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    if "handled" not in columns:
        both = (times["started"] != NEVER) & (times["ended"] != NEVER)
        return np.where(both, times["ended"] - times["started"], 0)
    return spans_of(columns["handled"], "columns['handled']", 0)


def _counts(columns: TableColumns, name: str, count: int) -> NDArray[np.int16]:
    if name not in columns:
        return np.zeros(count, dtype=np.int16)
    counts = np.array([each or 0 for each in _cells(columns, name)])
    if counts.dtype.kind not in "iuf" or (counts != counts.astype(np.int16)).any():
        raise refuse_type(f"columns[{name!r}]", "small integers", counts.tolist())
    return counts.astype(np.int16)
