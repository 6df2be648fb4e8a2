"""Parts that share nobody: found, solved anywhere, and put together to the same plan."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import attrs
import numpy as np
import pytest
from scipy.sparse import block_diag, csr_array
from scipy.sparse.csgraph import connected_components

from tests.strategies.transport.transport_oracles import Case, check, cost_by_slots, draw_any
from ticketroute.strategies import Transport, transport
from ticketroute.strategies._transport import _components
from ticketroute.strategies._transport._components import connected_agents
from ticketroute.strategies._transport._rows import DenseRows, SparseRows, forbidden


@attrs.define(eq=False)
class Counting(Executor):
    """Does at once what it is given, and counts it."""

    tasks: int = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN001,ANN002,ANN003,ANN201
        """Do it, and give the answer as a future one."""
        self.tasks += 1
        future: Future[object] = Future()
        future.set_result(fn(*args, **kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Refuse: who made an executor shuts it down."""
        raise AssertionError


def shuffled(rng: np.random.Generator, cases: list[Case]) -> Case:
    """Put cases beside each other, and mix tickets and agents."""
    shape = tuple(np.sum([case.cost.shape for case in cases], axis=0).tolist())
    cost, eligible = rng.integers(-9, 9, shape), np.zeros(shape, dtype=bool)
    row = column = 0
    for case in cases:
        n, m = case.cost.shape
        cost[row : row + n, column : column + m] = case.cost
        eligible[row : row + n, column : column + m] = case.eligible
        row, column = row + n, column + m
    tickets, agents = rng.permutation(shape[0]), rng.permutation(shape[1])
    return Case(
        cost[tickets][:, agents],
        eligible[tickets][:, agents],
        np.concatenate([case.capacity for case in cases])[agents],
        np.concatenate([case.penalty for case in cases])[tickets],
    )


def solve(case: Case, executor: Executor | None, *, sparse: bool) -> Transport:
    """Solve a case, given as a matrix or by pairs."""
    if not sparse:
        return transport(
            case.cost,
            case.capacity,
            penalty=case.penalty,
            eligible=case.eligible,
            executor=executor,
        )
    ticket, agent = np.nonzero(case.eligible)
    pairs = csr_array((case.cost[ticket, agent], (ticket, agent)), shape=case.cost.shape)
    return transport(pairs, case.capacity, penalty=case.penalty, executor=executor)


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_parts_equal_slots(seed: int, sparse: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether parts are solved alone or some together, here or elsewhere."""
    rng = np.random.default_rng(seed)
    for _ in range(12):
        case = shuffled(rng, [draw_any(rng, 9, 4) for _ in range(rng.integers(2, 6))])
        for worth in (1, 20, 1 << 14):
            monkeypatch.setattr(_components, "_WORTH", worth)
            here, there = (solve(case, each, sparse=sparse) for each in (None, Counting()))
            check(case, here)
            assert here.objective == cost_by_slots(case)
            for name in ("agent", "agent_price", "ticket_price"):
                assert (getattr(here, name) == getattr(there, name)).all()


@pytest.mark.parametrize("grouped", [False, True])
def test_any_executor_gives_the_same_plan(grouped: bool) -> None:
    """Threads and processes; each part is a task; executors can be used afterwards."""
    rng = np.random.default_rng(3)
    blocks = [rng.integers(1, 1000, (300, 70)) for _ in range(3)]
    cost = csr_array(block_diag(blocks))
    groups = rng.integers(0, 900, 2000) if grouped else None
    capacity = rng.integers(0, 8, 210)

    def plan(executor: Executor | None) -> Transport:
        return transport(cost, capacity, penalty=900, groups=groups, executor=executor)

    alone, counting = plan(None), Counting()
    plan(counting)
    assert counting.tasks == 3
    assert alone.status == "optimal"
    for pool in (ThreadPoolExecutor(2), ProcessPoolExecutor(1)):
        with pool:
            result = plan(pool)
            assert pool.submit(abs, -1).result() == 1
        assert (result.agent == alone.agent).all()
        assert (result.agent_price == alone.agent_price).all()
    warm = transport(cost, capacity, penalty=900, groups=groups, warm=alone)
    assert warm.objective == alone.objective


def test_one_part_is_no_task() -> None:
    """Where all hang together there is nothing to divide."""
    counting = Counting()
    result = transport(np.ones((50, 5)), [4] * 5, penalty=2, executor=counting)
    assert result.objective == 80
    assert counting.tasks == 0


def test_small_parts_are_solved_together() -> None:
    """A task for each of hundreds of pairs would cost more than it saves."""
    counting = Counting()
    costs = csr_array(np.diag(np.arange(1, 301)))
    result = transport(costs, [1] * 300, penalty=200, executor=counting)
    assert (result.objective, counting.tasks) == (200 * 201 // 2 + 100 * 200, 1)


@pytest.mark.parametrize("first", [1, 8, 1 << 14])
def test_connected_agents_equal_those_of_the_whole_graph(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at in many steps or at once, as a matrix or by pairs."""
    monkeypatch.setattr(_components, "_FIRST", first)
    rng = np.random.default_rng(first)
    for _ in range(60):
        n, m = rng.integers(1, 12, 2).tolist()
        allowed = rng.random((n, m)) < 1.2 / m
        allowed[np.arange(n), rng.integers(0, m, n)] = True
        dense = DenseRows(np.where(allowed, 1, forbidden(np.dtype(np.int64))))
        start = np.concatenate(([0], np.cumsum(allowed.sum(axis=1))))
        agent = np.nonzero(allowed)[1]
        sparse = SparseRows(start, agent, np.ones(len(agent), dtype=np.int64), m)
        together = csr_array((allowed.T.astype(int) @ allowed.astype(int)).astype(float))
        expected = connected_components(together, directed=False)[1]
        for rows in (dense, sparse):
            label = connected_agents(rows)
            assert np.unique(label).tolist() == list(range(expected.max() + 1))
            same = label[:, None] == label
            assert (same == (expected[:, None] == expected)).all()
