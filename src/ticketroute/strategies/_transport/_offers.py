"""What agents ask for their places: step by step, and never less for a further one.

A place is used if its agent's price is above what is asked for it, and rests below that. So places
are to agents what penalties are to tickets. Where nothing is asked, there is one step at 0.
"""

import attrs
import numpy as np

from ticketroute.strategies._transport._bisect import bisect_groups
from ticketroute.strategies._transport._penalties import NEVER
from ticketroute.strategies._transport._rows import Integers, Places


@attrs.frozen(eq=False)
class Offers:
    """Places of each agent, cheapest first.

    Attributes
    ----------
    start
        ``shape (m + 1,)``, where the steps of each agent begin; everybody has one or more.
    ask
        ``int64, shape (steps,)``, what a place of each step asks, ascending for each agent.
    until
        ``int64, shape (steps,)``, how many places of the agent there are up to and with the step.
    """

    start: Integers
    ask: Integers
    until: Integers

    @classmethod
    def free(cls, capacity: Integers) -> "Offers":
        """Give places that ask nothing."""
        return cls(np.arange(len(capacity) + 1), np.zeros_like(capacity), capacity)

    @classmethod
    def of_places(cls, ask: Integers, capacity: Integers) -> "Offers":
        """Give places that each ask something: agent after agent, ascending for each."""
        owner = np.repeat(np.arange(len(capacity)), capacity)
        new = np.ones(len(ask), dtype=np.bool_)
        new[1:] = (ask[1:] != ask[:-1]) | (owner[1:] != owner[:-1])
        idle = np.flatnonzero(capacity == 0)  # they have a step without a place
        owner = np.concatenate((owner[new], idle))
        order = np.argsort(owner, kind="stable")
        first = np.cumsum(capacity) - capacity
        last = np.append(np.flatnonzero(new)[1:], len(ask)) if len(ask) else np.flatnonzero(new)
        until = np.concatenate((last - first[owner[: len(last)]], np.zeros_like(idle)))[order]
        asked = np.concatenate((ask[new], np.zeros_like(idle)))[order]
        start = np.searchsorted(owner[order], np.arange(len(capacity) + 1))
        return cls(start, asked, until)

    @property
    def capacity(self) -> Integers:
        """``shape (m,)``, all places of each agent."""
        return self.until[self.start[1:] - 1]

    @property
    def lowest(self) -> Integers:
        """``shape (m,)``, what the first place asks: a lower price changes nothing."""
        return self.ask[self.start[:-1]]

    @property
    def counts(self) -> Integers:
        """``shape (steps,)``, how many places each step has."""
        count = np.diff(self.until, prepend=0)
        first = self.start[:-1]
        count[first] = self.until[first]
        return count

    def owner(self) -> Places:
        """Give the agent of each step."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def certain(self, price: Integers) -> Integers:
        """Count the places of each agent that ask less than the price: these are to be used."""
        return self._places_until(bisect_groups(self.ask, self.start, price))

    def possible(self, price: Integers) -> Integers:
        """Count the places that ask the price or less: these and no others may be used."""
        return self._places_until(bisect_groups(self.ask, self.start, price, also_equal=True))

    def ask_of(self, place: Integers) -> Integers:
        """Say what is asked for one place of each agent, counted from 0; `NEVER` if it has none."""
        step = bisect_groups(self.until, self.start, place, also_equal=True)
        exists = step < np.diff(self.start)
        ask = self.ask.take(self.start[:-1] + step, mode="clip")
        return np.where(exists, ask, np.int64(NEVER))

    def asked(self, load: Integers) -> int:
        """Add up what is asked for so many places of each agent."""
        before = self.until - self.counts
        used = np.clip(load[self.owner()] - before, 0, self.counts)
        return int(used @ self.ask)

    def surplus(self, price: Integers, least: Integers | None = None) -> int:
        """Add up by how much prices are above what is asked, over all places that pay.

        So many places of each agent count also if they do not pay, the cheapest first.
        """
        owner = self.owner()
        above = price[owner] - self.ask
        if least is None:
            return int(self.counts @ np.maximum(above, 0))
        must = np.clip(least[owner] - (self.until - self.counts), 0, self.counts)
        return int(must @ above) + int((self.counts - must) @ np.maximum(above, 0))

    def of(self, agents: Places) -> "Offers":
        """Give the places of some agents."""
        count = np.diff(self.start)[agents]
        start = np.concatenate(([0], np.cumsum(count)))
        steps = np.repeat(self.start[agents] - start[:-1], count) + np.arange(start[-1])
        return Offers(start, self.ask[steps], self.until[steps])

    def at_most(self, places: int) -> "Offers":
        """Leave out places beyond a number that nobody needs more of."""
        return attrs.evolve(self, until=np.minimum(self.until, places))

    def beyond(self, load: Integers) -> "Offers":
        """Leave out so many places of each agent, the cheapest first."""
        return attrs.evolve(self, until=np.maximum(self.until - load[self.owner()], 0))

    def with_bonus(self, least: Integers, bonus: int) -> "Offers":
        """Let so many places of each agent ask less by a bonus, the cheapest first.

        The bonus must not be smaller than any two places of an agent differ, so that asks ascend.
        """
        owner = self.owner()
        part = np.flatnonzero(least[owner] > 0)
        order = np.argsort(np.concatenate((owner[part], owner)), kind="stable")
        until = np.concatenate(
            (np.minimum(self.until, least[owner])[part], np.maximum(self.until, least[owner]))
        )[order]
        ask = np.concatenate((self.ask[part] - bonus, self.ask))[order]
        count = np.diff(self.start) * np.where(least > 0, 2, 1)
        return Offers(np.concatenate(([0], np.cumsum(count))), ask, until)

    def _places_until(self, step: Integers) -> Integers:
        """Count the places of each agent in so many steps."""
        last = self.until[self.start[:-1] + step - 1]
        return np.where(step > 0, last, 0)
