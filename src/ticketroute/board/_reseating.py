"""A new agent takes a seat, or one who is known changes: everything that follows the seats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ticketroute.board._memory import RememberedNumbers
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._workload import Workload
from ticketroute.model import Agent, Presence

if TYPE_CHECKING:
    from ticketroute.board._view import View


def reseat(window: "View", agent: Agent) -> None:
    """Put an agent among the others; loads are counted anew where positions or limits change."""
    before, memory = window.roster, window.remembered()
    known = before.find(agent.id)
    if known is not None and {name for name, _ in agent.capacity.channels} <= {
        *window.workload.limits
    }:
        _change(window, known, agent)
        return
    roster = before.with_agent(agent)
    places = [roster.index(agent_id) for agent_id in before.ids]
    is_new = known is None
    window.attendance = window.attendance.moved(places, agent.presence if is_new else None)
    window.roster, window.n_agents = roster, len(roster)
    if is_new:
        _move_positions(window, places)
    count_loads(window, [places[each] for each in window.workload.sequence()])
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
    """Let everything that names agents by position name them by their new one."""
    tickets, more = window.tickets, window.tickets.more
    owner = tickets.owner.at
    for ticket in range(len(tickets)):
        if owner[ticket] != NO_OWNER:
            owner[ticket] = places[owner[ticket]]
    more.offers = {
        ticket: {places[agent]: until for agent, until in offers.items()}
        for ticket, offers in more.offers.items()
    }
    more.former_owner = {ticket: places[agent] for ticket, agent in more.former_owner.items()}
    window.freed_agents = {places[agent]: None for agent in window.freed_agents}
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
    workload, attendance = Workload(window.roster), window.attendance
    for agent, who in enumerate(window.agents):
        ceiling = attendance.ceilings.get(agent)
        workload.set_limits(agent, who.capacity, None if ceiling is None else ceiling.units)
        workload.set_present(agent, present=attendance.presence[agent] is Presence.ACTIVE)
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
            wanted = window.ticket(ticket)
            workload.put_back(agent, workload.demand(wanted.channel, wanted.effort))
    window.workload = workload
