"""A calendar's open time over some years, compiled: every question is one or two bisections."""

from bisect import bisect_left, bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.calendar._lookup import Lookup
from ticketroute.sla.calendar._runs import Runs


class Timetable:
    """The runs of open time between two instants, and the open time before each.

    All numbers are microseconds, instants since 1970 UTC. *Open time* counts from the start of
    the table.

    Parameters
    ----------
    first, last
        What the table covers, `last` excluded.
    runs
        The runs of open time in between.

    Attributes
    ----------
    starts, ends, before
        Start and end of each run, and the open time before it, as lists. The first entry is an
        empty run at `first`, so that each instant has a run that starts at or before it.
    ahead
        How far an instant within each run is ahead of the open time until it.
    start_column, end_column
        The first two as arrays.
    total
        All open time in the table.
    """

    def __init__(self, first: int, last: int, runs: Runs) -> None:
        self.first, self.last = first, last
        self.start_column, self.end_column = (np.concatenate(([first], edges)) for edges in runs)
        until = np.cumsum(self.end_column - self.start_column)
        self._before = np.concatenate(([0], until[:-1]))
        self.total = int(until[-1])
        self.starts: list[int] = self.start_column.tolist()
        self.ends: list[int] = self.end_column.tolist()
        self.before: list[int] = self._before.tolist()
        self._ahead = self.start_column - self._before
        self.ahead: list[int] = self._ahead.tolist()

    @property
    def length(self) -> int:
        """The time that the table covers."""
        return self.last - self.first

    def run(self, instant: int) -> int:
        """Give the position of the last run that starts at or before an instant."""
        return bisect_right(self.starts, instant) - 1

    def open_time(self, instant: int) -> int:
        """Give the open time until an instant."""
        run = bisect_right(self.starts, instant) - 1
        end = self.ends[run]
        # min() would cost a tenth of `add`.
        return (end if end < instant else instant) - self.ahead[run]  # noqa: FURB136

    # Both give None if the table has not so much open time.

    def add(self, instant: int, amount: int) -> int | None:
        """Give the earliest instant with so much open time, more than 0, since another."""
        open_time = self.open_time(instant) + amount
        if open_time > self.total:
            return None
        run = bisect_left(self.before, open_time) - 1
        return self.ahead[run] + open_time

    def sub(self, instant: int, amount: int) -> int | None:
        """Give the latest instant with so much open time, more than 0, until another."""
        open_time = self.open_time(instant) - amount
        if open_time < 0:
            return None
        run = bisect_right(self.before, open_time) - 1
        return self.ahead[run] + open_time

    # Openings and closings; one at the edge of the table may be none, so the table cannot tell.

    def next_opening(self, instant: int) -> int | None:
        """Give the first opening after an instant, or None if the table has none."""
        run = self.run(instant) + 1
        return self.starts[run] if run < len(self.starts) else None

    def next_close(self, instant: int) -> int | None:
        """Give the first closing after an instant, or None if the table has none."""
        run = bisect_right(self.ends, instant)
        return self.ends[run] if run < len(self.ends) and self.ends[run] < self.last else None

    def prev_close(self, instant: int) -> int | None:
        """Give the last closing at or before an instant, or None if the table has none."""
        run = bisect_right(self.ends, instant) - 1
        return self.ends[run] if run > 0 else None

    @property
    def ends_open(self) -> bool:
        """Whether the table ends in open time."""
        return self.ends[-1] == self.last

    @property
    def starts_open(self) -> bool:
        """Whether the table starts in open time."""
        return len(self.starts) > 1 and self.starts[1] == self.first

    @property
    def last_change(self) -> int:
        """The last opening or closing, or the start of the table."""
        return self.starts[-1] if self.ends_open else self.ends[-1]

    @property
    def first_change(self) -> int:
        """The first opening or closing, or the end of the table."""
        if len(self.starts) == 1:
            return self.last
        return self.ends[1] if self.starts_open else self.starts[1]

    # The same for arrays

    @cached_property
    def _by_start(self) -> Lookup:
        return Lookup(self.start_column)

    @cached_property
    def _by_open_time(self) -> Lookup:
        return Lookup(self._before)

    def runs(self, instants: NDArray[np.int64]) -> NDArray[np.intp]:
        """Give the position of the last run that starts at or before each instant."""
        return self._by_start.find(instants)

    def are_open(self, instants: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say of each instant whether it is open."""
        return instants < self.end_column.take(self.runs(instants))

    def open_times(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the open time until each instant."""
        run = self._by_start.find(instants)
        times = np.minimum(instants, self.end_column.take(run))
        times -= self._ahead.take(run)
        return times

    def all_earliest(self, open_times: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the first instant with each open time before it; more than 0, at most all."""
        run = self._by_open_time.find(open_times - 1)
        return self._ahead.take(run) + open_times

    def all_latest(self, open_times: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the last instant with each open time before it; at least 0, less than all."""
        return self._ahead.take(self._by_open_time.find(open_times)) + open_times
