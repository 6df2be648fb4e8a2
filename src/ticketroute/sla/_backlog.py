"""The waiting tickets as plain columns, which is all that an urgency rule sees."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

NO_DUE: Final = np.iinfo(np.int64).max
"""Stands in a column of due times for a ticket without one: later than any instant."""


@attrs.frozen(eq=False)
class Backlog:
    """Columns of waiting tickets, all of the same length; times in microseconds since 1970 UTC.

    Parameters
    ----------
    created
        When each ticket arrived, ``ndarray of int64``.
    due
        When each is due; ``NO_DUE`` for a ticket without a target.
    target
        Time allowed from arrival to due, in microseconds; 0 for a ticket without a target.
    level
        Priority level, 1 is the highest; 0 for unknown.
    """

    created: NDArray[np.int64]
    due: NDArray[np.int64]
    target: NDArray[np.int64]
    level: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.created)
