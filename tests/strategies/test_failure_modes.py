"""Failures that users of other systems report about who is chosen, each as it would show here."""

from collections import Counter

import pytest

from tests.builders import NOON, agents, at, given_out, one_by_one, tickets
from tests.generators import BUILT_IN, built_in
from ticketroute import Agent, Board, Presence, Ticket, assign
from ticketroute.board import NOBODY
from ticketroute.sla import StrictLevels
from ticketroute.strategies import (
    ByLevel,
    ByQueue,
    FewestOpen,
    FixedQueueRatio,
    InTurn,
    LeastRecentlyAssigned,
    LowestLoadRatio,
    MostSpareCapacity,
    PowerOfChoices,
    ProportionalShares,
    RoundRobin,
    Strategy,
)

BY_LOAD: list[Strategy] = [
    FewestOpen(),
    LowestLoadRatio(),
    MostSpareCapacity(),
    PowerOfChoices(choices=3),
    ByLevel({}, FewestOpen()),
]
BY_TURN: list[Strategy] = [
    RoundRobin(),
    LeastRecentlyAssigned(),
    ProportionalShares(),
    ByLevel({"": {"ana": 1, "bea": 1, "cem": 1}}, ProportionalShares()),
]


def named(strategy: Strategy) -> str:
    """Give a name for a test case."""
    return type(strategy).__name__


@pytest.mark.parametrize("strategy", [*BY_LOAD, *BY_TURN], ids=lambda each: repr(each)[:40])
def test_mode_1_on_quiet_days_not_everything_goes_to_the_first_in_the_list(
    strategy: Strategy,
) -> None:
    """One ticket at a time, each done before the next: nobody gets more than the others."""
    board = Board(agents("ana bea cem", 5))
    board.view(NOON)
    served = one_by_one(board, strategy, [f"t{number}" for number in range(9)])
    assert Counter(served) == {"ana": 3, "bea": 3, "cem": 3}


@pytest.mark.parametrize("strategy", BY_TURN, ids=lambda each: repr(each)[:40])
def test_mode_2_who_returns_from_leave_is_not_flooded(strategy: Strategy) -> None:
    """After thirty tickets without cem, the next nine are shared out, within one of three each."""
    board = Board(agents("ana bea cem", 5))
    board.view(NOON)
    one_by_one(board, strategy, [f"t{number}" for number in range(9)])
    board.set_presence("cem", Presence.OFFLINE)
    assert "cem" not in one_by_one(board, strategy, [f"u{number}" for number in range(30)])
    board.set_presence("cem", Presence.ACTIVE)
    served = one_by_one(board, strategy, [f"v{number}" for number in range(9)])
    assert 3 <= served.count("cem") <= 4
    assert all(served[place : place + 3].count("cem") <= 2 for place in range(7))


@pytest.mark.parametrize("strategy", [*BY_LOAD, *BY_TURN], ids=lambda each: repr(each)[:40])
def test_mode_5_loads_count_within_a_batch(strategy: Strategy) -> None:
    """Six tickets at once, on a fresh day: two for each, not six for one."""
    plan = assign(
        tickets("t1 t2 t3 t4 t5 t6"), agents("ana bea cem", 5), strategy=strategy, now=NOON
    )
    assert Counter(given_out(plan).values()) == {"ana": 2, "bea": 2, "cem": 2}


TWO_QUEUES: list[ByQueue | FixedQueueRatio] = [
    ByQueue({"vip": FewestOpen()}, default=RoundRobin()),
    FixedQueueRatio(),
    FixedQueueRatio(ratios={"mails": 1}),
]


@pytest.mark.parametrize("strategy", TWO_QUEUES, ids=["by queue", "longest", "ratio"])
def test_mode_9_a_queue_that_comes_first_blocks_no_agent_who_may_not_serve_it(
    strategy: ByQueue | FixedQueueRatio,
) -> None:
    """Five wait in the first queue, which ana may not serve: she gets the mail at once."""
    board = Board([Agent(id="ana", capacity=1, teams={"mails"}), Agent(id="bea", capacity=0)])
    backlog = [Ticket(id=f"vip{n}", created=at(n - 99), queue="vip") for n in range(5)]
    board.submit([*backlog, Ticket(id="mail", created=at(-1), queue="mails")], NOON)
    assert given_out(strategy(board.window)) == {"mail": "ana"}
    assert board.window.ticket(strategy.pick_ticket(board.window, 0)).id == "mail"


@pytest.mark.parametrize("name", BUILT_IN)
def test_mode_9_the_longest_waiting_that_nobody_may_have_blocks_nobody(name: str) -> None:
    """It stays, and all behind it are served."""
    stuck = Ticket(id="stuck", created=at(-999), requirements={"law": 1}, impact=1, urgency=1)
    plan = assign([stuck, *tickets("t1 t2")], agents("ana", 9), strategy=built_in(name), now=NOON)
    assert set(given_out(plan)) == {"t1", "t2"}


def test_mode_9_nobody_below_a_level_is_passed_over_in_silence() -> None:
    """A higher level is asked as soon as the lower can take nothing, and never before."""
    strategy = ByLevel({"": {"ana": 1, "bea": 2}}, FewestOpen())
    board = Board(agents("ana bea", 1))
    board.submit(tickets("t1 t2 t3"), NOON)
    assert given_out(strategy(board.window)) == {"t2": "bea", "t1": "ana"}
    board.set_presence("ana", Presence.AWAY)
    assert given_out(strategy(board.window)) == {"t1": "bea"}


IN_TURN = [name for name in BUILT_IN if isinstance(built_in(name), InTurn)]


@pytest.mark.parametrize("name", IN_TURN)
def test_mode_10_nothing_is_served_before_what_is_more_urgent(name: str) -> None:
    """With one place and two tickets it is the urgent one, however new, in either form."""
    strategy = type(built_in(name))(order=StrictLevels())  # type: ignore[call-arg]
    assert isinstance(strategy, InTurn)
    board = Board(agents("ana", 1))
    low = Ticket(id="low", created=at(-600), impact=3, urgency=3)
    high = Ticket(id="high", created=at(-1), impact=1, urgency=1)
    board.submit([low, high], NOON)
    assert given_out(strategy(board.window)) == {"high": "ana"}
    assert strategy.pick_ticket(board.window, 0) == 1
    board.commit(strategy(board.window))
    assert strategy.pick_ticket(board.window, 0) == NOBODY
