"""Everybody in turn, some more often than others."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import MemoryChange, View
from ticketroute.model import (
    MOST_UNITS,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
)
from ticketroute.strategies._in_turn import InTurn


def _to_weights(
    weights: Mapping[str, int] | Iterable[tuple[str, int]],
) -> tuple[tuple[str, int], ...]:
    return sorted_pairs(weights)


@attrs.frozen(kw_only=True, cache_hash=True)
class RoundRobin(InTurn):
    """Weighted round robin with memory, smooth and fair among those who may have a ticket.

    At each ticket every candidate gains as much credit as his or her weight; the one with the
    most credit is served and pays back what was given out. With equal weights and everybody
    eligible this is the plain rotation; with weights 3 and 1 it serves a, b, a, a. Who is away
    or full neither gains nor loses, so nobody is flooded on return. The credit is integers in
    the plan's memory, by queue.

    Parameters
    ----------
    weights
        Integers of at least 1 by agent id; agents not named have 1.
    policy
        The name under which it remembers. Two policies of one name share their memory.
    order
        Which ticket comes first.

    References
    ----------
    The smooth weighted selection that load balancers use (nginx, 2012), asked anew for the
    candidates of each ticket.

    Examples
    --------
    >>> RoundRobin(weights={"ana": 3})
    RoundRobin(order=EarliestDue(), weights=(('ana', 3),), policy='round-robin')
    """

    may_hold = False

    weights: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_weights)
    policy: str = "round-robin"

    def __attrs_post_init__(self) -> None:
        require_text("RoundRobin.policy", self.policy)
        require_pairs("RoundRobin.weights", "a mapping of agent id to weight", self.weights)
        for agent_id, weight in self.weights:
            require_text("RoundRobin.weights", agent_id)
            require_integer(f"RoundRobin.weights[{agent_id!r}]", weight, 1, MOST_UNITS)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the most credit."""
        credit = self._credit(view, ticket, view.profile(ticket).agents)
        return view.best_qualified(ticket, credit.astype(np.float64))

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange:
        """Give every candidate credit, and let the one who is served pay for all."""
        agents = view.candidates(ticket)
        credit = self._credit(view, ticket, agents)
        credit[agents.searchsorted(agent)] -= self._total(view, agents)
        return MemoryChange(self.policy, view.queue_of(ticket) or "", agents, credit)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations."""
        credit = self._credit(view, ticket, np.arange(view.n_agents))
        return {"credit": credit.astype(np.float64)}

    def _credit(self, view: View, ticket: int, agents: NDArray[np.intp]) -> NDArray[np.int64]:
        """Give the credit of some agents with what this ticket adds."""
        remembered = view.memory(self.policy, view.queue_of(ticket))[agents]
        return remembered + (self._weights(view)[agents] if self.weights else 1)

    def _total(self, view: View, agents: NDArray[np.intp]) -> int:
        return int(self._weights(view)[agents].sum()) if self.weights else len(agents)

    def _weights(self, view: View) -> NDArray[np.int64]:
        given = dict(self.weights)
        return view.cached(
            ("weights", self),
            lambda: np.array([given.get(agent_id, 1) for agent_id in view.roster.ids]),
        )
