"""Libraries that know opening hours, each asked in its own terms about one and the same calendar.

Monday to Friday from 09:00 to 17:00 in London, without the bank holidays of 2026. Conversions into
a library's own types are made beforehand and not timed.
"""

# Peers are installed for benchmarks only, and most have no types.
# pyright: reportMissingImports=false, reportMissingModuleSource=false

import operator
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import starmap
from typing import Any, ClassVar, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pandas as pd
import pytz
import workclock
from business_duration import businessDuration
from businesstimedelta import (
    BusinessTimeDelta,
    HolidayRule,
    Rules,
    WorkDayRule,
)
from numpy.typing import NDArray

from ticketroute.sla import BusinessCalendar

Ask: TypeAlias = Callable[[], Any]
Instants: TypeAlias = NDArray[np.datetime64]
Amounts: TypeAlias = NDArray[np.timedelta64]
Adder: TypeAlias = Callable[..., Any]

LONDON = ZoneInfo("Europe/London")
OPENING, CLOSING = time(9), time(17)
HOLIDAYS = [
    date(2026, month, day)
    for month, day in ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28))
]
HOUR = timedelta(hours=1)
WORKDAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
ZONES = (
    *("UTC", "Europe/London", "Europe/Berlin", "Africa/Johannesburg", "America/New_York"),
    *("America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo"),
    "Australia/Lord_Howe",
)
RANGES = ([(time(9), time(17))], [(time(8), time(12)), (time(13), time(18))])


@attrs.frozen
class Call:
    """A question in a library's own terms, and how to read the answer as a datetime or timedelta.

    Answers need no reading where they equal those of the standard library already.
    """

    ask: Ask
    read: Callable[[Any], object] = attrs.field(default=lambda answer: answer)

    def answer(self) -> object:
        """Ask, and read the answer."""
        return self.read(self.ask())


class Library:
    """A library; what it cannot express, it declines with None.

    Attributes
    ----------
    sample
        How many of a million questions it is asked one by one, if it has no form for columns.
    """

    sample: ClassVar[int] = 0

    def add(self, at: datetime, duration: timedelta) -> Call | None:  # noqa: ARG002
        """Ask for the due time of an instant."""
        return None

    def between(self, start: datetime, end: datetime) -> Call | None:  # noqa: ARG002
        """Ask for the open time between two instants."""
        return None


class Ours(Library):
    """The calendars that are measured here."""

    def __init__(self) -> None:
        self.calendar = BusinessCalendar.weekdays(OPENING, CLOSING, LONDON, holidays=HOLIDAYS)

    def add(self, at: datetime, duration: timedelta) -> Call:
        """Ask for any amount, in any zone."""
        return Call(partial(self.calendar.add, at, duration))

    def between(self, start: datetime, end: datetime) -> Call:
        """Ask about any pair, in any zone."""
        return Call(partial(self.calendar.between, start, end))


class Workclock(Library):
    """The library workclock, whose core is written in Rust."""

    def __init__(self) -> None:
        hours, holidays = workclock.WorkDay(OPENING, CLOSING), workclock.Holidays(HOLIDAYS)
        self.schedule = workclock.Schedule([hours, holidays], time_zone=LONDON)

    def add(self, at: datetime, duration: timedelta) -> Call:
        """Ask for any amount, in any zone."""
        return Call(partial(self.schedule.add, at, duration))

    def between(self, start: datetime, end: datetime) -> Call:
        """Ask about any pair, in any zone."""
        return Call(partial(self.schedule.between, start, end))


class NaivePandas(Library):
    """The offset ``CustomBusinessHour`` on readings of London's clocks: whole hours, due times.

    It counts hours of the wall clock, and moves what is due at closing to the next opening.
    """

    sample = 5_000

    def add(self, at: datetime, duration: timedelta) -> Call | None:
        """Ask for whole hours, in London."""
        if duration % HOUR or at.tzinfo is not LONDON:
            return None
        stamp = pd.Timestamp(at.replace(tzinfo=None))
        return Call(partial(operator.add, stamp, _offset(duration)), _read_in_london)


class AwarePandas(Library):
    """The same offset on timestamps in the zone London."""

    sample = 5_000

    def add(self, at: datetime, duration: timedelta) -> Call | None:
        """Ask for whole hours; other zones are converted there and back, and that is timed."""
        if duration % HOUR:
            return None
        ask = operator.add if at.tzinfo is LONDON else _add_via_london
        return Call(partial(ask, pd.Timestamp(at), _offset(duration)))


def _offset(duration: timedelta) -> pd.offsets.CustomBusinessHour:
    return pd.offsets.CustomBusinessHour(
        n=duration // HOUR, start=OPENING, end=CLOSING, holidays=HOLIDAYS
    )


def _add_via_london(stamp: pd.Timestamp, offset: pd.offsets.CustomBusinessHour) -> pd.Timestamp:
    return (stamp.tz_convert(LONDON) + offset).tz_convert(UTC)


def _read_in_london(answer: pd.Timestamp) -> datetime:
    return answer.tz_localize(LONDON)


class Businesstimedelta(Library):
    """The library businesstimedelta: zones of pytz, whole seconds between, no year after holidays.

    It raises TypeError when it looks for the holiday after the last one.
    """

    sample = 1_000

    def __init__(self) -> None:
        zone = pytz.timezone(LONDON.key)
        hours = WorkDayRule(OPENING, CLOSING, [0, 1, 2, 3, 4], tz=zone)
        self.rules = Rules([hours, HolidayRule(HOLIDAYS, tz=zone)])

    def add(self, at: datetime, duration: timedelta) -> Call:
        """Ask for any amount, in any zone."""
        return Call(partial(operator.add, at, BusinessTimeDelta(self.rules, timedelta=duration)))

    def between(self, start: datetime, end: datetime) -> Call:
        """Ask about any pair, in any zone."""
        ask = partial(self.rules.difference, start, end)
        return Call(ask, operator.attrgetter("timedelta"))


class BusinessDuration(Library):
    """The library business-duration: no due times, no zones, whole seconds."""

    sample = 1_000

    def between(self, start: datetime, end: datetime) -> Call | None:
        """Ask about a pair of readings of London's clocks."""
        if start.tzinfo is not LONDON:
            return None
        readings = (instant.replace(tzinfo=None) for instant in (start, end))
        ask = partial(
            businessDuration, *readings, OPENING, CLOSING, holidaylist=HOLIDAYS, unit="sec"
        )
        return Call(ask, lambda seconds: timedelta(seconds=seconds))


BOTH = OURS, RUST = "ticketroute", "workclock"
LIBRARIES: dict[str, Library] = {
    OURS: Ours(),
    RUST: Workclock(),
    "pandas, naive": NaivePandas(),
    "pandas, aware": AwarePandas(),
    "businesstimedelta": Businesstimedelta(),
    "business-duration": BusinessDuration(),
}


def add_many_of_twenty() -> tuple[list[Adder], list[Adder]]:
    """Give how columns are added to in ours and in workclock: ten zones, two sets of hours each."""
    ours: list[Adder] = []
    rust: list[Adder] = []
    for name in ZONES:
        for ranges in RANGES:
            weekly = dict.fromkeys(WORKDAYS, ranges)
            ours.append(BusinessCalendar(tz=name, weekly=weekly, holidays=HOLIDAYS).add_many)
            rules: list[workclock.Rule] = [
                *starmap(workclock.WorkDay, ranges),
                workclock.Holidays(HOLIDAYS),
            ]
            rust.append(workclock.Schedule(rules, time_zone=name).add_many)
    return ours, rust


def add_grouped(
    ids: NDArray[np.uint8], adders: Sequence[Adder], at: Instants, amounts: Amounts
) -> Instants:
    """Sort rows by calendar, add on each calendar in one go, and put the answers back in place.

    Sorting small integers is cheap; a mask for each calendar takes four times as long in all.
    """
    order = np.argsort(ids, kind="stable")
    cuts = np.cumsum(np.bincount(ids, minlength=len(adders)))[:-1]
    columns = (np.split(column[order], cuts) for column in (at, amounts))
    answers = np.empty_like(at)
    answers[order] = np.concatenate(
        [add(*group) for add, *group in zip(adders, *columns, strict=True)]
    )
    return answers
