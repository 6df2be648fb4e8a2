"""A column that grows: one buffer, read as an array or as single numbers."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)


class Column:
    """Integers in one growing buffer.

    Attributes
    ----------
    at
        The buffer as a window of single numbers, ``column.at[3]``: about half the price of an
        array element. Take it anew after the column has grown.
    """

    __slots__ = ("_buffer", "_size", "at")

    def __init__(self) -> None:
        self._size = 0
        self._hold(np.empty(16, dtype=np.int64))

    def _hold(self, buffer: NDArray[np.int64]) -> None:
        self._buffer = buffer
        self.at: memoryview[int] = buffer.data

    def __len__(self) -> int:
        return self._size

    @property
    def array(self) -> NDArray[np.int64]:
        """All numbers, as an array on the buffer."""
        return self._buffer[: self._size]

    def append(self, number: int) -> None:
        """Add a number at the end."""
        if self._size == len(self._buffer):
            self._grow(self._size + 1)
        self.at[self._size] = number
        self._size += 1

    def extend(self, numbers: NDArray[np.int64]) -> None:
        """Add numbers at the end; arrays taken before keep showing the old ones."""
        size = self._size + len(numbers)
        if size > len(self._buffer):
            self._grow(size)
        self._buffer[self._size : size] = numbers
        self._size = size

    def _grow(self, size: int) -> None:
        larger: NDArray[np.int64] = np.empty(2 * size, dtype=np.int64)
        larger[: self._size] = self.array
        self._hold(larger)

    def copy(self) -> "Column":
        """Copy the numbers into a column of their own."""
        twin = Column()
        twin.extend(self.array)
        return twin


def read_only(array: NDArray[_Number]) -> NDArray[_Number]:
    """Give a window on an array through which it cannot be written."""
    window = array.view()
    window.flags.writeable = False
    return window
