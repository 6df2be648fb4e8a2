"""Strict priority: no ticket of a level is served while one of a higher level waits."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._by_level import MOST_LEVELS
from ticketroute.sla.urgency._protocols import Ordering

_SPAN: Final = 2**53
_FURTHEST: Final = 2**52 - 2**10
"""From 1970 either way; what is left of a span is more than the roundings at its two ends."""


@attrs.frozen
class StrictLevels:
    """Highest priority level first, oldest first within a level; without a level last.

    Number: ``-((level - 1) * 2**53 + created)``, with arrivals in microseconds since 1970 UTC.
    So one number that never changes holds both, and a heap is enough. A float keeps 53 binary
    digits: arrivals are told apart to the microsecond at level 1, to 2 at level 2, 4 at levels 3
    and 4, 8 up to level 8, and to a millisecond without a level; what is closer together ties.
    Arrivals before 1827 or after 2112 count as at those limits, levels beyond 1000 as none.

    For teams whose agreements say "all of level 1 first". Trap: low levels starve as long as the
    higher ones keep everybody busy; :class:`AccumulatingPriority` and :class:`LinearAgeing` do
    not let them.

    Examples
    --------
    >>> created, level = np.array([10, 20, 5, 15]), np.array([2, 1, 0, 2])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), level)
    >>> np.argsort(-StrictLevels()(backlog, 30)).tolist()
    [1, 0, 3, 2]
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by level, then by arrival."""
        places = backlog.level - 1
        # Seen without a sign, -1 for an unknown level is larger than all others.
        numbers = np.multiply(np.minimum(places.view(np.uint64), MOST_LEVELS), -float(_SPAN))
        numbers -= np.clip(backlog.created, -_FURTHEST, _FURTHEST)
        return numbers
