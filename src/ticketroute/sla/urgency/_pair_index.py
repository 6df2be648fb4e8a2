"""Indices that order pairs of a waiting ticket and an agent."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla.urgency._asking import asked
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._checks import require_rule
from ticketroute.sla.urgency._protocols import MarginalCost


@attrs.frozen
class GeneralizedCMu:
    """Most cost of delay saved per hour of this agent's work first: the generalized c-mu rule.

    Index: ``C'(age) * mu``, where ``C'`` is what one more hour of delay costs the ticket now, and
    `mu` how many tickets like it the agent would finish in an hour; ``-inf`` where that is 0. The
    unit is cost saved per hour of work. With convex costs and heavy load, agents who do so each
    for themselves keep the cost of all delay near its least. Trap: it looks at one agent at a
    time, and of two tickets gives the better expert the one that costs more now, even if nobody
    else can do the other.

    Parameters
    ----------
    cost
        What one more hour of delay costs: a :class:`PowerCost`, a :class:`RisingCost`, or any
        callable ``(backlog, now) -> array``, the derivative of a convex cost.

    Raises
    ------
    ValueError
        When asked, if the rates have another shape than (rows, agents), or are no numbers of at
        least 0.

    References
    ----------
    J. A. Van Mieghem, *Dynamic scheduling with convex delay costs: the generalized c-mu rule*,
    Annals of Applied Probability 5, 1995. A. Mandelbaum and A. L. Stolyar, *Scheduling flexible
    servers with convex delay costs*, Operations Research 52, 2004.

    Examples
    --------
    >>> from ticketroute.sla.urgency import PowerCost
    >>> hour = 3_600_000_000
    >>> created = np.array([0, 2]) * hour
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created))
    >>> rates = np.array([[1.0, 0.0], [2.0, 4.0]])  # rows are tickets, columns agents
    >>> GeneralizedCMu(PowerCost(2))(backlog, 3 * hour, rates).tolist()
    [[6.0, -inf], [4.0, 8.0]]
    """

    cost: MarginalCost

    def __attrs_post_init__(self) -> None:
        require_rule("GeneralizedCMu.cost", self.cost)

    def __call__(
        self, backlog: Backlog, now: int, rates: NDArray[np.float64], /
    ) -> NDArray[np.float64]:
        """Give the index of each pair."""
        if rates.shape[:1] != (len(backlog),) or len(rates.shape[1:]) != 1:
            raise refuse("rates", f"an array of shape ({len(backlog)}, agents)", rates.shape)
        if rates.size and not rates.min() >= 0:  # which NaN is not either
            raise refuse("rates", "numbers of at least 0", rates)
        with np.errstate(invalid="ignore"):  # an infinite cost at rate 0
            index = asked(self.cost, backlog, now)[:, np.newaxis] * rates
        index[rates == 0] = -np.inf
        return index
