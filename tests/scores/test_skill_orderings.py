"""Scores that order agents by their skills: each by hand, and in plain loops."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tests.builders import NOON, agents, at, given_out
from tests.generators import Scene, scenes
from ticketroute import Agent, Board, Requirement, Ticket, assign
from ticketroute.scores import (
    FewestSkills,
    MatchCount,
    NearestProficiency,
    Score,
    SkillFit,
    qualified_scores,
    score_row,
)
from ticketroute.strategies import Greedy, OptimalAssignment, SpecialistsFirst

TEAM = [
    Agent(id="ana", capacity=4, skills={"billing": 5, "french": 1}),
    Agent(id="bea", capacity=4, skills={"billing": 3}),
    Agent(id="cem", capacity=4),
]


def row(score: Score, **fields: object) -> list[float]:
    """Score one ticket of these fields against the team."""
    board = Board(TEAM)
    board.submit([Ticket(id="t1", created=at(-1), **fields)], NOON)  # type: ignore[arg-type]
    numbers: list[float] = score_row(board.window, score, 0).tolist()
    return numbers


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ({}, [0, 0, 0]),
        ({"billing": 3}, [1 - 2 / 5, 1, 0]),
        ({"billing": 5}, [1, 0, 0]),
        ({"billing": 0}, [0, 1 - 3 / 5, 0]),
        ([Requirement("billing", 3), Requirement("french", 1, optional=True)], [0.8, 0.5, 0]),
        ({"law": 1}, [0, 0, 0]),
    ],
)
def test_nearest_proficiency_by_hand(requirements: object, expected: list[float]) -> None:
    """1 for exactly what is asked, less for more, 0 for less."""
    numbers = row(NearestProficiency(), requirements=requirements)
    assert numbers == pytest.approx(expected)


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ({}, [0, 0, 0]),
        ({"billing": 3}, [1, 1, 0]),
        ({"billing": 4, "french": 1}, [1, 0, 0]),
        ([Requirement("billing", 1), Requirement("french", 1, optional=True)], [1, 0.5, 0]),
        ([Requirement("french", 2, optional=True)], [0, 0, 0]),
    ],
)
def test_match_count_by_hand(requirements: object, expected: list[float]) -> None:
    """The share of skills at level."""
    assert row(MatchCount(), requirements=requirements) == expected


def test_fewest_skills_by_hand() -> None:
    """Two of two, one of two, none."""
    assert row(FewestSkills()) == [0, 0.5, 1]
    board = Board(agents("ana bea"))
    board.submit([Ticket(id="t", created=NOON)], NOON)
    assert score_row(board.window, FewestSkills(), 0).tolist() == [1, 1]


def nearness(ticket: Ticket, agent: Agent, team: list[Agent]) -> float:
    """Score by the formula."""
    total = 0.0
    for requirement in ticket.requirements:
        level = agent.level(requirement.skill)
        if level is not None and level >= requirement.minimum:
            highest = max(each.level(requirement.skill) or 0 for each in team) or 1
            total += 1 - (level - requirement.minimum) / highest
    return total / max(len(ticket.requirements), 1)


def matches(ticket: Ticket, agent: Agent, _team: list[Agent]) -> float:
    """Score by the formula."""
    levels = [(agent.level(each.skill), each.minimum) for each in ticket.requirements]
    able = [level for level, minimum in levels if level is not None and level >= minimum]
    return len(able) / max(len(levels), 1)


def fewness(_ticket: Ticket, agent: Agent, team: list[Agent]) -> float:
    """Score by the formula."""
    return 1 - len(agent.skills) / max(1, *(len(each.skills) for each in team))


@pytest.mark.parametrize(
    ("score", "formula"),
    [(NearestProficiency(), nearness), (MatchCount(), matches), (FewestSkills(), fewness)],
)
@settings(max_examples=60)
@given(scene=scenes(least_tickets=1))
def test_scores_are_those_of_plain_loops_and_lie_between_0_and_1(
    score: Score, formula: Callable[[Ticket, Agent, list[Agent]], float], scene: Scene
) -> None:
    """Each number of each row, on any board, in both forms."""
    view = scene.board().window
    for position, ticket in enumerate(scene.tickets):
        numbers = score_row(view, score, position)
        expected = [formula(ticket, agent, list(view.agents)) for agent in view.agents]
        assert numbers.tolist() == pytest.approx(expected)
        assert all(-1e-12 <= number <= 1 for number in numbers.tolist())
        of_qualified = numbers[view.profile(position).agents].tolist()
        assert qualified_scores(view, score, position).tolist() == of_qualified


def test_nearest_keeps_the_expert_free() -> None:
    """The most proficient would take the easy ticket; the nearest leaves the expert alone."""
    easy = Ticket(id="easy", created=at(-1), requirements={"billing": 3})
    for score, expected in ((NearestProficiency(), "bea"), (SkillFit(), "ana")):
        for strategy in (Greedy(score), OptimalAssignment(score)):
            assert given_out(assign([easy], TEAM, strategy=strategy, now=NOON)) == {
                "easy": expected
            }


def test_specialists_come_before_those_who_can_do_more() -> None:
    """So that the French ticket, which comes later, finds somebody free."""
    team = [
        Agent(id="ana", capacity=1, skills={"billing": 5, "french": 1}),
        Agent(id="bea", capacity=1, skills={"billing": 3}),
    ]
    backlog = [
        Ticket(id="any", created=at(-2), requirements={"billing": 1}),
        Ticket(id="french", created=at(-1), requirements={"french": 1}),
    ]
    plan = assign(backlog, team, strategy=SpecialistsFirst(), now=NOON)
    assert given_out(plan) == {"any": "bea", "french": "ana"}
