"""To whoever has been given the least in a period."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import require_text
from ticketroute.strategies._in_turn import InTurn, one_term


@attrs.frozen
class FewestGiven(InTurn):
    """Each ticket to the candidate who has been given the least in a period; ties by the chain.

    The period is that of an allowance on the board, which need not limit anything
    (``Allowance(name="today", most=None, per=...)``). It counts what was given by hand too. Take
    a short period: over a lifetime, whoever comes back from leave would be flooded.

    Parameters
    ----------
    allowance
        Name of the allowance.
    order
        Which ticket comes first.

    Raises
    ------
    UnknownName
        If the board has no such allowance, when it decides.

    Examples
    --------
    >>> FewestGiven("today")
    FewestGiven(order=EarliestDue(), allowance='today')
    """

    may_hold = False

    allowance: str = attrs.field(kw_only=False)

    def __attrs_post_init__(self) -> None:
        require_text("FewestGiven.allowance", self.allowance)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who has been given the least."""
        given = view.drawn_on(self.allowance)[view.profile(ticket).agents]
        return view.best_qualified(ticket, np.subtract(0.0, given))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return one_term(f"given on {self.allowance!r}", view.drawn_on(self.allowance))
