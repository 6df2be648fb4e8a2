"""What the strategy adds to scipy's solver on the same matrix."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.optimize import linear_sum_assignment

from benchmarks.desk import MORNING, make_agents, make_tickets
from ticketroute import Board
from ticketroute.board import ONE_UNIT
from ticketroute.strategies import SKILL_WEIGHTED, OptimalAssignment
from ticketroute.strategies._slots import pose


@pytest.mark.parametrize("form", ["solver alone", "strategy"])
@pytest.mark.parametrize(("tickets", "agents"), [(20, 10), (200, 90), (1000, 200)])
def test_optimal(benchmark: BenchmarkFixture, tickets: int, agents: int, form: str) -> None:
    """The solver on a ready matrix, and the strategy from view to plan; the same sum of scores."""
    benchmark.group = f"optimal assignment, {tickets} tickets, {agents} agents"
    board = Board(make_agents(agents))
    board.submit(make_tickets(tickets), MORNING)
    view = board.view(MORNING)
    strategy = OptimalAssignment()
    waiting = list(view.most_urgent_first(strategy.order))
    scores = pose(view, SKILL_WEIGHTED, waiting, ONE_UNIT).scores
    if form == "strategy":
        benchmark.pedantic(strategy, args=(view,), rounds=5, warmup_rounds=1)
    else:
        benchmark.pedantic(
            lambda: linear_sum_assignment(scores, maximize=True), rounds=5, warmup_rounds=1
        )
    rows, slots = linear_sum_assignment(scores, maximize=True)
    solution = strategy(view).solution
    assert solution is not None
    assert solution.score == pytest.approx(scores[rows, slots].sum())
