"""From the queue into somebody's hands: offers and their answers, assignments."""

from collections.abc import Iterable

from ticketroute.board._loads import Demand
from ticketroute.board._moves import Details, Moves
from ticketroute.board._states import EventType, TicketState
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._wake_ups import Cause
from ticketroute.eligibility import Check


class OfferMoves(Moves):
    """Offers are reservations: an agent's room is taken from the offer to its end."""

    __slots__ = ()

    def offer(
        self, ticket: int, agents: Iterable[int], until: int = 0, details: Details | None = None
    ) -> None:
        """Ask agents, each of whom may have the ticket and has room for it now."""
        state = self._require(EventType.OFFERED, ticket)
        window, more = self._window, self._tickets.more
        asked = more.offers.get(ticket, {})
        agents = tuple(agents)
        for agent in agents:
            if agent in asked or agents.count(agent) > 1:
                name = window.roster.ids[agent]
                raise self._refusal(EventType.OFFERED, ticket, f"{name!r} has been asked already")
            self._require_fit(EventType.OFFERED, ticket, agent)
        if state == TicketState.QUEUED and agents:
            self._vacate(ticket, state)
            self._go(ticket, TicketState.OFFERED)
            more.offers[ticket] = asked
        demand = window.profile(ticket).demand
        for agent in agents:
            self._ask(ticket, agent, demand, until, details)

    def offer_sound(
        self, ticket: int, agent: int, demand: Demand, until: int, details: Details | None = None
    ) -> None:
        """Do as :meth:`offer` does for a waiting ticket and a pair that has been found sound."""
        self._leave_queue(ticket)
        self._go(ticket, TicketState.OFFERED)
        self._tickets.more.offers[ticket] = {}
        self._ask(ticket, agent, demand, until, details)

    def _ask(
        self, ticket: int, agent: int, demand: Demand, until: int, details: Details | None
    ) -> None:
        window, more = self._window, self._tickets.more
        more.offers[ticket][agent] = until
        more.offers_made[ticket] = more.offers_made.get(ticket, 0) + 1
        self._take(ticket, agent, demand)
        known = window.wake_ups.time_of(Cause.OFFER_END, ticket)
        if until and (known is None or until < known):
            window.wake_ups.add(until, Cause.OFFER_END, ticket)
        self._tell(EventType.OFFERED, ticket, agent, until, details)

    def _set_offer_end(self, ticket: int) -> None:
        """Wake up when the next offer of a ticket ends."""
        ends = [end for end in self._tickets.more.offers.get(ticket, {}).values() if end]
        if ends:
            self._window.wake_ups.add(min(ends), Cause.OFFER_END, ticket)
        else:
            self._window.wake_ups.remove(Cause.OFFER_END, ticket)

    def accept(self, ticket: int, agent: int) -> None:
        """Let an agent who was asked have the ticket; all other offers of it end."""
        self._require_asked(EventType.ACCEPTED, ticket, agent)
        offers = self._tickets.more.offers[ticket]
        if 0 < offers[agent] <= self._window.now_us:
            raise self._refusal(EventType.ACCEPTED, ticket, "the offer has run out")
        del offers[agent]  # the room stays taken
        others = self._withdraw(ticket)
        self._own(ticket, agent)
        self._settle_room(ticket, agent)
        self._window.attendance.misses[agent] = 0
        self._go(ticket, TicketState.ASSIGNED)
        details = {"rescinded": others} if others else None
        self._tell(EventType.ACCEPTED, ticket, agent, 0, details)

    def _settle_room(self, ticket: int, agent: int) -> None:
        """Note a ticket that grew while agents were asked as too much only for whom it is."""
        window, more = self._window, self._tickets.more
        if ticket in more.over_capacity:
            demand = window.workload.in_hand(window.profile(ticket).demand)
            drawn_on = tuple((row, 0) for row, _ in demand)
            if window.workload.has_room(agent, drawn_on):
                del more.over_capacity[ticket]

    def decline(self, ticket: int, agent: int, details: Details | None = None) -> None:
        """End an offer that is not taken; ``details["again"]`` lets the agent be asked again."""
        self._end_offer(EventType.DECLINED, ticket, agent, details)

    def time_out(self, ticket: int, agent: int, details: Details | None = None) -> None:
        """End an offer that an agent has not answered."""
        self._end_offer(EventType.TIMED_OUT, ticket, agent, details)

    def rescind(self, ticket: int, agent: int, details: Details | None = None) -> None:
        """Take an offer back; the agent may be asked again."""
        self._end_offer(EventType.RESCINDED, ticket, agent, details)

    def _end_offer(
        self, event: EventType, ticket: int, agent: int, details: Details | None
    ) -> None:
        self._require_asked(event, ticket, agent)
        tickets, more = self._tickets, self._tickets.more
        del more.offers[ticket][agent]
        self._end_reservation(ticket, agent)
        again = event is EventType.RESCINDED or bool(details and details.get("again"))
        if not again:
            name = self._window.roster.ids[agent]
            more.declined[ticket] = more.declined.get(ticket, frozenset()) | {name}
            tickets.refresh_barred(ticket)
        misses = self._window.attendance.misses
        if event is EventType.TIMED_OUT:
            misses[agent] += 1
        elif event is EventType.DECLINED:  # that is an answer
            misses[agent] = 0
        self._set_offer_end(ticket)
        if not more.offers[ticket]:
            del more.offers[ticket]
            self._place(ticket)
        self._tell(event, ticket, agent, 0, details)

    def _require_asked(self, event: EventType, ticket: int, agent: int) -> None:
        self._require(event, ticket)
        if agent not in self._tickets.more.offers[ticket]:
            name = self._window.roster.ids[agent]
            raise self._refusal(event, ticket, f"it has not been offered to {name!r}")

    def forget_declines(self, ticket: int) -> None:
        """Let everybody be asked again who has declined a ticket."""
        self._require(EventType.DECLINES_FORGOTTEN, ticket)
        self._tickets.more.declined.pop(ticket, None)
        self._tickets.refresh_barred(ticket)
        self._window.new_tickets[ticket] = None
        self._tell(EventType.DECLINES_FORGOTTEN, ticket)

    def assign(
        self, ticket: int, agent: int, details: Details | None = None, *, override: bool = False
    ) -> None:
        """Give a ticket to an agent without asking; all offers of it end.

        Parameters
        ----------
        ticket, agent
            Positions.
        details
            What else is to be told.
        override
            Give it also before its time or without what it lacks, and to somebody who may not
            have it or has no room; what was overridden is told, and noted with the ticket if it
            was a limit.
        """
        state = self._require(EventType.ASSIGNED, ticket)
        window, more = self._window, self._tickets.more
        if self._tickets.owner.at[ticket] != NO_OWNER:
            raise self._refusal(EventType.ASSIGNED, ticket, "somebody has it; transfer it")
        pending = state == TicketState.OFFERED and agent in more.offers[ticket]
        overridden = [] if pending else self._overridden(ticket, agent, state, override=override)
        was_over = pending and ticket in more.over_capacity
        rescinded = self._vacate(ticket, state)
        self._own(ticket, agent)
        demand = window.profile(ticket).demand
        self._take(ticket, agent, demand)
        if was_over or "capacity" in overridden:
            more.over_capacity[ticket] = None
        if was_over:
            self._settle_room(ticket, agent)
        self._go(ticket, TicketState.ASSIGNED)
        if overridden:
            details = {**(details or {}), "overridden": overridden}
        if pending:
            window.attendance.misses[agent] = 0
            rescinded.remove(window.roster.ids[agent])
        if rescinded:
            details = {**(details or {}), "rescinded": rescinded}
        self._tell(EventType.ASSIGNED, ticket, agent, 0, details)

    def _overridden(self, ticket: int, agent: int, state: int, *, override: bool) -> list[str]:
        """Give what speaks against an assignment; refuse it if that is not to be overridden."""
        overridden: list[str] = []
        if state in (TicketState.INCOMPLETE, TicketState.SCHEDULED):
            label = TicketState(state).label
            if not override:
                raise self._refusal(EventType.ASSIGNED, ticket, f"it is {label}")
            overridden.append(label)
        if not self._window.fits(ticket, agent):
            if not override:
                self._require_fit(EventType.ASSIGNED, ticket, agent)
            failed = Check(int(self._window.failed_checks(ticket)[agent]))
            overridden += [str(check.name).lower() for check in failed.parts]
        return overridden

    def assign_sound(
        self, ticket: int, agent: int, demand: Demand, details: Details | None = None
    ) -> None:
        """Do as :meth:`assign` does for a waiting ticket and a pair that has been found sound."""
        window, tickets = self._window, self._tickets
        self._leave_queue(ticket)
        tickets.owner.at[ticket] = agent
        tickets.state.at[ticket] = TicketState.ASSIGNED
        tickets.since.at[ticket] = window.now_us
        if self.relaxing is not None:
            self.relaxing.stop(ticket)
        self._take(ticket, agent, demand)
        self._tell(EventType.ASSIGNED, ticket, agent, 0, details)

    def hold_back(
        self, ticket: int, reason: str, until: int = 0, details: Details | None = None
    ) -> None:
        """Keep a ticket waiting on purpose, and look at it again at a time."""
        self._require(EventType.HELD_BACK, ticket)
        wake_ups, held_back = self._window.wake_ups, self._tickets.more.held_back
        known = wake_ups.time_of(Cause.RECONSIDER, ticket) or 0
        if held_back.get(ticket) == reason and known == until:
            return
        held_back[ticket] = reason
        if until:
            wake_ups.add(until, Cause.RECONSIDER, ticket)
        else:
            wake_ups.remove(Cause.RECONSIDER, ticket)
        told = {"reason": reason, **(details or {})}
        self._tell(EventType.HELD_BACK, ticket, until=until, details=told)
