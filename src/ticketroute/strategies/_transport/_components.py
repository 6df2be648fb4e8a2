"""Parts that share nobody: found among rows and agents, and solved each by itself.

Two agents belong together if some row can go to either. An optimum of the whole is an optimum of
each part, so parts may be solved one after another or at the same time. How the whole is divided
does not depend on who computes it; so neither does the plan.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._contested import EVERYTHING
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import (
    DenseRows,
    Integers,
    Places,
    Rows,
    SparseRows,
    forbidden,
)
from ticketroute.strategies._transport._solve import solve

_FIRST: Final = 1 << 14
"""So many pairs are looked at first; they tie most instances together."""
_MOST: Final = 1 << 20
"""So many pairs are looked at together."""
_WORTH: Final = 1 << 12
"""Small parts are put together until they have so many pairs, as each solution has its overhead."""


@attrs.frozen(eq=False)
class Part:
    """Rows, agents and tickets of a problem that have nothing to do with the others.

    Attributes
    ----------
    problem
        The part as a problem of its own.
    tickets, agents
        Their numbers in the whole.
    """

    problem: Problem
    tickets: Places
    agents: Places


def solve_by_parts(
    problem: Problem, warm: Integers | None, executor: Executor | None
) -> tuple[Places, Integers]:
    """Give the agent of each ticket, the number of agents where it waits, and prices of agents.

    Parameters
    ----------
    problem
        With one agent or more, and one ticket or more.
    warm
        ``int64, shape (m,)``, prices to start from, if there are any.
    executor
        Where parts are solved; here, one after another, if it is None.
    """
    label = connected_agents(problem.rows)
    if not label.any():
        return _solved(problem, warm)
    n_agents = problem.rows.shape[1]
    agent = np.full(problem.n_tickets, n_agents)
    price = problem.offers.lowest.copy()
    if executor is None:
        for part in _parts(problem, label):
            _put(part, _solved(part.problem, _of(warm, part)), agent, price)
    else:
        parts = list(_parts(problem, label))
        starts = [_of(warm, part) for part in parts]
        found = executor.map(_solved, [part.problem for part in parts], starts)
        for part, answer in zip(parts, found, strict=True):
            _put(part, answer, agent, price)
    return agent, price


def connected_agents(rows: Rows) -> Places:
    """Say to which part each agent belongs: ``shape (m,)``, numbers from 0."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    label: Places = np.arange(rows.shape[1])
    for block in _blocks(rows):
        pairs = pairs_of(_beyond(block, label))
        tails = label[pairs.agent[np.repeat(pairs.start[:-1], pairs.counts)]]
        heads = label[pairs.agent]
        new = np.flatnonzero(tails != heads)
        if len(new):
            size = int(label.max()) + 1
            ends = tails[new].astype(np.int32), heads[new].astype(np.int32)  # for older scipy
            graph = csr_array((np.ones(len(new)), ends), shape=(size, size))
            label = connected_components(graph, directed=False)[1].astype(np.intp)[label]
        if not label.any():
            break
    return label


def _blocks(rows: Rows) -> Iterator[Rows]:
    """Go through the rows, more of them each time."""
    n_rows, n_agents = rows.shape
    begin, step = 0, max(_FIRST // n_agents, 1)
    while begin < n_rows:
        end = min(begin + step, n_rows)
        yield _from_to(rows, begin, end)
        begin, step = end, min(2 * step, max(_MOST // n_agents, 1))


def _from_to(rows: Rows, begin: int, end: int) -> Rows:
    if isinstance(rows, DenseRows):
        return DenseRows(rows.cost[begin:end])
    return rows.take(np.arange(begin, end))


def _beyond(rows: Rows, label: Places) -> Rows:
    """Leave out rows that can only go to the part with most agents: most of a matrix, often."""
    if not isinstance(rows, DenseRows):
        return rows
    others = np.flatnonzero(label != np.bincount(label).argmax())
    allowed = rows.cost[:, others] < forbidden(rows.cost.dtype)
    return rows.take(np.flatnonzero(allowed.any(axis=1)))


def _parts(problem: Problem, label: Places) -> Iterator[Part]:
    """Divide a problem; agents and tickets that have nobody are left out."""
    rows, row_of = problem.rows, problem.row_of
    anybody = rows.cheapest(np.zeros(len(label), dtype=np.int64))[1]
    part_of_row = label[anybody]
    batch_of_part = _batches(part_of_row, label)
    part_of_row, label = batch_of_part[part_of_row], batch_of_part[label]
    part_of_ticket = part_of_row if row_of is None else part_of_row[row_of]
    for number in np.unique(part_of_row).tolist():
        mine, agents = np.flatnonzero(part_of_row == number), np.flatnonzero(label == number)
        tickets = np.flatnonzero(part_of_ticket == number)
        kinds = None if row_of is None else np.searchsorted(mine, row_of[tickets])
        offers = problem.offers.of(agents).at_most(len(tickets))
        own = Problem(_columns(rows.take(mine), agents), kinds, problem.penalty[tickets], offers)
        yield Part(own, tickets, agents)


def _batches(part_of_row: Places, label: Places) -> Places:
    """Put parts that are small together with the next ones; give the batch of each part."""
    n_parts = int(label.max()) + 1
    cells = np.bincount(part_of_row, minlength=n_parts) * np.bincount(label, minlength=n_parts)
    return np.cumsum(cells) // _WORTH


def _columns(rows: Rows, agents: Places) -> Rows:
    """Keep some agents, who are all that these rows can go to."""
    if isinstance(rows, DenseRows):
        return DenseRows(rows.cost[:, agents])
    pairs = pairs_of(rows)
    place = np.searchsorted(agents, pairs.agent)
    return SparseRows(pairs.start, place, pairs.cost, len(agents))


def pairs_of(rows: Rows) -> SparseRows:
    """List all pairs."""
    if isinstance(rows, SparseRows):
        return rows
    return rows.near(np.zeros(rows.shape[1], dtype=np.int64), EVERYTHING)


def _of(warm: Integers | None, part: Part) -> Integers | None:
    return None if warm is None else warm[part.agents]


def _solved(problem: Problem, warm: Integers | None) -> tuple[Places, Integers]:
    """Solve one part: this is what an executor is given."""
    balance = solve(problem, warm)
    return balance.holdings.agents(), balance.price


def _put(part: Part, found: tuple[Places, Integers], agent: Places, price: Integers) -> None:
    """Put what was found for a part into its place in the whole."""
    places, prices = found
    numbers = np.append(part.agents, len(price))  # the last stands for waiting
    agent[part.tickets] = numbers[places]
    price[part.agents] = prices
