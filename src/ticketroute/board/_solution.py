"""How good a plan is that was optimised as a whole."""

import attrs


@attrs.frozen
class Solution:
    """How good a plan is that was optimised as a whole.

    Parameters
    ----------
    method
        What found it; the name of a heuristic says so.
    score
        Sum of the scores of the pairs.
    bound
        No plan that serves the same tickets has a larger sum.
    is_optimal
        True only when this is proven.
    """

    method: str
    score: float
    bound: float
    is_optimal: bool

    @property
    def gap(self) -> float:
        """How far the score can be from the best, at most; 0 when it is optimal."""
        return 0.0 if self.is_optimal else max(self.bound - self.score, 0.0)
