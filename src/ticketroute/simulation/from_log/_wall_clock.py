"""What the wall clock showed: hours, weekdays and dates of many instants."""

from datetime import tzinfo
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import from_microseconds

QUARTER: Final = 15 * 60 * 1_000_000
"""Clocks of all zones differ from UTC by whole quarters of an hour, and are changed at such."""

HOURS: Final = 24
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@attrs.frozen(eq=False)
class WallClock:
    """Hours and days of some instants.

    Parameters
    ----------
    hour
        0 to 23; int64, shape (n,).
    day
        The date as a number, that of 1 January of year 1 being 1; int64, shape (n,).
    """

    hour: NDArray[np.int64]
    day: NDArray[np.int64]

    @property
    def weekday(self) -> NDArray[np.int64]:
        """0 for Monday to 6; int64, shape (n,)."""
        return weekday_of(self.day)


def weekday_of(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give weekdays of dates, 0 for Monday to 6."""
    return (day - 1) % 7


def wall_clock(instants: NDArray[np.int64], zone: tzinfo) -> WallClock:
    """Read the wall clock of a zone; each quarter of an hour is looked up once."""
    quarters, places = np.unique(instants // QUARTER, return_inverse=True)
    walls = [from_microseconds(each * QUARTER, zone) for each in quarters.tolist()]
    hour = np.array([wall.hour for wall in walls], dtype=np.int64)
    day = np.array([wall.toordinal() for wall in walls], dtype=np.int64)
    return WallClock(hour[places], day[places])
