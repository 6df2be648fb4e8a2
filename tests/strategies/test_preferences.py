"""Why a ticket has its second-best agent: somebody's need is greater, by theory and by hand."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import Scene, scenes
from ticketroute import Agent, Plan, Ticket, assign, decide
from ticketroute.board import GreaterNeed
from ticketroute.scores import SkillFit
from ticketroute.strategies import OptimalAssignment
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._preferences import preference_of

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
BY_SKILL = OptimalAssignment(SkillFit())


def two_tickets(bea: dict[str, float]) -> Plan:
    """Let two agents have a ticket each: any billing ticket, and a French one."""
    tickets = [
        Ticket(id="t1", created=MORNING, requirements={"billing": 1}),
        Ticket(id="t2", created=MORNING, requirements={"billing": 1, "french": 1}),
    ]
    agents = [
        Agent(id="ana", capacity=1, skills={"billing": 5, "french": 5}),
        Agent(id="bea", capacity=1, skills=bea),
    ]
    return assign(tickets, agents, strategy=OptimalAssignment(), now=MORNING)


def test_the_other_ticket_would_lose_more() -> None:
    """Both suit ana best; the French one would lose more with bea."""
    explanation = two_tickets({"billing": 3, "french": 1}).explain("t1")
    assert explanation.greater_need is not None
    assert str(explanation.greater_need) == (
        "ana would suit it better by 0.4, but t2 would lose 0.6 without ana"
    )
    assert "but t2 would lose 0.6 without ana" in str(explanation)
    assert explanation.to_dict()["greater_need"] == {
        "agent_id": "ana",
        "gain": explanation.greater_need.gain,
        "ticket_id": "t2",
        "need": explanation.greater_need.need,
    }


def test_the_other_ticket_can_have_nobody_else() -> None:
    """Then there is no number for its need."""
    need = two_tickets({"billing": 3}).explain("t1").greater_need
    assert need == GreaterNeed("ana", need.gain if need else 0.0, "t2", None)
    assert str(need).endswith("but t2 can have nobody else")


def test_who_has_the_best_needs_no_reason() -> None:
    """Nor does a ticket that got the agent who suits it best."""
    assert two_tickets({"billing": 3, "french": 1}).explain("t2").greater_need is None


@settings(max_examples=200)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from([None, 0.3, 2.0]),
)
def test_the_need_is_never_smaller_than_the_gain(
    seed: int, n_tickets: int, n_agents: int, penalty: float | None
) -> None:
    """So the reason is one, whatever the problem."""
    random = np.random.default_rng(seed)
    scores = random.integers(0, 6, (3, n_agents)) / 4
    scores[random.random(scores.shape) < 0.2] = -np.inf
    problem = PlacesProblem(
        list(range(n_tickets)),
        random.integers(0, 3, n_tickets),
        scores,
        random.integers(0, 4, n_agents),
        np.arange(n_agents),
        None if penalty is None else np.full(n_tickets, penalty),
    )
    problem = problem.only_servable() if penalty is None else problem
    agents = problem.solve().agents
    for row, ticket in enumerate(problem.tickets):
        found = preference_of(problem, agents, ticket)
        if found is None:
            continue
        kind = problem.kind[row]
        assert scores[kind, found.agent] - scores[kind, agents[row]] == found.gain > 0
        assert agents[problem.tickets.index(found.rival)] == found.agent
        assert found.need is None or found.need >= found.gain - 1e-6


@settings(max_examples=200)
@given(scenes(most_tickets=7, unit=True), st.sampled_from([OptimalAssignment(), BY_SKILL]))
def test_whatever_a_plan_says_of_needs_holds(scene: Scene, strategy: OptimalAssignment) -> None:
    """Also on slots, and for any best plan: the named ticket is there, and needs it more."""
    view = scene.for_the_active().board().window
    plan = decide(view, strategy)
    given_out = {view.tickets.ids[ticket]: view.roster.ids[agent] for ticket, agent in plan.pairs}
    for ticket_id, agent_id in given_out.items():
        need = plan.explain(ticket_id).greater_need
        if need is None:
            continue
        assert agent_id != need.agent_id == given_out[need.ticket_id]
        assert need.gain > 0
        assert need.need is None or need.need >= need.gain - 1e-6
