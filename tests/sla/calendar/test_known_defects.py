"""Defects that other products are known for, each by hand: this calendar has none of them.

Each test is named after what the calendar does instead.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.sla.calendar.reference import DAY, WEEKDAYS, utc
from ticketroute.errors import NeverOpenError
from ticketroute.sla import BusinessCalendar, Window, split_at_midnight

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
TICK: Final = timedelta(microseconds=1)
LONDON: Final = ZoneInfo("Europe/London")
DESK: Final = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
MONDAY: Final = utc(2026, 5, 4)


def spans(windows: tuple[Window, ...]) -> list[tuple[str, str]]:
    """Write windows as the clock times of UTC."""
    return [
        (f"{each.start.astimezone(UTC):%a %H:%M:%S}", f"{each.end.astimezone(UTC):%a %H:%M:%S}")
        for each in windows
    ]


# Closing and opening


def test_due_exactly_at_closing_is_the_closing_instant() -> None:
    """Not the next opening; and back from an opening it is the opening itself."""
    assert DESK.add(MONDAY + 9 * HOUR, 8 * HOUR) == MONDAY + 17 * HOUR
    assert DESK.add(MONDAY + 16 * HOUR, HOUR) == MONDAY + 17 * HOUR
    assert DESK.sub(MONDAY + 17 * HOUR, 8 * HOUR) == MONDAY + 9 * HOUR
    assert DESK.sub(MONDAY + DAY + 10 * HOUR, HOUR) == MONDAY + DAY + 9 * HOUR


def test_closing_instants_are_exact() -> None:
    """Not a microsecond early, also at 24:00, and one more microsecond is the next day's first."""
    late = BusinessCalendar.weekdays("09:00", "24:00", "UTC")
    assert late.add(MONDAY + 9 * HOUR, 15 * HOUR) == MONDAY + DAY
    assert late.next_close(MONDAY + 10 * HOUR) == MONDAY + DAY
    assert late.add(MONDAY + 9 * HOUR, 15 * HOUR + TICK) == MONDAY + DAY + 9 * HOUR + TICK


def test_closing_instant_is_closed() -> None:
    """A range includes its start and not its end."""
    assert DESK.is_open(MONDAY + 9 * HOUR)
    assert not DESK.is_open(MONDAY + 9 * HOUR - TICK)
    assert DESK.is_open(MONDAY + 17 * HOUR - TICK)
    assert not DESK.is_open(MONDAY + 17 * HOUR)
    assert DESK.next_open(MONDAY + 17 * HOUR) == MONDAY + DAY + 9 * HOUR


def test_end_before_start_is_negative() -> None:
    """Not 0, and not the absolute amount."""
    assert DESK.between(MONDAY + 12 * HOUR, MONDAY) == -3 * HOUR
    assert DESK.between(MONDAY, MONDAY - 30 * HOUR) == timedelta()


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [(0, 9, 0), (0, 10, 1), (9, 17, 8), (8, 18, 8), (17, 33, 0), (16, 34, 2), (-48, 9, 0)],
)
def test_between_at_and_across_the_edges(start: int, end: int, hours: int) -> None:
    """Endpoints at, before and after opening and closing need no special cases."""
    assert DESK.between(MONDAY + start * HOUR, MONDAY + end * HOUR) == hours * HOUR


# Precision


def test_seconds_in_hours_are_kept() -> None:
    """Hours may start and end at any second, or microsecond."""
    odd = BusinessCalendar(tz="UTC", weekly={"mon": [("09:00:30", "17:00:00.000001")]})
    assert spans(odd.intervals(MONDAY, MONDAY + DAY)) == [("Mon 09:00:30", "Mon 17:00:00")]
    assert odd.between(MONDAY, MONDAY + DAY) == 8 * HOUR - timedelta(seconds=30) + TICK


def test_seconds_of_breaks_are_kept() -> None:
    """And two breaks that begin in the same minute both count."""
    breaks = {MONDAY.date(): [("10:00:10", "10:00:20"), ("10:00:30", "10:00:50")]}
    desk = BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "17:00")]}, breaks=breaks)
    assert desk.between(MONDAY, MONDAY + DAY) == 8 * HOUR - timedelta(seconds=30)
    assert not desk.is_open(MONDAY + 10 * HOUR + timedelta(seconds=10))
    assert desk.is_open(MONDAY + 10 * HOUR + timedelta(seconds=20))


def test_sub_second_input_is_kept() -> None:
    """Instants and amounts are neither rounded nor cut."""
    start = MONDAY + 10 * HOUR + timedelta(microseconds=999_999)
    assert DESK.add(start, timedelta(microseconds=2)) == start + timedelta(microseconds=2)
    assert DESK.add(start, 8 * HOUR) == start + DAY
    assert DESK.between(start, MONDAY + DAY) == 7 * HOUR - timedelta(microseconds=999_999)


def test_amounts_need_not_be_whole_hours() -> None:
    """Nothing counts in hours, and half past is no special time."""
    half = BusinessCalendar.weekdays("08:30", "17:15", "UTC")
    assert half.add(MONDAY + 17 * HOUR, 45 * MINUTE) == MONDAY + DAY + 9 * HOUR
    assert half.between(MONDAY, MONDAY + DAY) == 8 * HOUR + 45 * MINUTE


def test_one_minute_to_midnight_is_not_midnight() -> None:
    """23:59 ends a minute before 24:00; only 24:00 is the end of the day."""
    early = BusinessCalendar(tz="UTC", weekly={day: [("00:00", "23:59")] for day in WEEKDAYS})
    assert early.between(MONDAY, MONDAY + DAY) == DAY - MINUTE
    assert not early.is_open(MONDAY + DAY - MINUTE)


def test_midnight_minute_of_24_7_counts() -> None:
    """Full days join without a gap and without a seam."""
    full = BusinessCalendar(tz="Europe/Paris", weekly={d: [("00:00", "24:00")] for d in WEEKDAYS})
    assert full.between(MONDAY, MONDAY + 7 * DAY) == 7 * DAY
    assert full.is_open(utc(2026, 5, 4, 21, 59, 59))
    assert len(full.intervals(MONDAY, MONDAY + 70 * DAY)) == 1


# Configuration that counts


def test_second_range_of_a_day_counts() -> None:
    """Also the third, in whatever order they are given."""
    ranges = [("17:00", "18:30"), ("08:00", "12:00"), ("13:00", "16:00")]
    desk = BusinessCalendar(tz="UTC", weekly={"mon": ranges})
    assert desk.between(MONDAY, MONDAY + DAY) == 8.5 * HOUR
    assert desk.add(MONDAY, 5 * HOUR) == MONDAY + 14 * HOUR
    assert desk.sub(MONDAY + DAY, 2 * HOUR) == MONDAY + 15 * HOUR + 30 * MINUTE


def test_lunch_breaks() -> None:
    """Written as two ranges, a due time never falls into lunch."""
    desk = BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "12:00"), ("13:00", "17:00")]})
    assert desk.add(MONDAY + 11 * HOUR, 2 * HOUR) == MONDAY + 14 * HOUR
    assert desk.next_open(MONDAY + 12 * HOUR + MINUTE) == MONDAY + 13 * HOUR


def test_overnight_shift_22_to_06() -> None:
    """From Monday 22:00 to Tuesday 06:00 there are eight open hours, not none."""
    night = BusinessCalendar(tz="UTC", weekly=split_at_midnight({"mon": [("22:00", "06:00")]}))
    assert night.between(MONDAY + 22 * HOUR, MONDAY + 30 * HOUR) == 8 * HOUR
    assert spans(night.intervals(MONDAY, MONDAY + 7 * DAY)) == [("Mon 22:00:00", "Tue 06:00:00")]
    assert night.add(MONDAY + 23 * HOUR, 2 * HOUR) == MONDAY + 25 * HOUR


def test_dates_may_have_hours_of_their_own() -> None:
    """An override replaces the weekday's hours, and opens a holiday; breaks are then cut."""
    desk = BusinessCalendar(
        tz="UTC",
        weekly={"mon": [("09:00", "17:00")], "tue": [("09:00", "17:00")]},
        holidays=[date(2026, 5, 4), date(2026, 5, 5)],
        overrides={date(2026, 5, 4): [("10:00", "14:00")], date(2026, 5, 9): [("10:00", "11:00")]},
        breaks={date(2026, 5, 4): [("12:00", "13:00")], date(2026, 5, 6): [("12:00", "13:00")]},
    )
    assert spans(desk.intervals(MONDAY, MONDAY + 7 * DAY)) == [
        ("Mon 10:00:00", "Mon 12:00:00"),
        ("Mon 13:00:00", "Mon 14:00:00"),
        ("Sat 10:00:00", "Sat 11:00:00"),
    ]


def test_any_combination_of_weekdays() -> None:
    """All 128 sets of open days: each day counts if and only if it is in the set."""
    for days in chain.from_iterable(combinations(WEEKDAYS, size) for size in range(8)):
        desk = BusinessCalendar(tz="UTC", weekly={day: [("09:00", "10:00")] for day in days})
        noons = np.datetime64("2026-05-04T09:30") + np.arange(7) * np.timedelta64(1, "D")
        assert desk.is_open_many(noons).tolist() == [day in days for day in WEEKDAYS]


def test_backward_answers_lie_in_open_time() -> None:
    """`sub` never lands in closed time, not even just after a weekend or a holiday."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=[date(2026, 5, 4)])
    assert desk.sub(utc(2026, 5, 5, 9), HOUR) == utc(2026, 5, 1, 16)
    assert desk.sub(utc(2026, 5, 5, 9), TICK) == utc(2026, 5, 1, 17) - TICK
    assert desk.sub(utc(2026, 5, 3, 12), 8 * HOUR) == utc(2026, 5, 1, 9)


# Empty schedules and long closures


@pytest.mark.parametrize("weekly", [{}, {"mon": []}])
def test_no_workday_configured_raises(weekly: dict[str, list[tuple[str, str]]]) -> None:
    """No endless loop, no plain clock time instead, and no unchanged date."""
    closed = BusinessCalendar(tz="Europe/London", weekly=weekly)
    with pytest.raises(NeverOpenError, match=r"^the calendar has not enough open time after 2026-"):
        closed.add(MONDAY, HOUR)
    assert closed.between(MONDAY, MONDAY + 900 * DAY) == timedelta()
    assert closed.intervals(MONDAY, MONDAY + 900 * DAY) == ()
    assert closed.add(MONDAY, timedelta()) == MONDAY


def test_closures_of_many_years_are_looked_past() -> None:
    """The search has no bound of a year or two."""
    shut = [date(2026, 1, 1) + n * DAY for n in range((date(2066, 1, 1) - date(2026, 1, 1)).days)]
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=shut)
    first = utc(2066, 1, 1, 9)  # a Friday
    assert desk.next_open(MONDAY) == first
    assert desk.add(MONDAY, 3 * HOUR) == first + 3 * HOUR
    assert desk.sub(first, HOUR) == utc(2025, 12, 31, 16)


def test_dates_past_the_last_holiday() -> None:
    """A list of holidays that ends is no end of the calendar."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=[date(2026, 5, 4)])
    days = np.busday_count("2026-05-01", "2056-05-01", holidays=["2026-05-04"]).item()
    assert desk.between(utc(2026, 5, 1), utc(2056, 5, 1)) == days * 8 * HOUR


def test_what_is_known_is_not_asked_again() -> None:
    """The cost of a question does not grow with the horizon: days are looked at once."""

    class Asked:
        def __init__(self) -> None:
            self.dates: list[date] = []

        def __contains__(self, day: object) -> bool:
            assert type(day) is date
            self.dates.append(day)
            return False

    holidays = Asked()
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=holidays)
    desk.add(MONDAY, 1000 * HOUR)
    seen = len(holidays.dates)
    for hours in range(1000):
        desk.add(MONDAY + hours * HOUR, hours * HOUR)
    assert len(holidays.dates) == seen


def test_zones_of_the_standard_library_and_naive_times() -> None:
    """ZoneInfo is understood; a time without a zone is refused, not guessed."""
    start = datetime(2026, 5, 4, 9, tzinfo=LONDON)
    assert DESK.add(start, HOUR) == MONDAY + 10 * HOUR
    with pytest.raises(ValueError, match="at: expected a timezone-aware datetime, got the naive"):
        DESK.add(datetime(2026, 5, 4, 9), HOUR)
