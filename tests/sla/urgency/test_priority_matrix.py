"""Priority levels by a table of one's own."""

import pickle
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON, at, minutes
from ticketroute import Ticket
from ticketroute.sla import PriorityMatrix, Targets, priority_level

MATRIX = PriorityMatrix({(1, 2): 1, (3, 3): 4, (2, 9): 1})

numbers = st.one_of(st.none(), st.integers(1, 9))


@given(numbers, numbers)
def test_empty_table_is_the_usual_one(impact: int | None, urgency: int | None) -> None:
    """And so are targets without one."""
    expected = priority_level(impact, urgency)
    assert PriorityMatrix().level(impact, urgency) == expected
    assert Targets().level(impact, urgency) == expected


@given(numbers, numbers)
def test_only_what_is_listed_differs(impact: int | None, urgency: int | None) -> None:
    """Impact first, urgency second."""
    listed = {(1, 2): 1, (3, 3): 4, (2, 9): 1}
    expected = priority_level(impact, urgency)
    if impact and urgency:
        expected = listed.get((impact, urgency), expected)
    assert MATRIX.level(impact, urgency) == expected


def test_targets_follow_the_table() -> None:
    """Impact 1 and urgency 2 are level 1 here, and 2 elsewhere."""
    by_level = {1: minutes(30), 2: minutes(60)}
    ticket = Ticket(id="t1", created=NOON, impact=1, urgency=2)
    assert Targets(by_level).due(ticket) == at(60)
    assert Targets(by_level, matrix=MATRIX).due(ticket) == at(30)
    assert Targets(by_level, matrix=MATRIX).level(1, 2) == 1


def test_table_is_a_value() -> None:
    """The order of pairs does not matter."""
    twin = PriorityMatrix({(3, 3): 4, (2, 9): 1, (1, 2): 1})
    assert twin == MATRIX
    assert hash(twin) == hash(MATRIX)
    assert twin != PriorityMatrix()
    assert pickle.loads(pickle.dumps(MATRIX)) == MATRIX  # noqa: S301 - our own bytes
    assert Targets(matrix=twin) == Targets(matrix=MATRIX)
    assert hash(Targets(matrix=twin)) == hash(Targets(matrix=MATRIX))


@pytest.mark.parametrize(
    ("levels", "error", "message"),
    [
        (5, TypeError, r"PriorityMatrix.levels: .* \(impact, urgency\) to level, got 5"),
        ({1: 1}, TypeError, r"PriorityMatrix.levels: expected pairs .* as keys, got 1"),
        ({(1, 2, 3): 1}, TypeError, r"PriorityMatrix.levels: expected pairs .*, got \(1, 2, 3\)"),
        ({(0, 2): 1}, ValueError, r"impact of \(0, 2\): expected an integer of at least 1, got 0"),
        ({(1, "2"): 1}, TypeError, r"urgency of \(1, '2'\): expected an integer .*, got '2'"),
        ({(1, None): 1}, TypeError, r"urgency of \(1, None\): expected an integer .*, got None"),
        ({(1, 2): 0}, ValueError, r"PriorityMatrix.levels\[\(1, 2\)\]: .* at least 1, got 0"),
        ({(1, 2): 1.5}, TypeError, r"PriorityMatrix.levels\[\(1, 2\)\]: .* got 1\.5"),
    ],
)
def test_wrong_table_is_refused(levels: object, error: type[Exception], message: str) -> None:
    """The message names the pair."""
    with pytest.raises(error, match=message):
        PriorityMatrix(levels)  # type: ignore[arg-type]


def test_targets_refuse_a_matrix_that_is_none() -> None:
    """A plain mapping is not one."""
    with pytest.raises(TypeError, match=r"Targets.matrix: expected a PriorityMatrix, got \{"):
        Targets(default=timedelta(hours=1), matrix={(1, 2): 1})  # type: ignore[arg-type]
