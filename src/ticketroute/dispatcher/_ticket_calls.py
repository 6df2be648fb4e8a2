"""What happens to tickets, as an embedder tells it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ticketroute.board import Hold, TicketColumnsLike, TicketState
from ticketroute.dispatcher._desk import Desk, require_late
from ticketroute.dispatcher._events import Event
from ticketroute.errors import NotAllowed
from ticketroute.model import Ticket, refuse, refuse_type, require_text

Events = tuple[Event, ...]


class TicketCalls(Desk):
    """Calls about tickets; each gives the events that it led to, and changes nothing if refused."""

    # Coming in

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
        if self._window.tickets.knows(ticket.id):
            known = self._window.ticket(self._ticket(ticket.id))
            if known.created == ticket.created:
                return ()
            raise refuse("Ticket.id", f"a new id, as {known.id!r} was created otherwise", ticket.id)
        return self._do(now, self._submit, ticket)

    def _submit(self, ticket: Ticket) -> None:
        if self.settings.policies is not None:
            for policy in self.settings.policies.select(ticket):  # may refuse, before any change
                policy.targets(ticket)
        known = self._duplicates.find(ticket.duplicate_key)
        details = None if known is None else {"duplicate_of": self._window.tickets.ids[known]}
        position = self._board.intake.submit(
            ticket, missing=self.settings.missing(ticket), duplicate_of=known, details=details
        )
        self._conduct.admit(position)

    def submit_many(self, tickets: Iterable[Ticket] | TicketColumnsLike, now: datetime) -> Events:
        """Take in tickets, as objects or columns, none of them if one is not fit."""
        arrivals = self._board.intake.read(tickets)
        given = [arrivals.source.ticket(row) for row in range(len(arrivals.source.ids))]

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
        require_late(occurred_at, now)
        position = self._ticket(ticket.id)

        def change() -> None:
            details = self._details(occurred_at)
            missing = self.settings.missing(ticket)
            self._board.intake.update(position, ticket, missing=missing, details=details)
            self._conduct.admit(position)

        return self._do(now, change)

    def unlink(self, ticket_id: str, now: datetime) -> Events:
        """Treat a duplicate as a ticket of its own after all."""
        return self._do(now, self._board.intake.unlink, self._ticket(ticket_id))

    # Offers and answers

    def offer(
        self,
        ticket_id: str,
        agent_ids: Iterable[str],
        now: datetime,
        *,
        lasting: timedelta | None = None,
    ) -> Events:
        """Ask one agent or several; the first who accepts has the ticket, the others are told so.

        The room of each is taken until the offer ends.
        """
        if isinstance(agent_ids, str):
            raise refuse_type("agent_ids", "several ids of agents", agent_ids)
        agents = [self._agent(each) for each in agent_ids]
        if not agents:
            raise refuse("agent_ids", "at least one id", agents)
        until = self._until(now, lasting or self.settings.offers_last, "lasting")
        return self._do(now, self._board.offers.offer, self._ticket(ticket_id), agents, until)

    def accept(self, ticket_id: str, agent_id: str, now: datetime) -> Events:
        """Take an offer; all other offers of the ticket end."""
        ticket, agent = self._ticket(ticket_id), self._agent(agent_id)
        return self._do(now, self._board.offers.accept, ticket, agent)

    def decline(
        self,
        ticket_id: str,
        agent_id: str,
        now: datetime,
        *,
        reason: str | None = None,
        again: bool = False,
    ) -> Events:
        """Refuse an offer, with a reason code of your own; `again` lets one be asked again."""
        ticket, agent = self._ticket(ticket_id), self._agent(agent_id)

        def change() -> None:
            details = self._details(None, reason=reason, again=again or None)
            self._board.offers.decline(ticket, agent, details)
            self._conduct.after_refusal(ticket)

        return self._do(now, change)

    def rescind(
        self, ticket_id: str, agent_id: str, now: datetime, *, reason: str | None = None
    ) -> Events:
        """Take an offer back; the agent may be asked again."""
        ticket, agent = self._ticket(ticket_id), self._agent(agent_id)
        details = self._details(None, reason=reason)
        return self._do(now, self._board.offers.rescind, ticket, agent, details)

    def assign(
        self,
        ticket_id: str,
        agent_id: str,
        now: datetime,
        *,
        by: str | None = None,
        override: bool = False,
    ) -> Events:
        """Give a ticket to an agent directly, as a person decides, or the agent by claiming it.

        Parameters
        ----------
        ticket_id, agent_id
            The ticket, which nobody may have, and the agent.
        now
            The time.
        by
            Who decided it.
        override
            Whatever speaks against it: skills, presence, exclusions, capacity. What was overridden
            is in the event, and the ticket counts as load.
        """
        ticket, agent = self._ticket(ticket_id), self._agent(agent_id)
        details = self._details(None, by=by, manual=True)
        return self._do(now, self._board.offers.assign, ticket, agent, details, override=override)

    # Work

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
        details = self._details(occurred_at)
        return self._do(now, self._board.work.resume, self._ticket(ticket_id), details)

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

    def cancel(self, ticket_id: str, now: datetime, *, reason: str | None = None) -> Events:
        """Withdraw a ticket, wherever it is."""
        ticket, details = self._ticket(ticket_id), self._details(None, reason=reason)
        return self._do(now, self._board.work.cancel, ticket, details)

    def reopen(
        self, ticket_id: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Begin anew: with the former owner where the settings allow it, else in the queue."""
        require_late(occurred_at, now)
        ticket, details = self._ticket(ticket_id), self._details(occurred_at)

        def change() -> None:
            agent = -1
            if self.state(ticket_id) is TicketState.RESOLVED:
                agent = self._conduct.former_owner(ticket)
            self._board.work.reopen(ticket, agent, details)

        return self._do(now, change)

    # From hand to hand

    def transfer(
        self,
        ticket_id: str,
        agent_id: str,
        now: datetime,
        *,
        reason: str | None = None,
        override: bool = False,
    ) -> Events:
        """Hand a ticket from its owner to another agent.

        Raises
        ------
        NotAllowed
            If the agent may not have it or has no room, unless `override` is given; or if it has
            gone from hand to hand as often as the settings allow.
        """
        ticket, agent = self._ticket(ticket_id), self._agent(agent_id)

        def change() -> None:
            self._conduct.require_hop(ticket)
            details = self._details(None, reason=reason, override=override or None)
            self._board.work.transfer(ticket, agent, details, override=override)

        return self._do(now, change)

    def give_back(
        self, ticket_id: str, now: datetime, *, reason: str | None = None, again: bool = True
    ) -> Events:
        """Put a ticket back into its queue at its old place; `again` lets its owner have it again."""
        ticket = self._ticket(ticket_id)

        def change() -> None:
            self._conduct.require_hop(ticket)
            details = self._details(None, reason=reason, bar=None if again else True)
            self._board.work.give_up(ticket, details)
            self._conduct.after_refusal(ticket)

        return self._do(now, change)

    def move(
        self,
        ticket_id: str,
        queue: str | None,
        now: datetime,
        *,
        reason: str | None = None,
        occurred_at: datetime | None = None,
    ) -> Events:
        """Put a ticket into another queue; its owner no longer has it."""
        require_late(occurred_at, now)
        ticket = self._ticket(ticket_id)
        if queue is not None:
            require_text("queue", queue)

        def change() -> None:
            self._conduct.require_hop(ticket)
            self._board.work.move(ticket, queue, self._details(occurred_at, reason=reason))
            self._conduct.admit(ticket)

        return self._do(now, change)

    # Messages, and the end

    def report(
        self, ticket_id: str, kind: str, now: datetime, *, occurred_at: datetime | None = None
    ) -> Events:
        """Tell of a message, a reply, a note: what clocks go by (see ``sla.EventKind``)."""
        require_text("kind", kind)
        require_late(occurred_at, now)
        details = self._details(occurred_at, kind=kind)
        return self._do(now, self._board.work.report, self._ticket(ticket_id), details)

    def forget(self, ticket_ids: Iterable[str], now: datetime) -> Events:
        """Let go of closed tickets: they cannot be reopened, and their ids may come again."""
        positions = [self._ticket(each) for each in dict.fromkeys(ticket_ids)]

        def change() -> None:
            self._board.work.forget(positions)

        return self._do(now, change)
