"""The best pair of a waiting ticket and an agent, again and again, without keeping all numbers.

The most that a ticket could be worth is a bound that only falls as agents fill up. So tickets are
taken by their bounds, and the numbers of one are looked at only when it comes first.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, View, tie_order

Ask = Callable[[NDArray[np.intp]], NDArray[np.float64]]
"""Gives the numbers of tickets: shape (tickets, n_agents), or (tickets, 1) for all agents alike."""

_BLOCK: Final = 1 << 20
"""How many numbers are asked for at a time."""


def best_pairs(view: View, tickets: NDArray[np.intp], ask: Ask) -> Iterator[tuple[int, int]]:
    """Go through the best pairs; each is to be made on the view before the next is asked for.

    Ties go by the order of the tickets, and among agents by the chain.

    Parameters
    ----------
    view
        The draft on which pairs are made; room only gets less on it.
    tickets
        Positions of the tickets; of equals the first is taken.
    ask
        Gives their numbers; ``-inf`` for what must not be.
    """
    rows = _Rows(view, tickets, ask)
    again: list[tuple[float, int]] = []
    for bound, row in _merged(rows.bounds(), rows, again):
        best, agent = rows.best(row)
        if agent == NOBODY:
            continue
        if best < bound:  # somebody is full by now: it comes later
            heappush(again, (-best, row))
        else:
            yield int(tickets[row]), agent


def _merged(
    bounds: NDArray[np.float64], rows: "_Rows", again: list[tuple[float, int]]
) -> Iterator[tuple[float, int]]:
    """Go through rows by bound, largest first, with those that are put off in between."""
    order: list[int] = np.argsort(-bounds, kind="stable").tolist()
    for place, row in enumerate(order):
        if place % rows.block == 0:
            rows.fetch(order[place : place + rows.block])
        entry = (-float(bounds[row]), row)
        while again and again[0] < entry:
            bound, earlier = heappop(again)
            yield -bound, earlier
        if bounds[row] == -np.inf:
            break
        yield -entry[0], row
    while again:
        bound, row = heappop(again)
        yield -bound, row


class _Rows:
    """The numbers of some tickets, some of which are kept for a while."""

    def __init__(self, view: View, tickets: NDArray[np.intp], ask: Ask) -> None:
        self._view = view
        self._tickets = tickets
        self._ask = ask
        self._kept: dict[int, NDArray[np.float64]] = {}
        self.block = max(_BLOCK // max(view.n_agents, 1), 1)

    def bounds(self) -> NDArray[np.float64]:
        """Give the most that each ticket could be worth with anybody who qualifies."""
        bounds = np.full(len(self._tickets), -np.inf)
        for start in range(0, len(self._tickets), self.block):
            rows = range(start, min(start + self.block, len(self._tickets)))
            self.fetch(rows)
            for row in rows:
                agents = self._view.profile(int(self._tickets[row])).agents
                numbers = self._kept[row]
                if len(agents):
                    bounds[row] = numbers[0] if len(numbers) == 1 else numbers[agents].max()
        return bounds

    def fetch(self, rows: Sequence[int]) -> None:
        """Keep the numbers of these rows, and of no others."""
        numbers = self._ask(self._tickets[list(rows)])
        self._kept = dict(zip(rows, numbers, strict=True))

    def best(self, row: int) -> tuple[float, int]:
        """Give the best number of a ticket with an agent who can have it now, and who it is."""
        ticket = int(self._tickets[row])
        numbers = self._kept.get(row)
        if numbers is None:
            numbers = self._ask(self._tickets[[row]])[0]
        if len(numbers) == 1:
            agent = NOBODY if numbers[0] == -np.inf else self._view.first(ticket, tie_order)
            return float(numbers[0]), agent
        agents = self._view.candidates(ticket)
        best = float(numbers[agents].max(initial=-np.inf))
        if best == -np.inf:
            return best, NOBODY
        return best, self._view.first_of(agents[numbers[agents] == best])
