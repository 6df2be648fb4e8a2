"""What is posed to a solver: all waiting tickets that draw alike, on slots or on places."""

from collections.abc import Callable
from functools import partial
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import ONE_UNIT, Demand, View
from ticketroute.model import refuse
from ticketroute.scores import Score
from ticketroute.sla import UrgencyRule, asked
from ticketroute.strategies._pair_scores import number_kinds
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
    tickets = list(view.most_urgent_first(order))
    kinds, kind_of_ticket = number_kinds(view, None, tickets)
    demands = [_demands(view, ticket, who(ticket)) for ticket in kinds]
    drawn = [each for each in demands if each is not None]
    wanted = [each is not None for each in demands]
    if any(_has_last_resort(view, ticket) for ticket in compress(kinds, wanted)):
        return None
    tickets = list(compress(tickets, map(wanted.__getitem__, kind_of_ticket)))
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
