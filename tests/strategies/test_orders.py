"""Fixed orders of agents: worked examples, and the same rules in plain loops."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import oracles
from tests.builders import NOON, agents, at, given_out, tickets
from tests.generators import AGENT_IDS, Scene, scenes
from tests.oracles import Desk, Office, Pairs
from ticketroute import Agent, Memory, Plan, Ticket, assign
from ticketroute.strategies import (
    InTurn,
    LowestLoadRatio,
    MostSpareCapacity,
    Sequential,
    SpecialistsFirst,
)


def id_pairs(plan: Plan) -> Pairs:
    """Give the assignments as plain pairs of ids, in their order."""
    return [(each.ticket_id, each.agent_id) for each in plan.assignments]


def served_by(plan: Plan) -> str:
    """Give the ids of the agents in the order of the assignments."""
    return " ".join(each.agent_id for each in plan.assignments)


def lowest_ratio(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
    """Pick by the chain alone, which begins with the load ratio."""
    return min(candidates, key=Desk.chain)


def most_spare(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
    """Pick whoever has the most units left; no limit is more than any."""

    def key(desk: Desk) -> tuple[Fraction, tuple[Fraction, int, str]]:
        limit = desk.agent.capacity.total
        spare = Fraction(10**9 if limit is None else limit - desk.used)
        return -spare, desk.chain()

    return min(candidates, key=key)


def fewest_skills(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
    """Pick whoever has the fewest skills."""
    return min(candidates, key=lambda desk: (len(desk.agent.skills), desk.chain()))


@pytest.mark.parametrize(
    ("strategy", "oracle"),
    [
        (LowestLoadRatio(), lowest_ratio),
        (MostSpareCapacity(), most_spare),
        (SpecialistsFirst(), fewest_skills),
    ],
)
@settings(max_examples=150)
@given(scene=scenes())
def test_order_is_what_plain_loops_decide(
    strategy: InTurn, oracle: oracles.Pick, scene: Scene
) -> None:
    """The same pairs in the same order, ties by the chain."""
    expected = oracles.in_turn(Office.of(scene), oracle)
    assert id_pairs(strategy(scene.board().window)) == expected


@given(scenes(), st.lists(st.sampled_from((*AGENT_IDS, "gone")), unique=True))
@settings(max_examples=150)
def test_sequence_is_what_plain_loops_decide(scene: Scene, sequence: list[str]) -> None:
    """The first of the list who can; who is not listed comes after, by the chain."""

    def first_listed(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
        place = {agent_id: place for place, agent_id in enumerate(sequence)}
        return min(candidates, key=lambda desk: (place.get(desk.agent.id, 9), desk.chain()))

    expected = oracles.in_turn(Office.of(scene), first_listed)
    assert id_pairs(Sequential(sequence=sequence)(scene.board().window)) == expected


# Load ratio and spare capacity


def test_ratio_compares_with_each_ones_own_limit() -> None:
    """Two of eight is less than one of two."""
    team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=8)]
    plan = assign(
        tickets("t1"), team, strategy=LowestLoadRatio(), now=NOON, in_hand={"ana": 1, "bea": 2}
    )
    assert served_by(plan) == "bea"


def test_spare_capacity_is_absolute() -> None:
    """Two free units of four come before one of two, however the ratios stand."""
    team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=9)]
    in_hand = {"bea": 6}
    plan = assign(
        tickets("t1 t2 t3"), team, strategy=MostSpareCapacity(), now=NOON, in_hand=in_hand
    )
    assert served_by(plan) == "bea ana bea"
    plan = assign(tickets("t1"), team, strategy=LowestLoadRatio(), now=NOON, in_hand=in_hand)
    assert served_by(plan) == "ana"


def test_spare_capacity_has_those_without_a_limit_first() -> None:
    """And rotates among them, as they are all alike."""
    team = [Agent(id="ana", capacity=10**6), Agent(id="bea", capacity=None)]
    team += [Agent(id="cem", capacity=None), Agent(id="dan", capacity=5)]
    plan = assign(
        tickets("t1 t2 t3"),
        team,
        strategy=MostSpareCapacity(),
        now=NOON,
        memory=Memory(last_assigned=("ana",)),
    )
    assert served_by(plan) == "bea cem bea"


def test_effort_counts_in_both() -> None:
    """One large ticket takes as much as several small ones."""
    large = Ticket(id="large", created=at(-9), effort=3)
    for strategy in (LowestLoadRatio(), MostSpareCapacity()):
        plan = assign([large, *tickets("t1 t2")], agents("ana bea", 4), strategy=strategy, now=NOON)
        assert served_by(plan) == "ana bea bea"


@pytest.mark.parametrize("strategy", [LowestLoadRatio(), MostSpareCapacity()])
def test_explanation_names_what_decides(strategy: InTurn) -> None:
    """Ratios and units are shown, and the winner is the first of them."""
    plan = assign(
        tickets("t1"), agents("ana bea", 4), strategy=strategy, now=NOON, in_hand={"ana": 1}
    )
    explained = plan.explain("t1")
    assert explained.decided_by == "score"
    assert explained.candidates[0].agent_id == "bea"
    assert explained.margin == (1 if isinstance(strategy, MostSpareCapacity) else 0.25)


# Sequential


def test_sequence_starts_at_the_top_each_time() -> None:
    """The first is full before the second gets anything."""
    plan = assign(
        tickets("t1 t2 t3 t4"),
        agents("ana bea cem", 2),
        strategy=Sequential(sequence=["cem", "ana"]),
        now=NOON,
    )
    assert served_by(plan) == "cem cem ana ana"


def test_sequence_passes_over_who_is_not_there() -> None:
    """A stranger in the list does no harm."""
    plan = assign(
        tickets("t1"), agents("ana bea"), strategy=Sequential(sequence=["eve", "bea"]), now=NOON
    )
    assert given_out(plan) == {"t1": "bea"}


@pytest.mark.parametrize(
    ("sequence", "message"),
    [
        (["ana", "ana"], r"Sequential.sequence: expected each agent id once"),
        ([""], r"Sequential.sequence: expected a non-empty string"),
        ("ana", r"Sequential.sequence: expected several strings, got 'ana'"),
        ([3], r"Sequential.sequence: expected a string, got 3"),
    ],
)
def test_sequence_of_anything_else_is_refused(sequence: object, message: str) -> None:
    """A list of ids, each once."""
    with pytest.raises((TypeError, ValueError), match=message):
        Sequential(sequence=sequence)  # type: ignore[arg-type]
