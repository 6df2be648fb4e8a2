"""What happens to a ticket in its owner's hands, as an embedder tells it."""

from datetime import datetime, timedelta

from ticketroute.board import NOBODY, Hold, TicketState
from ticketroute.dispatcher._desk import Desk, require_late
from ticketroute.dispatcher._events import Events
from ticketroute.errors import NotAllowed
from ticketroute.model import require_flag, require_text


class WorkCalls(Desk):
    """Calls about work on tickets; refused ones change nothing."""

    def start(self, ticket_id: str, now: datetime, *, agent_id: str | None = None) -> Events:
        """Let the owner begin; with `agent_id`, only if that is the owner."""
        ticket = self._ticket(ticket_id)
        self._require_owner(ticket, agent_id)
        return self._do(now, self._board.work.start, ticket)

    def _require_owner(self, ticket: int, agent_id: str | None) -> None:
        if agent_id is not None and self._window.tickets.owner.at[ticket] != self._agent(agent_id):
            ticket_id = self._window.tickets.ids[ticket]
            message = f"ticket {ticket_id!r}: {agent_id!r} does not have it"
            raise NotAllowed(message)

    def hold(
        self,
        ticket_id: str,
        now: datetime,
        *,
        party: str = "customer",
        until: datetime | timedelta | None = None,
        counts: bool | None = None,
        occurred_at: datetime | None = None,
    ) -> Events:
        """Wait for somebody else; the owner stays the owner.

        Parameters
        ----------
        ticket_id
            The ticket.
        now
            The time.
        party
            Who is waited for: ``"customer"``, ``"third party"``, or a word of your own. An urgent
            ticket interrupts another by holding it: ``party="interrupted"``.
        until
            When it goes on by itself.
        counts
            Whether it takes its owner's room meanwhile; without it, as the settings say.
        occurred_at
            When it took place, for the clocks.
        """
        require_text("party", party)
        if counts is not None:
            require_flag("counts", counts)
        require_late(occurred_at, now)
        end = self._until(now, until, "until")
        takes_room = self.settings.holds_count if counts is None else counts
        hold = Hold(party, end, takes_room)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)
        return self._do(now, self._board.work.hold, ticket, hold, details)

    def resume(
        self, ticket_id: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Go on after a hold; the owner may thereby have more than the limit, which is told."""
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)

        def change() -> None:
            self._board.work.resume(ticket, details)
            self._conduct.admit(ticket)

        return self._do(now, change)

    def wrap_up(
        self,
        ticket_id: str,
        now: datetime,
        *,
        lasting: timedelta | None = None,
        occurred_at: datetime | None = None,
    ) -> Events:
        """Be done with the contact, and busy with the work after it for a while, or until told."""
        require_late(occurred_at, now)
        until = self._until(now, lasting, "lasting")
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)
        return self._do(now, self._board.work.wrap_up, ticket, until, details)

    def resolve(
        self, ticket_id: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Be done."""
        require_late(occurred_at, now)
        details = self._details(occurred_at)
        return self._do(now, self._board.work.resolve, self._ticket(ticket_id), details)

    def cancel(
        self,
        ticket_id: str,
        now: datetime,
        *,
        reason: str | None = None,
        occurred_at: datetime | None = None,
    ) -> Events:
        """Withdraw a ticket, wherever it is.

        Its duplicates stay linked, as they are the same request; ``unlink`` those that are not.
        """
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at, reason=reason)
        return self._do(now, self._board.work.cancel, ticket, details)

    def reopen(
        self, ticket_id: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Begin anew: with the former owner where the settings allow it, else in the queue."""
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)

        def change() -> None:
            agent = NOBODY
            if self.state(ticket_id) is TicketState.RESOLVED:
                agent = self._conduct.former_owner(ticket)
            self._board.work.reopen(ticket, agent, details)
            self._conduct.admit(ticket)

        return self._do(now, change)
