"""The plan for all tickets together, posed with a row for each kind and a column for each agent."""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Demand, View
from ticketroute.model import refuse
from ticketroute.scores import Score, apart_from_loads, score_row
from ticketroute.strategies._pair_scores import (
    number_kinds,
    require_memory,
    require_moderate,
    score_kinds,
    tie_chain,
)
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._transport._result import Transport

_AT_FIRST: Final = 4
"""So many times what everybody gets on average is looked at first; then so many times more."""
_SAME: Final = 1e-9
"""A rise of the score with the load by so much is none."""


def pose_places(
    view: View,
    score: Score,
    tickets: Sequence[int],
    demand: Demand,
    room: NDArray[np.int64],
    penalty: NDArray[np.float64] | None = None,
) -> PlacesProblem | None:
    """Build the problem; None if loads change the score of each ticket in its own way.

    Agents are in the order of the tie-break chain, so that of equals the first is taken.

    Parameters
    ----------
    view, score, tickets, demand
        As for ``pose``.
    room
        How many of the tickets each agent could take.
    penalty
        What it costs to let each ticket wait; without it, only those are in the problem that can be
        served beside the more urgent ones.

    Raises
    ------
    ValueError
        If the score grows with the load, or is not moderate.
    MemoryError
        If scores at all loads would need too much.
    """
    parts = apart_from_loads(score)
    if parts is None:
        return None
    lasting, by_load = parts
    chain = tie_chain(view)
    kinds, kind_of_ticket = number_kinds(view, lasting, tickets)
    candidates = [view.candidates(ticket) for ticket in kinds]
    scores = score_kinds(view, lasting, kinds, candidates)[:, chain]
    kind = np.array(kind_of_ticket, dtype=np.intp)
    whole = PlacesProblem(list(tickets), kind, scores, room[chain], chain, penalty)
    if by_load is None or not len(tickets):
        return whole if penalty is not None else whole.only_servable()
    most = _AT_FIRST * (len(tickets) // max(view.n_agents, 1) + _AT_FIRST)
    while True:
        # Whoever does not need all of these places does not need any more.
        require_memory(min(int(room.max()), most), view.n_agents)
        levels = _levels(view, by_load, tickets[0], demand, np.minimum(room, most))[:, chain]
        problem = _with_levels(whole, levels)
        found = problem if penalty is not None else problem.only_servable()
        plans = [found.plan] if found is problem else [found.plan, problem.choice]
        is_cut = (room[chain] > most) & (problem.places == most)
        if not any(_fills(plan, problem.places)[is_cut].any() for plan in plans):
            return found
        most *= _AT_FIRST


def _with_levels(problem: PlacesProblem, levels: NDArray[np.float64]) -> PlacesProblem:
    """Let places ask what the score falls by as an agent gets more and more tickets."""
    # Where loads forbid a further ticket, there is no place.
    places = np.minimum(problem.places, (levels > -np.inf).sum(axis=0))
    exists = np.arange(len(levels))[:, np.newaxis] < places
    fall = np.subtract(levels[0], levels, out=np.zeros_like(levels), where=exists)
    scores = problem.scores + levels[0]
    return attrs.evolve(problem, scores=scores, places=places, asks=fall.T[exists.T])


def _fills(plan: Transport, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which columns have no place left in a plan."""
    load = np.bincount(plan.agent[plan.agent >= 0], minlength=len(places))
    filled: NDArray[np.bool_] = load >= places
    return filled


def _levels(
    view: View, score: Score, ticket: int, demand: Demand, room: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Score each agent with so many tickets more, ``shape (most room or 1, agents)``."""
    draft = view.draft()
    levels = np.tile(score_row(draft, score, ticket), (max(int(room.max(initial=0)), 1), 1))
    require_moderate(score, levels)
    for taken in range(1, len(levels)):
        having = np.flatnonzero(room > taken)
        for agent in having.tolist():
            draft.workload.take(agent, demand, draft.now_us)
        levels[taken] = levels[taken - 1]
        levels[taken, having] = score_row(draft, score, ticket)[having]
        require_moderate(score, levels[taken : taken + 1])
        require_falling(score, levels[taken - 1], levels[taken])
    falling: NDArray[np.float64] = np.minimum.accumulate(levels, axis=0)
    return falling


def require_falling(score: Score, before: NDArray[np.float64], after: NDArray[np.float64]) -> None:
    """Refuse a score that makes a busier agent better: its sum would depend on the order."""
    if (after > before + _SAME).any():
        raise refuse("OptimalAssignment.score", "a score that does not grow with the load", score)
