"""The exact finish: shortest chains of changes until nobody has too many, and no place is idle.

Holdings and prices always go together: each ticket is with an agent who is cheapest for it with
the price added, or waits where that is cheaper. What may be wrong is the balance: somebody has more
tickets than places that may be used at the price, or places left that are to be used at it. Each
round takes the cheapest chains of changes that mend such faults, and moves prices so that what was
cheapest is so still. Without faults, holdings are optimal, whatever prices we started from.
"""

from typing import Final

import attrs
import numpy as np

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
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._penalties import NEVER
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
    offers
        The places of agents.
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
    offers: Offers
    margin: int
    rounds: int = 0
    scans: int = 0
    _reach: int = 0
    _usual: int = 0
    _contested: Contested | None = None

    def finish(self) -> None:
        """Mend all faults."""
        while (self._too_many() > 0).any():
            self._round(push=True)
        while (self._too_few() > 0).any():
            self._round(push=False)

    def faults(self) -> int:
        """Count the tickets that are too many, and the places that are left but pay."""
        return sum(int(each[each > 0].sum()) for each in (self._too_many(), self._too_few()))

    def step(self) -> None:
        """Mend a fault or more, and move prices so far."""
        self._round(push=bool((self._too_many() > 0).any()))

    def forget(self) -> None:
        """Keep nothing of what was seen: that is less work than to keep up with many changes."""
        self._contested = None

    @property
    def watches(self) -> bool:
        """Whether it wants to know of changes."""
        return self._contested is not None

    def with_row(self, row: int, agent: Places, cost: CostArray) -> None:
        """Take note that something may change in a row now, given all its pairs."""
        if self._contested is not None:
            self._contested = self._contested.with_row(row, agent, cost)

    def _too_many(self) -> Integers:
        """Count the tickets of each agent beyond the places that may be used at the price."""
        return self.holdings.load - self.offers.possible(self.price)

    def _too_few(self) -> Integers:
        """Count the places of each agent that are to be used at the price, and are not."""
        return self.offers.certain(self.price) - self.holdings.load

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
        """Give who has too many, and changes; a chain ends where the next place may be used."""
        load, possible = self.holdings.load, self.offers.possible(self.price)
        ask = self.offers.ask_of(np.minimum(load, possible))
        agents = np.flatnonzero(ask < NEVER)
        rise = np.maximum(ask[agents] - self.price[agents], 0)
        forth = changes.part(np.flatnonzero(changes.source < len(load)))
        return np.flatnonzero(load > possible), _with_ends(forth, agents, rise, len(load))

    def _pulling(self, changes: Changes) -> tuple[Places, Changes]:
        """Give whose places are left, and changes backwards; a chain ends where one may be left."""
        load, certain = self.holdings.load, self.offers.certain(self.price)
        last = np.maximum(load, certain) - 1
        agents = np.flatnonzero(last >= 0)
        fall = self.price[agents] - self.offers.ask_of(np.maximum(last, 0))[agents]
        back = changes.part(np.flatnonzero(changes.target < len(load))).reversed()
        return np.flatnonzero(load < certain), _with_ends(back, agents, fall, len(load))

    def _follow(self, chains: Chains, last: int, *, push: bool) -> None:
        """Move tickets along the chain that ends at a node, as many as all its changes admit."""
        end = len(self.price)
        first, changes = chains.back_from(last)
        if not changes:
            return  # the price is right now
        excess = self._too_many() if push else self._too_few()
        chain = changes if push else [(row, target, source) for row, source, target in changes]
        limits = [int(excess[first]), *(self._amount(*each) for each in chain)]
        if changes[0][2] != end:
            limits.append(-int(excess[changes[0][2]]))
        amount = min(limits)
        if amount > 0:  # else the fault is gone with the new price
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


def _with_ends(changes: Changes, agents: Places, cost: Integers, end: int) -> Changes:
    """Let chains end with some agents too, at a cost."""
    return Changes(
        np.concatenate((changes.source, agents)),
        np.concatenate((changes.target, np.full(len(agents), end))),
        np.concatenate((changes.cost, cost)),
        np.concatenate((changes.row, np.full(len(agents), -1))),
    )
