"""Takers of a group in bundles: one by one where their part begins, and coarser farther away.

How many tickets of a row are served hangs on few of its penalties, those near what the row pays for
service. The others are served or wait for certain, and need not be looked at one by one. So it is
with the places of an agent, near the price.
"""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._bisect import bisect_groups
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._smoothed import Takers

_SINGLE: Final = 9
"""So many on either side of the margin are looked at one by one."""
_GROWTH: Final = 1.25
"""From there on each bundle ends so many times farther away than the one before."""


@attrs.frozen(eq=False)
class Ladder:
    """Values that take part one after another, the highest first, in each group.

    Attributes
    ----------
    start
        ``shape (groups + 1,)``, where the steps of each group begin.
    value
        ``int64, shape (steps,)``, falling in each group.
    before
        ``int64, shape (steps + 1,)``, how many tickets or places there are before each step.
    worth
        ``int64, shape (steps + 1,)``, what they are worth together.
    """

    start: Integers
    value: Integers
    before: Integers
    worth: Integers

    @classmethod
    def of(cls, start: Integers, value: Integers, number: Integers) -> "Ladder":
        """Add up, once, how many tickets or places have each value."""
        zero = np.zeros(1, dtype=np.int64)
        before = np.concatenate((zero, np.cumsum(number)))
        return cls(start, value, before, np.concatenate((zero, np.cumsum(value * number))))

    def bundles(self, cost: Integers) -> Takers:
        """Put into bundles what may take part.

        Parameters
        ----------
        cost
            ``int64, shape (groups,)``, what it costs each group, by and large.
        """
        first, last = self.start[:-1, None], self.start[1:, None]
        margin = first + bisect_groups(-self.value, self.start, -cost)[:, None]
        ends = np.clip(margin + _distances(int((last - first).max())), first, last)
        group = np.repeat(np.arange(len(cost)), ends.shape[1] - 1)
        begin, end = ends[:, :-1].ravel(), ends[:, 1:].ravel()
        some = np.flatnonzero(self.before[end] > self.before[begin])
        group, begin, end = group[some], begin[some], end[some]
        count = (self.before[end] - self.before[begin]).astype(np.float64)
        above = self.value[np.maximum(begin - 1, self.start[group])]
        below = self.value[np.minimum(end, self.start[group + 1] - 1)]
        return Takers(
            group=group,
            value=(self.worth[end] - self.worth[begin]) / count,
            count=count,
            blur=(above - below) / 2,
        )


def ladder_of_tickets(penalties: Penalties) -> Ladder:
    """Order tickets by what they pay for waiting, at most."""
    return Ladder.of(penalties.start, penalties.value, np.ones_like(penalties.value))


def ladder_of_places(offers: Offers) -> Ladder:
    """Order places by what they ask, the cheapest first."""
    return Ladder.of(offers.start, -offers.ask, offers.counts)


def _distances(longest: int) -> Integers:
    """Give how far from the margin bundles end, on both sides; the last are beyond everything."""
    steps = int(np.ceil(np.log(max(longest, 1) / _SINGLE) / np.log(_GROWTH))) + 1
    farther = np.ceil(_SINGLE * _GROWTH ** np.arange(1, max(steps, 0) + 1)).astype(np.int64)
    one_side = np.unique(np.concatenate((np.arange(1, _SINGLE + 1), farther, [longest])))
    return np.concatenate((-one_side[::-1], [0], one_side))
