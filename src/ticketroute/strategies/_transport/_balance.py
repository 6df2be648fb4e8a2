"""The exact finish: shortest chains of changes until nobody has too many, and no place is idle.

Holdings and prices always go together: each ticket is with an agent who is cheapest for it with
the price added, or waits where that is cheaper. What may be wrong is the balance: somebody has more
tickets than places, or places left although they have a price. Each round takes the cheapest chain
of changes that mends one such fault, and moves prices so that the chain, and all that was cheapest
before, is cheapest still. Without faults, holdings are optimal, whatever prices we started from.
"""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._chains import Chains, shortest_chains
from ticketroute.strategies._transport._contested import (
    EVERYTHING,
    Changes,
    Contested,
    changes_of,
    find_contested,
)
from ticketroute.strategies._transport._holdings import Holdings
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._rows import CostArray, Integers, Places

_FARTHER: Final = 4
"""So many times farther is looked where no chain is in sight."""
_LONGER: Final = 4
"""Chains so many times longer than the last are looked for first."""


@attrs.define(eq=False)
class Balance:
    """Holdings and prices that are brought into balance.

    Attributes
    ----------
    nearby
        What finds pairs that are near the cheapest.
    holdings
        Who holds what; changed in place.
    price
        ``int64, shape (m,)``, the price of a place with each agent; changed in place.
    capacity
        ``int64, shape (m,)``.
    margin
        How far pairs may be dearer than the cheapest to be looked at; it grows where needed.
    rounds
        How many times chains were looked for with success.
    scans
        How many times pairs were looked through.
    """

    nearby: Nearby
    holdings: Holdings
    price: Integers
    capacity: Integers
    margin: int
    rounds: int = 0
    scans: int = 0
    _reach: int = 0
    _usual: int = 0
    _contested: Contested | None = None

    def finish(self) -> None:
        """Mend all faults."""
        while (self.holdings.load > self.capacity).any():
            self._round(push=True)
        while (self.idle() & (self.price > 0)).any():
            self._round(push=False)

    def faults(self) -> int:
        """Count the tickets that are too many, and the places with a price that are left."""
        excess = self.holdings.load - self.capacity
        return int(excess[excess > 0].sum()) - int(excess[self.idle() & (self.price > 0)].sum())

    def step(self) -> None:
        """Mend a fault or more, and move prices so far."""
        self._round(push=bool((self.holdings.load > self.capacity).any()))

    def forget(self) -> None:
        """Keep nothing of what was seen: that is less work than to keep up with many changes."""
        self._contested = None
        self.nearby.forget()

    def with_row(self, row: int, agent: Places, cost: CostArray) -> None:
        """Take note that something may change in a row now, given all its pairs."""
        if self._contested is not None:
            self._contested = self._contested.with_row(row, agent, cost)

    def idle(self) -> NDArray[np.bool_]:
        """Say which agents have places left."""
        return self.holdings.load < self.capacity

    def _round(self, *, push: bool) -> None:
        """Mend faults by the shortest chains, or move prices and look farther if none is near."""
        contested = self._contested
        if contested is None or contested.horizon(self.price) < contested.margin // 2:
            reach = max(self._reach, self.margin)
            contested = find_contested(self.nearby, self.holdings, self.price, reach)
            self._contested = contested
            self.scans += 1
        horizon, end = contested.horizon(self.price), len(self.price)
        chains = self._search(contested, min(self._usual, horizon), push=push)
        if not chains.found and self._usual < horizon:
            chains = self._search(contested, horizon, push=push)
        distance = chains.distance
        length = int(distance[end]) if chains.found else horizon
        reached = np.flatnonzero(distance[:end] < length)
        moved = length - distance[reached].astype(np.int64)
        self.price[reached] += moved if push else -moved
        if chains.found:
            self._usual = _LONGER * (length + 1)
            for last in chains.ends():
                self._follow(chains, last, push=push)
            self.rounds += 1
            if self._reach > self.margin:
                self._reach, self._contested = contested.margin // _FARTHER, None
        else:
            self._reach = min(_FARTHER * contested.margin, EVERYTHING)
            self._contested = None

    def _search(self, contested: Contested, limit: int, *, push: bool) -> Chains:
        """Look for the shortest chain that mends a fault, no longer than a limit."""
        changes = changes_of(contested, self.holdings, self.price, limit)
        faults, network = self._pushing(changes) if push else self._pulling(changes)
        return shortest_chains(network, faults, len(self.price) + 1, limit)

    def _pushing(self, changes: Changes) -> tuple[Places, Changes]:
        """Give who has too many, and changes; a place that is left ends a chain."""
        end = len(self.price)
        idle = np.flatnonzero(self.idle())
        use = np.flatnonzero(changes.source < end)
        ends = np.full(len(idle), end)
        none = np.full(len(idle), -1)
        return np.flatnonzero(self.holdings.load > self.capacity), Changes(
            np.concatenate((changes.source[use], idle)),
            np.concatenate((changes.target[use], ends)),
            np.concatenate((changes.cost[use], np.zeros(len(idle), dtype=np.int64))),
            np.concatenate((changes.row[use], none)),
        )

    def _pulling(self, changes: Changes) -> tuple[Places, Changes]:
        """Give whose priced places are left, and changes backwards; price zero ends a chain."""
        end = len(self.price)
        use = np.flatnonzero(changes.target < end)
        ends, none = np.full(end, end), np.full(end, -1)
        return np.flatnonzero(self.idle() & (self.price > 0)), Changes(
            np.concatenate((changes.target[use], np.arange(end))),
            np.concatenate((changes.source[use], ends)),
            np.concatenate((changes.cost[use], self.price)),
            np.concatenate((changes.row[use], none)),
        )

    def _follow(self, chains: Chains, last: int, *, push: bool) -> None:
        """Move tickets along the chain that ends at a node, as many as all its changes admit."""
        end = len(self.price)
        first, changes = chains.back_from(last)
        chain = changes if push else [(row, target, source) for row, source, target in changes]
        excess = int(self.holdings.load[first] - self.capacity[first])
        amount = min([abs(excess), *(self._amount(*each) for each in chain)])
        if last == end:
            last = int(chains.before[end])
        if push and chain[0][2] != end:
            amount = min(amount, int(self.capacity[last] - self.holdings.load[last]))
        elif not push and (not chain or chain[0][1] != end):
            amount = min(amount, int(self.holdings.load[last])) if chain else 0
        for each in chain:
            self.holdings.move(*each, amount)

    def _amount(self, row: int, source: int, target: int) -> int:
        """Say how many tickets of a row can make a change at the same cost."""
        holdings = self.holdings
        if source == holdings.n_agents:
            return holdings.equals_at_the_margin(row, waiting=True)
        amount = holdings.amount(row, source)
        if target == holdings.n_agents:
            return min(amount, holdings.equals_at_the_margin(row, waiting=False))
        return amount
