"""What orders the waiting tickets: rules, and indices that depend on the agent too."""

from enum import Enum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog


class Ordering(Enum):
    """How the order that a rule gives changes while nothing but time passes."""

    STATIC = "static"
    """The number of a ticket never changes."""
    COMMON_SLOPE = "common slope"
    """All numbers grow alike, so the order never changes."""
    GENERAL = "general"
    """Tickets may overtake each other; the order is asked for again at each decision."""


@runtime_checkable
class UrgencyRule(Protocol):
    """What orders the waiting tickets.

    It may say how its order can change while tickets wait, in an attribute ``ordering``; without
    one it is taken to be `Ordering.GENERAL`.
    """

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Give a number for each row, larger first; ``-inf`` puts a ticket last.

        Parameters
        ----------
        backlog
            Columns of the waiting tickets, none of them paused.
        now
            The time, in microseconds since 1970 UTC.
        """
        ...


@runtime_checkable
class MarginalCost(Protocol):
    """What one more hour of delay costs: the derivative of a convex cost of delay."""

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Give the cost of an hour for each row, at least 0.

        Parameters
        ----------
        backlog
            Columns of the waiting tickets.
        now
            The time, in microseconds since 1970 UTC.
        """
        ...


@runtime_checkable
class PairIndex(Protocol):
    """What orders the pairs of a waiting ticket and an agent, where it depends on both."""

    def __call__(
        self, backlog: Backlog, now: int, rates: NDArray[np.float64], /
    ) -> NDArray[np.float64]:
        """Give a number for each pair, shape as `rates`, larger first; ``-inf`` forbids.

        Parameters
        ----------
        backlog
            Columns of the waiting tickets.
        now
            The time, in microseconds since 1970 UTC.
        rates
            Tickets like this that each agent would finish in an hour, shape (rows, agents); 0
            for an agent who must not have it.
        """
        ...
