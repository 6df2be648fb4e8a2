"""What survives between decisions, as plain data."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings

from tests.board_state import plain_memory
from tests.builders import NOON, agents, tickets
from tests.generators import memories
from ticketroute import Agent, Board, Memory, assign, decide
from ticketroute.board import MemoryChange
from ticketroute.errors import StaleView
from ticketroute.strategies import RoundRobin


@given(memories())
@settings(max_examples=100)
def test_board_gives_back_the_memory_that_it_was_given(memory: Memory) -> None:
    """Nothing decided, nothing forgotten: strangers keep their numbers and their place."""
    board = Board(agents("ana bea cem dan"), memory=memory)
    remembered = board.window.remembered()
    assert remembered.last_assigned == memory.last_assigned
    assert plain_memory(Memory((), remembered.numbers)) == plain_memory(Memory((), memory.numbers))


def test_plan_keeps_the_numbers_of_absent_agents() -> None:
    """Who is not on the board this time finds his or her credit again."""
    memory = Memory(("eve", "ana"), {"round-robin": {"": {"eve": -2, "ana": 2}}})
    plan = assign(tickets("t1"), agents("ana bea"), strategy="round-robin", now=NOON, memory=memory)
    assert plan.memory.numbers["round-robin"][""]["eve"] == -2
    assert plan.memory.last_assigned == ("eve", "ana")
    again = assign([], agents("bea"), strategy="round-robin", now=NOON, memory=plan.memory)
    assert plain_memory(again.memory) == plain_memory(Memory(("eve", "ana"), plan.memory.numbers))


def test_plan_keeps_the_numbers_of_other_policies_and_queues() -> None:
    """Only what was decided changes."""
    numbers = {"other": {"": {"ana": 5}}, "round-robin": {"calls": {"bea": -1}}}
    plan = assign(
        tickets("t1"),
        agents("ana bea"),
        strategy="round-robin",
        now=NOON,
        memory=Memory((), numbers),
    )
    assert plan.memory.numbers["other"] == {"": {"ana": 5}}
    assert plan.memory.numbers["round-robin"]["calls"] == {"bea": -1}
    assert plan.memory.numbers["round-robin"][""] == {"ana": -1, "bea": 1}


def test_given_memory_is_not_changed() -> None:
    """It belongs to the caller, who may decide again from it."""
    memory = Memory(("ana",), {"round-robin": {"": {"ana": 0, "bea": 0}}})
    copy: object = pickle.loads(pickle.dumps(memory))  # noqa: S301 - our own bytes
    board = Board(agents("ana bea"), memory=memory)
    board.submit(tickets("t1 t2 t3"), NOON)
    board.commit(decide(board.window, RoundRobin()))
    assert memory == copy


def test_last_assignment_in_a_batch_counts() -> None:
    """Who was served twice stands where the second time puts him or her."""
    plan = assign(
        tickets("t1 t2 t3"),
        agents("ana bea"),
        strategy="least-recently-assigned",
        now=NOON,
        memory=Memory(("cem", "bea", "ana")),
    )
    assert [each.agent_id for each in plan.assignments] == ["bea", "ana", "bea"]
    assert plan.memory.last_assigned == ("cem", "ana", "bea")


def test_absent_agents_keep_their_place_among_those_who_were_not_served() -> None:
    """Who is off for a batch is neither put first nor last when back."""
    memory = Memory(("ana", "zoe", "bea"))
    nothing = assign([], agents("ana bea"), strategy="fewest-open", now=NOON, memory=memory)
    assert nothing.memory.last_assigned == ("ana", "zoe", "bea")
    served = assign(
        tickets("t1"), agents("ana"), strategy="fewest-open", now=NOON, memory=nothing.memory
    )
    assert served.memory.last_assigned == ("zoe", "bea", "ana")


def test_old_plan_does_not_mix_its_memory_with_what_came_later() -> None:
    """Once the board has moved on, the board is to be asked; what was asked before stays."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1 t2"), NOON)
    asked, unasked = (decide(board.window, "round-robin") for _ in range(2))
    memory = asked.memory
    board.commit(asked)
    assert asked.memory == memory
    with pytest.raises(StaleView):
        _ = unasked.memory


def test_empty_memory_says_nothing() -> None:
    """It is what there is at first."""
    assert Board(agents("ana")).window.remembered() == Memory()
    assert assign([], [], strategy="optimal", now=NOON).memory == Memory()


def test_numbers_are_plain_integers() -> None:
    """Nothing of numpy leaves with the memory."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    change = MemoryChange("policy", "", np.array([1]), np.array([4]))
    plan = board.window.plan([(0, 0)], memory=[change])
    assert type(plan.memory.numbers["policy"][""]["bea"]) is int
    board.commit(plan)
    assert type(board.window.remembered().numbers["policy"][""]["bea"]) is int


def test_agents_who_join_later_start_from_nothing() -> None:
    """An id that the memory does not name has 0."""
    memory = Memory(("ana",), {"round-robin": {"": {"ana": 3}}})
    board = Board([*agents("ana"), Agent(id="zoe", capacity=1)], memory=memory)
    assert board.window.memory("round-robin", None).tolist() == [3, 0]
    assert board.window.last_assigned.tolist() == [1, 0]
