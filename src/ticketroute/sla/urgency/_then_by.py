"""One rule, and another one where it does not tell tickets apart."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._asking import asked
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._checks import require_rule
from ticketroute.sla.urgency._protocols import Ordering, UrgencyRule


@attrs.frozen
class ThenBy:
    """A rule, and a second one for tickets that are equal by the first: a secondary key.

    Number: the place by the first rule, from below, plus the place by the second as a part of 1. So
    only the order means something, and only among the tickets that are asked about together.
    Nest it for a third key. Trap: a first rule that is nearly continuous, such as age, leaves
    nothing to the second.

    Parameters
    ----------
    first, second
        The rules.

    Examples
    --------
    >>> from ticketroute.sla.urgency import EarliestDue, StrictLevels
    >>> level, due = np.array([2, 1, 1]), np.array([10, 30, 20])
    >>> backlog = Backlog.around_the_clock(np.zeros(3, dtype=int), due, level)
    >>> ThenBy(StrictLevels(), EarliestDue())(backlog, 50).argsort()[::-1].tolist()
    [2, 1, 0]
    """

    ordering = Ordering.GENERAL

    first: UrgencyRule
    second: UrgencyRule

    def __attrs_post_init__(self) -> None:
        require_rule("ThenBy.first", self.first)
        require_rule("ThenBy.second", self.second)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the first rule, then by the second."""
        places = [_places(asked(rule, backlog, now)) for rule in (self.first, self.second)]
        numbers: NDArray[np.float64] = places[0] + places[1] / (len(backlog) + 1)
        return numbers


def _places(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the place of each number, from 0 for the smallest; equal numbers share one."""
    _, places = np.unique(numbers, return_inverse=True)
    return places.astype(np.float64)
