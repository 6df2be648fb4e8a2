"""Runs of open time: arrays of starts and ends, and how they combine."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Runs: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Starts and ends of open time in microseconds since 1970 UTC: ascending, apart, not empty."""

Flags: TypeAlias = NDArray[np.bool_]
Combination: TypeAlias = Callable[[Flags, Flags], Flags]


def tidy(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Runs:
    """Drop empty runs and merge touching ones; `starts` and `ends` ascend, runs never overlap."""
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    apart = starts[1:] > ends[:-1]
    first_of_several = np.concatenate(([True], apart))[: len(starts)]
    last_of_several = np.concatenate((apart, [True]))[: len(starts)]
    return starts[first_of_several], ends[last_of_several]


def clip(runs: Runs, first: int, last: int) -> Runs:
    """Keep what lies between two instants."""
    starts, ends = runs
    within = slice(np.searchsorted(ends, first, "right"), np.searchsorted(starts, last, "left"))
    return np.maximum(starts[within], first), np.minimum(ends[within], last)


def ascending(*columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of several ascending columns in order, each once.

    Sorting is linear on columns that ascend already; ``numpy.unique`` is several times slower.
    """
    numbers: NDArray[np.int64] = np.sort(np.concatenate(columns), kind="stable")
    new: Flags = np.concatenate(([True], numbers[1:] != numbers[:-1]))
    return numbers[new[: len(numbers)]]


def combine(left: Runs, right: Runs, is_open: Combination) -> Runs:
    """Combine two calendars' runs instant by instant.

    Parameters
    ----------
    left, right
        The runs of both, over the same span.
    is_open
        Whether the combination is open, given whether each of the two is.
    """
    edges = ascending(*left, *right)
    states = is_open(_open_at(edges, left), _open_at(edges, right))
    changes = np.diff(states.astype(np.int8), prepend=0)
    return edges[changes == 1], edges[changes == -1]


def _open_at(instants: NDArray[np.int64], runs: Runs) -> Flags:
    starts, ends = runs
    opened = np.searchsorted(starts, instants, "right")
    return opened > np.searchsorted(ends, instants, "right")
