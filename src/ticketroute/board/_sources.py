"""Where tickets come from: objects, or the columns of a data frame, behind one face."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import EPOCH, Ticket, duration_to_microseconds, refuse_type

FIELDS: Final = frozenset(field.name for field in attrs.fields(Ticket))

Key = tuple[object, ...]
"""Values of some fields of a ticket, hashable."""


class Source(Protocol):
    """Some tickets in a row, asked by position."""

    ids: list[str]
    created: NDArray[np.int64]

    def ticket(self, row: int) -> Ticket:
        """Give one ticket as an object."""
        ...

    def copy(self) -> "Source":
        """Give a source to which later tickets are not appended."""
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

    def append(self, ticket: Ticket) -> None:
        """Append a single ticket."""
        self.tickets.append(ticket)
        self.ids.append(ticket.id)

    def copy(self) -> "Objects":
        """Give a source to which later tickets are not appended."""
        twin = copy.copy(self)
        twin.tickets, twin.ids = self.tickets.copy(), self.ids.copy()
        return twin

    def ticket(self, row: int) -> Ticket:
        """Give one ticket."""
        return self.tickets[row]

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets by the values of some fields."""
        tickets = self.tickets[first:] if first else self.tickets
        values = attrgetter(*fields)
        if len(fields) == 1:
            return number_rows((values(ticket),) for ticket in tickets)
        return number_rows(map(values, tickets))


def number_rows(rows: Iterable[Key]) -> tuple[list[Key], list[int]]:
    """Give equal rows the same number, by first appearance; rows are read once, not kept."""
    numbers: defaultdict[Key, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a new row gets the next number
    members = list(map(numbers.__getitem__, rows))
    return list(numbers), members
