"""Faults that were found in the calendars, each by its smallest example."""

import importlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.sla.calendar.reference import utc
from ticketroute.errors import NeverOpenError
from ticketroute.sla import BusinessCalendar, Calendar, CombinedCalendar, split_at_midnight

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
DESK: Final = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
MAX: Final = datetime.max.replace(tzinfo=UTC)
MIN: Final = datetime.min.replace(tzinfo=UTC)
REPEATED: Final = utc(2026, 10, 25, 1, 10)  # the second time that London's clocks show 01:10

dateutil_tz: Final[Any] = importlib.import_module("dateutil.tz")  # has no types


def sunday_nights() -> BusinessCalendar:
    """Make a calendar in a zone that nobody has asked about before."""
    zone = ZoneInfo.no_cache("Europe/London")
    return BusinessCalendar(tz=zone, weekly={"sun": [("01:30", "03:00")]})


# What happened before the span that is looked at


def test_span_that_starts_in_a_repeated_hour() -> None:
    """London's clocks showed 01:30 already at 00:30 UTC: it is open when the span starts."""
    (window,) = sunday_nights().intervals(REPEATED, REPEATED + 5 * HOUR)
    assert window.start.astimezone(UTC) == REPEATED
    assert window.length == 110 * MINUTE


def test_table_that_starts_in_a_repeated_hour() -> None:
    """The first question decides where the table starts: 366 days before; that may be such an hour.

    What a calendar says must not depend on what it was asked before.
    """
    desk = sunday_nights()
    desk.is_open(REPEATED + timedelta(days=366))
    assert desk.is_open(REPEATED + 5 * MINUTE)


# Columns of very different instants or amounts


def test_long_amount_beside_a_late_instant() -> None:
    """Each of the two has an answer, but the longest amount after the last instant has none."""
    always = BusinessCalendar.always()
    at, amounts = [utc(2026, 1, 1), utc(9990, 1, 1)], [7970 * 365 * 24 * HOUR, HOUR]
    expected = [always.add(*row) for row in zip(at, amounts, strict=True)]
    found = BusinessCalendar.always().add_many(at, amounts)
    assert found.tolist() == [each.replace(tzinfo=None) for each in expected]


def test_long_amount_before_beside_an_early_instant() -> None:
    """The same backwards."""
    always = BusinessCalendar.always()
    at, amounts = [utc(2026, 1, 1), utc(10, 1, 1)], [2020 * 365 * 24 * HOUR, HOUR]
    expected = [always.sub(*row) for row in zip(at, amounts, strict=True)]
    found = BusinessCalendar.always().sub_many(at, amounts)
    assert found.tolist() == [each.replace(tzinfo=None) for each in expected]


@pytest.mark.parametrize("amount", [10 * 365 * 24 * HOUR, 5000 * 365 * 24 * HOUR])
def test_amount_beyond_the_end_of_time(amount: timedelta) -> None:
    """Not the last instant, but NaT, where the single question has no answer; so it is back."""
    always = BusinessCalendar.always()
    with pytest.raises(NeverOpenError):
        always.add(utc(9995, 1, 1), amount)
    assert np.isnat(always.add_many([utc(9995, 1, 1), utc(2026, 1, 1)], amount)[0])
    assert np.isnat(always.add_many(utc(9995, 1, 1), amount))
    assert np.isnat(always.sub_many([utc(6, 1, 1), utc(9000, 1, 1)], amount)[0])


# Instants out of range


@pytest.mark.parametrize("at", [2**62, -(2**62), -(2**63) + 1])
def test_integer_that_is_no_date(at: int) -> None:
    """Refused as other instants out of range are, and not with an OverflowError.

    Columns of integers, unlike datetimes, can hold such: milliseconds or nanoseconds by mistake.
    """
    column = np.array([0, at])
    for name in ("is_open", "next_open", "next_opening", "next_close", "prev_close"):
        with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
            getattr(DESK, f"{name}_many")(column)
    for amount in (-1, 0, 1):
        with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
            DESK.add_many(column, amount)
    with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
        DESK.between_many(column, 0)


@pytest.mark.parametrize("at", [MAX, MIN])
def test_nothing_added_out_of_range(at: datetime) -> None:
    """Every question refuses such an instant, also if nothing is added."""
    with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
        DESK.add(at, timedelta())


@pytest.mark.parametrize(("at", "hours"), [(MAX, 1), (MAX, 0), (MIN, -1), (MIN, 0)])
def test_column_with_an_instant_out_of_range(at: datetime, hours: int) -> None:
    """Refused as the single instant is, and not answered by NaT as if it were never open."""
    with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
        DESK.add_many([utc(2026, 5, 4), at], hours * HOUR)


@pytest.mark.parametrize("calendar", [DESK, BusinessCalendar.always("Asia/Tokyo"), DESK | DESK])
@pytest.mark.parametrize(("start", "end"), [(MAX - HOUR, MAX), (MIN, MIN + HOUR)])
def test_windows_out_of_range(calendar: Calendar, start: datetime, end: datetime) -> None:
    """Refused, instead of OverflowError or windows of half the span."""
    with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
        calendar.intervals(start, end)


def test_zone_is_not_spoilt_by_a_question_out_of_range() -> None:
    """All calendars share what is known of a zone: one strange question must not break them."""
    zone = ZoneInfo.no_cache("Asia/Tokyo")
    with suppress(ValueError):
        BusinessCalendar.weekdays("09:00", "17:00", zone).intervals(MAX - HOUR, MAX)
    other = BusinessCalendar.weekdays("09:00", "17:00", zone)
    assert other.next_open(utc(2026, 5, 4)) == utc(2026, 5, 4)


def test_message_quotes_the_instant_out_of_range() -> None:
    """The caller gave no microseconds since 1970, and is shown none."""
    with pytest.raises(ValueError, match=r"^instant: .* got datetime.datetime\(9999, 12, 31,"):
        DESK.next_open(MAX)


# Empty windows


def test_no_span_has_no_window() -> None:
    """Between an instant and itself there is nothing, also in open time."""
    assert DESK.intervals(utc(2026, 5, 4, 10), utc(2026, 5, 4, 10)) == ()


def test_trace_of_nothing_counts_nothing() -> None:
    """And it has no line that says ``10:00:00 to 10:00:00 = 0:00:00``."""
    assert DESK.trace(utc(2026, 5, 4, 10), timedelta()).windows == ()


# Configuration


@pytest.mark.parametrize("zone", [dateutil_tz.gettz("Europe/London"), dateutil_tz.UTC])
def test_zone_without_a_hash(zone: Any) -> None:  # noqa: ANN401 - dateutil has no types
    """A `tzinfo` need not be hashable; those of dateutil, which pandas brings along, are not."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", zone)
    assert desk.is_open(utc(2026, 5, 4, 12))


@pytest.mark.parametrize(
    "configure",
    [
        lambda pairs: BusinessCalendar(tz="UTC", weekly=[("mon", each) for each in pairs]),
        lambda pairs: BusinessCalendar(tz="UTC", overrides=[(date(2026, 5, 4), p) for p in pairs]),
        lambda pairs: BusinessCalendar(tz="UTC", breaks=[(date(2026, 5, 4), p) for p in pairs]),
    ],
    ids=["weekly", "overrides", "breaks"],
)
def test_day_that_is_named_twice(configure: Callable[[Any], BusinessCalendar]) -> None:
    """The first of the two ranges must not be lost: both count, or the second is refused."""
    pairs = [[("09:00", "12:00")], [("13:00", "17:00")]]
    try:
        desk = configure(pairs)
    except ValueError:
        return
    assert "09:00" in str([desk.weekly, desk.overrides, desk.breaks])


@pytest.mark.parametrize(
    "ranges", [("22:00", "06:00"), ["22:00"], [("22:00", "23:00", "06:00")], 5, "22:00-06:00"]
)
def test_split_names_the_day(ranges: Any) -> None:  # noqa: ANN401 - anything
    """Such as a pair that is not in a list: refused as `BusinessCalendar` does."""
    with pytest.raises(TypeError, match=r"^weekly\['mon'\]: expected pairs of times such as"):
        split_at_midnight({"mon": ranges})


def test_start_at_24_is_quoted_as_it_was_written() -> None:
    """The message shows the pair of the caller, not what was made of it."""
    with pytest.raises(ValueError, match=r"got \('24:00', '06:00'\)$"):
        split_at_midnight({"mon": [("24:00", "06:00")]})


def test_holidays_that_are_no_dates_at_all() -> None:
    """Values without a hash are refused with the name of the field too."""
    with pytest.raises(TypeError, match=r"^BusinessCalendar.holidays: expected .* got "):
        BusinessCalendar(tz="UTC", holidays=[["2026-05-04"]])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("left", "right", "operation", "field"),
    [
        ("desk", DESK, "&", "left"),
        (DESK, "desk", "&", "right"),
        (DESK, None, "|", "right"),
        (DESK, DESK, [], "operation"),
    ],
)
def test_combination_of_what_cannot_be_combined(
    left: Any,  # noqa: ANN401 - anything
    right: Any,  # noqa: ANN401 - anything
    operation: Any,  # noqa: ANN401 - anything
    field: str,
) -> None:
    """Refused when it is made, with the name of the field."""
    with pytest.raises((TypeError, ValueError), match=rf"^CombinedCalendar.{field}: expected "):
        CombinedCalendar(left, right, operation)


# Forms


def test_no_instants_in_a_list() -> None:
    """A list without elements is a sequence of datetimes too."""
    assert DESK.next_open_many([]).tolist() == []
    assert DESK.add_many([], []).tolist() == []


def test_missing_instant() -> None:
    """Pandas' NaT is refused by the name of the argument, not as ``nan us since 1970``."""
    import pandas as pd

    with pytest.raises((TypeError, ValueError), match=r"^at: expected "):
        DESK.next_open(pd.NaT)  # type: ignore[arg-type]


def test_trace_of_a_repeated_hour_is_in_order() -> None:
    """First the window at 01:50 summer time, then the one at 01:10 winter time."""
    nights = BusinessCalendar(tz="Europe/London", weekly={"sun": [("00:00", "06:00")]})
    calls = BusinessCalendar(tz="UTC", weekly={"sun": [("00:50", "00:55"), ("01:10", "01:15")]})
    trace = (nights & calls).trace(utc(2026, 10, 25), 10 * MINUTE)
    assert str(trace).splitlines()[1] == (
        "  Sun 2026-10-25  01:50:00 to 01:55:00 = 0:05:00, 01:10:00 to 01:15:00 = 0:05:00"
    )


def test_remark_on_a_closed_day_with_breaks() -> None:
    """A break does not explain why a Sunday is closed that is always closed."""
    lunch = {date(2026, 5, 3): [("12:00", "13:00")]}
    desk = BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "17:00")]}, breaks=lunch)
    ((_, remark),) = desk.remarks(date(2026, 5, 3), date(2026, 5, 3))
    assert remark.startswith("closed on sun")


def test_calendar_of_ones_own_can_be_pickled() -> None:
    """A subclass of `Calendar` need not be made with attrs."""
    import copy

    assert copy.copy(Tides()).is_open(utc(2026, 5, 4))


class Tides(Calendar):
    """A plain subclass, open at all times."""

    name = "tides"
    tz = UTC

    def runs(self, first: int, last: int) -> tuple[Any, Any]:
        """Give one run."""
        return np.array([first]), np.array([last])

    def settled(self) -> tuple[int, int]:
        """Never change."""
        return 0, 0
