"""Who was given which work and when: from columns, from a log, or kept by a ledger."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Details, EventType, View
from ticketroute.dispatcher import Event
from ticketroute.model import (
    Column,
    Ticket,
    is_missing,
    plain_cell,
    refuse,
    refuse_type,
    require_column,
    to_microseconds,
)

GIVEN: Final = (EventType.ASSIGNED, EventType.ACCEPTED)
"""The events by which somebody is given a ticket that nobody had."""

_GIVEN_TO: Final = "those who were given something"
_IN_THE_LOG: Final = "those whom the log names"

_Columns: TypeAlias = Mapping[str, Column]


@attrs.frozen(eq=False)
class Given:
    """One row for each time that somebody was given a ticket.

    Parameters
    ----------
    agent_ids
        Who.
    effort, difficulty
        Units of effort; difficulty, NaN where it is not known.
    at
        When, in microseconds since 1970 UTC; None where that is not known.
    everybody
        Ids of agents who are to be counted even if they were given nothing.
    only
        Who is counted, where there may be others of whom nothing is known; else ``""``.
    """

    agent_ids: NDArray[np.object_]
    effort: NDArray[np.float64]
    difficulty: NDArray[np.float64]
    at: NDArray[np.int64] | None
    everybody: frozenset[str] = frozenset()
    only: str = ""

    def between(self, start: int | None, end: int | None) -> "Given":
        """Give the rows from a time on, and before another one."""
        if (start is None and end is None) or self.at is None:
            return self
        chosen = np.ones(len(self.at), dtype=bool)
        if start is not None:
            chosen &= self.at >= start
        if end is not None:
            chosen &= self.at < end
        return Given(
            self.agent_ids[chosen],
            self.effort[chosen],
            self.difficulty[chosen],
            self.at[chosen],
            self.everybody,
            self.only,
        )


class FairnessLedger:
    """Keeps note of who is given which ticket, and when: a keeper to be attached to a desk.

    What counts is that somebody is assigned a ticket or accepts it. Tickets that go from hand to
    hand, or come back to their owner, do not count again.

    Parameters
    ----------
    view
        The board.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=2)]
    >>> desk = Dispatcher(team, strategy="fewest-open")
    >>> ledger = desk.attach(FairnessLedger(desk.view))
    >>> _ = desk.submit(Ticket(id="t1", created=nine, effort=2), nine)
    >>> _ = desk.dispatch(nine)
    >>> ledger.columns()["agent_id"].tolist(), ledger.columns()["effort"].tolist()
    (['ana'], [2])
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._rows: list[tuple[str, str, int, float, int]] = []
        self._seen: dict[str, None] = {}

    def __call__(
        self, event: EventType, ticket: int, agent: int, _until: int, _details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        if event in GIVEN:
            name, value = self._view.roster.ids[agent], self._view.ticket(ticket)
            difficulty = np.nan if value.difficulty is None else value.difficulty
            self._rows.append((value.id, name, value.effort, difficulty, self._view.now_us))
            self._seen[name] = None

    @property
    def agent_ids(self) -> tuple[str, ...]:
        """Ids of all who are on the board, or were given something."""
        return tuple(sorted({*self._view.roster.ids, *self._seen}))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each time that somebody was given a ticket.

        Returns
        -------
        dict of ndarray
            ``ticket_id``, ``agent_id``, ``effort``, ``difficulty`` (NaN if unknown), ``at_us``.
        """
        names = ("ticket_id", "agent_id", "effort", "difficulty", "at_us")
        kinds = (object, object, np.int64, np.float64, np.int64)
        rows = list(zip(*self._rows, strict=True)) or [()] * len(names)
        return {
            name: np.array(column, dtype=kind)
            for name, column, kind in zip(names, rows, kinds, strict=True)
        }

    def __repr__(self) -> str:
        return f"<FairnessLedger: {len(self._rows)} given to {len(self._seen)} agents>"


GivenLike: TypeAlias = FairnessLedger | Iterable[Event] | _Columns
"""A ledger, the events of a log, or columns: ``agent_id``, and if known ``effort``, ``difficulty``,
and ``at`` (aware datetimes) or ``at_us`` (microseconds since 1970 UTC)."""


def read_given(given: GivenLike) -> Given:
    """Read who was given what, in whichever form it comes."""
    if isinstance(given, FairnessLedger):
        return attrs.evolve(_of_columns(given.columns()), everybody=frozenset(given.agent_ids))
    if isinstance(given, Mapping):
        return attrs.evolve(_of_columns(cast("_Columns", given)), only=_GIVEN_TO)
    if isinstance(given, Iterable):
        return _of_events(given)
    raise refuse_type("given", "columns, events or a FairnessLedger", given)


def _of_events(events: Iterable[Event]) -> Given:
    """Read a log; each ticket is taken as it was last told of.

    Agents with whom a desk began are not in its log; those who come, change, are asked or are away
    later are.
    """
    tickets: dict[str, Ticket] = {}
    there: set[str] = set()
    rows: list[tuple[str, float, float, int]] = []
    for event in events:
        if not isinstance(event, Event):
            raise refuse_type("given", "values of Event", event)
        if event.agent_id is not None:
            there.add(event.agent_id)
        ticket_id, told = str(event.ticket_id), event.details.get("ticket")
        if isinstance(told, Ticket):
            tickets[ticket_id] = told
        if event.type in GIVEN:
            if ticket_id not in tickets:
                expected = f"events from the submission of ticket {ticket_id!r} on"
                raise refuse("given", expected, event)
            ticket = tickets[ticket_id]
            difficulty = np.nan if ticket.difficulty is None else ticket.difficulty
            at = to_microseconds(event.at)
            rows.append((str(event.agent_id), ticket.effort, difficulty, at))
    names, effort, difficulties, times = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Given(
        np.array(names, dtype=object),
        np.array(effort, dtype=np.float64),
        np.array(difficulties, dtype=np.float64),
        np.array(times, dtype=np.int64),
        frozenset(there),
        _IN_THE_LOG,
    )


def _of_columns(columns: _Columns) -> Given:
    if "agent_id" not in columns:
        raise refuse("given", "columns with 'agent_id'", list(columns))
    names = np.array(_cells(columns, "agent_id"), dtype=object)
    for name in names.tolist():
        if not isinstance(name, str):
            raise refuse_type("given['agent_id']", "texts", name)
    at = None
    if "at_us" in columns:
        at = np.asarray(columns["at_us"], dtype=np.int64)
    elif "at" in columns:
        instants = [plain_cell("at", each) for each in _cells(columns, "at")]
        at = np.array([to_microseconds(each, "given['at']") for each in instants], dtype=np.int64)
    found = Given(
        names, _numbers(columns, "effort", 1.0), _numbers(columns, "difficulty", np.nan), at
    )
    for name, column in (("effort", found.effort), ("difficulty", found.difficulty), ("at", at)):
        if column is not None and len(column) != len(names):
            raise refuse(f"given[{name!r}]", f"as many values as agents, {len(names)}", len(column))
    return found


def _numbers(
    columns: _Columns,
    name: str,
    missing: float,
) -> NDArray[np.float64]:
    """Read a column of numbers of at least 0; a missing value, or column, has a default."""
    if name not in columns:
        return np.full(len(_cells(columns, "agent_id")), missing)
    cells = [missing if is_missing(each) else each for each in _cells(columns, name)]
    try:
        values = np.array(cells, dtype=np.float64)
    except (TypeError, ValueError):
        raise refuse_type(f"given[{name!r}]", "numbers", cells) from None
    if (values < 0).any() or np.isinf(values).any():
        raise refuse(f"given[{name!r}]", "finite numbers of at least 0", values.tolist())
    return values


def _cells(columns: _Columns, name: str) -> list[object]:
    return list(require_column(columns[name], f"given[{name!r}]"))
