"""The hours of each date: overrides beat holidays beat the week; then breaks are cut."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.calendar._hours import (
    DAY_LENGTH,
    DAYS,
    PlainRanges,
    Spans,
    cut,
    to_ranges,
    to_spans,
)
from ticketroute.sla.calendar._runs import ascending

_EPOCH: Final = date(1970, 1, 1).toordinal()
_THURSDAY: Final = 3  # the weekday of 1970-01-01
_FIRST_DAY: Final = date.min.toordinal() - _EPOCH
_LAST_DAY: Final = date.max.toordinal() - _EPOCH

WeeklyHours = tuple[tuple[str, PlainRanges], ...]
DatedHours = tuple[tuple[date, PlainRanges], ...]


class Days:
    """What the hours of a calendar are on each date, on the wall clock.

    Parameters
    ----------
    weekly, holidays, overrides, breaks
        As :class:`BusinessCalendar` keeps them.
    """

    def __init__(
        self,
        weekly: WeeklyHours,
        holidays: Container[date],
        overrides: DatedHours,
        breaks: DatedHours,
    ) -> None:
        hours = dict(weekly)
        self._week = [to_spans(hours.get(day, ())) for day in DAYS]
        self._holidays = holidays
        self._overrides = {day: to_spans(ranges) for day, ranges in overrides}
        self._breaks = {day: to_spans(ranges) for day, ranges in breaks}

    def hours_on(self, day: date) -> PlainRanges:
        """Give the hours of a date."""
        return to_ranges(self._spans_on(day))

    def _spans_on(self, day: date) -> Spans:
        if day in self._overrides:
            spans = self._overrides[day]
        else:
            spans = () if day in self._holidays else self._week[day.weekday()]
        return cut(spans, self._breaks.get(day, ()))

    def remark(self, day: date) -> str | None:
        """Say why a date is closed or has other hours than its day of the week, if it has."""
        breaks = " with breaks" if day in self._breaks else ""
        if day in self._overrides:
            return f"override{breaks}"
        if day in self._holidays:
            names = self._holidays if isinstance(self._holidays, Mapping) else {}
            return f"holiday ({names[day]})" if day in names else "holiday"
        if not self._week[day.weekday()]:
            return f"closed on {DAYS[day.weekday()]}"
        return breaks.strip() or None

    @property
    def always_open(self) -> bool:
        """Whether every day is open from midnight to midnight, without exceptions."""
        exceptions = self._holidays != frozenset() or self._overrides or self._breaks
        return not exceptions and all(spans == ((0, DAY_LENGTH),) for spans in self._week)

    @property
    def exceptions(self) -> tuple[date, ...] | None:
        """The dates that differ from the week, in order; None if they cannot be listed."""
        if not isinstance(self._holidays, frozenset):
            return None
        return tuple(sorted(self._holidays | self._overrides.keys() | self._breaks.keys()))

    def readings(self, first: int, last: int) -> NDArray[np.int64]:
        """Give the ranges of all days that touch a span of wall-clock time.

        Parameters
        ----------
        first, last
            Readings of the wall clock, in microseconds since it showed 1970-01-01 00:00.

        Returns
        -------
        ndarray of int64, shape (n, 2)
            Readings at the start and at the end of each range, ascending; some are empty.
        """
        first_day = max(first // DAY_LENGTH, _FIRST_DAY)
        last_day = min(last // DAY_LENGTH, _LAST_DAY)
        special = {
            day.toordinal() - _EPOCH: self._spans_on(day)
            for day in self._overrides.keys() | self._breaks.keys()
        }
        special = {day: special[day] for day in special if first_day <= day <= last_day}
        extra = np.array(sorted(special), dtype=np.int64)
        days = ascending(self._regular_days(first_day, last_day), extra)
        width = max(map(len, [*self._week, *special.values()]))
        hours = np.array([_pad(spans, width) for spans in self._week], dtype=np.int64)
        table = hours.reshape(7, width, 2)[(days + _THURSDAY) % 7]
        for row, day in zip(np.searchsorted(days, [*special]).tolist(), special, strict=True):
            table[row] = np.reshape(_pad(special[day], width), (width, 2))
        table += (days * DAY_LENGTH)[:, np.newaxis, np.newaxis]
        return table.reshape(len(days) * width, 2)

    def _regular_days(self, first: int, last: int) -> NDArray[np.int64]:
        """Give the days, since 1970-01-01, that have hours by their weekday and are no holiday."""
        if not any(self._week):
            return np.empty(0, dtype=np.int64)
        days: NDArray[np.int64] = np.arange(first, last + 1)
        days = days[np.array([bool(spans) for spans in self._week])[(days + _THURSDAY) % 7]]
        if isinstance(self._holidays, frozenset):
            closed = np.array([day.toordinal() - _EPOCH for day in self._holidays], np.int64)
            return days[~np.isin(days, closed)]
        holidays, from_ordinal = self._holidays, date.fromordinal
        return days[[from_ordinal(day) not in holidays for day in (days + _EPOCH).tolist()]]


def _pad(spans: Spans, width: int) -> list[tuple[int, int]]:
    """Fill up with empty ranges at the end of the day, so that each day has as many."""
    return [*spans, *[(DAY_LENGTH, DAY_LENGTH)] * (width - len(spans))]
