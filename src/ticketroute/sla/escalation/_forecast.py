"""Early warning: how likely a target is to be missed, given what is ahead in the queue."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import is_finite, refuse, require_integer
from ticketroute.sla.urgency import Backlog


@attrs.frozen
class BreachForecast:
    """The probability that waiting tickets miss their targets, if they are served in some order.

    A ticket waits until the agents have got through what is ahead of it; then it is handled
    itself, if the target is for that. The time that this takes is given the gamma distribution
    of the same mean and variance. With exponential handling times of one mean, all agents busy,
    this is exact for waiting (an Erlang distribution), and with a single agent for handling too;
    otherwise it is an approximation: with several agents and
    work of very different lengths it is too pessimistic, by up to a third where lengths differ by
    a factor of two or more, because short tickets then pass the long ones.

    Parameters
    ----------
    agents
        How many agents work on the backlog, at least 1.
    variation
        Standard deviation of handling times as a share of their mean, above 0; 1 for
        exponential ones.
    busy
        Whether all agents are busy, so that the first ticket waits for one of them too; what they
        work on is taken to be like the average of the backlog. If not, all are free.
    with_own_work
        Whether a target is met when the ticket has been handled (resolution) rather than when an
        agent takes it up (response).

    Notes
    -----
    Time left is open time of each ticket's calendar; the forecast assumes that the agents work
    while it is open, and that nobody comes in between.

    References
    ----------
    Waiting behind exponential work: L. Kleinrock, *Queueing Systems I*, 1975.

    Examples
    --------
    >>> minute = 60_000_000
    >>> now = 1_777_888_800_000_000
    >>> backlog = Backlog.around_the_clock(np.full(3, now), np.full(3, 90 * minute))
    >>> BreachForecast(agents=1)(backlog, now, order=np.arange(3)).round(2).tolist()
    [0.56, 0.81, 0.93]
    """

    agents: int
    variation: float = 1.0
    busy: bool = True
    with_own_work: bool = True

    def __attrs_post_init__(self) -> None:
        require_integer("BreachForecast.agents", self.agents, 1)
        if not is_finite(self.variation) or self.variation <= 0:
            raise refuse("BreachForecast.variation", "a finite number above 0", self.variation)

    def __call__(self, backlog: Backlog, now: int, order: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give the probability of a miss for each row of a backlog.

        Parameters
        ----------
        backlog
            Columns of the waiting tickets, one row for each.
        now
            The time, in microseconds since 1970 UTC.
        order
            Rows in the order in which they will be served, such as :func:`rank` gives; others
            are given NaN, as nobody knows when they will be.

        Returns
        -------
        ndarray of float64, shape (len(backlog),)
            0 for a row without a target, 1 for one that is beyond it; NaN for one whose clock is
            paused.
        """
        if backlog.ticket is not None:
            raise refuse("backlog", "one row for each ticket", backlog.ticket)
        from scipy.special import gammaincc

        work = backlog.work[order].astype(np.float64)
        mean, square = self._ahead(work)
        if self.with_own_work:
            mean, square = mean + work, square + work**2
        left = backlog.remaining(now)[order].astype(np.float64)
        left[backlog.target[order] == 0] = np.inf
        missed = (left < 0).astype(np.float64)
        open_ended = (left >= 0) & (mean > 0)
        variance = self.variation**2 * square[open_ended]
        shape = mean[open_ended] ** 2 / variance
        missed[open_ended] = gammaincc(shape, left[open_ended] * mean[open_ended] / variance)
        probability = np.full(len(backlog), np.nan)
        probability[order] = missed
        probability[~backlog.clocks.running] = np.nan
        return probability

    def _ahead(self, work: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the sum, and the sum of the squares, of what each waits for."""
        share = work / self.agents
        ahead, squares = np.cumsum(share), np.cumsum(share**2)
        if self.busy:
            first = share.mean() if len(share) else 0.0
            return first + ahead - share, first**2 + squares - share**2
        # Each free agent takes one up at once; the next waits for the first of them, and so on.
        at_once = min(self.agents, len(share))
        return _later(ahead, at_once), _later(squares, at_once)


def _later(sums: NDArray[np.float64], places: int) -> NDArray[np.float64]:
    return np.concatenate((np.zeros(places), sums[: len(sums) - places]))
