"""Fixed shares: worked examples, the bound on how uneven it gets, and leaves."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.builders import NOON, agents, at, given_out, one_by_one, tickets
from tests.generators import AGENT_IDS
from ticketroute import Agent, Board, Memory, Presence, Ticket, assign
from ticketroute.strategies import ProportionalShares


def served_by(names: str, **settings_of: object) -> str:
    """Give who is served, with twelve tickets and agents without limits."""
    strategy = ProportionalShares(**settings_of)  # type: ignore[arg-type]
    backlog = tickets(" ".join(f"t{number:02}" for number in range(12)))
    plan = assign(backlog, agents(names), strategy=strategy, now=NOON)
    return " ".join(each.agent_id for each in plan.assignments)


def test_equal_shares_take_turns() -> None:
    """As in a rotation."""
    assert served_by("a b c") == "a b c a b c a b c a b c"


def test_share_of_two_thirds_gets_two_of_three() -> None:
    """Both begin level; whenever they are level again, the less recently assigned is next."""
    assert served_by("a b", shares={"a": 2, "b": 1}) == "a b a b a a b a a b a a"


def test_effort_may_be_what_is_shared() -> None:
    """One ticket of effort 3 weighs as much as three small ones."""
    large = Ticket(id="large", created=at(-99), effort=3)
    for count, expected in (("effort", "a b b b a"), ("tickets", "a b a b a")):
        strategy = ProportionalShares(count=count)  # type: ignore[arg-type]
        plan = assign([large, *tickets("t1 t2 t3 t4")], agents("a b"), strategy=strategy, now=NOON)
        assert " ".join(each.agent_id for each in plan.assignments) == expected


def test_what_only_one_could_have_counts_for_the_share() -> None:
    """Whoever had the special tickets gets fewer of the common ones, until all are level."""
    special = [
        Ticket(id=f"s{number}", created=at(number - 99), requirements={"law": 1})
        for number in range(3)
    ]
    first = [Ticket(id=name, created=at(-200)) for name in ("f1", "f2")]
    team = [Agent(id="a", capacity=None, skills={"law": 1}), Agent(id="b", capacity=None)]
    backlog = [*first, *special, *tickets("t1 t2 t3 t4")]
    plan = assign(backlog, team, strategy=ProportionalShares(), now=NOON)
    assert " ".join(each.agent_id for each in plan.assignments) == "a b a a a b b b a"


@given(
    st.dictionaries(st.sampled_from(AGENT_IDS), st.integers(1, 9), min_size=2),
    st.lists(st.integers(1, 5), min_size=1, max_size=60),
    st.sampled_from(["tickets", "effort"]),
)
@example({"ana": 9, "bea": 1, "cem": 1}, [1] * 60, "tickets")
@settings(max_examples=80)
def test_received_per_share_never_differs_by_more_than_one_turn(
    shares: dict[str, int], efforts: list[int], count: str
) -> None:
    """The bound: the largest ticket over the smaller share, at any time, between any two.

    Whoever is served was furthest back, and so gets ahead of anybody by one turn at most.
    """
    board = Board(agents(" ".join(shares)))
    backlog = [
        Ticket(id=f"t{number:02}", created=at(number - 99), effort=effort)
        for number, effort in enumerate(efforts)
    ]
    board.submit(backlog, NOON)
    strategy = ProportionalShares(shares=shares, count=count)  # type: ignore[arg-type]
    received = dict.fromkeys(shares, Fraction(0))
    largest = max(efforts) if count == "effort" else 1
    for pair, effort in zip(strategy(board.window).assignments, efforts, strict=True):
        units = effort if count == "effort" else 1
        received[pair.agent_id] += Fraction(units, shares[pair.agent_id])
        most, least = max(received.values()), min(received.values())
        assert most - least <= Fraction(largest, min(shares.values()))
        for one, share in shares.items():
            for other, its_share in shares.items():
                bound = Fraction(largest, min(share, its_share))
                assert abs(received[one] - received[other]) <= bound


@given(st.dictionaries(st.sampled_from(AGENT_IDS), st.integers(1, 9), min_size=1))
@settings(max_examples=40)
def test_shares_are_exact_over_a_full_round(shares: dict[str, int]) -> None:
    """After as many tickets as the sum of the shares everybody has had exactly the share."""
    names = " ".join(f"t{number:02}" for number in range(sum(shares.values())))
    plan = assign(
        tickets(names),
        agents(" ".join(shares)),
        strategy=ProportionalShares(shares=shares),
        now=NOON,
    )
    assert Counter(given_out(plan).values()) == shares


def test_newcomer_begins_level_with_the_furthest_back() -> None:
    """Somebody who was never served is not owed all that was before."""
    board = Board(agents("a b"))
    board.view(NOON)
    one_by_one(board, ProportionalShares(), [f"t{number}" for number in range(20)])
    memory = board.window.remembered()
    strategy = ProportionalShares()
    plan = assign(
        tickets("u1 u2 u3 u4 u5 u6"), agents("a b c"), strategy=strategy, now=NOON, memory=memory
    )
    assert Counter(given_out(plan).values()) == {"a": 2, "b": 2, "c": 2}


def test_full_agents_are_taken_along() -> None:
    """Who was full for a while does not get everything afterwards."""
    team = [Agent(id="a", capacity=1), Agent(id="b", capacity=None)]
    board = Board(team, in_hand={"a": 1})
    board.view(NOON)
    served = one_by_one(board, ProportionalShares(), [f"t{number}" for number in range(10)])
    assert set(served) == {"b"}
    plan = assign(
        tickets("u1 u2 u3 u4"),
        agents("a b"),
        strategy=ProportionalShares(),
        now=NOON,
        memory=board.window.remembered(),
    )
    assert Counter(given_out(plan).values()) == {"a": 2, "b": 2}


def test_exclusion_from_one_ticket_forfeits_nothing() -> None:
    """Who must not have this one is still owed the next."""
    board = Board(agents("a b"))
    board.view(NOON)
    barred = [Ticket(id=f"x{n}", created=at(n - 9), exclusions={"b"}) for n in range(3)]
    plan = assign(
        [*barred, *tickets("t1 t2 t3", apart=0.1)],
        agents("a b"),
        strategy=ProportionalShares(),
        now=NOON,
    )
    served = [each.agent_id for each in plan.assignments]
    assert served == ["a", "a", "a", "b", "b", "b"]


def test_memory_is_kept_by_queue_and_policy() -> None:
    """Integers, under the name of the policy."""
    waiting = [Ticket(id=queue, created=NOON, queue=queue) for queue in ("calls", "mails")]
    strategy = ProportionalShares(policy="day")
    plan = assign(waiting, agents("a b"), strategy=strategy, now=NOON)
    assert set(plan.memory.numbers["day"]) == {"calls", "mails"}
    assert isinstance(plan.memory, Memory)


def test_return_from_leave_is_no_flood() -> None:
    """While away the others were served fifty times; on return it goes on, within one turn."""
    board = Board(agents("a b c"))
    board.view(NOON)
    strategy = ProportionalShares(shares={"a": 2, "b": 1, "c": 1})
    one_by_one(board, strategy, [f"t{number}" for number in range(8)])
    board.set_presence("c", Presence.OFFLINE)
    one_by_one(board, strategy, [f"u{number}" for number in range(50)])
    board.set_presence("c", Presence.ACTIVE)
    after = one_by_one(board, strategy, [f"v{number}" for number in range(8)])
    assert Counter(after) == {"a": 3, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ProportionalShares(shares={"a": 0}), ValueError, r"shares\['a'\]: expected an i"),
        (lambda: ProportionalShares(shares={"a": 0.5}), TypeError, r"shares\['a'\]"),  # type: ignore[arg-type]
        (lambda: ProportionalShares(shares=3), TypeError, "a mapping of agent id to share"),  # type: ignore[arg-type]
        (lambda: ProportionalShares(count="hours"), ValueError, "one of 'tickets', 'effort'"),  # type: ignore[arg-type]
        (lambda: ProportionalShares(policy=""), ValueError, "ProportionalShares.policy"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """The message names the setting."""
    with pytest.raises(error, match=message):
        make()
