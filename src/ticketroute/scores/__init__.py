"""Who should: preferences for pairs of ticket and agent, and weighted sums of them."""

from ticketroute.scores._affinity import Affinity
from ticketroute.scores._protocol import Score, qualified_scores, score_row
from ticketroute.scores._skill_fit import SkillFit
from ticketroute.scores._spare_capacity import SpareCapacity
from ticketroute.scores._weighted_sum import Term, WeightedSum, score_terms

__all__ = [
    "Affinity",
    "Score",
    "SkillFit",
    "SpareCapacity",
    "Term",
    "WeightedSum",
    "qualified_scores",
    "score_row",
    "score_terms",
]
