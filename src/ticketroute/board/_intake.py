"""How tickets come to a board, and how they change before anybody has them."""

from collections.abc import Iterable
from typing import cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._moves import Details
from ticketroute.board._particulars import RelaxedWait
from ticketroute.board._relaxation_moves import RelaxationMoves
from ticketroute.board._sources import Source
from ticketroute.board._states import EventType, TicketState
from ticketroute.board._ticket_frame import TicketColumnsLike, make_source
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._wake_ups import Cause
from ticketroute.model import Ticket, refuse, to_microseconds


@attrs.frozen(eq=False)
class Arrivals:
    """Tickets that have been read and found fit, and the positions that they will have."""

    source: Source
    by_id: dict[str, int]
    terms: NDArray[np.int64]
    waits: dict[int, RelaxedWait] = attrs.field(factory=dict)


class IntakeMoves(RelaxationMoves):
    """Submitting, completing, changing, linking, waking."""

    __slots__ = ()

    # Many at once, as objects or columns

    def read(self, tickets: Iterable[Ticket] | TicketColumnsLike) -> "Arrivals":
        """Read tickets that are to be submitted; refuse them all if one is not fit."""
        return self.read_source(make_source(tickets))

    def read_source(self, source: Source) -> "Arrivals":
        """Do as :meth:`read` does, wherever the tickets come from."""
        by_id, terms = self._tickets.check_new(source), self._tickets.read_terms(source)
        waits = {} if self.relaxing is None else self.relaxing.choose(source)
        return Arrivals(source, by_id, terms, waits)

    def values(self, tickets: Iterable[Ticket] | TicketColumnsLike) -> list[Ticket]:
        """Give tickets as objects, however they are given."""
        source = make_source(tickets)
        return [source.ticket(row) for row in range(len(source.ids))]

    def submit_many(self, arrivals: "Arrivals") -> None:
        """Take in tickets that have been read; nothing may have changed since."""
        source, by_id = arrivals.source, arrivals.by_id
        columns, window = self._tickets, self._window
        columns.extend(source, by_id, arrivals.terms, window.now_us)
        positions = list(by_id.values())
        columns.profiles(self._window.fields).extend()
        starts = self._starts(source, positions)
        waiting = [each for each in positions if each not in starts] if starts else positions
        window.start_waiting(waiting)
        window.new_tickets.update(dict.fromkeys(waiting))
        if self.relaxing is not None:
            self.relaxing.begin_many(arrivals.waits, positions)
        for ticket, start in starts.items():
            self._schedule(ticket, start)
        window.version += 1
        if self._keepers:
            for ticket in positions:
                details = {"ticket": window.ticket(ticket)}
                self._tell(
                    EventType.SUBMITTED, ticket, until=starts.get(ticket, 0), details=details
                )

    # Known beforehand, as in a simulation

    def expect(self, arrivals: "Arrivals") -> None:
        """Put tickets in their places that will come later; until they arrive nobody sees them."""
        source, by_id = arrivals.source, arrivals.by_id
        self._tickets.extend(source, by_id, arrivals.terms, self._window.now_us)
        positions = list(by_id.values())
        self._starts(source, positions)
        self._tickets.profiles(self._window.fields).extend()
        self._tickets.state.array[positions] = TicketState.SCHEDULED

    def arrive(self, position: int) -> None:
        """Let a ticket come that was expected."""
        self._queue(position, is_new=True)
        details = {"ticket": self._window.ticket(position)} if self._keepers else None
        self._tell(EventType.SUBMITTED, position, details=details)

    def _starts(self, source: Source, positions: list[int]) -> dict[int, int]:
        """Note what few have: excluded agents; give the times (or arrivals) that lie ahead."""
        now = self._window.now_us
        starts = {
            positions[row]: int(source.created[row])
            for row in np.flatnonzero(source.created > now).tolist()
        }
        keys, members = source.groups(("exclusions", "not_before"), 0)
        exceptions = cast("list[tuple[frozenset[str], object]]", keys)
        if not any(excluded or not_before for excluded, not_before in exceptions):
            return starts
        for ticket, group in zip(positions, members, strict=True):
            excluded, not_before = exceptions[group]
            if excluded:
                self._tickets.barred[ticket] = excluded
            if not_before is not None:
                start = to_microseconds(not_before, "Ticket.not_before")
                if start > max(now, starts.get(ticket, 0)):
                    starts[ticket] = start
        return starts

    # One at a time

    def submit(
        self,
        ticket: Ticket,
        *,
        missing: tuple[str, ...] = (),
        duplicate_of: str | None = None,
        details: Details | None = None,
    ) -> int:
        """Take in a ticket and give its position.

        Parameters
        ----------
        ticket
            The ticket; its id must be new.
        missing
            Names of the fields that it lacks, and without which nobody may have it.
        duplicate_of
            Id of the ticket of which it is a duplicate.
        details
            What else is to be told.
        """
        tickets = self._tickets
        if tickets.knows(ticket.id):
            raise refuse("Ticket.id", "an id that the board does not hold yet", ticket.id)
        position = tickets.append(ticket, tickets.terms_of(ticket), self._window.now_us)
        if ticket.exclusions:
            tickets.barred[position] = ticket.exclusions
        start = 0
        if duplicate_of is not None:
            tickets.more.links[position] = duplicate_of
            self._go(position, TicketState.LINKED)
        else:
            self._note_missing(position, missing)
            start = self._place(position, ticket)
        if self._keepers:
            details = _told(ticket, missing, details)
            if duplicate_of is not None:
                details = {**details, "duplicate_of": duplicate_of}
        self._tell(EventType.SUBMITTED, position, -1, start, details)
        return position

    def _note_missing(self, position: int, missing: tuple[str, ...]) -> None:
        if missing:
            self._tickets.more.missing[position] = missing
        else:
            self._tickets.more.missing.pop(position, None)

    def update(
        self,
        position: int,
        ticket: Ticket,
        *,
        missing: tuple[str, ...] = (),
        details: Details | None = None,
    ) -> None:
        """Put a changed ticket in place of what was known of it."""
        state = self._require(EventType.UPDATED, position)
        window, tickets = self._window, self._tickets
        if ticket.id != tickets.ids[position]:
            raise refuse("ticket", f"ticket {tickets.ids[position]!r}", ticket.id)
        tickets.terms_of(ticket)  # refuses what no ticket may have before anything is changed
        start = 0
        self._note_missing(position, missing)
        if state in (TicketState.INCOMPLETE, TicketState.SCHEDULED, TicketState.QUEUED):
            self._vacate(position, state)
            tickets.replace(position, ticket)
            start = self._place(position)
        else:
            self._replace_in_hand(position, ticket)
        self._tell(
            EventType.UPDATED,
            position,
            tickets.owner.at[position],
            start,
            _told(ticket, missing, details),
        )
        window.give_up_profiles()

    def _replace_in_hand(self, position: int, ticket: Ticket) -> None:
        """Change a ticket that weighs on agents; what it takes may change too."""
        window, tickets = self._window, self._tickets
        holders = list(tickets.more.offers.get(position, ()))
        owner, hold = tickets.owner.at[position], tickets.more.holds.get(position)
        if owner != NO_OWNER and (hold is None or hold.counts):
            holders.append(owner)
        before = window.profile(position).demand
        tickets.replace(position, ticket)
        if self.relaxing is not None:
            self.relaxing.renew(position)
        after = window.profile(position).demand
        if before == after:
            return
        known = dict(before)
        weighs = window.workload.in_hand(after)  # nothing is given, so that no allowance matters
        grown = tuple((row, effort) for row, effort in weighs if effort > known.get(row, 0))
        for agent in holders:
            window.workload.give_back(agent, before)
            if not window.workload.has_room(agent, grown):
                tickets.more.over_capacity[position] = None
            window.workload.put_back(agent, after)
            window.freed_agents[agent] = None

    def unlink(self, position: int, missing: tuple[str, ...] = ()) -> None:
        """Treat a duplicate as a ticket of its own."""
        self._require(EventType.UNLINKED, position)
        del self._tickets.more.links[position]
        self._note_missing(position, missing)
        start = self._place(position)
        details = {"missing": list(missing)} if missing else None
        self._tell(EventType.UNLINKED, position, until=start, details=details)

    def wake(self, position: int) -> None:
        """Let a scheduled ticket wait, or look again at one that a strategy held back."""
        state = self._require(EventType.WOKEN, position)
        if state == TicketState.SCHEDULED:
            self._vacate(position, state)
            self._queue(position, is_new=True)
        else:
            self._tickets.more.held_back.pop(position, None)
            self._window.wake_ups.remove(Cause.RECONSIDER, position)
            self._window.new_tickets[position] = None
        self._tell(EventType.WOKEN, position)


def _told(ticket: Ticket, missing: tuple[str, ...], details: Details | None) -> Details:
    """Put together what is told of a ticket that comes or changes."""
    told = {"ticket": ticket, **details} if details else {"ticket": ticket}
    return {**told, "missing": list(missing)} if missing else told
