"""Tickets of different efforts: plans that fit, bounds that hold, gaps that are small."""

import numpy as np
import pytest

from tests.strategies.transport.transport_oracles import Case, draw_any
from ticketroute.strategies import Transport, transport


def least_cost(case: Case, effort: list[int]) -> int:
    """Give the least cost, by trying everything."""

    def rest(ticket: int, room: list[int]) -> int:
        if ticket == len(effort):
            return 0
        best = int(case.penalty[ticket]) + rest(ticket + 1, room)
        for agent in np.flatnonzero(case.eligible[ticket]).tolist():
            if room[agent] >= effort[ticket]:
                less = room.copy()
                less[agent] -= effort[ticket]
                best = min(best, int(case.cost[ticket, agent]) + rest(ticket + 1, less))
        return best

    return rest(0, case.capacity.tolist())


def solve(case: Case, effort: list[int]) -> Transport:
    """Solve a case with efforts."""
    return transport(
        case.cost, case.capacity, penalty=case.penalty, eligible=case.eligible, effort=effort
    )


def check_fits(case: Case, effort: list[int], result: Transport) -> None:
    """Insist on a plan that keeps to the rules, at its cost."""
    served = np.flatnonzero(result.agent >= 0)
    agent = result.agent[served]
    used = np.bincount(agent, weights=np.array(effort)[served], minlength=len(case.capacity))
    assert (used <= case.capacity).all()
    assert case.eligible[served, agent].all()
    paid = case.cost[served, agent].sum() + case.penalty[result.agent < 0].sum()
    assert result.objective == paid


def test_small_cases_are_within_their_gap() -> None:
    """The bound holds, the plan is found to be optimal only if it is, and it usually is."""
    rng = np.random.default_rng(1)
    best = 0
    for _ in range(60):
        case = draw_any(rng, 6, 3)
        effort = rng.integers(1, 4, len(case.penalty)).tolist()
        result, least = solve(case, effort), least_cost(case, effort)
        check_fits(case, effort, result)
        assert result.bound <= least <= result.objective
        assert result.gap == result.objective - result.bound
        assert (result.status == "optimal") == (result.gap == 0)
        best += result.objective == least
    assert best >= 57


def test_larger_cases_have_small_gaps() -> None:
    """Few parts in a hundred, where efforts are small."""
    rng = np.random.default_rng(2)
    cost = rng.integers(0, 1_000_000, (200, 10))
    case = Case(cost, np.ones((200, 10), dtype=bool), np.full(10, 36), np.full(200, 1_500_000))
    effort = rng.integers(1, 4, 200).tolist()
    result = solve(case, effort)
    check_fits(case, effort, result)
    assert 0 <= result.gap <= 0.02 * result.objective
    again = solve(case, effort)
    assert (again.agent == result.agent).all()


@pytest.mark.parametrize("each", [1, 2, 3])
def test_equal_efforts_stay_exact(each: int) -> None:
    """What is left of a capacity that is no multiple of the effort serves nobody."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        case = draw_any(rng, 12, 4)
        result = solve(case, [each] * len(case.penalty))
        assert result.status == "optimal"
        fewer = Case(case.cost, case.eligible, case.capacity // each, case.penalty)
        assert result.objective == fewer.solve().objective


def test_an_effort_beyond_all_capacities() -> None:
    """Who fits nowhere waits."""
    result = transport([[1], [1]], [3], penalty=9, effort=[4, 2])
    assert result.agent.tolist() == [-1, 0]
    assert result.status == "optimal"


@pytest.mark.parametrize(
    ("effort", "message"),
    [
        ([1], r"effort: expected shape \(2,\)"),
        ([1, 0], r"effort\[1\]: expected 1 to 1048576, got 0"),
    ],
)
def test_wrong_efforts_are_refused(effort: list[int], message: str) -> None:
    """The message names the field, what was expected and what came."""
    with pytest.raises(ValueError, match=message):
        transport([[1], [1]], [3], penalty=9, effort=effort)
