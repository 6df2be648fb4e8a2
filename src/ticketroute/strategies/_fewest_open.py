"""To whoever has the fewest tickets in hand."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View, open_tickets
from ticketroute.strategies._in_turn import InTurn, one_term


@attrs.frozen(kw_only=True)
class FewestOpen(InTurn):
    """Each ticket to the candidate with the fewest tickets in hand; ties by the chain.

    The tie goes to the least recently assigned, so that on quiet days not everything goes to
    the first in the list.

    Examples
    --------
    >>> FewestOpen()
    FewestOpen(order=EarliestDue())
    """

    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the fewest tickets in hand."""
        return view.first(ticket, open_tickets)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return one_term("open tickets", view.open)
