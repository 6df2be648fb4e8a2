"""Backlog: how many tickets were open at instants that follow each other, and how old they were."""

from datetime import datetime, timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER, CalendarPeriod
from ticketroute.metrics._figure_text import duration_text, table
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._periods import period_edges
from ticketroute.metrics._stage_passage import came_to_queue
from ticketroute.metrics._survival import as_duration
from ticketroute.model import from_microseconds, refuse, to_microseconds

_SHOWN: Final = 12


@attrs.frozen(eq=False, repr=False)
class BacklogOverTime:
    """The tickets that were open at the ends of intervals; ``str()`` gives a table.

    Parameters
    ----------
    at
        The ends, microseconds since 1970 UTC; int64, shape (k,).
    open
        How many had come and were not over; int64.
    not_started
        On how many of these no work had begun yet; int64.
    mean_age, oldest
        The ages of the open ones, microseconds, 0 of none; int64.
    """

    at: NDArray[np.int64]
    open: NDArray[np.int64]
    not_started: NDArray[np.int64]
    mean_age: NDArray[np.int64]
    oldest: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each instant as columns for a data frame.

        Returns
        -------
        dict of ndarray
            Named as the fields; ``at`` as datetime64 in UTC, ages as timedelta64.
        """
        return {
            "at": self.at.astype("datetime64[us]"),
            "open": self.open,
            "not_started": self.not_started,
            "mean_age": self.mean_age.astype("timedelta64[us]"),
            "oldest": self.oldest.astype("timedelta64[us]"),
        }

    def __repr__(self) -> str:
        if not len(self):
            return "<BacklogOverTime at no instant>"
        return (
            f"<BacklogOverTime at {len(self):,} instants: {self.open.min():,} to "
            f"{self.open.max():,} open, {self.open[-1]:,} at the end>"
        )

    def __str__(self) -> str:
        rows = range(min(len(self), _SHOWN))
        ages = {"mean age": self.mean_age, "oldest": self.oldest}
        text = table(
            {
                "at": [f"{from_microseconds(int(self.at[row])):%Y-%m-%d %H:%M}" for row in rows],
                "open": [f"{self.open[row]:,}" for row in rows],
                "not started": [f"{self.not_started[row]:,}" for row in rows],
            }
            | {
                name: [duration_text(as_duration(float(column[row]))) for row in rows]
                for name, column in ages.items()
            }
        )
        more = len(self) - len(rows)
        return f"{text}\n... and {more:,} more" if more else text


def backlog(
    journeys: Journeys,
    every: timedelta | CalendarPeriod,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
) -> BacklogOverTime:
    """Say how many tickets were open at the end of each interval, and how old they were.

    A ticket is open from its arrival until it is resolved for the last time, or leaves; so one that
    is reopened later counts also while it seemed to be done. Who was turned away, left at once, or
    was linked to another does not count.

    Parameters
    ----------
    journeys
        What became of the tickets: all of them, and not a part by arrival, because whoever came
        before may still be there.
    every
        How long an interval is, counted from `start`, or days or weeks by the clock on the wall.
    start, end
        From when to when; by default, the observation. The last interval ends at `end`.

    Raises
    ------
    ValueError, TypeError
        For journeys that are a part, a window outside the observation, or intervals that are not
        longer than nothing, or too many.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(121)]
    >>> table = {"created": after[0:40:10], "ended": [after[20], after[70], after[80], None]}
    >>> journeys = journeys_from_columns(table, end=after[120])
    >>> print(backlog(journeys, timedelta(hours=1)))
    at                open  not started  mean age  oldest
    2026-05-04 10:00     3            3    40 min  50 min
    2026-05-04 11:00     1            1     1.5 h   1.5 h
    """
    if journeys.is_part:
        raise refuse("journeys", "all tickets, not those of some arrivals", journeys)
    first = journeys.start if start is None else to_microseconds(start, "start")
    last = journeys.end if end is None else to_microseconds(end, "end")
    if not journeys.start <= first <= last <= journeys.end:
        expected = f"from {journeys.window[0]} to {journeys.window[1]}, the start first"
        raise refuse("start and end", expected, (start, end))
    return _at(journeys, period_edges(every, first, last)[1:])


def _at(journeys: Journeys, at: NDArray[np.int64]) -> BacklogOverTime:
    counted = came_to_queue(journeys)
    order = np.argsort(journeys.created[counted], kind="stable")
    created, ended = journeys.created[counted][order], journeys.ended[counted][order]
    begun = np.minimum(journeys.started[counted][order], ended)
    over = np.argsort(ended, kind="stable")
    came = np.searchsorted(created, at, side="right")
    gone = np.searchsorted(ended[over], at, side="right")
    count = came - gone
    # The sum of ages is a difference of sums. Those may go beyond 64 bits, and come back exactly.
    origin = int(created[0]) if len(created) else 0
    since = _running(created - origin)
    total = (at - origin) * count - (since[came] - _running((created - origin)[over])[gone])
    return BacklogOverTime(
        at,
        count,
        came - np.searchsorted(np.sort(begun), at, side="right"),
        total // np.maximum(count, 1),
        np.where(count > 0, at - _oldest_arrival(created, ended, at), 0),
    )


def _running(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the sums of the first 0, 1, 2 ... values."""
    sums: NDArray[np.int64] = np.concatenate(([0], np.cumsum(values)))
    return sums


def _oldest_arrival(
    created: NDArray[np.int64], ended: NDArray[np.int64], at: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give the first arrival among those that end after each instant.

    The first ticket that pushes up the latest end so far beyond an instant is the first that ends
    after it.
    """
    latest = np.append(np.maximum.accumulate(ended), NEVER)
    places = np.searchsorted(latest, at, side="right")
    return np.append(created, 0)[np.minimum(places, len(created))]
