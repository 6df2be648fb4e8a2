"""A run: what happens when, by hand; nothing lost; the same again."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import attrs
import numpy as np
import pytest

from tests.simulation.scenarios import MINUTE, MONDAY, call_centre
from ticketroute import Agent, Ticket
from ticketroute.board import NEVER, Shifts
from ticketroute.metrics import Outcome
from ticketroute.model import to_microseconds
from ticketroute.simulation import (
    AtTimes,
    Durations,
    Fixed,
    Result,
    Scenario,
    Simulation,
    TicketKind,
    simulate,
)
from ticketroute.sla import BusinessCalendar, split_at_midnight

START = to_microseconds(MONDAY)


def after(*minutes: float) -> AtTimes:
    """Let tickets come so many minutes after the beginning."""
    return AtTimes([MONDAY + timedelta(minutes=each) for each in minutes])


def minutes(instants: np.ndarray) -> list[float | None]:
    """Give instants as minutes since the beginning."""
    return [None if at == NEVER else (at - START) / MINUTE for at in instants.tolist()]


def fixed(of: float) -> Durations:
    """Let it always last so many minutes."""
    return Fixed(timedelta(minutes=of))


def run(kinds: list[TicketKind], agents: int = 1, capacity: int = 1, **more: object) -> Result:
    """Run a scenario of an hour."""
    team = [Agent(id=f"a{number}", capacity=capacity) for number in range(agents)]
    scenario = Scenario(start=MONDAY, length=timedelta(hours=1), agents=team, kinds=kinds, **more)  # type: ignore[arg-type]
    return simulate(scenario, "fewest-open", seed=3)


def test_one_agent_serves_one_after_the_other() -> None:
    """One agent takes one call after the other."""
    kind = TicketKind(name="call", arrivals=after(0, 1, 30), handling=fixed(10))
    journeys = run([kind]).journeys
    assert minutes(journeys.first_assigned) == [0, 10, 30]
    assert minutes(journeys.ended) == [10, 20, 40]
    assert journeys.handled.tolist() == [10 * MINUTE] * 3
    assert journeys.outcome.tolist() == [Outcome.RESOLVED] * 3


def test_who_waits_too_long_leaves() -> None:
    """Whoever is not served within five minutes hangs up."""
    kind = TicketKind(
        name="call", arrivals=after(0, 1, 2, 8), handling=fixed(10), patience=fixed(5)
    )
    journeys = run([kind]).journeys
    assert minutes(journeys.ended) == [10, 6, 7, 20]
    assert journeys.outcome[1:].tolist() == [
        Outcome.ABANDONED,
        Outcome.ABANDONED,
        Outcome.RESOLVED,
    ]


def test_no_room_and_no_wish_to_wait() -> None:
    """A third one finds no room, or does not want to be the second in the queue."""
    kind = TicketKind(name="call", arrivals=after(0, 1, 2, 3), handling=fixed(10))
    blocked = run([kind], room=2).journeys
    assert blocked.outcome.tolist() == [
        Outcome.RESOLVED,
        Outcome.RESOLVED,
        Outcome.BLOCKED,
        Outcome.BLOCKED,
    ]
    balked = run([kind], balk=[0, 1]).journeys
    assert balked.outcome.tolist() == [
        Outcome.RESOLVED,
        Outcome.RESOLVED,
        Outcome.BALKED,
        Outcome.BALKED,
    ]
    assert minutes(balked.ended) == [10, 20, 2, 3]


def test_given_back_once_and_never_to_the_same() -> None:
    """Each agent gives a ticket back once, and does not get it again."""
    kind = TicketKind(
        name="call",
        arrivals=after(0),
        handling=fixed(10),
        bounce=1.0,
        bounce_after=0.2,
    )
    journeys = run([kind], agents=3).journeys
    # Two give it back after 2 minutes each; the last one has to keep it.
    assert minutes(journeys.ended) == [14]
    assert journeys.bounces.tolist() == [2]
    assert journeys.stays.agent.tolist() == [0, 1, 2]
    assert minutes(journeys.stays.ended) == [2, 4, 14]
    assert journeys.handled.tolist() == [14 * MINUTE]


def test_comes_back_and_is_worked_on_again() -> None:
    """A resolved ticket comes back half an hour later, again and again."""
    kind = TicketKind(
        name="call", arrivals=after(0), handling=fixed(10), reopen=1.0, reopen_after=fixed(30)
    )
    journeys = run([kind], runs_on=timedelta(hours=1)).journeys
    assert journeys.reopenings.tolist() == [3 - 1]
    assert minutes(journeys.stays.assigned) == [0, 40, 80]
    # The third time it is resolved after 90 minutes, to come back only when nobody looks any more.
    assert minutes(journeys.ended) == [90]
    assert minutes(np.array([journeys.end])) == [90]


def test_more_in_hand_slow_each_other_down() -> None:
    """Two at a time take longer each."""
    kind = TicketKind(name="chat", arrivals=after(0, 5), handling=fixed(10))
    journeys = run([kind], capacity=2, slow_down=[1, 0.5]).journeys
    # 5 minutes alone, then half as fast: 10 more; the other has 5 left then, and goes on alone.
    assert minutes(journeys.ended) == [15, 20]


def test_in_turn() -> None:
    """Two in hand, of which one is worked on at a time."""
    kind = TicketKind(name="mail", arrivals=after(0, 5), handling=fixed(10))
    journeys = run([kind], capacity=2, at_once=1).journeys
    assert minutes(journeys.first_assigned) == [0, 5]
    assert minutes(journeys.started) == [0, 10]
    assert minutes(journeys.ended) == [10, 20]


@pytest.mark.parametrize(("after_hours", "ended"), [("finish", 80), ("pause", 24 * 60 + 20)])
def test_work_in_hand_when_the_shift_ends(after_hours: str, ended: float) -> None:
    """Work in hand is finished after hours, or rests until the next day."""
    kind = TicketKind(name="mail", arrivals=after(50, 55), handling=fixed(30))
    hours = BusinessCalendar.weekdays("08:00", "09:00", "UTC")
    shifts = Shifts(calendars={"a0": hours})
    journeys = run([kind], shifts=shifts, after_hours=after_hours).journeys
    assert minutes(journeys.ended)[0] == ended
    assert journeys.handled.tolist() == [30 * MINUTE] * 2
    # The next one is taken the day after.
    first = 24 * 60 if after_hours == "finish" else ended
    assert minutes(journeys.first_assigned) == [50, first]


def test_who_waited_before_the_beginning() -> None:
    """The backlog is served first, and keeps its age."""
    kind = TicketKind(
        name="mail", arrivals=after(1), handling=fixed(10), backlog=2, backlog_age=fixed(60)
    )
    journeys = run([kind]).journeys
    assert minutes(journeys.created) == [-60, -60, 1]
    assert minutes(journeys.first_assigned) == [0, 10, 20]


def test_slower_agents_take_longer() -> None:
    """Somebody of half the pace takes longer by half."""
    kind = TicketKind(name="mail", arrivals=after(0, 0), handling=fixed(10))
    journeys = run([kind], agents=2, paces={"a1": {"mail": 1.5}}).journeys
    assert minutes(journeys.ended) == [10, 15]


def test_absent_all_day() -> None:
    """Whoever is missing gets nothing."""
    kind = TicketKind(name="mail", arrivals=after(0), handling=fixed(10))
    journeys = run([kind], absence=1.0).journeys
    assert journeys.outcome.tolist() == [Outcome.WAITING]
    assert len(journeys.attendance) == 0


def test_the_same_again_and_otherwise_with_another_seed() -> None:
    """The four arguments determine a run."""
    scenario = call_centre()
    first, again = (simulate(scenario, "longest-idle", seed=5) for _ in range(2))
    other = simulate(scenario, "longest-idle", seed=6)
    further = simulate(scenario, "longest-idle", seed=5, replication=1)
    assert first == again
    assert first.journeys != other.journeys
    assert first.journeys != further.journeys


def test_policies_meet_the_same_luck() -> None:
    """Two policies see the same arrivals and the same work."""
    scenario = call_centre(per_hour=60)
    one, two = (
        simulate(scenario, name, seed=1).journeys for name in ("longest-idle", "sequential")
    )
    np.testing.assert_array_equal(one.created, two.created)
    np.testing.assert_array_equal(one.handled, two.handled)
    assert (one.agent != two.agent).any()


def test_progress_is_an_iterator() -> None:
    """Going through a run shows how far it is."""
    simulation = Simulation(call_centre(agents=2, per_hour=400, minutes=0.2), "fewest-open")
    counts = list(simulation)
    assert len(counts) == len(simulation)
    assert counts[:-1] == [1024 * number for number in range(1, len(counts))]
    assert counts[-1] == len(simulation.result)


@pytest.mark.parametrize("capacity", [1, 2])
@pytest.mark.parametrize(("engine", "is_live"), [("auto", False), ("board", False), ("live", True)])
def test_only_a_live_desk_has_a_dispatcher(
    capacity: int, engine: Literal["auto", "board", "live"], is_live: bool
) -> None:
    """Whatever else decides, there is none to look at."""
    agents = [Agent(id="ana", capacity=capacity)]
    scenario = attrs.evolve(call_centre(hours=0.1), agents=agents)
    simulation = Simulation(scenario, "fewest-open", engine=engine)
    assert (simulation.dispatcher is not None) == is_live


def test_a_template_may_not_say_when_tickets_are_dispatched() -> None:
    """An instant before which no ticket is dispatched would go unnoticed, so it is refused."""
    template = Ticket(id="x", created=MONDAY, not_before=MONDAY + timedelta(minutes=30))
    for fields in (template, {"not_before": template.not_before}):
        with pytest.raises(ValueError, match=r"^TicketKind\.fields.*not_before"):
            TicketKind(name="call", handling=fixed(1), fields=fields)


def test_nothing_comes() -> None:
    """An empty run lasts as long as it was to."""
    result = run([TicketKind(name="call", arrivals=after(), handling=fixed(1))])
    assert len(result) == 0
    assert result.journeys.end == START + 60 * MINUTE


def test_nobody_works() -> None:
    """Without agents everything waits."""
    result = run([TicketKind(name="call", arrivals=after(1), handling=fixed(1))], agents=0)
    assert result.journeys.outcome.tolist() == [Outcome.WAITING]


def test_whoever_is_absent_misses_whole_shifts() -> None:
    """Also by night, where clocks change, and with a break in between."""
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    nights = split_at_midnight({day: [("22:00", "06:00")] for day in week})
    by_night = BusinessCalendar(tz="Europe/Berlin", weekly=nights)
    halves = {day: [("08:00", "12:00"), ("13:00", "17:00")] for day in week}
    by_day = BusinessCalendar(tz="Europe/Berlin", weekly=halves)
    scenario = Scenario(
        start=datetime(2026, 10, 1, tzinfo=UTC),
        length=timedelta(days=60),
        agents=[Agent(id="a", capacity=1), Agent(id="b", capacity=1)],
        kinds=[TicketKind(name="call", handling=fixed(1), arrivals=AtTimes([]))],
        shifts=Shifts(calendars={"a": by_night, "b": by_day}),
        absence=0.3,
        runs_on=timedelta(0),
    )
    attendance = simulate(scenario, "fewest-open", seed=2).journeys.attendance
    hours = (attendance.end - attendance.start) / (60 * MINUTE)
    nights_there, halves_of_days = hours[attendance.agent == 0], hours[attendance.agent == 1]
    # The first and the last night are cut by the scenario; one night has an hour more.
    assert set(nights_there[1:-1]) <= {8.0, 9.0}
    assert set(halves_of_days) == {4.0}
    assert len(halves_of_days) % 2 == 0
    assert 30 <= len(nights_there) <= 54
    assert 30 <= len(halves_of_days) / 2 <= 54
