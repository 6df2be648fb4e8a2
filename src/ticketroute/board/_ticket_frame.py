"""Tickets as the columns of a data frame, never turned into a :class:`Ticket` each.

Each distinct value of a column is checked once, by the model; a ticket object is made for the few
rows that somebody asks about.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.board._sources import Key, Objects, Source, number_rows
from ticketroute.model import (
    EPOCH,
    Ticket,
    from_microseconds,
    is_missing,
    plain_cell,
    refuse,
    require_text,
    to_microseconds,
    to_tuple,
)

TicketColumnsLike = Mapping[str, "Sequence[object] | ArrayLike"]

_FIELDS: Final = {field.name: field for field in attrs.fields(Ticket)}
_COMPOUND: Final = frozenset(("requirements", "affinity", "exclusions", "helpers", "attributes"))
"""Fields whose values are slow to hash or have no hash; rows are told apart by identity."""


class TicketFrame:
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
        for ticket_id in self.ids if {*map(type, self.ids)} != {str} or not all(self.ids) else ():
            require_text("Ticket.id", ticket_id)
        self.created = _instants("created", columns["created"])
        self._require_length("created", len(self.created))
        self._values: dict[str, Sequence[object]] = {}
        for name, column in columns.items():
            if name not in ("id", "created"):
                self._values[name] = _checked_column(name, column)
                self._require_length(name, len(self._values[name]))

    def _require_length(self, name: str, length: int) -> None:
        if length != len(self.ids):
            raise refuse(f"ticket column {name!r}", f"{len(self.ids)} values", length)

    def copy(self) -> "TicketFrame":
        """Give the same frame: nothing is ever appended to one."""
        return self

    def ticket(self, row: int) -> Ticket:
        """Make one ticket."""
        given = {name: values[row] for name, values in self._values.items()}
        created = from_microseconds(int(self.created[row]))
        return Ticket(id=self.ids[row], created=created, **given)  # type: ignore[arg-type]

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets by the values of some fields."""
        marks = [self._marks(name, first) for name in fields if self._has(name)]
        rows = zip(*marks, strict=True) if marks else repeat((), len(self.ids) - first)
        numbers, members = number_rows(rows)
        keys: list[Key] = []
        row = 0
        for number in range(len(numbers)):
            row = members.index(number, row)
            keys.append(tuple(self._value(name, first + row) for name in fields))
        return keys, members

    def _has(self, name: str) -> bool:
        return name in self._values or name in ("id", "created")

    def _marks(self, name: str, first: int) -> Iterable[object]:
        """Give a hashable for each row that is equal where the values are."""
        if name == "id":
            return self.ids[first:]
        if name == "created":
            return cast("list[int]", self.created[first:].tolist())
        values = self._values[name][first:]
        return map(id, values) if name in _COMPOUND else values

    def _value(self, name: str, row: int) -> object:
        if name == "id":
            return self.ids[row]
        if name == "created":
            return int(self.created[row])
        return self._values[name][row] if name in self._values else _FIELDS[name].default


def make_source(tickets: Iterable[Ticket] | TicketColumnsLike) -> Source:
    """Accept tickets as objects or as columns."""
    if isinstance(tickets, Mapping):
        return TicketFrame(cast("TicketColumnsLike", tickets))
    return Objects(list(to_tuple("tickets", "several values of Ticket, or columns", tickets)))


def _as_list(column: object) -> list[object]:
    """Give the values of a list, an array or a frame's series as plain Python objects."""
    for method in ("tolist", "to_list"):
        if hasattr(column, method):
            return cast("list[object]", getattr(column, method)())
    return list(cast("Iterable[object]", column))


def _datetimes(field: str, column: object) -> NDArray[np.datetime64] | None:
    """Give a column of numpy's or a frame's own datetimes in UTC; None for any other column."""
    dtype = getattr(column, "dtype", None)
    if getattr(dtype, "kind", None) != "M" and "datetime" not in str(dtype).lower():
        return None
    zone = getattr(dtype, "tz", None) or getattr(dtype, "time_zone", None)
    if zone is None and not isinstance(column, np.ndarray):
        raise refuse(field, "timezone-aware datetimes", f"a naive column of {dtype}")
    return np.asarray(column, dtype="datetime64[us]")


def _instants(name: str, column: object) -> NDArray[np.int64]:
    """Give a column of instants in microseconds since 1970 UTC."""
    field = f"Ticket.{name}"
    instants = _datetimes(field, column)
    if instants is not None:
        if np.isnat(instants).any():
            raise refuse(field, "an instant in each row", "NaT")
        return instants.astype(np.int64)
    values = _as_list(column)
    return np.array([to_microseconds(value, field) for value in values], dtype=np.int64)


def _checked_column(name: str, column: object) -> Sequence[object]:
    """Check a column by distinct value, and put the field's default where one is missing.

    Equal values of a compound field come back as one object, so that they can be told apart by
    identity.
    """
    if name == "not_before":
        instants = _datetimes("Ticket.not_before", column)
        if instants is not None:
            return [None if np.isnat(t) else from_microseconds(int(t.view("i8"))) for t in instants]
    values = _as_list(column)
    if name in _COMPOUND:
        return _checked_compounds(name, values)
    if len(set(map(type, values))) > 1:  # True, 1 and 1.0 are equal, and not the same
        keys: list[object] = list(zip(map(type, values), values, strict=True))
        first = dict(zip(keys, values, strict=True))
        known = {key: _checked(name, value) for key, value in first.items()}
        return list(map(known.__getitem__, keys))
    checked = {value: _checked(name, value) for value in set(values)}
    if all(after is value for value, after in checked.items()):
        return values
    return [checked[value] for value in values]


def _checked_compounds(name: str, values: list[object]) -> Sequence[object]:
    """Check lists and mappings: a column repeats few objects, told apart by identity first."""
    objects = dict(zip(map(id, values), values, strict=True))
    known: dict[object, object] = {}
    checked: dict[int, object] = {}
    for identity, value in objects.items():
        content = None if is_missing(value) else _content(value)
        if content not in known:
            known[content] = _checked(name, value)
        checked[identity] = known[content]
    if all(checked[identity] is value for identity, value in objects.items()):
        return values
    return list(map(checked.__getitem__, map(id, values)))


def _content(value: object) -> object:
    """Give a hashable that is equal where two lists or mappings are."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _checked(name: str, value: object) -> object:
    """Give what a ticket makes of a value, or raise what it raises."""
    if is_missing(value):
        return _FIELDS[name].default
    plain = plain_cell(name, value)
    probe = Ticket(id="-", created=EPOCH, **{name: plain})  # type: ignore[arg-type]
    return cast("object", getattr(probe, name))
