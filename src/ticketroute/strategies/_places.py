"""The plan for all tickets together as a transportation problem: kinds of tickets, and places.

Tickets of a kind are alike, and places with an agent are. So what is solved has a row for each kind
and a column for each agent, whatever the number of tickets.
"""

from functools import cached_property
from typing import ClassVar, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY
from ticketroute.strategies._dealt import Dealt
from ticketroute.strategies._transport._result import Transport
from ticketroute.strategies._transport._transport import transport

_STEPS: Final = 1 << 28
"""Into how many steps the span of the scores is cut: sums of them are exact integers."""


@attrs.frozen(eq=False, slots=False)
class PlacesProblem:
    """Tickets that are all to be served, by kind, and places.

    Attributes
    ----------
    tickets
        Positions of the tickets, most urgent first.
    kind
        The row of each, ``ndarray of intp, shape (n,)``.
    scores
        ``ndarray of float, shape (kinds, columns)``, ``-inf`` where forbidden.
    places
        How many tickets each column takes, ``ndarray of int64``.
    agent_of_column
        Whose places they are.
    penalty
        What it costs to let each ticket wait, ``ndarray of float, shape (n,)``; None, and they are
        all to be served.
    """

    tickets: list[int]
    kind: NDArray[np.intp]
    scores: NDArray[np.float64]
    places: NDArray[np.int64]
    agent_of_column: NDArray[np.intp]
    penalty: NDArray[np.float64] | None = None

    method: ClassVar[str] = "transportation problem"

    def only_servable(self) -> "PlacesProblem":
        """Leave out the tickets that cannot be served beside the more urgent ones.

        The sets that can be served together are the independent sets of a matroid, and there the
        set of the largest sum of weights is the one that greedy choice finds (Edmonds 1971): so
        weights that fall with urgency, whatever their size, leave out the least urgent.
        """
        if (self._plan.agent >= 0).all():
            return self
        count = len(self.tickets)
        served = transport(
            np.zeros(self.scores.shape, dtype=np.int64),
            self.places,
            penalty=np.arange(count, 0, -1),
            eligible=self._allowed,
            groups=self.kind,
        ).agent
        return self.restricted_to(served >= 0)

    def restricted_to(self, chosen: NDArray[np.bool_]) -> "PlacesProblem":
        """Give the same problem with some of the tickets only."""
        tickets = [ticket for ticket, is_in in zip(self.tickets, chosen, strict=True) if is_in]
        return attrs.evolve(self, tickets=tickets, kind=self.kind[chosen])

    def solve(self) -> Dealt:
        """Serve the tickets with the largest sum of scores, less penalties.

        Raises
        ------
        ValueError
            If not all tickets can be served, and none may wait.
        """
        column = self._plan.agent
        served = column >= 0
        if self.penalty is None and not served.all():
            message = "not all tickets can be served"
            raise ValueError(message)
        agents = np.full(len(column), NOBODY, dtype=np.intp)
        agents[served] = self.agent_of_column[column[served]]
        score = float(self.scores[self.kind[served], column[served]].sum())
        penalties = 0.0 if self.penalty is None else float(self.penalty[~served].sum())
        return Dealt(agents, score, penalties)

    @cached_property
    def _allowed(self) -> NDArray[np.bool_]:
        return self.scores > -np.inf

    @cached_property
    def _plan(self) -> Transport:
        """The plan; without penalties it serves as many as can be, with the largest sum."""
        if self.penalty is not None:
            cost = np.where(self._allowed, -self.scores, 0.0)
            return transport(
                cost, self.places, penalty=self.penalty, eligible=self._allowed, groups=self.kind
            )
        costs, dearest = self._costs()
        # No chain of changes costs more than this: nobody waits who can be served.
        waiting = dearest * (len(self.places) + 1) + 1
        return transport(
            costs, self.places, penalty=waiting, eligible=self._allowed, groups=self.kind
        )

    def _costs(self) -> tuple[NDArray[np.int64], int]:
        """Turn scores into whole costs of at least 0, and give the largest."""
        allowed = self._allowed
        if not allowed.any():
            return np.zeros(self.scores.shape, dtype=np.int64), 0
        best, worst = self.scores[allowed].max(), self.scores[allowed].min()
        step = (best - worst) / _STEPS or 1.0
        costs = np.zeros(self.scores.shape, dtype=np.int64)
        costs[allowed] = np.rint((best - self.scores[allowed]) / step).astype(np.int64)
        return costs, int(costs.max())

    def without(self, ticket: int, agent: int) -> "PlacesProblem":
        """Give the same problem with one pair forbidden: the ticket becomes a kind of its own."""
        row = self.tickets.index(ticket)
        scores = np.vstack((self.scores, self.scores[self.kind[row]]))
        scores[-1, self.agent_of_column == agent] = -np.inf
        kind = self.kind.copy()
        kind[row] = len(scores) - 1
        return attrs.evolve(self, scores=scores, kind=kind)
