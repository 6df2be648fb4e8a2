"""Larger efforts and nested limits: a heuristic that knows how far off it can be.

With efforts above 1 the problem is the generalized assignment problem, which is NP-hard. Greedy
choice by urgency says who is served; then the tickets that draw alike on the limits are dealt out
anew among themselves, exactly, class after class, until nothing improves. A linear programme
over the same tickets bounds what any plan could reach.
"""

from collections.abc import Mapping
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Plan, Solution, View
from ticketroute.scores import Score, score_row

_ROUNDS: Final = 5
_MOST_LP_PAIRS: Final = 200_000
METHOD: Final = "heuristic: greedy by urgency, then exact exchange within equal efforts"


@attrs.define(eq=False)
class _Deal:
    """Who has which ticket, with the room that is left; scores as at the start of the batch."""

    tickets: list[int]
    agent_of: NDArray[np.intp]
    scores: NDArray[np.float64]
    demand: NDArray[np.int64]
    room: NDArray[np.int64]

    def total(self) -> float:
        """Give the sum of the scores."""
        return float(self.scores[np.arange(len(self.tickets)), self.agent_of].sum())

    def deal_anew(self, members: NDArray[np.intp]) -> None:
        """Deal tickets of one demand among the agents as well as can be; never for the worse."""
        from scipy.optimize import linear_sum_assignment

        demand = self.demand[members[0]]
        self.room += np.outer(demand, self._counts(members))
        drawn = demand > 0
        fits = self.room[drawn] // demand[drawn, np.newaxis]
        slots = np.clip(fits.min(axis=0), 0, len(members))
        agent_of_slot = np.repeat(np.arange(self.room.shape[1]), slots)
        rows, columns = linear_sum_assignment(
            self.scores[np.ix_(members, agent_of_slot)], maximize=True
        )
        self.agent_of[members[rows]] = agent_of_slot[columns]
        self.room -= np.outer(demand, self._counts(members))

    def _counts(self, members: NDArray[np.intp]) -> NDArray[np.int64]:
        """Count how many of some tickets each agent has."""
        return np.bincount(self.agent_of[members], minlength=self.room.shape[1])


def improve(view: View, score: Score, plan: Plan) -> Plan:
    """Exchange the tickets of a plan for a larger sum of scores, and bound what is possible."""
    if not plan.pairs:
        return Plan(view, (), {}, solution=Solution(METHOD, 0.0, 0.0, is_optimal=False))
    deal = _open_deal(view, score, plan)
    classes: dict[bytes, list[int]] = {}
    for place, demand in enumerate(deal.demand):
        classes.setdefault(demand.tobytes(), []).append(place)
    best = deal.total()
    for _ in range(_ROUNDS):
        for members in classes.values():
            deal.deal_anew(np.array(members, dtype=np.intp))
        if deal.total() <= best + 1e-12:
            break
        best = deal.total()
    pairs = tuple(zip(deal.tickets, deal.agent_of.tolist(), strict=True))
    solution = Solution(METHOD, deal.total(), _bound(view, deal), is_optimal=False)
    return Plan(view, pairs, {}, solution=solution)


def _open_deal(view: View, score: Score, plan: Plan) -> _Deal:
    workload = view.workload
    tickets = [ticket for ticket, _ in plan.pairs]
    scores = np.full((len(tickets), view.n_agents), -np.inf)
    demand = np.zeros((len(tickets), len(workload.limits)), dtype=np.int64)
    for place, ticket in enumerate(tickets):
        candidates = view.candidates(ticket)
        scores[place, candidates] = score_row(view, score, ticket)[candidates]
        for row, effort in view.profile(ticket).demand:
            demand[place, row] = effort
    agent_of = np.array([agent for _, agent in plan.pairs], dtype=np.intp)
    room = workload.room.copy()
    for agent, drawn in zip(agent_of.tolist(), demand, strict=True):
        room[:, agent] -= drawn
    return _Deal(tickets, agent_of, scores, demand, room)


def _bound(view: View, deal: _Deal) -> float:
    """Give a sum that no plan serving these tickets exceeds."""
    places, agents = np.nonzero(deal.scores > -np.inf)
    if len(places) > _MOST_LP_PAIRS:
        return _loose_bound(deal)
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    limits, n_agents = deal.room.shape
    pairs = np.arange(len(places))
    once = csr_array((np.ones(len(pairs)), (places, pairs)))
    rows = (np.arange(limits)[:, np.newaxis] * n_agents + agents).ravel()
    drawn = csr_array(
        (deal.demand[places].T.ravel(), (rows, np.tile(pairs, limits))),
        shape=(limits * n_agents, len(pairs)),
    )
    relaxed = linprog(
        -deal.scores[places, agents],
        A_ub=cast("NDArray[np.float64]", drawn),  # the stubs know no sparse matrices
        b_ub=view.workload.room.ravel(),
        A_eq=cast("NDArray[np.float64]", once),
        b_eq=np.ones(len(deal.tickets)),
        bounds=(0, 1),
    )
    if relaxed.fun is None:
        return _loose_bound(deal)
    return max(-float(relaxed.fun), deal.total())


def _loose_bound(deal: _Deal) -> float:
    """Give what it would be if each ticket had the best candidate to itself."""
    return float(deal.scores.max(axis=1).sum())


def is_unit_effort(view: View, tickets: Mapping[int, None] | list[int]) -> bool:
    """Say whether every ticket takes one unit of the total limit and nothing else."""
    return all(view.profile(ticket).demand == ((0, 1),) for ticket in tickets)
