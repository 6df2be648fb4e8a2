"""What agents have in hand, and the orders that are derived from it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, agents, tickets
from ticketroute import Agent, Board, Capacity, Memory, Presence, Ticket
from ticketroute.board import Workload, last_assignment, open_tickets
from ticketroute.board._standing import CLOSED, MOST_RANK, MOST_VALUE, TIE_BITS, tie_order
from ticketroute.eligibility import Roster

ORDERS = (open_tickets, last_assignment, tie_order)


def by_key(workload: Workload) -> list[int]:
    """Give the agents who are open, in the order of their keys and then of their positions."""
    keys, _ = workload.keys(tie_order)
    order: list[int] = np.argsort(keys, kind="stable").tolist()
    return [agent for agent in order if keys[agent] != CLOSED]


@given(
    st.lists(
        st.tuples(st.integers(1, 1024), st.integers(0, 1023), st.integers(0, 5)),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=200)
def test_packed_key_orders_as_the_exact_chain_does(rows: list[tuple[int, int, int]]) -> None:
    """Load ratios of limits up to 1024 are told apart exactly, then ranks, then positions."""
    rows = [(limit, used % limit, rank) for limit, used, rank in rows]
    team = [Agent(id=f"a{n}", capacity=limit) for n, (limit, _, _) in enumerate(rows)]
    workload = Workload(Roster(team))
    for agent, (_, used, rank) in enumerate(rows):
        workload.rank_at[agent] = rank
        workload.add_in_hand(agent, used)
    exact = sorted(
        range(len(rows)), key=lambda n: (Fraction(rows[n][1], rows[n][0]), rows[n][2], n)
    )
    assert by_key(workload) == exact


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("take"), st.integers(0, 2), st.integers(1, 3)),
            st.tuples(st.just("presence"), st.integers(0, 2), st.integers(0, 1)),
            st.tuples(st.just("in hand"), st.integers(0, 2), st.integers(0, 3)),
            st.tuples(st.just("give back"), st.integers(0, 2), st.integers(1, 3)),
        ),
        max_size=12,
    )
)
@settings(max_examples=150)
def test_derived_columns_are_those_of_a_fresh_calculation(
    steps: list[tuple[str, int, int]],
) -> None:
    """Kept keys and shares never drift from what they are derived from."""
    roster = Roster([*agents("ana bea", 4), Agent(id="cem", capacity=None)])
    kept = Workload(roster)
    columns = [kept.keys(order)[0] for order in ORDERS]
    spare = kept.spare_share
    for what, agent, number in steps:
        if what == "take":
            kept.take(agent, kept.demand(number))
        elif what == "give back":
            kept.give_back(agent, kept.demand(number))
        elif what == "in hand":
            kept.add_in_hand(agent, number)
        else:
            kept.set_presence(agent, Presence.ACTIVE if number else Presence.AWAY)
    fresh = Workload(roster)
    for name in ("room", "open", "rank", "closed"):
        getattr(fresh, name)[...] = getattr(kept, name)
    for order, column in zip(ORDERS, columns, strict=True):
        assert kept.keys(order)[0] is column
        assert column.tolist() == fresh.keys(order)[0].tolist()
    assert spare.tolist() == fresh.spare_share.tolist()


def test_full_and_absent_agents_are_closed() -> None:
    """Their keys are larger than any other."""
    workload = Workload(Roster([*agents("ana bea", 1), *agents("cem", 0)]))
    keys, key_at = workload.keys(open_tickets)
    workload.set_presence(0, Presence.OFFLINE)
    assert [int(key) == CLOSED for key in keys] == [True, False, True]
    workload.take(1, workload.demand(1))
    assert key_at[1] == CLOSED
    workload.give_back(1, workload.demand(1))
    assert key_at[1] < CLOSED


def test_value_beyond_the_bits_is_the_last_of_all_open() -> None:
    """An enormous value is cut and stays below the closed."""

    def enormous(_workload: Workload, _agent: int, /) -> int:
        return MOST_VALUE + 5

    workload = Workload(Roster(agents("ana", 4)))
    keys, _ = workload.keys(enormous)
    assert int(keys[0]) >> TIE_BITS == MOST_VALUE
    assert keys[0] < CLOSED


def test_agents_without_a_limit_have_a_load_ratio_of_zero() -> None:
    """Nothing divided by no limit; a limit of nothing is full."""
    board = Board([Agent(id="ana", capacity=None), *agents("bea", 0), *agents("cem", 4)])
    board.submit(tickets("t1"), NOON)
    board.commit_pair(0, 0)
    board.window.workload.add_in_hand(2, 1)
    assert [board.window.workload.load_ratio(agent) for agent in range(3)] == [0, 1, 0.25]
    assert board.window.spare_share.tolist() == [1, 0, 0.75]


def test_sequence_is_numbered_anew_when_the_numbers_run_out() -> None:
    """The order of last assignments is kept, and goes on from there."""
    workload = Workload(Roster(agents("ana bea cem dan")))
    keys, _ = workload.keys(last_assignment)
    for agent in (2, 0, 3):
        workload.take(agent, workload.demand(1))
    workload._next_rank = MOST_RANK
    workload.take(0, workload.demand(1))
    assert list(workload.sequence()) == [2, 3, 0]
    assert workload.rank.tolist() == [4, 0, 1, 3]
    assert int(keys.argmin()) == 1
    assert [int(key) >> TIE_BITS for key in keys] == [4, 0, 1, 3]


def test_numbering_anew_forgets_neither_order_nor_who_is_new() -> None:
    """Who was assigned on this board and who before it are still told apart."""
    board = Board(agents("ana bea cem"), memory=Memory(("zoe", "cem", "ana")))
    board.submit(tickets("t1 t2"), NOON)
    board.commit_pair(0, 1)
    board.window.workload._next_rank = MOST_RANK
    board.commit_pair(1, 2)
    assert board.window.remembered().last_assigned == ("zoe", "ana", "bea", "cem")


def test_ticket_draws_on_the_total_and_on_the_limit_of_its_channel() -> None:
    """A channel that nobody limits is no limit."""
    team = [Agent(id="ana", capacity=Capacity(total=5, channels={"chat": 2})), *agents("bea", 5)]
    workload = Workload(Roster(team))
    assert workload.limits == (("total", ""), ("channel", "chat"))
    assert workload.demand(2, channel="chat") == ((0, 2), (1, 2))
    assert workload.demand(2, channel="mail") == workload.demand(2) == ((0, 2),)
    assert workload.demand(1, channel="") == ((0, 1),)
    assert workload.fits(0, workload.demand(2, channel="chat"))
    assert not workload.fits(0, workload.demand(3, channel="chat"))
    assert workload.fits(1, workload.demand(5, channel="chat"))


def test_released_effort_is_given_back_to_every_limit() -> None:
    """What a ticket took, it gives."""
    board = Board([Agent(id="ana", capacity=Capacity(total=5, channels={"chat": 2}))])
    board.submit([Ticket(id="t1", created=NOON, channel="chat", effort=2)], NOON)
    board.commit_pair(0, 0)
    assert board.window.workload.room.tolist() == [[3], [0]]
    board.release("t1")
    assert board.window.workload.room.tolist() == [[5], [2]]
    assert (board.window.used.tolist(), board.window.open.tolist()) == ([0], [0])


def test_absent_agents_keep_what_they_have_in_hand() -> None:
    """Going away takes no ticket away."""
    board = Board(agents("ana", 2))
    board.submit(tickets("t1"), NOON)
    board.commit_pair(0, 0)
    board.set_presence("ana", Presence.OFFLINE)
    assert (board.owner("t1"), board.window.used.tolist()) == ("ana", [1])


def test_work_from_elsewhere_counts_as_open_tickets() -> None:
    """It takes room and is not owned."""
    board = Board(agents("ana bea", 2), in_hand={"bea": 2})
    assert (board.window.open.tolist(), board.window.used.tolist()) == ([0, 2], [0, 2])
    board.submit(tickets("t1"), NOON)
    assert board.window.candidates(0).tolist() == [0]


def test_more_in_hand_than_the_limit_is_no_room() -> None:
    """A caller's data may say so; it is neither refused nor given more."""
    board = Board(agents("ana", 1), in_hand={"ana": 3})
    board.submit(tickets("t1"), NOON)
    assert board.window.workload.room.tolist() == [[-2]]
    assert board.window.candidates(0).tolist() == []


def test_sequence_is_restored_from_memory() -> None:
    """Strangers in it are passed over."""
    board = Board(agents("ana bea cem"), memory=Memory(("eve", "cem", "ana")))
    assert board.window.last_assigned.tolist() == [2, 0, 1]


def test_copy_is_independent() -> None:
    """Neither sees the changes of the other, and derived columns come along."""
    original = Workload(Roster(agents("ana bea", 2)))
    original.keys(open_tickets)
    assert original.spare_share.tolist() == [1, 1]
    twin = original.copy()
    twin.take(0, twin.demand(2))
    original.take(1, original.demand(1))
    assert (original.open.tolist(), twin.open.tolist()) == ([0, 1], [1, 0])
    assert (original.spare_share.tolist(), twin.spare_share.tolist()) == ([1, 0.5], [0, 1])
    assert twin.keys(open_tickets)[0].tolist()[0] == CLOSED
    assert original.keys(open_tickets)[0].tolist()[0] != CLOSED


@pytest.mark.parametrize("order", ORDERS)
def test_empty_roster_has_empty_columns(order: object) -> None:
    """No agents, no keys."""
    workload = Workload(Roster([]))
    assert len(workload.keys(order)[0]) == 0  # type: ignore[arg-type]
    assert len(workload.spare_share) == 0
    assert list(workload.sequence()) == []
