"""What one decision costs: the engine around it, the event form in all, the selection alone.

Each round makes 200 decisions, so a figure of 400 us is 2 us a decision. ``naive`` in a group is
the plainest correct loop over the objects, with the same answer; the figure in brackets is the
ratio within the group.
"""

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.desk import DECISIONS, Desk, make_agents, make_tickets
from ticketroute import Agent, Ticket
from ticketroute.board import NOBODY, View
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.strategies import (
    FewestOpen,
    InTurn,
    LeastRecentlyAssigned,
    RoundRobin,
    SkillWeighted,
)

STRATEGIES = (LeastRecentlyAssigned(), FewestOpen(), RoundRobin(), SkillWeighted())
SIZES = (10, 100, 1000, 10_000)
GROWTH_SKILLS = 16


def name_of(value: object) -> str:
    """Name a parameter by its class."""
    return type(value).__name__ if isinstance(value, InTurn) else str(value)


@pytest.mark.benchmark(group="engine around a decision: view, plan, check_plan, commit; 90 agents")
def test_engine_overhead(benchmark: BenchmarkFixture) -> None:
    """Everything but the strategy: its choices are made beforehand."""
    desk = Desk.of(90)

    def refill() -> tuple[tuple[list[tuple[int, int]], int], dict[str, object]]:
        (view, tickets), _ = desk.refill()
        pairs = [(t, view.profile(t).agent_list[t % 20]) for t in tickets]
        return (pairs, view.now_us), {}

    def run(pairs: list[tuple[int, int]], now_us: int) -> None:
        board = desk.board
        for ticket, agent in pairs:
            view = board.view_at(now_us)
            board.commit(view.plan(((ticket, agent),)))

    benchmark.pedantic(run, setup=refill, rounds=60, warmup_rounds=5)


@pytest.mark.parametrize(
    ("agents", "skills"), [(90, 6), *((size, GROWTH_SKILLS) for size in SIZES)]
)
@pytest.mark.parametrize("strategy", STRATEGIES, ids=name_of)
def test_event_form(
    benchmark: BenchmarkFixture, strategy: InTurn, agents: int, skills: int
) -> None:
    """View, choice, check and commit together."""
    benchmark.group = f"event form in all, {agents} agents, {skills} ticket types"
    desk = Desk.of(agents, skills)

    def run(view: View, tickets: range) -> None:
        board, now_us = desk.board, view.now_us
        for ticket in tickets:
            board.view_at(now_us)
            dispatch_ticket(board, ticket, strategy)

    benchmark.pedantic(run, setup=desk.refill, rounds=40, warmup_rounds=5)


@pytest.mark.parametrize("agents", SIZES)
@pytest.mark.parametrize("strategy", STRATEGIES, ids=name_of)
def test_selection(benchmark: BenchmarkFixture, strategy: InTurn, agents: int) -> None:
    """The choice alone: ``pick_agent`` on a view."""
    benchmark.group = f"selection alone, {agents} agents"
    desk = Desk.of(agents, GROWTH_SKILLS)

    def run(view: View, tickets: range) -> None:
        for ticket in tickets:
            strategy.pick_agent(view, ticket)

    benchmark.pedantic(run, setup=desk.refill, rounds=20, warmup_rounds=3)


@pytest.mark.parametrize("agents", SIZES)
def test_selection_naive(benchmark: BenchmarkFixture, agents: int) -> None:
    """The plainest loop over agents that finds who has fewest open; the same answer as ours."""
    benchmark.group = f"selection alone, {agents} agents"
    people = make_agents(agents, GROWTH_SKILLS)
    tickets = make_tickets(DECISIONS, skills=GROWTH_SKILLS)
    open_tickets = dict.fromkeys((agent.id for agent in people), 0)

    def run(tickets: list[Ticket]) -> list[str | None]:
        return [choose_naively(ticket, people, open_tickets) for ticket in tickets]

    chosen = benchmark.pedantic(run, args=(tickets,), rounds=3)
    desk = Desk.of(agents, GROWTH_SKILLS)
    (view, positions), _ = desk.refill()
    picked = [FewestOpen().pick_agent(view, ticket) for ticket in positions]
    assert chosen == [None if agent == NOBODY else view.roster.ids[agent] for agent in picked]


def choose_naively(ticket: Ticket, agents: list[Agent], open_tickets: dict[str, int]) -> str | None:
    """Give the agent with fewest open tickets among those with skill and room, or None."""
    able = [
        agent
        for agent in agents
        if all((agent.level(each.skill) or -1) >= each.minimum for each in ticket.requirements)
        and open_tickets[agent.id] < (agent.capacity.total or 0)
    ]
    return min(able, key=lambda agent: (open_tickets[agent.id], agent.id)).id if able else None


@pytest.mark.parametrize("agents", SIZES)
@pytest.mark.parametrize("strategy", STRATEGIES, ids=name_of)
def test_batch_form(
    benchmark: BenchmarkFixture, strategy: Callable[[View], object], agents: int
) -> None:
    """The strategy called with 200 tickets waiting."""
    benchmark.group = f"batch of 200 tickets, {agents} agents"
    (view, _), _ = Desk.of(agents, GROWTH_SKILLS).refill()
    benchmark.pedantic(strategy, args=(view,), rounds=10, warmup_rounds=1)
