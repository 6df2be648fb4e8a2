"""To whoever has been idle longest, by a clock that has a name."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import refuse
from ticketroute.strategies._in_turn import InTurn

IdleClock: TypeAlias = Literal["released", "available", "unoccupied"]

_CLOCKS: Final = ("released", "available", "unoccupied")
_BUSY: Final = 1 << 52
"""More microseconds than lie between 1970 and 2100; floats still tell the sum exactly."""


@attrs.frozen(kw_only=True)
class LongestIdle(InTurn):
    """Each ticket to the candidate who has been idle longest; ties by the chain.

    Products mean different clocks by "idle"; all of them begin anew with an assignment.

    Parameters
    ----------
    since
        ``"released"``: when a ticket last left the agent's hands (Asterisk, FreeSWITCH).
        ``"available"``: the same, or when the agent began to take part, if that was later, so that
        whoever just came does not come first (Amazon Connect).
        ``"unoccupied"``: the same, and whoever has anything in hand comes after all who have
        nothing (Twilio).
    order
        Which ticket comes first.

    Examples
    --------
    >>> LongestIdle(since="unoccupied")
    LongestIdle(order=EarliestDue(), since='unoccupied')
    """

    since: IdleClock = "available"

    def __attrs_post_init__(self) -> None:
        if self.since not in _CLOCKS:
            raise refuse("LongestIdle.since", f"one of {_CLOCKS}", self.since)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who has been idle longest."""
        return view.best_qualified(ticket, -self._since(view, view.profile(ticket).agents))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give how long everybody has been idle, in seconds, for explanations."""
        since = self._since(view, np.arange(view.n_agents))
        return {f"seconds idle since {self.since}": (view.now_us - since) / 1_000_000}

    def _since(self, view: View, agents: NDArray[np.intp]) -> NDArray[np.float64]:
        times = view.workload.times
        since = np.maximum(times.assigned[agents], times.released[agents])
        if self.since != "released":
            np.maximum(since, times.came[agents], out=since)
        if self.since == "unoccupied":
            since[view.workload.open[agents] > 0] += _BUSY
        return since.astype(np.float64)
