"""How tickets come to a desk, as an embedder tells it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ticketroute.board import TicketColumnsLike
from ticketroute.dispatcher._desk import Desk, require_late
from ticketroute.dispatcher._events import Events
from ticketroute.errors import NotAllowed
from ticketroute.model import Ticket, refuse, refuse_type, require_text, to_tuple
from ticketroute.sla import EventKind

_NO_MESSAGES: Final = frozenset(EventKind) - {
    EventKind.CUSTOMER_MESSAGE,
    EventKind.PUBLIC_REPLY,
    EventKind.PRIVATE_NOTE,
}


class IntakeCalls(Desk):
    """Calls about tickets that come or change; refused ones change nothing."""

    def submit(self, ticket: Ticket, now: datetime) -> Events:
        """Take in a ticket.

        The same ticket may be submitted again, as messages are that come twice: then nothing
        happens. One with the duplicate key of an open ticket is linked to that and not
        dispatched; one that lacks required fields waits for them.

        Raises
        ------
        ValueError
            If another ticket of this id, created at another time, is here.
        """
        if not isinstance(ticket, Ticket):
            raise refuse_type("ticket", "a Ticket", ticket)
        if self._is_known(ticket):
            return ()
        self._require_promises(ticket)
        return self._do(now, self._submit, ticket)

    def _is_known(self, ticket: Ticket) -> bool:
        """Say whether this is a ticket that is here already; refuse another one of its id."""
        if not self._window.tickets.knows(ticket.id):
            return False
        if self._window.ticket(self._ticket(ticket.id)).created == ticket.created:
            return True
        expected = f"a new id, as {ticket.id!r} is here and was created at another time"
        raise refuse("Ticket.id", expected, ticket.id)

    def _require_promises(self, ticket: Ticket) -> None:
        """Work out what is promised before any change: conditions are the user's and may raise."""
        if self.settings.policies is not None:
            for policy in self.settings.policies.select(ticket):
                policy.targets(ticket)
        self._window.setup.relaxations.number_for(ticket)

    def _submit(self, ticket: Ticket) -> None:
        position = self._board.intake.submit(
            ticket,
            missing=self.settings.missing(ticket),
            duplicate_of=self._duplicates.find(ticket.duplicate_key),
        )
        self._conduct.admit(position)

    def submit_many(self, tickets: Iterable[Ticket] | TicketColumnsLike, now: datetime) -> Events:
        """Take in tickets, as objects or columns, none of them if one is not fit.

        Those that are here already are passed over, as by :meth:`submit`.
        """
        intake = self._board.intake
        new = [each for each in intake.values(tickets) if not self._is_known(each)]
        given = list(dict.fromkeys(new))  # the same ticket twice is the same ticket
        intake.read(given)  # refuses what is not fit before anything is changed
        for ticket in given:
            self._require_promises(ticket)

        def change() -> None:
            for ticket in given:
                self._submit(ticket)

        return self._do(now, change)

    def update(
        self, ticket: Ticket, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Put a changed ticket in place of what was known of it; its id must stay.

        Clocks keep what they counted, under what is promised for the ticket as it is now. One
        that was incomplete goes on once nothing is missing; one that has an owner keeps it.
        """
        if not isinstance(ticket, Ticket):
            raise refuse_type("ticket", "a Ticket", ticket)
        require_late(occurred_at, now)
        position = self._ticket(ticket.id)
        self._require_promises(ticket)
        waited = self._window.is_waiting(position)
        queue = self._window.queue_of(position)

        def change() -> None:
            details = self._details(occurred_at)
            missing = self.settings.missing(ticket)
            self._board.intake.update(position, ticket, missing=missing, details=details)
            self._conduct.recheck_offers([position])
            if not waited or ticket.queue != queue:  # it comes, and does not just wait on
                self._conduct.admit(position)

        return self._do(now, change)

    def unlink(self, ticket_id: str, now: datetime) -> Events:
        """Treat a duplicate as a ticket of its own after all."""
        position = self._ticket(ticket_id)

        def change() -> None:
            missing = self.settings.missing(self._window.ticket(position))
            self._board.intake.unlink(position, missing)
            self._conduct.admit(position)

        return self._do(now, change)

    def report(
        self, ticket_id: str, kind: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Tell of a message, a reply, a note: what clocks go by.

        Parameters
        ----------
        ticket_id
            The ticket.
        kind
            ``"customer message"``, ``"public reply"``, ``"private note"`` (see
            :class:`~ticketroute.sla.EventKind`), or a word of your own. What changes the state of
            a ticket has calls of its own.
        now
            The time.
        occurred_at
            When it took place, for the clocks.
        """
        require_text("kind", kind)
        if kind in _NO_MESSAGES:
            raise refuse("kind", f"a message, as these have calls: {sorted(_NO_MESSAGES)}", kind)
        require_late(occurred_at, now)
        details = self._details(occurred_at, kind=kind)
        return self._do(now, self._board.work.report, self._ticket(ticket_id), details)

    def forget(self, ticket_ids: Iterable[str], now: datetime) -> Events:
        """Let go of closed tickets: they cannot be reopened, and their ids may come again."""
        ids = dict.fromkeys(to_tuple("ticket_ids", "several ids of tickets", ticket_ids))
        links = self._window.tickets.more.links  # duplicates go before what they are linked to
        positions = sorted((self._ticket(each) for each in ids), key=lambda each: each not in links)
        for duplicate, original in links.items():
            if original in ids and duplicate not in positions:
                name = self._window.tickets.ids[duplicate]
                message = f"ticket {original!r} cannot be forgotten: {name!r} is linked to it"
                raise NotAllowed(message)

        def change() -> None:
            self._board.work.forget(positions)

        return self._do(now, change)
