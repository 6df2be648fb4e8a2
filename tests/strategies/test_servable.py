"""Who can be served together: the incremental answer against trying every subset."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from ticketroute.strategies._servable import Servable


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[int]], list[int], list[int]]:
    """Draw who may have what, the slots of each agent, and the groups of the tickets."""
    n_agents = draw(st.integers(1, 3))
    one = st.lists(st.sampled_from(range(n_agents)), unique=True)
    eligible = draw(st.lists(one.map(sorted), min_size=1, max_size=3))
    slots = draw(st.lists(st.integers(0, 2), min_size=n_agents, max_size=n_agents))
    asked = draw(st.lists(st.sampled_from(range(len(eligible))), max_size=6))
    return eligible, slots, asked


def can_be_served(eligible: list[list[int]], slots: list[int], groups: list[int]) -> bool:
    """Try every way to give each ticket to an agent."""
    for chosen in product(*(eligible[group] for group in groups)):
        if all(chosen.count(agent) <= slots[agent] for agent in range(len(slots))):
            return True
    return False


@given(problems())
@settings(max_examples=200)
def test_added_tickets_are_those_that_can_be_served_beside_the_earlier(
    problem: tuple[list[list[int]], list[int], list[int]],
) -> None:
    """A ticket is added exactly if all that were added before can still be served with it."""
    eligible, slots, asked = problem
    servable = Servable(eligible, slots)
    served: list[int] = []
    for group in asked:
        expected = can_be_served(eligible, slots, [*served, group])
        assert servable.add(group) is expected
        if expected:
            served.append(group)


def test_chain_of_moves_makes_room() -> None:
    """The third ticket fits only if two others move: from 0 to 1 and from 1 to 2."""
    servable = Servable(eligible=[[0, 1], [1, 2], [0]], slots=[1, 1, 1])
    assert [servable.add(group) for group in (0, 1, 2)] == [True, True, True]
    assert not servable.add(2)


def test_refused_group_does_not_refuse_the_others() -> None:
    """Whoever is out of reach of the full agents can still be served."""
    servable = Servable(eligible=[[0], [1]], slots=[1, 1])
    assert [servable.add(group) for group in (0, 0, 1, 1)] == [True, False, True, False]
