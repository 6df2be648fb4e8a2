"""Rules that weigh the work against the time left, for a small sum of weighted delays."""

from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import duration_to_microseconds
from ticketroute.sla._durations import require_duration
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._checks import require_positive
from ticketroute.sla.urgency._cost import weight_per_hour
from ticketroute.sla.urgency._overrun import overrun, put_last
from ticketroute.sla.urgency._protocols import Ordering

_MOST_IN_ONE: Final = 2**63


@attrs.frozen
class ApparentTardinessCost:
    """Most weight per work first, the less so the more slack there is (ATC).

    The rule is ``weight / work * exp(-max(slack, 0) / (look_ahead * mean work))``; the number is
    its logarithm, with work in hours: the same order, and where the exponential of much slack
    would be 0 for all, tickets still differ. The slack is what is left of the target less the
    work; the mean is over the rows that are ranked. A good rule for weighted delays when some
    targets cannot be kept. Trap: the number of a ticket depends on the others by the mean, and it
    may be below 0: it is no number to multiply, and weighs tickets already.

    Parameters
    ----------
    look_ahead
        How many average tickets ahead the rule looks, usually 1.5 to 4.5. A large value leads to
        :class:`WeightedShortestWork`, a small one to :class:`LeastSlack` while nothing is late.

    References
    ----------
    A. P. J. Vepsalainen and T. E. Morton, *Priority rules for job shops with weighted tardiness
    costs*, Management Science 33, 1987.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0]) * minute, np.array([30, 90]) * minute
    >>> work = np.array([30, 30]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> indices = np.exp(ApparentTardinessCost()(backlog, 0))  # no slack, and an hour of it
    >>> indices.round(3).tolist()
    [2.0, 0.736]
    """

    look_ahead: float = 2.0

    ordering = Ordering.GENERAL

    def __attrs_post_init__(self) -> None:
        require_positive("ApparentTardinessCost.look_ahead", self.look_ahead)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the logarithm of the apparent cost of tardiness."""
        numbers = _slack(backlog, now) / (-self.look_ahead * _mean_work(backlog))
        worth = weight_per_hour(backlog)
        numbers += np.log(worth, out=worth)
        return put_last(numbers, backlog.target == 0)


@attrs.frozen
class Covert:
    """Most weight per work first, in proportion to how much of the slack the wait will use up.

    Number: ``weight / work * max(0, 1 - max(slack, 0) / (look_ahead * wait))``, per hour: all of
    the weight without slack, and none of it with more slack than the tickets are expected to
    wait. "Cost over time". Use it where the usual wait is known. Trap: all tickets with more
    slack than that have the number 0, and only the tie-break, by due time, orders them; with too
    short a `wait` that is nearly all.

    Parameters
    ----------
    wait
        How long tickets are expected to wait, longer than zero, on their calendars.
    look_ahead
        How many such waits ahead the rule looks.

    References
    ----------
    D. C. Carroll, *Heuristic sequencing of single and multiple component jobs*, 1965.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0, 0]) * minute, np.array([30, 60, 300]) * minute
    >>> work = np.array([30, 30, 30]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> Covert(timedelta(minutes=20))(backlog, 0).tolist()  # slack of 0, 30 and 270 minutes
    [2.0, 0.5, 0.0]
    """

    wait: timedelta
    look_ahead: float = 2.0

    ordering = Ordering.GENERAL

    def __attrs_post_init__(self) -> None:
        require_duration("Covert.wait", self.wait)
        require_positive("Covert.look_ahead", self.look_ahead)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by cost over time."""
        horizon = self.look_ahead * duration_to_microseconds(self.wait)
        # Before it is divided, so that what is left of the horizon is exact to the microsecond.
        numbers = np.subtract(horizon, _slack(backlog, now), dtype=np.float64)
        np.maximum(numbers, 0, out=numbers)
        numbers /= horizon
        numbers *= weight_per_hour(backlog)
        return put_last(numbers, backlog.target == 0)


def _slack(backlog: Backlog, now: int) -> NDArray[np.int64]:
    """Give the time left less the work, in microseconds, and 0 where there is less than none."""
    slack = overrun(backlog, now)
    slack += backlog.work
    np.negative(slack, out=slack)
    return np.maximum(slack, 0, out=slack)


def _mean_work(backlog: Backlog) -> float:
    """Give the mean work in microseconds, the same in whichever order the rows come."""
    work = backlog.work
    if not len(work):
        return 1.0
    total = int(work.sum())  # integers add up exactly
    if int(work.max()) * len(work) >= _MOST_IN_ONE:
        total = sum(int(each) for each in work)
    return total / len(work)
