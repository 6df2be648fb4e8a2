"""Steps of escalation by hand: when they fire, and when they do not."""

import pickle
from datetime import datetime, timedelta
from typing import Final

import pytest

from tests.sla.clocks.by_hand import DESK, HOUR, MINUTE, Told, at, clock
from ticketroute.sla import (
    AGENT_WORK,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    RESOLUTION,
    BusinessCalendar,
    Clock,
    Ladder,
    Notify,
    RaiseUrgency,
    Step,
    Target,
)

DAY: Final = timedelta(days=1)
PENDING: Final = Target(RESOLUTION, 4 * HOUR, pause_in=["pending"])
LATE: Final = 1000
"""Hours after which everything has fired that will."""


def times(
    shown: Clock, when: float | timedelta, *, wall: bool = False, now: float = LATE
) -> list[datetime]:
    """Give when a step fired."""
    ladder = Ladder(shown.target.metric, [Step(when, Notify("owner"), wall=wall)])
    return [instant for _, _, instant in ladder.fired(shown, at(now))]


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        (0.5, 11),
        (0.75, 12),
        (1, 13),
        (1.5, 15),
        (-HOUR, 12),
        (-4 * HOUR, 9),
        (timedelta(), 13),
        (24 * HOUR, 37),
    ],
)
def test_before_at_and_after_due(when: float | timedelta, fires: float) -> None:
    """A share of the target, and durations on both sides of the due time."""
    assert times(clock(RESOLUTION, (9, "created")), when) == [at(fires)]


def test_steps_may_be_written_in_any_order() -> None:
    """They fire in order of time."""
    steps = [Step(timedelta(), Notify("c")), Step(0.25, Notify("a")), Step(-HOUR, Notify("b"))]
    fired = Ladder(RESOLUTION, steps).fired(clock(RESOLUTION, (9, "created")), at(LATE))
    assert [step.effects for _, step, _ in fired] == [(Notify(role),) for role in ("a", "b", "c")]


def test_offsets_are_open_time_unless_said_otherwise() -> None:
    """Two hours before a Monday morning is Friday afternoon; a day after may be on the wall."""
    target = Target(RESOLUTION, 8 * HOUR, calendar=DESK)
    shown = clock(target, (4 * 24 + 10, "created"))  # on Friday: due on Monday at ten
    monday = 7 * 24
    assert shown.due == at(monday + 10)
    assert times(shown, -2 * HOUR) == [at(4 * 24 + 16)]
    assert times(shown, -2 * HOUR, wall=True) == [at(monday + 8)]
    assert times(shown, 8 * HOUR) == [at(monday + 24 + 10)]
    assert times(shown, 8 * HOUR, wall=True) == [at(monday + 18)]


def test_before_due_with_several_ranges_a_day() -> None:
    """Not at midnight: an hour before 13:30, with lunch from twelve to one, is 11:30."""
    weekly = {"mon": [("08:00", "12:00"), ("13:00", "17:00")]}
    calendar = BusinessCalendar(tz="UTC", weekly=weekly)
    shown = clock(Target(RESOLUTION, 2 * HOUR, calendar=calendar), (10.5, "created"))
    assert shown.due == at(13.5)
    assert times(shown, -HOUR) == [at(11.5)]
    assert times(shown, 4 * HOUR) == [at(7 * 24 + 8.5)]


def test_warnings_come_in_hours() -> None:
    """Whatever share of the target: none falls into a night or onto a weekend."""
    target = Target(RESOLUTION, 40 * HOUR, calendar=DESK)
    shown = clock(target, (4 * 24 + 22, "created"))  # on a Friday night
    for percent in range(1, 300):
        (instant,) = times(shown, percent / 100)
        assert DESK.is_open(instant) or DESK.prev_close(instant) == instant


def test_nothing_fires_while_paused() -> None:
    """What would have come in the meantime comes when the clock goes on, moved by the pause."""
    shown = clock(PENDING, (9, "created"), (12, "status", "pending"))
    assert times(shown, -HOUR / 2) == []
    assert times(shown, HOUR, wall=True) == []
    ladder = Ladder(RESOLUTION, [Step(-HOUR / 2, Notify("owner"))])
    assert ladder.next_fire(shown, at(14)) is None
    resumed = clock(PENDING, (9, "created"), (12, "status", "pending"), (20, "status", "open"))
    assert ladder.next_fire(resumed, at(20)) == at(20.5)


def test_what_fired_stays_fired() -> None:
    """Whatever comes after: a pause, the end, another cycle."""
    story: list[Told] = [(9, "created")]
    for event in (
        (11.5, "status", "pending"),
        (30, "status", "open"),
        (31, "resolved"),
        (40, "reopened"),
    ):
        story.append(event)
        assert times(clock(PENDING, *story), 0.5) == [at(11)]


def test_wall_step_that_comes_while_paused_fires_on_resuming() -> None:
    """Overdue since 13:00, on hold from two to six: a step two hours after due fires at six."""
    shown = clock(PENDING, (9, "created"), (14, "status", "pending"), (18, "status", "open"))
    assert times(shown, 2 * HOUR, wall=True) == [at(18)]
    assert times(shown, 6 * HOUR, wall=True) == [at(19)]
    assert times(shown, 2 * HOUR) == [at(19)]  # an hour of open time was used before the pause


def test_wall_step_counts_from_the_due_time_that_is_shown() -> None:
    """Also if the clock was put on hold in the very moment in which its target ran out."""
    shown = clock(PENDING, (9, "created"), (13, "status", "pending"), (18, "status", "open"))
    assert shown.due == at(18)
    assert times(shown, timedelta(), wall=True) == [at(18)]
    assert times(shown, HOUR, wall=True) == [at(19)]


def test_each_cycle_has_its_own_steps() -> None:
    """A second message is waited for anew; each step fires once in each cycle."""
    shown = clock(
        NEXT_RESPONSE,
        (8, "created"),
        (9, "public reply"),
        (10, "customer message"),
        (16, "public reply"),
        (20, "customer message"),
        (21, "public reply"),
        (30, "customer message"),
    )
    assert times(shown, 0.5) == [at(12), at(32)]
    ladder = Ladder("next response", [Step(0.5, Notify("owner")), Step(1, Notify("lead"))])
    fired = [(cycle, step.when, when) for cycle, step, when in ladder.fired(shown, at(LATE))]
    assert fired == [(1, 0.5, at(12)), (1, 1, at(14)), (3, 0.5, at(32)), (3, 1, at(34))]


def test_breach_fires_once_although_the_ticket_is_reopened() -> None:
    """A clock that goes on in its cycle has been missed once."""
    story: tuple[Told, ...] = ((9, "created"), (15, "resolved"), (20, "reopened"))
    assert times(clock(PENDING, *story), timedelta()) == [at(13)]
    anew = Target(RESOLUTION, 4 * HOUR, on_reopen="new_cycle")
    assert times(clock(anew, *story), timedelta()) == [at(13), at(24)]


def test_no_escalation_of_what_was_done_in_time() -> None:
    """Answered before the step, or at its very instant: nothing fires, also much later."""
    for answered in (11.9, 12):
        shown = clock(FIRST_RESPONSE, (9, "created"), (answered, "public reply"))
        assert times(shown, 0.75) == []
    exactly = clock(FIRST_RESPONSE, (9, "created"), (13, "public reply"))
    assert times(exactly, timedelta()) == []
    assert times(exactly, DAY, wall=True) == []


def test_step_earlier_than_the_clock_fires_when_it_starts() -> None:
    """A warning a day before a target of four hours comes at once."""
    shown = clock(Target(RESOLUTION, 4 * HOUR, calendar=DESK), (10, "created"))
    assert times(shown, -DAY) == [at(10)]
    assert times(shown, -DAY, wall=True) == [at(10)]
    held = clock(AGENT_WORK, (10, "created", "pending"), (12, "status", "open"))
    assert times(held, -DAY) == [at(12)]


def test_desk_that_never_opens_escalates_nothing() -> None:
    """And nothing is waited for."""
    closed = BusinessCalendar(tz="UTC")
    shown = clock(Target(RESOLUTION, HOUR, calendar=closed), (9, "created"))
    ladder = Ladder(RESOLUTION, [Step(0.5, Notify("a")), Step(DAY, Notify("b"), wall=True)])
    assert ladder.fired(shown, at(LATE)) == ()
    assert ladder.next_fire(shown, at(9)) is None


def test_next_fire_is_after_now() -> None:
    """What fires now has fired; the last step has none after it."""
    shown = clock(RESOLUTION, (9, "created"))
    ladder = Ladder(RESOLUTION, [Step(0.5, Notify("a")), Step(timedelta(), Notify("b"))])
    assert ladder.next_fire(shown, at(9)) == at(11)
    assert ladder.next_fire(shown, at(11)) == at(13)
    assert ladder.next_fire(shown, at(13)) is None
    assert len(ladder.fired(shown, at(11))) == 1
    assert ladder.fired(shown, at(11) - timedelta(microseconds=1)) == ()


def test_times_are_in_the_zone_of_the_calendar() -> None:
    """As the due time is."""
    calendar = BusinessCalendar.weekdays("09:00", "17:00", "Asia/Tokyo")
    shown = clock(Target(RESOLUTION, 4 * HOUR, calendar=calendar), (2, "created"))
    (instant,) = times(shown, 0.5)
    assert instant.isoformat() == "2026-05-04T13:00:00+09:00"


@pytest.mark.parametrize(
    ("when", "wall"), [(timedelta(days=3_000_000), True), (timedelta.max, True), (1e300, False)]
)
def test_steps_beyond_all_time_never_fire(when: float | timedelta, wall: bool) -> None:
    """As a target beyond all time is never due; or they are refused when they are made."""
    ladder = Ladder(RESOLUTION, [Step(when, Notify("owner"), wall=wall)])
    assert ladder.next_fire(clock(RESOLUTION, (9, "created")), at(9)) is None


def test_ladders_are_values() -> None:
    """Effects are values that the caller carries out; one alone needs no brackets."""
    step = Step(0.75, RaiseUrgency(2))
    assert step == Step(0.75, [RaiseUrgency(2)])
    ladder = Ladder(RESOLUTION, [step, Step(5 * MINUTE, [], wall=True)], policy="vip")
    twin: object = pickle.loads(pickle.dumps(ladder))  # noqa: S301 - our own bytes
    assert twin == ladder
    assert hash(twin) == hash(ladder)
    assert ladder == Ladder("resolution", ladder.steps, policy="vip")
