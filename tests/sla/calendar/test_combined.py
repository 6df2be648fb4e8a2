"""Calendars combine instant by instant, across zones."""

import io
import pickle
import struct
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings

from tests.sla.calendar.configurations import calendars, instants, random_hours
from tests.sla.calendar.reference import DAY, Reference, Walk, disagreements, utc, walk
from ticketroute.errors import NeverOpenError
from ticketroute.sla import BusinessCalendar, Calendar, CombinedCalendar

PAIRS: Final = [
    ("Europe/London", "America/New_York", (2026, 3, 25)),
    ("Australia/Lord_Howe", "Antarctica/Troll", (2026, 3, 28)),
    ("Pacific/Apia", "Pacific/Kiritimati", (2011, 12, 26)),
    ("Asia/Beirut", "Asia/Kathmandu", (2026, 3, 25)),
    ("America/St_Johns", "Europe/Lisbon", (2011, 3, 10)),
    ("UTC", "Africa/Cairo", (2026, 10, 26)),
]
OPERATIONS: Final = ("&", "|", "-")
SUNDAY: Final = 6


def combined(left: Calendar, right: Calendar, operation: str) -> Calendar:
    """Combine by an operator."""
    return {"&": left & right, "|": left | right, "-": left - right}[operation]


def combined_reference(steps: Walk, left: Reference, right: Reference, operation: str) -> Reference:
    """Combine step by step."""
    open_at = {
        "&": left.open_at & right.open_at,
        "|": left.open_at | right.open_at,
        "-": left.open_at & ~right.open_at,
    }
    return Reference(steps, open_at[operation])


@pytest.mark.parametrize(("one", "other", "day"), PAIRS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_zones_against_the_walks(
    one: str, other: str, day: tuple[int, int, int], operation: str
) -> None:
    """The walks of two zones are combined minute by minute; the calendars say the same."""
    rng = np.random.default_rng(sum(map(ord, one + other + operation)))
    zones = ZoneInfo(one), ZoneInfo(other)
    walks = [walk(zone, utc(*day), 8) for zone in zones]
    steps = walks[0]
    for _ in range(4):
        hours = [random_hours(rng, each.dates()) for each in walks]
        left, right = (
            Reference(each, each.flags(plan)) for each, plan in zip(walks, hours, strict=True)
        )
        reference = combined_reference(steps, left, right, operation)
        first, second = (plan.calendar(zone) for plan, zone in zip(hours, zones, strict=True))
        calendar = combined(first, second, operation)
        positions = np.arange(steps.hidden, len(steps.readings))
        for _ in range(25):
            at, end = rng.choice(positions, size=2).tolist()
            amount = int(rng.integers(-3000, 3000))
            assert disagreements(reference, calendar, at, amount, end) == [], calendar


@given(one=calendars(), other=calendars())
@settings(max_examples=60)
def test_algebra_of_sets(one: BusinessCalendar, other: BusinessCalendar) -> None:
    """The order of the two is no matter; both laws of De Morgan hold; amounts add up."""
    always = BusinessCalendar.always()
    start = utc(2011, 12, 20)
    end = start + timedelta(days=20)

    def windows(calendar: Calendar) -> list[object]:
        return [
            (each.start - start, each.end - start)
            for each in (always & calendar).intervals(start, end)
        ]

    assert windows(one & other) == windows(other & one)
    assert windows(one | other) == windows(other | one)
    assert windows(one - other) == windows(one & (always - other))
    assert windows(always - (one & other)) == windows((always - one) | (always - other))
    assert windows(always - (one | other)) == windows((always - one) & (always - other))
    assert windows(one & one) == windows(one | one) == windows(one)
    both, either = one & other, one | other
    total = one.between(start, end) + other.between(start, end)
    assert both.between(start, end) + either.between(start, end) == total
    assert (one - other).between(start, end) + both.between(start, end) == one.between(start, end)


def test_operators_make_a_combined_calendar() -> None:
    """The parts can be read, and the zone is that of the first."""
    london = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    tokyo = BusinessCalendar.weekdays("09:00", "17:00", "Asia/Tokyo")
    calendar = london | tokyo
    assert calendar == CombinedCalendar(london, tokyo, "|")
    assert calendar.tz == ZoneInfo("Europe/London")
    assert calendar.name == ""
    assert hash(calendar) == hash(CombinedCalendar(london, tokyo, "|"))
    assert calendar != tokyo | london
    assert pickle.loads(pickle.dumps(calendar)) == calendar  # noqa: S301 - our own bytes


def test_windows_are_in_the_zone_of_the_first() -> None:
    """Whoever is written first reads the combination on his or her own clock."""
    london = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    tokyo = BusinessCalendar.weekdays("09:00", "17:00", "Asia/Tokyo")
    (first, *_) = (london | tokyo).intervals(utc(2026, 1, 5), utc(2026, 1, 6))
    (second, *_) = (tokyo | london).intervals(utc(2026, 1, 5), utc(2026, 1, 6))
    assert first.start == second.start == utc(2026, 1, 5)
    assert (first.start.hour, second.start.hour) == (0, 9)


def test_combinations_of_combinations() -> None:
    """A lunch break and a public holiday are taken out of two shifts in two zones."""
    week = ("mon", "tue", "wed", "thu", "fri")
    berlin = BusinessCalendar.weekdays("08:00", "16:00", "Europe/Berlin")
    york = BusinessCalendar.weekdays("08:00", "16:00", "America/New_York")
    lunch = BusinessCalendar(tz="Europe/Berlin", weekly={day: [("12:00", "13:00")] for day in week})
    shut = BusinessCalendar(tz="UTC", overrides={utc(2026, 1, 6).date(): [("00:00", "24:00")]})
    calendar = (berlin | york) - lunch - shut
    monday = utc(2026, 1, 5)
    # 07:00 to 15:00 and 13:00 to 21:00 UTC, without 11:00 to 12:00.
    assert calendar.between(monday, monday + DAY) == timedelta(hours=13)
    assert calendar.between(monday + DAY, monday + 2 * DAY) == timedelta()
    assert calendar.add(utc(2026, 1, 5, 20), timedelta(hours=2)) == utc(2026, 1, 7, 8)


def test_nothing_in_common() -> None:
    """Two teams that never work together: an error, soon, and no loop."""
    monday = BusinessCalendar(tz="Europe/London", weekly={"mon": [("09:00", "17:00")]}, name="a")
    tuesday = BusinessCalendar(tz="Europe/Madrid", weekly={"tue": [("09:00", "17:00")]}, name="b")
    together = CombinedCalendar(monday, tuesday, "&", name="both")
    message = r"^calendar 'both' never opens after 2026-05-04 00:00:00\+00:00$"
    with pytest.raises(NeverOpenError, match=message):
        together.next_open(utc(2026, 5, 4))
    with pytest.raises(NeverOpenError, match="'both' has not enough open time after"):
        together.add(utc(2026, 5, 4), timedelta(microseconds=1))
    with pytest.raises(NeverOpenError, match="'both' has not enough open time before"):
        together.sub(utc(2026, 5, 4), timedelta(microseconds=1))
    assert together.between(utc(2026, 1, 1), utc(2027, 1, 1)) == timedelta()
    with pytest.raises(NeverOpenError):
        (monday - monday).next_opening(utc(2026, 5, 4))


def test_in_common_once_in_many_years() -> None:
    """What looks like never may be far away: it is found, not given up on."""
    fridays = BusinessCalendar(tz="UTC", weekly={"fri": [("09:00", "10:00")]})
    leap_days = [utc(year, 2, 29).date() for year in (2028, 2032, 2064, 2092)]  # 2064: a Friday
    leap = BusinessCalendar(tz="UTC", overrides={day: [("00:00", "24:00")] for day in leap_days})
    assert (fridays & leap).next_open(utc(2026, 1, 1)) == utc(2064, 2, 29, 9)
    assert (fridays & leap).add(utc(2026, 1, 1), timedelta(hours=2)) == utc(2092, 2, 29, 10)
    assert (fridays & leap).prev_close(utc(2100, 1, 1)) == utc(2092, 2, 29, 10)


@pytest.mark.parametrize("operation", ["|", "-"])
def test_dates_far_from_today_in_one_of_the_two(operation: str) -> None:
    """The search goes as far as the dates that either of the two names."""
    days = [date(1100, 1, 1), date(2900, 1, 1)]
    some = BusinessCalendar(tz="UTC", overrides={day: [("09:00", "17:00")] for day in days})
    none = BusinessCalendar(tz="UTC")
    calendar = combined(some, none, operation)
    assert calendar.next_open(utc(2026, 1, 1)) == utc(2900, 1, 1, 9)
    assert calendar.prev_close(utc(2026, 1, 1)) == utc(1100, 1, 1, 17)
    assert (none | some).next_open(utc(2026, 1, 1)) == utc(2900, 1, 1, 9)
    assert (none | some).prev_close(utc(2026, 1, 1)) == utc(1100, 1, 1, 17)


def made_up_zone(rule: bytes) -> ZoneInfo:
    """Make a zone of nothing but a rule for all years, as POSIX writes it."""
    block = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + b"\0\0\0\0\0\0XXX\0"
    return ZoneInfo.from_file(io.BytesIO(block + block + b"\n" + rule + b"\n"), key="Made/Up")


def test_in_common_once_in_many_years_for_ever() -> None:
    """So it is without a list of dates, after the last date that the zone data name.

    In one made-up zone clocks are an hour ahead from the first to the fifth of April, in the other
    from the 28th of March to the first of April: both show 13:00 at noon of UTC on one date only,
    and that is a Sunday once in five to eleven years.
    """
    rare: Calendar = BusinessCalendar(tz="UTC", weekly={"sun": [("12:00", "13:00")]})
    for rule in (b"XXX0YYY-1,J91/0,J96/0", b"XXX0YYY-1,J87/0,J92/0"):
        rare &= BusinessCalendar(tz=made_up_zone(rule), weekly={"sun": [("13:00", "14:00")]})
    years = [year for year in range(2100, 2250) if date(year, 4, 1).weekday() == SUNDAY]
    assert max(np.diff(years)) == 11
    for last, year in pairwise(years):
        assert rare.next_open(utc(last, 5, 1)) == utc(year, 4, 1, 12)
        assert rare.prev_close(utc(year, 3, 1)) == utc(last, 4, 1, 13)


@given(one=calendars(), other=calendars(), instant=instants)
@settings(max_examples=40)
def test_operators_are_those_of_logic(
    one: BusinessCalendar, other: BusinessCalendar, instant: datetime
) -> None:
    """Whether a combination is open follows from whether each of the two is."""
    states = one.is_open(instant), other.is_open(instant)
    assert (one & other).is_open(instant) == all(states)
    assert (one | other).is_open(instant) == any(states)
    assert (one - other).is_open(instant) == (states == (True, False))


@pytest.mark.parametrize("other", [None, "09:00-17:00", 3, {"mon": []}])
def test_only_calendars_combine(other: object) -> None:
    """Python's own error names both types."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
    with pytest.raises(TypeError, match="unsupported operand"):
        desk & other  # type: ignore[operator]
    with pytest.raises(TypeError, match="unsupported operand"):
        other | desk  # type: ignore[operator]


def test_unknown_operation_is_refused() -> None:
    """The message names field and value."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
    message = r"^CombinedCalendar.operation: expected '&', '\|' or '-', got '\^'$"
    with pytest.raises(ValueError, match=message):
        CombinedCalendar(desk, desk, "^")
