"""What happens to a ticket in somebody's hands, and afterwards."""

from collections.abc import Sequence

import attrs

from ticketroute.board._loads import TOTAL
from ticketroute.board._moves import Details, Moves
from ticketroute.board._particulars import NOBODY_FOUND, Hold
from ticketroute.board._states import EventType, TicketState
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._view import NOBODY
from ticketroute.board._wake_ups import Cause


class WorkMoves(Moves):
    """Working, pausing, finishing, handing on."""

    __slots__ = ()

    def start(self, ticket: int) -> None:
        """Let the owner begin."""
        self._require(EventType.STARTED, ticket)
        self._go(ticket, TicketState.WORKING)
        self._tell(EventType.STARTED, ticket, self._tickets.owner.at[ticket])

    def hold(self, ticket: int, hold: Hold, details: Details | None = None) -> None:
        """Wait for somebody else; the owner, if there is one, stays the owner."""
        state = self._require(EventType.HELD, ticket)
        owner = self._tickets.owner.at[ticket]
        if owner == NO_OWNER:
            self._vacate(ticket, state)
        elif not hold.counts:
            self._give_back(ticket, owner)
            self._tickets.more.over_capacity.pop(ticket, None)
        hold = attrs.evolve(hold, working=state == TicketState.WORKING)
        self._tickets.more.holds[ticket] = hold
        if hold.until:
            self._window.wake_ups.add(hold.until, Cause.HOLD_END, ticket)
        self._go(ticket, TicketState.ON_HOLD)
        if hold.party == NOBODY_FOUND:  # whoever sees to it lets it begin anew
            self._tickets.more.waits.pop(ticket, None)
        self._tell(
            EventType.HELD,
            ticket,
            owner,
            hold.until,
            {"party": hold.party, "counts": hold.counts, **(details or {})},
        )

    def resume(self, ticket: int, details: Details | None = None) -> None:
        """Go on with the owner, who may thereby have too much; without one, wait again."""
        state = self._require(EventType.RESUMED, ticket)
        owner, hold = self._tickets.owner.at[ticket], self._tickets.more.holds[ticket]
        if owner == NO_OWNER:
            self._vacate(ticket, state)
            start = self._place(ticket)
            self._tell(EventType.RESUMED, ticket, NOBODY, start, details)
            return
        if not hold.counts and self._put_back(ticket, owner, had_it=True):
            details = {**(details or {}), "over_capacity": True}
        del self._tickets.more.holds[ticket]
        self._window.wake_ups.remove(Cause.HOLD_END, ticket)
        self._go(ticket, TicketState.WORKING if hold.working else TicketState.ASSIGNED)
        self._tell(EventType.RESUMED, ticket, owner, 0, details)

    def _put_back(self, ticket: int, agent: int, *, had_it: bool = False) -> bool:
        """Let a ticket weigh on an agent, also beyond a limit; say whether it is beyond."""
        demand, workload = self._window.profile(ticket).demand, self._window.workload
        if had_it and agent in self._window.attendance.ceilings:
            self._shift_ceiling(agent, demand[TOTAL][1])
        over = not workload.has_room(agent, workload.in_hand(demand))
        workload.put_back(agent, demand)
        if over:
            self._tickets.more.over_capacity[ticket] = None
        return over

    def wrap_up(self, ticket: int, until: int = 0, details: Details | None = None) -> None:
        """Be done with the contact, but not yet with the work after it."""
        self._require(EventType.WRAPPED_UP, ticket)
        if until:
            self._window.wake_ups.add(until, Cause.WRAP_UP_END, ticket)
        self._go(ticket, TicketState.WRAPPING)
        owner = self._tickets.owner.at[ticket]
        self._tell(EventType.WRAPPED_UP, ticket, owner, until, details)

    def resolve(self, ticket: int, details: Details | None = None) -> None:
        """Be done."""
        state = self._require(EventType.RESOLVED, ticket)
        owner = self._tickets.owner.at[ticket]
        self._vacate(ticket, state)
        if owner != NO_OWNER:
            self._tickets.more.former_owner[ticket] = owner
        self._go(ticket, TicketState.RESOLVED)
        self._tell(EventType.RESOLVED, ticket, owner, 0, details)

    def cancel(self, ticket: int, details: Details | None = None) -> None:
        """Withdraw a ticket, wherever it is."""
        state = self._require(EventType.CANCELLED, ticket)
        owner = self._tickets.owner.at[ticket]
        if rescinded := self._vacate(ticket, state):
            details = {**(details or {}), "rescinded": rescinded}
        self._tickets.more.links.pop(ticket, None)
        self._tickets.more.missing.pop(ticket, None)
        self._go(ticket, TicketState.CANCELLED)
        self._tell(EventType.CANCELLED, ticket, owner, 0, details)

    def reopen(self, ticket: int, agent: int = NOBODY, details: Details | None = None) -> None:
        """Begin anew: with an agent, who may thereby have too much, or in the queue."""
        self._require(EventType.REOPENED, ticket)
        self._tickets.more.begin_anew(ticket)
        self._tickets.refresh_barred(ticket)
        if agent == NOBODY:
            self._place(ticket)
        else:
            self._own(ticket, agent)
            if self._put_back(ticket, agent):
                details = {**(details or {}), "over_capacity": True}
            self._go(ticket, TicketState.ASSIGNED)
        self._tell(EventType.REOPENED, ticket, agent, 0, details)

    # From hand to hand

    def give_up(self, ticket: int, details: Details | None = None) -> None:
        """Go back to the queue; ``details["bar"]`` keeps the owner from getting it again."""
        state = self._require(EventType.RETURNED, ticket)
        owner = self._tickets.owner.at[ticket]
        if owner == NO_OWNER:
            raise self._refusal(EventType.RETURNED, ticket, "nobody has it")
        self._hop(ticket)
        self._vacate(ticket, state)
        if details and details.get("bar"):
            more, name = self._tickets.more, self._window.roster.ids[owner]
            more.declined[ticket] = more.declined.get(ticket, frozenset()) | {name}
            self._tickets.refresh_barred(ticket)
        self._place(ticket)
        self._tell(EventType.RETURNED, ticket, owner, 0, details)

    def transfer(
        self, ticket: int, agent: int, details: Details | None = None, *, override: bool = False
    ) -> None:
        """Give a ticket to another agent; `override` also to one who should not have it."""
        state = self._require(EventType.TRANSFERRED, ticket)
        owner, hold = self._tickets.owner.at[ticket], self._tickets.more.holds.get(ticket)
        if owner in (NO_OWNER, agent):
            why = "nobody has it" if owner == NO_OWNER else "it is there already"
            raise self._refusal(EventType.TRANSFERRED, ticket, why)
        if not override:
            counts = hold is None or hold.counts
            self._require_fit(EventType.TRANSFERRED, ticket, agent, room=counts)
        self._hop(ticket)
        over = False
        self._tickets.more.over_capacity.pop(ticket, None)
        if hold is None or hold.counts:
            self._give_back(ticket, owner)
            over = self._put_back(ticket, agent)
        self._own(ticket, agent)
        if state == TicketState.ON_HOLD and hold is not None:
            self._tickets.more.holds[ticket] = attrs.evolve(hold, working=False)
        else:
            self._go(ticket, TicketState.ASSIGNED)
        details = {**(details or {}), "from": self._window.roster.ids[owner]}
        if over:
            details["over_capacity"] = True
        self._tell(EventType.TRANSFERRED, ticket, agent, 0, details)

    def move(self, ticket: int, queue: str | None, details: Details | None = None) -> None:
        """Put a ticket into another queue; nobody has it any more."""
        state = self._require(EventType.MOVED, ticket)
        self._hop(ticket)
        owner = self._tickets.owner.at[ticket]
        waits_on = state in (TicketState.INCOMPLETE, TicketState.SCHEDULED)
        if not waits_on and (rescinded := self._vacate(ticket, state)):
            details = {**(details or {}), "rescinded": rescinded}
        self._tickets.replace(ticket, attrs.evolve(self._tickets.original(ticket), queue=queue))
        if not waits_on:
            self._place(ticket)
        self._tell(EventType.MOVED, ticket, owner, 0, {**(details or {}), "queue": queue})

    def _hop(self, ticket: int) -> None:
        hops = self._tickets.more.hops
        hops[ticket] = hops.get(ticket, 0) + 1

    # What is told only

    def report(self, ticket: int, details: Details) -> None:
        """Tell the keepers of something that changes no state: a message, a reply, a note."""
        self._require(EventType.REPORTED, ticket)
        self._tell(EventType.REPORTED, ticket, self._tickets.owner.at[ticket], 0, details)

    def stay(self, ticket: int, details: Details) -> None:
        """Tell the keepers that a ticket stays where it is although its time has come."""
        self._require(EventType.STAYED, ticket)
        self._tell(EventType.STAYED, ticket, self._tickets.owner.at[ticket], 0, details)

    def escalate(self, ticket: int, details: Details) -> None:
        """Tell the keepers that a step of an escalation ladder has fired."""
        self._require(EventType.ESCALATED, ticket)
        self._tell(EventType.ESCALATED, ticket, self._tickets.owner.at[ticket], 0, details)

    def forget(self, tickets: Sequence[int]) -> None:
        """Let go of tickets that are closed; their ids may come again."""
        for ticket in tickets:
            self._require(EventType.FORGOTTEN, ticket)
        for ticket in tickets:
            self._go(ticket, TicketState.FORGOTTEN)
            self._tell(EventType.FORGOTTEN, ticket)  # while the keepers can still read its id
            self._tickets.forget(ticket)
            self._window.wake_ups.forget_ticket(ticket)
        self._window.give_up_profiles()
