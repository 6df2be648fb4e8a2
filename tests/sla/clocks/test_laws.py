"""Laws of clocks, on lives of tickets drawn by hypothesis."""

import pickle
from datetime import timedelta

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sla.clocks.histories import histories, minutes, promises, scenes
from tests.sla.clocks.scenes import DAY, DAYS, DESK, MINUTE, ROUND_THE_CLOCK, Scene
from tests.sla.clocks.walk import PARTS, History, Promise
from ticketroute.sla import (
    RESOLUTION,
    Clock,
    ClockState,
    Target,
    TicketEvent,
    replay,
)

few = settings(max_examples=60)
END = DAYS * DAY


def in_order(scene: Scene, history: History) -> list[TicketEvent]:
    """Give the events of a history in order of time."""
    return sorted((each.event(scene) for each in history), key=lambda event: event.at)


def running_after(scene: Scene, *quiet: tuple[int, int], hours: int = 20) -> Clock:
    """Give a resolution clock from minute 0 with some pauses, each from a minute to another."""
    events = [TicketEvent("created", scene.at(0), status="open")]
    for start, end in quiet:
        events.append(TicketEvent("status", scene.at(start), status="pending"))
        events.append(TicketEvent("status", scene.at(end), status="open"))
    allowed = timedelta(hours=hours)
    return replay(
        events, Target(RESOLUTION, allowed, calendar=scene.calendar, pause_in=["pending"])
    )


@given(scene=scenes, history=histories(), promise=promises())
@few
def test_replay_is_the_sum_of_its_events(scene: Scene, history: History, promise: Promise) -> None:
    """At every prefix, the clock that was led from event to event is the one that is replayed."""
    target, events = promise.target(scene), in_order(scene, history)
    clock = Clock(target)
    for count, event in enumerate(events, start=1):
        clock = clock.apply(event)
        again = replay(events[:count], target)
        assert clock == again
        assert clock.cycles == again.cycles


@given(scene=scenes, history=histories(), promise=promises(), data=st.data())
@few
def test_order_of_report_does_not_matter(
    scene: Scene, history: History, promise: Promise, data: st.DataObject
) -> None:
    """Events of one instant may come in any order, if no two are of one kind; so may all others."""
    distinct = {(each.minute, each.kind): each for each in history}.values()
    events = [each.event(scene) for each in distinct]
    shuffled = data.draw(st.permutations(events))
    target = promise.target(scene)
    assert replay(shuffled, target).cycles == replay(events, target).cycles
    incremental = Clock(target)
    for event in sorted(shuffled, key=lambda each: each.at):
        incremental = incremental.apply(event)
    assert incremental.cycles == replay(events, target).cycles


def test_order_of_report_does_not_matter_for_kinds_of_ones_own() -> None:
    """Two events of different kinds at one instant, each with a status: one order must win."""
    target = Target(RESOLUTION, timedelta(hours=4), pause_in=["waiting"])
    created = TicketEvent("created", DESK.at(0))
    asked = TicketEvent("vendor asked", DESK.at(60), status="waiting")
    answered = TicketEvent("vendor answered", DESK.at(60), status="open")
    one, other = [created, asked, answered], [created, answered, asked]
    assert replay(one, target).state == replay(other, target).state


@given(scene=scenes, history=histories(), promise=promises())
@few
def test_an_event_reported_twice_counts_once(
    scene: Scene, history: History, promise: Promise
) -> None:
    """Feeds that deliver at least once do no harm."""
    distinct = {(each.minute, each.kind): each for each in history}.values()
    events, target = [each.event(scene) for each in distinct], promise.target(scene)
    assert replay([*events, *events], target).cycles == replay(events, target).cycles


@given(scene=scenes, history=histories(), promise=promises())
@few
def test_notes_change_nothing(scene: Scene, history: History, promise: Promise) -> None:
    """A private note is no answer, whenever it is written."""
    events, target = in_order(scene, history), promise.target(scene)
    notes = [TicketEvent("private note", each.at) for each in events]
    between = [TicketEvent("private note", each.at + MINUTE) for each in events]
    assert replay([*events, *notes, *between], target).cycles == replay(events, target).cycles


@given(scene=scenes, history=histories(), promise=promises(), data=st.data())
@few
def test_due_time_is_constant_while_running(
    scene: Scene, history: History, promise: Promise, data: st.DataObject
) -> None:
    """Whatever happens meanwhile: only a pause or a stop, or another cycle, changes it.

    A target that has run out stays so; at the due time, exactly the target has elapsed.
    """
    clock = Clock(promise.target(scene))
    for event in in_order(scene, history):
        before, clock = clock, clock.apply(event)
        if before.running_since == clock.running_since and before.cycle == clock.cycle:
            assert before.due == clock.due
    if clock.due and clock.due >= scene.at(END):
        assert clock.remaining(clock.due) == timedelta()
        assert not clock.breached(clock.due)
        later = scene.calendar.next_open(clock.due) + timedelta(microseconds=1)
        assert clock.breached(later)
        now = scene.at(END + data.draw(st.integers(0, DAY)))
        assert clock.due_if_resumed(now) == clock.due


@given(scene=scenes, start=minutes, length=st.integers(0, DAY), hours=st.integers(1, 20))
@few
def test_a_pause_moves_the_due_time_by_its_open_time(
    scene: Scene, start: int, length: int, hours: int
) -> None:
    """Not by its length on the wall: no weekend hours are added, and none are lost."""
    plain, paused = (
        running_after(scene, *pause, hours=hours) for pause in ((), [(start, start + length)])
    )
    assert plain.due is not None
    assume(scene.at(start) < plain.due)
    opened = scene.calendar.between(scene.at(start), scene.at(start + length))
    assert paused.due == scene.calendar.add(plain.due, opened)
    now = scene.at(END + 2 * DAY)
    assert paused.elapsed(now) == plain.elapsed(now) - opened


@given(start=minutes, length=st.integers(1, DAY), hours=st.integers(1, 20))
@few
def test_a_pause_in_closed_time_changes_nothing(start: int, length: int, hours: int) -> None:
    """To be put on hold after hours and taken up before the desk opens costs and gains nothing."""
    while length and any(DESK.is_open[start : start + length]):
        length //= 2
    assume(length)
    plain = running_after(DESK, hours=hours)
    paused = running_after(DESK, (start, start + length), hours=hours)
    now = DESK.at(END + DAY)
    assert paused.elapsed(now) == plain.elapsed(now)
    assert paused.breached(now) == plain.breached(now)
    if plain.due and not DESK.at(start) <= plain.due < DESK.at(start + length):
        assert paused.due == plain.due


def test_meanwhile_it_is_paused_all_the_same() -> None:
    """A pause in closed time shows while it lasts."""
    clock = running_after(DESK)
    paused = clock.apply(TicketEvent("status", DESK.at(60), "pending"))
    assert not paused.in_hours(DESK.at(70))
    assert paused.state is ClockState.PAUSED
    assert paused.due is None
    assert paused.apply(TicketEvent("status", DESK.at(120), "open")).due == clock.due


@given(history=histories(), promise=promises(), hours=st.integers(1, 20))
@few
def test_pauses_survive_another_target_or_calendar(
    history: History, promise: Promise, hours: int
) -> None:
    """Whatever is promised instead, the clock stands in the same stretches of time."""
    target = promise.target(DESK)
    other = attrs.evolve(target, allowed=timedelta(hours=hours), calendar=ROUND_THE_CLOCK.calendar)
    events = [each.event(DESK) for each in history]
    one, two = replay(events, target), replay(events, other)
    assert (one.state, one.cycle) == (two.state, two.cycle)
    for mine, yours in zip(one.cycles, two.cycles, strict=True):
        assert mine.stopped == yours.stopped
        assert [(each.start, each.end) for each in mine.spans] == [
            (each.start, each.end) for each in yours.spans
        ]


@given(scene=scenes, history=histories(), promise=promises())
@few
def test_clocks_can_be_sent_around(scene: Scene, history: History, promise: Promise) -> None:
    """A pickled clock of a metric of ours goes on where it was."""
    assume(promise.measure.metric != PARTS)
    clock = replay([each.event(scene) for each in history], promise.target(scene))
    twin: object = pickle.loads(pickle.dumps(clock))  # noqa: S301 - our own bytes
    assert isinstance(twin, Clock)
    assert twin == clock
    assert hash(twin) == hash(clock)
    note = TicketEvent("private note", scene.at(END))
    assert twin.apply(note) == clock.apply(note)
    assert repr(twin) == repr(clock)


def test_a_question_or_an_event_leaves_the_clock_as_it_was() -> None:
    """Clocks are values: what comes of an event is another clock."""
    clock = running_after(DESK, (60, 120))
    before = pickle.dumps(clock)
    clock.apply(TicketEvent("resolved", DESK.at(200)))
    clock.due_if_resumed(DESK.at(300))
    clock.trace(DESK.at(300))
    with pytest.raises(ValueError, match=r"event\.at"):
        clock.apply(TicketEvent("resolved", DESK.at(20)))
    assert pickle.dumps(clock) == before
