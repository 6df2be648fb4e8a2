"""Tickets that may go to those who are away, if nobody who is there can have them."""

from typing import Any

import pytest

from tests.dispatcher.desks import NINE, at, desk_of, given_out, make, verify
from ticketroute import Agent, assign
from ticketroute.strategies import (
    Bounded,
    FewestOpen,
    OptimalAssignment,
    Reserve,
    SkillWeighted,
    Strategy,
)


def never(_ticket: object) -> bool:
    """Say no."""
    return False


def team(**rooms: int) -> list[Agent]:
    """Make agents with room; who is called bea is away."""
    return [
        Agent(id=name, capacity=room, presence="away" if name == "bea" else "active")
        for name, room in rooms.items()
    ]


@pytest.mark.parametrize("strategy", [FewestOpen(), SkillWeighted(), OptimalAssignment()])
def test_whoever_is_there_comes_first_and_who_is_away_when_they_are_full(
    strategy: Strategy,
) -> None:
    """Two tickets, one place with somebody who is there: the second goes to the last resort."""
    tickets = [make(name, presence="away") for name in ("t0", "t1")]
    plan = assign(tickets, team(ana=1, bea=1), strategy=strategy, now=NINE)
    assert {each.ticket_id: each.agent_id for each in plan.assignments} == {
        "t0": "ana",
        "t1": "bea",
    }
    if plan.solution is not None:
        assert not plan.solution.is_optimal


def test_combinator_that_passes_over_those_who_are_there_comes_to_the_last_resort() -> None:
    """Ana has as many as is allowed; Bea, who is away, has none."""
    strategy = Bounded(FewestOpen(), most=1)
    plan = assign(
        [make("t", presence="away")],
        team(ana=5, bea=5),
        strategy=strategy,
        now=NINE,
        in_hand={"ana": 1},
    )
    assert [each.agent_id for each in plan.assignments] == ["bea"]


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_ticket_that_was_passed_over_is_looked_at_again_once_somebody_is_full(names: str) -> None:
    """The plan for all and the desk agree: what b takes from Ana makes Bea a's last resort."""
    strategy = Reserve(FewestOpen(), per_agent=1, unless=never)
    desk = desk_of(team(ana=2, bea=5), strategy=strategy)
    kinds: dict[str, dict[str, Any]] = {"a": {"presence": "away", "effort": 2}, "b": {}}
    for name in names:
        minute = -2 if name == "a" else -1
        desk.submit(make(name, created=at(minute), **kinds[name]), NINE)
    plan = {each.ticket_id: each.agent_id for each in desk.decide(NINE).assignments}
    assert plan == given_out(desk.dispatch(NINE))
    verify(desk)


def test_explanation_says_that_somebody_is_a_last_resort() -> None:
    """And not that he or she is offline."""
    plan = assign([make("t", presence="away")], team(ana=1, bea=1), strategy=FewestOpen(), now=NINE)
    (rejected,) = plan.explain("t").rejected
    assert rejected.texts == ("is a last resort, while somebody who is there can have it",)
