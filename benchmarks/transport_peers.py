"""Other solvers on the same problem: what a caller would write, from arrays to the agent of each.

A pair that costs more than waiting is left out where a peer takes lists of pairs, as ours does.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import coo_matrix, csr_array

from benchmarks.transport_instances import Instance
from ticketroute.strategies import transport

Agents: TypeAlias = NDArray[np.intp]
Solve: TypeAlias = Callable[[Instance], Agents]

OURS: Final = "ticketroute"
BY_HAND: Final = "OR-tools, types by hand"


def solve_ours(problem: Instance) -> Agents:
    """Solve by the library; types are known where there are some."""
    eligible = None if problem.name.startswith("U") else problem.eligible
    result = transport(
        problem.cost,
        problem.capacity,
        penalty=problem.penalty,
        eligible=eligible,
        groups=problem.groups,
    )
    assert result.status == "optimal"
    assert result.gap == 0
    return result.agent


def solve_slots(problem: Instance) -> Agents:
    """Assign to slots by scipy: a column for each place, and zero for waiting."""
    gain = np.where(problem.eligible, problem.penalty[:, None] - problem.cost, 0)
    column = np.repeat(np.arange(len(problem.capacity)), problem.capacity)
    rows, slots = linear_sum_assignment(np.maximum(gain, 0)[:, column], maximize=True)
    agent = np.full(len(gain), -1)
    served = gain[rows, column[slots]] > 0
    agent[rows[served]] = column[slots[served]]
    return agent


def solve_ortools(problem: Instance) -> Agents:
    """Solve as a flow of least cost by OR-tools: tickets, agents, and a sink."""
    ticket, agent = np.nonzero(problem.eligible)
    n, m = problem.cost.shape
    flow = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    tails = np.concatenate((ticket, np.arange(n), n + np.arange(m)))
    heads = np.concatenate((n + agent, np.full(n + m, n + m)))
    limits = np.concatenate((np.ones(len(ticket) + n, dtype=np.int64), problem.capacity))
    costs = np.concatenate((problem.cost[ticket, agent], problem.penalty, np.zeros(m, np.int64)))
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    flow.set_nodes_supplies(np.arange(n + m + 1), np.r_[np.ones(n, int), np.zeros(m, int), -n])
    assert flow.solve() == flow.OPTIMAL
    sent = np.flatnonzero(flow.flows(np.arange(len(ticket))))
    return _read(n, ticket[sent], agent[sent])


def solve_types_by_hand(problem: Instance) -> Agents:
    """Solve by OR-tools with a node for each type, and an arc for each penalty in it."""
    assert problem.groups is not None
    kind, agent = np.nonzero(problem.eligible)
    k, m = problem.cost.shape
    count = np.bincount(problem.groups, minlength=k)
    order = np.lexsort((-problem.penalty, problem.groups))
    sorted_kind, sorted_penalty = problem.groups[order], problem.penalty[order]
    new = np.r_[True, (np.diff(sorted_kind) != 0) | (np.diff(sorted_penalty) != 0)]
    first = np.flatnonzero(new)
    equal = np.diff(np.r_[first, len(order)])
    flow = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    tails = np.concatenate((kind, sorted_kind[first], k + np.arange(m)))
    heads = np.concatenate((k + agent, np.full(len(first) + m, k + m)))
    limits = np.concatenate((np.minimum(count[kind], problem.capacity[agent]), equal))
    limits = np.concatenate((limits, problem.capacity))
    costs = np.concatenate((problem.cost[kind, agent], sorted_penalty[first], np.zeros(m, int)))
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    flow.set_nodes_supplies(np.arange(k + m + 1), np.r_[count, np.zeros(m, int), -count.sum()])
    assert flow.solve() == flow.OPTIMAL
    sent = flow.flows(np.arange(len(kind)))
    result = np.full(len(order), -1)
    amount = np.bincount(kind, weights=sent, minlength=k).astype(int)
    begin = np.searchsorted(sorted_kind, np.arange(k))
    served = np.repeat(begin - np.r_[0, amount.cumsum()[:-1]], amount) + np.arange(amount.sum())
    result[order[served]] = np.repeat(agent, sent)
    return result


def solve_pot(problem: Instance) -> Agents:
    """Solve as optimal transport by POT: a column for waiting, and a row for what stays free."""
    n, m = problem.cost.shape
    matrix = np.zeros((n + 1, m + 1))
    never = 4.0 * max(int(problem.cost.max()), int(problem.penalty.max()))
    matrix[:n, :m] = np.where(problem.eligible, problem.cost, never)
    matrix[:n, m] = problem.penalty
    supply = np.r_[np.ones(n), problem.capacity.sum()].astype(float)
    plan = _by_pot(supply, np.r_[problem.capacity, n].astype(float), matrix)
    assert isinstance(plan, np.ndarray)
    agent = plan[:n].argmax(axis=1)
    return np.where(agent == m, -1, agent)


def solve_pot_sparse(problem: Instance) -> Agents:
    """Solve by POT in its sparse form."""
    ticket, agent = np.nonzero(problem.eligible)
    n, m = problem.cost.shape
    rows = np.concatenate((ticket, np.arange(n), np.full(m + 1, n)))
    columns = np.concatenate((agent, np.full(n, m), np.arange(m + 1)))
    costs = np.concatenate((problem.cost[ticket, agent], problem.penalty, np.zeros(m + 1)))
    matrix = coo_matrix((costs.astype(float), (rows, columns)), shape=(n + 1, m + 1))
    supply = np.r_[np.ones(n), problem.capacity.sum()].astype(float)
    plan = _by_pot(supply, np.r_[problem.capacity, n].astype(float), matrix)
    found = coo_matrix(plan)
    sent = (found.data > 0.5) & (found.row < n) & (found.col < m)
    return _read(n, found.row[sent], found.col[sent])


def solve_lemon(problem: Instance) -> Agents:
    """Solve by LEMON's network simplex, through pylmcf."""
    ticket, agent = np.nonzero(problem.eligible)
    n, m = problem.cost.shape
    tails = np.concatenate((ticket, np.arange(n), n + np.arange(m)))
    heads = np.concatenate((n + agent, np.full(n + m, n + m)))
    limits = np.concatenate((np.ones(len(ticket) + n, dtype=np.int64), problem.capacity))
    costs = np.concatenate((problem.cost[ticket, agent], problem.penalty, np.zeros(m, np.int64)))
    order = np.argsort(tails, kind="stable")  # as it asks for; heads ascend already
    graph = import_module("pylmcf").Graph(n + m + 1, tails[order], heads[order])
    graph.set_node_supply(np.r_[np.ones(n, int), np.zeros(m, int), -n])
    graph.set_edge_capacities(limits[order])
    # It takes no negative costs; each ticket goes one way, so a shift of all changes nothing.
    costs[: len(ticket) + n] = costs[: len(ticket) + n] - min(int(costs.min()), 0)
    graph.set_edge_costs(costs[order].astype(np.int64))
    graph.solve()
    used = order[np.flatnonzero(graph.result())]
    sent = used[used < len(ticket)]
    return _read(n, ticket[sent], agent[sent])


def solve_highs(problem: Instance) -> Agents:
    """Solve as a linear programme by HiGHS."""
    ticket, agent = np.nonzero(problem.eligible)
    n = len(problem.penalty)
    pairs = np.arange(len(ticket))
    ones = np.ones(2 * len(pairs))
    limits = csr_array((ones, (np.r_[ticket, n + agent], np.r_[pairs, pairs])))
    saved = (problem.cost[ticket, agent] - problem.penalty[ticket]).astype(np.float64)
    most = np.r_[np.ones(n), problem.capacity].astype(np.float64)[: limits.shape[0]]
    matrix = cast("NDArray[np.float64]", limits)  # sparse ones are taken, says its manual
    answer = linprog(saved, A_ub=matrix, b_ub=most, method="highs-ds")
    assert answer.x is not None
    sent = np.flatnonzero(answer.x > 0.5)
    return _read(n, ticket[sent], agent[sent])


def _by_pot(supply: object, demand: object, matrix: object) -> NDArray[np.float64] | coo_matrix:
    module = import_module("ot")  # codespell:ignore ot
    plan: NDArray[np.float64] | coo_matrix = module.emd(
        supply, demand, matrix, numItermax=100_000_000
    )
    return plan


def _read(n_tickets: int, ticket: NDArray[np.integer], agent: NDArray[np.integer]) -> Agents:
    agents = np.full(n_tickets, -1)
    agents[ticket] = agent
    return agents


PEERS: Final[Mapping[str, tuple[Solve, str]]] = {
    "scipy LSA": (solve_slots, "a U-b S-b P-b Q-b"),
    "OR-tools": (solve_ortools, "a b c d S-e Q-e P-e"),
    "POT": (solve_pot, "a b c U-d U-e"),
    "POT sparse": (solve_pot_sparse, "a b c S-d Q-d P-d S-e Q-e P-e"),
    "LEMON": (solve_lemon, "a b c d S-e"),
    "HiGHS": (solve_highs, "S-a P-a"),
    BY_HAND: (solve_types_by_hand, "S Q"),
}
"""Peers, and sizes (or families and sizes) at which they end in a few minutes and 16 GiB."""


def takes_part(sizes: str, family: str, size: str) -> bool:
    """Say whether a peer is asked about an instance."""
    return bool({size, family, f"{family}-{size}"} & set(sizes.split()))
