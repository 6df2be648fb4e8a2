"""To whoever is quickest."""

import attrs

from ticketroute.scores import Quickness, Score
from ticketroute.strategies._greedy import Greedy
from ticketroute.strategies._in_turn import require_callable


@attrs.frozen
class FastestFirst(Greedy):
    """Each ticket to the quickest candidate with room; ties by the chain.

    :class:`Greedy` by the score :class:`~ticketroute.scores.Quickness`: for calls that must not
    ring. Trap: the quickest are never idle; limit what they have in hand, or take it for one kind
    of ticket only (:class:`ByCase`).

    Examples
    --------
    >>> FastestFirst()
    FastestFirst(order=EarliestDue(), score=Quickness())
    """

    score: Score = attrs.field(factory=Quickness, kw_only=False, validator=require_callable)
