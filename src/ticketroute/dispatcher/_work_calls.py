"""What happens to a ticket in its owner's hands, as an embedder tells it."""

from datetime import datetime, timedelta

from ticketroute.board import NO_OWNER, NOBODY, Hold, TicketState
from ticketroute.dispatcher._attendance_rules import INTERRUPTED
from ticketroute.dispatcher._desk import Desk, require_late
from ticketroute.dispatcher._events import Events
from ticketroute.eligibility import Check
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
            Who is waited for: ``"customer"``, ``"third party"``, or a word of your own.
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

    def interrupt(self, ticket_id: str, urgent_id: str, now: datetime) -> Events:
        """Lay a ticket aside, and give its owner a more urgent one that waits.

        It takes no room meanwhile. The first ``tick`` or ``dispatch`` at which its owner has room
        goes on with it, before anything new. Which work may be interrupted is up to you.

        Raises
        ------
        NotAllowed
            If nobody has the ticket, or its owner could not have the urgent one even so.
        """
        ticket, urgent = self._ticket(ticket_id), self._ticket(urgent_id)
        self._require_gain(ticket, urgent)
        details = self._details(None, interrupts=ticket_id)

        def change() -> None:
            owner = self._window.tickets.owner.at[ticket]
            self._board.work.hold(ticket, Hold(INTERRUPTED))
            self._board.offers.assign(urgent, owner, details)

        return self._do(now, change)

    def _require_gain(self, ticket: int, urgent: int) -> None:
        """Refuse an interruption after which the owner could not have the urgent ticket."""
        window = self._window
        owner, ids = window.tickets.owner.at[ticket], window.tickets.ids
        if owner == NO_OWNER:
            message = f"ticket {ids[ticket]!r} cannot be interrupted: nobody has it"
            raise NotAllowed(message)
        freed = dict(window.profile(ticket).demand)
        room = all(
            window.workload.room[row, owner] + freed.get(row, 0) >= effort
            for row, effort in window.profile(urgent).demand
        )
        other = int(window.failed_checks(urgent)[owner]) & ~Check.CAPACITY
        on_hold = window.tickets.state.at[ticket] == TicketState.ON_HOLD
        if not window.is_waiting(urgent) or other or not room or on_hold:
            name = window.roster.ids[owner]
            message = f"ticket {ids[ticket]!r} cannot be interrupted: {name!r} could not have "
            raise NotAllowed(message + repr(ids[urgent]))

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

        Its duplicates are the same request and are withdrawn with it; ``unlink`` those before
        that are not.
        """
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at, reason=reason)

        def change() -> None:
            self._board.work.cancel(ticket, details)
            links = self._window.tickets.more.links
            duplicates = [each for each, original in links.items() if original == ticket_id]
            for each in sorted(duplicates, key=self._window.tickets.ids.__getitem__):
                self._board.work.cancel(each, {"reason": f"duplicate of {ticket_id}"})

        return self._do(now, change)

    def reopen(
        self, ticket_id: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Begin anew: with the former owner where the settings allow it, else in the queue."""
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)

        def change() -> None:
            agent = NOBODY
            if self._window.tickets.state.at[ticket] == TicketState.RESOLVED:
                agent = self._conduct.former_owner(ticket)
            self._board.work.reopen(ticket, agent, details)
            self._conduct.admit(ticket)

        return self._do(now, change)
