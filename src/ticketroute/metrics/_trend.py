"""How a measure goes from period to period, and whether it rises or falls."""

from collections.abc import Callable
from datetime import timedelta
from math import nan
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import CalendarPeriod
from ticketroute.metrics._figure_text import number_text, table
from ticketroute.metrics._groups import GroupedBy, groups
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._periods import whole_periods
from ticketroute.model import from_microseconds, refuse

_FEWEST: Final = 3
_ALL: Final = "all"

Measure = Callable[[Journeys], float]


@attrs.frozen(eq=False)
class Trend:
    """How a measure went, of one group of tickets.

    Parameters
    ----------
    name
        Of the group.
    values
        The measure in each period; float64, shape (k,), NaN where there is nothing to measure.
    slope
        By how much it changes from one period to the next, by least squares; NaN of fewer than
        three values.
    low, high
        The interval of the slope; if 0 lies in it, the measure may as well stay as it is.
    """

    name: str
    values: NDArray[np.float64]
    slope: float
    low: float
    high: float

    @property
    def direction(self) -> str:
        """Whether it ``"rises"``, ``"falls"``, or ``"may be level"``."""
        if self.low > 0:
            return "rises"
        return "falls" if self.high < 0 else "may be level"


@attrs.frozen(eq=False)
class Trends:
    """How a measure went; ``str()`` gives a table.

    Parameters
    ----------
    starts
        When the periods began, microseconds since 1970 UTC; int64, shape (k,).
    confidence
        Of the intervals of the slopes.
    rows
        A trend for each group.
    """

    starts: NDArray[np.int64]
    confidence: float
    rows: tuple[Trend, ...]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each group and period as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``name``, ``start`` (datetime64, UTC), ``value``.
        """
        names = [row.name for row in self.rows]
        return {
            "name": np.repeat(np.array(names, dtype=object), len(self.starts)),
            "start": np.tile(self.starts.astype("datetime64[us]"), len(self.rows)),
            "value": np.concatenate([*(row.values for row in self.rows), np.empty(0)]),
        }

    def __str__(self) -> str:
        rows = self.rows
        return table(
            {
                "of": [row.name for row in rows],
                "first": [number_text(next(iter(row.values.tolist()), nan)) for row in rows],
                "last": [number_text(next(iter(row.values.tolist()[::-1]), nan)) for row in rows],
                "slope": [number_text(row.slope) for row in rows],
                "from": [number_text(row.low) for row in rows],
                "to": [number_text(row.high) for row in rows],
                "": [row.direction for row in rows],
            }
        )


def trend(
    journeys: Journeys,
    measure: Measure,
    per: timedelta | CalendarPeriod,
    *,
    by: GroupedBy | None = None,
    confidence: float = 0.95,
) -> Trends:
    """Say how a measure goes from period to period, and whether it rises or falls.

    Tickets belong to the period in which they arrive; only whole periods count. The slope is that
    of least squares, its interval that of Student's t, as if periods were independent: a backlog
    that carries over makes it too narrow.

    Parameters
    ----------
    journeys
        What became of the tickets.
    measure
        A function from journeys to a number, such as ``lambda part: attainment(part).share``, or
        ``len``. The latest periods have the most open tickets, so choose one that heeds these: a
        mean time of closed tickets falls at the end, whatever happens.
    per
        How long a period is, from the start of the journeys on, or days or weeks by the clock on
        the wall.
    by
        What tells groups apart, for a trend of each.
    confidence
        Of the interval, more than 0 and less than 1.

    Raises
    ------
    ValueError, TypeError
        For a period that is not longer than nothing, an unknown `by`, or such a confidence.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> monday = datetime(2026, 5, 4, tzinfo=UTC)
    >>> days = [day for day in range(5) for _ in range(10 + 2 * day + day % 2)]
    >>> table = {"created": [monday + timedelta(days=day, hours=9) for day in days]}
    >>> week = journeys_from_columns(table, start=monday, end=monday + timedelta(days=5))
    >>> found = trend(week, len, CalendarPeriod("day", "UTC"))
    >>> found.rows[0].values.tolist()
    [10.0, 13.0, 14.0, 17.0, 18.0]
    >>> print(found)
    of   first  last  slope   from     to
    all     10    18      2  1.364  2.636  rises
    """
    if not 0 < confidence < 1:
        raise refuse("confidence", "a number between 0 and 1", confidence)
    periods = whole_periods(per, journeys.start, journeys.arrivals_end)
    parts = [(_ALL, journeys)] if by is None else groups(journeys, by)
    rows = [
        _fitted(name, np.array([_of(part, measure, *ends) for ends in periods]), confidence)
        for name, part in parts
    ]
    starts = np.array([first for first, _ in periods], dtype=np.int64)
    return Trends(starts, confidence, tuple(rows))


def _of(journeys: Journeys, measure: Measure, first: int, last: int) -> float:
    part = journeys.between(from_microseconds(first), from_microseconds(last))
    return float(measure(part))


def _fitted(name: str, values: NDArray[np.float64], confidence: float) -> Trend:
    known = ~np.isnan(values)
    count = int(known.sum())
    if count < _FEWEST:
        return Trend(name, values, np.nan, np.nan, np.nan)
    from scipy.stats import linregress, t

    line = linregress(np.flatnonzero(known), values[known])
    margin = float(t.ppf((1 + confidence) / 2, count - 2)) * float(line.stderr)
    slope = float(line.slope)
    return Trend(name, values, slope, slope - margin, slope + margin)
