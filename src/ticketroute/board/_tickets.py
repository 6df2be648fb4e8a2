"""The tickets of a board as columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._column import Column
from ticketroute.board._profiles import ProfileTable
from ticketroute.board._signals import Signals, SignalTable
from ticketroute.board._sources import FIELDS, Key, Objects, Source
from ticketroute.board._table import Table
from ticketroute.board._terms import WIDTH, Terms
from ticketroute.errors import UnknownId
from ticketroute.model import Ticket, refuse
from ticketroute.sla import Backlog

NO_OWNER: Final = -1


class TicketColumns:
    """Persistent columns over tickets, in the order in which they were submitted.

    Times are microseconds since 1970 UTC.
    """

    __slots__ = (
        "_index",
        "_signals",
        "_sources",
        "_starts",
        "_tables",
        "_terms",
        "excluded",
        "ids",
        "owner",
        "terms",
    )

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._sources: list[Source] = []
        self._starts: list[int] = []
        self._index: dict[str, int] = {}
        self._signals = SignalTable(self)
        self._tables: dict[tuple[str, ...], ProfileTable] = {}
        self.ids: list[str] = []
        self.terms = Table(WIDTH)
        self.owner = Column()
        self.excluded: dict[int, frozenset[str]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, ticket_id: str) -> int:
        """Give the position of a ticket, or raise :class:`UnknownId`."""
        try:
            return self._index[ticket_id]
        except KeyError:
            message = f"ticket id: expected one of {len(self)} known tickets, got {ticket_id!r}"
            raise UnknownId(message) from None

    def ticket(self, position: int) -> Ticket:
        """Give one ticket as an object."""
        part = len(self._starts) - 1
        while self._starts[part] > position:
            part -= 1
        return self._sources[part].ticket(position - self._starts[part])

    def new_groups(
        self, fields: Sequence[str], first: int
    ) -> Iterator[tuple[int, list[Key], list[int]]]:
        """Group the tickets from position `first` on by some fields, source by source.

        Yields
        ------
        start, keys, members
            Position of the first ticket, the values of each group, the group of each ticket.
        """
        for start, source in zip(self._starts, self._sources, strict=True):
            if start + len(source.ids) > first:
                row = max(first - start, 0)
                yield start + row, *source.groups(fields, row)

    def profiles(self, fields: Sequence[str]) -> ProfileTable:
        """Give the table of profiles by these fields; made at the first call."""
        table = self._tables.get(tuple(fields))
        if table is None:
            unknown = [name for name in fields if name not in FIELDS]
            if unknown or isinstance(fields, str):
                raise refuse("fields read", f"several names among {sorted(FIELDS)}", fields)
            table = self._tables[tuple(fields)] = ProfileTable(self, fields)
        return table

    def check_new(self, source: Source) -> dict[str, int]:
        """Give the positions that new tickets will have; refuse ids that come twice."""
        first = len(self.ids)
        positions = dict(zip(source.ids, range(first, first + len(source.ids)), strict=True))
        if len(positions) < len(source.ids):
            seen: set[str] = set()
            for ticket_id in source.ids:
                if ticket_id in seen:
                    raise refuse("Ticket.id", "ids that are all different", ticket_id)
                seen.add(ticket_id)
        if not self._index.keys().isdisjoint(positions):
            known = min(self._index.keys() & positions.keys())
            raise refuse("Ticket.id", "an id that the board does not hold yet", known)
        return positions

    def read_terms(self, source: Source) -> NDArray[np.int64]:
        """Give what is promised for new tickets, as columns."""
        return self._terms.read(source)

    def append(
        self, source: Source, positions: Mapping[str, int], terms: NDArray[np.int64]
    ) -> None:
        """Add tickets at the positions that :meth:`check_new` gave them, with their terms."""
        self._append_source(source, len(self.ids))
        self.ids += source.ids
        self._index.update(positions)
        self.terms.extend(terms)
        self.owner.extend(np.full(len(positions), NO_OWNER, dtype=np.int64))

    def _append_source(self, source: Source, first: int) -> None:
        """Keep tickets that come one by one together, so that looking one up stays cheap."""
        if self._sources and isinstance(source, Objects):
            last = self._sources[-1]
            if isinstance(last, Objects):
                last.extend(source)
                return
        self._starts.append(first)
        self._sources.append(source)

    def backlog(self, columns: NDArray[np.int64], positions: NDArray[np.int64]) -> Backlog:
        """Give what urgency rules read about some tickets, whose terms are these columns."""
        return self._terms.backlog(columns, Signals(self._signals, positions))

    def copy(self) -> "TicketColumns":
        """Copy everything that a later submission or assignment would change."""
        twin = TicketColumns(self._terms)
        twin._sources = [source.copy() for source in self._sources]
        twin._starts = self._starts.copy()
        twin._index, twin.ids = self._index.copy(), self.ids.copy()
        twin.excluded = self.excluded.copy()
        twin.terms, twin.owner = self.terms.copy(), self.owner.copy()
        return twin
