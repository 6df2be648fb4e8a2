"""What tickets are, by position: objects and columns as they came, and as they were changed."""

from collections.abc import Iterator, Sequence
from typing import Final

from ticketroute.board._profiles import ProfileTable
from ticketroute.board._signals import SignalTable
from ticketroute.board._sources import FIELDS, Key, Objects, Source
from ticketroute.model import EPOCH, Ticket, refuse

_NOTHING: Final = Ticket(id="-", created=EPOCH)
"""Stands where a ticket was forgotten."""


class TicketValues:
    """The tickets themselves, in the order in which they were submitted.

    Attributes
    ----------
    ids
        Id of each ticket.
    """

    __slots__ = ("_signals", "_sources", "_starts", "_tables", "_updated", "ids")

    def __init__(self) -> None:
        self._sources: list[Source] = []
        self._starts: list[int] = []
        self._tables: dict[tuple[str, ...], ProfileTable] = {}
        self._updated: dict[int, Ticket] = {}
        self._signals = SignalTable(self)
        self.ids: list[str] = []

    def __len__(self) -> int:
        return len(self.ids)

    def ticket(self, position: int) -> Ticket:
        """Give one ticket as an object."""
        if self._updated and (updated := self._updated.get(position)):
            return updated
        return self._original(position)

    def pin(self, position: int) -> Ticket:
        """Give one ticket as an object that is kept, as it will be asked for again."""
        ticket = self.ticket(position)
        if not isinstance(self._sources[self._part(position)], Objects):
            self._updated[position] = ticket
        return ticket

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

    def changed_since(self, first: int) -> list[tuple[int, Ticket, Ticket]]:
        """Give the tickets from a position on that are no longer what their source says.

        Each with its position, what it was and what it is.
        """
        changed = sorted(position for position in self._updated if position >= first)
        return [(each, self._original(each), self._updated[each]) for each in changed]

    def _original(self, position: int) -> Ticket:
        part = self._part(position)
        return self._sources[part].ticket(position - self._starts[part])

    def profiles(self, fields: Sequence[str]) -> ProfileTable:
        """Give the table of profiles by these fields; made at the first call."""
        table = self._tables.get(tuple(fields))
        if table is None:
            unknown = [name for name in fields if name not in FIELDS]
            if unknown or isinstance(fields, str):
                raise refuse("fields read", f"several names among {sorted(FIELDS)}", fields)
            table = self._tables[tuple(fields)] = ProfileTable(self, fields)
        return table

    def give_up_profiles(self) -> bool:
        """Forget the profiles that no ticket has, where there may be many; say if any table did."""
        crowded = [table for table in self._tables.values() if table.has_many_spare]
        for table in crowded:
            table.renumber()
        return bool(crowded)

    def _append_source(self, source: Source, first: int) -> None:
        """Keep tickets that come one by one together, so that looking one up stays cheap."""
        if self._sources and isinstance(source, Objects):
            last = self._sources[-1]
            if isinstance(last, Objects):
                last.extend(source)
                return
        self._starts.append(first)
        self._sources.append(source)

    def _append_value(self, ticket: Ticket) -> int:
        """Keep a single ticket at the end, and give its position."""
        position = len(self.ids)
        last = self._sources[-1] if self._sources else None
        if isinstance(last, Objects):
            last.append(ticket)
        else:
            self._append_source(Objects([ticket]), position)
        self.ids.append(ticket.id)
        return position

    def _put_value(self, position: int, ticket: Ticket) -> None:
        """Let a ticket stand at a position where another one stood."""
        before = self.ticket(position)
        for table in self._tables.values():
            table.replace(position, before, ticket)
        self._write(position, ticket)
        self._signals.renew(position, ticket)
        self.ids[position] = ticket.id

    def _drop_value(self, position: int) -> None:
        """Keep a ticket no longer, unless it stands for others."""
        before = self.ticket(position)
        for table in self._tables.values():
            table.keep_representative(position, before)
        self._write(position, _NOTHING)

    def _write(self, position: int, ticket: Ticket) -> None:
        part = self._part(position)
        source = self._sources[part]
        if isinstance(source, Objects):
            source.tickets[position - self._starts[part]] = ticket
        else:
            self._updated[position] = ticket

    def _part(self, position: int) -> int:
        """Give the source that holds a position."""
        part = len(self._starts) - 1
        while self._starts[part] > position:
            part -= 1
        return part
