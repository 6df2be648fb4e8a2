"""Bisection in many sorted lists at the same time."""

import numpy as np
from numpy.typing import NDArray


def bisect_groups(
    values: NDArray[np.int64],
    start: NDArray[np.int64],
    bound: NDArray[np.int64],
    *,
    also_equal: bool = False,
) -> NDArray[np.int64]:
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
    return bisect_parts(values, low, high, bound, also_equal=also_equal) - low


def bisect_parts(
    values: NDArray[np.int64] | NDArray[np.intp],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    bound: NDArray[np.int64] | NDArray[np.intp],
    *,
    also_equal: bool = False,
) -> NDArray[np.int64]:
    """Give where values are no longer below a bound, each time from a place to before another."""
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        value = values.take(middle, mode="clip")
        below = value <= bound if also_equal else value < bound
        low = np.where(is_open & below, middle + 1, low)
        high = np.where(is_open & ~below, middle, high)
    return low
