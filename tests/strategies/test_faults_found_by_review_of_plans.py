"""What a review of plans for all tickets together found wrong, and is to stay right."""

from collections.abc import Mapping

import pytest

from tests.builders import NOON
from ticketroute import Agent, Board, Ticket
from ticketroute.scores import Score, SkillFit
from ticketroute.sla import OldestFirst
from ticketroute.strategies import FewestOpen, OptimalAssignment, Strategy, regret


def small_board() -> Board:
    """Let two tickets wait for one agent."""
    board = Board([Agent(id="ana", capacity=1)])
    board.submit([Ticket(id=name, created=NOON) for name in ("t1", "t2")], NOON)
    return board


def test_places_are_not_valued_where_waiting_has_a_price() -> None:
    """What is asked for is worth in another plan than the one that would be made."""
    weighing = OptimalAssignment(penalty=OldestFirst())
    with pytest.raises(ValueError, match=r"^OptimalAssignment\.penalty: expected None"):
        weighing.place_values(small_board().window)


@pytest.mark.parametrize(
    ("strategies", "score", "field"),
    [
        ([FewestOpen()], SkillFit(), "strategies"),
        ({"fewest": "fewest open"}, SkillFit(), r"strategies\['fewest'\]"),
        ({}, 5, "score"),
    ],
)
def test_regret_tells_what_it_cannot_use(
    strategies: Mapping[str, Strategy], score: Score, field: str
) -> None:
    """By its name, before anybody plans."""
    with pytest.raises(TypeError, match=f"^{field}: expected"):
        regret(small_board().window, strategies, score=score)
