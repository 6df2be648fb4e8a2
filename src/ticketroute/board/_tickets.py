"""The tickets of a board as columns."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._column import Column
from ticketroute.board._particulars import Particulars
from ticketroute.board._signals import Signals
from ticketroute.board._sources import Source
from ticketroute.board._states import TicketState
from ticketroute.board._table import Table
from ticketroute.board._terms import CREATED, DUE, METER, TARGET, WIDTH, ZERO, Terms
from ticketroute.board._ticket_values import TicketValues
from ticketroute.errors import UnknownId
from ticketroute.model import Ticket, refuse, to_microseconds
from ticketroute.sla import Backlog, Clock

NO_OWNER: Final = -1


class TicketColumns(TicketValues):
    """Persistent columns over tickets, in the order in which they were submitted.

    Times are microseconds since 1970 UTC.

    Attributes
    ----------
    terms
        What was promised for each, see ``_terms``.
    state, since, owner
        Its :class:`TicketState`, the time from which it is in it, the position of its owner.
    barred
        Ids of the agents who must not have a ticket, where there are any: those that it excludes
        and those who declined it.
    more
        What few tickets have.
    reused
        How often a place has gone to another ticket.
    """

    __slots__ = (
        "_free",
        "_index",
        "_terms",
        "barred",
        "more",
        "owner",
        "reused",
        "since",
        "state",
        "terms",
    )

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms
        self._index: dict[str, int] = {}
        self.terms = Table(WIDTH)
        self.state, self.since, self.owner = Column(), Column(), Column()
        self.barred: dict[int, frozenset[str]] = {}
        self.more = Particulars()
        self._free: list[int] = []
        self.reused = 0

    def find(self, ticket_id: str) -> int:
        """Give the position of a ticket, or raise :class:`UnknownId`."""
        try:
            return self._index[ticket_id]
        except KeyError:
            message = f"ticket id: expected one of {len(self)} known tickets, got {ticket_id!r}"
            raise UnknownId(message) from None

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

    def extend(
        self,
        source: Source,
        positions: Mapping[str, int],
        terms: NDArray[np.int64],
        now_us: int,
    ) -> None:
        """Add tickets at the positions that :meth:`check_new` gave them, with their terms."""
        self._append_source(source, len(self.ids))
        self.ids += source.ids
        self._index.update(positions)
        self.terms.extend(terms)
        for column, number in (
            (self.state, TicketState.QUEUED),
            (self.since, now_us),
            (self.owner, NO_OWNER),
        ):
            column.extend(np.full(len(positions), number, dtype=np.int64))

    def append(self, ticket: Ticket, terms: tuple[int, ...], now_us: int) -> int:
        """Add a single ticket, whose id must be new, and give its position."""
        if self._free:
            return self._reuse(self._free.pop(), ticket, terms, now_us)
        position = self._append_value(ticket)
        self._index[ticket.id] = position
        self.terms.append(terms)
        self.state.append(TicketState.QUEUED)
        self.since.append(now_us)
        self.owner.append(NO_OWNER)
        for table in self._tables.values():
            table.append(ticket)
        return position

    def _reuse(self, position: int, ticket: Ticket, terms: tuple[int, ...], now_us: int) -> int:
        """Put a new ticket into the place of one that was forgotten."""
        self._put(position, ticket, terms)
        self._index[ticket.id] = position
        self.reused += 1
        self.since.at[position] = now_us
        return position

    def _put(self, position: int, ticket: Ticket, terms: tuple[int, ...]) -> None:
        """Let a ticket stand at a position where another one stood."""
        self._put_value(position, ticket)
        for cells, number in zip(self.terms.cells, terms, strict=True):
            cells[position] = number

    def forget(self, position: int) -> None:
        """Let a closed ticket go; its id may come again, and its place will be used."""
        del self._index[self.ids[position]]
        self._drop_value(position)
        self.barred.pop(position, None)
        self.more.forget(position)
        self._free.append(position)

    def knows(self, ticket_id: str) -> bool:
        """Say whether there is such a ticket."""
        return ticket_id in self._index

    def replace(self, position: int, ticket: Ticket) -> None:
        """Put a changed ticket in place of the one that was there."""
        self._put(position, ticket, self.terms_of(ticket))
        self.refresh_barred(position)
        if wait := self.more.waits.get(position):
            self.more.waits[position] = attrs.evolve(wait, original=None)

    def restate(self, position: int, ticket: Ticket) -> None:
        """Let a ticket ask for something else; what is promised for it stays."""
        if ticket != self.ticket(position):
            self._put_value(position, ticket)

    def original(self, position: int) -> Ticket:
        """Give a ticket as it was before it began to ask for less."""
        wait = self.more.waits.get(position)
        return (wait and wait.original) or self.ticket(position)

    def set_clock(self, position: int, clock: Clock | None) -> None:
        """Let a ticket be as urgent as a clock; None for no promise."""
        created = self.created(position)
        for column, number in zip(
            (DUE, TARGET, ZERO, METER), self._terms.of_clock(clock), strict=True
        ):
            self.terms.cells[column][position] = number
        if clock is None:
            self.terms.cells[ZERO][position] = created

    @property
    def arrivals(self) -> NDArray[np.int64]:
        """When each ticket arrived; a window, valid until the next change."""
        arrivals: NDArray[np.int64] = self.terms.columns[CREATED]
        return arrivals

    @property
    def due(self) -> NDArray[np.int64]:
        """By when each ticket is to be dealt with; a window, valid until the next change."""
        due: NDArray[np.int64] = self.terms.columns[DUE]
        return due

    def created(self, position: int) -> int:
        """Give the time at which a ticket arrived."""
        return self.terms.cells[CREATED][position]

    def refresh_barred(self, position: int) -> None:
        """Work out anew who must not have a ticket."""
        barred = self.ticket(position).exclusions | self.more.declined.get(position, frozenset())
        if barred:
            self.barred[position] = barred
        else:
            self.barred.pop(position, None)

    def terms_of(self, ticket: Ticket) -> tuple[int, ...]:
        """Give what is promised for a ticket that is new."""
        return self._terms.read_one(ticket, to_microseconds(ticket.created, "Ticket.created"))

    def backlog(self, columns: NDArray[np.int64], positions: NDArray[np.int64]) -> Backlog:
        """Give what urgency rules read about some tickets, whose terms are these columns."""
        return self._terms.backlog(columns, Signals(self._signals, positions))

    def copy(self) -> "TicketColumns":
        """Copy everything that a later submission or assignment would change."""
        twin = TicketColumns(self._terms)
        twin._sources = [source.copy() for source in self._sources]
        twin._starts = self._starts.copy()
        twin._index, twin.ids = self._index.copy(), self.ids.copy()
        twin.barred, twin.more = self.barred.copy(), self.more.copy()
        twin._free, twin.reused = self._free.copy(), self.reused
        twin._updated = self._updated.copy()
        twin.terms, twin.owner = self.terms.copy(), self.owner.copy()
        twin.state, twin.since = self.state.copy(), self.since.copy()
        return twin
