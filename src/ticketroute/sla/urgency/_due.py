"""Rules that look at the due time, and at the work that has to fit in before it."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla._clock_columns import NO_DUE
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._overrun import overrun, put_last
from ticketroute.sla.urgency._protocols import Ordering

_MINUTE: Final = 60_000_000


@attrs.frozen
class EarliestDue:
    """Earliest due date first (EDD); tickets without a target come after those with one.

    Number: ``-due``, in microseconds since 1970 UTC. Minimises the greatest lateness on a single
    server. Trap: when more is promised than can be done, it works on what is late already, and
    by that makes the rest late too.

    References
    ----------
    J. R. Jackson, *Scheduling a production line to minimize maximum tardiness*, 1955.

    Examples
    --------
    >>> backlog = Backlog.around_the_clock(np.array([0, 10, 5]), np.array([60, 20, 0]))
    >>> EarliestDue()(backlog, 15).tolist()
    [-60.0, -30.0, -inf]
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by due time."""
        return put_last(np.multiply(backlog.due, -1.0), backlog.due == NO_DUE)


@attrs.frozen
class LeastSlack:
    """Least slack first: the time left until the target runs out, less the work.

    Number: ``work - remaining``, in minutes; 0 at the last moment at which work can begin and
    still be in time. The time left is counted on the row's own calendar. Use it where handling
    times differ much and most targets are kept. Trap: under overload it serves long tickets that
    are lost anyway before short ones that could still be saved.

    The order changes where tickets count on different calendars.

    References
    ----------
    S. S. Panwalkar and W. Iskander, *A survey of scheduling rules*, Operations Research 25, 1977.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0]) * minute, np.array([60, 30]) * minute
    >>> work = np.array([45, 5]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> LeastSlack()(backlog, 20 * minute).tolist()  # 40 - 45 and 10 - 5 minutes of slack
    [5.0, -5.0]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by slack."""
        past = overrun(backlog, now)
        past += backlog.work
        return put_last(past / _MINUTE, backlog.target == 0)


@attrs.frozen
class CriticalRatio:
    """Least ratio of the time left to the work first.

    Number: ``-remaining / work``, without a unit: -1 at the last moment at which work can begin
    and still be in time, 0 when due, above 0 once late. A familiar scale: "twice the time that it
    needs". Trap: with the sign of the time left, the work changes sides. Of tickets with time
    left, the longer one is more urgent; of late ones, the shorter. Of tickets with equal work, the
    later one is always the more urgent one.

    References
    ----------
    W. L. Berry and V. Rao, *Critical ratio scheduling: an experimental analysis*, Management
    Science 22, 1975.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0]) * minute, np.array([60, 30]) * minute
    >>> work = np.array([20, 10]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> CriticalRatio()(backlog, 20 * minute).tolist()  # 40 / 20 and 10 / 10
    [-2.0, -1.0]
    >>> CriticalRatio()(backlog, 80 * minute).tolist()  # 20 late of 20, 50 late of 10
    [1.0, 5.0]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the ratio of time left to work."""
        return put_last(overrun(backlog, now) / backlog.work, backlog.target == 0)


@attrs.frozen
class SlackPerWork:
    """Least slack per work first (S/RPT): the critical ratio with its zero moved.

    Number: ``(work - remaining) / work``, without a unit: 0 at the last moment at which work can
    begin and still be in time, 1 when due. It is :class:`CriticalRatio` plus 1 and gives the same
    order, with the same trap; it reads better in a mix, where above 0 means "too late to begin".

    References
    ----------
    E. J. Anderson and J. C. Nyirenda, *Two new rules to minimize tardiness in a job shop*,
    International Journal of Production Research 28, 1990.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, target = np.array([0, 0]) * minute, np.array([60, 30]) * minute
    >>> work = np.array([20, 10]) * minute
    >>> backlog = Backlog.around_the_clock(created, target, work=work)
    >>> SlackPerWork()(backlog, 20 * minute).tolist()  # 20 and 0 minutes of slack
    [-1.0, 0.0]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by slack per work."""
        past = overrun(backlog, now)
        past += backlog.work
        return put_last(past / backlog.work, backlog.target == 0)


@attrs.frozen
class ShareOfTargetUsed:
    """Greatest share of the target used first: time on the clock divided by the time allowed.

    Number: ``used / target``, without a unit; 1 is the moment at which the ticket is due. A
    ticket with a short target overtakes one with a long target, so the order changes while they
    wait. Fair between promises of different length. Trap: it knows nothing of work; a long ticket
    at half its target may be lost already.

    References
    ----------
    J. A. Van Mieghem, *Due-date scheduling: asymptotic optimality of generalized longest queue
    and generalized largest delay rules*, Operations Research 51, 2003.

    Examples
    --------
    >>> backlog = Backlog.around_the_clock(np.array([0, 10, 5]), np.array([50, 20, 0]))
    >>> ShareOfTargetUsed()(backlog, 25).tolist()
    [0.5, 0.75, -inf]
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the share of the target that is used up."""
        with np.errstate(divide="ignore", invalid="ignore"):  # faster than to leave rows out
            share = backlog.used(now) / backlog.target
        return put_last(share, backlog.target == 0)
