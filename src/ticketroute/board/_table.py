"""A table that grows and shrinks: columns of integers in one buffer, without a gap."""

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
    columns
        All numbers, shape (width, rows): a window on the buffer, valid until the next change.
    """

    __slots__ = ("_buffer", "columns")

    def __init__(self, width: int) -> None:
        self._buffer: NDArray[np.int64] = np.empty((width, 16), dtype=np.int64)
        self.columns: NDArray[np.int64] = self._buffer[:, :0]

    def __len__(self) -> int:
        rows: int = self.columns.shape[1]
        return rows

    def extend(self, rows: NDArray[np.int64]) -> None:
        """Add rows at the end, given by column: shape (width, new rows)."""
        first, size = len(self), len(self) + rows.shape[1]
        if size > self._buffer.shape[1]:
            larger: NDArray[np.int64] = np.empty((len(rows), 2 * size), dtype=np.int64)
            larger[:, :first] = self.columns
            self._buffer = larger
        self._buffer[:, first:size] = rows
        self.columns = self._buffer[:, :size]

    def drop(self, row: int) -> None:
        """Take a row away; the last one moves to its place."""
        last = len(self) - 1
        self._buffer[:, row] = self._buffer[:, last]
        self.columns = self._buffer[:, :last]

    def copy(self) -> "Table":
        """Copy the numbers into a table of their own."""
        twin = Table(len(self.columns))
        twin.extend(self.columns)
        return twin
