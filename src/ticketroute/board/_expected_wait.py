"""How many tickets are before one, and how long it is likely to wait."""

from datetime import timedelta

import numpy as np

from ticketroute.board._view import View
from ticketroute.model import MICROSECOND
from ticketroute.sla import EarliestDue


def position_in_line(view: View, ticket: int, strategy: object) -> int:
    """Count, from 1, the tickets before it that compete for the same agents."""
    line = getattr(strategy, "line", None)
    tickets = view.most_urgent_first(EarliestDue()) if line is None else line(view, ticket)
    mine = set(view.profile(ticket).agent_list)
    place = 1
    for other in tickets:
        if other == ticket:
            break
        place += not mine.isdisjoint(view.profile(other).agent_list)
    return place


def expected_wait(view: View, ticket: int, position: int) -> timedelta | None:
    """Estimate the wait: so many departures, each after the handling time shared by the slots.

    The room of all who are there and may have it, counted in tickets like this one, says how many
    are worked on at a time.
    """
    profile = view.profile(ticket)
    present = profile.agents[view.workload.closed[profile.agents] == 0]
    if not len(present) or not profile.demand:
        return None
    row, effort = profile.demand[0]
    slots = int((view.workload.limit[row, present] // effort).sum())
    if not slots:
        return None
    work = int(np.mean(view.backlog(np.array([ticket])).work))
    return position * work // slots * MICROSECOND
