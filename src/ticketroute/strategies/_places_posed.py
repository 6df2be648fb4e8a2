"""The plan for all tickets together, posed with a row for each kind and a column for each agent."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Demand, View
from ticketroute.model import refuse
from ticketroute.scores import Score, apart_from_loads, score_row
from ticketroute.strategies._pair_scores import number_kinds, score_kinds
from ticketroute.strategies._places import PlacesProblem

_SAME = 1e-9
"""A rise of the score with the load by so much is none."""


def pose_places(
    view: View, score: Score, tickets: Sequence[int], demand: Demand, room: NDArray[np.int64]
) -> PlacesProblem | None:
    """Build the problem; None if loads change the score of each ticket in its own way.

    Agents are in the order of the tie-break chain, so that of equals the first is taken.

    Parameters
    ----------
    view, score, tickets, demand
        As for ``pose``.
    room
        How many of the tickets each agent could take.

    Raises
    ------
    ValueError
        If the score grows with the load.
    """
    parts = apart_from_loads(score)
    if parts is None:
        return None
    lasting, by_load = parts
    chain = np.array(sorted(range(view.n_agents), key=view.workload.tie_key), dtype=np.intp)
    kinds, kind_of_ticket = number_kinds(view, lasting, tickets)
    candidates = [view.candidates(ticket) for ticket in kinds]
    scores = score_kinds(view, lasting, kinds, candidates)[:, chain]
    places, asks = room[chain], None
    if by_load is not None and len(tickets):
        levels = _levels(view, by_load, tickets[0], demand, room)[:, chain]
        scores = scores + levels[0]
        # Where loads forbid a further ticket, there is no place.
        places = np.minimum(places, (levels > -np.inf).sum(axis=0))
        exists = np.arange(len(levels))[:, np.newaxis] < places
        asks = (levels[0] - levels).T[exists.T]
    kind = np.array(kind_of_ticket, dtype=np.intp)
    return PlacesProblem(list(tickets), kind, scores, places, chain, asks=asks)


def _levels(
    view: View, score: Score, ticket: int, demand: Demand, room: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Score each agent with so many tickets more, ``shape (most room or 1, agents)``."""
    draft = view.draft()
    levels = np.tile(score_row(draft, score, ticket), (max(int(room.max(initial=0)), 1), 1))
    for taken in range(1, len(levels)):
        having = np.flatnonzero(room > taken)
        for agent in having.tolist():
            draft.workload.take(agent, demand, draft.now_us)
        levels[taken] = levels[taken - 1]
        levels[taken, having] = score_row(draft, score, ticket)[having]
        require_falling(score, levels[taken - 1], levels[taken])
    falling: NDArray[np.float64] = np.minimum.accumulate(levels, axis=0)
    return falling


def require_falling(score: Score, before: NDArray[np.float64], after: NDArray[np.float64]) -> None:
    """Refuse a score that makes a busier agent better: its sum would depend on the order."""
    if (after > before + _SAME).any():
        raise refuse("OptimalAssignment.score", "a score that does not grow with the load", score)
