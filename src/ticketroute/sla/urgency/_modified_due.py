"""Rules that move a due time which can no longer be kept to the earliest possible end."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._overrun import overrun, put_last
from ticketroute.sla.urgency._protocols import Ordering

_MINUTE: Final = 60_000_000


@attrs.frozen
class ModifiedDueDate:
    """Earliest modified due date first (MDD): the due time, or the earliest end if that is later.

    Number: ``-max(remaining, work)``, in minutes. The time left is counted on the row's own
    calendar and compared with the work, which stands for the earliest end. While targets can be
    kept it is the order of due times; those that cannot go by shortest work, which keeps the sum
    of delays small. Trap: a long ticket that has become late waits behind every short one.

    References
    ----------
    K. R. Baker and J. W. M. Bertrand, *A dynamic priority rule for scheduling against due-dates*,
    Journal of Operations Management 3, 1982.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0, 0]) * minute, np.array([60, 30, 10]) * minute
    >>> work = np.array([5, 15, 25]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> ModifiedDueDate()(backlog, 20 * minute).tolist()
    [-40.0, -15.0, -25.0]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by modified due date."""
        return _modified(backlog, now)


@attrs.frozen
class WeightedModifiedDueDate:
    """Earliest modified due date per weight first (WMDD).

    Number: ``-max(remaining, work) / weight``, in minutes. As :class:`ModifiedDueDate`, for
    tickets that do not all count the same: with equal weights it is that rule, and of tickets
    that cannot be in time any more, the one with most weight per work comes first. Trap: a weight
    also moves tickets with plenty of time, 3 as if they were due in a third of it.

    References
    ----------
    J. J. Kanet and X. Li, *A weighted modified due date rule for sequencing to minimize weighted
    tardiness*, Journal of Scheduling 7, 2004.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0]) * minute, np.array([80, 30]) * minute
    >>> work, weight = np.array([5, 15]) * minute, np.array([5.0, 1.0])
    >>> backlog = Backlog.around_the_clock(created, target, work=work, weight=weight)
    >>> WeightedModifiedDueDate()(backlog, 20 * minute).tolist()  # 60 / 5 and 15 / 1
    [-12.0, -15.0]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by modified due date per weight."""
        numbers = _modified(backlog, now)
        numbers /= backlog.weight
        return numbers


def _modified(backlog: Backlog, now: int) -> NDArray[np.float64]:
    past = overrun(backlog, now)
    np.minimum(past, -backlog.work, out=past)
    return put_last(past / _MINUTE, backlog.target == 0)
