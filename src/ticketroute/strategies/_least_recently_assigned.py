"""To whoever has gone longest without a new ticket."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View, last_assignment
from ticketroute.strategies._in_turn import InTurn, one_term


@attrs.frozen(kw_only=True)
class LeastRecentlyAssigned(InTurn):
    """Each ticket to the candidate whose last assignment is longest ago.

    Counted in assignments, not by the clock, so that a batch at one instant still rotates.
    Agents who never had one come first; ties by the chain. Many products call this round robin.

    Examples
    --------
    >>> LeastRecentlyAssigned()
    LeastRecentlyAssigned(order=EarliestDue())
    """

    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate whose last assignment is longest ago."""
        return view.first(ticket, last_assignment)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return one_term("last assigned", view.last_assigned)
