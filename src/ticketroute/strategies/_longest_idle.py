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
_A_SECOND: Final = 1_000_000
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

    may_hold = False

    since: IdleClock = "available"

    def __attrs_post_init__(self) -> None:
        if self.since not in _CLOCKS:
            raise refuse("LongestIdle.since", f"one of {_CLOCKS}", self.since)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who has been idle longest."""
        return view.best_qualified(ticket, -self._since(view, view.profile(ticket).agents))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give how long everybody has been idle, in seconds, for explanations.

        Whoever never had a ticket comes before all who had, and with ``"unoccupied"`` whoever has
        nothing in hand before all who have something: by so many seconds more.
        """
        times = self._times(view, np.arange(view.n_agents))
        is_new = times == 0
        idle = np.where(is_new, 0.0, (view.now_us - times) / _A_SECOND)
        longest = float(np.ceil(idle.max(initial=0.0)))
        terms = {f"seconds idle since {self.since}": idle}
        if is_new.any():
            terms = {"never had a ticket": np.where(is_new, longest + 1.0, 0.0), **terms}
        if self.since == "unoccupied":
            unoccupied = np.where(view.workload.open == 0, longest + 2.0, 0.0)
            terms = {"nothing in hand": unoccupied, **terms}
        return terms

    def _times(self, view: View, agents: NDArray[np.intp]) -> NDArray[np.int64]:
        """Give since when agents are idle, in microseconds since 1970 UTC; 0 for ever."""
        times = view.workload.times
        since = np.maximum(times.assigned[agents], times.released[agents])
        if self.since != "released":
            np.maximum(since, times.came[agents], out=since)
        return since

    def _since(self, view: View, agents: NDArray[np.intp]) -> NDArray[np.float64]:
        since = self._times(view, agents)
        if self.since == "unoccupied":
            since[view.workload.open[agents] > 0] += _BUSY
        return since.astype(np.float64)
