"""Columns of clocks show what the clocks show."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.builders import agents
from tests.sla.clocks.histories import histories, promises
from tests.sla.clocks.scenes import DAY, DAYS, DESK, NIGHTS, SCENES
from ticketroute import Board, Setup, Ticket
from ticketroute.sla import (
    ALWAYS,
    AROUND_THE_CLOCK,
    NO_DUE,
    RESOLUTION,
    BusinessCalendar,
    Clock,
    ClockColumns,
    ClockState,
    Target,
    Targets,
    TicketEvent,
    replay,
)

SECOND = 1_000_000
HOUR = 3600 * SECOND
START = datetime(2026, 3, 26, tzinfo=UTC)
TICK = timedelta(microseconds=1)
CLOSED = BusinessCalendar(tz="UTC")


def micros(instant: datetime) -> int:
    """Give microseconds since 1970 UTC."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // TICK


def column(values: Sequence[int]) -> NDArray[np.int64]:
    """Make a column."""
    return np.array(values, dtype=np.int64)


def check(columns: ClockColumns, clocks: Sequence[Clock], now: datetime) -> None:
    """Compare all columns with what each clock says."""
    instant = micros(now)
    assert columns.running.tolist() == [each.state is ClockState.RUNNING for each in clocks]
    assert columns.used(instant).tolist() == [each.elapsed(now) // TICK for each in clocks]
    assert columns.remaining(instant).tolist() == [each.remaining(now) // TICK for each in clocks]
    assert columns.fraction(instant).tolist() == [each.fraction(now) for each in clocks]
    assert columns.breached(instant).tolist() == [each.breached(now) for each in clocks]
    due = [NO_DUE if each.due is None else micros(each.due) for each in clocks]
    assert columns.due.tolist() == due


@given(data=st.data(), count=st.integers(0, 12))
@settings(max_examples=30)
def test_columns_of_clocks_show_what_each_clock_shows(data: st.DataObject, count: int) -> None:
    """Clocks of many tickets, metrics and calendars, running or not, at many instants."""
    clocks = []
    for _ in range(count):
        scene, history = data.draw(st.sampled_from(SCENES)), data.draw(histories())
        # All in one week, so that they can be asked together.
        shift = START - scene.start if scene is not NIGHTS else timedelta()
        events = [
            TicketEvent(each.kind, scene.at(each.minute) + shift, each.status, each.group)
            for each in history
        ]
        clocks.append(replay(events, data.draw(promises()).target(scene)))
    columns = ClockColumns.of(clocks)
    assert len(columns) == count
    last = max((each.at for clock in clocks for each in clock._recent), default=START)
    for wait in data.draw(st.lists(st.integers(0, 60 * DAY), min_size=1, max_size=4)):
        check(columns, clocks, last + timedelta(seconds=wait))


def test_columns_of_every_state() -> None:
    """Not started, running, paused, stopped, breached; and one whose desk never opens."""
    target = Target(RESOLUTION, timedelta(hours=2), pause_in=["pending"], calendar=DESK.calendar)
    created = TicketEvent("created", DESK.at(9 * 60))
    paused = TicketEvent("status", DESK.at(10 * 60), "pending")
    histories_: list[list[TicketEvent]] = [
        [],
        [created],
        [created, paused],
        [created, TicketEvent("resolved", DESK.at(11 * 60))],
        [TicketEvent("created", DESK.at(0), "pending")],
    ]
    clocks = [replay(events, target) for events in histories_]
    clocks.append(replay([created], Target(RESOLUTION, timedelta(hours=1), calendar=CLOSED)))
    columns = ClockColumns.of(clocks)
    for minute in (11 * 60, 11 * 60 + 1, 2 * DAY):
        check(columns, clocks, DESK.at(minute))
    assert columns.used(micros(DESK.at(11 * 60))).tolist() == [
        0,
        2 * HOUR,
        HOUR,
        2 * HOUR,
        0,
        0,
    ]


def test_some_of_the_columns() -> None:
    """Taking rows keeps what each shows."""
    target = Target(RESOLUTION, timedelta(hours=2), calendar=DESK.calendar)
    clocks = [replay([TicketEvent("created", DESK.at(540 + n))], target) for n in range(5)]
    columns = ClockColumns.of(clocks).take(np.array([4, 1, 1]))
    check(columns, [clocks[4], clocks[1], clocks[1]], DESK.at(700))


@given(data=st.data(), count=st.integers(0, 12))
@settings(max_examples=30)
def test_started_columns_show_what_clocks_show(data: st.DataObject, count: int) -> None:
    """Running clocks need not be made one by one: since when, how long, on which calendar."""
    calendars = [DESK.calendar, NIGHTS.calendar]
    rows = [
        (
            START + timedelta(minutes=data.draw(st.integers(0, DAYS * DAY))),
            data.draw(st.integers(1, 40 * HOUR)),
            data.draw(st.sampled_from((AROUND_THE_CLOCK, 0, 1))),
        )
        for _ in range(count)
    ]
    columns = ClockColumns.started(
        column([micros(since) for since, _, _ in rows]),
        column([target for _, target, _ in rows]),
        calendar=column([calendar for _, _, calendar in rows]),
        calendars=calendars,
    )
    clocks = [
        replay(
            [TicketEvent("created", since)],
            Target(RESOLUTION, target * TICK, calendar=[*calendars, ALWAYS][calendar]),
        )
        for since, target, calendar in rows
    ]
    for wait in data.draw(st.lists(st.integers(0, 9 * DAY), min_size=1, max_size=3)):
        check(columns, clocks, START + timedelta(days=DAYS, minutes=wait))


@given(
    used=st.integers(0, 8 * HOUR), allowed=st.integers(1, 8 * HOUR), resumed=st.integers(0, 5760)
)
@settings(max_examples=30)
def test_started_columns_go_on_from_what_was_used(used: int, allowed: int, resumed: int) -> None:
    """As a clock does that is resumed; one that is beyond its target is due at once."""
    desk, since = DESK.calendar, DESK.at(resumed)
    columns = ClockColumns.started(
        column([micros(since)]),
        column([allowed]),
        calendar=column([0]),
        calendars=[desk],
        used=column([used]),
    )
    later = since + timedelta(hours=30)
    elapsed = used + desk.between(since, later) // TICK
    assert columns.used(micros(since)).tolist() == [used]
    assert columns.used(micros(later)).tolist() == [elapsed]
    assert columns.breached(micros(later)).tolist() == [elapsed > allowed]
    left = max(allowed - used, 0) * TICK
    assert columns.due.tolist() == [micros(desk.add(since, left).astimezone(UTC))]


def test_rows_without_a_target_are_never_due() -> None:
    """They show what has elapsed, but no share of anything, and are not breached."""
    columns = ClockColumns.started(column([0, 0]), column([0, HOUR]))
    assert columns.due.tolist() == [NO_DUE, HOUR]
    assert columns.remaining(5 * HOUR).tolist() == [NO_DUE, -4 * HOUR]
    assert columns.fraction(5 * HOUR).tolist() == [0.0, 5.0]
    assert columns.breached(5 * HOUR).tolist() == [False, True]
    assert columns.used(5 * HOUR).tolist() == [5 * HOUR, 5 * HOUR]


def test_rows_of_a_desk_that_never_opens_are_never_due() -> None:
    """No exception for one row among many."""
    columns = ClockColumns.started(
        column([0, 0]), column([HOUR, HOUR]), calendar=column([0, -1]), calendars=[CLOSED]
    )
    assert columns.due.tolist() == [NO_DUE, HOUR]
    assert columns.used(2 * HOUR).tolist() == [0, 2 * HOUR]


def test_what_was_passed_in_stays_as_it_was() -> None:
    """The columns that are given are read and never written."""
    given_ = [column([0, HOUR]), column([HOUR, 0]), column([0, -1]), column([HOUR, 2])]
    copies = [each.copy() for each in given_]
    since, target, calendar, used = given_
    ClockColumns.started(since, target, calendar=calendar, calendars=[DESK.calendar], used=used)
    assert all((one == other).all() for one, other in zip(given_, copies, strict=True))


@pytest.mark.parametrize("calendar", [-2, 1, 7])
def test_unknown_calendars_are_refused(calendar: int) -> None:
    """A position beyond the calendars that were given."""
    message = f"calendar: expected positions in 1 calendars, or -1, got array([{calendar}])"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        ClockColumns.started(
            column([0]), column([1]), calendar=column([calendar]), calendars=[DESK.calendar]
        )


@given(minute=st.integers(0, DAYS * DAY), seconds=st.integers(1, 40 * 3600))
@settings(max_examples=30)
def test_targets_with_a_calendar_are_due_as_the_calendar_says(minute: int, seconds: int) -> None:
    """A board, a clock and the calendar itself give one due time."""
    created, allowed = DESK.at(minute), timedelta(seconds=seconds)
    targets = Targets(default=allowed, calendar=DESK.calendar)
    due = DESK.calendar.add(created, allowed)
    assert targets.due(Ticket(id="t1", created=created)) == due
    target = Target(RESOLUTION, allowed, calendar=DESK.calendar)
    clock = replay([TicketEvent("created", created)], target)
    assert clock.due == due
    board = Board(agents("ana"), setup=Setup(targets=targets))
    board.submit([Ticket(id="t1", created=created)], DESK.at(DAYS * DAY))
    backlog = board.window.backlog(board.window.waiting)
    assert backlog.due.tolist() == [micros(due.astimezone(UTC))]
