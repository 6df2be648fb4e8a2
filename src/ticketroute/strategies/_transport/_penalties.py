"""What tickets pay for waiting, by kind: those who pay most are served first."""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._bisect import bisect_groups
from ticketroute.strategies._transport._rows import Integers, Places

NEVER: Final = 1 << 60
"""Stands for what nobody pays or asks: there is no such ticket, or no such place."""


@attrs.frozen(eq=False)
class Penalties:
    """What tickets pay for waiting, by row, largest first.

    Attributes
    ----------
    value
        ``shape (n,)``.
    start
        ``shape (rows + 1,)``, where the tickets of each row begin.
    ticket
        ``shape (n,)``, which ticket each is.
    """

    value: Integers
    start: Integers
    ticket: Places

    @classmethod
    def of(cls, penalty: Integers, row_of: Places | None, n_rows: int) -> "Penalties":
        """Sort penalties into their rows; of equals the earlier ticket comes first."""
        if row_of is None:
            return cls(penalty, np.arange(n_rows + 1), np.arange(n_rows))
        order = np.lexsort((-penalty, row_of))
        start = np.zeros(n_rows + 1, dtype=np.int64)
        np.cumsum(np.bincount(row_of, minlength=n_rows), out=start[1:])
        return cls(penalty[order], start, order)

    def above(self, value: Integers) -> tuple[Integers, Integers]:
        """Count the tickets of each row whose penalty is larger than a value, and those equal."""
        negative = -self.value
        larger = bisect_groups(negative, self.start, -value)
        return larger, bisect_groups(negative, self.start, -value, also_equal=True) - larger

    def with_row(self) -> "Penalties":
        """Add a row without tickets."""
        return attrs.evolve(self, start=np.append(self.start, self.start[-1]))

    def with_ticket(self, row: int, value: int, ticket: int) -> "Penalties":
        """Add a ticket to a row, after those whose penalties are as large."""
        first, last = self.start[row : row + 2].tolist()
        at = first + int(np.searchsorted(-self.value[first:last], -value, side="right"))
        start = self.start.copy()
        start[row + 1 :] += 1
        return Penalties(_with(self.value, at, value), start, _with(self.ticket, at, ticket))

    def without_ticket(self, row: int, ticket: int) -> "Penalties":
        """Take a ticket out of a row."""
        first, last = self.start[row : row + 2].tolist()
        at = first + int(np.flatnonzero(self.ticket[first:last] == ticket)[0])
        start = self.start.copy()
        start[row + 1 :] -= 1
        return Penalties(_without(self.value, at), start, _without(self.ticket, at))


# numpy's own insert and delete take any index, and three times as long.
def _with(values: Integers, at: int, value: int) -> Integers:
    return np.concatenate((values[:at], (value,), values[at:]))


def _without(values: Integers, at: int) -> Integers:
    return np.concatenate((values[:at], values[at + 1 :]))
