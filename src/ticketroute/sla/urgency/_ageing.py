"""Urgency rules: a number for each waiting ticket, the larger the sooner.

A rule is any callable of a :class:`Backlog` and the time in microseconds. It may say how its
order can change while tickets wait, in an attribute ``ordering``; without one it is `GENERAL`.
"""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    MOST_UNITS,
    is_finite,
    refuse,
    require_integer,
    require_pairs,
    sorted_pairs,
)
from ticketroute.sla.clocks import NO_DUE
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import Ordering

_MINUTE = 60_000_000


@attrs.frozen
class OldestFirst:
    """First come, first served: the urgency is minus the time of arrival.

    Examples
    --------
    >>> OldestFirst()
    OldestFirst()
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by arrival."""
        return -backlog.created.astype(np.float64)


@attrs.frozen
class EarliestDue:
    """Earliest due date first (EDD); tickets without a target come after those with one.

    Minimises the greatest lateness on a single server.

    References
    ----------
    J. R. Jackson, *Scheduling a production line to minimize maximum tardiness*, 1955.

    Examples
    --------
    >>> EarliestDue()
    EarliestDue()
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by due time."""
        return np.where(backlog.due == NO_DUE, -np.inf, -backlog.due.astype(np.float64))


@attrs.frozen
class ShareOfTargetUsed:
    """Least remaining share of the target first: waited time divided by the time allowed.

    1 is the moment at which the ticket is due. A ticket with a short target overtakes one with
    a long target, so the order changes while they wait.

    Examples
    --------
    >>> ShareOfTargetUsed()
    ShareOfTargetUsed()
    """

    ordering = Ordering.GENERAL

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the share of the target that is used up."""
        share = np.full(len(backlog), -np.inf)
        np.divide(backlog.used(now), backlog.target, out=share, where=backlog.target > 0)
        return share


def _to_points(
    value: Mapping[int, float] | Iterable[tuple[int, float]],
) -> tuple[tuple[int, float], ...]:
    return sorted_pairs(value)


@attrs.frozen
class LinearAgeing:
    """Minutes waited plus a head start in minutes for each priority level.

    All tickets age alike, so nobody overtakes and nobody starves.

    Parameters
    ----------
    head_start
        Minutes granted to a priority level, finite numbers: ``{1: 240, 2: 60}``. Other tickets
        get none.

    Examples
    --------
    >>> LinearAgeing({1: 240, 2: 60})
    LinearAgeing(head_start=((1, 240), (2, 60)))
    """

    head_start: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=_to_points)

    ordering = Ordering.COMMON_SLOPE

    def __attrs_post_init__(self) -> None:
        expected = "a mapping of level to minutes"
        require_pairs("LinearAgeing.head_start", expected, self.head_start)
        for level, minutes in self.head_start:
            require_integer("LinearAgeing.head_start", level, 1)
            number: object = minutes
            if not isinstance(number, int | float) or not is_finite(number):
                raise refuse(f"LinearAgeing.head_start[{level}]", "a finite number", minutes)
            if abs(number) > MOST_UNITS:
                raise refuse(f"LinearAgeing.head_start[{level}]", "at most 1e9 minutes", minutes)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by minutes waited plus the head start of the level."""
        age: NDArray[np.int64] = now - backlog.created
        for level, head_start in self.head_start:
            age[backlog.level == level] += round(head_start * _MINUTE)
        points: NDArray[np.float64] = age / _MINUTE
        return points
