"""What public calls say when they refuse, word by word."""

import re
from collections.abc import Callable

import numpy as np
import pytest

from ticketroute.strategies import TransportState, redispatch, transport
from ticketroute.strategies._transport._reading import LARGEST

COST = [[1, 2], [3, 4]]
NAN = float("nan")
NO_MORE = "as no more tickets may go to them"
TEN = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
LESS = "costs and penalties that differ less"


def plan(**given: object) -> object:
    """Plan two tickets with two agents, with something more."""
    every = {"cost": COST, "capacity": [1, 1], "penalty": 9, **given}
    return transport(**every)  # type: ignore[arg-type]


def again(**given: object) -> object:
    """Plan the same anew, with somebody who has them."""
    every = {"cost": COST, "capacity": [1, 1], "penalty": 9, "holder": [0, 1], "moving": 1, **given}
    return redispatch(**every)  # type: ignore[arg-type]


def state(groups: list[int] | None = None) -> TransportState:
    """Give a state of the same, of which one ticket was removed."""
    made = TransportState(COST, [1, 1], penalty=9, groups=groups)
    made.remove(0)
    return made


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: plan(fixed=[1, 1]),
        "fixed: expected at most the capacity of agent 1, 1, got 2",
    ),
    (
        lambda: plan(fixed=[-1, 0], eligible=[[True, True], [False, True]]),
        "fixed[1]: expected an agent who may have the ticket, got 0",
    ),
    (
        lambda: plan(at_least=[1, 0], effort=[1, 2]),
        "at_least: expected None where efforts differ, got [1, 0]",
    ),
    (
        lambda: plan(at_least=[1, 1], eligible=[[True, False], [True, False]]),
        f"at_least: expected at most 0 in all for agents 1, {NO_MORE}, got 1",
    ),
    (
        lambda: plan(cost=np.empty((0, 2)), penalty=1, at_least=[1, 1]),
        f"at_least: expected at most 0 in all for agents 0, 1, {NO_MORE}, got 2",
    ),
    (
        lambda: plan(
            eligible=[[True, False], [False, True]],
            groups=[0, 0, 0, 0, 1],
            capacity=[4, 4],
            at_least=[4, 2],
        ),
        f"at_least: expected at most 1 in all for agents 1, {NO_MORE}, got 2",
    ),
    (
        lambda: plan(cost=np.ones((9, 10)), capacity=[1] * 10, at_least=[1] * 10),
        f"at_least: expected at most 9 in all for agents {TEN}, {NO_MORE}, got 10",
    ),
    (
        lambda: plan(cost=np.ones((9, 11)), capacity=[1] * 11, at_least=[1] * 11),
        f"at_least: expected at most 9 in all for agents {TEN} and 1 more, {NO_MORE}, got 11",
    ),
    (
        lambda: plan(cost=[[0, 2**47]] * 2, eligible=[[False, True]] * 2, at_least=[1, 1]),
        f"at_least: expected at most 0 in all for agents 0, {NO_MORE}, got 1",
    ),
    (
        lambda: plan(cost=[[0, 2**49]], at_least=[1, 0]),
        f"at_least: expected {LESS}: sums would not be exact with shares, got {2**49 + 1}",
    ),
    (lambda: plan(warm=[1.0]), "warm: expected prices of 2 agents, got (1,)"),
    (lambda: plan(warm=[1, NAN]), "warm: expected finite prices, got nan"),
    (
        lambda: again(holder=[0]),
        "holder: expected shape (2,), a number for each ticket, got (1,)",
    ),
    (
        lambda: again(holder=[0, 2]),
        "holder[1]: expected the number of an agent, 0 to 1, or -1, got 2",
    ),
    (
        lambda: again(moving=[1, 2, 3]),
        "moving: expected one number, or shape (2,), got (3,)",
    ),
    (
        lambda: again(moving=[[1, 2]]),
        "moving: expected an array of 1 dimensions, got (1, 2)",
    ),
    (lambda: again(moving=[1, -2]), "moving: expected finite numbers of 0 or more, got -2"),
    (lambda: again(moving=[NAN, -1]), "moving: expected finite numbers of 0 or more, got nan"),
    (
        lambda: redispatch([[7]], [1], holder=[0], moving=LARGEST + 1, penalty=9),
        f"moving: expected at most {LARGEST} in size, got {LARGEST + 1}",
    ),
    (
        lambda: redispatch([[7]], [1], holder=[0], moving=LARGEST, penalty=-(2**63)),
        f"penalty: expected at most {LARGEST} in size, got {-(2**63)}",
    ),
    (
        lambda: again(penalty=[1, 2, 3]),
        "penalty: expected one number, or shape (2,), got (3,)",
    ),
    (
        lambda: again(groups=[0, 5]),
        "groups[1]: expected the number of a row, 0 to 1, got 5",
    ),
    (
        lambda: state().remove(0),
        "ticket: expected the number of a ticket that is there, got 0",
    ),
    (
        lambda: state().remove(2),
        "ticket: expected the number of a ticket that is there, got 2",
    ),
    (
        lambda: state().set_penalty(-1, 3),
        "ticket: expected the number of a ticket that is there, got -1",
    ),
    (
        lambda: state().set_capacity(2, 1),
        "agent: expected the number of an agent, 0 to 1, got 2",
    ),
    (
        lambda: state().switch_off(-1),
        "agent: expected the number of an agent, 0 to 1, got -1",
    ),
    (
        lambda: state().switch_on(3),
        "agent: expected the number of an agent, 0 to 1, got 3",
    ),
    (lambda: state().set_capacity(1, -1), "places: expected 0 or more, got -1"),
    (
        lambda: state().add(penalty=1),
        "cost: expected a number for each of 2 agents, got None",
    ),
    (lambda: state().add([1], penalty=1), "cost: expected shape (2,), got (1,)"),
    (
        lambda: state().add([1, 2], penalty=1.5),
        "penalty: expected whole numbers, as those the state was made of, got 1.5",
    ),
    (
        lambda: state().add([1, 2], penalty=[1, 2]),  # type: ignore[arg-type]
        "penalty: expected an array of 0 dimensions, got (2,)",
    ),
    (
        lambda: state().add([[1, 2]], penalty=1),
        "cost: expected an array of 1 dimensions, got (1, 2)",
    ),
    (
        lambda: TransportState(COST, [1, 1], penalty=[[1, 2]]),
        "penalty: expected an array of 1 dimensions, got (1, 2)",
    ),
    (
        lambda: plan(penalty=[[3], [4]]),
        "penalty: expected an array of 1 dimensions, got (2, 1)",
    ),
    (
        lambda: state().add([1, NAN], penalty=1),
        "cost: expected finite numbers, got nan",
    ),
    (
        lambda: state().add([1, -(2**63)], penalty=1),
        f"cost: expected at most {LARGEST:g} in size, got {-(2.0**63)}",
    ),
    (
        lambda: state().set_penalty(1, 0.5),
        "penalty: expected whole numbers, as those the state was made of, got 0.5",
    ),
    (
        lambda: state().add(group=0, penalty=1),
        "group: expected None, as the state was made without groups, got 0",
    ),
    (
        lambda: state([0, 1]).add([1, 2], group=0, penalty=1),
        "cost: expected None where a group is given, got [1, 2]",
    ),
    (lambda: state([0, 1]).add(group=2, penalty=1), "group: expected 0 to 1, got 2"),
    (lambda: state([0, 1]).add(group=-1, penalty=1), "group: expected 0 to 1, got -1"),
    (
        lambda: TransportState(COST, [1], penalty=1),
        "capacity: expected shape (2,), a number for each agent, got (1,)",
    ),
    (
        lambda: TransportState(COST, [1, 1], penalty=1, groups=[0, 3]),
        "groups[1]: expected the number of a row, 0 to 1, got 3",
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_each_word_of_a_refusal(call: Callable[[], object], message: str) -> None:
    """Field, what was expected, and the first value that is wrong."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: again(moving=["much"]), "moving: expected integers or floats, got '<U4'"),
        (lambda: again(holder=[0.0, 1.0]), "holder: expected integers, got 'float64'"),
        (lambda: again(penalty=[None, 1]), "penalty: expected integers or floats, got 'object'"),
        (lambda: again(groups=[0.0, 1.0]), "groups: expected integers, got 'float64'"),
        (lambda: plan(fixed=["a", "b"]), "fixed: expected integers, got '<U1'"),
        (lambda: plan(at_least=[0.5, 1]), "at_least: expected integers, got 'float64'"),
        (lambda: plan(effort=[0.5, 1]), "effort: expected integers, got 'float64'"),
        (lambda: plan(groups=[True, False]), "groups: expected integers, got 'bool'"),
        (lambda: plan(warm=["a", "b"]), "warm: expected integers or floats, got '<U1'"),
        (lambda: plan(cost=[["a", "b"]]), "cost: expected integers or floats, got '<U1'"),
        (lambda: plan(penalty=["a", "b"]), "penalty: expected integers or floats, got '<U1'"),
        (
            lambda: TransportState(COST, [1, 1], penalty=1, groups=["a", "b"]),
            "groups: expected integers, got '<U1'",
        ),
        (
            lambda: TransportState(COST, [0.5, 1], penalty=1),
            "capacity: expected integers, got 'float64'",
        ),
        (
            lambda: TransportState(COST, [1, 1], penalty=["ab", "b"]),
            "penalty: expected integers or floats, got '<U2'",
        ),
        (
            lambda: state().add([1, 2], penalty=1, eligible=[1, 0]),
            "eligible: expected an array of bool, got 'int64'",
        ),
    ],
)
def test_each_word_of_a_refused_type(call: Callable[[], object], message: str) -> None:
    """The field, and the type as numpy names it."""
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        call()
