"""Prefer the agents who are likely to be done with the ticket first."""

from collections.abc import Sequence
from datetime import timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import MICROSECOND, Ticket, refuse, refuse_type


@attrs.frozen(kw_only=True)
class PredictedFinish:
    """1 for done at once, 1/2 for done after `half`, towards 0 for late.

    What an agent has in hand is expected to take as long as ``Setup.handling_times`` say, times the
    agent's pace; the new ticket comes after it. What has been worked on so far is not known, and
    counts in full. Loads that are only predicted are as good as the estimates.

    Parameters
    ----------
    half
        Time to the finish at which the score is one half.

    Examples
    --------
    >>> PredictedFinish()
    PredictedFinish(half=datetime.timedelta(seconds=14400))
    """

    reads = ("type",)

    half: timedelta = timedelta(hours=4)

    def __attrs_post_init__(self) -> None:
        half: object = self.half
        if not isinstance(half, timedelta):
            raise refuse_type("PredictedFinish.half", "a timedelta", half)
        if half <= timedelta(0):
            raise refuse("PredictedFinish.half", "a duration longer than zero", half)

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        times = view.setup.handling_times
        own = np.array([times.of(ticket.type) // MICROSECOND for ticket in tickets])
        paces = view.cached(
            ("paces", times), lambda: np.array(list(map(times.pace, view.roster.ids)))
        )
        finish = (own[:, np.newaxis] + view.work_in_hand) * paces
        half = self.half // MICROSECOND
        scores: NDArray[np.float64] = half / (half + finish)
        return scores
