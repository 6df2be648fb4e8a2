"""Larger efforts and nested limits: a heuristic that knows how far off it can be.

With efforts above 1 the problem is the generalized assignment problem, which is NP-hard. Greedy
choice by urgency says who is served; then the tickets that draw alike on the limits are dealt out
anew among themselves, exactly, class after class, and whatever fits now is added, until nothing
improves. A linear programme over the same tickets bounds what any plan could reach.
"""

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Demand, Plan, Solution, View
from ticketroute.scores import Score, score_row
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._greedy import Greedy
from ticketroute.strategies._pair_scores import total_score
from ticketroute.strategies._slots import pose

_ROUNDS: Final = 5
_MOST_LP_PAIRS: Final = 200_000
METHOD: Final = "heuristic: greedy by urgency, then exact exchange within equal efforts"

_Deal = dict[int, int]
"""The agent of each served ticket, most urgent first."""


def serve_by_effort(view: View, score: Score, order: UrgencyRule) -> Plan:
    """Serve tickets of any effort well, and bound how much better it could have been."""
    tickets = list(view.most_urgent_first(order))
    deal = _fill(view, score, tickets, {})
    for _ in range(_ROUNDS):
        better = _exchange(view, score, deal)
        fuller = _fill(view, score, tickets, better)
        if fuller == deal:
            break
        deal = fuller
    total = total_score(view, score, deal.items())
    solution = Solution(METHOD, total, max(_bound(view, score, deal), total), is_optimal=False)
    return Plan(view, tuple(deal.items()), {}, solution=solution)


def _fill(view: View, score: Score, tickets: list[int], deal: _Deal) -> _Deal:
    """Add every ticket that still fits, most urgent first, to its best candidate."""
    greedy = Greedy(score)
    draft = view.draft()
    for ticket, agent in deal.items():
        draft.assign(ticket, agent)
    chosen = dict(deal)
    for ticket in tickets:
        if ticket not in deal:
            agent = greedy.pick_agent(draft, ticket)
            if agent != NOBODY:
                draft.assign(ticket, agent)
                chosen[ticket] = agent
    return {ticket: chosen[ticket] for ticket in tickets if ticket in chosen}


def _exchange(view: View, score: Score, deal: _Deal) -> _Deal:
    """Deal the tickets of each demand out anew, where that makes the sum of scores larger."""
    classes: dict[Demand, list[int]] = {}
    for ticket in deal:
        classes.setdefault(view.profile(ticket).demand, []).append(ticket)
    best = total_score(view, score, deal.items())
    for demand, members in classes.items():
        draft = view.draft()
        dealt_anew = set(members)
        for ticket, agent in deal.items():
            if ticket not in dealt_anew:
                draft.assign(ticket, agent)
        try:
            problem = pose(draft, score, members, demand)
        except MemoryError:  # too many for a matrix: they stay where greedy choice put them
            continue
        if len(problem.tickets) < len(members):  # the score forbids by load: leave them alone
            continue
        agents = problem.solve().agents.tolist()
        dealt = deal | dict(zip(problem.tickets, agents, strict=True))
        total = total_score(view, score, dealt.items())
        if total > best + 1e-12 * abs(best):
            deal, best = dealt, total
    return deal


def _bound(view: View, score: Score, deal: _Deal) -> float:
    """Give a sum that no plan serving these tickets exceeds, as scores only fall with the load."""
    if not deal:
        return 0.0
    scores = np.full((len(deal), view.n_agents), -np.inf)
    for row, ticket in zip(scores, deal, strict=True):
        candidates = view.candidates(ticket)
        row[candidates] = score_row(view, score, ticket)[candidates]
    loose = float(scores.max(axis=1).sum())
    if np.count_nonzero(scores > -np.inf) > _MOST_LP_PAIRS:
        return loose
    relaxed = _relax(view, list(deal), scores)
    return loose if relaxed is None else relaxed


def _relax(view: View, tickets: list[int], scores: NDArray[np.float64]) -> float | None:
    """Solve the linear programme in which tickets may be split; None if that fails."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    places, agents = np.nonzero(scores > -np.inf)
    pairs = np.arange(len(places))
    room = np.maximum(view.workload.room, 0)
    drawn = np.zeros((len(tickets), len(room)))
    for place, ticket in enumerate(tickets):
        for row, effort in view.profile(ticket).demand:
            drawn[place, row] = effort
    limits = np.arange(len(room))[:, np.newaxis] * view.n_agents + agents
    used = csr_array(
        (drawn[places].T.ravel(), (limits.ravel(), np.tile(pairs, len(room)))),
        shape=(room.size, len(pairs)),
    )
    once = csr_array((np.ones(len(pairs)), (places, pairs)))
    relaxed = linprog(
        -scores[places, agents],
        A_ub=cast("NDArray[np.float64]", used),  # the stubs know no sparse matrices
        b_ub=room.ravel(),
        A_eq=cast("NDArray[np.float64]", once),
        b_eq=np.ones(len(tickets)),
        bounds=(0, 1),
    )
    return None if relaxed.fun is None else -float(relaxed.fun)
