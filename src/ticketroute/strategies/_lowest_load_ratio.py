"""To whoever is least loaded, measured against his or her own limit."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View, tie_order
from ticketroute.strategies._in_turn import InTurn


@attrs.frozen(kw_only=True)
class LowestLoadRatio(InTurn):
    """Each ticket to the candidate with the smallest used / limit; ties by the chain.

    Effort and the limit over everything are what counts. Who has no limit has a ratio of 0, and
    so comes before everybody who has something in hand. Trap: one ticket weighs little with large
    limits, so these get most of what comes.

    Examples
    --------
    >>> LowestLoadRatio()
    LowestLoadRatio(order=EarliestDue())
    """

    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the lowest load ratio, which is where the chain begins."""
        return view.first(ticket, tie_order)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return {"load ratio": view.spare_share - 1.0}
