"""Rules under which tickets of every priority level gain by waiting."""

from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import duration_to_microseconds, refuse
from ticketroute.sla._durations import require_duration
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._by_level import column, require_numbers, to_numbers
from ticketroute.sla.urgency._checks import require_not_negative, require_number
from ticketroute.sla.urgency._protocols import Ordering

_MINUTE: Final = 60_000_000
_HOUR: Final = 3_600_000_000


@attrs.frozen
class LinearAgeing:
    """Minutes waited plus a head start in minutes for each priority level.

    Number: ``now - created + head start``, in minutes. All tickets age alike, so nobody overtakes
    and nobody starves: who has waited longer than the largest head start is served before every
    newcomer. Trap: a head start is worth the same on a quiet day and under a backlog of a week,
    when it hardly counts any more.

    Parameters
    ----------
    head_start
        Minutes granted to a priority level, each up to 1e9 either way: ``{1: 240, 2: 60}``. Other
        tickets get none.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, level = np.array([0, 90]) * minute, np.array([0, 2])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), level)
    >>> LinearAgeing({1: 240, 2: 60})(backlog, 120 * minute).tolist()
    [120.0, 90.0]
    """

    head_start: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=to_numbers)

    ordering = Ordering.COMMON_SLOPE

    def __attrs_post_init__(self) -> None:
        require_numbers("LinearAgeing.head_start", self.head_start, "minutes", require_number)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by minutes waited plus the head start of the level."""
        # In whole microseconds, so that sums are exact and gaps stay what they are.
        starts = ((level, round(minutes * _MINUTE)) for level, minutes in self.head_start)
        age = column(tuple(starts), 0, backlog.level)
        age += now - backlog.created
        age /= _MINUTE
        return age


@attrs.frozen
class SteppedAgeing:
    """Points of the priority level plus one for each full step waited, up to a most.

    Number: ``min(points + floor((now - created) / step), most)``. Contact centres raise the
    priority of waiting calls in this way. Trap: with few points between the levels, a day's
    backlog brings all tickets to `most`, and levels count no more; what is equal goes by due
    time.

    Parameters
    ----------
    points
        Points of a priority level to begin with, each up to 1e9 either way: ``{1: 10, 2: 5}``.
        Other tickets have none.
    step
        How long a ticket waits for each further point, longer than zero.
    most
        No ticket gets above this many points; None for no limit.

    Examples
    --------
    >>> minute = 60_000_000
    >>> created, level = np.array([0, 50, 0]) * minute, np.array([0, 1, 1])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), level)
    >>> rule = SteppedAgeing({1: 4}, step=timedelta(minutes=15), most=6)
    >>> rule(backlog, 60 * minute).tolist()
    [4.0, 4.0, 6.0]
    """

    points: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=to_numbers)
    step: timedelta = attrs.field(kw_only=True)
    most: float | None = attrs.field(default=None, kw_only=True)

    ordering = Ordering.GENERAL

    def __attrs_post_init__(self) -> None:
        require_numbers("SteppedAgeing.points", self.points, "points", require_number)
        require_duration("SteppedAgeing.step", self.step)
        if self.most is not None:
            require_number("SteppedAgeing.most", self.most)
            if max((0, *(points for _, points in self.points))) > self.most:
                raise refuse("SteppedAgeing.most", "no less than the points of a level", self.most)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by points."""
        steps = now - backlog.created
        steps //= duration_to_microseconds(self.step)
        points = column(self.points, 0, backlog.level)
        points += steps
        return points if self.most is None else np.minimum(points, self.most, out=points)


@attrs.frozen
class AccumulatingPriority:
    """Each level gathers points at its own rate while it waits.

    Number: ``rate * (now - created)``, with the age in hours. A high level overtakes a low one
    the sooner the further their rates are apart, and yet everybody's turn comes. With rates in
    the ratio of the waits that are wanted, the waits come out nearly in that ratio under heavy
    load. Trap: on arrival every ticket has 0 points, also one of level 1: it never goes straight
    to the front.

    Parameters
    ----------
    rates
        Points an hour by priority level, each from 0 to 1e9: ``{1: 4, 2: 2}``.
    default
        Points an hour of every other ticket. At 0 a ticket never gains anything.

    References
    ----------
    L. Kleinrock, *A delay dependent queue discipline*, Naval Research Logistics Quarterly 11,
    1964.

    Examples
    --------
    >>> hour = 3_600_000_000
    >>> created, level = np.array([0, 4]) * hour, np.array([0, 1])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), level)
    >>> rule = AccumulatingPriority({1: 4, 2: 2})
    >>> rule(backlog, 5 * hour).tolist(), rule(backlog, 6 * hour).tolist()
    ([5.0, 4.0], [6.0, 8.0])
    """

    rates: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=to_numbers)
    default: float = 1.0

    ordering = Ordering.GENERAL

    def __attrs_post_init__(self) -> None:
        require_numbers("AccumulatingPriority.rates", self.rates, "rate", require_not_negative)
        require_not_negative("AccumulatingPriority.default", self.default)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by points gathered."""
        points = column(self.rates, self.default, backlog.level)
        points *= now - backlog.created
        points /= _HOUR
        return points
