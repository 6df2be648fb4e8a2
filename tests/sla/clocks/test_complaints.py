"""What users of other products complain about, each by hand: these clocks do none of it.

Each test is named after what the clock does instead.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import attrs
import pytest

from tests.sla.clocks.by_hand import DESK, HOUR, MINUTE, at, clock, elapsed, hours, told
from ticketroute.sla import (
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    PERIODIC_UPDATE,
    RESOLUTION,
    BusinessCalendar,
    ClockState,
    Target,
    TicketEvent,
    replay,
)

FRIDAY: Final = 4 * 24
NEXT_MONDAY: Final = 7 * 24
PENDING: Final = Target(RESOLUTION, 8 * HOUR, calendar=DESK, pause_in=["pending"])


# Pauses


def test_hold_survives_another_target() -> None:
    """What was on hold before the promise changed does not count afterwards either."""
    story = told((9, "created"), (10, "status", "pending"), (15, "status", "open"))
    urgent = attrs.evolve(PENDING, allowed=2 * HOUR)
    changed = replay(story, urgent)
    assert not changed.breached(at(15))
    assert changed.due == at(16)


def test_hold_time_is_counted_in_business_time() -> None:
    """A weekend on hold adds the open hours in it, and no hours of the weekend."""
    shown = clock(
        PENDING,
        (FRIDAY + 9, "created"),
        (FRIDAY + 15, "status", "pending"),
        (NEXT_MONDAY + 11, "status", "open"),
    )
    # Six of eight hours are used; on hold for two hours on Friday and two on Monday.
    assert elapsed(shown, NEXT_MONDAY + 11) == 6
    assert shown.due == at(NEXT_MONDAY + 13)


def test_hold_over_a_weekend_adds_no_weekend_hours() -> None:
    """From closing on Friday to opening on Monday nothing is added to the due time."""
    without = clock(PENDING, (FRIDAY + 13, "created"))
    held = clock(
        PENDING,
        (FRIDAY + 13, "created"),
        (FRIDAY + 17, "status", "pending"),
        (NEXT_MONDAY + 9, "status", "open"),
    )
    assert held.due == without.due == at(NEXT_MONDAY + 13)


def test_no_breach_while_pending() -> None:
    """However long it is on hold, the clock shows what it showed, and is due at no time."""
    shown = clock(PENDING, (9, "created"), (16, "status", "pending"))
    for later in (17, 24 * 30, 24 * 365):
        assert elapsed(shown, later) == 7
        assert not shown.breached(at(later))
    assert shown.due is None
    assert shown.due_if_resumed(at(33)) == at(34)


def test_no_breach_at_the_first_moment_of_running() -> None:
    """A clock that first stood for days has used nothing when it goes on."""
    shown = clock(PENDING, (9, "created", "pending"), (240 + 9, "status", "open"))
    assert elapsed(shown, 240 + 9) == 0
    assert not shown.breached(at(240 + 9))
    assert shown.due == DESK.add(at(240 + 9), 8 * HOUR)


@pytest.mark.parametrize(("kind", "status"), [("created", "pending"), ("status", "pending")])
def test_created_directly_in_a_pausing_status(kind: str, status: str) -> None:
    """The clock begins paused, whether the status comes with the ticket or just after."""
    shown = clock(PENDING, (9, "created"), (9, kind, status))
    assert (shown.state, shown.cycle) == (ClockState.PAUSED, 1)
    assert elapsed(shown, 30) == 0
    assert shown.apply(TicketEvent("status", at(12), "open")).due == DESK.add(at(12), 8 * HOUR)


def test_pauses_are_kept_to_the_second() -> None:
    """Two pauses that begin in the same minute both count, and none is cut to whole minutes."""
    second = 1 / 3600
    shown = clock(
        PENDING,
        (9, "created"),
        (10 + 10 * second, "status", "pending"),
        (10 + 20 * second, "status", "open"),
        (10 + 30 * second, "status", "pending"),
        (10 + 45 * second, "status", "open"),
    )
    assert shown.elapsed(at(11)) == 2 * HOUR - timedelta(seconds=25)


def test_pauses_by_status_are_to_be_had() -> None:
    """Any status may pause, by its name in the helpdesk."""
    target = Target(RESOLUTION, HOUR, pause_in=["waiting for parts", "with vendor"])
    assert clock(target, (9, "created", "with vendor")).state is ClockState.PAUSED
    assert clock(target, (9, "created", "With vendor")).state is ClockState.RUNNING


def test_parking_a_ticket_after_a_message_stops_no_response_clock() -> None:
    """To set a ticket to pending just after a customer wrote does not stop the next response."""
    story = told(
        (9, "created"),
        (10, "public reply", "pending"),
        (11, "customer message", "open"),
        (11.1, "status", "pending"),
    )
    shown = replay(story, Target(NEXT_RESPONSE, 4 * HOUR))
    assert (shown.state, shown.due) == (ClockState.RUNNING, at(15))


def test_out_of_hours_is_not_paused() -> None:
    """In the evening the clock runs, although nothing elapses; the two are kept apart."""
    shown = clock(PENDING, (9, "created"))
    assert shown.state is ClockState.RUNNING
    assert not shown.in_hours(at(20))
    paused = shown.apply(TicketEvent("status", at(10), "pending"))
    assert paused.state is ClockState.PAUSED
    assert paused.in_hours(at(11))


# Calendars


def test_history_is_counted_with_the_offsets_of_its_time() -> None:
    """What elapsed in winter is counted on winter time, also when asked in summer."""
    london = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    target = Target(RESOLUTION, 40 * HOUR, calendar=london)
    friday = datetime(2026, 3, 27, 16, tzinfo=UTC)  # GMT; on Monday the desk opens at 08:00 UTC
    shown = replay([TicketEvent("created", friday)], target)
    assert shown.elapsed(datetime(2026, 3, 30, 9, tzinfo=UTC)) == 2 * HOUR
    assert shown.elapsed(datetime(2026, 7, 1, tzinfo=UTC)) == HOUR + 67 * 8 * HOUR


def test_lunch_does_not_count() -> None:
    """Several ranges a day, and a target that runs out after lunch."""
    weekly = {"mon": [("09:00", "12:00"), ("13:00", "17:00")]}
    target = Target(FIRST_RESPONSE, 2 * HOUR, calendar=BusinessCalendar(tz="UTC", weekly=weekly))
    assert clock(target, (11, "created")).due == at(14)
    assert clock(target, (12.5, "created")).due == at(15)


def test_midnight_minute_counts() -> None:
    """Around the clock there is no minute lost at midnight, however the days are written."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    full = BusinessCalendar(tz="UTC", weekly={day: [("00:00", "24:00")] for day in days})
    for calendar in (full, BusinessCalendar.always()):
        shown = clock(Target(RESOLUTION, 72 * HOUR, calendar=calendar), (23.99, "created"))
        assert shown.due == at(23.99 + 72)
        assert shown.elapsed(at(24.01)) == hours(24.01) - hours(23.99)


def test_due_times_are_explained() -> None:
    """The trace names the holidays that were passed over, and the pauses."""
    holidays = {at(24).date(), at(48).date()}
    desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays=holidays)
    target = Target(RESOLUTION, 4 * HOUR, calendar=desk, pause_in=["pending"])
    shown = clock(target, (14, "created"), (15, "status", "pending"), (16, "status", "open"))
    trace = shown.trace(at(80))
    assert trace.due == shown.due == at(72 + 11)
    assert trace.counted == 4 * HOUR
    assert [remark for _, remark in trace.remarks] == ["holiday", "holiday"]
    assert [(each.start, each.end) for each in trace.pauses] == [(at(15), at(16))]
    assert str(trace).count("holiday") == 2


def test_breach_is_not_being_after_the_due_time() -> None:
    """A target that runs out exactly at closing time is not missed by a reply in the evening."""
    target = Target(FIRST_RESPONSE, 4 * HOUR, calendar=DESK)
    shown = clock(target, (13, "created"))
    assert shown.due == at(17)  # and at 22 it is past that
    assert not shown.breached(at(22))
    assert not shown.breached(at(33))
    assert shown.breached(at(33) + timedelta(microseconds=1))
    answered = shown.apply(TicketEvent("public reply", at(22)))
    assert not answered.breached(at(300))


def test_reply_exactly_at_due_is_in_time() -> None:
    """And a microsecond later it is not."""
    shown = clock(FIRST_RESPONSE, (9, "created"))
    assert not shown.apply(TicketEvent("public reply", at(13))).breached(at(99))
    late = TicketEvent("public reply", at(13) + timedelta(microseconds=1))
    assert shown.apply(late).breached(at(99))


# Messages


def test_update_clock_does_not_overrule_the_first_response() -> None:
    """Before the first reply there is nothing to update, and each clock has its own due time."""
    waiting = told((9, "created"), (10, "customer message"))
    assert replay(waiting, Target(PERIODIC_UPDATE, 30 * MINUTE)).state is ClockState.NOT_STARTED
    assert replay(waiting, Target(FIRST_RESPONSE, 4 * HOUR)).due == at(13)
    answered = [*waiting, *told((12, "public reply"))]
    first = replay(answered, Target(FIRST_RESPONSE, 4 * HOUR))
    assert (first.state, elapsed(first, 99)) == (ClockState.STOPPED, 3)
    assert replay(answered, Target(PERIODIC_UPDATE, 30 * MINUTE)).due == at(12.5)


def test_thanks_after_closing_starts_no_clock() -> None:
    """A message on a closed ticket that is not reopened waits for no answer."""
    story: tuple[tuple[float, str], ...] = (
        (9, "created"),
        (10, "public reply"),
        (11, "resolved"),
        (12, "customer message"),
    )
    assert clock(NEXT_RESPONSE, *story).state is not ClockState.RUNNING


@pytest.mark.parametrize("order", [("customer message", "reopened"), ("reopened", "status")])
def test_message_that_reopens_a_ticket_is_to_be_answered(order: tuple[str, str]) -> None:
    """Reported together, in whatever order, they start the next response."""
    closed = told((9, "created"), (10, "public reply"), (11, "resolved"))
    again = told((12, order[0]), (12, order[1]), (12, "customer message"))
    shown = replay([*closed, *again], Target(NEXT_RESPONSE, 4 * HOUR))
    assert (shown.state, shown.due) == (ClockState.RUNNING, at(16))


def test_farewell_after_closing_starts_no_clock() -> None:
    """An agent's last word on a closed ticket promises no further update."""
    shown = clock(
        PERIODIC_UPDATE,
        (9, "created"),
        (10, "public reply"),
        (11, "resolved"),
        (12, "public reply"),
    )
    assert shown.state is ClockState.STOPPED
