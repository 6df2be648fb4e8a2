"""Changes of clocks by hand: gaps, repeated hours, skipped dates, and what others get wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from tests.sla.calendar.reference import DAY, MINUTE, WEEKDAYS, utc
from ticketroute.sla import BusinessCalendar

HOUR: Final = timedelta(hours=1)
LONDON: Final = ZoneInfo("Europe/London")


def every_day(tz: str, *ranges: tuple[str, str]) -> BusinessCalendar:
    """Make a calendar with the same hours on all days."""
    return BusinessCalendar(tz=tz, weekly=dict.fromkeys(WEEKDAYS, ranges))


def in_utc(calendar: BusinessCalendar, first: datetime, last: datetime) -> list[tuple[str, str]]:
    """Write open time as the clock times of UTC."""
    return [
        (f"{each.start.astimezone(UTC):%d %H:%M}", f"{each.end.astimezone(UTC):%d %H:%M}")
        for each in calendar.intervals(first, last)
    ]


@pytest.mark.parametrize(
    ("tz", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Europe/London", date(2026, 6, 1), 24),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Antarctica/Troll", date(2026, 3, 29), 22),
        ("Antarctica/Troll", date(2026, 10, 25), 26),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        # At 24:00 the clock goes back to 23:00: the day is over when it has shown 24:00.
        ("America/Sao_Paulo", date(2019, 2, 16), 25),
        ("Asia/Beirut", date(2026, 3, 29), 23),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Pacific/Kwajalein", date(1993, 8, 21), 0),
        ("Asia/Pyongyang", date(2015, 8, 14), 24.5),
        ("Asia/Kathmandu", date(1986, 1, 1), 23.75),
        # One minute past midnight the clock goes back: the day was over, the next one is longer.
        ("America/St_Johns", date(2006, 10, 28), 24),
        ("America/St_Johns", date(2006, 10, 29), 25),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Africa/Cairo", date(2026, 10, 29), 25),
    ],
)
def test_length_of_a_day(tz: str, day: date, hours: float) -> None:
    """A date that is open around the clock has as many hours as it really lasted."""
    one_day = BusinessCalendar(tz=tz, overrides={day: [("00:00", "24:00")]})
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert one_day.between(noon - 3 * DAY, noon + 3 * DAY) == hours * HOUR


def test_dst_hour_in_a_24_hour_schedule() -> None:
    """Around the clock, 24 hours from noon are noon by the clock only if no clock is changed."""
    full = every_day("Europe/London", ("00:00", "24:00"))
    saturday = datetime(2026, 10, 24, 12, tzinfo=LONDON)
    assert full.add(saturday, DAY).isoformat() == "2026-10-25T11:00:00+00:00"
    assert full.add(datetime(2026, 3, 28, 12, tzinfo=LONDON), DAY).hour == 13
    assert full.between(saturday, datetime(2026, 10, 25, 12, tzinfo=LONDON)) == 25 * HOUR


def test_amounts_are_elapsed_time_across_a_change() -> None:
    """22:00 and five hours more, in the night of the spring change, is 04:00 and not 03:00."""
    night = every_day("Europe/Berlin", ("00:00", "06:00"), ("20:00", "24:00"))
    start = datetime(2026, 3, 28, 22, tzinfo=ZoneInfo("Europe/Berlin"))
    assert night.add(start, 5 * HOUR).isoformat() == "2026-03-29T04:00:00+02:00"
    assert night.sub(night.add(start, 5 * HOUR), 5 * HOUR) == start


def test_range_that_starts_in_the_gap_opens_at_the_change() -> None:
    """01:30 never comes; it opens when the clock jumps to 02:00, and no hour later."""
    sunday = every_day("Europe/London", ("01:30", "03:00"))
    assert in_utc(sunday, utc(2026, 3, 29), utc(2026, 3, 30)) == [("29 01:00", "29 02:00")]


def test_range_inside_the_gap_does_not_exist() -> None:
    """And no hours appear elsewhere instead."""
    gap = every_day("Europe/London", ("01:15", "01:45"))
    assert in_utc(gap, utc(2026, 3, 28, 12), utc(2026, 3, 30)) == []
    assert gap.next_open(utc(2026, 3, 29)) == utc(2026, 3, 30, 0, 15)


def test_range_that_would_be_reversed_by_a_shift() -> None:
    """02:30 to 03:15 in New York's spring night: open from 03:00 to 03:15, not the other way."""
    odd = every_day("America/New_York", ("02:30", "03:15"))
    assert in_utc(odd, utc(2026, 3, 8), utc(2026, 3, 9)) == [("08 07:00", "08 07:15")]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("01:15", "01:45", [("25 00:15", "25 00:45")]),  # the first time, and only then
        ("01:30", "02:00", [("25 00:30", "25 02:00")]),  # until the clock shows 02:00 at last
        ("00:30", "01:30", [("24 23:30", "25 00:30")]),
        ("02:00", "03:00", [("25 02:00", "25 03:00")]),
    ],
)
def test_repeated_hour(start: str, end: str, expected: list[tuple[str, str]]) -> None:
    """Clocks show 01:00 to 02:00 twice: a range opens and closes at the first showing."""
    desk = every_day("Europe/London", (start, end))
    windows = in_utc(desk, utc(2026, 10, 24, 12), utc(2026, 10, 25, 12))
    assert windows == expected


def test_in_the_repeated_hour_is_open_agrees_with_intervals() -> None:
    """Every minute of the night is open if and only if it lies in a window."""
    desk = every_day("Europe/London", ("00:20", "01:20"), ("01:40", "01:50"), ("01:55", "02:10"))
    windows = desk.intervals(utc(2026, 10, 24, 22), utc(2026, 10, 25, 4))
    spans = [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in windows]
    for n in range(6 * 60):
        minute = utc(2026, 10, 24, 22) + n * MINUTE
        inside = any(start <= minute < end for start, end in spans)
        assert desk.is_open(minute) == desk.is_open(minute.astimezone(LONDON)) == inside


def test_lord_howes_half_hour() -> None:
    """Clocks are changed by 30 minutes: 02:00 goes back to 01:30, or on to 02:30."""
    desk = every_day("Australia/Lord_Howe", ("01:45", "03:00"))
    assert in_utc(desk, utc(2026, 4, 4), utc(2026, 4, 5)) == [("04 14:45", "04 16:30")]
    assert in_utc(desk, utc(2026, 10, 3), utc(2026, 10, 4)) == [("03 15:15", "03 16:00")]
    in_gap = every_day("Australia/Lord_Howe", ("02:10", "02:40"))
    assert in_utc(in_gap, utc(2026, 10, 3), utc(2026, 10, 4)) == [("03 15:30", "03 15:40")]


def test_skipped_date_is_no_endless_loop() -> None:
    """Samoa left out Friday 2011-12-30: its hours never come, and Saturday's come at once."""
    desk = BusinessCalendar(tz="Pacific/Apia", weekly={"fri": [("09:00", "17:00")]})
    thursday = utc(2011, 12, 29, 20)  # 10:00 in Apia
    assert desk.next_open(thursday).astimezone(ZoneInfo("Pacific/Apia")).date() == date(2012, 1, 6)
    assert desk.add(thursday, 9 * HOUR) == utc(2012, 1, 12, 20)
    around = BusinessCalendar.always("Pacific/Apia")
    (window,) = around.intervals(utc(2011, 12, 29), utc(2012, 1, 1))
    assert window.length == 3 * DAY
    assert desk.hours_on(date(2011, 12, 30)) == (("09:00", "17:00"),)


def test_two_schedules_in_two_zones_intersect_on_instants() -> None:
    """09:00 to 17:00 in London and in New York: three hours together, not eight."""
    london = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    york = BusinessCalendar.weekdays("09:00", "17:00", "America/New_York")
    monday = utc(2026, 5, 4)
    assert (london & york).between(monday, monday + DAY) == 3 * HOUR
    # In the weeks in which only New York has changed its clocks, it is four.
    assert (london & york).between(utc(2026, 3, 16), utc(2026, 3, 17)) == 4 * HOUR


def test_midnight_that_never_comes() -> None:
    """Where clocks jump from 24:00 to 01:00, the day opens at the jump, next to the last."""
    full = every_day(
        "America/Sao_Paulo", ("00:00", "00:30"), ("00:30", "02:00"), ("23:00", "24:00")
    )
    # 2018-11-04 00:00 to 01:00 was skipped, at 03:00 UTC.
    windows = in_utc(full, utc(2018, 11, 3, 12), utc(2018, 11, 4, 12))
    assert windows == [("04 02:00", "04 04:00")]
    assert full.next_open(utc(2018, 11, 3, 12)) == utc(2018, 11, 4, 2)


def test_midnight_that_comes_twice() -> None:
    """In Newfoundland clocks went back at 00:01: the new day is open, though clocks show 23:30."""
    desk = BusinessCalendar(tz="America/St_Johns", weekly={"sun": [("00:00", "01:00")]})
    # 00:00 was first shown at 02:30 UTC; 01:00 only at 04:30 UTC.
    assert in_utc(desk, utc(2006, 10, 28, 12), utc(2006, 10, 29, 12)) == [("29 02:30", "29 04:30")]
    saturday = BusinessCalendar(tz="America/St_Johns", weekly={"sat": [("23:00", "24:00")]})
    windows = in_utc(saturday, utc(2006, 10, 28, 12), utc(2006, 10, 29, 12))
    assert windows == [("29 01:30", "29 02:30")]


def test_holidays_are_days_of_the_calendars_zone() -> None:
    """A holiday in Auckland begins when it begins there, whatever date it is in UTC."""
    desk = BusinessCalendar(
        tz="Pacific/Auckland",
        weekly={day: [("00:00", "24:00")] for day in WEEKDAYS},
        holidays=[date(2026, 2, 6)],
    )
    assert desk.next_close(utc(2026, 2, 1)) == utc(2026, 2, 5, 11)
    assert desk.next_opening(utc(2026, 2, 1)) == utc(2026, 2, 6, 11)


def test_fixed_offsets() -> None:
    """A `timezone` of the standard library is a zone too."""
    tz = ZoneInfo("Etc/GMT-5")
    plus_five = BusinessCalendar.weekdays("09:00", "17:00", tz)
    assert plus_five.next_open(utc(2026, 5, 4)) == utc(2026, 5, 4, 4)
    odd = datetime.fromisoformat("2026-05-04T00:00:00+05:00:00.5").tzinfo
    assert odd is not None
    calendar = BusinessCalendar.weekdays("09:00", "17:00", odd)
    assert calendar.next_open(utc(2026, 5, 4)) == utc(2026, 5, 4, 4) - timedelta(seconds=0.5)
