"""A plan with efforts made better: tickets shifted to who has room, or swapped, while that saves.

Each step saves something, so the search ends. It looks at single tickets and at pairs of tickets
(Martello and Toth 1990, chapter 7); what needs three is not found.
"""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._rows import Integers, Places

_ROUNDS: Final = 8
_TRIES: Final = 20_000
"""So many swaps are tried in a round, those first that would save most."""


@attrs.frozen(eq=False)
class Choices:
    """Pairs of tickets and agents that would save something, and fit.

    Attributes
    ----------
    ticket, agent
        ``shape (pairs,)``, by ticket, then by agent.
    cost
        What a pair costs, less the penalty of the ticket: below zero.
    effort
        What it takes of the agent's capacity.
    capacity
        ``shape (m,)``.
    """

    ticket: Places
    agent: Places
    cost: Integers
    effort: Integers
    capacity: Integers

    def part(self, which: Places, capacity: Integers) -> "Choices":
        """Give some of them, with less capacity."""
        return Choices(
            self.ticket[which], self.agent[which], self.cost[which], self.effort[which], capacity
        )


class Plan:
    """Who has which ticket, changed in place.

    Parameters
    ----------
    choices
        What may be.
    agent
        ``shape (n,)``, the agent of each ticket; the number of agents where it waits.
    """

    def __init__(self, choices: Choices, agent: Places) -> None:
        self.choices = choices
        self.agent = agent
        self._keys = self._key(choices.ticket, choices.agent)
        self.paid: Integers = np.zeros(len(agent), dtype=np.int64)
        self.effort: Integers = np.zeros(len(agent), dtype=np.int64)
        self.effort[choices.ticket] = choices.effort
        served = np.flatnonzero(agent < len(choices.capacity))
        self.paid[served] = self._cost(served, agent[served])
        used = np.bincount(agent, weights=self.effort, minlength=len(choices.capacity) + 1)
        self.left: Integers = choices.capacity - used[:-1].astype(np.int64)

    def improve(self) -> None:
        """Shift and swap tickets until that saves nothing more, or for so many rounds."""
        for _ in range(_ROUNDS):
            changed = self._shift()
            if not self._swap() and not changed:
                break

    def _shift(self) -> bool:
        """Give tickets to agents who have room for them and cost less; say whether any went."""
        choices, changed = self.choices, False
        gain = self.paid[choices.ticket] - choices.cost
        useful = np.flatnonzero((gain > 0) & (choices.effort <= self.left[choices.agent]))
        for pair in useful[np.argsort(-gain[useful], kind="stable")].tolist():
            ticket, agent = int(choices.ticket[pair]), int(choices.agent[pair])
            if choices.cost[pair] < self.paid[ticket] and self.effort[ticket] <= self.left[agent]:
                self._move(ticket, agent, int(choices.cost[pair]))
                changed = True
        return changed

    def _swap(self) -> bool:
        """Let tickets take the places of others that go where they were, or wait."""
        choices, changed = self.choices, False
        gain = self.paid[choices.ticket] - choices.cost
        useful = np.flatnonzero((gain > 0) & (choices.agent != self.agent[choices.ticket]))
        order = useful[np.argsort(-gain[useful], kind="stable")][:_TRIES]
        for pair in order.tolist():
            saved = int(self.paid[choices.ticket[pair]] - choices.cost[pair])
            if saved > 0:
                changed |= self._make_way(pair, saved)
        return changed

    def _make_way(self, pair: int, saved: int) -> bool:
        """Let the least needed ticket make way for a pair, if that costs less than it saves."""
        ticket, agent = int(self.choices.ticket[pair]), int(self.choices.agent[pair])
        source = int(self.agent[ticket])
        lacking = self.effort[ticket] - self.left[agent]
        others = np.flatnonzero((self.agent == agent) & (self.effort >= lacking))
        if not len(others):
            return False
        elsewhere = np.zeros(len(others), dtype=np.int64)
        if source < len(self.left):
            fits = self.effort[others] <= self.left[source] + self.effort[ticket]
            cost = self._cost(others, np.full(len(others), source))
            elsewhere = np.where(fits, cost, 0)
        loss = elsewhere - self.paid[others]
        least = int(loss.argmin())
        if loss[least] >= saved:
            return False
        other, waits = int(others[least]), len(self.left)
        self._move(other, waits, 0)
        self._move(ticket, agent, int(self.choices.cost[pair]))
        if elsewhere[least] < 0:
            self._move(other, source, int(elsewhere[least]))
        return True

    def _move(self, ticket: int, agent: int, cost: int) -> None:
        """Put a ticket with an agent, or let it wait."""
        for who, sign in ((int(self.agent[ticket]), 1), (agent, -1)):
            if who < len(self.left):
                self.left[who] += sign * self.effort[ticket]
        self.agent[ticket], self.paid[ticket] = agent, cost

    def _cost(self, tickets: Places, agents: Places) -> Integers:
        """Give what pairs cost; 0, as waiting does, where a pair is not among the choices."""
        keys = self._key(tickets, agents)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, self.choices.cost[at], 0)

    def _key(self, tickets: Places, agents: Places) -> NDArray[np.int64]:
        keys: NDArray[np.int64] = tickets.astype(np.int64) * len(self.choices.capacity) + agents
        return keys
