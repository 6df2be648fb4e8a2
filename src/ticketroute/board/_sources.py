"""Where tickets come from: objects, or the columns of a data frame, behind one face.

Columns are never turned into a :class:`Ticket` each; a ticket object is made for the few rows
that somebody asks about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Protocol, cast

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import (
    Ticket,
    duration_to_microseconds,
    from_microseconds,
    refuse,
    refuse_type,
    require_integer,
    require_text,
    to_microseconds,
    to_requirements,
)
from ticketroute.model._instants import EPOCH

TicketColumnsLike = Mapping[str, "Sequence[object] | ArrayLike"]

_TEXT = frozenset(
    ("type", "channel", "queue", "customer", "tier", "place", "language", "duplicate_key")
)
_FIELDS = {field.name: field for field in attrs.fields(Ticket)}


class Source(Protocol):
    """Some tickets in a row, asked by position."""

    ids: list[str]
    created: NDArray[np.int64]

    def ticket(self, row: int) -> Ticket:
        """Give one ticket as an object."""
        ...

    def keys(self, fields: Sequence[str], first: int) -> Iterator[object]:
        """Give the values of some fields, a hashable for each ticket from row `first` on."""
        ...


class Objects:
    """Tickets given as objects; more may be appended."""

    def __init__(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if not isinstance(ticket, Ticket):
                raise refuse_type("tickets", "values of Ticket", ticket)
        self.tickets = tickets
        self.ids = [ticket.id for ticket in tickets]
        self.created = np.array(
            [duration_to_microseconds(ticket.created - EPOCH) for ticket in tickets],
            dtype=np.int64,
        )

    def extend(self, more: "Objects") -> None:
        """Append the tickets of another source; only what is asked by row is kept up."""
        self.tickets += more.tickets
        self.ids += more.ids

    def ticket(self, row: int) -> Ticket:
        """Give one ticket."""
        return self.tickets[row]

    def keys(self, fields: Sequence[str], first: int) -> Iterator[object]:
        """Give the values of some fields of each ticket."""
        tickets = self.tickets[first:] if first else self.tickets
        return map(cast("Callable[[Ticket], object]", attrgetter(*fields)), tickets)


class Columns:
    """Tickets given as columns of equal length, named as the fields of :class:`Ticket`.

    Datetime columns may be numpy ``datetime64``, whose instants are UTC by definition.
    """

    def __init__(self, columns: TicketColumnsLike) -> None:
        unknown = sorted(set(columns) - set(_FIELDS))
        if unknown:
            raise refuse("ticket columns", f"only fields of Ticket {sorted(_FIELDS)}", unknown)
        if "id" not in columns or "created" not in columns:
            raise refuse("ticket columns", "at least 'id' and 'created'", sorted(columns))
        self.ids = cast("list[str]", _as_list(columns["id"]))
        for ticket_id in self.ids:
            if ticket_id.__class__ is not str or not ticket_id:
                require_text("Ticket.id", ticket_id)
        self.created = _instants("created", columns["created"])
        self._values = {
            name: _normalise(name, column)
            for name, column in columns.items()
            if name not in ("id", "created")
        }
        for name, length in [("created", len(self.created))] + [
            (name, len(values)) for name, values in self._values.items()
        ]:
            if length != len(self.ids):
                raise refuse(f"ticket column {name!r}", f"{len(self.ids)} values", length)

    def ticket(self, row: int) -> Ticket:
        """Make one ticket."""
        given = {name: values[row] for name, values in self._values.items()}
        created = from_microseconds(int(self.created[row]))
        return Ticket(id=self.ids[row], created=created, **given)  # type: ignore[arg-type]

    def keys(self, fields: Sequence[str], first: int) -> Iterator[object]:
        """Give the values of some fields of each ticket."""
        columns = [self._column(name) for name in fields]
        if first:
            columns = [column[first:] for column in columns]
        return iter(columns[0]) if len(columns) == 1 else zip(*columns, strict=True)

    def _column(self, name: str) -> Sequence[object]:
        if name in self._values:
            return self._values[name]
        if name == "id":
            return self.ids
        if name == "created":
            return cast("list[object]", self.created.tolist())
        return [_FIELDS[name].default] * len(self.ids)


def make_source(tickets: Iterable[Ticket] | TicketColumnsLike) -> Source:
    """Accept tickets as objects or as columns."""
    if isinstance(tickets, Mapping):
        return Columns(cast("TicketColumnsLike", tickets))
    return Objects(list(cast("Iterable[Ticket]", tickets)))


def _as_list(column: object) -> list[object]:
    """Give the values of a list, an array or a frame's series as plain Python objects."""
    for method in ("tolist", "to_list"):
        if hasattr(column, method):
            return cast("list[object]", getattr(column, method)())
    return list(cast("Iterable[object]", column))


def _instants(name: str, column: object) -> NDArray[np.int64]:
    """Give a column of instants in microseconds since 1970 UTC."""
    if hasattr(column, "dtype") and getattr(column.dtype, "kind", "M") != "O":
        instants = np.asarray(column, dtype="datetime64[us]")
        if np.isnat(instants).any():
            raise refuse(f"Ticket.{name}", "an instant in each row", "NaT")
        return instants.astype(np.int64)
    field = f"Ticket.{name}"
    values = cast("list[object]", _as_list(column))
    return np.array([to_microseconds(value, field) for value in values], dtype=np.int64)  # type: ignore[arg-type]


def _normalise(name: str, column: object) -> Sequence[object]:
    """Check a column value by distinct value, and put the field's default where it is missing."""
    if name == "not_before":
        return [_optional_instant(value) for value in _as_list(column)]
    values = _as_list(column)
    if name == "effort":
        for effort in set(values):
            require_integer("Ticket.effort", effort, 1)
        return values
    if name in _TEXT:
        return _texts(name, values)
    if name == "requirements":
        return _memoised(values, to_requirements)  # type: ignore[arg-type]
    return [_FIELDS[name].default if _missing(value) else value for value in values]


def _optional_instant(value: object) -> object:
    if _missing(value):
        return None
    if isinstance(value, np.datetime64):
        return from_microseconds(int(value.astype("datetime64[us]").astype(np.int64)))
    return value


def _texts(name: str, values: list[object]) -> list[object]:
    gaps = False
    for value in set(values):
        if _missing(value):
            gaps = True
        else:
            require_text(f"Ticket.{name}", value)
    return [None if _missing(value) else value for value in values] if gaps else values


def _memoised(values: list[object], convert: Callable[[object], object]) -> list[object]:
    """Convert each distinct object once; a column repeats few of them."""
    known: dict[int, object] = {}
    for value in values:
        if id(value) not in known:
            known[id(value)] = () if _missing(value) else convert(value)
    return [known[id(value)] for value in values]


def _missing(value: object) -> bool:
    """Say whether a cell is empty: None, or NaN or NaT, which differ from themselves."""
    return value is None or (not isinstance(value, np.ndarray) and bool(value != value))  # noqa: PLR0124
