"""Rows of integer costs over agents, as a matrix or as lists of pairs, and what is cheap in them.

Prices are added to costs before anything is compared. Matrices are gone through in blocks that stay
in the cache, so that no array of the size of the whole is ever made.
"""

from collections.abc import Iterator
from typing import Final, Protocol, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._bisect import bisect_parts

Integers: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.intp]
CostArray: TypeAlias = NDArray[np.int32 | np.int64]

_BLOCK: Final = 1 << 18
"""How many pairs are looked at at a time: about what fits into a second-level cache."""


def forbidden(kind: np.dtype[np.signedinteger]) -> int:
    """Give the number that stands for a pair that must not be; a price added does not overflow."""
    return 1 << (kind.itemsize * 8 - 2)


class Rows(Protocol):
    """Costs of pairs, a row for each kind of ticket; each row has at least one pair."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        ...

    def cheapest(self, price: Integers) -> tuple[Integers, Places]:
        """Give the least cost plus price of each row, and the first agent who asks it."""
        ...

    def near(self, price: Integers, within: int) -> "SparseRows":
        """Give the pairs whose cost plus price exceeds the least of the row by so much or less."""
        ...

    def take(self, rows: Places) -> "Rows":
        """Give some of the rows."""
        ...

    def lowest(self) -> int:
        """Give the least cost of all pairs."""
        ...

    def highest(self) -> int:
        """Give the largest cost of all pairs."""
        ...

    def costs(self, rows: Places, agents: Places) -> Integers:
        """Give what single pairs cost, all of which must be there."""
        ...


@attrs.frozen(eq=False)
class DenseRows:
    """A matrix of costs; what `forbidden` gives stands where a pair must not be."""

    cost: CostArray

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        return self.cost.shape[0], self.cost.shape[1]

    def cheapest(self, price: Integers) -> tuple[Integers, Places]:
        """Give the least cost plus price of each row, and the first agent who asks it."""
        agent = np.empty(len(self.cost), dtype=np.intp)
        value = np.empty(len(self.cost), dtype=np.int64)
        for part, total in self._totals(price):
            first = total.argmin(axis=1)
            agent[part] = first
            value[part] = np.take_along_axis(total, first[:, None], axis=1)[:, 0]
        return value, agent

    def near(self, price: Integers, within: int) -> "SparseRows":
        """Give the pairs whose cost plus price exceeds the least of the row by so much or less."""
        n_rows, n_agents = self.shape
        most = forbidden(self.cost.dtype) >> 1
        count = np.empty(n_rows, dtype=np.int64)
        agents, costs = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=self.cost.dtype)]
        for part, total in self._totals(price):
            bound = total.min(axis=1).astype(np.int64) + within
            mask = total <= np.minimum(bound, most).astype(total.dtype)[:, None]
            flat = np.flatnonzero(mask)
            row = flat // n_agents
            count[part] = np.bincount(row, minlength=len(total))
            agents.append(flat - row * n_agents)
            costs.append(self.cost[part].ravel()[flat])
        return SparseRows(_starts(count), np.concatenate(agents), np.concatenate(costs), n_agents)

    def take(self, rows: Places) -> "DenseRows":
        """Give some of the rows."""
        return DenseRows(self.cost[rows])

    def lowest(self) -> int:
        """Give the least cost of all pairs."""
        return int(self.cost.min(initial=forbidden(self.cost.dtype)))

    def highest(self) -> int:
        """Give the largest cost of all pairs."""
        least = np.iinfo(self.cost.dtype).min
        return int(self.cost.max(where=self.cost < forbidden(self.cost.dtype), initial=least))

    def costs(self, rows: Places, agents: Places) -> Integers:
        """Give what single pairs cost, all of which must be there."""
        return self.cost[rows, agents].astype(np.int64)

    def _totals(self, price: Integers) -> Iterator[tuple[slice, CostArray]]:
        """Go through costs plus prices, some rows at a time."""
        n_rows, n_agents = self.shape
        step = max(_BLOCK // max(n_agents, 1), 1)
        added = price.astype(self.cost.dtype)
        buffer = np.empty((min(step, n_rows), n_agents), dtype=self.cost.dtype)
        for start in range(0, n_rows, step):
            part = slice(start, min(start + step, n_rows))
            rows = self.cost[part]
            yield part, np.add(rows, added, out=buffer[: len(rows)])


@attrs.frozen(eq=False)
class SparseRows:
    """Lists of pairs, one after another.

    Attributes
    ----------
    start
        ``shape (rows + 1,)``, where the pairs of each row begin; each row has one or more.
    agent, cost
        ``shape (pairs,)``, by row, then by agent.
    n_agents
        How many agents there are, also those in no pair.
    """

    start: Integers
    agent: Places
    cost: CostArray
    n_agents: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        return len(self.start) - 1, self.n_agents

    @property
    def counts(self) -> Integers:
        """How many pairs each row has."""
        return np.diff(self.start)

    def row_of_pairs(self) -> Places:
        """Give the row of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), self.counts)

    def cheapest(self, price: Integers) -> tuple[Integers, Places]:
        """Give the least cost plus price of each row, and the first agent who asks it."""
        n_rows = self.shape[0]
        value, agent = np.empty(n_rows, dtype=np.int64), np.empty(n_rows, dtype=np.intp)
        for rows, pairs, total in self._totals(price):
            begin = self.start[rows] - pairs.start
            least = np.minimum.reduceat(total, begin)
            value[rows] = least
            equal = np.flatnonzero(total == np.repeat(least, self._counts_of(rows)))
            agent[rows] = self.agent[pairs][equal[np.searchsorted(equal, begin)]]
        return value, agent

    def near(self, price: Integers, within: int) -> "SparseRows":
        """Give the pairs whose cost plus price exceeds the least of the row by so much or less."""
        count = np.empty(self.shape[0], dtype=np.int64)
        agents, costs = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=self.cost.dtype)]
        for rows, pairs, total in self._totals(price):
            begin = self.start[rows] - pairs.start
            bound = np.minimum.reduceat(total, begin) + within
            keep = total <= np.repeat(bound, self._counts_of(rows))
            count[rows] = np.add.reduceat(keep, begin, dtype=np.int64)
            kept = np.flatnonzero(keep)
            agents.append(self.agent[pairs][kept])
            costs.append(self.cost[pairs][kept])
        return SparseRows(
            _starts(count), np.concatenate(agents), np.concatenate(costs), self.n_agents
        )

    def take(self, rows: Places) -> "SparseRows":
        """Give some of the rows."""
        count = self.counts[rows]
        start = _starts(count)
        pairs = np.repeat(self.start[rows] - start[:-1], count) + np.arange(start[-1])
        return SparseRows(start, self.agent[pairs], self.cost[pairs], self.n_agents)

    def with_rows(self, more: "SparseRows") -> "SparseRows":
        """Add rows."""
        return SparseRows(
            np.concatenate((self.start, self.start[-1] + more.start[1:])),
            np.concatenate((self.agent, more.agent)),
            np.concatenate((self.cost, more.cost)),
            self.n_agents,
        )

    def with_row(self, agent: Places, cost: CostArray) -> "SparseRows":
        """Add a row."""
        return self.with_rows(SparseRows(np.array([0, len(agent)]), agent, cost, self.n_agents))

    def lowest(self) -> int:
        """Give the least cost of all pairs."""
        return int(self.cost.min()) if len(self.cost) else 0

    def highest(self) -> int:
        """Give the largest cost of all pairs."""
        return int(self.cost.max()) if len(self.cost) else 0

    def costs(self, rows: Places, agents: Places) -> Integers:
        """Give what single pairs cost, all of which must be there."""
        return self.find(rows, agents)[0]

    def find(self, rows: Places, agents: Places) -> tuple[Integers, NDArray[np.bool_]]:
        """Give what single pairs cost, and which of them are there; any cost where not."""
        if not len(self.cost):
            return np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.bool_)
        end = self.start[rows + 1]
        at = bisect_parts(self.agent, self.start[rows], end, agents)
        there = (at < end) & (self.agent.take(at, mode="clip") == agents)
        return self.cost.take(at, mode="clip").astype(np.int64), there

    def _counts_of(self, rows: slice) -> Integers:
        count: Integers = np.diff(self.start[rows.start : rows.stop + 1])
        return count

    def _totals(self, price: Integers) -> Iterator[tuple[slice, slice, Integers]]:
        """Go through costs plus prices, some rows at a time."""
        n_rows, first = self.shape[0], 0
        while first < n_rows:
            end = int(np.searchsorted(self.start, self.start[first] + _BLOCK, side="right")) - 1
            rows = slice(first, max(end, first + 1))
            pairs = slice(int(self.start[rows.start]), int(self.start[rows.stop]))
            yield rows, pairs, price[self.agent[pairs]] + self.cost[pairs]
            first = rows.stop


def _starts(count: Integers) -> Integers:
    start = np.zeros(len(count) + 1, dtype=np.int64)
    np.cumsum(count, out=start[1:])
    return start
