"""To whoever is likely to be done with it first."""

import attrs

from ticketroute.scores import PredictedFinish, Score
from ticketroute.strategies._greedy import Greedy
from ticketroute.strategies._in_turn import require_callable


@attrs.frozen
class EarliestFinish(Greedy):
    """Each ticket to the candidate whose predicted finish is earliest; ties by the chain.

    :class:`Greedy` by the score :class:`~ticketroute.scores.PredictedFinish`, which counts the
    expected work in hand instead of tickets. Trap: it is as good as the handling times, and sends
    much to those who are quick.

    Examples
    --------
    >>> EarliestFinish().score.reads
    ('type',)
    """

    score: Score = attrs.field(factory=PredictedFinish, kw_only=False, validator=require_callable)
