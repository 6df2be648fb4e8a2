"""Waits in one line before equal agents: by hand, and as in the simulation, to the microsecond."""

from datetime import timedelta

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.scenarios import MINUTE, MONDAY, call_centre
from ticketroute import Agent
from ticketroute.board import NEVER, Shifts
from ticketroute.model import to_microseconds
from ticketroute.simulation import (
    AtTimes,
    Durations,
    Exponential,
    Fixed,
    KnownTickets,
    Observed,
    Poisson,
    Scenario,
    TicketKind,
    first_come_waits,
    simulate,
)
from ticketroute.simulation._first_come_starts import (
    SideBySide,
    starts_of_a_run,
    starts_of_one_agent,
)

START = to_microseconds(MONDAY)
AGENT = Agent(id="ana", capacity=1)
KIND = TicketKind(name="call", handling=Fixed(timedelta(minutes=10)))


def desk(*minutes: float, agents: int = 1) -> Scenario:
    """Let tickets of ten minutes come so many minutes after the beginning of an hour."""
    arrivals = AtTimes([MONDAY + timedelta(minutes=each) for each in minutes])
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=1),
        agents=[Agent(id=f"a{number}", capacity=1) for number in range(agents)],
        kinds=[KIND],
        arrivals=arrivals,
    )


@pytest.mark.parametrize(
    ("agents", "waits"), [(1, [0, 9, 16, 0]), (2, [0, 0, 6, 0]), (3, [0, 0, 0, 0])]
)
def test_waits_by_hand(agents: int, waits: list[int]) -> None:
    """Tickets of ten minutes each, one of them after all others have been done."""
    found = first_come_waits(desk(0, 1, 4, 50, agents=agents))
    assert (found.waits // MINUTE).tolist() == waits
    np.testing.assert_array_equal(found.ended - found.started, np.full(4, 10 * MINUTE))


def test_what_does_not_happen_before_the_end() -> None:
    """When the run ends, the second is in hand and the third waits."""
    found = first_come_waits(attrs.evolve(desk(50, 51, 52), runs_on=timedelta(minutes=5)))
    assert found.started.tolist() == [START + 50 * MINUTE, START + 60 * MINUTE, NEVER]
    assert found.ended.tolist() == [START + 60 * MINUTE, NEVER, NEVER]
    assert found.waits.tolist() == [0, 9 * MINUTE, NEVER]
    assert found.mean_waits.tolist() == [4.5 * MINUTE]
    columns = found.columns()
    assert np.isnat(columns["wait"]).tolist() == [False, False, True]
    assert columns["ended"][0] == np.datetime64("2026-05-04T09:00")
    assert columns["replication"].tolist() == [0, 0, 0]


def test_runs_stand_one_after_the_other() -> None:
    """Each run is a replication with luck of its own, from whichever number on."""
    scenario = call_centre(hours=2)
    found = first_come_waits(scenario, 3, replications=30, first=5)
    assert found.runs == 30
    assert len(found) == found.bounds[-1] == len(found.created)
    for run in (0, 11, 29):
        alone = first_come_waits(scenario, 3, first=5 + run)
        np.testing.assert_array_equal(found.waits[found.of(run)], alone.waits)
        assert found.mean_waits[run] == pytest.approx(alone.waits.mean())
        assert set(found.replication[found.of(run)].tolist()) == {5 + run}
    assert repr(found) == f"<FirstComeWaits of {len(found):,} tickets in 30 runs>"


LASTS: list[Durations] = [
    Exponential(timedelta(minutes=7)),
    Fixed(timedelta(minutes=5)),
    Observed([timedelta(0), timedelta(microseconds=1), timedelta(hours=2)]),
]


@st.composite
def known_tickets(draw: st.DrawFn, names: list[str]) -> KnownTickets:
    """Draw tickets of a log, some from before the start, some of known work."""
    after = draw(st.lists(st.integers(-60, 59), max_size=12))
    return KnownTickets(
        [MONDAY + timedelta(minutes=each) for each in after],
        [draw(st.sampled_from(names)) for _ in after],
        work=[draw(st.sampled_from([None, timedelta(minutes=11)])) for _ in after],
    )


@st.composite
def one_line(draw: st.DrawFn) -> Scenario:
    """Draw a scenario in which it does not matter who serves whom."""
    names = [f"k{number}" for number in range(draw(st.integers(1, 2)))]
    kinds = [
        TicketKind(
            name=name,
            handling=draw(st.sampled_from(LASTS)),
            fields={"requirements": {"all": 1}, "impact": draw(st.sampled_from([None, 1, 3]))},
            backlog=draw(st.integers(0, 4)),
            backlog_age=draw(st.sampled_from([None, Exponential(timedelta(hours=3))])),
        )
        for name in names
    ]
    ids = [f"a{number:02}" for number in range(draw(st.sampled_from([1, 2, 3, 26])))]
    paces: list[float | dict[str, float]] = [1.0, 0.37, {"k0": 1.7}]
    pace = draw(st.sampled_from(paces))
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=draw(st.integers(1, 40))),
        agents=[Agent(id=each, capacity=1, skills={"all": 2}) for each in ids],
        kinds=kinds,
        arrivals=draw(
            st.builds(Poisson, st.sampled_from([0.5, 6.0, 20.0, 60.0])) | known_tickets(names)
        ),
        paces=dict.fromkeys(ids, pace),
        at_once=draw(st.sampled_from([None, 1])),
        runs_on=draw(st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(days=3)])),
    )


@settings(max_examples=60, deadline=None)
@given(
    one_line(),
    st.sampled_from(["longest-idle", "fewest-open", "round-robin"]),
    st.integers(0, 9),
    st.sampled_from([1, 3, 20]),
)
def test_as_simulated(scenario: Scenario, strategy: str, seed: int, runs: int) -> None:
    """Starts and ends are those of the simulation, run by run."""
    found = first_come_waits(scenario, seed, replications=runs)
    for run in {0, runs - 1}:
        journeys = simulate(scenario, strategy, seed, replication=run).journeys
        part = found.of(run)
        np.testing.assert_array_equal(found.created[part], journeys.created)
        np.testing.assert_array_equal(found.started[part], journeys.started)
        np.testing.assert_array_equal(found.ended[part], journeys.ended)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_all_ways_give_the_same(data: st.DataObject) -> None:
    """Sums, heap, and vectors side by side agree with the obvious: take whoever is free first."""
    agents = data.draw(st.sampled_from([1, 2, 5, 24, 25, 60]))
    shape = data.draw(st.sampled_from([(1, 1), (7, 2), (90, 3), (300, 1)]))
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    ready = np.sort(random.integers(0, 1000, shape), axis=0)
    needs = random.integers(0, 1 + 2 * agents * 1000 // shape[0], shape)
    beside = SideBySide(shape[1], agents, 1 << 40)
    cut = data.draw(st.integers(0, shape[0]))
    parts = [beside.serve(ready[part], needs[part]) for part in (slice(cut), slice(cut, None))]
    together = np.concatenate(parts)
    for run in range(shape[1]):
        mine = np.ascontiguousarray(ready[:, run]), np.ascontiguousarray(needs[:, run])
        free, expected = [0] * agents, []
        for at, need in zip(*(column.tolist() for column in mine), strict=True):
            free.sort()
            expected.append(max(at, free[0]))
            free[0] = expected[-1] + need
        assert together[:, run].tolist() == expected
        assert starts_of_a_run(*mine, agents).tolist() == expected
        if agents == 1:
            assert starts_of_one_agent(*mine).tolist() == expected


@pytest.mark.parametrize("agents", [1, 2])
def test_work_without_end(agents: int) -> None:
    """Sums of times that are too large do not run over."""
    for_ever = attrs.evolve(KIND, handling=Fixed(timedelta(days=365 * 250_000)))
    scenario = attrs.evolve(desk(*range(9), agents=agents), kinds=[for_ever])
    found = first_come_waits(scenario)
    assert (found.waits == 0).tolist() == [True] * agents + [False] * (9 - agents)
    assert (found.ended == NEVER).all()
    journeys = simulate(scenario, "fewest-open").journeys
    np.testing.assert_array_equal(found.started, journeys.started)


def test_nothing_comes() -> None:
    """Without tickets there are no waits."""
    found = first_come_waits(desk(), replications=40)
    assert len(found) == 0
    assert found.runs == 40
    assert np.isnan(found.mean_waits).all()


MISFITS: list[tuple[str, dict[str, object]]] = [
    (r"Scenario\.shifts", {"shifts": Shifts(calendars={})}),
    (r"Scenario\.slow_down", {"slow_down": [0.5]}),
    (r"Scenario\.room", {"room": 3}),
    (r"Scenario\.balk", {"balk": [0.1]}),
    (r"Scenario\.absence", {"absence": 0.1}),
    (r"Scenario\.agents", {"agents": []}),
    ("capacity of agent 'ana'", {"agents": [attrs.evolve(AGENT, capacity=2)]}),
    ("presence of agent 'ana'", {"agents": [attrs.evolve(AGENT, presence="away")]}),
    ("patience of kind 'call'", {"kinds": [attrs.evolve(KIND, patience=KIND.handling)]}),
    ("bounce of kind 'call'", {"kinds": [attrs.evolve(KIND, bounce={"a0": 0.1})]}),
    (
        "reopen of kind 'call'",
        {"kinds": [attrs.evolve(KIND, reopen=0.5, reopen_after=KIND.handling)]},
    ),
    ("paces for kind 'call'", {"paces": {"a0": {"call": 2}}}),
    ("agents for kind 'call'", {"kinds": [attrs.evolve(KIND, fields={"channel": "x"})]}),
    ("agents for kind 'call'", {"kinds": [attrs.evolve(KIND, fields={"exclusions": ["a1"]})]}),
    ("fields of kind 'call'", {"kinds": [attrs.evolve(KIND, fields={"effort": 2})]}),
]


@pytest.mark.parametrize(("message", "change"), MISFITS)
def test_what_does_not_fit_is_named(message: str, change: dict[str, object]) -> None:
    """A scenario with anything else than one line before equal agents is refused."""
    scenario = attrs.evolve(desk(0, agents=2), **change)  # type: ignore[arg-type]
    if message.startswith("agents for kind"):
        agents = [Agent(id="a0", capacity=1), Agent(id="a1", capacity=1, channels=["y"])]
        scenario = attrs.evolve(scenario, agents=agents)
    with pytest.raises(ValueError, match=f"^{message}: expected .*one line"):
        first_come_waits(scenario)


def test_other_arguments() -> None:
    """Numbers have to be in range, and a scenario has to be one."""
    with pytest.raises(TypeError, match=r"^scenario: expected"):
        first_come_waits("call centre")  # type: ignore[arg-type]
    for name, value in {"seed": -1, "replications": 0, "first": -1}.items():
        with pytest.raises(ValueError, match=f"^{name}: expected"):
            first_come_waits(desk(0), **{name: value})
