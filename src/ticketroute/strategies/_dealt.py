"""Who gets what in a plan for all tickets together, and what that is worth."""

import attrs
import numpy as np
from numpy.typing import NDArray


@attrs.frozen(eq=False)
class Dealt:
    """The outcome of a problem.

    Attributes
    ----------
    agents
        The agent of each ticket, or `NOBODY`; ``ndarray of intp``.
    score
        The sum of the scores of the pairs.
    penalties
        What it costs that the others wait.
    rounding
        By how much the value may be smaller than the largest.
    """

    agents: NDArray[np.intp]
    score: float
    penalties: float = 0.0
    rounding: float = 0.0

    @property
    def value(self) -> float:
        """What is as large as can be."""
        return self.score - self.penalties
