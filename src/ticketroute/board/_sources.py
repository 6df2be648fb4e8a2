"""Where tickets come from: objects, or the columns of a data frame, behind one face.

Columns are never turned into a :class:`Ticket` each; a ticket object is made for the few rows
that somebody asks about.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Protocol, cast

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import (
    EPOCH,
    Ticket,
    duration_to_microseconds,
    from_microseconds,
    refuse,
    refuse_type,
    require_text,
    to_microseconds,
)

TicketColumnsLike = Mapping[str, "Sequence[object] | ArrayLike"]

Key = tuple[object, ...]
"""Values of some fields of a ticket, hashable."""

_FIELDS = {field.name: field for field in attrs.fields(Ticket)}


class Source(Protocol):
    """Some tickets in a row, asked by position."""

    ids: list[str]
    created: NDArray[np.int64]

    def ticket(self, row: int) -> Ticket:
        """Give one ticket as an object."""
        ...

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets from row `first` on by the values of some fields.

        Returns
        -------
        keys
            The values of each group, in the order of their first rows.
        members
            The group of each row.
        """
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

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets by the values of some fields."""
        tickets = self.tickets[first:] if first else self.tickets
        values = attrgetter(*fields)
        if len(fields) == 1:
            return _intern((values(ticket),) for ticket in tickets)
        return _intern(map(values, tickets))


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
        for ticket_id in self.ids if {*map(type, self.ids)} > {str} or not all(self.ids) else ():
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

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets by the values of some fields."""
        given = [self._column(name)[first:] for name in fields if self._has(name)]
        rows = zip(*given, strict=True) if given else repeat((), len(self.ids) - first)
        keys, members = _intern(rows)
        filled: list[Key] = []
        for key in keys:
            values = iter(key)
            filled.append(
                tuple(next(values) if self._has(name) else _FIELDS[name].default for name in fields)
            )
        return filled, members

    def _has(self, name: str) -> bool:
        return name in self._values or name in ("id", "created")

    def _column(self, name: str) -> Sequence[object]:
        if name == "id":
            return self.ids
        return self.created.tolist() if name == "created" else self._values[name]


def _intern(rows: Iterable[Key]) -> tuple[list[Key], list[int]]:
    """Give equal rows the same number, by first appearance; rows are read once, not kept."""
    numbers: defaultdict[Key, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a new row gets the next number
    members = list(map(numbers.__getitem__, rows))
    return list(numbers), members


def make_source(tickets: Iterable[Ticket] | TicketColumnsLike) -> Source:
    """Accept tickets as objects or as columns."""
    if isinstance(tickets, Mapping):
        return Columns(cast("TicketColumnsLike", tickets))
    return Objects(list(tickets))


def _as_list(column: object) -> list[object]:
    """Give the values of a list, an array or a frame's series as plain Python objects."""
    for method in ("tolist", "to_list"):
        if hasattr(column, method):
            return cast("list[object]", getattr(column, method)())
    return list(cast("Iterable[object]", column))


def _instants(name: str, column: object) -> NDArray[np.int64]:
    """Give a column of instants in microseconds since 1970 UTC."""
    kind = getattr(getattr(column, "dtype", None), "kind", None)
    if kind == "M" or (kind is None and hasattr(column, "dtype")):  # numpy's, or a frame's own
        instants = np.asarray(column, dtype="datetime64[us]")
        if np.isnat(instants).any():
            raise refuse(f"Ticket.{name}", "an instant in each row", "NaT")
        return instants.astype(np.int64)
    field = f"Ticket.{name}"
    values = _as_list(column)
    return np.array([to_microseconds(value, field) for value in values], dtype=np.int64)


def _normalise(name: str, column: object) -> Sequence[object]:
    """Check a column, and put the field's default where a value is missing.

    Each distinct value is checked once, on a ticket made for the purpose: the model alone knows
    what its fields may hold.
    """
    values = _as_list(column)
    if name == "not_before":
        values = [_to_datetime(value) for value in values]
    try:
        distinct = set(values)
    except TypeError:
        return _normalise_unhashable(name, values)
    checked = {value: _checked(name, value) for value in distinct}
    if all(after is value for value, after in checked.items()):
        return values
    return [checked[value] for value in values]


def _normalise_unhashable(name: str, values: list[object]) -> Sequence[object]:
    """Check lists and mappings: a column repeats few objects, told apart by identity first."""
    objects = dict(zip(map(id, values), values, strict=True))
    known: dict[object, object] = {}
    checked: dict[int, object] = {}
    for identity, value in objects.items():
        content = tuple(value.items()) if isinstance(value, Mapping) else _as_tuple(value)
        if content not in known:
            known[content] = _checked(name, value)
        checked[identity] = known[content]
    return [checked[id(value)] for value in values]


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list | set) else value


def _checked(name: str, value: object) -> object:
    """Give what a ticket makes of a value, or raise what it raises."""
    if _missing(value):
        return _FIELDS[name].default
    probe = Ticket(id="-", created=EPOCH, **{name: value})  # type: ignore[arg-type]
    return cast("object", getattr(probe, name))


def _to_datetime(value: object) -> object:
    """Turn numpy's instants into datetimes; leave the rest for the model to judge."""
    if isinstance(value, np.datetime64) and not np.isnat(value):
        return from_microseconds(int(value.astype("datetime64[us]").astype(np.int64)))
    return None if _missing(value) else value


def _missing(value: object) -> bool:
    """Say whether a cell is empty: None, or NaN or NaT, which differ from themselves."""
    return value is None or (not isinstance(value, np.ndarray) and bool(value != value))  # noqa: PLR0124
