"""How soon: priority levels and targets, by hand."""

import pickle
from datetime import timedelta

import pytest

from tests.builders import NOON, agents, at, minutes
from ticketroute import Board, Setup, Ticket
from ticketroute.sla import NO_DUE, Targets, priority_level

TARGETS = Targets({1: minutes(30), 3: minutes(240)}, default=minutes(1440))


@pytest.mark.parametrize(
    ("impact", "urgency", "level"),
    [
        (1, 1, 1),
        (1, 2, 2),
        (2, 1, 2),
        (2, 2, 3),
        (3, 3, 5),
        (2, None, 2),
        (None, 3, 3),
        (None, None, None),
    ],
)
def test_level_follows_the_usual_table(
    impact: int | None, urgency: int | None, level: int | None
) -> None:
    """1 is the highest; with one of the two known it is that one."""
    assert priority_level(impact, urgency) == level


@pytest.mark.parametrize(
    ("impact", "urgency", "due"),
    [(1, 1, at(30)), (2, 2, at(240)), (1, 2, at(1440)), (None, 3, at(240)), (None, None, at(1440))],
)
def test_due_time_is_arrival_plus_the_target_of_the_level(
    impact: int | None, urgency: int | None, due: object
) -> None:
    """A level without a target of its own has the default."""
    assert TARGETS.due(Ticket(id="t1", created=NOON, impact=impact, urgency=urgency)) == due


def test_without_a_target_nothing_is_due() -> None:
    """No default, no due time."""
    assert Targets().due(Ticket(id="t1", created=NOON, impact=1)) is None
    assert Targets({2: minutes(1)}).target(1) is None
    assert Targets().microseconds(None) == 0


def test_microseconds_are_exact() -> None:
    """Durations are not rounded on their way in."""
    duration = timedelta(days=400, seconds=7, microseconds=3)
    assert Targets(default=duration).microseconds(5) == 34_560_007_000_003


@pytest.mark.parametrize(
    ("level", "error", "message"),
    [
        (0, ValueError, r"Targets.by_level: expected an integer of at least 1, got 0"),
        (True, TypeError, r"Targets.by_level: expected an integer of at least 1, got True"),
        ("1", TypeError, r"Targets.by_level: expected an integer of at least 1, got '1'"),
    ],
)
def test_level_must_be_an_integer_from_one(
    level: object, error: type[Exception], message: str
) -> None:
    """The message names field, value and expectation."""
    with pytest.raises(error, match=message):
        Targets({level: minutes(1)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "error"), [(minutes(0), ValueError), (minutes(-5), ValueError), (30, TypeError)]
)
def test_target_must_be_longer_than_zero(target: object, error: type[Exception]) -> None:
    """A ticket cannot be late when it arrives, and a bare number has no unit."""
    message = "expected a timedelta longer than zero, got"
    with pytest.raises(error, match=rf"Targets.by_level\[1\]: {message}"):
        Targets({1: target})  # type: ignore[arg-type]
    with pytest.raises(error, match=rf"Targets.default: {message}"):
        Targets(default=target)  # type: ignore[arg-type]


def test_targets_are_values() -> None:
    """The order of levels does not matter; equal targets hash alike and can be sent around."""
    one, other = Targets({1: minutes(1), 2: minutes(2)}), Targets({2: minutes(2), 1: minutes(1)})
    assert one == other
    assert hash(one) == hash(other)
    twin: object = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert twin == one


def test_board_keeps_due_times_as_columns() -> None:
    """Each ticket has level, target and due time from its arrival on."""
    board = Board(agents("ana"), setup=Setup(targets=Targets({1: minutes(30)})))
    waiting = [Ticket(id="t1", created=at(-10), impact=1), Ticket(id="t2", created=at(-10))]
    board.submit(waiting, NOON)
    backlog = board.window.backlog(board.window.waiting)
    arrival = int(at(-10).timestamp()) * 1_000_000
    assert backlog.created.tolist() == [arrival, arrival]
    assert backlog.level.tolist() == [1, 0]
    assert backlog.target.tolist() == [1_800_000_000, 0]
    assert backlog.due.tolist() == [arrival + 1_800_000_000, NO_DUE]


def test_target_beyond_the_range_is_refused() -> None:
    """No target at all is None, and not the longest duration there is."""
    message = r"expected a timedelta of at most 10,000 years, got"
    with pytest.raises(ValueError, match=rf"Targets.default: {message}"):
        Targets(default=timedelta.max)
    with pytest.raises(ValueError, match=rf"Targets.by_level\[1\]: {message}"):
        Targets({1: timedelta.max})


def test_longest_target_is_later_than_any_other() -> None:
    """And still before none."""
    longest = timedelta(days=3_650_000)
    board = Board(agents("ana"), setup=Setup(targets=Targets({1: longest})))
    waiting = [Ticket(id="t1", created=NOON, impact=1), Ticket(id="t2", created=NOON)]
    board.submit(waiting, NOON)
    due = board.window.backlog(board.window.waiting).due
    assert due[0] < due[1] == NO_DUE


def test_board_refuses_targets_that_are_none() -> None:
    """A duration is no set of targets; it is found out when the board is made."""
    with pytest.raises(TypeError, match="targets"):
        Setup(targets=minutes(30))  # type: ignore[arg-type]
