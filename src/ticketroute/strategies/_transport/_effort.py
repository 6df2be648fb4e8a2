"""Tickets of different efforts: a good plan, a bound, and the gap between them.

With efforts the problem is NP-hard (generalized assignment). The linear programme gives prices for
a unit of effort, which bound the cost of any plan, and splits few tickets only. Those, and others
whose choice is close, are decided by branch and bound; the rest keep what the programme gave them.
Then tickets are shifted and swapped as long as that saves something.
"""

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._components import pairs_of
from ticketroute.strategies._transport._penalties import NEVER
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers, Places
from ticketroute.strategies._transport._shifts import Choices, Plan

_CLOSE: Final = 6
"""So many tickets for each agent are decided by branch and bound."""
_NODES: Final = 40
"""Branch and bound ends after so many nodes: a limit of time would not give the same plan twice."""
_BRANCHES: Final = 6
"""So many agents of each ticket are tried in it."""
_SPLIT: Final = 1e-6
_MODERATE: Final = 20
"""Costs of so many bits are no trouble to a solver in floats."""


def plan_with_effort(problem: Problem, effort: Integers) -> tuple[Places, Integers, Integers]:
    """Plan for tickets of different efforts.

    Gives the agent of each ticket, the number of agents where it waits; prices of a unit of effort;
    and what each ticket pays at best at these prices.
    """
    choices = _choices(problem, effort, problem.capacity)
    agent, price = _plan(choices, effort)
    return agent, price, value_at(choices, problem.penalty, price)


def value_at(choices: Choices, penalty: Integers, price: Integers) -> Integers:
    """Give what each ticket pays at best at prices for a unit of effort."""
    saved = np.zeros_like(penalty)
    total = choices.cost + choices.effort * price[choices.agent]
    np.minimum.at(saved, choices.ticket, total)
    return penalty + saved


def _plan(choices: Choices, effort: Integers) -> tuple[Places, Integers]:
    """Give the agent of each ticket, and prices."""
    from scipy.optimize import linprog

    capacity = choices.capacity
    agent = np.full(len(effort), len(capacity))
    if not len(choices.cost):
        return agent, np.zeros(len(capacity), dtype=np.int64)
    matrix, most = _limits(choices)
    saving, unit = _moderate(choices.cost)
    answer = linprog(saving, A_ub=matrix, b_ub=most, method="highs")
    if answer.x is None:  # any prices make a bound
        part, price = np.zeros(len(saving)), np.zeros(len(capacity), dtype=np.int64)
    else:
        part = np.asarray(answer.x, dtype=np.float64)
        marginal = np.maximum(-answer.ineqlin.marginals[-len(capacity) :], 0)
        price = np.rint(marginal * unit).astype(np.int64)
    close = _close(choices, part, price)
    whole = np.flatnonzero((part > 1 - _SPLIT) & ~close[choices.ticket])
    agent[choices.ticket[whole]] = choices.agent[whole]
    left = capacity - _used(agent, effort, len(capacity))
    core = choices.part(np.flatnonzero(close[choices.ticket] & _cheapest(choices, price)), left)
    sent = _branch(core)
    agent[core.ticket[sent]] = core.agent[sent]
    Plan(choices, agent).improve()
    return agent, price


def _moderate(cost: Integers) -> tuple[NDArray[np.float64], float]:
    """Divide costs so that a solver in floats can bear them, and give what they were divided by."""
    largest = float(np.abs(cost).max(initial=1))
    unit = float(2.0 ** max(np.ceil(np.log2(largest)) - _MODERATE, 0))
    return cost / unit, unit


def _choices(problem: Problem, effort: Integers, capacity: Integers) -> Choices:
    rows = problem.rows if problem.row_of is None else problem.rows.take(problem.row_of)
    pairs = pairs_of(rows)
    ticket = pairs.row_of_pairs()
    cost = pairs.cost.astype(np.int64) - problem.penalty[ticket]
    use = np.flatnonzero((cost < 0) & (effort[ticket] <= capacity[pairs.agent]))
    ticket, agent = ticket[use], pairs.agent[use]
    return Choices(ticket, agent, cost[use], effort[ticket], capacity)


def _used(agent: Places, effort: Integers, n_agents: int) -> Integers:
    """Say how much of each agent's capacity is in use."""
    used: Integers = np.bincount(agent, weights=effort, minlength=n_agents + 1).astype(np.int64)
    return used[:n_agents]


def _close(choices: Choices, part: NDArray[np.float64], price: Integers) -> NDArray[np.bool_]:
    """Say which tickets are split, or have two choices that cost nearly the same at the prices."""
    n_tickets = int(choices.ticket[-1]) + 1
    total = choices.cost + choices.effort * price[choices.agent]
    order = np.lexsort((total, choices.ticket))
    ticket, total = choices.ticket[order], total[order]
    first = np.flatnonzero(np.diff(ticket, prepend=-1))
    second = np.minimum(first + 1, len(ticket) - 1)
    other = np.where(ticket[second] == ticket[first], np.minimum(total[second], 0), 0)
    gap = np.full(n_tickets, NEVER)
    gap[ticket[first]] = np.where(first == second, np.abs(total[first]), other - total[first])
    gap[ticket[first]] = np.abs(gap[ticket[first]])
    gap[choices.ticket[(part > _SPLIT) & (part < 1 - _SPLIT)]] = -1
    close = np.zeros(n_tickets, dtype=np.bool_)
    close[np.argsort(gap, kind="stable")[: _CLOSE * len(choices.capacity)]] = True
    return close | (gap < 0)


def _cheapest(choices: Choices, price: Integers) -> NDArray[np.bool_]:
    """Say which pairs are among the cheapest of their tickets at the prices."""
    total = choices.cost + choices.effort * price[choices.agent]
    order = np.lexsort((total, choices.ticket))
    rank = np.arange(len(order)) - np.searchsorted(choices.ticket, choices.ticket)
    among = np.zeros(len(order), dtype=np.bool_)
    among[order[rank < _BRANCHES]] = True
    return among


def _branch(core: Choices) -> Places:
    """Choose pairs by branch and bound."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(core.cost):
        return np.empty(0, dtype=np.intp)
    matrix, most = _limits(core)
    answer = milp(
        _moderate(core.cost)[0],
        integrality=np.ones(len(core.cost), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, ub=most),
        options={"node_limit": _NODES},
    )
    if answer.x is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(np.asarray(answer.x) > 1 - _SPLIT)


def _limits(choices: Choices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give rows of a programme (sparse, in truth): each ticket once, no agent overfull."""
    from scipy.sparse import csr_array

    tickets, row = np.unique(choices.ticket, return_inverse=True)
    pair = np.arange(len(row), dtype=np.int32)  # older scipy takes only 32 bits here
    entries = np.concatenate((np.ones(len(row)), choices.effort))
    rows = np.concatenate((row, len(tickets) + choices.agent)).astype(np.int32)
    shape = (len(tickets) + len(choices.capacity), len(row))
    matrix = csr_array((entries, (rows, np.concatenate((pair, pair)))), shape=shape)
    most = np.concatenate((np.ones(len(tickets)), choices.capacity.astype(np.float64)))
    return cast("NDArray[np.float64]", matrix), most
