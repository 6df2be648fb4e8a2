"""Takers of a group in bundles: one by one where their part begins, and coarser farther away.

How many tickets of a row are served hangs on few of its penalties, those near what the row pays for
service. The others are served or wait for certain, and need not be looked at one by one. So it is
with the places of an agent, near the price.
"""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._smoothed import Takers

_SINGLE: Final = 9
"""So many on either side of the margin are looked at one by one."""
_GROWTH: Final = 1.25
"""From there on each bundle ends so many times farther away than the one before."""


def bundles_of_tickets(penalties: Penalties, value: Integers) -> Takers:
    """Put tickets into bundles.

    Parameters
    ----------
    penalties
        The tickets.
    value
        ``int64, shape (rows,)``, what tickets of each row pay for service at some prices.
    """
    certain = penalties.above(value)[0]
    return _bundles(penalties.value, np.ones_like(penalties.value), penalties.start, certain)


def bundles_of_places(offers: Offers, price: Integers) -> Takers:
    """Put places into bundles.

    Parameters
    ----------
    offers
        The places.
    price
        ``int64, shape (m,)``, prices at which they may be used.
    """
    return _bundles(-offers.ask, offers.counts, offers.start, offers.steps_below(price))


def _bundles(value: Integers, number: Integers, start: Integers, margin: Integers) -> Takers:
    """Put into bundles what is sorted by group, then by falling value.

    Parameters
    ----------
    value, number
        ``shape (n,)``: the values, and how many have each.
    start
        ``shape (groups + 1,)``, where each group begins.
    margin
        ``shape (groups,)``, how many of each group take part.
    """
    first, last = start[:-1, None], start[1:, None]
    ends = np.clip(first + margin[:, None] + _distances(int((last - first).max())), first, last)
    group = np.repeat(np.arange(len(margin)), ends.shape[1] - 1)
    begin, end = ends[:, :-1].ravel(), ends[:, 1:].ravel()
    before = np.concatenate(([0], np.cumsum(number)))
    some = np.flatnonzero(before[end] > before[begin])
    group, begin, end = group[some], begin[some], end[some]
    count = (before[end] - before[begin]).astype(np.float64)
    sums = np.concatenate(([0], np.cumsum(value * number)))
    above, below = (
        value[np.maximum(begin - 1, start[group])],
        value[np.minimum(end, start[group + 1] - 1)],
    )
    return Takers(
        group=group,
        value=(sums[end] - sums[begin]) / count,
        count=count,
        blur=(above - below) / 2,
    )


def _distances(longest: int) -> Integers:
    """Give how far from the margin bundles end, on both sides; the last are beyond everything."""
    steps = int(np.ceil(np.log(max(longest, 1) / _SINGLE) / np.log(_GROWTH))) + 1
    farther = np.ceil(_SINGLE * _GROWTH ** np.arange(1, max(steps, 0) + 1)).astype(np.int64)
    one_side = np.unique(np.concatenate((np.arange(1, _SINGLE + 1), farther, [longest])))
    return np.concatenate((-one_side[::-1], [0], one_side))
