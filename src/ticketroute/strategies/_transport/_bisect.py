"""Bisection in many sorted lists at the same time."""

import numpy as np

from ticketroute.strategies._transport._rows import Integers


def bisect_groups(
    values: Integers, start: Integers, bound: Integers, *, also_equal: bool = False
) -> Integers:
    """Count the values of each group that are below a bound of its own, or equal to it.

    Parameters
    ----------
    values
        ``shape (n,)``, ascending in each group.
    start
        ``shape (groups + 1,)``, where each group begins.
    bound
        ``shape (groups,)``.
    also_equal
        Whether equal values count.
    """
    low, high = start[:-1], start[1:]
    if len(values) == len(low) and (low < high).all():  # one in each: the usual case
        return (values <= bound if also_equal else values < bound).astype(np.int64)
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        value = values.take(middle, mode="clip")
        below = value <= bound if also_equal else value < bound
        low = np.where(is_open & below, middle + 1, low)
        high = np.where(is_open & ~below, middle, high)
    return low - start[:-1]
