"""Calendars that never open, never close or end: a named error soon, and never a loop."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

import numpy as np
import pytest

from tests.sla.calendar.reference import DAY, WEEKDAYS, utc
from ticketroute.errors import NeverClosedError, NeverOpenError, TicketRouteError
from ticketroute.sla import BusinessCalendar, Calendar

HOUR: Final = timedelta(hours=1)
TICK: Final = timedelta(microseconds=1)
NOW: Final = utc(2026, 5, 4)
FIRST: Final = utc(1, 1, 2)
LAST: Final = utc(9999, 12, 31)
FULL: Final = {day: [("00:00", "24:00")] for day in WEEKDAYS}


class AlwaysHoliday:
    """A container that can be asked about a date, and says yes."""

    def __init__(self) -> None:
        self.latest = date.min

    def __contains__(self, day: object) -> bool:
        """Remember how far the search went."""
        assert type(day) is date
        self.latest = max(self.latest, day)
        return True


@pytest.mark.parametrize(
    ("question", "arguments", "message"),
    [
        ("next_open", (NOW,), "never opens after"),
        ("next_opening", (NOW,), "never opens after"),
        ("add", (NOW, TICK), "has not enough open time after"),
        ("add", (NOW, -TICK), "has not enough open time before"),
        ("sub", (NOW, TICK), "has not enough open time before"),
        ("trace", (NOW, TICK), "has not enough open time after"),
    ],
)
@pytest.mark.parametrize("name", ["", "night shift"])
def test_never_open(question: str, arguments: tuple[object, ...], message: str, name: str) -> None:
    """The message names the calendar, if it has a name, and the instant."""
    calendar = BusinessCalendar(tz="Europe/London", name=name)
    title = f"calendar {name!r}" if name else "the calendar"
    expected = rf"^{title} {message} 2026-05-04 00:00:00\+00:00$"
    with pytest.raises(NeverOpenError, match=expected) as caught:
        getattr(calendar, question)(*arguments)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TicketRouteError)


def test_never_open_never_closes() -> None:
    """What never opens has no closing either; the open time between any instants is none."""
    closed = BusinessCalendar(tz="UTC")
    with pytest.raises(NeverClosedError, match=r"^the calendar never closes after 2026-05-04"):
        closed.next_close(NOW)
    with pytest.raises(NeverClosedError, match=r"^the calendar never closed before 2026-05-04"):
        closed.prev_close(NOW)
    assert not closed.is_open(NOW)
    assert closed.between(FIRST, LAST - TICK) == timedelta()
    assert closed.intervals(NOW, NOW + 1000 * DAY) == ()


@pytest.mark.parametrize(
    "calendar",
    [
        BusinessCalendar.always(),
        BusinessCalendar.always("Europe/London"),
        BusinessCalendar(tz="Europe/London", weekly=FULL, holidays=[], breaks={}),
        BusinessCalendar(
            tz="UTC", weekly={day: [("12:00", "24:00"), ("00:00", "12:00")] for day in FULL}
        ),
        BusinessCalendar.always() | BusinessCalendar(tz="Asia/Tokyo"),
        BusinessCalendar.always() - BusinessCalendar(tz="Asia/Tokyo"),
    ],
)
def test_never_closed(calendar: Calendar) -> None:
    """Neither closings nor openings, and all time counts."""
    with pytest.raises(NeverClosedError, match="never closes after 2026-05-04 00:00:00"):
        calendar.next_close(NOW)
    with pytest.raises(NeverClosedError, match="never closed before 2026-05-04 00:00:00"):
        calendar.prev_close(NOW)
    with pytest.raises(NeverOpenError, match="never opens after 2026-05-04 00:00:00"):
        calendar.next_opening(NOW)
    assert calendar.next_open(NOW) == NOW
    assert calendar.add(NOW, 1000 * DAY) == NOW + 1000 * DAY
    assert calendar.sub(NOW, 1000 * DAY) == NOW - 1000 * DAY


def test_a_calendar_that_ends() -> None:
    """Open on two dates only: before, between and after them."""
    dates = {date(2026, 5, 4): [("09:00", "17:00")], date(2031, 1, 1): [("00:00", "24:00")]}
    desk = BusinessCalendar(tz="UTC", overrides=dates)
    assert desk.next_open(utc(1950, 1, 1)) == utc(2026, 5, 4, 9)
    assert desk.add(NOW, 32 * HOUR) == utc(2031, 1, 2)
    assert desk.sub(utc(2300, 1, 1), 32 * HOUR) == utc(2026, 5, 4, 9)
    assert desk.prev_close(utc(2300, 1, 1)) == utc(2031, 1, 2)
    with pytest.raises(NeverOpenError):
        desk.add(NOW, 32 * HOUR + TICK)
    with pytest.raises(NeverOpenError):
        desk.sub(utc(2300, 1, 1), 32 * HOUR + TICK)
    with pytest.raises(NeverOpenError):
        desk.next_open(utc(2031, 1, 2))
    with pytest.raises(NeverOpenError):
        desk.next_opening(utc(2031, 1, 1))
    with pytest.raises(NeverClosedError):
        desk.next_close(utc(2031, 1, 2))
    with pytest.raises(NeverClosedError):
        desk.prev_close(utc(2026, 5, 4, 16))


def test_a_calendar_that_is_closed_once() -> None:
    """Around the clock but for an hour: that closing and opening are found from far away."""
    desk = BusinessCalendar(tz="UTC", weekly=FULL, breaks={date(2026, 5, 4): [("10:00", "11:00")]})
    assert desk.next_close(utc(1650, 1, 1)) == utc(2026, 5, 4, 10)
    assert desk.next_opening(utc(1650, 1, 1)) == utc(2026, 5, 4, 11)
    assert desk.prev_close(utc(2500, 1, 1)) == utc(2026, 5, 4, 10)
    with pytest.raises(NeverClosedError):
        desk.next_close(utc(2026, 5, 4, 10))
    with pytest.raises(NeverOpenError):
        desk.next_opening(utc(2026, 5, 4, 11))


def test_holidays_that_always_say_yes() -> None:
    """Nobody knows of a container that it will never say no: all dates are asked, and no more."""
    holidays = AlwaysHoliday()
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=holidays)
    with pytest.raises(NeverOpenError, match="never opens after 2026-05-04"):
        desk.next_open(NOW)
    assert date(9999, 12, 30) <= holidays.latest <= date.max
    with pytest.raises(NeverOpenError, match="has not enough open time after"):
        desk.add(NOW, TICK)


def test_first_and_last_instants() -> None:
    """The days from 0001-01-02 to 9999-12-30 can be asked about, and written in every zone."""
    always = BusinessCalendar.always()
    for at in (FIRST, LAST - TICK):
        assert always.is_open(at)
        assert always.next_open(at) == at
        assert always.add(at, timedelta()) == at
        for hours in (-12, 14):
            elsewhere = at.astimezone(timezone(timedelta(hours=hours)))
            assert always.next_open(elsewhere) == at
    assert always.add(FIRST, LAST - TICK - FIRST) == LAST - TICK
    assert always.sub(LAST - TICK, LAST - TICK - FIRST) == FIRST
    assert always.between(FIRST, LAST - TICK) == LAST - TICK - FIRST
    with pytest.raises(NeverOpenError):
        always.add(LAST - HOUR, 2 * HOUR)
    with pytest.raises(NeverOpenError):
        always.sub(FIRST + HOUR, 2 * HOUR)


def test_hours_on_the_last_days() -> None:
    """Hours are found up to the end of what a datetime can hold, and not beyond."""
    desk = BusinessCalendar(tz="UTC", weekly={day: [("09:00", "17:00")] for day in WEEKDAYS})
    late = utc(9999, 12, 29, 16)
    assert desk.add(late, 9 * HOUR) == utc(9999, 12, 30, 17)
    assert desk.next_opening(late) == utc(9999, 12, 30, 9)
    with pytest.raises(NeverOpenError):
        desk.next_opening(utc(9999, 12, 30, 9))
    with pytest.raises(NeverOpenError):
        desk.add(late, 9 * HOUR + TICK)


@pytest.mark.parametrize("at", [datetime.max.replace(tzinfo=UTC), LAST, FIRST - TICK])
def test_instants_out_of_range(at: datetime) -> None:
    """What no calendar can answer is refused; the message names the range."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", name="desk")
    message = (
        r"expected an instant from 0001-01-02 00:00:00\+00:00 "
        r"to before 9999-12-31 00:00:00\+00:00, got "
    )
    for calendar in (desk, BusinessCalendar.always()):
        for ask in (
            calendar.is_open,
            calendar.next_open,
            calendar.next_opening,
            calendar.next_close,
            calendar.prev_close,
        ):
            with pytest.raises(ValueError, match=message):
                ask(at)
        for move in (calendar.add, calendar.sub, calendar.trace):
            with pytest.raises(ValueError, match=message):
                move(at, HOUR)
        for pair in ((at, NOW), (NOW, at)):
            with pytest.raises(ValueError, match=message):
                calendar.between(*pair)


def test_a_century_of_arrays() -> None:
    """NaT stands where the single question raises, without a loop for each element."""
    closed = BusinessCalendar(tz="UTC")
    at = np.arange("1926-01-01", "2026-01-01", dtype="M8[D]")
    assert np.isnat(closed.add_many(at, HOUR)).all()
    assert np.isnat(closed.next_open_many(at)).all()
    assert np.isnat(closed.next_close_many(at)).all()
    assert np.isnat(closed.prev_close_many(at)).all()
    assert (closed.add_many(at, timedelta()) == at).all()
    assert not closed.is_open_many(at).any()
