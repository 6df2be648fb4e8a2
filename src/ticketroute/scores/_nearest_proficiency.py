"""Prefer the agents who are just good enough."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class NearestProficiency:
    """The smallest excess over what is asked first, so that experts stay free: 0 to 1.

    For each of the ticket's skills ``1 - (level - minimum) / highest``, with the highest level that
    any agent has in it, and 0 for an agent who lacks it or is below the minimum; then the mean.
    Required and optional skills count alike. 0 for a ticket without requirements. Trap: it
    prefers whoever is barely able, which for difficult tickets is the wrong one.

    Examples
    --------
    >>> NearestProficiency()
    NearestProficiency()
    """

    reads = ("requirements",)
    static = True

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        rows = np.zeros((len(tickets), view.n_agents))
        for row, ticket in zip(rows, tickets, strict=True):
            for requirement in ticket.requirements:
                levels = view.roster.levels(requirement.skill)
                able = levels >= requirement.minimum  # NaN, for those who lack it, is not
                highest = levels[able].max(initial=0.0) or 1.0
                nearness = 1.0 - (levels[able] - requirement.minimum) / highest
                row[able] += nearness / len(ticket.requirements)
        return rows
