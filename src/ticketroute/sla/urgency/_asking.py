"""Asking a rule for its numbers, and refusing an answer that cannot order anything."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import Ordering, UrgencyRule


def asked(rule: UrgencyRule, backlog: Backlog, now: int) -> NDArray[np.float64]:
    """Give the numbers of a rule: one for each row, none of them NaN."""
    urgency = np.asarray(rule(backlog, now), dtype=np.float64)
    if urgency.shape != (len(backlog),):
        raise refuse(f"urgency of {rule!r}", f"an array of shape ({len(backlog)},)", urgency.shape)
    if len(urgency) and np.isnan(urgency.max()):  # one NaN makes the largest NaN
        raise refuse(f"urgency of {rule!r}", "numbers, none of them NaN", urgency)
    return urgency


def ordering_of(rule: UrgencyRule) -> Ordering:
    """Give what a rule says about its order; one that says nothing is general."""
    ordering: object = getattr(rule, "ordering", None)
    return ordering if isinstance(ordering, Ordering) else Ordering.GENERAL
