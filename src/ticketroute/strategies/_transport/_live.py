"""Tickets and agents that come, go and change, kept in balance, in whole numbers.

A change is made where it happens, so that each ticket is still where it wants to be at the prices;
only the balance is lost, by one ticket or one place, and one chain of changes restores it.
"""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._balance import Balance
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import (
    CostArray,
    DenseRows,
    Integers,
    Places,
    forbidden,
)
from ticketroute.strategies._transport._solve import balanced, solve
from ticketroute.strategies._transport._wholes import MOST_IN_ALL, NARROW

WAITS: Final = -1
GONE: Final = -2
NOBODY: Final = -1
"""Stand for the agent of a ticket that waits or was removed, and for a row that nobody may take."""
_FEW: Final = 1000
"""So many rows of removed tickets are put up with."""


@attrs.define(eq=False)
class Live:
    """Tickets, rows of costs and places, and the balance between them.

    Attributes
    ----------
    cost
        ``shape (rows, m)``, with `forbidden` where a pair must not be; each row has a pair.
    row_of
        ``shape (n,)``, the row of each ticket; `NOBODY` where nobody may take it.
    penalty
        ``shape (n,)``.
    capacity
        ``shape (m,)``.
    shared
        Whether several tickets may have the same row.
    place
        ``shape (n,)``, the agent of each ticket, `WAITS` or `GONE`; see `settle_places`.
    """

    cost: CostArray
    row_of: Places
    penalty: Integers
    capacity: Integers
    shared: bool
    place: Places = attrs.field(init=False)
    balance: Balance = attrs.field(init=False)
    _buffer: CostArray = attrs.field(init=False)
    _largest: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.place = np.full(len(self.penalty), WAITS, dtype=np.intp)
        known = self.cost[self.cost < forbidden(self.cost.dtype)]
        sizes = (int(np.abs(each).max(initial=0)) for each in (known, self.penalty))
        self._largest = max(sizes)
        self.rebuild(None)

    @property
    def tickets(self) -> Places:
        """Give the numbers of the tickets that were not removed."""
        return np.flatnonzero(self.place != GONE)

    def rebuild(self, warm: Integers | None) -> None:
        """Solve anew, and forget rows of tickets that are gone."""
        tickets = np.flatnonzero((self.place != GONE) & (self.row_of != NOBODY))
        if not self.shared:
            self.cost = self.cost[self.row_of[tickets]]
            self.row_of[tickets] = np.arange(len(tickets))
        self._buffer = self.cost
        kinds = self.row_of[tickets]
        penalty = self.penalty[tickets]
        rows = DenseRows(self.cost)
        offers = Offers.free(self.capacity)
        whole = Problem(rows, kinds if self.shared else None, penalty, offers)
        price, margin = np.zeros(len(self.capacity), dtype=np.int64), 1
        if len(tickets) and len(price):
            used, numbers = np.unique(kinds, return_inverse=True)
            part = attrs.evolve(whole, offers=offers.at_most(len(tickets)))
            if self.shared:
                part = attrs.evolve(part, rows=rows.take(used), row_of=numbers)
            found = solve(part, warm)
            price, margin = found.price, found.margin
        penalties = Penalties.of(penalty, whole.row_of, len(self.cost))
        self.balance = balanced(whole, Nearby(rows), penalties, price, margin)
        holdings = self.balance.holdings
        order = tickets[holdings.penalties.ticket]
        holdings.penalties = attrs.evolve(holdings.penalties, ticket=order)
        holdings.moved.update(range(holdings.n_rows))

    def admit(self, size: int) -> bool:
        """Make room for one more number of a size; False if sums would not be exact with it."""
        largest = max(self._largest, size)
        if largest * (len(self.penalty) + 1) > MOST_IN_ALL:
            return False
        self._largest = largest
        if largest > NARROW:
            self._widen()
        return True

    def _widen(self) -> None:
        if self.cost.dtype == np.int64:
            return
        gone = self.cost == forbidden(self.cost.dtype)
        wide = self.cost.astype(np.int64)
        wide[gone] = forbidden(wide.dtype)
        self.settle_places()
        self.cost = wide
        self.rebuild(self.balance.price)

    def finish(self) -> None:
        """Restore the balance."""
        if not self.shared and len(self.cost) > 2 * len(self.tickets) + _FEW:
            self.rebuild(self.balance.price)
        self.balance.finish()

    def settle_places(self) -> Places:
        """Say who has each ticket; of equal tickets, as many as possible stay where they are."""
        holdings = self.balance.holdings
        for row in holdings.moved if self.shared else ():
            part = slice(*holdings.penalties.start[row : row + 2].tolist())
            tickets = holdings.penalties.ticket[part]
            served = tickets[: holdings.served[row]]
            self.place[tickets[len(served) :]] = WAITS
            self.place[served] = _stay(self.place[served], holdings.counts(row))
        if not self.shared and holdings.moved:
            rows = np.fromiter(holdings.moved, dtype=np.intp)
            rows = rows[np.diff(holdings.penalties.start)[rows] > 0]
            agent = holdings.agents()[rows]
            tickets = holdings.penalties.ticket[holdings.penalties.start[rows]]
            self.place[tickets] = np.where(agent == len(self.capacity), WAITS, agent)
        holdings.moved.clear()
        return self.place

    def add_row(self, cost: CostArray) -> int:
        """Add a row; a number for each agent, or `forbidden`."""
        row = len(self.cost)
        if row == len(self._buffer):
            self._buffer = np.empty((2 * row + 16, cost.size), dtype=self.cost.dtype)
            self._buffer[:row] = self.cost
        self._buffer[row] = cost
        self.cost = self._buffer[: row + 1]
        self.balance.holdings.add_row()
        self.balance.nearby.extend(DenseRows(self.cost))
        return row

    def add(self, row: int, penalty: int) -> int:
        """Add a ticket, which goes to the cheapest agent or waits; somebody may have too many."""
        ticket = len(self.penalty)
        self.row_of = np.append(self.row_of, row)
        self.penalty = np.append(self.penalty, penalty)
        self.place = np.append(self.place, WAITS)
        if row != NOBODY:
            self._let_in(ticket)
        return ticket

    def remove(self, ticket: int) -> None:
        """Take a ticket out; somebody may have a place left."""
        if self.row_of[ticket] != NOBODY:
            self._let_out(ticket)
        self.place[ticket] = GONE

    def set_penalty(self, ticket: int, penalty: int) -> None:
        """Change what a ticket pays for waiting."""
        if self.row_of[ticket] != NOBODY:
            self._let_out(ticket)
        self.penalty[ticket] = penalty
        if self.row_of[ticket] != NOBODY:
            self._let_in(ticket)

    def set_capacity(self, agent: int, places: int) -> None:
        """Change how many places an agent has."""
        self.capacity[agent] = places
        self.balance.offers = Offers.free(self.capacity)

    def value(self) -> Integers:
        """Give what each ticket pays at best at the prices; 0 for removed ones."""
        value = np.where(self.place == GONE, 0, self.penalty)
        tickets = np.flatnonzero((self.place != GONE) & (self.row_of != NOBODY))
        if len(tickets):
            cheapest = DenseRows(self.cost).cheapest(self.balance.price)[0]
            value[tickets] = np.minimum(cheapest[self.row_of[tickets]], value[tickets])
        return value

    def paid(self) -> int:
        """Give what the plan costs."""
        place = self.settle_places()
        served = np.flatnonzero(place >= 0)
        paid = self.cost[self.row_of[served], place[served]].sum(dtype=np.int64)
        return int(paid) + int(self.penalty[place == WAITS].sum())

    def _let_in(self, ticket: int) -> None:
        row, penalty = int(self.row_of[ticket]), int(self.penalty[ticket])
        agent, cost = self._pairs(row)
        total = cost + self.balance.price[agent]
        cheapest = int(total.argmin())
        holdings = self.balance.holdings
        holdings.add(row, penalty, ticket)
        self.balance.with_row(row, agent, cost)
        if penalty > total[cheapest]:
            holdings.move(row, len(self.capacity), int(agent[cheapest]), 1)

    def _let_out(self, ticket: int) -> None:
        row = int(self.row_of[ticket])
        place = int(self.settle_places()[ticket])
        where = len(self.capacity) if place == WAITS else place
        self.balance.holdings.take_out(row, ticket, where)
        if self.balance.watches:
            self.balance.with_row(row, *self._pairs(row))

    def _pairs(self, row: int) -> tuple[Places, CostArray]:
        """Give the agents who may take tickets of a row, and what they cost."""
        agent = np.flatnonzero(self.cost[row] < forbidden(self.cost.dtype))
        return agent, self.cost[row, agent]


def _stay(place: Places, counts: Integers) -> Places:
    """Say who has each of equal tickets, given who had it and how many each is to have."""
    order = np.argsort(place, kind="stable")
    at = place[order]
    rank = np.arange(len(at)) - np.searchsorted(at, at)
    stays = np.zeros(len(place), dtype=bool)
    stays[order] = (at >= 0) & (rank < counts[np.maximum(at, 0)])
    left = counts - np.bincount(place[stays], minlength=len(counts))
    agents = place.copy()
    agents[~stays] = np.repeat(np.arange(len(counts)), left)
    return agents
