"""Working hours of agents over a period, as numbers."""

from bisect import bisect_right
from datetime import datetime
from itertools import accumulate

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import to_microseconds
from ticketroute.sla import Calendar

Instants = NDArray[np.int64]


def _work_before(hours: "Hours") -> list[int]:
    """Give the work before each range, and before what follows the last one."""
    lengths = (end - start for start, end in zip(hours.starts, hours.ends, strict=True))
    return list(accumulate(lengths, initial=0))


@attrs.frozen(eq=False)
class Hours:
    """When somebody works, within a period.

    Attributes
    ----------
    starts, ends
        The ranges, ascending and apart, in microseconds since 1970 UTC.
    """

    starts: list[int]
    ends: list[int]
    _before: list[int] = attrs.field(
        init=False, default=attrs.Factory(_work_before, takes_self=True)
    )

    @classmethod
    def of(cls, calendar: Calendar | None, first: datetime, last: datetime) -> "Hours":
        """Read the hours of a period off a calendar; without one they are the whole period."""
        if calendar is None:
            return cls([to_microseconds(first)], [to_microseconds(last)])
        windows = calendar.intervals(first, last)
        return cls(
            [to_microseconds(window.start) for window in windows],
            [to_microseconds(window.end) for window in windows],
        )

    def add(self, at: int, work: int) -> int:
        """Give when so much work is done that begins at a time; `NEVER` if not in this period."""
        if not work:
            return at
        place = bisect_right(self.starts, at)
        done = self._before[place] - (max(self.ends[place - 1] - at, 0) if place else 0)
        needed = done + work
        into = bisect_right(self._before, needed - 1) - 1
        if into >= len(self.starts):
            return NEVER
        return self.starts[into] + needed - self._before[into]

    def between(self, first: Instants, last: Instants) -> Instants:
        """Give how much of each of some periods lies in these hours."""
        return self._until(last) - self._until(first)

    def _until(self, instants: Instants) -> Instants:
        """Give the work from the beginning until each instant."""
        place = np.searchsorted(self.starts, instants, side="right")
        ends = np.array([0, *self.ends], dtype=np.int64)[place]
        left = np.where(place > 0, np.maximum(ends - instants, 0), 0)
        worked: Instants = np.array(self._before, dtype=np.int64)[place] - left
        return worked


def attendance(hours: list[Hours]) -> tuple[NDArray[np.int32], Instants, Instants]:
    """Give agent, start and end of each range of several agents."""
    counts = [len(each.starts) for each in hours]
    agents = np.repeat(np.arange(len(hours), dtype=np.int32), counts)
    starts = np.array([at for each in hours for at in each.starts], dtype=np.int64)
    ends = np.array([at for each in hours for at in each.ends], dtype=np.int64)
    return agents, starts, ends
