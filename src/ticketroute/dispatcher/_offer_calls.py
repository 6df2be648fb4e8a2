"""Who is to have a ticket: offers and their answers, as an embedder tells it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ticketroute.dispatcher._desk import Desk, require_late
from ticketroute.dispatcher._events import Events
from ticketroute.model import refuse, refuse_type, require_text, to_tuple


class OfferCalls(Desk):
    """Calls about who has a ticket; refused ones change nothing."""

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
        agent_ids = to_tuple("agent_ids", "several ids of agents", agent_ids)
        if lasting is not None and not isinstance(lasting, timedelta):
            raise refuse_type("lasting", "a timedelta", lasting)
        agents = [self._agent(each) for each in agent_ids]
        if not agents:
            raise refuse("agent_ids", "at least one id", agents)
        last = self.settings.offers_last if lasting is None else lasting
        until = self._until(now, last, "lasting")
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
        """Put a ticket back into its queue at its old place.

        With `again` its owner may have it again.
        """
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
