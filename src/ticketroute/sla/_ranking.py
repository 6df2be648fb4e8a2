"""The order in which waiting tickets are served, ties included."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla._backlog import Backlog
from ticketroute.sla._urgency import UrgencyRule


def rank(rule: UrgencyRule, backlog: Backlog, now: int, ids: Sequence[str]) -> NDArray[np.intp]:
    """Order tickets by a rule, most urgent first; ties by due time, arrival and id.

    Parameters
    ----------
    rule
        The urgency rule.
    backlog
        Columns of the tickets.
    now
        The time, in microseconds since 1970 UTC.
    ids
        Ids of the same tickets, the last resort of a tie.

    Returns
    -------
    ndarray of int, shape (len(backlog),)
        Positions in `backlog`, in the order in which to serve.

    Raises
    ------
    ValueError
        If the rule does not give one number (not NaN) for each ticket.
    """
    urgency = np.asarray(rule(backlog, now), dtype=np.float64)
    if urgency.shape != (len(backlog),):
        raise refuse(f"urgency of {rule!r}", f"an array of shape ({len(backlog)},)", urgency.shape)
    if np.isnan(urgency).any():
        raise refuse(f"urgency of {rule!r}", "numbers, none of them NaN", urgency)
    order = np.lexsort((backlog.created, backlog.due, -urgency))
    return _settle_by_id(order, urgency, backlog, ids)


def _settle_by_id(
    order: NDArray[np.intp], urgency: NDArray[np.float64], backlog: Backlog, ids: Sequence[str]
) -> NDArray[np.intp]:
    """Sort runs of complete ties by id; ids are compared only where nothing else decides."""
    tied = np.ones(max(len(order) - 1, 0), dtype=bool)
    for key in (urgency, backlog.due, backlog.created):
        tied &= key[order][1:] == key[order][:-1]
    if not tied.any():
        return order
    edges = np.flatnonzero(np.diff(np.concatenate(([False], tied, [False]))))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = slice(first, last + 1)
        order[run] = sorted(order[run].tolist(), key=ids.__getitem__)
    return order
