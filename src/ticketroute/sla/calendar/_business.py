"""Opening hours by weekday and by date, in one time zone."""

from collections.abc import Container, Iterable, Mapping, Sized
from datetime import UTC, date, datetime, timezone, tzinfo
from functools import cached_property
from typing import Final, TypeAlias, cast
from zoneinfo import ZoneInfo

import attrs
import numpy as np

from ticketroute.model import refuse_type, sparse_repr, to_microseconds
from ticketroute.sla.calendar._calendar import Calendar
from ticketroute.sla.calendar._compiled import require_name
from ticketroute.sla.calendar._days import Days
from ticketroute.sla.calendar._hours import (
    DAY_LENGTH,
    DAYS,
    ClockTime,
    Dated,
    PlainRanges,
    Weekly,
    require_date,
    to_dated,
    to_weekly,
)
from ticketroute.sla.calendar._runs import Runs, tidy
from ticketroute.sla.calendar._zone import FIRST, LAST, to_zone, zone

# The rules of the zones in the IANA data repeat from 2088 on, after the last of Morocco's explicit
# changes, and had not begun before 1800.
_SETTLED: Final = tuple(to_microseconds(datetime(y, 1, 1, tzinfo=UTC)) for y in (1800, 2100))

Holidays: TypeAlias = Container[date]


def _to_weekly(weekly: Weekly) -> tuple[tuple[str, PlainRanges], ...]:
    return to_weekly("BusinessCalendar.weekly", weekly)


def _to_overrides(dated: Dated) -> tuple[tuple[date, PlainRanges], ...]:
    return to_dated("BusinessCalendar.overrides", dated)


def _to_breaks(dated: Dated) -> tuple[tuple[date, PlainRanges], ...]:
    return to_dated("BusinessCalendar.breaks", dated)


def _to_zone(tz: str | tzinfo) -> tzinfo:
    return to_zone("BusinessCalendar.tz", tz)


def _to_holidays(holidays: Holidays) -> Holidays:
    """Keep a finite collection as a frozen set; anything else is asked, date by date."""
    field = "BusinessCalendar.holidays"
    given: object = holidays
    if isinstance(given, str | bytes) or not isinstance(given, Container):
        raise refuse_type(field, "a container of dates", holidays)
    is_open_ended = isinstance(holidays, Mapping) and type(holidays) is not dict
    if is_open_ended or not (isinstance(holidays, Iterable) and isinstance(holidays, Sized)):
        return holidays
    dates = list(cast("Iterable[date]", holidays))
    for each in dates:
        require_date(field, each)
    return frozenset(dates)


def _identity(holidays: Holidays) -> object:
    """Compare what cannot be listed by identity."""
    return holidays if isinstance(holidays, frozenset) else id(holidays)


@attrs.frozen(kw_only=True, slots=False, repr=False)
class BusinessCalendar(Calendar):
    """Opening hours in a time zone: by weekday, with holidays, other hours on dates, and breaks.

    A range includes its start and not its end. It opens (closes) at the first instant at which
    the wall clock of the zone shows its start (end) or later. On a date, `overrides` beat
    `holidays`, and these beat `weekly`; `breaks` are then cut out of what results.

    Parameters
    ----------
    tz
        Time zone: an IANA name such as ``"Europe/London"``, or a ``tzinfo``.
    weekly
        Ranges for ``"mon"`` to ``"sun"``: pairs of times such as ``("09:00", "17:00")``, where
        ``"24:00"`` may end a day. A day that is not named is closed. For hours across midnight
        see :func:`split_at_midnight`.
    holidays
        Dates that are closed: any container of ``datetime.date``, also one without end such as
        those of the ``holidays`` package, which is asked date by date.
    overrides
        Ranges that replace those of the weekday on a date; none for a closed date.
    breaks
        Ranges that are cut out on a date.
    name
        How a configuration refers to the calendar.

    Raises
    ------
    ValueError, TypeError
        If the zone or a day is unknown, or ranges are empty, reversed or overlap; the message
        names field and value.

    Notes
    -----
    Where clocks are set forward, a range that starts in the skipped hour opens at the change; where
    they are set back, it opens (closes) the first time that the clock shows its start (end). All
    amounts are elapsed time. Dates from 0001-01-02 to 9999-12-30 count.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    >>> friday = datetime(2026, 5, 1, 15, tzinfo=UTC)  # 16:00 in London
    >>> desk.add(friday, timedelta(hours=4)).isoformat()
    '2026-05-04T11:00:00+00:00'
    """

    tz: tzinfo = attrs.field(converter=_to_zone)
    weekly: tuple[tuple[str, PlainRanges], ...] = attrs.field(default=(), converter=_to_weekly)
    holidays: Holidays = attrs.field(default=frozenset(), converter=_to_holidays, eq=_identity)
    overrides: tuple[tuple[date, PlainRanges], ...] = attrs.field(
        default=(), converter=_to_overrides
    )
    breaks: tuple[tuple[date, PlainRanges], ...] = attrs.field(default=(), converter=_to_breaks)
    name: str = attrs.field(default="")

    def __attrs_post_init__(self) -> None:
        require_name("BusinessCalendar.name", self.name)

    @classmethod
    def always(cls, tz: str | tzinfo = UTC, *, name: str = "") -> "BusinessCalendar":
        """Make a calendar that is always open."""
        return cls(tz=tz, weekly={day: [("00:00", "24:00")] for day in DAYS}, name=name)

    @classmethod
    def weekdays(
        cls,
        start: ClockTime,
        end: ClockTime,
        tz: str | tzinfo,
        *,
        holidays: Holidays = frozenset(),
        name: str = "",
    ) -> "BusinessCalendar":
        """Make a calendar with the same hours from Monday to Friday."""
        weekly = {day: [(start, end)] for day in DAYS[:5]}
        return cls(tz=tz, weekly=weekly, holidays=holidays, name=name)

    def hours_on(self, day: date) -> PlainRanges:
        """Give the hours of a date on the wall clock, such as ``(("09:00", "17:00"),)``."""
        require_date("day", day)
        return self._days.hours_on(day)

    @cached_property
    def _days(self) -> Days:
        return Days(self.weekly, self.holidays, self.overrides, self.breaks)

    def runs(self, first: int, last: int) -> Runs:
        """Give the runs of open time that touch a span of microseconds since 1970 UTC."""
        if self._days.always_open:
            return np.array([first]), np.array([last])
        # The wall clock is at most a day away from UTC.
        readings = self._days.readings(first - DAY_LENGTH, last + DAY_LENGTH)
        if not len(readings):
            return readings[:, 0], readings[:, 1]
        # A wall clock may have shown a reading already before the span, if it was set back.
        offsets = zone(self.tz).offsets(max(first - 2 * DAY_LENGTH, FIRST), min(last, LAST))
        edges = offsets.first_instants(readings)
        return tidy(edges[:, 0], edges[:, 1])

    def settled(self) -> tuple[int, int]:
        """Give the instants before and after which everything repeats within 400 years."""
        exceptions = self._days.exceptions
        if exceptions is None or not isinstance(self.tz, ZoneInfo | timezone):
            return FIRST, LAST
        first, last = _SETTLED
        if exceptions:
            earliest, latest = (
                to_microseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))
                for day in (exceptions[0], exceptions[-1])
            )
            first, last = min(first, earliest - DAY_LENGTH), max(last, latest + 2 * DAY_LENGTH)
        return first, last

    def remarks(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Say which dates are closed or have other hours than their day of the week."""
        dates = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        return tuple((day, remark) for day in dates if (remark := self._days.remark(day)))

    __repr__ = sparse_repr


ALWAYS: Final = BusinessCalendar.always()
"""Around the clock."""
