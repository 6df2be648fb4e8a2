"""Prefer the agents who have the most room."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class SpareCapacity:
    """The free share of an agent's total limit, 0 for full to 1 for idle (or without a limit).

    Examples
    --------
    >>> SpareCapacity()
    SpareCapacity()
    """

    reads = ()

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        return np.broadcast_to(view.spare_share, (len(tickets), view.n_agents))

    def on_qualified(self, view: View, ticket: int) -> NDArray[np.float64]:
        """Read only the agents who pass the ticket's standing checks."""
        return view.workload.spare_share[view.profile(ticket).agents]
