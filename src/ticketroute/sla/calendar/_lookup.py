"""Which run does an instant fall into, for a million instants at a time."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_MOST_SLOTS: Final = 1 << 18
_MOST_STEPS: Final = 4


class Lookup:
    """Finds numbers in a sorted column: the position of the last key not above each.

    The keys are spread over slots whose width is a power of two. A slot knows the last key at its
    start; the few keys inside it are stepped over. Where keys are too uneven for that, bisection
    finds them. Either way the answer is ``numpy.searchsorted(keys, values, side="right") - 1``.

    Parameters
    ----------
    keys
        Ascending integers, at least one.
    """

    __slots__ = ("_first", "_keys", "_next", "_shift", "_slots", "_steps")

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._keys = keys
        self._next = np.append(keys[1:], np.iinfo(np.int64).max)
        self._first = int(keys[0])
        span = int(keys[-1]) - self._first
        gaps = np.diff(keys)
        closest = int(gaps.min(where=gaps > 0, initial=span + 1))
        self._shift = max(closest.bit_length() - 1, (span // _MOST_SLOTS).bit_length())
        edges = self._first + (np.arange((span >> self._shift) + 2) << self._shift)
        self._slots = np.searchsorted(keys, edges, side="right") - 1
        self._steps = int(np.diff(self._slots).max(initial=0))

    def find(self, values: NDArray[np.int64]) -> NDArray[np.intp]:
        """Give the position of the last key that is at most each value; none is below all keys."""
        if self._steps > _MOST_STEPS:
            return np.searchsorted(self._keys, values, side="right") - 1
        slots = values - self._first
        slots >>= self._shift
        position = self._slots.take(slots, mode="clip")
        for _ in range(self._steps):
            position += self._next.take(position, mode="clip") <= values
        return position
