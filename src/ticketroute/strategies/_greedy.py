"""Best score first, one ticket after the other."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.scores import (
    Affinity,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
    qualified_ranks,
    qualified_scores,
    score_row,
    score_terms,
)
from ticketroute.strategies._in_turn import InTurn, require_callable


@attrs.frozen
class Greedy(InTurn):
    """Each ticket, most urgent first, to the candidate with the largest score.

    Makes a strategy of any score. Loads count as they are when the ticket's turn comes.

    Parameters
    ----------
    score
        What rates the pairs; ``-inf`` forbids one.
    order
        Which ticket comes first.

    Examples
    --------
    >>> Greedy(SpareCapacity())
    Greedy(order=EarliestDue(), score=SpareCapacity())
    """

    may_hold = True

    score: Score = attrs.field(kw_only=False, validator=require_callable)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the largest score."""
        ranks = qualified_ranks(view, self.score, ticket)
        if ranks is not None:
            return view.first_ranked(ticket, ranks)
        return view.best_qualified(ticket, qualified_scores(view, self.score, ticket))

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the score does not forbid the pair."""
        return bool(score_row(view, self.score, ticket)[agent] > -np.inf)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give the parts of the score, for explanations."""
        return score_terms(view, self.score, ticket)


SKILL_WEIGHTED = WeightedSum(
    [
        Term("skill fit", SkillFit(), 1.0),
        Term("affinity", Affinity(), 1.0),
        Term("spare capacity", SpareCapacity(), 0.5),
    ]
)
"""The score that `SkillWeighted` and `OptimalAssignment` go by unless told otherwise."""


@attrs.frozen
class SkillWeighted(Greedy):
    """Each ticket to the candidate who suits it best and is not the busiest.

    The score is skill fit (weight 1) + affinity (1) + free share of capacity (0.5), each from 0
    to 1; give another `score` for other weights.

    Examples
    --------
    >>> strategy = SkillWeighted()
    >>> [(term.name, term.weight) for term in strategy.score.terms]
    [('skill fit', 1.0), ('affinity', 1.0), ('spare capacity', 0.5)]
    """

    score: Score = attrs.field(default=SKILL_WEIGHTED, kw_only=False, validator=require_callable)
