"""To whoever can do little else, so that the most flexible stay free."""

import attrs

from ticketroute.scores import FewestSkills, Score
from ticketroute.strategies._greedy import Greedy
from ticketroute.strategies._in_turn import require_callable


@attrs.frozen
class SpecialistsFirst(Greedy):
    """Each ticket to the candidate with the fewest skills; ties by the chain.

    :class:`Greedy` by the score :class:`~ticketroute.scores.FewestSkills`. Whoever can do many
    things stays free for what only he or she can do. Trap: where there is little to do, the most
    flexible get nothing at all.

    Examples
    --------
    >>> SpecialistsFirst()
    SpecialistsFirst(order=EarliestDue(), score=FewestSkills())
    """

    score: Score = attrs.field(factory=FewestSkills, kw_only=False, validator=require_callable)
