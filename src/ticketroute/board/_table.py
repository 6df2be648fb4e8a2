"""A table that grows and shrinks: columns of integers in one buffer, without a gap."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


class Table:
    """Rows of integers, kept by column.

    Parameters
    ----------
    width
        How many columns there are.

    Attributes
    ----------
    cells
        A window of single numbers for each column, ``table.cells[column][row]``. Take it anew
        after the table has grown.
    """

    __slots__ = ("_buffer", "_size", "cells")

    def __init__(self, width: int) -> None:
        self._size = 0
        self._hold(np.empty((width, 16), dtype=np.int64))

    def _hold(self, buffer: NDArray[np.int64]) -> None:
        self._buffer = buffer
        self.cells: list[memoryview[int]] = [column.data for column in buffer]

    def __len__(self) -> int:
        return self._size

    @property
    def columns(self) -> NDArray[np.int64]:
        """All numbers, shape (width, rows): a window on the buffer, valid until the next change."""
        return self._buffer[:, : self._size]

    def append(self, row: Iterable[int]) -> None:
        """Add a row at the end."""
        size = self._size
        if size == self._buffer.shape[1]:
            self._grow(size + 1)
        for cells, number in zip(self.cells, row, strict=True):
            cells[size] = number
        self._size = size + 1

    def extend(self, rows: NDArray[np.int64]) -> None:
        """Add rows at the end, given by column: shape (width, new rows)."""
        size = self._size + rows.shape[1]
        if size > self._buffer.shape[1]:
            self._grow(size)
        self._buffer[:, self._size : size] = rows
        self._size = size

    def _grow(self, size: int) -> None:
        larger: NDArray[np.int64] = np.empty((len(self._buffer), 2 * size), dtype=np.int64)
        larger[:, : self._size] = self.columns
        self._hold(larger)

    def drop(self, row: int) -> None:
        """Take a row away; the last one moves to its place."""
        self._size -= 1
        last = self._size
        for cells in self.cells:
            cells[row] = cells[last]

    def copy(self) -> "Table":
        """Copy the numbers into a table of their own."""
        twin = Table(len(self._buffer))
        twin.extend(self.columns)
        return twin
