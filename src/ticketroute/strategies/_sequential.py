"""Always the first of a list who can."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import refuse, require_texts, to_texts
from ticketroute.strategies._in_turn import InTurn


def _to_sequence(sequence: Iterable[str]) -> tuple[str, ...]:
    return to_texts(sequence)


@attrs.frozen(kw_only=True, cache_hash=True)
class Sequential(InTurn):
    """Each ticket to the first of a list who can have it: seniors first, or a fixed chain.

    Agents who are not listed come after all who are; among themselves the chain decides. Ids in
    the list that the board does not know are passed over. Trap: whoever stands first is always
    busy, and the last ones never learn.

    Parameters
    ----------
    sequence
        Ids of agents, each once, the first to be asked first.
    order
        Which ticket comes first.

    Examples
    --------
    >>> Sequential(sequence=["ana", "bea"])
    Sequential(order=EarliestDue(), sequence=('ana', 'bea'))
    """

    may_hold = False

    sequence: tuple[str, ...] = attrs.field(default=(), converter=_to_sequence)

    def __attrs_post_init__(self) -> None:
        require_texts("Sequential.sequence", self.sequence)
        if len(set(self.sequence)) < len(self.sequence):
            raise refuse("Sequential.sequence", "each agent id once", self.sequence)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who stands first in the list."""
        scores = view.cached(
            (self, view.profile_number(ticket)),
            lambda: self._scores(view)[view.profile(ticket).agents],
        )
        return view.best_qualified(ticket, scores)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return {"place in the sequence": self._scores(view)}

    def _scores(self, view: View) -> NDArray[np.float64]:
        """Give the place of each agent, counted down from 0."""
        scores = np.full(view.n_agents, -float(len(self.sequence)))
        for place, agent_id in enumerate(self.sequence):
            agent = view.roster.find(agent_id)
            if agent is not None:
                scores[agent] = -place
        return scores
