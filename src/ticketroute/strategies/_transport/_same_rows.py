"""Tickets whose rows of costs are equal, found so that they can be solved as one kind."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._rows import CostArray, Places, SparseRows
from ticketroute.strategies._transport._wholes import Wholes

_LOOKED_AT: Final = 8
"""So many columns are compared first; they tell most matrices of distinct rows."""
_SEED: Final = 20240607


def same_rows(data: Wholes) -> Places | None:
    """Give the row that stands for each row, or None where hardly any are equal.

    A row stands for itself and for all equal ones after it. Rows are compared by sums of products
    with fixed odd numbers, and then in full: a coincidence of sums is noticed.
    """
    if isinstance(data.cost, SparseRows):
        return None
    cost, allowed = data.cost, data.allowed
    n_rows, n_agents = cost.shape
    if n_rows <= 1 or n_agents == 0:
        return None
    some = np.linspace(0, n_agents - 1, min(_LOOKED_AT, n_agents)).astype(np.intp)
    part = None if allowed is None else allowed[:, some]
    if _distinct(_keys(cost[:, some], part)) > n_rows // 2:
        return None
    keys = _keys(cost, allowed)
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    if len(first) > n_rows // 2:
        return None
    kinds = first[number]
    for start in range(0, n_rows, 1024):
        rows = slice(start, start + 1024)
        like = kinds[rows]
        if allowed is None:
            same = cost[rows] == cost[like]
        else:
            same = allowed[rows] == allowed[like]
            same &= (cost[rows] == cost[like]) | ~allowed[rows]
        if not same.all():
            return None
    return kinds


def _distinct(keys: NDArray[np.uint64]) -> int:
    return len(np.unique(keys))


def _keys(cost: CostArray, allowed: NDArray[np.bool_] | None) -> NDArray[np.uint64]:
    """Give a number for each row, the same for equal rows, and nearly always another for others."""
    random = np.random.default_rng(_SEED)
    factor = random.integers(0, 1 << 63, cost.shape[1], dtype=np.uint64) | np.uint64(1)
    bonus = random.integers(0, 1 << 63, cost.shape[1], dtype=np.uint64)
    keys = np.empty(len(cost), dtype=np.uint64)
    for start in range(0, len(cost), 256):
        rows = slice(start, start + 256)
        wide = cost[rows].astype(np.int64).view(np.uint64)
        if allowed is None:
            keys[rows] = wide @ factor
        else:
            keys[rows] = np.where(allowed[rows], wide * factor + bonus, 0).sum(axis=1)
    return keys
