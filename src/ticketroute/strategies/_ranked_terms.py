"""Explanations of composites that rank agents before another strategy decides among them."""

from collections.abc import Mapping
from math import ceil

import numpy as np
from numpy.typing import NDArray

Terms = Mapping[str, NDArray[np.float64]]


def rank_before(name: str, ranks: NDArray[np.float64], inner: Terms) -> Terms:
    """Put ranks before the terms of another strategy, so that the sum still tells who is first.

    Parameters
    ----------
    name
        What the ranks are called.
    ranks
        Integers over all agents, larger first; ``-inf`` rules out.
    inner
        What decides among agents of one rank.

    Returns
    -------
    mapping of str to ndarray
        The ranks, in steps that are larger than anything that the other terms can make up for,
        and those terms. These are left out if they are beyond all numbers.
    """
    if not inner:
        return {name: ranks}
    total = np.sum(list(inner.values()), axis=0)
    if np.isposinf(total).any():
        return {name: ranks}
    finite = total[np.isfinite(total)]
    spread = finite.max() - finite.min() if len(finite) else 0.0
    step = float(ceil(spread)) + 1.0
    return {name: ranks * step, **inner}
