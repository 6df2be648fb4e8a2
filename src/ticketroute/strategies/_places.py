"""The plan for all tickets together as a transportation problem: kinds of tickets, and places.

Tickets of a kind are alike, and places with an agent are. So what is solved has a row for each kind
and a column for each agent, whatever the number of tickets.
"""

from functools import cached_property
from typing import ClassVar, Final

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.board import NOBODY
from ticketroute.strategies._dealt import Dealt
from ticketroute.strategies._transport._result import Transport
from ticketroute.strategies._transport._transport import transport

_MOST_COST: Final = 1 << 49
_MOST_SUM: Final = 1 << 60
"""Costs and sums of them below which the solver is exact."""


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
    asks
        By how much less the score is on each place of a column than on its first, ``ndarray of
        float, shape (places.sum(),)``, column after column; None if all are alike.
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
    asks: NDArray[np.float64] | None = None

    method: ClassVar[str] = "transportation problem"

    def only_servable(self) -> "PlacesProblem":
        """Leave out the tickets that cannot be served beside the more urgent ones.

        The sets that can be served together are the independent sets of a matroid, and there the
        set of the largest sum of weights is the one that greedy choice finds (Edmonds 1971): so
        weights that fall with urgency, whatever their size, leave out the least urgent.
        """
        enough = int(self.places.sum()) >= len(self.tickets)
        if enough and (self.plan.agent >= 0).all():
            return self
        return self.restricted_to(self.choice.agent >= 0)

    @cached_property
    def choice(self) -> Transport:
        """A plan of whom to serve, whatever the scores."""
        return self._transport(np.zeros(self.scores.shape, dtype=np.int64), self.weights)

    def restricted_to(self, chosen: NDArray[np.bool_]) -> "PlacesProblem":
        """Give the same problem with some of the tickets only."""
        tickets = [ticket for ticket, is_in in zip(self.tickets, chosen, strict=True) if is_in]
        penalty = None if self.penalty is None else self.penalty[chosen]
        return attrs.evolve(self, tickets=tickets, kind=self.kind[chosen], penalty=penalty)

    def solve(self) -> Dealt:
        """Serve the tickets with the largest sum of scores, less penalties.

        Raises
        ------
        ValueError
            If not all tickets can be served, and none may wait.
        """
        column = self.plan.agent
        served = column >= 0
        if self.penalty is None and not served.all():
            message = "not all tickets can be served"
            raise ValueError(message)
        agents = np.full(len(column), NOBODY, dtype=np.intp)
        agents[served] = self.agent_of_column[column[served]]
        score = float(self.scores[self.kind[served], column[served]].sum())
        score -= self._asked(np.bincount(column[served], minlength=len(self.places)))
        penalties = 0.0 if self.penalty is None else float(self.penalty[~served].sum())
        return Dealt(agents, score, penalties, self._rounding)

    @property
    def prices(self) -> NDArray[np.float64]:
        """What a place in each column is worth in the plan, in units of the score."""
        unit = self.step if self.penalty is None else 1.0
        return self.plan.agent_price.astype(np.float64) * unit

    def last_asks(self, agents: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give what the last place in use asks in each column, 0 where none does.

        Parameters
        ----------
        agents
            Who has each ticket, or `NOBODY`.
        """
        last = np.zeros(len(self.places))
        if self.asks is not None:
            load = np.bincount(
                agents[agents != NOBODY], minlength=int(self.agent_of_column.max()) + 1
            )
            load = load[self.agent_of_column]
            used = np.flatnonzero(load)
            first = np.cumsum(self.places) - self.places
            last[used] = self.asks[first[used] + load[used] - 1]
        return last

    def as_places(self) -> "PlacesProblem":
        """Give the problem as it is; one on slots gives another."""
        return self

    def without(self, ticket: int, agent: int) -> "PlacesProblem":
        """Give the same problem with one pair forbidden: the ticket becomes a kind of its own."""
        row = self.tickets.index(ticket)
        scores = np.vstack((self.scores, self.scores[self.kind[row]]))
        scores[-1, self.agent_of_column == agent] = -np.inf
        kind = self.kind.copy()
        kind[row] = len(scores) - 1
        return attrs.evolve(self, scores=scores, kind=kind)

    @property
    def weights(self) -> NDArray[np.int64]:
        """Weights that fall with the order."""
        return np.arange(len(self.tickets), 0, -1)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Which columns each kind may go to."""
        return self.scores > -np.inf

    @cached_property
    def plan(self) -> Transport:
        """The plan; without penalties it serves as many as can be, with the largest sum."""
        if self.penalty is not None:
            cost = np.where(self.allowed, -self.scores, 0.0)
            return self._transport(cost, self.penalty, self.asks)
        costs, dearest = self.whole_costs()
        asks = None
        if self.asks is not None:
            asks = np.rint(self.asks / self.step).astype(np.int64)
            dearest += int(asks.max(initial=0))
        # No chain of changes costs more than this: nobody waits who can be served.
        return self._transport(costs, dearest * (len(self.places) + 1) + 1, asks)

    def _transport(
        self, cost: ArrayLike, penalty: ArrayLike, asks: ArrayLike | None = None
    ) -> Transport:
        return transport(
            cost,
            self.places,
            penalty=penalty,
            place_cost=asks,
            eligible=self.allowed,
            groups=self.kind,
        )

    @cached_property
    def step(self) -> float:
        """How much of score a whole number of cost stands for: the finest that sums allow."""
        known = self.scores[self.allowed]
        if not len(known):
            return 1.0
        # Nobody is to wait who can be served: that costs more than any chain of changes.
        chain = len(self.places) + 2
        steps = min(_MOST_COST // chain, _MOST_SUM // (chain * max(len(self.tickets), 1)))
        asked = 0.0 if self.asks is None else float(self.asks.max(initial=0))
        return (float(known.max() - known.min()) + asked) / steps or 1.0

    @cached_property
    def _rounding(self) -> float:
        """By how much the sum of scores may be smaller than the largest, as costs are whole."""
        known = self.scores[self.allowed]
        if self.penalty is not None:
            return float(self.plan.rounding)
        whole = (known.max(initial=-np.inf) - known) / self.step
        if self.asks is not None:
            whole = np.concatenate((whole, self.asks / self.step))
        return 0.0 if (whole == np.rint(whole)).all() else 2 * len(self.tickets) * self.step

    def whole_costs(self) -> tuple[NDArray[np.int64], int]:
        """Turn scores into whole costs of at least 0, and give the largest."""
        allowed = self.allowed
        costs = np.zeros(self.scores.shape, dtype=np.int64)
        if allowed.any():
            known = self.scores[allowed]
            costs[allowed] = np.rint((known.max() - known) / self.step).astype(np.int64)
        return costs, int(costs.max(initial=0))

    def _asked(self, load: NDArray[np.intp]) -> float:
        """Add up by how much less the score is as not all have the first place of a column."""
        if self.asks is None:
            return 0.0
        within = np.arange(len(self.asks)) - np.repeat(
            np.cumsum(self.places) - self.places, self.places
        )
        return float(self.asks[within < np.repeat(load, self.places)].sum())
