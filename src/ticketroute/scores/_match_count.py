"""Prefer the agents who have the most of what the ticket asks for."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class MatchCount:
    """The share of the ticket's skills, required and optional, that an agent has at level: 0 to 1.

    Who has a required skill is settled before any score, so among candidates it counts optional
    ones. 0 for a ticket without requirements. Trap: how much better than asked for somebody is
    makes no difference.

    Examples
    --------
    >>> MatchCount()
    MatchCount()
    """

    reads = ("requirements",)
    static = True

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        rows = np.zeros((len(tickets), view.n_agents))
        for place, ticket in enumerate(tickets):
            for requirement in ticket.requirements:
                able = view.roster.levels(requirement.skill) >= requirement.minimum
                rows[place] += able / len(ticket.requirements)
        return rows
