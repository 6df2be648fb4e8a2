"""The questions that every calendar answers, about aware datetimes and about arrays."""

from datetime import datetime, timedelta
from functools import cached_property

from ticketroute.model import (
    MICROSECOND,
    from_microseconds,
    refuse,
    refuse_type,
    to_microseconds,
)
from ticketroute.sla.calendar._arrays import ArrayForms
from ticketroute.sla.calendar._open_time import require_in_range
from ticketroute.sla.calendar._runs import clip
from ticketroute.sla.calendar._trace import Trace, Window


class Calendar(ArrayForms):
    """Open time on the axis of instants; every answer is exact to the microsecond.

    Instants are timezone-aware datetimes, and an answer comes in the zone of the first argument.
    Durations are elapsed open time, also where clocks are changed. Calendars combine, instant by
    instant and across zones: ``a & b``, ``a | b``, ``a - b``.

    Every question raises `TypeError` or `ValueError` for an instant that is no aware datetime, or
    outside the days from 0001-01-02 to 9999-12-30.
    """

    def is_open(self, at: datetime) -> bool:
        """Say whether an instant is open."""
        return self.open_time.is_open(to_microseconds(at, "at"))

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """Give the earliest instant with so much open time since `at`.

        A negative duration leads back, as :meth:`sub`; none leaves `at` as it is, open or not.

        Raises
        ------
        NeverOpenError
            If there is never so much open time.
        """
        if not isinstance(duration, timedelta):
            raise _no_timedelta(duration)
        instant = self.open_time.add(to_microseconds(at, "at"), duration // MICROSECOND)
        return from_microseconds(instant, at.tzinfo)

    def sub(self, at: datetime, duration: timedelta) -> datetime:
        """Give the latest instant with so much open time until `at`.

        Raises
        ------
        NeverOpenError
            If there never was so much open time.
        """
        if not isinstance(duration, timedelta):
            raise _no_timedelta(duration)
        instant = self.open_time.sub(to_microseconds(at, "at"), duration // MICROSECOND)
        return from_microseconds(instant, at.tzinfo)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give the open time between two instants, negative if the second is the earlier."""
        first, last = to_microseconds(start, "start"), to_microseconds(end, "end")
        return self.open_time.between(first, last) * MICROSECOND

    def next_open(self, at: datetime) -> datetime:
        """Give the earliest open instant at or after `at`; NeverOpenError if there is none."""
        return from_microseconds(self.open_time.next_open(to_microseconds(at, "at")), at.tzinfo)

    def next_opening(self, at: datetime) -> datetime:
        """Give the first opening after `at`; NeverOpenError if there is none."""
        return from_microseconds(self.open_time.next_opening(to_microseconds(at, "at")), at.tzinfo)

    def next_close(self, at: datetime) -> datetime:
        """Give the first closing after `at`; NeverClosedError if there is none."""
        return from_microseconds(self.open_time.next_close(to_microseconds(at, "at")), at.tzinfo)

    def prev_close(self, at: datetime) -> datetime:
        """Give the last closing at or before `at`; NeverClosedError if there is none."""
        return from_microseconds(self.open_time.prev_close(to_microseconds(at, "at")), at.tzinfo)

    def intervals(self, start: datetime, end: datetime) -> tuple[Window, ...]:
        """Give the open time between two instants as windows, in the calendar's zone.

        Ranges that touch, also across midnight, are one window.
        """
        first, last = to_microseconds(start, "start"), to_microseconds(end, "end")
        if first > last:
            raise refuse("end", f"an instant not before {start}", end)
        for instant in (first, last):
            require_in_range(instant)
        if first == last:
            return ()
        starts, ends = clip(self.runs(first, last), first, last)
        return tuple(
            Window(self._local(opening), self._local(closing))
            for opening, closing in zip(starts.tolist(), ends.tolist(), strict=True)
        )

    def trace(self, at: datetime, duration: timedelta) -> Trace:
        """Show which open time leads from `at` to the due time, and what was passed over.

        Examples
        --------
        >>> from datetime import UTC, date
        >>> from ticketroute.sla import BusinessCalendar
        >>> closed = {date(2026, 12, 25), date(2026, 12, 28)}
        >>> desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=closed)
        >>> print(desk.trace(datetime(2026, 12, 24, 15, tzinfo=UTC), timedelta(hours=4)))
        4:00:00 of open time from Thu 2026-12-24 15:00:00 UTC
          Thu 2026-12-24  15:00:00 to 17:00:00 = 2:00:00
          Fri 2026-12-25  holiday
          Sat 2026-12-26  closed on sat
          Sun 2026-12-27  closed on sun
          Mon 2026-12-28  holiday
          Tue 2026-12-29  09:00:00 to 11:00:00 = 2:00:00
        due Tue 2026-12-29 11:00:00 UTC
        """
        due = to_microseconds(self.add(at, duration))
        start = to_microseconds(at)
        first, last = self._local(min(start, due)), self._local(max(start, due))
        return Trace(
            at=self._local(start),
            due=self._local(due),
            duration=duration,
            windows=self.intervals(first, last),
            remarks=self.remarks(first.date(), last.date()),
        )

    def _local(self, instant: int) -> datetime:
        return from_microseconds(instant, self.tz)

    # Combining

    def __and__(self, other: "Calendar") -> "Calendar":
        return self._combined(other, "&")

    def __or__(self, other: "Calendar") -> "Calendar":
        return self._combined(other, "|")

    def __sub__(self, other: "Calendar") -> "Calendar":
        return self._combined(other, "-")

    def _combined(self, other: "Calendar", operation: str) -> "Calendar":
        from ticketroute.sla.calendar._combined import CombinedCalendar  # noqa: PLC0415 - is one

        if not isinstance(other, Calendar):
            return NotImplemented
        return CombinedCalendar(self, other, operation)

    def __getstate__(self) -> dict[str, object]:
        """Pickle the settings only; what was compiled is compiled again."""
        kind = type(self)
        return {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(kind, name, None), cached_property)
        }


def _no_timedelta(duration: object) -> TypeError:
    return refuse_type("duration", "a timedelta", duration)
