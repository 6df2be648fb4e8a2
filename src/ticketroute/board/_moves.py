"""What all changes of a board share: the check against the life cycle, loads, the keepers."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from ticketroute.board._drawn import Draw
from ticketroute.board._loads import TOTAL, Demand
from ticketroute.board._relaxing import Relaxing
from ticketroute.board._states import ALLOWED, EventType, TicketState
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._view import NOBODY, View
from ticketroute.board._wake_ups import Cause
from ticketroute.eligibility import Check, describe_failure
from ticketroute.errors import NotAllowed
from ticketroute.model import Ticket, to_microseconds

Details = Mapping[str, object]
"""What an event says beyond ticket, agent and time, by name; plain data, tickets and agents."""

NO_TICKET = -1


class Keeper(Protocol):
    """What is told of every change of a board: a log, clocks, versions, figures."""

    def __call__(
        self, event: EventType, ticket: int, agent: int, until: int, details: Details | None, /
    ) -> None:
        """Take note of a change that has just been made.

        Parameters
        ----------
        event
            What happened.
        ticket, agent
            Positions, or -1.
        until
            The time that was set, in microseconds since 1970 UTC, or 0.
        details
            Anything else, or None.
        """
        ...


class Moves:
    """Changes of a board, by position; each is checked first and then made as a whole.

    Parameters
    ----------
    window
        What is changed.
    keepers
        Who is told; may grow later.
    """

    __slots__ = ("_keepers", "_tickets", "_window", "relaxing")

    def __init__(self, window: View, keepers: list[Keeper]) -> None:
        self._window = window
        self._tickets = window.tickets
        self._keepers = keepers
        self.relaxing = Relaxing(window) if window.setup.relaxations else None

    def _require(self, event: EventType, ticket: int) -> int:
        """Give the state of a ticket, and refuse what cannot happen in it."""
        state = self._tickets.state.at[ticket]
        if not ALLOWED[event] >> state & 1:
            raise self._refusal(event, ticket, f"it is {TicketState(state).label}")
        return state

    def _refusal(self, event: EventType, ticket: int, why: str) -> NotAllowed:
        return NotAllowed(f"ticket {self._tickets.ids[ticket]!r} cannot be {event.value}: {why}")

    def _require_fit(self, event: EventType, ticket: int, agent: int, *, room: bool = True) -> None:
        """Refuse an agent who may not have a ticket, is not there or has no room, and say why."""
        window = self._window
        if window.fits(ticket, agent):
            return
        failed = Check(int(window.failed_checks(ticket)[agent]))
        if not room:
            failed &= ~Check.CAPACITY
        if not failed:
            return
        wanted, who = window.ticket(ticket), window.agents[agent]
        rules = window.setup.eligibility
        texts = "; ".join(describe_failure(check, wanted, who, rules) for check in failed.parts)
        raise self._refusal(event, ticket, f"{who.id!r} {texts}")

    def _tell(
        self,
        event: EventType,
        ticket: int = NO_TICKET,
        agent: int = NOBODY,
        until: int = 0,
        details: Details | None = None,
    ) -> None:
        self._window.version += 1
        for keep in self._keepers:
            keep(event, ticket, agent, until, details)

    def _go(self, ticket: int, state: TicketState) -> None:
        """Put a ticket into a state."""
        self._tickets.state.at[ticket] = state
        self._tickets.since.at[ticket] = self._window.now_us
        if self.relaxing is not None:
            self.relaxing.follow(ticket, state)

    def _queue(self, ticket: int, *, is_new: bool = False) -> None:
        """Let a ticket wait for an agent."""
        if self.relaxing is not None:
            self.relaxing.begin(ticket, is_new=is_new)
        self._go(ticket, TicketState.QUEUED)
        self._window.start_waiting((ticket,))
        self._window.new_tickets[ticket] = None

    def _place(self, ticket: int, value: Ticket | None = None) -> int:
        """Let a ticket that nobody has wait for fields, for its time, or for an agent.

        Gives that time in microseconds, or 0.
        """
        is_new, value = value is not None, value or self._tickets.ticket(ticket)
        self._tickets.more.over_capacity.pop(ticket, None)
        if ticket in self._tickets.more.missing:
            self._go(ticket, TicketState.INCOMPLETE)
            return 0
        start = self._tickets.created(ticket)
        if value.not_before is not None:
            start = max(start, to_microseconds(value.not_before))
        if start <= self._window.now_us:
            self._queue(ticket, is_new=is_new)
            return 0
        self._schedule(ticket, start)
        return start

    def _schedule(self, ticket: int, start: int) -> None:
        self._go(ticket, TicketState.SCHEDULED)
        self._window.wake_ups.add(start, Cause.START, ticket)

    def _own(self, ticket: int, agent: int) -> None:
        """Note who has a ticket; the load is another matter."""
        self._tickets.owner.at[ticket] = agent

    def _give_back(self, ticket: int, agent: int) -> None:
        """Let a ticket weigh on an agent no longer."""
        demand = self._window.profile(ticket).demand
        workload = self._window.workload
        workload.give_back(agent, demand)
        workload.times.released_at[agent] = self._window.now_us
        if agent in self._window.attendance.ceilings:
            self._shift_ceiling(agent, -demand[TOTAL][1])
        self._window.freed_agents[agent] = None

    def _shift_ceiling(self, agent: int, units: int) -> None:
        """Let what an agent had before neither use up nor make room under a ceiling."""
        window, ceiling = self._window, self._window.attendance.ceilings[agent]
        shifted = attrs.evolve(ceiling, units=max(ceiling.units + units, 0))
        window.attendance.ceilings[agent] = shifted
        window.workload.set_limits(agent, window.agents[agent].capacity, shifted.units)

    def _leave_queue(self, ticket: int) -> None:
        """Let a ticket wait no longer."""
        self._window.stop_waiting(ticket)
        if self._tickets.more.held_back:
            self._tickets.more.held_back.pop(ticket, None)
            self._window.wake_ups.remove(Cause.RECONSIDER, ticket)

    def _take(self, ticket: int, agent: int, demand: Demand) -> None:
        """Let a ticket weigh on an agent, also on what may be given in a period."""
        window = self._window
        window.workload.take(agent, demand, window.now_us)
        if window.workload.has_allowances:
            name = self._tickets.ids[ticket]
            window.attendance.drawn.settle(agent, name)
            for _, units, allowance in window.workload.drawn(demand):
                ends = window.draw_end(allowance, agent)
                window.attendance.drawn.add(agent, (ends, allowance.name, units, name))
            self._await_allowance(agent)

    def _await_allowance(self, agent: int) -> int:
        """Wake up when something that an agent was given counts no more; give when, or 0."""
        ends = self._window.attendance.drawn.next_end(agent)
        if ends is None:
            self._window.wake_ups.remove(Cause.ALLOWANCE, agent)
        else:
            self._window.wake_ups.add(ends, Cause.ALLOWANCE, agent)
        return ends or 0

    def _renew(self, agent: int, draws: Iterable[Draw]) -> None:
        """Give back what draws have taken from allowances."""
        workload = self._window.workload
        for _, name, units, _ in draws:
            row = workload.row_of(("allowance", name))
            if row is not None:  # else there is no such allowance any more
                workload.renew(agent, row, units)

    def _end_reservation(self, ticket: int, agent: int) -> None:
        """Free the room that an offer has taken."""
        window = self._window
        window.workload.give_back(agent, window.profile(ticket).demand)
        if window.workload.has_allowances:
            drawn = window.attendance.drawn.take_back(agent, self._tickets.ids[ticket])
            self._renew(agent, drawn)
            self._await_allowance(agent)
        window.freed_agents[agent] = None

    def _vacate(self, ticket: int, state: int) -> list[str]:
        """Undo all that a state holds: a place in the queue, offers, the owner's room, timers.

        Gives the ids of the agents whose offers end by it.
        """
        window, more = self._window, self._tickets.more
        rescinded: list[str] = []
        if state == TicketState.QUEUED:
            self._leave_queue(ticket)
        elif state == TicketState.SCHEDULED:
            window.wake_ups.remove(Cause.START, ticket)
        elif state == TicketState.OFFERED:
            rescinded = self._withdraw(ticket)
            more.over_capacity.pop(ticket, None)
        owner = self._tickets.owner.at[ticket]
        if owner != NO_OWNER:
            hold = more.holds.get(ticket)
            if hold is None or hold.counts:
                self._give_back(ticket, owner)
            self._own(ticket, NO_OWNER)
            more.over_capacity.pop(ticket, None)
        if state == TicketState.ON_HOLD:
            del more.holds[ticket]
            window.wake_ups.remove(Cause.HOLD_END, ticket)
        elif state == TicketState.WRAPPING:
            window.wake_ups.remove(Cause.WRAP_UP_END, ticket)
        return rescinded

    def _withdraw(self, ticket: int) -> list[str]:
        """Take back all offers of a ticket; give the ids of those who had them."""
        offers = self._tickets.more.offers.pop(ticket)
        for agent in sorted(offers):
            self._end_reservation(ticket, agent)
        self._window.wake_ups.remove(Cause.OFFER_END, ticket)
        return [self._window.roster.ids[agent] for agent in sorted(offers)]
