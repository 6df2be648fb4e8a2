"""By how much each clock is past its target: what the rules of due times are made of."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._backlog import Backlog


def overrun(backlog: Backlog, now: int) -> NDArray[np.int64]:
    """Give time used less time allowed, in microseconds of each row's own calendar.

    Below 0 before the target runs out, above 0 after it; without a target it means nothing, see
    :func:`put_last`. The array is the caller's own, to be worked on in place; sums and
    differences stay integers as long as they can, so that nothing is rounded twice.
    """
    past = backlog.used(now)
    past -= backlog.target
    return past


def put_last(numbers: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Make numbers of some rows ``-inf``, in place: there a rule has nothing to say."""
    # By position: writing under a mask takes five times as long for a million mixed rows.
    numbers[np.flatnonzero(rows)] = -np.inf
    return numbers
