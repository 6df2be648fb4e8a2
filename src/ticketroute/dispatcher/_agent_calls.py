"""What happens to agents, as an embedder tells it."""

from datetime import datetime, timedelta

import attrs

from ticketroute.board import HandOver, Leave
from ticketroute.dispatcher._desk import Desk
from ticketroute.dispatcher._events import Events
from ticketroute.dispatcher._hand_over import hand_over as hand_on
from ticketroute.errors import NotAllowed
from ticketroute.model import Agent, CapacityLike, Presence, refuse, refuse_type, to_presence

_KEEP = HandOver("keep")


class AgentCalls(Desk):
    """Calls about agents; each gives the events that it led to, and changes nothing if refused."""

    def set_agent(self, agent: Agent, now: datetime) -> Events:
        """Take in a new agent, or put changed skills, teams and capacity in place of the old ones.

        Of an agent who is known, presence stays as it is, and tickets in hand stay there, also
        beyond a new limit.
        """
        if not isinstance(agent, Agent):
            raise refuse_type("agent", "an Agent", agent)

        def change() -> None:
            position = self._board.staff.set_agent(agent)
            offers = self._window.tickets.more.offers
            asked = [ticket for ticket, agents in offers.items() if position in agents]
            self._conduct.recheck_offers(sorted(asked, key=self._window.tickets.ids.__getitem__))

        return self._do(now, change)

    def set_capacity(self, agent_id: str, capacity: CapacityLike, now: datetime) -> Events:
        """Change how much an agent may have in hand; what he or she has stays.

        Parameters
        ----------
        agent_id
            The agent.
        capacity
            Units of effort, a :class:`~ticketroute.Capacity`, or None for no limit.
        now
            The time.
        """
        known = self._window.agents[self._agent(agent_id)]
        return self.set_agent(attrs.evolve(known, capacity=capacity), now)

    def forget_agent(self, agent_id: str, now: datetime) -> Events:
        """Let an agent go who has left for good, with all that is remembered of him or her.

        Others may still name the agent as a substitute, which is passed over. The id may come
        again with :meth:`set_agent`, as somebody new.

        Raises
        ------
        NotAllowed
            If he or she has tickets, on hold or in wrap-up too, or has been asked about one.
        """
        return self._do(now, self._board.staff.forget_agent, self._agent(agent_id))

    def sign_on(self, agent_id: str, now: datetime) -> Events:
        """Let an agent take part; after an absence not with everything at once, if so set."""
        return self._do(now, self._conduct.attendance.sign_on, self._agent(agent_id))

    def set_presence(
        self,
        agent_id: str,
        presence: Presence | str,
        now: datetime,
        *,
        until: datetime | timedelta | None = None,
        reason: str | None = None,
    ) -> Events:
        """Note that an agent comes or goes, for good or until a time; tickets in hand stay."""
        agent, given = self._agent(agent_id), to_presence(presence, "presence")
        if given is Presence.ACTIVE:
            if until is not None:
                raise refuse("until", "None for an agent who is there", until)
            return self._do(now, self._conduct.attendance.sign_on, agent)
        end, details = self._until(now, until, "until"), self._details(None, reason=reason)
        return self._do(now, self._board.staff.set_presence, agent, given, end, details)

    def sign_off(self, agent_id: str, now: datetime, *, hand_over: HandOver = _KEEP) -> Events:
        """Let an agent go, and hand on what he or she has; offers are taken back in any case.

        Substitutes stand in until the agent is active again: whoever hands on to somebody who has
        signed off hands on to those who stand in for him or her, as far as it goes.
        """
        agent = self._agent(agent_id)
        self._require_known(hand_over)

        def change() -> None:
            stand_ins = hand_over.substitutes
            self._board.staff.set_presence(agent, Presence.OFFLINE, substitutes=stand_ins)
            hand_on(self._board, agent, hand_over)

        return self._do(now, change)

    def _require_known(self, hand_over: HandOver) -> None:
        if not isinstance(hand_over, HandOver):
            raise refuse_type("hand_over", "a HandOver", hand_over)
        for agent_id in hand_over.substitutes:
            self._agent(agent_id)

    def plan_leave(
        self,
        agent_id: str,
        start: datetime,
        end: datetime | None,
        now: datetime,
        *,
        hand_over: HandOver = _KEEP,
    ) -> Events:
        """Plan an absence: at its start the agent goes, at its end he or she is back.

        Whoever stands in for somebody who is away too hands on to those who stand in for him or
        her, as far as it goes.
        """
        self._require_known(hand_over)
        agent, leave = self._agent(agent_id), Leave(start, end, hand_over)
        return self._do(now, self._conduct.attendance.plan_leave, agent, leave)

    def end_leave(self, agent_id: str, now: datetime) -> Events:
        """Call off the first planned absence, or end the one that has begun."""
        agent = self._agent(agent_id)
        if agent not in self._window.attendance.leaves:
            message = f"agent {agent_id!r} has no planned leave"
            raise NotAllowed(message)
        return self._do(now, self._conduct.attendance.end_leave, agent)
