"""From the columns of any frame to a log of tickets."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import TableColumns
from ticketroute.model import Column, instants_of, names_of, refuse, to_microseconds
from ticketroute.simulation.from_log._columns import column_of, work_of
from ticketroute.simulation.from_log._ticket_log import NOT_KNOWN, TicketLog
from ticketroute.sla.calendar import to_zone

NO_TYPE: Final = "unknown"


def read_log(
    columns: TableColumns,
    *,
    until: datetime,
    since: datetime | None = None,
    types: str | Iterable[str] = "type",
    tz: str | tzinfo = UTC,
    activity: TableColumns | None = None,
) -> TicketLog:
    """Read a log of tickets, a row for each; those of any data frame, or a mapping to columns.

    Parameters
    ----------
    columns
        ``created`` (must be there), ``agent`` (who has it, or had it last), ``started`` (when that
        agent got it), ``ended`` (when it was done), ``handled`` (work that it took, without what
        it lay about) and the columns of `types`. Instants are aware datetimes, or numpy datetimes,
        which are read as UTC; durations are timedeltas. What has not happened is missing: None,
        NaN, NaT.
    until
        When the log was exported, and not when its last ticket was closed: what is open then is
        open. No instant may be later.
    since
        From when all that came is in it; without it, from the first arrival.
    types
        The column, or columns, that say what a ticket is about, as it was known when it came. If
        there is no column ``type``, all are of one.
    tz
        The zone on whose wall clock people work. It does not change how instants are read.
    activity
        What else tells when people work: columns ``agent`` and ``at``, a row for each thing that
        anybody did. Without it, the starts and ends of tickets tell.

    Returns
    -------
    TicketLog
        By arrival.

    Raises
    ------
    ValueError, TypeError
        If a column is missing, or is not as described; the message names it.

    Examples
    --------
    >>> day = np.datetime64("2026-05-04T09:00")
    >>> table = {
    ...     "created": day + np.array([0, 30, 60]) * np.timedelta64(1, "m"),
    ...     "category": ["mail", "refund", "mail"],
    ...     "agent": ["ana", "bea", None],
    ...     "started": day + np.array([10, 30, "NaT"], dtype="timedelta64[m]"),
    ...     "ended": day + np.array([50, "NaT", "NaT"], dtype="timedelta64[m]"),
    ... }
    >>> read_log(table, until=datetime(2026, 5, 4, 12, tzinfo=UTC), types="category")
    <TicketLog of 3 tickets, 2 open, 2026-05-04 09:00 to 12:00 UTC: 2 types, 2 agents>
    """
    if "created" not in columns:
        raise refuse("columns", "a column 'created'", list(columns))
    created = instants_of(column_of(columns, "created", None), "columns['created']", NEVER)
    if (created == NEVER).any():
        raise refuse("columns['created']", "an instant in each row", "a missing one")
    count, order = len(created), np.argsort(created, kind="stable")
    started, ended = (
        instants_of(column_of(columns, name, count), f"columns[{name!r}]", NEVER)
        for name in ("started", "ended")
    )
    handled = column_of(columns, "handled", count)
    agent_of, at = _read_activity(activity)
    last = to_microseconds(until, "until")
    log = TicketLog(
        created=created[order],
        type=_types(columns, types, count)[order],
        agent=_names(columns, "agent", count)[order],
        started=started[order],
        ended=ended[order],
        handled=work_of(handled, "columns['handled']", NOT_KNOWN)[order],
        activity_agent=agent_of,
        activity_at=at,
        since=int(created.min(initial=last)) if since is None else to_microseconds(since, "since"),
        until=last,
        zone=to_zone("tz", tz),
    )
    _require_order(log, order)
    return log


def _require_order(log: TicketLog, rows: NDArray[np.intp]) -> None:
    """Insist that nothing happens before what it follows, nor after the end."""
    if log.since >= log.until:
        raise refuse("until", "an instant after the first arrival", log.window[1].isoformat())
    happened = {"created": log.created, "started": log.started, "ended": log.ended}
    for name, instants in happened.items():
        late = (instants != NEVER) & (instants > log.until)
        if late.any():
            expected = f"no instant after until, {log.window[1].isoformat()} (see split)"
            raise refuse(f"columns[{name!r}]", expected, _first(instants, late, rows))
    for earlier, later in (("created", "started"), ("started", "ended"), ("created", "ended")):
        known = (happened[earlier] != NEVER) & (happened[later] != NEVER)
        wrong = known & (happened[later] < happened[earlier])
        if wrong.any():
            found = _first(happened[later], wrong, rows)
            raise refuse(f"columns[{later!r}]", f"no instant before {earlier!r}", found)
    if (log.activity_at > log.until).any():
        latest = np.datetime64(int(log.activity_at.max()), "us")
        raise refuse("activity['at']", "no instant after until", str(latest))


def _first(instants: NDArray[np.int64], wrong: NDArray[np.bool_], rows: NDArray[np.intp]) -> str:
    place = int(wrong.argmax())
    return f"{np.datetime64(int(instants[place]), 'us')} in row {rows[place]}"


def _types(
    columns: Mapping[str, Column], types: str | Iterable[str], count: int
) -> NDArray[np.str_]:
    """Give the types of tickets; those of several columns put together."""
    wanted = [types] if isinstance(types, str) else list(types)
    if wanted == ["type"] and "type" not in columns:
        return np.full(count, "any")
    for name in wanted:
        if name not in columns:
            raise refuse("types", f"names of columns, of {list(columns)}", name)
    parts = [_names(columns, name, count) for name in wanted]
    rows = [" / ".join(each or NO_TYPE for each in row) for row in zip(*parts, strict=True)]
    return np.array(rows, dtype=np.str_)


def _names(columns: Mapping[str, Column], name: str, count: int | None) -> NDArray[np.str_]:
    names = names_of(column_of(columns, name, count), f"columns[{name!r}]")
    return np.array(names, dtype=np.str_)


def _read_activity(
    activity: Mapping[str, Column] | None,
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    if activity is None:
        return np.array([], dtype=np.str_), np.array([], dtype=np.int64)
    for name in ("agent", "at"):
        if name not in activity:
            raise refuse("activity", f"a column {name!r}", list(activity))
    agents = _names(activity, "agent", None)
    at = instants_of(column_of(activity, "at", len(agents)), "activity['at']", NEVER)
    known = (agents != "") & (at != NEVER)
    return agents[known], at[known]
