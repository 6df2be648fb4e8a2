"""Hours are read off what people did, by a model that has a name."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketroute.board import Shifts
from ticketroute.metrics import TableColumns
from ticketroute.simulation import ShiftModel, TicketLog, read_log
from ticketroute.simulation.from_log._shift_model import ShiftsLike, to_shift_model
from ticketroute.simulation.from_log._working_hours import (
    HoursOfAgent,
    WorkingHours,
    _shortest,
    working_hours,
)
from ticketroute.sla import BusinessCalendar

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)


def a_log(done: list[tuple[str, float]], tz: str = "UTC") -> TicketLog:
    """Make a log in which agents did things so many hours after Monday, 0:00."""
    activity: TableColumns = {
        "agent": [name for name, _ in done],
        "at": [MONDAY + timedelta(hours=hours) for _, hours in done],
    }
    table = {"created": [MONDAY]}
    return read_log(table, until=MONDAY + timedelta(weeks=8), tz=tz, activity=activity)


def read(log: TicketLog, model: ShiftsLike) -> WorkingHours:
    """Read hours by a model or its name."""
    return working_hours(log, to_shift_model("shifts", model))


def days(*numbers: int) -> list[float]:
    """Give the hours of days after Monday."""
    return [24.0 * number for number in numbers]


OFFICE = [
    ("ana", day + hour) for day in days(0, 1, 2, 3, 4, 7, 8, 9, 10, 11) for hour in (9, 12, 16.9)
]
NIGHT = [("bea", day + hour) for day in days(0, 1, 7, 8) for hour in (22, 23, 25, 29.9)]


def test_an_office_day() -> None:
    """By hand: from 9 until the hour in which the last thing is done is over, Monday to Friday."""
    hours = read(a_log(OFFICE), ShiftModel("observed hours", middle=1.0))
    assert hours.of_agent["ana"] == HoursOfAgent(9, 8, (0, 1, 2, 3, 4), 30, is_own=True)
    assert str(hours.of_agent["ana"]) == "09:00-17:00 Mon, Tue, Wed, Thu, Fri"
    assert hours.shifts is not None
    calendar = hours.shifts.calendar_of("ana")
    assert calendar == BusinessCalendar.weekdays("09:00", "17:00", "UTC")


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    """By hand: from 22 to 6 on Mondays and Tuesdays, and open at 5 on Wednesday."""
    hours = read(a_log(NIGHT), ShiftModel("observed hours", middle=1.0, least=1))
    assert hours.of_agent["bea"] == HoursOfAgent(22, 8, (0, 1), 16, is_own=True)
    assert hours.shifts is not None
    calendar = hours.shifts.calendar_of("bea")
    assert calendar is not None
    assert calendar.is_open(MONDAY + timedelta(days=2, hours=5.5))
    assert not calendar.is_open(MONDAY + timedelta(days=2, hours=22.5))


def test_outliers_do_not_lengthen_a_day() -> None:
    """One thing at night among thirty by day is left out with 90 percent."""
    hours = read(a_log([*OFFICE, ("ana", 2.5)]), "observed hours")
    assert (hours.of_agent["ana"].first, hours.of_agent["ana"].length) == (9, 8)


def test_hours_go_by_the_wall_clock() -> None:
    """In Sao Paulo it is three hours earlier."""
    hours = read(a_log(OFFICE, "America/Sao_Paulo"), ShiftModel("observed hours", middle=1.0))
    assert hours.of_agent["ana"].first == 6


def test_who_did_little_has_the_hours_of_all() -> None:
    """And so has who did nothing, but has tickets."""
    log = a_log([*OFFICE, ("bea", 3)])
    hours = read(log, "observed hours")
    assert hours.of_agent["bea"] == HoursOfAgent(9, 8, (0, 1, 2, 3, 4), 1, is_own=False)
    tickets: TableColumns = {"created": [MONDAY], "agent": ["cleo"]}
    activity = {"agent": log.activity_agent, "at": log.activity_at.astype("datetime64[us]")}
    more = read_log(tickets, until=MONDAY + timedelta(weeks=8), activity=activity)
    assert read(more, "same hours").of_agent["cleo"].things == 0
    assert read(more, "same hours").of_agent["cleo"].first == 9


def test_the_same_hours_for_all() -> None:
    """Weekdays count by what was done on them: a single Saturday does not open it."""
    log = a_log([*OFFICE, *NIGHT, ("ana", 5 * 24 + 12)])
    hours = read(log, ShiftModel("same hours", middle=0.6))
    assert {(each.first, each.length) for each in hours.of_agent.values()} == {(9, 8)}
    assert hours.of_agent["ana"].weekdays == (0, 1, 2, 3, 4)
    assert not any(each.is_own for each in hours.of_agent.values())


def test_absence_is_the_share_of_days_of_work_without_activity() -> None:
    """By hand: ten days of work, on two of which nothing was done."""
    done = [each for each in OFFICE if each[1] // 24 not in (1, 9)]
    model = ShiftModel("observed hours", weekdays_from=0.0, absence=True)
    hours = read(a_log(done), model)
    assert hours.absence == pytest.approx(0.2)
    assert hours.counts_absence


def test_hours_may_be_known_or_not_matter() -> None:
    """Given shifts are taken as they are; around the clock needs none."""
    given_shifts = Shifts(calendars={"ana": BusinessCalendar.always()})
    assert read(a_log(OFFICE), given_shifts).shifts is given_shifts
    always = read(a_log(OFFICE), "always")
    assert always.shifts is None
    assert math.isnan(always.absence)


def test_starts_and_ends_tell_where_nothing_else_does() -> None:
    """Those of tickets, of the agents who had them."""
    table: TableColumns = {
        "created": [MONDAY] * 2,
        "agent": ["ana", None],
        "started": [MONDAY + timedelta(hours=9), None],
        "ended": [MONDAY + timedelta(hours=11), MONDAY + timedelta(hours=20)],
    }
    log = read_log(table, until=MONDAY + timedelta(days=7))
    hours = read(log, ShiftModel("observed hours", least=0))
    assert hours.of_agent == {"ana": HoursOfAgent(9, 3, (0,), 2, is_own=True)}


@given(
    counts=st.lists(st.integers(0, 9), min_size=24, max_size=24).filter(any),
    share=st.floats(0.05, 1.0),
)
def test_no_shorter_stretch_holds_as_much(counts: list[int], share: float) -> None:
    """Against all stretches, one by one."""
    first, length = _shortest(np.array(counts), share)
    held = {
        (start, hours): sum(counts[(start + each) % 24] for each in range(hours))
        for start in range(24)
        for hours in range(1, 25)
    }
    enough = share * sum(counts) - 1e-9
    assert held[first, length] >= enough
    assert all(amount < enough for (_, hours), amount in held.items() if hours < length)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ShiftModel("office"), "ShiftModel.name: expected one of"),  # type: ignore[arg-type]
        (lambda: ShiftModel("same hours", middle=0), "ShiftModel.middle"),
        (lambda: ShiftModel("same hours", middle=1.1), "ShiftModel.middle: expected a number"),
        (lambda: ShiftModel("same hours", weekdays_from="x"), "ShiftModel.weekdays_from"),  # type: ignore[arg-type]
        (lambda: ShiftModel("same hours", least=-1), "ShiftModel.least"),
        (lambda: ShiftModel("always", absence=True), "ShiftModel.absence"),
        (lambda: to_shift_model("shifts", None), "shifts: expected a ShiftModel"),
        (lambda: to_shift_model("shifts", "nights"), "ShiftModel.name"),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], message: str) -> None:
    """The message names the field."""
    with pytest.raises((TypeError, ValueError), match=message):
        make()
