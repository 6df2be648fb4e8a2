"""A column that grows: one buffer, read as an array or as single numbers."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)


class Column:
    """Integers in one growing buffer.

    Attributes
    ----------
    array
        All numbers, as an array on the buffer.
    at
        The same buffer as a window of single numbers, ``column.at[3]``: about half the price of
        an array element.
    """

    __slots__ = ("_buffer", "array", "at")

    def __init__(self) -> None:
        self._buffer: NDArray[np.int64] = np.empty(16, dtype=np.int64)
        self._show(0)

    def _show(self, size: int) -> None:
        self.array: NDArray[np.int64] = self._buffer[:size]
        self.at: memoryview[int] = self.array.data

    def extend(self, numbers: NDArray[np.int64]) -> None:
        """Add numbers at the end; windows taken before keep showing the old ones."""
        first = len(self.array)
        size = first + len(numbers)
        if size > len(self._buffer):
            larger: NDArray[np.int64] = np.empty(2 * size, dtype=np.int64)
            larger[:first] = self.array
            self._buffer = larger
        self._buffer[first:size] = numbers
        self._show(size)

    def copy(self) -> "Column":
        """Copy the numbers into a column of their own."""
        twin: Column = Column.__new__(Column)
        twin._buffer = self.array.copy()
        twin._show(len(self.array))
        return twin


def read_only(array: NDArray[_Number]) -> NDArray[_Number]:
    """Give a window on an array through which it cannot be written."""
    window = array.view()
    window.flags.writeable = False
    return window
