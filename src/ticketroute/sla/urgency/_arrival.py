"""Rules that look at the time of arrival alone."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import Ordering


@attrs.frozen
class OldestFirst:
    """First come, first served: the urgency is minus the time of arrival.

    Number: ``-created``, in microseconds since 1970 UTC. Fair and easy to explain, the baseline
    for every other rule. Trap: it is blind to promises, so a short target is missed behind a long
    queue of tickets that had time.

    Examples
    --------
    >>> backlog = Backlog.around_the_clock(np.array([30, 10, 20]), np.array([5, 0, 9]))
    >>> OldestFirst()(backlog, 50).tolist()
    [-30.0, -10.0, -20.0]
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by arrival."""
        return np.multiply(backlog.created, -1.0)


@attrs.frozen
class NewestFirst:
    """Last come, first served: the urgency is the time of arrival.

    Number: ``created``, in microseconds since 1970 UTC. For contacts that are worth answering while
    they are fresh. Trap: under load the oldest wait for ever; never for promises.

    Examples
    --------
    >>> backlog = Backlog.around_the_clock(np.array([30, 10, 20]), np.array([5, 0, 9]))
    >>> NewestFirst()(backlog, 50).tolist()
    [30.0, 10.0, 20.0]
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by arrival, the latest first."""
        return backlog.created.astype(np.float64)
