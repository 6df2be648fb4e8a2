"""Ladders agree with the walk: what has fired, what fires next, and all that has come due."""

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.sla.clocks.histories import histories, minutes, promises, scenes
from tests.sla.clocks.scenes import DAY, DAYS, HORIZON, Scene
from tests.sla.clocks.walk import History, Promise, walk
from tests.sla.escalation.step_walk import (
    Firing,
    Rung,
    firings,
    ladder,
    rungs,
)
from ticketroute import Ticket
from ticketroute.sla import (
    Fired,
    Objective,
    Policies,
    Policy,
    Targets,
    TicketClocks,
    due_events,
    replay,
)

END = DAYS * DAY
whole_shares = promises(step=4)
"""Quarters of these targets are whole minutes."""
some_rungs = st.lists(rungs, min_size=1, max_size=4, unique=True)


@given(
    scene=scenes,
    history=histories(),
    promise=whole_shares,
    steps=some_rungs,
    asked=st.lists(minutes, max_size=2),
)
@settings(max_examples=60)
def test_ladder_agrees_with_the_walk(
    scene: Scene, history: History, promise: Promise, steps: list[Rung], asked: list[int]
) -> None:
    """At any time, with what is known by then: what has fired and when the next will.

    A step that lies in the future is foreseen as if the clock went on.
    """
    own = ladder(promise.measure.metric.name, *steps)
    for now in (*asked, max(each.minute for each in history)):
        known = tuple(each for each in history if each.minute <= now)
        clock = replay([each.event(scene) for each in known], promise.target(scene))
        foreseen = firings(scene, known, promise, *steps)
        fired = [
            (scene.minute(instant), cycle, own.steps.index(step))
            for cycle, step, instant in own.fired(clock, scene.at(now))
        ]
        assert sorted(fired) == sorted(
            (minute, lap, place) for minute, lap, place in foreseen if minute <= now
        )
        upcoming = min((minute for minute, _, _ in foreseen if minute > now), default=None)
        assert scene.minute(own.next_fire(clock, scene.at(now))) == upcoming


def ticket_clocks(name: str, scene: Scene, history: History, promise: Promise) -> TicketClocks:
    """Give the clocks of a ticket of which one thing is promised."""
    target = promise.target(scene)
    objective = Objective(
        target.metric,
        Targets(default=target.allowed, calendar=scene.calendar),
        pause_in=promise.pause_in,
        on_reopen=promise.on_reopen,
    )
    ticket = Ticket(id=name, created=scene.start)
    policies = Policies(default=Policy("desk", [objective]))
    return TicketClocks(ticket, policies, [each.event(scene) for each in history])


def plain(scene: Scene, fired: tuple[Fired, ...]) -> list[tuple[float | None, str, int, int]]:
    """Write what has fired in minutes."""
    return [(scene.minute(each.at), each.ticket_id, each.cycle, each.step) for each in fired]


@given(data=st.data(), scene=scenes, promise=whole_shares, steps=some_rungs)
@settings(max_examples=40)
def test_windows_partition_all_that_fires(
    data: st.DataObject, scene: Scene, promise: Promise, steps: list[Rung]
) -> None:
    """Asked from where the last time ended, nothing is missed and nothing comes twice.

    Asked again, or for all tickets at once, the answer is the same; it is in order of time.
    """
    stories = {name: data.draw(histories()) for name in ("t1", "t2")}
    expected: list[tuple[int, str, Firing]] = []
    for name, history in stories.items():
        for each in firings(scene, history, promise, *steps, until=2 * END):
            expected.append((each[0], name, each))  # noqa: PERF401 - two loops deep
    tickets = [ticket_clocks(name, scene, each, promise) for name, each in stories.items()]
    ladders = [ladder(promise.measure.metric.name, *steps)]
    whole = due_events(tickets, ladders, scene.at(2 * END - 1))
    assert sorted(plain(scene, whole)) == sorted(
        (minute, name, lap, place) for minute, name, (_, lap, place) in expected
    )
    instants = [each.at.timestamp() for each in whole]
    assert instants == sorted(instants)
    assert due_events(reversed(tickets), iter(ladders), scene.at(2 * END - 1)) == whole
    cuts = sorted(data.draw(st.lists(minutes, max_size=6)))
    edges = [None, *(scene.at(cut) for cut in cuts), scene.at(2 * END - 1)]
    parts = [
        due_events(tickets, ladders, end, after=start)
        for start, end in pairwise(edges)
        if end is not None
    ]
    assert tuple(each for part in parts for each in part) == whole


@given(data=st.data(), scene=scenes, promise=whole_shares, steps=some_rungs)
@settings(max_examples=40)
def test_what_fires_while_events_come_in(
    data: st.DataObject, scene: Scene, promise: Promise, steps: list[Rung]
) -> None:
    """Asked every now and then as a ticket lives on, the answers add up to all that fired.

    Whether asked from where the last time ended, or for what is not known.

    What has fired stays fired, whatever happens afterwards.
    """
    history = data.draw(histories())
    cuts = data.draw(st.lists(minutes | st.sampled_from([each.minute for each in history])))
    ladders = [ladder(promise.measure.metric.name, *steps)]
    clocks = ticket_clocks("t1", scene, (), promise)
    asked: list[Fired] = []
    asked_by_key: list[Fired] = []
    after = None
    for now in sorted({*cuts, END}):
        start = -1 if after is None else scene.minute(after)
        assert start is not None
        for each in sorted(history, key=lambda each: each.minute):
            if start < each.minute <= now:
                clocks = clocks.apply(each.event(scene))
        asked += due_events([clocks], ladders, scene.at(now), after=after)
        asked_by_key += due_events(
            [clocks], ladders, scene.at(now), known={each.key for each in asked_by_key}
        )
        after = scene.at(now)
        assert asked_by_key == asked
        assert tuple(asked) == due_events([clocks], ladders, scene.at(now))


@given(scene=scenes, history=histories(), promise=whole_shares, step=rungs)
@settings(max_examples=40)
def test_each_step_fires_once_in_a_cycle_and_never_while_the_clock_stands(
    scene: Scene, history: History, promise: Promise, step: Rung
) -> None:
    """However often the clock is paused before and after."""
    clock = replay([each.event(scene) for each in history], promise.target(scene))
    walked = walk(scene, history, promise, HORIZON)
    fired = ladder("any", step).fired(clock, scene.at(HORIZON - 1))
    assert len({cycle for cycle, _, _ in fired}) == len(fired)
    for cycle, _, instant in fired:
        minute = scene.minute(instant)
        assert minute is not None
        assert walked.states[int(minute)] == "running"
        assert walked.laps[int(minute)] == cycle


@given(scene=scenes, history=histories(), promise=whole_shares)
@settings(max_examples=40)
def test_step_at_due_fires_when_the_clock_is_due(
    scene: Scene, history: History, promise: Promise
) -> None:
    """A share of 1, no time after due, and no time after due on the wall are one and the same."""
    clock = replay([each.event(scene) for each in history], promise.target(scene))
    assume(clock.due is not None)
    for step in (Rung("share", 4), Rung("open", 0), Rung("wall", 0)):
        own = ladder("any", step)
        latest = [
            at for cycle, _, at in own.fired(clock, scene.at(HORIZON)) if cycle == clock.cycle
        ]
        assert latest == [clock.due]
