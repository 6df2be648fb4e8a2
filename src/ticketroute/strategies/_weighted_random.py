"""By chance, some more often than others."""

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import (
    refuse,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
)
from ticketroute.strategies._draws import draw
from ticketroute.strategies._in_turn import InTurn

_LEAST: Final = 1e-9
_MOST: Final = 1e9
"""Beyond these a draw could be infinite, and somebody with a weight would never be drawn."""


def _to_weights(
    weights: Mapping[str, float] | Iterable[tuple[str, float]],
) -> tuple[tuple[str, float], ...]:
    return sorted_pairs(weights)


@attrs.frozen(kw_only=True, cache_hash=True)
class WeightedRandom(InTurn):
    """Each ticket to a candidate drawn with a probability proportional to his or her weight.

    Every candidate draws a number `u` between 0 and 1, and the largest ``log(u) / weight`` wins.
    The number follows from the seed and the ids of ticket and agent alone: the draw of one ticket
    does not depend on any other, and taking a loser away never changes who wins. Nothing is
    remembered. Trap: shares hold in the long run only, and by chance somebody gets five in a row.

    Parameters
    ----------
    weights
        Numbers from 1e-9 to 1e9 by agent id; agents not named have 1.
    seed
        Another seed is another draw; an integer of at least 0.
    order
        Which ticket comes first.

    References
    ----------
    P. S. Efraimidis and P. G. Spirakis, *Weighted random sampling with a reservoir*, Information
    Processing Letters 97, 2006.

    Examples
    --------
    >>> WeightedRandom(weights={"ana": 3}, seed=7)
    WeightedRandom(order=EarliestDue(), weights=(('ana', 3),), seed=7)
    """

    may_hold = False

    weights: tuple[tuple[str, float], ...] = attrs.field(default=(), converter=_to_weights)
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        require_integer("WeightedRandom.seed", self.seed, 0)
        require_pairs("WeightedRandom.weights", "a mapping of agent id to weight", self.weights)
        for agent_id, weight in self.weights:
            require_text("WeightedRandom.weights", agent_id)
            given: object = weight
            if not isinstance(given, int | float) or not _LEAST <= given <= _MOST:
                field = f"WeightedRandom.weights[{agent_id!r}]"
                raise refuse(field, f"a number from {_LEAST:g} to {_MOST:g}", weight)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who wins the draw."""
        return view.best_qualified(ticket, self._draw(view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: nobody draws who may not have the ticket."""
        drawn = np.full(view.n_agents, -np.inf)
        drawn[view.profile(ticket).agents] = self._draw(view, ticket)
        return {"weighted draw": drawn}

    def _draw(self, view: View, ticket: int) -> NDArray[np.float64]:
        """Give what the agents who pass the standing checks draw; the largest wins."""
        keys = np.log(draw(view, ticket, self.seed, "weighted random"))
        if self.weights:
            keys /= view.cached(
                (self, view.profile_number(ticket)), lambda: self._weights(view, ticket)
            )
        return keys

    def _weights(self, view: View, ticket: int) -> NDArray[np.float64]:
        given, ids = dict(self.weights), view.roster.ids
        return np.array([given.get(ids[a], 1.0) for a in view.profile(ticket).agent_list], float)
