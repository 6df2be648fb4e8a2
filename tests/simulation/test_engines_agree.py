"""All desks decide alike, to the last tie; and whatever happens, nothing is lost."""

from datetime import timedelta

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.scenarios import MINUTE, MONDAY, plain_scenarios, scenarios
from ticketroute import Agent, Dispatcher
from ticketroute.board import NEVER, NOBODY, Held, Setup, View
from ticketroute.metrics import Journeys, Outcome
from ticketroute.model import from_microseconds
from ticketroute.simulation import (
    AtTimes,
    Fixed,
    Policy,
    Scenario,
    Simulation,
    TicketKind,
    simulate,
)
from ticketroute.simulation._lean_plan import lean_plan
from ticketroute.simulation._plain_run import is_plain
from ticketroute.sla import NewestFirst, OldestFirst, StrictLevels, Targets
from ticketroute.strategies import (
    Bounded,
    ByLevel,
    FewestOpen,
    LeastRecentlyAssigned,
    LongestIdle,
    LowestLoadRatio,
    OptimalAssignment,
    PowerOfChoices,
    RoundRobin,
    Sequential,
    SkillWeighted,
    TicketByTicket,
)

STRATEGIES = [
    FewestOpen(),
    FewestOpen(order=NewestFirst()),
    LeastRecentlyAssigned(order=OldestFirst()),
    LongestIdle(),
    LongestIdle(since="released", order=StrictLevels()),
    LongestIdle(since="unoccupied"),
    LowestLoadRatio(),
    Sequential(sequence=["a2", "a0"]),
]


def every_second_minute(view: View, ticket: int) -> int:
    """Hold tickets in odd minutes, until the next even one, for no reason."""
    candidates = view.candidates(ticket)
    return int(candidates[-1]) if len(candidates) and not _odd(view) else NOBODY


def _odd(view: View) -> int:
    return view.now_us // MINUTE % 2


class EverySecondMinute(TicketByTicket):
    """The same, and it says until when."""

    def held(self, view: View, ticket: int) -> Held | None:
        """Say that it is held until the next even minute."""
        if not _odd(view) or not len(view.candidates(ticket)):
            return None
        return Held("odd minute", from_microseconds((view.now_us // MINUTE + 1) * MINUTE))


HOLDING = [
    TicketByTicket(every_second_minute),
    EverySecondMinute(every_second_minute),
    Bounded(LongestIdle(), most=1),
    ByLevel({"": {"a0": 1, "a1": 2}}, FewestOpen(), delays={2: timedelta(minutes=25)}),
    OptimalAssignment(),
]
TARGETS = Targets({1: timedelta(hours=1), 2: timedelta(hours=4)})
SETUPS = [
    Setup(),
    Setup(targets=TARGETS),
    Setup(targets=attrs.evolve(TARGETS, default=timedelta(hours=9))),
]


def assert_same(one: Journeys, other: Journeys) -> None:
    """Compare column by column, for a message that says where."""
    for field in attrs.fields(Journeys):
        mine, yours = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, yours, err_msg=field.name)
        else:
            assert mine == yours, field.name


@settings(max_examples=150, deadline=None)
@given(scenarios(), st.sampled_from(STRATEGIES), st.sampled_from(SETUPS), st.integers(0, 5))
def test_a_lean_desk_decides_as_the_board_does(
    scenario: Scenario, strategy: FewestOpen, setup: Setup, seed: int
) -> None:
    """What is quick gives the same columns as what runs live."""
    policy = Policy(strategy, setup=setup)
    assert lean_plan(scenario, policy, setup) is not None
    lean, board = (simulate(scenario, policy, seed, engine=each) for each in ("auto", "board"))
    assert_same(lean.journeys, board.journeys)


@settings(max_examples=150, deadline=None)
@given(plain_scenarios(), st.sampled_from(STRATEGIES), st.sampled_from(SETUPS), st.integers(0, 5))
def test_a_plain_run_decides_as_the_board_does(
    scenario: Scenario, strategy: FewestOpen, setup: Setup, seed: int
) -> None:
    """What is written out in one loop gives the same columns, too."""
    policy = Policy(strategy, setup=setup)
    assert is_plain(scenario, setup)
    plain, board = (simulate(scenario, policy, seed, engine=each) for each in ("auto", "board"))
    assert_same(plain.journeys, board.journeys)


@settings(max_examples=40, deadline=None)
@given(
    scenarios(),
    st.sampled_from([*STRATEGIES, *HOLDING, RoundRobin(), SkillWeighted(), PowerOfChoices(seed=3)]),
    st.sampled_from(SETUPS),
    st.integers(0, 5),
)
def test_a_live_dispatcher_decides_as_the_board_does(
    scenario: Scenario, strategy: FewestOpen, setup: Setup, seed: int
) -> None:
    """What runs live, driven by its public calls, gives the same columns; its log the same desk."""
    policy = Policy(strategy, setup=setup)
    live = Simulation(scenario, policy, seed, engine="live")
    board = simulate(scenario, policy, seed, engine="board")
    assert_same(live.result.journeys, board.journeys)
    desk = live.dispatcher
    assert desk is not None
    again = Dispatcher.replay(
        board.events(),
        scenario.agents,
        strategy=strategy,
        settings=desk.settings,
        setup=board.setup,
    )
    assert again.dump() == desk.dump()


@settings(max_examples=100, deadline=None)
@given(scenarios(), st.sampled_from(["fewest-open", "skill-weighted", "round-robin"]))
def test_nothing_is_lost(scenario: Scenario, strategy: str) -> None:
    """Every ticket has one outcome, one owner at a time, and agents no more than they may."""
    journeys = simulate(scenario, strategy, engine="board").journeys
    _check_times(journeys)
    _check_stays(journeys)
    _check_loads(scenario, journeys)


def _check_times(journeys: Journeys) -> None:
    served = np.isin(journeys.outcome, [Outcome.RESOLVED, Outcome.IN_HAND])
    assert (journeys.agent[served] >= 0).all()
    turned_away = ~served & (journeys.outcome != Outcome.WAITING)
    assert (journeys.first_assigned[turned_away] == NEVER).all()
    assert (journeys.is_open == (journeys.ended == NEVER)).all()


def _check_stays(journeys: Journeys) -> None:
    """Stays of a ticket follow each other, as many as bounces and reopenings say."""
    stays = journeys.stays
    order = np.lexsort((stays.assigned, stays.ticket))
    ticket, agent = stays.ticket[order], stays.agent[order]
    same = ticket[1:] == ticket[:-1]
    assert (stays.ended[order][:-1][same] <= stays.assigned[order][1:][same]).all()
    held = np.bincount(ticket, minlength=len(journeys))
    in_hands = np.isin(journeys.outcome, [Outcome.RESOLVED, Outcome.IN_HAND])
    expected = journeys.bounces + journeys.reopenings + in_hands
    np.testing.assert_array_equal(held, expected)
    last = np.append(~same, np.ones(min(len(ticket), 1), dtype=np.bool_))
    np.testing.assert_array_equal(journeys.agent[ticket[last]], agent[last])


def _check_loads(scenario: Scenario, journeys: Journeys) -> None:
    """At no time has an agent more in hand than the capacity allows, or is given any off shift."""
    stays = journeys.stays
    for number, name in enumerate(journeys.agents):
        agent = next(each for each in scenario.agents if each.id == name)
        mine = stays.agent == number
        times = np.concatenate((stays.ended[mine], stays.assigned[mine]))
        steps = np.repeat([-1, 1], mine.sum())
        in_hand = np.cumsum(steps[np.lexsort((steps, times))])  # what ends comes first
        # What begins and ends at once is counted the other way round; durations are longer here.
        if agent.capacity.total is not None:
            assert in_hand.max(initial=0) <= agent.capacity.total
        if scenario.shifts is not None or scenario.absence:
            there = journeys.attendance
            starts, ends = there.start[there.agent == number], there.end[there.agent == number]
            for at in stays.assigned[mine]:
                assert ((starts <= at) & (at < ends)).any()


def test_simultaneous_shifts_serve_the_most_urgent_first() -> None:
    """Two who come at once get the two oldest, and the least loaded comes first."""
    hours = Scenario(
        start=MONDAY,
        length=timedelta(hours=1),
        agents=[Agent(id="a", capacity=1), Agent(id="b", capacity=2)],
        kinds=[
            TicketKind(
                name="mail",
                arrivals=AtTimes([MONDAY] * 4),
                handling=Fixed(timedelta(minutes=10)),
            )
        ],
    )
    for engine in ("auto", "board"):
        journeys = simulate(hours, "fewest-open", engine=engine).journeys
        assert journeys.agent.tolist() == [0, 1, 1, 0]
