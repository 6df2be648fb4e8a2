"""Which hour of which weekday it was, on the wall clock of a zone."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import duration_to_microseconds, from_microseconds, refuse

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS: Final = 24
_CELLS: Final = len(WEEKDAYS) * HOURS
_QUARTER: Final = duration_to_microseconds(timedelta(minutes=15))
_MOST_QUARTERS: Final = 4 * 24 * 366 * 50


@attrs.frozen(eq=False)
class HoursOfTheWeek:
    """The hours of the week through which a window goes.

    Parameters
    ----------
    edges
        Instants between which the hour on the clock does not change; microseconds, int64, shape
        (k + 1,).
    cell
        Weekday times 24 plus hour, between them; int64, shape (k,).
    """

    edges: NDArray[np.int64]
    cell: NDArray[np.int64]

    def lengths(self) -> NDArray[np.float64]:
        """Give how many hours of each sort the window has; float64, shape (7, 24)."""
        hours = np.diff(self.edges) / (4 * _QUARTER)
        sums = np.bincount(self.cell, hours, _CELLS).astype(np.float64)
        return sums.reshape(-1, HOURS)

    def count(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count instants of the window by the hour in which they lie; int64, shape (7, 24).

        The end of the window belongs to its last hour; what lies outside does not count.
        """
        if not len(self.cell):
            return np.zeros((len(WEEKDAYS), HOURS), dtype=np.int64)
        inside = instants[(instants >= self.edges[0]) & (instants <= self.edges[-1])]
        places = np.searchsorted(self.edges, inside, side="right") - 1
        cells = self.cell[np.minimum(places, len(self.cell) - 1)]
        return np.bincount(cells, minlength=_CELLS).reshape(-1, HOURS)


def hours_of_the_week(first: int, last: int, zone: tzinfo) -> HoursOfTheWeek:
    """Find the hours of the week between two instants, in microseconds.

    Clocks of all zones differ from UTC by whole quarters of an hour, and are changed at such.
    """
    if (last - first) // _QUARTER > _MOST_QUARTERS:
        raise refuse("window", "at most 50 years", timedelta(microseconds=last - first))
    inner = range(first - first % _QUARTER + _QUARTER, last, _QUARTER)
    edges = [first, *inner, last] if last > first else [first]
    walls = [from_microseconds(each, zone) for each in edges[:-1]]
    cells = [wall.weekday() * HOURS + wall.hour for wall in walls]
    return HoursOfTheWeek(np.array(edges, dtype=np.int64), np.array(cells, dtype=np.int64))


def week_lines(cells: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Give the columns of a table: a row for each hour, a column for each weekday."""
    hours = {"hour": [f"{hour:02}:00" for hour in range(HOURS)]}
    return hours | {day: list(column) for day, column in zip(WEEKDAYS, cells, strict=True)}
