"""Prefer the agents whom the ticket names."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class Affinity:
    """1 for the first agent that the ticket's affinity names, falling evenly to 0 after the last.

    Agents who are not on the board are passed over.

    Examples
    --------
    >>> Affinity()
    Affinity()
    """

    reads = ("affinity",)
    ignores_loads = True  # not static: rows of so many customers are not worth keeping

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        rows = np.zeros((len(tickets), view.n_agents))
        for row, ticket in zip(rows, tickets, strict=True):
            named = len(ticket.affinity)
            for place, agent_id in enumerate(ticket.affinity):
                agent = view.roster.find(agent_id)
                if agent is not None:
                    row[agent] = max(row[agent], (named - place) / named)
        return rows

    def on_qualified(self, view: View, ticket: int) -> NDArray[np.float64] | None:
        """Skip the work where, as for most tickets, nobody is named."""
        table = view.profiles(self.reads)
        profile = table.of(ticket)
        named = view.cached(("affinity", profile), lambda: table.ticket(profile).affinity)
        if not named:
            return None
        row: NDArray[np.float64] = self(view, [table.ticket(profile)])[0]
        return row[view.profile(ticket).agents]
