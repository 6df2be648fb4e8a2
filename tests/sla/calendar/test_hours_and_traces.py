"""How a calendar explains itself: hours of a date, remarks, traces, windows and representation."""

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import attrs
import holidays
import pytest

from tests.sla.calendar.reference import utc
from ticketroute.sla import BusinessCalendar, Trace, Window, split_at_midnight

HOUR: Final = timedelta(hours=1)
LONDON: Final = ZoneInfo("Europe/London")
WEEKLY: Final[dict[str, list[tuple[str | time, str | time]]]] = {
    "mon": [("13:00", "18:00"), ("09:00", "12:00")],
    "tue": [("09:00", "18:00")],
    "wed": [(time(9), time(18, 0, 30))],
}
DESK: Final = BusinessCalendar(
    tz="Europe/London",
    weekly=WEEKLY,
    holidays=[date(2026, 5, 5), date(2026, 5, 6), date(2026, 5, 10)],
    overrides={date(2026, 5, 6): [("10:00", "11:00")], date(2026, 5, 9): []},
    breaks={date(2026, 5, 4): [("11:30", "13:30")], date(2026, 5, 6): [("10:15", "10:30")]},
    name="desk",
)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 5, 11), (("09:00", "12:00"), ("13:00", "18:00"))),
        (date(2026, 5, 4), (("09:00", "11:30"), ("13:30", "18:00"))),
        (date(2026, 5, 5), ()),
        (date(2026, 5, 6), (("10:00", "10:15"), ("10:30", "11:00"))),
        (date(2026, 5, 13), (("09:00", "18:00:30"),)),
        (date(2026, 5, 9), ()),
        (date(2026, 5, 8), ()),
        (date(1, 1, 1), (("09:00", "12:00"), ("13:00", "18:00"))),
        (date(9999, 12, 31), ()),
    ],
)
def test_hours_of_a_date(day: date, hours: tuple[tuple[str, str], ...]) -> None:
    """Overrides beat holidays beat the week, breaks are cut; written as in a configuration."""
    assert DESK.hours_on(day) == hours


def test_breaks_that_cover_and_miss() -> None:
    """A break may swallow a range, cut off an end, or lie where nothing is open."""
    breaks = {
        date(2026, 5, 4): [("08:00", "09:30"), ("11:00", "14:00"), ("17:00", "24:00")],
        date(2026, 5, 11): [("00:00", "24:00")],
        date(2026, 5, 18): [("12:00", "13:00"), ("05:00", "06:00")],
    }
    weekly = {"mon": [("09:00", "12:00"), ("13:00", "18:00")]}
    desk = BusinessCalendar(tz="UTC", weekly=weekly, breaks=breaks)
    assert desk.hours_on(date(2026, 5, 4)) == (("09:30", "11:00"), ("14:00", "17:00"))
    assert desk.hours_on(date(2026, 5, 11)) == ()
    assert desk.hours_on(date(2026, 5, 18)) == (("09:00", "12:00"), ("13:00", "18:00"))


def test_remarks() -> None:
    """Dates that are as their weekday have none; overrides beat holidays here too."""
    assert DESK.remarks(date(2026, 5, 4), date(2026, 5, 12)) == (
        (date(2026, 5, 4), "with breaks"),
        (date(2026, 5, 5), "holiday"),
        (date(2026, 5, 6), "override with breaks"),
        (date(2026, 5, 7), "closed on thu"),
        (date(2026, 5, 8), "closed on fri"),
        (date(2026, 5, 9), "override"),
        (date(2026, 5, 10), "holiday"),
    )
    assert DESK.remarks(date(2026, 5, 12), date(2026, 5, 4)) == ()


def test_trace_as_text() -> None:
    """Each window that was counted and each date that was not, on the clock of the calendar."""
    trace = DESK.trace(utc(2026, 5, 4, 9), 8 * HOUR)
    assert str(trace).splitlines() == [
        "8:00:00 of open time from Mon 2026-05-04 10:00:00 BST",
        (
            "  Mon 2026-05-04  with breaks, "
            "10:00:00 to 11:30:00 = 1:30:00, 13:30:00 to 18:00:00 = 4:30:00"
        ),
        "  Tue 2026-05-05  holiday",
        (
            "  Wed 2026-05-06  override with breaks, "
            "10:00:00 to 10:15:00 = 0:15:00, 10:30:00 to 11:00:00 = 0:30:00"
        ),
        "  Thu 2026-05-07  closed on thu",
        "  Fri 2026-05-08  closed on fri",
        "  Sat 2026-05-09  override",
        "  Sun 2026-05-10  holiday",
        "  Mon 2026-05-11  09:00:00 to 10:15:00 = 1:15:00",
        "due Mon 2026-05-11 10:15:00 BST",
    ]


def test_trace_as_data() -> None:
    """What the text says is there to be read, in the zone of the calendar."""
    trace = DESK.trace(utc(2026, 5, 4, 16), 2 * HOUR)
    local = [datetime(2026, 5, 4, 17, tzinfo=LONDON), datetime(2026, 5, 6, 11, tzinfo=LONDON)]
    assert trace == Trace(
        at=local[0],
        due=datetime(2026, 5, 11, 9, 15, tzinfo=LONDON),
        duration=2 * HOUR,
        windows=(
            Window(local[0], local[0] + HOUR),
            Window(local[1] - HOUR, local[1] - 0.75 * HOUR),
            Window(local[1] - 0.5 * HOUR, local[1]),
            Window(
                datetime(2026, 5, 11, 9, tzinfo=LONDON), datetime(2026, 5, 11, 9, 15, tzinfo=LONDON)
            ),
        ),
        remarks=DESK.remarks(date(2026, 5, 4), date(2026, 5, 11)),
    )
    assert trace.at.tzinfo is LONDON
    assert trace.windows[0].length == HOUR


def test_trace_of_nothing() -> None:
    """No duration leads nowhere: no windows, and the due time is the start, open or not."""
    trace = DESK.trace(utc(2026, 5, 10), timedelta())
    assert trace.due == trace.at == utc(2026, 5, 10)
    assert trace.windows == ()
    assert str(trace).splitlines() == [
        "0:00:00 of open time from Sun 2026-05-10 01:00:00 BST",
        "  Sun 2026-05-10  holiday",
        "due Sun 2026-05-10 01:00:00 BST",
    ]


def test_trace_backwards() -> None:
    """A negative duration lists the same windows, in order of time."""
    trace = DESK.trace(utc(2026, 5, 11, 9), -2 * HOUR)
    assert trace.due == utc(2026, 5, 4, 16, 45)
    assert sum((each.length for each in trace.windows), timedelta()) == 2 * HOUR
    assert str(trace).splitlines()[:2] == [
        "2:00:00 of open time back from Mon 2026-05-11 10:00:00 BST",
        "  Mon 2026-05-04  with breaks, 17:45:00 to 18:00:00 = 0:15:00",
    ]


def test_trace_across_midnight_and_clock_changes() -> None:
    """A window that ends on another day says so, and its length is elapsed time."""
    night = BusinessCalendar(
        tz="Europe/London", weekly=split_at_midnight({"sat": [("22:00", "06:00")]})
    )
    trace = night.trace(utc(2026, 10, 24, 12), 9 * HOUR)
    assert str(trace).splitlines() == [
        "9:00:00 of open time from Sat 2026-10-24 13:00:00 BST",
        "  Sat 2026-10-24  22:00:00 to Sun 2026-10-25 06:00:00 = 9:00:00",
        "due Sun 2026-10-25 06:00:00 GMT",
    ]


def test_names_of_holidays() -> None:
    """A container that knows names, as those of the package holidays, has them in the trace."""
    england = holidays.country_holidays("GB", subdiv="ENG")
    desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London", holidays=england)
    trace = desk.trace(utc(2026, 12, 24, 16), 2 * HOUR)
    assert str(trace).splitlines() == [
        "2:00:00 of open time from Thu 2026-12-24 16:00:00 GMT",
        "  Thu 2026-12-24  16:00:00 to 17:00:00 = 1:00:00",
        "  Fri 2026-12-25  holiday (Christmas Day)",
        "  Sat 2026-12-26  holiday (Boxing Day)",
        "  Sun 2026-12-27  closed on sun",
        "  Mon 2026-12-28  holiday (Boxing Day (observed))",
        "  Tue 2026-12-29  09:00:00 to 10:00:00 = 1:00:00",
        "due Tue 2026-12-29 10:00:00 GMT",
    ]
    named = MappingProxyType({date(2026, 12, 24): "Founders' day"})
    desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London", holidays=named)
    expected = ((date(2026, 12, 24), "holiday (Founders' day)"),)
    assert desk.remarks(date(2026, 12, 24), date(2026, 12, 25)) == expected


def test_holidays_without_end() -> None:
    """The package holidays works out each year when it is asked, far from today too."""
    england = holidays.country_holidays("GB", subdiv="ENG")
    desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London", holidays=england)
    assert desk.next_open(utc(2031, 12, 24, 18)) == utc(2031, 12, 29, 9)
    assert desk.between(utc(2030, 1, 1), utc(2031, 1, 1)) == (261 - 8) * 8 * HOUR


def test_windows_are_in_the_calendars_zone() -> None:
    """Whatever zone was asked in; clipped to what was asked about."""
    first, last = DESK.intervals(utc(2026, 5, 4, 9), utc(2026, 5, 4, 16))
    assert (first.start.tzinfo, first.start.hour) == (LONDON, 10)
    assert (last.end.hour, last.length) == (17, 3.5 * HOUR)
    assert DESK.intervals(utc(2026, 5, 5, 9), utc(2026, 5, 5, 9)) == ()


@pytest.mark.parametrize(
    ("weekly", "split"),
    [
        (
            {"sun": [("22:00", "06:00")]},
            {"sun": (("22:00", "24:00"),), "mon": (("00:00", "06:00"),)},
        ),
        ({"mon": [("09:00", "17:00")]}, {"mon": (("09:00", "17:00"),)}),
        ({"mon": [("22:00", "00:00")]}, {"mon": (("22:00", "24:00"),)}),
        ({"mon": [("22:00", "24:00")]}, {"mon": (("22:00", "24:00"),)}),
        ({"mon": [("00:00", "00:00")]}, {"mon": (("00:00", "24:00"),)}),
        (
            {"fri": [("18:00", "18:00")]},
            {"fri": (("18:00", "24:00"),), "sat": (("00:00", "18:00"),)},
        ),
        (
            {"mon": [("22:00", "06:00"), ("08:00", "12:00")], "tue": [("22:00", "06:00")]},
            {
                "mon": (("08:00", "12:00"), ("22:00", "24:00")),
                "tue": (("00:00", "06:00"), ("22:00", "24:00")),
                "wed": (("00:00", "06:00"),),
            },
        ),
        (
            {"mon": [(time(23, 59, 59), time(0, 0, 1))]},
            {"mon": (("23:59:59", "24:00"),), "tue": (("00:00", "00:00:01"),)},
        ),
        ({}, {}),
    ],
)
def test_split_at_midnight(
    weekly: dict[str, list[tuple[str, str]]], split: dict[str, tuple[tuple[str, str], ...]]
) -> None:
    """A range that ends at or before its start ends on the next day; Sunday's next is Monday."""
    assert split_at_midnight(weekly) == split
    assert BusinessCalendar(tz="UTC", weekly=split_at_midnight(weekly)).tz == ZoneInfo("UTC")


def test_split_that_overlaps_is_refused() -> None:
    """Monday's night must end before Tuesday's hours begin."""
    message = r"^weekly\['tue'\]: expected ranges that do not overlap one until 06:00, got '05:00-"
    with pytest.raises(ValueError, match=message):
        split_at_midnight({"mon": [("22:00", "06:00")], "tue": [("05:00", "07:00")]})


def test_representation_and_changes() -> None:
    """What is written is what was set; a changed copy is another calendar."""
    desk = BusinessCalendar(tz=UTC, weekly={"mon": [("09:00", "17:00")]}, name="desk")
    assert repr(desk) == (
        "BusinessCalendar(tz=datetime.timezone.utc, weekly=(('mon', (('09:00', '17:00'),)),), "
        "name='desk')"
    )
    closed = attrs.evolve(desk, holidays=[date(2026, 5, 4)])
    assert closed != desk
    assert closed.next_open(utc(2026, 5, 1)) == utc(2026, 5, 11, 9)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        desk.name = "other"  # type: ignore[misc]
    assert len({desk, attrs.evolve(desk), closed}) == 2
