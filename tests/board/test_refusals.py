"""Refused calls: what the message says, and that the board is as it was."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest

from tests.board_state import board_state
from tests.builders import NOON, agents, at, tickets
from ticketroute import Agent, Board, Memory, Presence, Ticket
from ticketroute.errors import UnknownId

NAIVE = datetime(2026, 5, 4, 13)


def busy_board() -> Board:
    """Make a board on which everything has happened: one in hand, one waiting, one to come."""
    board = Board(agents("ana bea", 2), in_hand={"bea": 1}, memory=Memory(("bea",)))
    later = Ticket(id="later", created=NOON, not_before=at(60))
    board.submit([*tickets("t1 t2"), later], NOON)
    board.commit_pair(0, 0)
    return board


REFUSED: dict[str, tuple[Callable[[Board], object], type[Exception], str]] = {
    "an id twice in one submission": (
        lambda board: board.submit(tickets("a b a"), at(1)),
        ValueError,
        r"Ticket.id: expected ids that are all different, got 'a'",
    ),
    "an id that waits already": (
        lambda board: board.submit(tickets("new t2"), at(1)),
        ValueError,
        r"Ticket.id: expected an id that the board does not hold yet, got 't2'",
    ),
    "an id that is in hand": (
        lambda board: board.submit(tickets("t1"), at(1)),
        ValueError,
        r"Ticket.id: expected an id that the board does not hold yet, got 't1'",
    ),
    "something that is no ticket": (
        lambda board: board.submit([*tickets("new"), "t9"], at(1)),  # type: ignore[list-item]
        TypeError,
        r"tickets: expected values of Ticket, got 't9'",
    ),
    "a submission in the past": (
        lambda board: board.submit(tickets("new"), at(-1)),
        ValueError,
        r"now: expected no time before 2026-05-04T12:00:00\+00:00, got datetime",
    ),
    "a submission at a naive time": (
        lambda board: board.submit(tickets("new"), NAIVE),
        ValueError,
        r"now: expected a timezone-aware datetime, got the naive",
    ),
    "a submission at no time": (
        lambda board: board.submit(tickets("new"), None),  # type: ignore[arg-type]
        TypeError,
        r"now: expected a timezone-aware datetime, got None",
    ),
    "a view in the past": (
        lambda board: board.view(at(-0.001)),
        ValueError,
        r"now: expected no time before 2026-05-04T12:00:00\+00:00",
    ),
    "a view at a naive time": (
        lambda board: board.view(NAIVE),
        ValueError,
        r"now: expected a timezone-aware datetime, got the naive",
    ),
    "the release of an unknown ticket": (
        lambda board: board.release("t9"),
        UnknownId,
        r"ticket id: expected one of 3 known tickets, got 't9'",
    ),
    "the owner of an unknown ticket": (
        lambda board: board.owner("t9"),
        UnknownId,
        r"ticket id: expected one of 3 known tickets, got 't9'",
    ),
    "the presence of an unknown agent": (
        lambda board: board.set_presence("eve", Presence.AWAY),
        UnknownId,
        r"agent id: expected one of 'ana', 'bea', got 'eve'",
    ),
    "the position of an unknown agent": (
        lambda board: board.window.agent_position("eve"),
        UnknownId,
        r"agent id: expected one of 'ana', 'bea', got 'eve'",
    ),
    "the position of an unknown ticket": (
        lambda board: board.window.ticket_position("t9"),
        UnknownId,
        r"ticket id: expected one of 3 known tickets, got 't9'",
    ),
    "a read-only array that is written to": (
        lambda board: board.window.open.__setitem__(0, 7),
        ValueError,
        r"read-only",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_call_says_why_and_changes_nothing(what: str) -> None:
    """Field, value and expectation are named; the whole board is compared."""
    call, error, message = REFUSED[what]
    board = busy_board()
    before = board_state(board)
    with pytest.raises(error, match=message):
        call(board)
    assert board_state(board) == before


def test_released_ticket_cannot_be_released_again() -> None:
    """Nothing is given back twice."""
    board = busy_board()
    board.release("t1")
    before = board_state(board)
    with pytest.raises(ValueError, match=r"ticket 't1' cannot be cancelled: it is resolved"):
        board.release("t1")
    assert board_state(board) == before


def test_id_of_a_released_ticket_stays_taken() -> None:
    """An id means one ticket for ever."""
    board = busy_board()
    board.release("t1")
    with pytest.raises(ValueError, match=r"an id that the board does not hold yet, got 't1'"):
        board.submit(tickets("t1"), at(1))


@pytest.mark.parametrize("presence", ["active", "nonsense"])
def test_presence_given_as_a_string_is_read_or_refused(presence: str) -> None:
    """As in `Agent(presence=...)`: a known name counts, an unknown one is an error."""
    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    with suppress(TypeError, ValueError):
        board.set_presence("ana", presence)
    assert board.window.workload.closed.tolist() == [0]


@pytest.mark.parametrize(
    ("in_hand", "error", "message"),
    [
        ({"eve": 1}, UnknownId, r"agent id: expected one of 'ana', 'bea', got 'eve'"),
        ({"ana": -1}, ValueError, r"in_hand\['ana'\]: expected an integer of at least 0, got -1"),
        ({"ana": 1.5}, TypeError, r"in_hand\['ana'\]: expected an integer .*, got 1\.5"),
        ({"ana": float("nan")}, TypeError, r"in_hand\['ana'\]: expected an integer .*, got nan"),
        ({"ana": float("inf")}, TypeError, r"in_hand\['ana'\]: expected an integer .*, got inf"),
        ({"ana": True}, TypeError, r"in_hand\['ana'\]: expected an integer .*, got True"),
        ({"ana": None}, TypeError, r"in_hand\['ana'\]: expected an integer .*, got None"),
    ],
)
def test_wrong_work_in_hand_is_refused(
    in_hand: dict[str, int], error: type[Exception], message: str
) -> None:
    """Work from elsewhere is an integer of at least 0 of an agent who is there."""
    with pytest.raises(error, match=message):
        Board(agents("ana bea"), in_hand=in_hand)


def test_work_in_hand_beyond_the_range_is_refused_by_name() -> None:
    """Also a number that no column can hold."""
    with pytest.raises((ValueError, OverflowError), match=r"in_hand\['ana'\]"):
        Board(agents("ana"), in_hand={"ana": 2**70})


def test_capacity_beyond_the_range_is_refused_by_name() -> None:
    """Also a limit that no column can hold."""
    with pytest.raises((ValueError, OverflowError), match=r"Capacity\.total"):
        Board([Agent(id="ana", capacity=2**70)])


def test_two_agents_of_one_id_are_refused() -> None:
    """The message names the id."""
    with pytest.raises(ValueError, match=r"Agent.id: expected ids .* all different, got 'ana'"):
        Board(agents("ana bea ana"))


@pytest.mark.parametrize(
    "memory",
    [{"last_assigned": "ana"}, {"last_assigned": [1]}, {"numbers": {"p": {"": {"a": 1.7}}}}],
)
def test_wrong_memory_is_refused(memory: dict[str, object]) -> None:
    """Ids are strings, numbers are integers; bad data is refused where it enters."""
    with pytest.raises((TypeError, ValueError), match=r"Memory"):
        Memory(**memory)  # type: ignore[arg-type]


def test_memory_that_is_none_is_refused() -> None:
    """A mapping is no memory."""
    with pytest.raises(TypeError, match="memory"):
        Board(agents("ana"), memory={})  # type: ignore[arg-type]
