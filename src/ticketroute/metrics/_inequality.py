"""How unequal some amounts are: three indices, each a function of numbers of at least 0."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse

AmountsLike = Sequence[float] | NDArray[np.float64] | NDArray[np.int64]


def gini(amounts: AmountsLike) -> float:
    """Give the Gini coefficient: half the mean difference of two, over the mean.

    Over all ordered pairs, each with itself included: ``sum |x - y| / (2 n^2 mean)``. It lies
    between 0 (all equal, or all 0) and (n - 1) / n (one has everything). What is given from one who
    has more to one who has less, and does not turn the two round, makes it smaller.

    Parameters
    ----------
    amounts
        Numbers of at least 0, at least one.

    References
    ----------
    C. Gini, *Variabilita e mutabilita*, 1912.

    Examples
    --------
    >>> gini([3, 3, 3]), gini([0, 0, 0, 8]), gini([1, 3])
    (0.0, 0.75, 0.25)
    """
    values = np.sort(_read(amounts))
    total, count = float(values.sum()), len(values)
    if not total:
        return 0.0
    # Of the sorted values, the one at place i (from 1) is the larger of i pairs, without order.
    places = 2.0 * np.arange(1, count + 1) - count - 1
    return max(float(places @ values) / (count * total), 0.0)


def jain(amounts: AmountsLike) -> float:
    """Give Jain's index: the square of the sum over n times the sum of squares.

    It lies between 1 / n (one has everything) and 1 (all equal, or all 0): k / n if k have the same
    and the others nothing.

    Parameters
    ----------
    amounts
        Numbers of at least 0, at least one.

    References
    ----------
    R. Jain, D. Chiu and W. Hawe, *A quantitative measure of fairness and discrimination for
    resource allocation in shared computer systems*, DEC Research Report TR-301, 1984.

    Examples
    --------
    >>> jain([3, 3, 3]), jain([0, 0, 0, 8]), jain([1, 3])
    (1.0, 0.25, 0.8)
    """
    values = _read(amounts)
    largest = float(values.max())
    if not largest:
        return 1.0
    # Scaled by a power of two, which is exact, no square is too large or too small for a float.
    scaled = np.ldexp(values, -np.frexp(largest)[1])
    return float(scaled.sum() ** 2 / (len(scaled) * (scaled @ scaled)))


def max_over_mean(amounts: AmountsLike) -> float:
    """Give how many times the mean the largest amount is: between 1 (equal, or all 0) and n.

    Parameters
    ----------
    amounts
        Numbers of at least 0, at least one.

    Examples
    --------
    >>> max_over_mean([3, 3, 3]), max_over_mean([0, 0, 0, 8]), max_over_mean([1, 3])
    (1.0, 4.0, 1.5)
    """
    values = _read(amounts)
    mean = float(values.mean())
    return float(values.max()) / mean if mean else 1.0


def outlying(amounts: AmountsLike, from_score: float) -> NDArray[np.bool_]:
    """Say which amounts lie far from the median, by their modified z-scores.

    The score is 0.6745 (x - median) / MAD, with MAD the median distance from the median; where more
    than half are equal, so that it is 0, the mean distance times 1.2533 stands for MAD / 0.6745.

    References
    ----------
    B. Iglewicz and D. C. Hoaglin, *How to detect and handle outliers*, 1993, who advise 3.5.
    """
    values = _read(amounts)
    distances = np.abs(values - np.median(values))
    spread = float(np.median(distances)) / 0.6745 or float(distances.mean()) * 1.2533
    marks: NDArray[np.bool_] = distances > from_score * spread
    return marks


def _read(amounts: AmountsLike) -> NDArray[np.float64]:
    values = np.asarray(amounts, dtype=np.float64)
    if values.ndim != 1 or not len(values):
        raise refuse("amounts", "one number or more, in one dimension", amounts)
    if not np.isfinite(values).all() or (values < 0).any():
        raise refuse("amounts", "finite numbers of at least 0", amounts)
    return values
