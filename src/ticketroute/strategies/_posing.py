"""What is posed to a solver: all waiting tickets that draw alike, on slots or on places."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import ONE_UNIT, Demand, View
from ticketroute.model import refuse
from ticketroute.scores import Score
from ticketroute.sla import UrgencyRule, asked
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._slots import SlotProblem, pose, pose_weighed

Problem = SlotProblem | PlacesProblem
Able = Callable[[View, int], NDArray[np.intp]]


def pose_all(
    view: View, score: Score, order: UrgencyRule, penalty: UrgencyRule | None
) -> Problem | None:
    """Pose the problem; None if the tickets do not all draw alike on the limits.

    Parameters
    ----------
    view
        The board.
    score
        What rates the pairs.
    order
        Who is served first where capacity is short.
    penalty
        What waiting costs; without it, as many are served as can be, by the order alone.
    """
    alike = tickets_that_draw_alike(view, order)
    if alike is None:
        return None
    tickets, demand = alike
    if penalty is None:
        return pose(view, score, tickets, demand)
    return pose_weighed(view, score, tickets, demand, _penalties(view, penalty, tickets))


def tickets_that_draw_alike(
    view: View, order: UrgencyRule, able: Able | None = None
) -> tuple[list[int], Demand] | None:
    """Give the tickets that somebody can have, in order, and what each draws; None if it differs.

    Neither is it told where somebody is a last resort: who that is changes with each ticket.

    Parameters
    ----------
    view, order
        The board, and what urgency is.
    able
        Who can have a ticket; its candidates unless given.
    """
    who = view.candidates if able is None else partial(able, view)
    tickets: list[int] = []
    demands: dict[object, tuple[Demand, Demand] | None] = {}
    for ticket in view.most_urgent_first(order):
        until = view.time_needed(ticket) if view.guarded else 0
        kind = view.profile_number(ticket), view.tickets.barred.get(ticket), until
        if kind not in demands:
            demands[kind] = _demands(view, ticket, who(ticket))
            if demands[kind] is not None and _has_last_resort(view, ticket):
                return None
        if demands[kind] is not None:
            tickets.append(ticket)
    drawn = [each for each in demands.values() if each is not None]
    for alike in ({whole for whole, _ in drawn}, {within_reach for _, within_reach in drawn}):
        if len(alike) <= 1:
            return tickets, alike.pop() if alike else ONE_UNIT
    return None


def _penalties(view: View, rule: UrgencyRule, tickets: list[int]) -> NDArray[np.float64]:
    """Ask what it costs to let each ticket wait."""
    positions = np.array(tickets, dtype=np.intp)
    penalties = asked(rule, view.backlog(positions), view.now_us)
    wrong = ~np.isfinite(penalties) | (penalties < 0)
    if wrong.any():
        row = int(wrong.argmax())
        name = view.tickets.ids[tickets[row]]
        expected = f"a finite number of at least 0 for {name!r}"
        raise refuse("OptimalAssignment.penalty", expected, float(penalties[row]))
    return penalties


def _has_last_resort(view: View, ticket: int) -> bool:
    """Say whether a ticket may also go to somebody who is not active."""
    profile = view.profile(ticket)
    return bool((view.workload.closed[profile.agents] & profile.overlooks).any())


def _demands(view: View, ticket: int, candidates: NDArray[np.intp]) -> tuple[Demand, Demand] | None:
    """Give what a ticket draws, in all and of limits within its candidates' reach; None of none."""
    if not len(candidates):
        return None
    demand, room = view.profile(ticket).demand, view.workload.room[:, candidates]
    roomy = all((room[row] >= room[0]).all() for row, _ in demand[1:])
    return demand, demand[:1] if roomy else demand
