"""Prefer the agents who are quick."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class Quickness:
    """How quick an agent is beside the quickest, from above 0 to 1.

    By the paces in ``Setup.handling_times``: an agent who takes twice as long as the quickest
    scores 1/2.

    Examples
    --------
    >>> Quickness()
    Quickness()
    """

    reads = ()
    static = True

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        paces = np.array(list(map(view.setup.handling_times.pace, view.roster.ids)))
        return np.tile(paces.min(initial=np.inf) / paces, (len(tickets), 1))
