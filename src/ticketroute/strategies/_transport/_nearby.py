"""Pairs near the cheapest of their rows, again and again, at prices that move little."""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._rows import Integers, Rows, SparseRows

_SPARE: Final = 3
"""So many times farther than asked for is looked, so that the next questions need no new look."""


class Nearby:
    """The pairs near the cheapest of their rows, found among those found last where that is sure.

    Parameters
    ----------
    rows
        All pairs.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kept: SparseRows | None = None
        self._price: Integers = np.empty(0, dtype=np.int64)
        self._within = 0
        self.scans = 0

    def find(self, price: Integers, within: int) -> SparseRows:
        """Give the pairs whose cost plus price exceeds the least of the row by so much or less."""
        if self._kept is None or np.ptp(price - self._price) + within > self._within:
            self._price, self._within = price, _SPARE * within
            self._kept = self._rows.near(price, self._within)
            self.scans += 1
        return self._kept.near(price, within)
