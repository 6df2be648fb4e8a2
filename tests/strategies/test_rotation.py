"""Strategies that take turns: worked examples, and the same rules in plain loops."""

from collections import Counter

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import oracles
from tests.board_state import plain_memory
from tests.builders import NOON, agents, at, given_out, one_by_one, tickets
from tests.generators import AGENT_IDS, Scene, scenes
from tests.oracles import Office, Pairs
from ticketroute import Agent, Board, Memory, Plan, Presence, Ticket, assign, decide
from ticketroute.strategies import FewestOpen, LeastRecentlyAssigned, RoundRobin


def id_pairs(plan: Plan) -> Pairs:
    """Give the assignments as plain pairs of ids, in their order."""
    return [(each.ticket_id, each.agent_id) for each in plan.assignments]


def served_by(plan: Plan) -> str:
    """Give the ids of the agents in the order of the assignments."""
    return " ".join(each.agent_id for each in plan.assignments)


@given(scenes())
@settings(max_examples=200)
def test_fewest_open_is_what_plain_loops_decide(scene: Scene) -> None:
    """The fewest tickets in hand, ties by load ratio, least recently assigned, id."""
    expected = oracles.in_turn(Office.of(scene), oracles.fewest_open)
    assert id_pairs(FewestOpen()(scene.board().window)) == expected


@given(scenes())
@settings(max_examples=200)
def test_least_recently_assigned_is_what_plain_loops_decide(scene: Scene) -> None:
    """The last assignment longest ago, never counting as longest, ties by load ratio and id."""
    expected = oracles.in_turn(Office.of(scene), oracles.least_recently_assigned)
    assert id_pairs(LeastRecentlyAssigned()(scene.board().window)) == expected


@given(scenes(), st.dictionaries(st.sampled_from(AGENT_IDS), st.integers(1, 4)))
@settings(max_examples=200)
def test_round_robin_is_what_plain_loops_decide(scene: Scene, weights: dict[str, int]) -> None:
    """Each candidate gains his or her weight, and the one who is served pays for all."""
    office = Office.of(scene)
    expected = oracles.in_turn(office, oracles.round_robin(weights))
    plan = RoundRobin(weights=weights)(scene.board().window)
    assert id_pairs(plan) == expected
    remembered = plan.memory.numbers.get("round-robin", {})
    for queue, credit in office.credit.items():
        numbers = remembered.get(queue, {})
        assert {each: numbers.get(each, 0) for each in credit} == credit


# FewestOpen


def test_fewest_open_evens_out_what_is_in_hand() -> None:
    """Who has less gets the new tickets until all are level."""
    plan = assign(
        tickets("t1 t2 t3 t4"),
        agents("ana bea cem", 9),
        strategy=FewestOpen(),
        now=NOON,
        in_hand={"ana": 2, "bea": 1},
    )
    assert served_by(plan) == "cem bea cem ana"


def test_fewest_open_tells_one_in_hand_from_none() -> None:
    """Also where nothing else does: without limits there is no load ratio."""
    plan = assign(
        tickets("t1"), agents("ana bea"), strategy=FewestOpen(), now=NOON, in_hand={"ana": 1}
    )
    assert served_by(plan) == "bea"


def test_fewest_open_counts_tickets_and_not_effort() -> None:
    """One large ticket in hand is one ticket."""
    large = Ticket(id="large", created=at(-9), effort=5)
    plan = assign([large, *tickets("t1 t2")], agents("ana bea", 9), strategy=FewestOpen(), now=NOON)
    assert served_by(plan) == "ana bea bea"


def test_fewest_open_breaks_ties_by_load_ratio() -> None:
    """With one ticket each, the next goes to whoever is less loaded by it."""
    plan = assign(
        tickets("t1"),
        [Agent(id="ana", capacity=2), Agent(id="bea", capacity=4)],
        strategy=FewestOpen(),
        now=NOON,
        in_hand={"ana": 1, "bea": 1},
    )
    assert served_by(plan) == "bea"


# LeastRecentlyAssigned


def test_least_recently_assigned_rotates_within_a_batch() -> None:
    """A batch at one instant rotates too, because assignments are counted and not the clock."""
    plan = assign(
        tickets("t1 t2 t3 t4 t5"), agents("ana bea"), strategy=LeastRecentlyAssigned(), now=NOON
    )
    assert served_by(plan) == "ana bea ana bea ana"


def test_least_recently_assigned_starts_with_those_never_assigned() -> None:
    """The memory says who was served last; who is not in it comes first."""
    plan = assign(
        tickets("t1 t2 t3"),
        agents("ana bea cem"),
        strategy=LeastRecentlyAssigned(),
        now=NOON,
        memory=Memory(last_assigned=("cem", "ana")),
    )
    assert served_by(plan) == "bea cem ana"


def test_least_recently_assigned_does_not_look_at_loads() -> None:
    """Who has been served longest ago is next, however much is in hand."""
    plan = assign(
        tickets("t1"),
        agents("ana bea", 9),
        strategy=LeastRecentlyAssigned(),
        now=NOON,
        in_hand={"ana": 8},
        memory=Memory(last_assigned=("ana", "bea")),
    )
    assert served_by(plan) == "ana"


# RoundRobin


def test_round_robin_with_equal_weights_is_the_plain_rotation() -> None:
    """Everybody in turn, in the order of their ids at first."""
    plan = assign(tickets("t1 t2 t3 t4 t5"), agents("bea cem ana"), strategy=RoundRobin(), now=NOON)
    assert served_by(plan) == "ana bea cem ana bea"


def test_round_robin_with_weights_three_and_one_gives_a_b_a_a() -> None:
    """The smooth weighted sequence of the documentation; the tie goes to the less loaded."""
    plan = assign(
        tickets("t1 t2 t3 t4 t5 t6 t7 t8"),
        agents("a b"),
        strategy=RoundRobin(weights={"a": 3}),
        now=NOON,
    )
    assert served_by(plan) == "a b a a a b a a"


@given(
    st.dictionaries(st.sampled_from(AGENT_IDS), st.integers(1, 5), min_size=1), st.integers(1, 3)
)
@example({"ana": 3, "bea": 1}, 1)
@example({"ana": 5, "bea": 1, "cem": 1}, 1)
@settings(max_examples=50)
def test_weighted_rotation_is_exact_over_each_full_round(
    weights: dict[str, int], rounds: int
) -> None:
    """After a multiple of the sum of weights everybody has had exactly the weighted share."""
    ids = " ".join(f"t{number:03}" for number in range(rounds * sum(weights.values())))
    plan = assign(
        tickets(ids, apart=0.01),
        agents(" ".join(weights)),
        strategy=RoundRobin(weights=weights),
        now=NOON,
    )
    names = served_by(plan).split()
    assert {each: names.count(each) for each in weights} == {
        each: rounds * weight for each, weight in weights.items()
    }


def test_round_robin_spreads_the_heavy_one_out() -> None:
    """With weights 5, 1 and 1 the heavy agent is interrupted twice in a round: it is smooth."""
    plan = assign(
        tickets("t1 t2 t3 t4 t5 t6 t7"),
        agents("ana bea cem"),
        strategy=RoundRobin(weights={"ana": 5}),
        now=NOON,
    )
    longest = max(map(len, served_by(plan).replace("bea", "|").replace("cem", "|").split("|")))
    assert longest <= len("ana ana ana  ")


def test_skipped_agents_neither_gain_nor_lose() -> None:
    """Who is away for a while comes back to the turn that he or she left."""
    board = Board(agents("ana bea cem"))
    board.view(NOON)
    assert one_by_one(board, RoundRobin(), ["t1"]) == ["ana"]
    before = board.window.memory("round-robin", None)[2]
    board.set_presence("cem", Presence.AWAY)
    assert "cem" not in one_by_one(board, RoundRobin(), ["t2", "t3", "t4", "t5"])
    assert board.window.memory("round-robin", None)[2] == before
    board.set_presence("cem", Presence.ACTIVE)
    assert one_by_one(board, RoundRobin(), ["t6", "t7", "t8"]).count("cem") == 1


def test_round_robin_remembers_by_queue() -> None:
    """Each queue has a rotation of its own."""
    waiting = [
        Ticket(id=f"{queue} {number}", created=at(number), queue=queue)
        for number in range(2)
        for queue in ("calls", "mails")
    ]
    plan = assign(waiting, agents("ana bea"), strategy=RoundRobin(), now=at(5))
    assert given_out(plan) == {
        "calls 0": "ana",
        "mails 0": "bea",
        "calls 1": "bea",
        "mails 1": "ana",
    }
    assert set(plan.memory.numbers["round-robin"]) == {"calls", "mails"}


def test_policies_of_different_names_share_no_memory() -> None:
    """A second rotation starts afresh beside the first."""
    board = Board(agents("ana bea"))
    board.view(NOON)
    for number, policy in enumerate(["day", "night", "day"]):
        board.submit([Ticket(id=f"t{number}", created=NOON)], NOON)
        board.commit(decide(board.window, RoundRobin(policy=policy)))
    memory = board.window.remembered().numbers
    assert memory["day"][""] == {}
    assert memory["night"][""] == {"ana": 1, "bea": -1}


def test_round_robin_by_two_objects_of_one_policy_is_one_rotation() -> None:
    """The rotation is data on the board, not in the object that decides."""
    board = Board(agents("ana bea cem"))
    board.view(NOON)
    served = [one_by_one(board, RoundRobin(), [f"t{number}"])[0] for number in range(4)]
    assert served == ["ana", "bea", "cem", "ana"]


@given(scenes(least_tickets=2, unit=True), st.integers(1, 5))
@settings(max_examples=80)
def test_memory_handed_on_continues_the_rotation_as_one_batch(scene: Scene, cut: int) -> None:
    """Two calls, the second with memory and loads of the first, decide what one call decides."""
    urgent = Office.of(scene).most_urgent_first()
    for strategy in (RoundRobin(), LeastRecentlyAssigned(), FewestOpen()):
        together = strategy(attrs.evolve(scene, tickets=urgent).board().window)
        first = strategy(attrs.evolve(scene, tickets=urgent[:cut]).board().window)
        new = Counter(each.agent_id for each in first.assignments)
        rest = attrs.evolve(
            scene,
            tickets=urgent[cut:],
            in_hand={each: units + new[each] for each, units in scene.in_hand.items()},
            memory=first.memory,
        )
        second = strategy(rest.board().window)
        assert id_pairs(first) + id_pairs(second) == id_pairs(together)
        assert plain_memory(second.memory) == plain_memory(together.memory)


def test_round_robin_refuses_weights_below_one() -> None:
    """A weight is an integer of at least 1."""
    message = r"RoundRobin.weights\['ana'\]: expected an integer of at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        RoundRobin(weights={"ana": 0})


def test_round_robin_refuses_weights_that_are_no_integers() -> None:
    """Halves would not add up exactly."""
    with pytest.raises(TypeError, match=r"expected an integer of at least 1, got 1\.5"):
        RoundRobin(weights={"ana": 1.5})  # type: ignore[arg-type]


def test_round_robin_refuses_an_empty_policy() -> None:
    """What it remembers needs a name."""
    with pytest.raises(ValueError, match=r"RoundRobin.policy: expected a non-empty string"):
        RoundRobin(policy="")


def test_order_of_weights_does_not_matter() -> None:
    """Settings are compared by what they say."""
    one, other = RoundRobin(weights={"a": 1, "b": 2}), RoundRobin(weights={"b": 2, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
