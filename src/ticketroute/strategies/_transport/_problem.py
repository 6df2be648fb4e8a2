"""The problem in whole numbers, without what cannot matter: what the solver works on."""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._reading import Mask
from ticketroute.strategies._transport._rows import (
    CostArray,
    DenseRows,
    Integers,
    Places,
    Rows,
    SparseRows,
    forbidden,
)

_SPARSE_BELOW: Final = 0.25
"""A matrix of which fewer pairs are allowed is kept as lists of pairs."""
_MOST_CELLS: Final = 1 << 22
"""Rows are shared as long as a matrix of counts, of rows by agents, has so few cells."""


@attrs.frozen(eq=False)
class Problem:
    """Tickets, rows of costs, and places.

    Attributes
    ----------
    rows
        Costs of rows that somebody may take; to be solved, none may be without a ticket.
    row_of
        ``shape (tickets,)``, the row of each ticket; None where ticket i has row i.
    penalty
        ``int64, shape (tickets,)``, what each ticket costs that waits.
    offers
        The places of agents; to be solved, for nobody more than there are tickets.
    """

    rows: Rows
    row_of: Places | None
    penalty: Integers
    offers: Offers

    @property
    def capacity(self) -> Integers:
        """``int64, shape (m,)``, how many places each agent has."""
        return self.offers.capacity

    @property
    def n_tickets(self) -> int:
        """How many tickets there are."""
        return len(self.penalty)

    def highest_price(self) -> int:
        """Say above which price nobody would take a place: every ticket would rather wait."""
        return max(int(self.penalty.max(initial=0)) - self.rows.lowest(), 0)

    def price_range(self) -> tuple[Integers, Integers]:
        """Give the lowest and the highest price of each agent that can matter."""
        lowest = self.offers.lowest
        return lowest, np.maximum(self.highest_price(), lowest)

    def value_of_tickets(self, price: Integers) -> Integers:
        """Give what each ticket pays at best at some prices, by waiting or with an agent."""
        value = self.rows.cheapest(price)[0]
        return np.minimum(value if self.row_of is None else value[self.row_of], self.penalty)

    def bound(self, price: Integers) -> int:
        """Give what any plan costs at least: the dual at some prices."""
        return int(self.value_of_tickets(price).sum()) - self.offers.surplus(price)


def pose(
    cost: CostArray | SparseRows,
    allowed: Mask | None,
    groups: Places | None,
    penalty: Integers,
    offers: Offers,
) -> tuple[Problem, Places]:
    """Leave out rows that nobody may take or that no ticket has; also give the tickets that remain.

    Parameters
    ----------
    cost
        A matrix, or lists of pairs, of which some may be empty.
    allowed
        ``bool``, which pairs of the matrix may be; None for all.
    groups
        ``shape (n,)``, the row of each ticket; None where ticket i has row i.
    penalty, offers
        As in the problem.
    """
    if isinstance(cost, SparseRows):
        count, n_rows = cost.counts, cost.shape[0]
    else:
        n_rows = len(cost)
        whole = cost.shape[1]
        count = np.full(n_rows, whole) if allowed is None else np.count_nonzero(allowed, axis=1)
    used = count > 0
    if groups is None:
        tickets = np.flatnonzero(used)
        row_of = None
    else:
        used &= np.bincount(groups, minlength=n_rows) > 0
        tickets = np.flatnonzero(used[groups])
        row_of = (np.cumsum(used) - 1)[groups[tickets]]
    rows = _rows_of(cost, allowed, used)
    if row_of is not None and _too_many(rows, len(tickets)):
        rows, row_of = rows.take(row_of), None
    return Problem(rows, row_of, penalty[tickets], offers.at_most(len(tickets))), tickets


def _too_many(rows: Rows, n_tickets: int) -> bool:
    """Say whether sharing rows costs more memory than it saves time."""
    n_rows, n_agents = rows.shape
    return 4 * n_rows > n_tickets and n_rows * n_agents > _MOST_CELLS


def _rows_of(cost: CostArray | SparseRows, allowed: Mask | None, used: Mask) -> Rows:
    """Keep rows in the form that suits them."""
    some = None if used.all() else np.flatnonzero(used)
    if isinstance(cost, SparseRows):
        return cost if some is None else cost.take(some)
    if some is not None:
        cost = cost[some]
        allowed = allowed if allowed is None else allowed[some]
    if allowed is None:
        return DenseRows(cost)
    flat = np.flatnonzero(allowed)
    if len(flat) < _SPARSE_BELOW * cost.size:
        start = np.searchsorted(flat, np.arange(len(cost) + 1) * cost.shape[1])
        agent = flat - np.repeat(np.arange(len(cost)) * cost.shape[1], np.diff(start))
        return SparseRows(start, agent, cost.ravel()[flat], cost.shape[1])
    if len(flat) == cost.size:
        return DenseRows(cost)
    return DenseRows(np.where(allowed, cost, cost.dtype.type(forbidden(cost.dtype))))
