"""The same problem solved plainly, and what an optimum and its prices have to satisfy."""

from functools import cache

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, linprog

from ticketroute.strategies import Transport, transport

Integers = NDArray[np.int64]


@attrs.frozen(eq=False)
class Case:
    """A problem with a row for each ticket."""

    cost: Integers
    eligible: NDArray[np.bool_]
    capacity: Integers
    penalty: Integers

    def solve(self) -> Transport:
        """Solve it by the library."""
        return transport(self.cost, self.capacity, penalty=self.penalty, eligible=self.eligible)


def draw_any(rng: np.random.Generator, most_tickets: int, most_agents: int) -> Case:
    """Draw a case of any kind: ties, negative costs, equal rows, no places, nobody eligible."""
    n, m = int(rng.integers(0, most_tickets + 1)), int(rng.integers(0, most_agents + 1))
    size = int(rng.choice([1, 2, 5, 100, 10**6]))
    cost = rng.integers(-size, size, (n, m))
    eligible = rng.random((n, m)) < rng.choice([0, 0.3, 0.7, 1, 1])
    if n > 2 and rng.random() < 0.5:
        kinds = rng.integers(0, 3, n)
        cost, eligible = cost[kinds], eligible[kinds]
    capacity = rng.integers(0, rng.choice([1, 2, 5]) + 1, m)
    penalty = rng.integers(-size, int(rng.choice([1, 2, 10, 10**5])) * size, n)
    return Case(cost, eligible, capacity, penalty)


def cost_by_slots(case: Case) -> int:
    """Give the least cost, by an assignment to slots."""
    gain = np.where(case.eligible, case.penalty[:, None] - case.cost, 0)
    slots = np.repeat(np.maximum(gain, 0), case.capacity, axis=1)
    rows, columns = linear_sum_assignment(slots, maximize=True)
    return int(case.penalty.sum() - slots[rows, columns].sum())


def cost_by_programme(case: Case) -> float:
    """Give the least cost, by a linear programme over pairs."""
    ticket, agent = np.nonzero(case.eligible)
    if not len(ticket):
        return float(case.penalty.sum())
    n, m = case.cost.shape
    pairs = np.arange(len(ticket))
    limits = np.zeros((n + m, len(ticket)))
    limits[ticket, pairs] = 1
    limits[n + agent, pairs] = 1
    saved = case.cost[ticket, agent] - case.penalty[ticket]
    most = np.concatenate((np.ones(n), case.capacity))
    return float(linprog(saved, A_ub=limits, b_ub=most.astype(np.float64)).fun + case.penalty.sum())


def cost_by_trying(case: Case) -> int:
    """Give the least cost, by trying everything."""

    @cache
    def rest(ticket: int, room: tuple[int, ...]) -> int:
        if ticket == len(case.penalty):
            return 0
        best = int(case.penalty[ticket]) + rest(ticket + 1, room)
        for agent in np.flatnonzero(case.eligible[ticket]).tolist():
            if room[agent]:
                less = (*room[:agent], room[agent] - 1, *room[agent + 1 :])
                best = min(best, int(case.cost[ticket, agent]) + rest(ticket + 1, less))
        return best

    return rest(0, tuple(case.capacity.tolist()))


def check(case: Case, result: Transport) -> None:
    """Insist on a plan that keeps to the rules, at its cost, and on prices that prove it."""
    agent, price = result.agent, result.agent_price
    served = np.flatnonzero(agent >= 0)
    load = np.bincount(agent[served], minlength=len(case.capacity))
    assert case.eligible[served, agent[served]].all()
    assert (load <= case.capacity).all()
    paid = case.cost[served, agent[served]].sum() + case.penalty[agent < 0].sum()
    assert result.objective == paid
    assert result.status == "optimal"
    assert result.gap == 0
    assert result.bound == result.objective
    # The prices: nobody is charged for what is left over, nobody asks less than is possible.
    assert (price >= 0).all()
    assert (price[load < case.capacity] == 0).all()
    with_price = np.where(case.eligible, case.cost + price, np.iinfo(np.int64).max)
    least = np.minimum(with_price.min(axis=1, initial=np.iinfo(np.int64).max), case.penalty)
    assert (result.ticket_price == least).all()
    assert (with_price[served, agent[served]] == least[served]).all()
    assert (case.penalty[agent < 0] == least[agent < 0]).all()
