"""Tickets grouped by who may have them: the two sides of a coverage analysis."""

from collections.abc import Iterable
from datetime import datetime

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Board, Setup, TicketColumnsLike, View
from ticketroute.eligibility import Check, bit, describe_failure
from ticketroute.model import Agent, Presence, Ticket, require_aware


@attrs.frozen
class Group:
    """Tickets that the same agents may have, for the same reasons.

    Parameters
    ----------
    ticket_ids
        The tickets.
    asked
        What they ask for, in words.
    demand
        Units of effort, all together.
    agents
        Positions of the agents who may have them and are counted.
    reason
        Why nobody may have them, or None if somebody may.
    """

    ticket_ids: tuple[str, ...]
    asked: str
    demand: int
    agents: tuple[int, ...]
    reason: str | None


@attrs.frozen
class Demands:
    """What waits, and the room of those who are counted.

    Parameters
    ----------
    groups
        In the order of their first tickets.
    agent_ids
        All agents, in the order of their ids.
    room
        Units of effort that each may have in hand, ``ndarray of int64``: for all tickets without a
        limit, and 0 for those who are not counted.
    counted
        How many agents are.
    """

    groups: tuple[Group, ...]
    agent_ids: tuple[str, ...]
    room: NDArray[np.int64]
    counted: int


def read_demands(
    tickets: Iterable[Ticket] | TicketColumnsLike,
    agents: Iterable[Agent],
    setup: Setup | None,
    now: datetime | None,
) -> tuple[Demands, list[Ticket], tuple[Agent, ...]]:
    """Group tickets by who may have them; give these and everybody as objects too."""
    board = Board(agents, setup=setup)
    arrived = board.intake.read(tickets)
    board.intake.submit_many(arrived)
    view = board.window
    positions: dict[tuple[int, frozenset[str]], list[int]] = {}
    for ticket in range(len(view.tickets)):
        key = view.profile_number(ticket), view.tickets.barred.get(ticket, frozenset())
        positions.setdefault(key, []).append(ticket)
    counted = _counted(view, now)
    groups = tuple(_group(view, members, counted) for members in positions.values())
    every = [view.ticket(ticket) for ticket in range(len(view.tickets))]
    enough = sum(ticket.effort for ticket in every)
    totals = [enough if a.capacity.total is None else a.capacity.total for a in view.agents]
    room = np.where(counted, np.array(totals, dtype=np.int64), 0)
    return Demands(groups, view.roster.ids, room, int(counted.sum())), every, view.agents


def _counted(view: View, now: datetime | None) -> NDArray[np.bool_]:
    """Say who counts: everybody, or those who are active and on shift at an instant."""
    if now is None:
        return np.ones(view.n_agents, dtype=bool)
    require_aware(now, "now")
    hours = [view.hours_of(agent) for agent in range(view.n_agents)]
    there = [
        who.presence is Presence.ACTIVE and (open_hours is None or open_hours.is_open(now))
        for who, open_hours in zip(view.agents, hours, strict=True)
    ]
    return np.array(there, dtype=bool)


def _group(view: View, members: list[int], counted: NDArray[np.bool_]) -> Group:
    """Tell who may have some tickets: whose limits allow one by itself, and who is counted."""
    first, limit = members[0], view.workload.limit
    profile = view.profile(first)
    failed = profile.failed.copy()
    for agent_id in view.tickets.barred.get(first, ()):
        if (barred := view.roster.find(agent_id)) is not None:
            failed[barred] |= bit(Check.EXCLUDED)
    for row, units in profile.demand:
        check = Check.CAPACITY if view.workload.is_in_hand(row) else Check.ALLOWANCE
        failed[limit[row] < units] |= bit(check)
    asked = view.ticket(first)
    may = failed == 0
    return Group(
        ticket_ids=tuple(view.tickets.ids[ticket] for ticket in members),
        asked=describe_asked(asked),
        demand=sum(view.ticket(ticket).effort for ticket in members),
        agents=tuple(np.flatnonzero(may & counted).tolist()),
        reason=None if (may & counted).any() else _reason(view, asked, failed, may),
    )


def _reason(view: View, asked: Ticket, failed: NDArray[np.uint16], may: NDArray[np.bool_]) -> str:
    """Say why nobody may have some tickets."""
    if not view.n_agents:
        return "there are no agents"
    if may.any():
        ids = [view.roster.ids[agent] for agent in np.flatnonzero(may).tolist()]
        return f"of those who may have them nobody is there: {', '.join(ids)}"
    counts = {check: int(np.count_nonzero(failed & bit(check))) for check in Check}
    rules = view.setup.eligibility
    facts = [
        f"{count} of {view.n_agents}: {describe_failure(check, asked, eligibility=rules)}"
        for check, count in sorted(counts.items(), key=lambda pair: -pair[1])
        if count
    ]
    return "; ".join(facts)


def describe_asked(ticket: Ticket) -> str:
    """Say in a few words what a ticket asks of agents."""
    parts = [
        f"{name} {value!r}"
        for name, value in (
            ("queue", ticket.queue),
            ("channel", ticket.channel),
            ("language", ticket.language),
        )
        if value is not None
    ]
    parts += [
        f"{each.skill!r} >= {each.minimum:g}" if each.minimum else repr(each.skill)
        for each in ticket.requirements
        if not each.optional
    ]
    if ticket.exclusions:
        parts.append(f"not {', '.join(sorted(ticket.exclusions))}")
    return ", ".join(parts) or "nothing in particular"
