"""Rules that let a customer's tier count on top of another rule."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla.urgency._asking import asked, ordering_of
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._checks import require_rule
from ticketroute.sla.urgency._protocols import Ordering, UrgencyRule


@attrs.frozen
class TierFirst:
    """Highest tier first, whatever the others wait for; within a tier by another rule.

    Number: a whole number that holds the place of the tier and the rank of the other rule's
    number among all rows, so the order within a tier is exactly that rule's; its numbers and
    gaps are gone, also for a mix. Tickets without a tier come after all others. For agreements
    that say so. Trap: while the first tier keeps everybody busy, the rest starve; a
    :class:`TierFactor` lets them be served when they have waited enough.

    Parameters
    ----------
    rule
        What orders the tickets of one tier. Those about which it says nothing, for want of a
        target, come last within their tier.

    Examples
    --------
    >>> from ticketroute.sla.urgency import OldestFirst
    >>> created, tier = np.array([10, 20, 5, 15]), np.array([2, 1, 0, 2])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), tier=tier)
    >>> np.argsort(-TierFirst(OldestFirst())(backlog, 30)).tolist()
    [1, 0, 3, 2]
    """

    rule: UrgencyRule

    ordering = Ordering.GENERAL

    def __attrs_post_init__(self) -> None:
        require_rule("TierFirst.rule", self.rule)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by tier, then by the rule."""
        distinct, ranks = np.unique(asked(self.rule, backlog, now), return_inverse=True)
        tier = backlog.tier
        places = np.where(tier == 0, tier.max(initial=0) + 1, tier)
        numbers = np.multiply(places, -float(len(distinct)))
        numbers += ranks
        return numbers


@attrs.frozen
class TierFactor:
    """Another rule's numbers times the ticket's weight.

    Number: ``weight * number``, in the rule's unit. So a tier of weight 3 is three times as
    urgent, and still waits while others are more than that. It asks for a rule whose numbers mean
    an amount of urgency and are never below 0, such as :class:`ShareOfTargetUsed`,
    :class:`LinearAgeing` or :class:`CMu`. Trap: a factor on minus a due time would put the
    customers that count most last, and is refused when it happens. Do not use it on rules that
    weigh tickets already.

    Parameters
    ----------
    rule
        Whose numbers are multiplied.

    Raises
    ------
    ValueError
        When asked, if a number of the rule is below 0 and finite.

    Examples
    --------
    >>> from ticketroute.sla.urgency import ShareOfTargetUsed
    >>> created, target = np.array([0, 0, 0]), np.array([50, 100, 0])
    >>> weight = np.array([1.0, 3.0, 3.0])
    >>> backlog = Backlog.around_the_clock(created, target, weight=weight)
    >>> TierFactor(ShareOfTargetUsed())(backlog, 25).tolist()
    [0.5, 0.75, -inf]
    """

    rule: UrgencyRule

    def __attrs_post_init__(self) -> None:
        require_rule("TierFactor.rule", self.rule)

    @property
    def ordering(self) -> Ordering:
        """Static if the rule is; even slopes are uneven once they are multiplied."""
        static = ordering_of(self.rule) is Ordering.STATIC
        return Ordering.STATIC if static else Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the rule's number times the weight."""
        numbers = asked(self.rule, backlog, now)
        wrong = (numbers < 0) & (numbers > -np.inf)
        if wrong.any():
            least = float(numbers[wrong].min())
            raise refuse(f"urgency of {self.rule!r}", "numbers of at least 0", least)
        return numbers * backlog.weight
