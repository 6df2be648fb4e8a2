"""Periods that follow each other between two instants."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import CalendarPeriod
from ticketroute.model import duration_to_microseconds, refuse, refuse_type

_MOST_PERIODS: Final = 1_000_000


def period_edges(
    per: timedelta | CalendarPeriod, first: int, last: int, field: str = "every"
) -> NDArray[np.int64]:
    """Give the edges of the periods from one instant to another, both among them.

    The last period is cut off by the end, as the first of a calendar is by the start.
    """
    if isinstance(per, CalendarPeriod):
        edges = np.fromiter(_calendar_edges(per, first, last), dtype=np.int64)
    elif isinstance(per, timedelta):
        length = duration_to_microseconds(per)
        if length <= 0:
            raise refuse(field, "a duration longer than zero", str(per))
        if (last - first) // length > _MOST_PERIODS:
            expected = f"a duration of which at most {_MOST_PERIODS:,} are needed"
            raise refuse(field, expected, str(per))
        edges = np.arange(first, last, length, dtype=np.int64)
    else:
        raise refuse_type(field, "a timedelta or a CalendarPeriod", per)
    return np.append(edges, last) if last > first else np.array([first], dtype=np.int64)


def _calendar_edges(per: CalendarPeriod, first: int, last: int) -> Iterator[int]:
    while first < last:
        yield first
        first = per.end_after(first)


def whole_periods(
    per: timedelta | CalendarPeriod, first: int, last: int, field: str = "per"
) -> list[tuple[int, int]]:
    """Give the periods that lie wholly between two instants, as pairs of edges."""
    edges = period_edges(per, first, last, field).tolist()
    pairs = list(pairwise(edges))
    if isinstance(per, CalendarPeriod):
        # A period is whole if one ends right where it begins, and if it ends by itself.
        return [(a, b) for a, b in pairs if per.end_after(a - 1) == a and per.end_after(a) == b]
    length = duration_to_microseconds(per)
    return [(a, b) for a, b in pairs if b - a == length]
