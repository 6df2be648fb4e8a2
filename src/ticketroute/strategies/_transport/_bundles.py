"""Tickets of the same row in bundles: one by one where waiting begins, and coarser farther away.

How many tickets of a row are served hangs on few of its penalties, those near what the row pays for
service. The others are served or wait for certain, and need not be looked at one by one.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._smoothed import Crowd

_SINGLE: Final = 9
"""So many tickets on either side of where waiting begins are looked at one by one."""
_GROWTH: Final = 1.25
"""From there on each bundle ends so many times farther away than the one before."""


def bundles(penalties: Penalties, value: Integers, capacity: NDArray[np.float64]) -> Crowd:
    """Put tickets into bundles.

    Parameters
    ----------
    penalties
        The tickets.
    value
        ``int64, shape (rows,)``, what tickets of each row pay for service at some prices.
    capacity
        ``float, shape (m,)``, places of agents.
    """
    first, last = penalties.start[:-1, None], penalties.start[1:, None]
    margin = first + penalties.above(value)[0][:, None]
    longest = int((last - first).max())
    ends = np.clip(margin + _distances(longest), first, last)
    row = np.repeat(np.arange(len(value)), ends.shape[1] - 1)
    begin, end = ends[:, :-1].ravel(), ends[:, 1:].ravel()
    some = np.flatnonzero(end > begin)
    row, begin, end = row[some], begin[some], end[some]
    count = (end - begin).astype(np.float64)
    before = np.concatenate(([0], np.cumsum(penalties.value)))
    above = penalties.value[np.maximum(begin - 1, penalties.start[row])]
    below = penalties.value[np.minimum(end, penalties.start[row + 1] - 1)]
    return Crowd(
        row_of=row,
        penalty=(before[end] - before[begin]) / count,
        count=count,
        blur=(above - below) / 2,
        capacity=capacity,
    )


def _distances(longest: int) -> Integers:
    """Give how far from the margin bundles end, on both sides; the last are beyond all tickets."""
    steps = int(np.ceil(np.log(max(longest, 1) / _SINGLE) / np.log(_GROWTH))) + 1
    farther = np.ceil(_SINGLE * _GROWTH ** np.arange(1, max(steps, 0) + 1)).astype(np.int64)
    one_side = np.unique(np.concatenate((np.arange(1, _SINGLE + 1), farther, [longest])))
    return np.concatenate((-one_side[::-1], [0], one_side))
