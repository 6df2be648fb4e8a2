"""Two policies that faced the same luck: the difference of each pair, and what pairing brought."""

import math

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse
from ticketroute.simulation._estimate import Estimate, read_values, require_level
from ticketroute.simulation._intervals import estimate_of


@attrs.frozen(kw_only=True)
class PairedDifference:
    """What one policy has more than another, replication by replication.

    Parameters
    ----------
    estimate
        The mean difference with its interval; below 0 if the other has more.
    p_value
        How likely so large a mean difference, to either side, would be by luck alone (paired t
        test); of this comparison by itself, see :func:`holm` for several.
    less, more
        The shares of the replications in which it has less, and more, than the other; what is left
        is equal.
    variance
        Of the differences; NaN of fewer than two.
    independent_variance
        What it would be if each policy had had luck of its own: the sum of both variances.
    """

    estimate: Estimate
    p_value: float
    less: float
    more: float
    variance: float
    independent_variance: float

    @property
    def variance_reduction(self) -> float:
        """How many times more replications would be needed without the same luck for both.

        Below 1 the same luck has done harm; infinite if the difference is always the same.
        """
        if self.variance > 0:
            return self.independent_variance / self.variance
        return math.inf if self.independent_variance > 0 else math.nan


def paired_difference(
    values: ArrayLike, baseline: ArrayLike, *, level: float = 0.95
) -> PairedDifference:
    """Compare two policies by the differences of the replications that had the same luck.

    Parameters
    ----------
    values, baseline
        A number for each replication, in the same order, at least two.
    level
        How sure the interval is to be, above 0 and below 1.

    Examples
    --------
    >>> two = paired_difference([11, 22, 29, 43], [12, 24, 33, 44])
    >>> print(two.estimate)
    -2 ± 2.3 (95 %, n = 4, Student t)
    >>> two.less, round(two.variance_reduction)
    (1.0, 182)
    """
    require_level(level)
    one = read_values("values", values, least=2)
    other = read_values("baseline", baseline, least=2)
    if len(one) != len(other):
        raise refuse("baseline", f"{len(one)} numbers, as many as values", len(other))
    return difference_of(one, other, level)


def difference_of(
    values: NDArray[np.float64], baseline: NDArray[np.float64], level: float
) -> PairedDifference:
    """Compare where both have a number; NaN stands for none."""
    both = ~(np.isnan(values) | np.isnan(baseline))
    one, other = values[both], baseline[both]
    differences = one - other
    enough = len(differences) > 1
    return PairedDifference(
        estimate=estimate_of(values - baseline, level),
        p_value=_p_value(differences) if enough else 1.0,
        less=float((differences < 0).mean()) if len(differences) else math.nan,
        more=float((differences > 0).mean()) if len(differences) else math.nan,
        variance=float(differences.var(ddof=1)) if enough else math.nan,
        independent_variance=float(one.var(ddof=1) + other.var(ddof=1)) if enough else math.nan,
    )


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust the p values of several comparisons, so that all may be read together.

    With ten comparisons of policies that are all alike, one in 2.5 trials shows something "at 5 %".
    Of adjusted values, some value is below 0.05 in at most one of twenty such trials.

    Parameters
    ----------
    p_values
        Of each comparison, 0 to 1.

    Returns
    -------
    ndarray of float, shape (n,)
        In the order in which they came.

    References
    ----------
    S. Holm, A simple sequentially rejective multiple test procedure, *Scandinavian Journal of
    Statistics* 6(2), 1979.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    read = read_values("p_values", p_values, least=0)
    if ((read < 0) | (read > 1)).any():
        raise refuse("p_values", "numbers from 0 to 1", read.tolist())
    order = np.argsort(read, kind="stable")
    factors = np.arange(len(read), 0, -1)
    adjusted = np.empty_like(read)
    adjusted[order] = np.minimum(np.maximum.accumulate(read[order] * factors), 1.0)
    return adjusted


def _p_value(differences: NDArray[np.float64]) -> float:
    """Test whether the mean of the differences is 0, to both sides."""
    # scipy takes longer to import than all the rest of the package.
    from scipy.special import stdtr

    mean, n = float(differences.mean()), len(differences)
    error = float(differences.std(ddof=1)) / math.sqrt(n)
    if error == 0 or not differences.any():
        return float(mean == 0)
    return float(2 * stdtr(n - 1, -abs(mean) / error))
