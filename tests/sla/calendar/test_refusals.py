"""What a calendar refuses: the message names the field, what was expected, and the value."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
import pytest

from tests.sla.calendar.reference import utc
from ticketroute.sla import BusinessCalendar, split_at_midnight

DESK: Final = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
MAY: Final = date(2026, 5, 4)
PAIRS: Final = 'pairs of times such as [("09:00", "17:00")]'
HINT: Final = "each start before its end (24:00 ends a day; split_at_midnight splits a night)"
NAIVE: Final = datetime(2026, 5, 4, 9)


def refused(error: type[Exception], message: str) -> Any:  # noqa: ANN401 - a context of pytest
    """Expect an error with exactly this message."""
    return pytest.raises(error, match=f"^{re.escape(message)}$")


@pytest.mark.parametrize(
    ("ranges", "error", "message"),
    [
        ([("17:00", "09:00")], ValueError, f"expected {HINT}, got ('17:00', '09:00')"),
        ([("09:00", "09:00")], ValueError, f"expected {HINT}, got ('09:00', '09:00')"),
        ([("22:00", "00:00")], ValueError, f"expected {HINT}, got ('22:00', '00:00')"),
        ([("24:00", "24:00")], ValueError, "expected 24:00 only as an end, got ('24:00', '24:00')"),
        (
            [("09:00", "12:00"), ("11:59", "13:00")],
            ValueError,
            "expected ranges that do not overlap one until 12:00, got '11:59-13:00'",
        ),
        (
            [("13:00", "14:00"), ("09:00", "17:00")],
            ValueError,
            "expected ranges that do not overlap one until 17:00, got '13:00-14:00'",
        ),
        (
            [("09:00", "12:00"), ("09:00", "12:00")],
            ValueError,
            "expected ranges that do not overlap one until 12:00, got '09:00-12:00'",
        ),
        (
            [("09:00", "25:00")],
            ValueError,
            'expected times from "00:00" to "24:00", got \'25:00\'',
        ),
        ([("9am", "17:00")], ValueError, 'expected times from "00:00" to "24:00", got \'9am\''),
        ([("", "17:00")], ValueError, 'expected times from "00:00" to "24:00", got \'\''),
        (
            [("24:01", "24:02")],
            ValueError,
            'expected times from "00:00" to "24:00", got \'24:01\'',
        ),
        (
            [("09:00Z", "17:00")],
            ValueError,
            "expected times without a zone (the calendar has one), got '09:00Z'",
        ),
        (
            [(time(9, tzinfo=UTC), "17:00")],
            ValueError,
            "expected times without a zone (the calendar has one), got "
            + repr(time(9, tzinfo=UTC)),
        ),
        ([(9, 17)], TypeError, 'expected times such as "09:00", got 9'),
        ([("09:00", None)], TypeError, 'expected times such as "09:00", got None'),
        (("09:00", "17:00"), TypeError, f"expected {PAIRS}, got '09:00'"),
        ("09:00-17:00", TypeError, f"expected {PAIRS}, got '09:00-17:00'"),
        (
            [("09:00", "12:00", "17:00")],
            TypeError,
            f"expected {PAIRS}, got ('09:00', '12:00', '17:00')",
        ),
        (["ab"], TypeError, f"expected {PAIRS}, got 'ab'"),
        ([9], TypeError, f"expected {PAIRS}, got 9"),
        (9, TypeError, f"expected {PAIRS}, got 9"),
        (None, TypeError, f"expected {PAIRS}, got None"),
    ],
)
def test_bad_ranges(ranges: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    """Weekly hours, overrides and breaks are read alike; the day or date is part of the field."""
    with refused(error, f"BusinessCalendar.weekly['tue']: {message}"):
        BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "17:00")], "tue": ranges})
    with refused(error, f"BusinessCalendar.overrides[2026-05-04]: {message}"):
        BusinessCalendar(tz="UTC", overrides={MAY: ranges})
    with refused(error, f"BusinessCalendar.breaks[2026-05-04]: {message}"):
        BusinessCalendar(tz="UTC", breaks={MAY: ranges})


def test_touching_ranges_are_no_overlap() -> None:
    """One may begin when another ends, and a range may be a microsecond long."""
    ranges = [("12:00", "13:00"), ("09:00", "12:00"), ("23:59:59.999999", "24:00")]
    assert BusinessCalendar(tz="UTC", weekly={"mon": ranges}).weekly == (
        ("mon", (("09:00", "12:00"), ("12:00", "13:00"), ("23:59:59.999999", "24:00"))),
    )


@pytest.mark.parametrize("day", ["Mon", "monday", "", 0, None, date(2026, 5, 4)])
def test_unknown_days(day: Any) -> None:  # noqa: ANN401 - anything
    """Days have one name each; the message lists them."""
    message = f"expected days among mon, tue, wed, thu, fri, sat, sun, got {day!r}"
    with refused(ValueError, f"BusinessCalendar.weekly: {message}"):
        BusinessCalendar(tz="UTC", weekly={day: [("09:00", "17:00")]})
    with refused(ValueError, f"weekly: {message}"):
        split_at_midnight({day: [("09:00", "17:00")]})


@pytest.mark.parametrize("weekly", [5, None, ["mon"], [("mon",)], [5]])
def test_what_is_no_week(weekly: Any) -> None:  # noqa: ANN401 - anything
    """The message shows the form that is expected."""
    message = (
        'BusinessCalendar.weekly: expected a mapping such as {"mon": [("09:00", "17:00")]}, '
        f"got {weekly!r}"
    )
    with refused(TypeError, message):
        BusinessCalendar(tz="UTC", weekly=weekly)


@pytest.mark.parametrize("tz", ["Mars/Phobos", "", "Europe", "../etc/passwd", "a\0b"])
def test_unknown_zones(tz: str) -> None:
    """A zone that is not in the data is an error at once, not at the first question."""
    with refused(
        ValueError,
        "BusinessCalendar.tz: expected an IANA time zone name (is the package tzdata installed?), "
        f"got {tz!r}",
    ):
        BusinessCalendar(tz=tz)


@pytest.mark.parametrize("tz", [None, 5, b"UTC", timedelta(hours=1)])
def test_what_is_no_zone(tz: Any) -> None:  # noqa: ANN401 - anything
    """Neither an offset nor nothing is a zone."""
    with refused(
        TypeError, f"BusinessCalendar.tz: expected an IANA time zone name or a tzinfo, got {tz!r}"
    ):
        BusinessCalendar(tz=tz)


@pytest.mark.parametrize("day", [NAIVE, utc(2026, 5, 4), "2026-05-04", None, np.datetime64(1, "D")])
def test_what_is_no_date(day: Any) -> None:  # noqa: ANN401 - anything
    """A datetime is a date to Python, but would never be equal to one."""
    message = f"expected dates (datetime.date, not datetime), got {day!r}"
    with refused(TypeError, f"BusinessCalendar.holidays: {message}"):
        BusinessCalendar(tz="UTC", holidays=[day])
    with refused(TypeError, f"BusinessCalendar.overrides: {message}"):
        BusinessCalendar(tz="UTC", overrides={day: []})
    with refused(TypeError, f"BusinessCalendar.breaks: {message}"):
        BusinessCalendar(tz="UTC", breaks={day: []})
    with refused(TypeError, f"day: {message}"):
        DESK.hours_on(day)


@pytest.mark.parametrize("holidays", ["2026-05-04", b"", 5, None, MAY, iter([MAY])])
def test_what_holds_no_holidays(holidays: Any) -> None:  # noqa: ANN401 - anything
    """A text contains, but no dates; an iterator is used up by the first question."""
    with refused(
        TypeError, f"BusinessCalendar.holidays: expected a container of dates, got {holidays!r}"
    ):
        BusinessCalendar(tz="UTC", holidays=holidays)


QUESTIONS: Final[dict[str, Callable[[Any], object]]] = {
    "is_open": DESK.is_open,
    "next_open": DESK.next_open,
    "next_opening": DESK.next_opening,
    "next_close": DESK.next_close,
    "prev_close": DESK.prev_close,
    "add": lambda at: DESK.add(at, timedelta(hours=1)),
    "sub": lambda at: DESK.sub(at, timedelta(hours=1)),
    "trace": lambda at: DESK.trace(at, timedelta(hours=1)),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("at", "error", "got"),
    [
        (NAIVE, ValueError, f"the naive {NAIVE!r}"),
        (MAY, TypeError, repr(MAY)),
        (None, TypeError, "None"),
        (1_777_888_999, TypeError, "1777888999"),
        ("2026-05-04T09:00Z", TypeError, "'2026-05-04T09:00Z'"),
    ],
)
def test_what_is_no_instant(question: str, at: object, error: type[Exception], got: str) -> None:
    """Naive times, dates, numbers and texts are refused, not read in some zone."""
    with refused(error, f"at: expected a timezone-aware datetime, got {got}"):
        QUESTIONS[question](at)


def test_both_ends_are_named() -> None:
    """Of two instants, the message says which."""
    aware = utc(2026, 5, 4)
    expected = f"expected a timezone-aware datetime, got the naive {NAIVE!r}"
    for ask in (DESK.between, DESK.intervals):
        with refused(ValueError, f"start: {expected}"):
            ask(NAIVE, aware)
        with refused(ValueError, f"end: {expected}"):
            ask(aware, NAIVE)
    with refused(
        ValueError,
        "end: expected an instant not before 2026-05-04 00:00:00+00:00, "
        "got datetime.datetime(2026, 5, 3, 0, 0, tzinfo=datetime.timezone.utc)",
    ):
        DESK.intervals(aware, utc(2026, 5, 3))


@pytest.mark.parametrize("duration", [5, 0.5, None, "1h", np.timedelta64(1, "h"), time(1)])
def test_what_is_no_duration(duration: Any) -> None:  # noqa: ANN401 - anything
    """A bare number has no unit."""
    for ask in (DESK.add, DESK.sub, DESK.trace):
        with refused(TypeError, f"duration: expected a timedelta, got {duration!r}"):
            ask(utc(2026, 5, 4), duration)


@pytest.mark.parametrize(
    "at", [np.array([1.5]), np.array(["2026-05-04"]), np.array([True]), "2026-05-04", 1.5]
)
def test_what_is_no_array_of_instants(at: Any) -> None:  # noqa: ANN401 - anything
    """Floats would lose microseconds; texts have no type."""
    expected = "expected datetime64, integers (microseconds) or aware datetimes"
    for name in ("next_open", "next_opening", "next_close", "prev_close", "is_open"):
        with refused(TypeError, f"at: {expected}, got {at!r}"):
            getattr(DESK, f"{name}_many")(at)
    with refused(TypeError, f"end: {expected}, got {at!r}"):
        DESK.between_many(0, at)


def test_what_is_no_array_of_durations() -> None:
    """Nor are they numbers with fractions, or datetimes; and each object is looked at."""
    expected = "duration: expected timedelta64, integers (microseconds) or timedeltas, got"
    for bad in (np.array([1.5]), np.array(["1h"]), np.array([0], "M8[us]")):
        with pytest.raises(TypeError, match=re.escape(expected)):
            DESK.add_many(0, bad)
    with refused(TypeError, f"{expected} 5"):
        DESK.add_many(0, np.array([timedelta(), 5], dtype=object))
    with refused(ValueError, f"at: expected a timezone-aware datetime, got the naive {NAIVE!r}"):
        DESK.next_open_many([utc(2026, 5, 4), NAIVE])
    with pytest.raises(ValueError, match=r"shape mismatch|broadcast"):
        DESK.add_many(np.zeros(2, np.int64), np.zeros(3, np.int64))
