"""A row for each kind and a column for each agent: the same plan as on slots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import Scene, scenes
from ticketroute.board import ONE_UNIT, View
from ticketroute.scores import SkillFit
from ticketroute.sla import EarliestDue
from ticketroute.strategies import _slots as slots
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._servable import Servable
from ticketroute.strategies._slots import SlotProblem, pose

SCORE = SkillFit()


def posed(view: View, *, few_cells: int) -> SlotProblem | PlacesProblem:
    """Pose a problem of all tickets that somebody may have."""
    tickets = [
        ticket for ticket in view.most_urgent_first(EarliestDue()) if len(view.candidates(ticket))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "FEW_CELLS", few_cells)
        return pose(view, SCORE, tickets, ONE_UNIT)


@settings(max_examples=200)
@given(scenes(most_tickets=12, unit=True))
def test_places_serve_the_same_tickets_with_the_same_sum(scene: Scene) -> None:
    """Whichever way it is posed."""
    view = scene.for_the_active().board().window
    on_slots, on_places = posed(view, few_cells=10**9), posed(view, few_cells=-1)
    assert isinstance(on_places, PlacesProblem)
    assert on_places.tickets == on_slots.tickets
    agents, total = on_places.solve()
    assert total == pytest.approx(on_slots.solve()[1], abs=1e-6)
    given_out = np.bincount(agents, minlength=view.n_agents)
    assert (given_out <= np.maximum(view.workload.room[0], 0)).all()


@settings(max_examples=100)
@given(scenes(most_tickets=8, unit=True), st.data())
def test_without_a_pair_the_sum_is_that_of_slots(scene: Scene, data: st.DataObject) -> None:
    """Forbidding a pair costs the same both ways."""
    view = scene.for_the_active().board().window
    on_slots, on_places = posed(view, few_cells=10**9), posed(view, few_cells=-1)
    if not on_places.tickets:
        return
    ticket = data.draw(st.sampled_from(on_places.tickets))
    agent = int(on_places.solve()[0][on_places.tickets.index(ticket)])

    def sum_without(problem: SlotProblem | PlacesProblem) -> float | None:
        try:
            return problem.without(ticket, agent).solve()[1]
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
