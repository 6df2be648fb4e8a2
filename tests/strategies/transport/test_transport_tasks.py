"""What is handed on as tasks, and how many rows are made: as much as is needed, and no more."""

import numpy as np
import pytest
from scipy.sparse import block_diag, csr_array

from tests.strategies.transport.test_transport_components import Counting
from ticketroute.strategies import Transport, redispatch, transport
from ticketroute.strategies._transport import _redispatch


def two_parts(seed: int) -> "csr_array[np.int64]":
    """Draw costs of two halves that share nobody, each large enough for a task."""
    rng = np.random.default_rng(seed)
    return csr_array(block_diag([rng.integers(1, 1000, (300, 70)) for _ in range(2)]))


def test_parts_with_shares_are_tasks() -> None:
    """Each part is a task, in each attempt; the plan is the same."""
    cost, least, counting = two_parts(1), np.full(140, 2), Counting()
    alone = transport(cost, [5] * 140, penalty=100, at_least=least)
    result = transport(cost, [5] * 140, penalty=100, at_least=least, executor=counting)
    assert counting.tasks == 2
    assert (result.agent == alone.agent).all()
    assert result.status == "optimal"


def test_parts_of_a_new_plan_are_tasks() -> None:
    """As those of a first plan are."""
    cost, counting = two_parts(2), Counting()
    holder = np.full(600, -1)
    holder[:50] = 3
    alone = redispatch(cost, [5] * 140, holder=holder, moving=20, penalty=500)
    result = redispatch(cost, [5] * 140, holder=holder, moving=20, penalty=500, executor=counting)
    assert counting.tasks == 2
    assert (result.agent == alone.agent).all()


def test_bad_prices_to_start_from_cost_time_only() -> None:
    """Also with shares, where prices may be below zero."""
    rng = np.random.default_rng(3)
    cost = rng.integers(0, 1000, (80, 6))
    least = np.array([0, 30, 0, 0, 9, 0])
    cold = transport(cost, [30] * 6, penalty=300, at_least=least)
    assert cold.agent_price.min() < 0
    for start in (cold, cold.agent_price, np.zeros(6), np.full(6, 10**6)):
        warm = transport(cost, [30] * 6, penalty=300, at_least=least, warm=start)
        assert (warm.objective, warm.gap) == (cold.objective, 0)


@pytest.mark.parametrize("sparse", [False, True])
def test_tickets_that_cost_the_same_share_a_row(
    sparse: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row for each kind, holder and cost of moving; those who wait move for nothing."""
    shapes: list[tuple[int, ...]] = []

    def noting(cost: np.ndarray, *args: object, **options: object) -> Transport:
        shapes.append(cost.shape)
        return transport(cost, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(_redispatch, "transport", noting)
    rng = np.random.default_rng(4)
    for n in (1, 5, 200):
        rows = rng.integers(1, 50, (4, 5))
        kinds, holder = rng.integers(0, 4, n), rng.integers(-1, 5, n)
        moving = rng.choice([0, 3, 8], n)
        result = redispatch(
            csr_array(rows) if sparse else rows,
            [n] * 5,
            holder=holder,
            moving=moving,
            penalty=60,
            groups=kinds,
        )
        charge = np.where(holder >= 0, moving, 0)
        sorts = set(zip(kinds.tolist(), holder.tolist(), charge.tolist(), strict=True))
        assert shapes.pop() == (len(sorts), 5)
        total = rows[kinds] + charge[:, None] * (np.arange(5) != holder[:, None])
        assert result.objective == total.min(axis=1).sum()
        assert (total[np.arange(n), result.agent] == total.min(axis=1)).all()


def test_nothing_to_plan_anew() -> None:
    """No tickets, of kinds that there are and of none."""
    for groups in (None, np.empty(0, dtype=int)):
        cost = np.ones((0 if groups is None else 3, 2))
        result = redispatch(cost, [1, 1], holder=[], moving=1, penalty=9, groups=groups)
        assert (len(result.agent), result.objective, result.status) == (0, 0, "optimal")
