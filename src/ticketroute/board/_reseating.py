"""An agent takes a seat, changes, or leaves it for good: everything that follows the seats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ticketroute.board._loads import NEVER
from ticketroute.board._memory import Memory
from ticketroute.board._places import GONE, by_new_place
from ticketroute.board._remembered import RememberedNumbers
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._wake_ups import Cause
from ticketroute.board._workload import Workload
from ticketroute.eligibility import Roster
from ticketroute.model import Agent, Presence

if TYPE_CHECKING:
    from ticketroute.board._view import View


def reseat(window: "View", agent: Agent) -> None:
    """Put an agent among the others; loads are counted anew where positions or limits change."""
    known = window.roster.find(agent.id)
    if known is not None and window.workload.knows(agent.capacity):
        _change(window, known, agent)
        return
    new = agent.presence if known is None else None
    _seat(window, window.roster.with_agent(agent), window.remembered(), new)


def unseat(window: "View", position: int) -> None:
    """Take away an agent who has nothing, and all that is known of him or her."""
    name = window.roster.ids[position]
    elsewhere = window.attendance.elsewhere
    window.attendance.elsewhere = [each for each in elsewhere if each[0] != name]
    roster = Roster(agent for agent in window.agents if agent.id != name)
    _seat(window, roster, window.remembered().without(name), None)


def _seat(window: "View", roster: Roster, memory: Memory, new: Presence | None) -> None:
    """Let other agents be there than before, with what is remembered of them.

    Parameters
    ----------
    window
        The board.
    roster
        Who is there from now on.
    memory
        What policies remember of them.
    new
        The presence of the one who is new, or None if nobody is.
    """
    found = map(roster.find, window.roster.ids)
    places = [GONE if place is None else place for place in found]
    window.attendance = window.attendance.moved(places, new)
    times = window.workload.times.moved(places, len(roster))
    window.roster, window.n_agents = roster, len(roster)
    window.seatings += 1
    if places != list(range(len(places))):
        _move_positions(window, places)
    sequence = map(roster.find, memory.last_assigned)
    window.workload.times = times
    count_loads(window, [agent for agent in sequence if agent is not None])
    expect_shifts(window)
    window.numbers_kept = RememberedNumbers(roster, memory)
    window.forget_profiles()


def _change(window: "View", position: int, agent: Agent) -> None:
    """Put a changed agent in the place of the one who was known."""
    before = window.agents[position]
    window.roster = window.roster.with_agent(agent)
    ceiling = window.attendance.ceilings.get(position)
    window.workload.set_limits(position, agent.capacity, None if ceiling is None else ceiling.units)
    window.cache.clear()  # which may follow from anything about agents
    if attrs.evolve(before, capacity=agent.capacity) != agent:
        window.forget_profiles()


def _move_positions(window: "View", places: list[int]) -> None:
    """Let everything that names agents by position name them by their new one.

    Nobody who is gone has tickets or has been asked, but some may have had one that is closed.
    """
    tickets, more = window.tickets, window.tickets.more
    owner = tickets.owner.at
    for ticket in range(len(tickets)):
        if owner[ticket] != NO_OWNER:
            owner[ticket] = places[owner[ticket]]
    more.offers = {ticket: by_new_place(offers, places) for ticket, offers in more.offers.items()}
    more.former_owner = {
        ticket: places[agent]
        for ticket, agent in more.former_owner.items()
        if places[agent] != GONE
    }
    window.freed_agents = by_new_place(window.freed_agents, places)
    window.wake_ups.move_agents(places)


def count_loads(window: "View", sequence: Sequence[int]) -> None:
    """Count the loads of all agents anew, as the tickets say.

    Parameters
    ----------
    window
        The board.
    sequence
        The agents who were ever assigned, longest ago first.
    """
    workload = Workload(window.roster, window.setup.allowances)
    workload.times, attendance = window.workload.times, window.attendance
    for agent, who in enumerate(window.agents):
        ceiling = attendance.ceilings.get(agent)
        workload.set_limits(agent, who.capacity, None if ceiling is None else ceiling.units)
        workload.set_presence(agent, attendance.presence[agent])
        if window.has_hours(agent):
            workload.set_shift(agent, attendance.shifts.get(agent, 0))
        for _, name, units, _ in attendance.drawn.by_agent.get(agent, ()):
            row = workload.row_of(("allowance", name))
            if row is not None:
                workload.renew(agent, row, -units)
    workload.restore_sequence(sequence)
    for agent_id, channel, units in attendance.elsewhere:
        workload.add_in_hand(window.roster.index(agent_id), units, channel)
    tickets, more = window.tickets, window.tickets.more
    for ticket in range(len(tickets)):
        hold = more.holds.get(ticket)
        holders = list(more.offers.get(ticket, ()))
        if tickets.owner.at[ticket] != NO_OWNER and (hold is None or hold.counts):
            holders.append(tickets.owner.at[ticket])
        for agent in holders:
            workload.put_back(agent, workload.demand_of(window.ticket(ticket)))
    window.workload = workload


def expect_shifts(window: "View") -> None:
    """Let the hours of those be looked at of whom it is not known whether they are on shift."""
    wake_ups, shifts = window.wake_ups, window.attendance.shifts
    for agent in range(window.n_agents):
        known = agent in shifts or wake_ups.time_of(Cause.SHIFT_CHANGE, agent) is not None
        if window.has_hours(agent) and not known:
            wake_ups.add(window.now_us, Cause.SHIFT_CHANGE, agent)


def recall(window: "View", memory: Memory) -> None:
    """Take over when what happened to agents, and what they were given on allowances."""
    for agent, name in enumerate(window.roster.ids):
        window.workload.times.set(agent, memory.times.get(name, {}))
        is_gone = window.attendance.presence[agent] is Presence.OFFLINE
        for ends, allowance, units, ticket in memory.drawn.get(name, ()):
            if is_gone and ends == NEVER:
                continue  # it counted for as long as the agent was there
            window.attendance.drawn.add(agent, (ends, allowance, units, ticket))
        next_end = window.attendance.drawn.next_end(agent)
        if next_end is not None:
            window.wake_ups.add(next_end, Cause.ALLOWANCE, agent)
