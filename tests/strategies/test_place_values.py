"""What one more place is worth, against giving that place and deciding anew."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given, settings

from tests.generators import Scene, scenes
from ticketroute import Agent, Board, Capacity, Plan, Ticket
from ticketroute.model import Presence
from ticketroute.scores import SkillFit
from ticketroute.strategies import OptimalAssignment

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
BY_SKILL = OptimalAssignment(SkillFit())


def served(plan: Plan) -> set[str]:
    """Give the tickets that somebody gets."""
    return {plan.view.tickets.ids[ticket] for ticket, _ in plan.pairs}


def with_one_more(scene: Scene, agent_id: str) -> Scene:
    """Give an agent one more place."""

    def larger(agent: Agent) -> Agent:
        total = agent.capacity.total
        if agent.id != agent_id or total is None:
            return agent
        return attrs.evolve(agent, capacity=Capacity(total=total + 1))

    return attrs.evolve(scene, agents=[larger(agent) for agent in scene.agents])


@settings(max_examples=150)
@given(scenes(most_tickets=6, unit=True))
def test_a_place_is_worth_what_giving_it_changes(scene: Scene) -> None:
    """Exactly one ticket more is served, the one that is named, or the sum grows by the gain."""
    scene = scene.for_the_active()
    view = scene.board().window
    now = BY_SKILL(view)
    for value in BY_SKILL.place_values(view):
        if view.workload.room[0][view.agent_position(value.agent_id)] < 0:
            continue  # one more place would still be none
        then = BY_SKILL(with_one_more(scene, value.agent_id).board().window)
        assert served(then) - served(now) == ({value.serves} if value.serves else set())
        if value.serves is None:
            assert now.solution is not None
            assert then.solution is not None
            assert then.solution.score - now.solution.score == pytest.approx(value.gain, abs=1e-6)


def test_in_words() -> None:
    """Each agent on a line; who would let somebody be served comes first."""
    agents = [
        Agent(id="ana", capacity=1, skills={"billing": 5}),
        Agent(id="bea", capacity=3, skills={"billing": 2}),
        Agent(id="cem", capacity=0, skills={"french": 1}),
        Agent(id="dan", capacity=1, presence=Presence.OFFLINE),
    ]
    board = Board(agents)
    board.submit(
        [
            Ticket(id="t1", created=MORNING, requirements={"billing": 1}),
            Ticket(id="t2", created=MORNING, requirements={"billing": 1}),
            Ticket(id="t3", created=MORNING, requirements={"french": 1}),
        ],
        MORNING + timedelta(hours=1),
    )
    values = BY_SKILL.place_values(board.window)
    assert str(values[0]) == "one more place with cem: t3 could be served"
    assert str(values[1]).startswith("one more place with ana: the scores would add up to ")
    assert str(values[2]) == "one more place with bea: no use"
    assert values.columns()["agent"].tolist() == ["cem", "ana", "bea"]
    only = BY_SKILL.place_values(board.window, agents=["bea"])
    assert [value.agent_id for value in only] == ["bea"]


def test_tickets_that_draw_differently_have_no_places_in_common() -> None:
    """A place for effort 1 is none for effort 2."""
    board = Board([Agent(id="ana", capacity=3)])
    efforts = [Ticket(id=f"t{effort}", created=MORNING, effort=effort) for effort in (1, 2)]
    board.submit(efforts, MORNING)
    with pytest.raises(ValueError, match="draw alike"):
        BY_SKILL.place_values(board.window)
