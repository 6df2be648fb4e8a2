"""Rules that get the most weight, or save the most cost, per hour of work."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._by_level import column, require_numbers, to_numbers
from ticketroute.sla.urgency._checks import require_not_negative
from ticketroute.sla.urgency._protocols import Ordering

_HOUR: Final = 3_600_000_000


@attrs.frozen
class WeightedShortestWork:
    """Most weight per work first (WSPT); with equal weights, shortest work first.

    Number: ``weight / work``, per hour. Minimises the weighted sum of completion times on a
    single server, and so clears a queue of mixed tickets at least cost. Trap: it knows neither
    age nor target, and as long as short tickets come, a long one starves.

    References
    ----------
    W. E. Smith, *Various optimizers for single-stage production*, Naval Research Logistics
    Quarterly 3, 1956.

    Examples
    --------
    >>> minute, zeros = 60_000_000, np.zeros(2, dtype=np.int64)
    >>> work, weight = np.array([15, 30]) * minute, np.array([1.0, 3.0])
    >>> backlog = Backlog.around_the_clock(zeros, zeros, work=work, weight=weight)
    >>> WeightedShortestWork()(backlog, 0).tolist()
    [4.0, 6.0]
    """

    ordering = Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by weight per hour of work."""
        return weight_per_hour(backlog)


@attrs.frozen
class CMu:
    """Most cost of delay saved per hour of work first: the c-mu rule.

    Number: ``cost * mu``, where `cost` is what an hour of delay costs at the ticket's level and
    ``mu = 1 / work`` is how many tickets like it one agent finishes in an hour. The same formula as
    :class:`WeightedShortestWork`, from another theory: there the weight comes with each ticket,
    from its customer, for a list that is known; here the cost comes from the level, for tickets
    that keep arriving, and it is optimal for costs that grow evenly with time. To let the
    customer count too, put it in :class:`TierFactor`. Trap: costs that rise with the wait, as
    promises do, are not seen, and cheap long tickets starve.

    Parameters
    ----------
    costs
        Cost of an hour of delay by priority level, each from 0 to 1e9: ``{1: 50, 2: 10}``.
    default
        Cost for every other ticket.

    References
    ----------
    D. R. Cox and W. L. Smith, *Queues*, 1961.

    Examples
    --------
    >>> minute, zeros = 60_000_000, np.zeros(3, dtype=np.int64)
    >>> work, level = np.array([60, 10, 30]) * minute, np.array([1, 2, 0])
    >>> backlog = Backlog.around_the_clock(zeros, zeros, level, work=work)
    >>> CMu({1: 50, 2: 10})(backlog, 0).tolist()
    [50.0, 60.0, 2.0]
    """

    costs: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=to_numbers)
    default: float = 1.0

    ordering = Ordering.STATIC

    def __attrs_post_init__(self) -> None:
        require_numbers("CMu.costs", self.costs, "cost", require_not_negative)
        require_not_negative("CMu.default", self.default)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by cost of delay saved per hour of work."""
        numbers = column(self.costs, self.default, backlog.level)
        numbers *= _HOUR
        numbers /= backlog.work
        return numbers


def weight_per_hour(backlog: Backlog) -> NDArray[np.float64]:
    """Give the weight of each row per hour of its work."""
    numbers = backlog.weight * _HOUR
    numbers /= backlog.work
    return numbers
