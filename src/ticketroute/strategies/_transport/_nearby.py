"""Pairs near the cheapest of their rows, again and again, at prices that move little."""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._rows import Integers, Rows, SparseRows

_SPARE: Final = 4
"""So many times farther than asked for is looked, so that the next questions need no new look."""
_WIDE: Final = 16
"""What was seen so many times farther than asked for is narrowed down first."""


@attrs.frozen(eq=False)
class _Seen:
    """The pairs that were within a margin at some prices."""

    pairs: SparseRows
    price: Integers
    margin: int

    def with_new(self, rows: Rows) -> "_Seen":
        """Add the pairs of rows that were not there yet."""
        first = self.pairs.shape[0]
        if first == rows.shape[0]:
            return self
        new = rows.take(np.arange(first, rows.shape[0])).near(self.price, self.margin)
        return attrs.evolve(self, pairs=self.pairs.with_rows(new))

    def covers(self, price: Integers, within: int) -> bool:
        """Say whether all pairs within a margin at other prices are among these."""
        return int(np.ptp(price - self.price)) + within <= self.margin


class Nearby:
    """The pairs near the cheapest of their rows, found among those found last where that is sure.

    Parameters
    ----------
    rows
        All pairs.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._seen: list[_Seen] = []
        """Each among the pairs of the one before."""

    def extend(self, rows: Rows) -> None:
        """Take note of rows that were added; `rows` has them after those that were there."""
        self._rows = rows

    def find(self, price: Integers, within: int) -> SparseRows:
        """Give the pairs whose cost plus price exceeds the least of the row by so much or less."""
        while self._seen and not self._seen[-1].covers(price, within):
            self._seen.pop()
        self._seen = [seen.with_new(self._rows) for seen in self._seen]
        if not self._seen or self._seen[-1].margin > _WIDE * (within + 1):
            among = self._seen[-1].pairs if self._seen else self._rows
            margin = _SPARE * (within + 1)
            self._seen.append(_Seen(among.near(price, margin), price.copy(), margin))
        return self._seen[-1].pairs.near(price, within)
