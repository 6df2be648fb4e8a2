"""Clocks agree with the walk, minute by minute, in everything that can be asked of them."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sla.clocks.histories import histories, minutes, promises, scenes
from tests.sla.clocks.scenes import DAY, DAYS, MINUTE, Scene
from tests.sla.clocks.walk import MEASURES, History, Promise, Walk, walk
from ticketroute.sla import Clock, ClockState, replay


def expected(scene: Scene, walked: Walk, promise: Promise, minute: int) -> dict[str, object]:
    """Answer all questions by the walk."""
    state, lap, used = walked.states[minute], walked.laps[minute], walked.used[minute]
    left = promise.allowed - used
    due: int | None = None
    if state in ("running", "paused"):
        ran_out = walked.ran_out.get(lap)
        passed = ran_out is not None and ran_out <= minute
        due = ran_out if passed else scene.after(minute, max(left, 0))
    return {
        "state": state,
        "cycle": lap,
        "elapsed": used * MINUTE,
        "remaining": left * MINUTE,
        "fraction": used / promise.allowed,
        "breached": used > promise.allowed,
        "due": due if state == "running" else None,
        "due if resumed": due,
        "in hours": scene.is_open[minute],
    }


def answered(scene: Scene, clock: Clock, minute: int) -> dict[str, object]:
    """Answer all questions by the clock."""
    now = scene.at(minute)
    return {
        "state": clock.state.value,
        "cycle": clock.cycle,
        "elapsed": clock.elapsed(now),
        "remaining": clock.remaining(now),
        "fraction": clock.fraction(now),
        "breached": clock.breached(now),
        "due": scene.minute(clock.due),
        "due if resumed": scene.minute(clock.due_if_resumed(now)),
        "in hours": clock.in_hours(now),
    }


def compare(scene: Scene, history: History, promise: Promise, asked: Iterable[int]) -> None:
    """Ask both at some minutes, at those at which something happens, and around the due time."""
    target = promise.target(scene)
    walked = walk(scene, history, promise, DAYS * DAY)
    due = set(walked.ran_out.values())
    marks = {*asked, *(each.minute for each in history), *due, *(each + 1 for each in due)}
    for minute in sorted(each for each in marks if each < DAYS * DAY):
        known = [each.event(scene) for each in history if each.minute <= minute]
        clock = replay(known, target)
        assert answered(scene, clock, minute) == expected(scene, walked, promise, minute), minute


@pytest.mark.parametrize("name", MEASURES)
@given(data=st.data(), scene=scenes, history=histories(), asked=st.lists(minutes, max_size=6))
@settings(max_examples=60)
def test_clock_agrees_with_the_walk(
    name: str, data: st.DataObject, scene: Scene, history: History, asked: list[int]
) -> None:
    """State, cycle, what has elapsed, when it is due: for every metric, pause and choice."""
    compare(scene, history, data.draw(promises(MEASURES[name])), asked)


@given(scene=scenes, history=histories(), promise=promises())
@settings(max_examples=60)
def test_what_elapsed_grows_only_while_running_and_open(
    scene: Scene, history: History, promise: Promise
) -> None:
    """Never backwards within a cycle, never faster than the clock on the wall, from hour to hour.

    And a breach is never taken back within a cycle.
    """
    clock, before = Clock(promise.target(scene)), timedelta()
    cycle, was_breached = 0, False
    for minute in range(0, DAYS * DAY, 60):
        events = [each.event(scene) for each in history if minute - 60 < each.minute <= minute]
        for event in sorted(events, key=lambda each: each.at):
            clock = clock.apply(event)
        now, running = scene.at(minute), clock.state is ClockState.RUNNING
        if clock.cycle == cycle:
            assert timedelta() <= clock.elapsed(now) - before <= timedelta(hours=1)
            assert clock.breached(now) >= was_breached
        cycle, before, was_breached = clock.cycle, clock.elapsed(now), clock.breached(now)
        ahead = clock.elapsed(scene.at(minute + 30)) - before
        opened = sum(scene.is_open[minute : minute + 30]) if running else 0
        assert ahead == opened * MINUTE
