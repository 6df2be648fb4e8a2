"""A row for each kind and a column for each agent: the same plan as on slots."""

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import product

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.generators import Scene, scenes
from ticketroute import Agent, Board
from ticketroute.board import NOBODY, ONE_UNIT, View
from ticketroute.model import Ticket
from ticketroute.scores import (
    Affinity,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
    score_row,
)
from ticketroute.sla import EarliestDue
from ticketroute.strategies import _slots as slots
from ticketroute.strategies._greedy import SKILL_WEIGHTED
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._servable import Servable
from ticketroute.strategies._slots import SlotProblem, pose, pose_weighed


@attrs.frozen
class Tiring:
    """A score that falls faster and faster with the load, and forbids a fourth ticket."""

    reads = ()

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket alike."""
        used = view.used
        row = np.where(used < 4, -0.25 * used**2, -np.inf)
        return np.tile(row, (len(tickets), 1))


BY_LOAD = WeightedSum(
    [Term("fit", SkillFit()), Term("affinity", Affinity()), Term("rest", Tiring())]
)
SCORES = st.sampled_from([SkillFit(), SKILL_WEIGHTED, SpareCapacity(), BY_LOAD])


def posed(view: View, score: Score, *, few_cells: int) -> SlotProblem | PlacesProblem:
    """Pose a problem of all tickets that somebody may have."""
    tickets = [
        ticket for ticket in view.most_urgent_first(EarliestDue()) if len(view.candidates(ticket))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "FEW_CELLS", few_cells)
        return pose(view, score, tickets, ONE_UNIT)


@settings(max_examples=200)
@given(scenes(most_tickets=12, unit=True), SCORES)
def test_places_serve_the_same_tickets_with_the_same_sum(scene: Scene, score: Score) -> None:
    """Whichever way it is posed."""
    view = scene.for_the_active().board().window
    on_slots, on_places = posed(view, score, few_cells=10**9), posed(view, score, few_cells=-1)
    assert isinstance(on_places, PlacesProblem)
    assert on_places.tickets == on_slots.tickets
    dealt = on_places.solve()
    assert dealt.score == pytest.approx(on_slots.solve().score, abs=1e-6)
    given_out = np.bincount(dealt.agents, minlength=view.n_agents)
    assert (given_out <= np.maximum(view.workload.room[0], 0)).all()


@settings(max_examples=100)
@given(scenes(most_tickets=8, unit=True), SCORES, st.data())
def test_without_a_pair_the_sum_is_that_of_slots(
    scene: Scene, score: Score, data: st.DataObject
) -> None:
    """Forbidding a pair costs the same both ways."""
    view = scene.for_the_active().board().window
    on_slots, on_places = posed(view, score, few_cells=10**9), posed(view, score, few_cells=-1)
    if not on_places.tickets:
        return
    ticket = data.draw(st.sampled_from(on_places.tickets))
    agent = int(on_places.solve().agents[on_places.tickets.index(ticket)])

    def sum_without(problem: SlotProblem | PlacesProblem) -> float | None:
        try:
            return problem.without(ticket, agent).solve().score
        except ValueError:
            return None

    expected = sum_without(on_slots)
    found = sum_without(on_places)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found == pytest.approx(expected, abs=1e-6)


@settings(max_examples=300)
@given(
    st.lists(st.integers(0, 3), max_size=14),
    st.lists(st.sets(st.integers(0, 3)), min_size=4, max_size=4),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_who_can_be_served_is_what_greedy_choice_finds(
    kinds: list[int], eligible: list[set[int]], room: list[int]
) -> None:
    """Falling weights leave out the tickets that the matroid's greedy choice leaves out."""
    scores = np.full((4, 4), -np.inf)
    for row, able in enumerate(eligible):
        scores[row, sorted(able)] = 0.0
    problem = PlacesProblem(
        list(range(len(kinds))),
        np.array(kinds, dtype=np.intp),
        scores,
        np.array(room, dtype=np.int64),
        np.arange(4),
    )
    servable = Servable([sorted(able) for able in eligible], room)
    expected = [ticket for ticket, kind in enumerate(kinds) if servable.add(kind)]
    assert problem.only_servable().tickets == expected


@settings(max_examples=150)
@given(scenes(most_tickets=5, unit=True), SCORES, st.data())
def test_penalties_are_weighed_against_scores(
    scene: Scene, score: Score, data: st.DataObject
) -> None:
    """No way to deal out the tickets has a larger sum of scores less penalties."""
    view = scene.for_the_active().board().window
    tickets = [
        ticket for ticket in view.most_urgent_first(EarliestDue()) if len(view.candidates(ticket))
    ]
    steps = st.sampled_from([0.0, 0.25, 0.5, 3.0])
    penalty = np.array([data.draw(steps) for _ in tickets])
    dealt = pose_weighed(view, score, tickets, ONE_UNIT, penalty).solve()
    values = [
        _value(view, score, tickets, penalty, agents)
        for agents in product(*([NOBODY, *view.candidates(each).tolist()] for each in tickets))
    ]
    assert dealt.value == pytest.approx(max(values, default=0.0), abs=1e-6)
    assert _value(view, score, tickets, penalty, dealt.agents.tolist()) == pytest.approx(
        dealt.value, abs=1e-6
    )


def _value(
    view: View,
    score: Score,
    tickets: Sequence[int],
    penalty: NDArray[np.float64],
    agents: Sequence[int],
) -> float:
    """Add up what a way to deal out the tickets is worth; minus infinity if it cannot be."""
    draft, value = view.draft(), 0.0
    for ticket, agent, cost in zip(tickets, agents, penalty.tolist(), strict=True):
        if agent == NOBODY:
            value -= cost
        elif agent in draft.candidates(ticket):
            value += float(score_row(draft, score, ticket)[agent])
            draft.assign(ticket, agent)
        else:
            return -np.inf
    return value


def test_score_that_grows_with_the_load_is_refused() -> None:
    """Its sum would depend on the order in which tickets are given out."""

    @attrs.frozen
    class Eager:
        reads = ()

        def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
            return np.tile(view.used.astype(float), (len(tickets), 1))

    board = two_waiting([Agent(id="ana", capacity=2)])
    for few_cells in (-1, 10**9):
        with pytest.raises(ValueError, match="a score that does not grow with the load"):
            posed(board.window, Eager(), few_cells=few_cells)


@pytest.mark.parametrize("number", [np.inf, np.nan, 1e200])
def test_score_by_load_that_cannot_be_added_up_is_refused(number: float) -> None:
    """On slots and on places alike, at the first ticket or later."""

    @attrs.frozen
    class Odd:
        after: int
        reads = ()

        def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
            return np.tile(np.where(view.used < self.after, 0.0, number), (len(tickets), 1))

    board = two_waiting([Agent(id="ana", capacity=2)])
    for after, few_cells in product((0, 1), (-1, 10**9)):
        with pytest.raises(ValueError, match=r"OptimalAssignment\.score|numbers for ticket"):
            posed(board.window, Odd(after), few_cells=few_cells)


def two_waiting(agents: list[Agent], n_tickets: int = 2) -> Board:
    """Make a board with two tickets, or more."""
    board = Board(agents)
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    board.submit([Ticket(id=f"t{number}", created=noon) for number in range(n_tickets)], noon)
    return board


def test_loads_may_forbid_somebody_now() -> None:
    """An agent whom loads forbid even the first ticket has no place."""

    @attrs.frozen
    class NotAna:
        reads = ()

        def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
            row = -view.used.astype(float)
            row[view.agent_position("ana")] = -np.inf
            return np.tile(row, (len(tickets), 1))

    view = two_waiting([Agent(id="ana", capacity=2), Agent(id="bea", capacity=2)]).window
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dealt = posed(view, NotAna(), few_cells=-1).solve()
    assert dealt.agents.tolist() == [view.agent_position("bea")] * 2
    assert dealt.score == -1


@pytest.mark.parametrize("pace", [0.01, 1.0])
def test_agents_without_limit_take_as_many_as_is_best(pace: float) -> None:
    """Only so many places are looked at as are needed; one agent may take nearly all tickets."""

    @attrs.frozen
    class Slow:
        reads = ()

        def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
            first = np.arange(view.n_agents) == view.agent_position("a0")
            return np.tile(
                np.where(first, -pace, -1.0) * view.used.astype(float), (len(tickets), 1)
            )

    agents = [Agent(id=f"a{number}", capacity=None) for number in range(10)]
    view = two_waiting(agents, 300).window
    on_places, on_slots = (posed(view, Slow(), few_cells=each) for each in (-1, 10**9))
    assert isinstance(on_places, PlacesProblem)
    dealt = on_places.solve()
    assert dealt.score == pytest.approx(on_slots.solve().score, abs=1e-6)
    busiest = int(np.bincount(dealt.agents).max())
    assert (busiest, int(on_places.places.max())) == ((30, 136) if pace == 1 else (273, 300))


def test_rounding_is_stated_where_it_matters() -> None:
    """One enormous score leaves fine differences to rounding; then nothing is called optimal."""
    scores = np.tile(np.arange(20.0), (30, 1)) / 7
    scores[:, 0] = 1e13
    problem = PlacesProblem(
        list(range(15)), np.arange(15), scores, np.ones(20, dtype=np.int64), np.arange(20)
    )
    dealt = problem.solve()
    best = 1e13 + sum(range(6, 20)) / 7
    assert best - dealt.rounding <= dealt.score <= best
    assert dealt.rounding > 1e-3
    whole = PlacesProblem(
        list(range(15)), np.arange(15), np.round(scores * 7), problem.places, np.arange(20)
    )
    assert whole.solve().score == round(7e13) + sum(range(6, 20))
