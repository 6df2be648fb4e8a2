"""A number for each pair of a waiting ticket and an agent, worn down as pairs are made."""

from collections.abc import Callable
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View

_MOST_BYTES: Final = 4 << 30


@attrs.define(eq=False)
class PairMatrix:
    """What can still be made of some tickets and all agents.

    Attributes
    ----------
    view
        The draft on which pairs are made; it is told of a pair before this is.
    tickets
        Positions of the tickets; of equals the first is taken.
    numbers
        ``ndarray of float, shape (len(tickets), n_agents)``; ``-inf`` for what cannot be.
    best
        The largest of each row.
    """

    view: View
    tickets: NDArray[np.intp]
    numbers: NDArray[np.float64]
    best: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        view: View,
        tickets: NDArray[np.intp],
        ask: Callable[[View, NDArray[np.intp]], NDArray[np.float64]],
    ) -> "PairMatrix":
        """Ask for all numbers, and leave out what nobody may have.

        Raises
        ------
        MemoryError
            If there are too many pairs; the message says how many bytes they would need.
        """
        needed = 8 * len(tickets) * view.n_agents
        if needed > _MOST_BYTES:
            size = f"{len(tickets)} tickets x {view.n_agents} agents, {needed / 2**30:.1f} GiB"
            limit = f"pairs of at most {_MOST_BYTES / 2**30:.0f} GiB"
            message = f"ByPairIndex: expected {limit}, got {size}; decide about fewer at once"
            raise MemoryError(message)
        allowed = np.zeros((len(tickets), view.n_agents), dtype=bool)
        for row, ticket in zip(allowed, tickets.tolist(), strict=True):
            row[view.candidates(ticket)] = True
        numbers = np.where(allowed, ask(view, tickets), -np.inf)
        return cls(view, tickets, numbers, numbers.max(axis=1, initial=-np.inf))

    def best_pair(self) -> tuple[int, int] | None:
        """Give the pair with the largest number, ties by the tickets' order and the chain."""
        if not len(self.best):
            return None
        row = int(self.best.argmax())
        largest = self.best[row]
        if largest == -np.inf:
            return None
        agents = np.flatnonzero(self.numbers[row] == largest)
        return int(self.tickets[row]), self.view.first_of(agents)

    def take(self, ticket: int, agent: int) -> None:
        """Take a ticket out that is given to an agent, and what has no room with him or her now."""
        self.best[self.tickets == ticket] = -np.inf
        waits = self.best > -np.inf
        column = self.numbers[:, agent]
        shut = self._without_room(agent, np.flatnonzero(waits & (column > -np.inf)))
        if len(shut):
            worse = shut[column[shut] == self.best[shut]]
            column[shut] = -np.inf
            self.best[worse] = self.numbers[worse].max(axis=1)

    def _without_room(self, agent: int, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Give those rows whose tickets have no room with an agent any more."""
        number = self.view.profile_number
        profiles = np.array([number(ticket) for ticket in self.tickets[rows].tolist()], np.intp)
        kinds, firsts, kind_of_row = np.unique(profiles, return_index=True, return_inverse=True)
        examples = self.tickets[rows[firsts]].tolist()
        shut = np.array([not self.view.fits(ticket, agent) for ticket in examples], dtype=bool)
        return rows[shut[kind_of_row]] if len(kinds) else rows
