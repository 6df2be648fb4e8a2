"""Who should: preferences for pairs of ticket and agent, and weighted sums of them."""

from ticketroute.scores._affinity import Affinity
from ticketroute.scores._fewest_skills import FewestSkills
from ticketroute.scores._match_count import MatchCount
from ticketroute.scores._nearest_proficiency import NearestProficiency
from ticketroute.scores._nearness import Nearness
from ticketroute.scores._predicted_finish import PredictedFinish
from ticketroute.scores._protocol import Score, qualified_ranks, qualified_scores, score_row
from ticketroute.scores._quickness import Quickness
from ticketroute.scores._skill_fit import SkillFit
from ticketroute.scores._spare_capacity import SpareCapacity
from ticketroute.scores._weighted_sum import Term, WeightedSum, apart_from_loads, score_terms

__all__ = [
    "Affinity",
    "FewestSkills",
    "MatchCount",
    "NearestProficiency",
    "Nearness",
    "PredictedFinish",
    "Quickness",
    "Score",
    "SkillFit",
    "SpareCapacity",
    "Term",
    "WeightedSum",
    "apart_from_loads",
    "qualified_ranks",
    "qualified_scores",
    "score_row",
    "score_terms",
]
