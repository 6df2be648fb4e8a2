"""How a ticket that waits comes to ask for less, or does not yet."""

import attrs

from ticketroute.board._moves import Details, Moves
from ticketroute.board._particulars import RelaxedWait
from ticketroute.board._states import EventType
from ticketroute.board._wake_ups import Cause
from ticketroute.model import Ticket


class RelaxationMoves(Moves):
    """Taking the next step of a relaxation, and putting it off."""

    __slots__ = ()

    def relax(self, ticket: int, value: Ticket, details: Details | None = None) -> None:
        """Take the next step: a waiting ticket is this from now on; its place in line stays."""
        self._require(EventType.RELAXED, ticket)
        window, tickets = self._window, self._tickets
        wait = self._require_wait(EventType.RELAXED, ticket)
        original = tickets.original(ticket)
        if value.queue != window.queue_of(ticket):  # it is at home there from now on
            original = attrs.evolve(original, queue=value.queue)
        step = wait.step + 1
        window.change_waiting(ticket, value)
        tickets.more.waits[ticket] = attrs.evolve(
            wait, queue=value.queue, step=step, original=original
        )
        window.new_tickets[ticket] = None
        if self.relaxing is not None:
            self.relaxing.set_wake_up(ticket)
        told = {"step": step, **(details or {}), "ticket": value}
        self._tell(EventType.RELAXED, ticket, details=told)
        window.give_up_profiles()

    def put_off(self, ticket: int, until: int, details: Details | None = None) -> None:
        """Leave a ticket as it is until a time, or pass the next step over if there is none."""
        self._require(EventType.NOT_RELAXED, ticket)
        wait = self._require_wait(EventType.NOT_RELAXED, ticket)
        step = wait.step + 1
        if until:
            self._window.wake_ups.add(until, Cause.RELAX, ticket)
        else:
            passed = (*wait.passed, step)
            self._tickets.more.waits[ticket] = attrs.evolve(wait, step=step, passed=passed)
            if self.relaxing is not None:
                self.relaxing.set_wake_up(ticket)
        told = {"step": step, **(details or {})}
        self._tell(EventType.NOT_RELAXED, ticket, until=until, details=told)

    def _require_wait(self, event: EventType, ticket: int) -> RelaxedWait:
        wait = self._tickets.more.waits.get(ticket)
        if wait is None:
            raise self._refusal(event, ticket, "no relaxation is for it")
        return wait
