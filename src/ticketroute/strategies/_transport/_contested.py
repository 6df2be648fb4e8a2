"""The pairs that tickets could change to at little cost: what the exact finish looks at.

A pair is kept if it is dearer than the cheapest of its row, at the prices of the time, by no more
than a margin. Prices move afterwards; as long as we know by how much, we know how long a chain of
changes may be before a pair that was not kept could have made it shorter: the horizon.
"""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._holdings import Holdings
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._rows import CostArray, Integers, Places, SparseRows

EVERYTHING: Final = 1 << 58
"""A margin that keeps all pairs."""


@attrs.frozen(eq=False)
class Contested:
    """Rows in which something could change cheaply, and the pairs that it could change to.

    Attributes
    ----------
    rows
        The numbers of the rows.
    pairs
        Their pairs near the cheapest.
    pair_row
        ``shape (pairs,)``, for each pair the place of its row in `rows`.
    price
        The prices at which pairs were chosen.
    margin
        How much dearer than the cheapest of the row a kept pair may have been.
    """

    rows: Places
    pairs: SparseRows
    pair_row: Places
    price: Integers
    margin: int

    def with_row(self, row: int, agent: Places, cost: CostArray) -> "Contested":
        """Add a row if it is not there, given all its pairs."""
        if (self.rows == row).any():
            return self
        near = _near_of_row(agent, cost, self.price, self.margin)
        return Contested(
            np.append(self.rows, row),
            self.pairs.with_row(agent[near], cost[near]),
            np.concatenate((self.pair_row, np.full(len(near), len(self.rows)))),
            self.price,
            self.margin,
        )

    def horizon(self, price: Integers) -> int:
        """Say how long a chain of changes may be without regard to pairs that were not kept."""
        if self.margin >= EVERYTHING:
            return EVERYTHING
        moved = price - self.price
        return self.margin - int(moved.max(initial=0) - moved.min(initial=0))


def _near_of_row(agent: Places, cost: CostArray, price: Integers, within: int) -> Places:
    """Give the places of those pairs of a row whose cost plus price is near the least."""
    total = cost + price[agent]
    return np.flatnonzero(total <= total.min() + within)


def find_contested(nearby: Nearby, holdings: Holdings, price: Integers, margin: int) -> Contested:
    """Find the pairs within a margin, and leave out rows in which nothing could change for it."""
    near = nearby.find(price, margin)
    first = near.start[:-1]
    value = np.minimum.reduceat(near.cost + price[near.agent], first)
    every = np.arange(len(value))
    may_stop = holdings.lowest_served(every) - value <= margin
    may_start = value - holdings.highest_waiting(every) <= margin
    may_move = (near.counts > 1) & (holdings.served > 0)
    chosen = np.flatnonzero(may_stop | may_start | may_move)
    pairs = near if len(chosen) == len(value) else near.take(chosen)
    return Contested(chosen, pairs, pairs.row_of_pairs(), price.copy(), margin)


@attrs.frozen(eq=False)
class Changes:
    """Single changes: a ticket of a row goes from one agent to another, at a cost.

    The number of agents stands for waiting. The cost counts prices, so it is never negative.
    """

    source: Places
    target: Places
    cost: Integers
    row: Places

    def part(self, which: Places) -> "Changes":
        """Give some of them."""
        return Changes(self.source[which], self.target[which], self.cost[which], self.row[which])

    def reversed(self) -> "Changes":
        """Give the same changes seen from those who get the tickets."""
        return attrs.evolve(self, source=self.target, target=self.source)


def changes_of(contested: Contested, holdings: Holdings, price: Integers, limit: int) -> Changes:
    """List the changes among contested pairs that cost no more than a limit."""
    waiting = holdings.n_agents
    pairs, rows, pair_row = contested.pairs, contested.rows, contested.pair_row
    total = pairs.cost + price[pairs.agent]
    # What a row pays now: its cheapest total, which those who have its tickets ask.
    value = np.minimum.reduceat(total, pairs.start[:-1]) if len(rows) else total
    cell_row, cell_agent = holdings.cells(rows)
    extra = total - value[pair_row]
    short = np.flatnonzero(extra <= limit)
    count_of_row = np.bincount(pair_row[short], minlength=len(rows))
    count = count_of_row[cell_row]
    ends = np.cumsum(count)
    begin = np.cumsum(count_of_row) - count_of_row
    pair = short[np.repeat(begin[cell_row] - ends + count, count) + np.arange(count.sum())]
    source = np.repeat(cell_agent, count)
    other = np.flatnonzero(pairs.agent[pair] != source)
    pair, source = pair[other], source[other]
    stop = holdings.lowest_served(rows)[cell_row] - value[cell_row]
    stops = np.flatnonzero(stop <= limit)
    start = total - holdings.highest_waiting(rows)[pair_row]
    starts = np.flatnonzero(start <= limit)
    return Changes(
        np.concatenate((source, cell_agent[stops], np.full(len(starts), waiting))),
        np.concatenate((pairs.agent[pair], np.full(len(stops), waiting), pairs.agent[starts])),
        np.concatenate((extra[pair], stop[stops], start[starts])),
        rows[np.concatenate((pair_row[pair], cell_row[stops], pair_row[starts]))],
    )
