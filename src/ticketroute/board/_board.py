"""The board: where things stand, and the only place that changes it."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

import numpy as np

from ticketroute.board._eligibility_profile import ELIGIBILITY_FIELDS
from ticketroute.board._in_hand import InHand, read_in_hand
from ticketroute.board._invariants import check_plan, memory_problem, sound_demand
from ticketroute.board._memory import Memory, MemoryChange, RememberedNumbers
from ticketroute.board._plan import Plan
from ticketroute.board._sources import Source
from ticketroute.board._terms import Terms
from ticketroute.board._ticket_frame import TicketColumnsLike, make_source
from ticketroute.board._tickets import NO_OWNER, TicketColumns
from ticketroute.board._view import View
from ticketroute.board._wake_ups import WakeUps
from ticketroute.board._workload import Demand, Workload
from ticketroute.eligibility import Roster
from ticketroute.model import (
    Agent,
    Presence,
    Ticket,
    from_microseconds,
    given_or_new,
    refuse,
    to_microseconds,
    to_presence,
)
from ticketroute.sla import HandlingTimes, Targets, Tiers


class Board:
    """Tickets and agents with all that changes about them.

    Columns are updated in place; a decision never costs a rebuild. A refused call changes nothing.
    ``window`` is the view of the board, at the time up to which it has been brought.

    Parameters
    ----------
    agents
        Who there is; ids must differ.
    targets
        How soon tickets are to be dealt with.
    tiers
        Which customers count more.
    handling_times
        How long tickets are expected to take.
    in_hand
        Work from elsewhere by agent id: units of effort, or units by channel
        (``{"ana": {"chat": 2}}``). Each unit counts as an open ticket.
    memory
        What earlier decisions left to be remembered.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> board = Board([Agent(id="ana", capacity=1)])
    >>> board.submit([Ticket(id="t1", created=morning)], now=morning)
    >>> board.view(morning)
    <View at 2026-05-04T09:00:00+00:00: 1 waiting, 1 agents>
    """

    def __init__(
        self,
        agents: Iterable[Agent],
        *,
        targets: Targets | None = None,
        tiers: Tiers | None = None,
        handling_times: HandlingTimes | None = None,
        in_hand: InHand | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._roster = Roster(agents)
        memory = given_or_new("memory", memory, Memory)
        self._tickets = TicketColumns(Terms.of(targets, tiers, handling_times))
        self._workload = Workload(self._roster)
        self._waiting: dict[int, None] = {}
        self._wake_ups = WakeUps()
        self._memory = RememberedNumbers(self._roster, memory)
        found = map(self._roster.find, memory.last_assigned)
        self._workload.restore_sequence([agent for agent in found if agent is not None])
        for agent_id, channel, units in read_in_hand(in_hand or {}):
            self._workload.add_in_hand(self._roster.index(agent_id), units, channel)
        columns = (self._roster, self._tickets, self._workload)
        self.window = View(*columns, self._waiting, self._wake_ups, self._memory)

    # Time

    @property
    def now(self) -> datetime:
        """The time up to which the board has been brought."""
        return self.window.now

    @property
    def next_wake(self) -> datetime | None:
        """When time alone next changes something, or None; call :meth:`view` then."""
        time = self._wake_ups.next_time
        return None if time is None else from_microseconds(time)

    def view(self, now: datetime) -> View:
        """Bring time-driven change up to `now` and give a window on the board.

        Raises
        ------
        ValueError
            If `now` is naive or lies before the time of an earlier call.
        """
        return self.view_at(to_microseconds(now))

    def view_at(self, now_us: int) -> View:
        """Do as :meth:`view` does, for a time in microseconds since 1970 UTC."""
        view = self.window
        if now_us < view.now_us:
            raise refuse("now", f"no time before {view.now.isoformat()}", from_microseconds(now_us))
        view.now_us = now_us
        wake = self._wake_ups.next_time
        if wake is not None and wake <= now_us:
            self._wake(now_us)
        return view

    def _wake(self, now_us: int) -> None:
        woken = list(self._wake_ups.pop_due(now_us))
        self.window.start_waiting(woken)
        self.window.new_tickets += woken
        self.window.version += 1

    # Tickets come and go

    def submit(self, tickets: Iterable[Ticket] | TicketColumnsLike, now: datetime) -> None:
        """Take in tickets, as objects or as columns named like the fields of `Ticket`.

        Raises
        ------
        ValueError, TypeError
            If an id comes twice or is here already, or a value is not fit for its field; then
            none of the tickets is taken in.
        """
        source = make_source(tickets)
        by_id = self._tickets.check_new(source)
        terms = self._tickets.read_terms(source)
        view = self.view(now)
        self._tickets.append(source, by_id, terms)
        positions = list(by_id.values())
        self._tickets.profiles(ELIGIBILITY_FIELDS).extend()
        view.start_waiting(positions)
        self._note_exceptions(source, positions)
        view.new_tickets += (
            filter(self._waiting.__contains__, positions) if len(self._wake_ups) else positions
        )
        view.version += 1

    def _note_exceptions(self, source: Source, positions: list[int]) -> None:
        """Keep what few have: excluded agents, and a time (or an arrival) that lies ahead."""
        for row in np.flatnonzero(source.created > self.window.now_us).tolist():
            self._schedule(positions[row], int(source.created[row]))
        keys, members = source.groups(("exclusions", "not_before"), 0)
        exceptions = cast("list[tuple[frozenset[str], datetime | None]]", keys)
        if not any(excluded or not_before for excluded, not_before in exceptions):
            return
        for ticket, group in zip(positions, members, strict=True):
            excluded, not_before = exceptions[group]
            if excluded:
                self._tickets.excluded[ticket] = excluded
            if not_before is not None:
                self._schedule(ticket, to_microseconds(not_before, "Ticket.not_before"))

    def _schedule(self, ticket: int, time: int) -> None:
        if time > max(self.window.now_us, self._wake_ups.time_of(ticket) or 0):
            if ticket in self._waiting:
                self.window.stop_waiting(ticket)
            self._wake_ups.add(time, ticket)

    def release(self, ticket_id: str) -> None:
        """Take a ticket off the board for good: it is resolved, or gone before anybody had it.

        Raises
        ------
        UnknownId
            If there is no such ticket.
        ValueError
            If it has been released before.
        """
        ticket = self._tickets.find(ticket_id)
        agent = self._tickets.owner.at[ticket]
        if agent != NO_OWNER:
            self._tickets.owner.at[ticket] = NO_OWNER
            self._workload.give_back(agent, self.window.profile(ticket).demand)
            self.window.freed_agents.append(agent)
        elif ticket in self._waiting:
            self.window.stop_waiting(ticket)
        elif not self._wake_ups.remove(ticket):
            raise refuse("ticket id", "a ticket that has not been released", ticket_id)
        self.window.version += 1

    def owner(self, ticket_id: str) -> str | None:
        """Give the id of the agent who has a ticket in hand, or None."""
        agent = self._tickets.owner.at[self._tickets.find(ticket_id)]
        return None if agent == NO_OWNER else self._roster.ids[agent]

    def set_presence(self, agent_id: str, presence: Presence | str) -> None:
        """Note that an agent comes or goes; tickets in hand stay there."""
        agent = self._roster.index(agent_id)
        present = to_presence(presence, "presence") is Presence.ACTIVE
        self._workload.set_present(agent, present=present)
        if present:
            self.window.freed_agents.append(agent)
        self.window.version += 1

    # Plans

    def commit(self, plan: Plan) -> None:
        """Check a plan against the board as it is now, and carry it out.

        Raises
        ------
        InvalidPlan
            If it breaks an invariant; the board is as it was before.
        """
        view = self.window
        check_plan(view, plan)
        for ticket, agent in plan.pairs:
            self._assign(ticket, agent, view.profile(ticket).demand)
        for change in plan.memory_changes:
            self._memory.apply(change)
        view.end_decision()

    def commit_pair(self, ticket: int, agent: int, change: MemoryChange | None = None) -> None:
        """Do as :meth:`commit` does for a single assignment, without a plan around it."""
        view = self.window
        demand = sound_demand(view, ticket, agent)
        if demand is None or (change is not None and memory_problem(view, change)):
            changes = () if change is None else (change,)
            self.commit(view.plan([(ticket, agent)], memory=changes))
            return
        self._assign(ticket, agent, demand)
        if change is not None:
            self._memory.apply(change)
        view.end_decision()

    def _assign(self, ticket: int, agent: int, demand: Demand) -> None:
        self.window.stop_waiting(ticket)
        self._tickets.owner.at[ticket] = agent
        self._workload.take(agent, demand)

    def __repr__(self) -> str:
        return f"<Board of {self.window!r}>"
