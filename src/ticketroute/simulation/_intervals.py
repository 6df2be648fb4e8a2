"""Confidence intervals: of means over replications, and by the bootstrap.

Student's t needs numbers that are independent of each other. Replications are; the tickets of one
run are not, so that an interval over tickets is far too narrow.
"""

import math
from collections.abc import Callable, Iterable

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse, require_integer
from ticketroute.simulation._estimate import Estimate, read_values, require_level


def mean_interval(values: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Estimate a mean from independent numbers, one for each replication, by Student's t.

    Parameters
    ----------
    values
        One number for each replication, at least two. Ten or more are advisable, as Student's t
        takes them for nearly normal.
    level
        How sure the interval is to be, above 0 and below 1.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than two numbers, or some that are not finite.

    References
    ----------
    A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 4.5.

    Examples
    --------
    >>> print(mean_interval([3.1, 2.8, 3.4, 3.3, 2.9]))
    3.1 ± 0.32 (95 %, n = 5, Student t)
    """
    require_level(level)
    read = read_values("values", values, least=2)
    mean, n = float(read.mean()), len(read)
    half = student_quantile(n - 1, level) * float(read.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean=mean, low=mean - half, high=mean + half, n=n, level=level)


def estimate_of(values: NDArray[np.float64], level: float) -> Estimate:
    """Estimate a mean from replications of which some, marked by NaN, have no number to give."""
    known = values[~np.isnan(values)]
    missing = len(values) - len(known)
    if len(known) > 1:
        return attrs.evolve(mean_interval(known, level=level), missing=missing)
    return Estimate(
        mean=float(known[0]) if len(known) else math.nan,
        low=-math.inf,
        high=math.inf,
        n=len(known),
        level=level,
        missing=missing,
        note="too few to tell",
    )


def share_interval(runs: Iterable[ArrayLike], *, level: float = 0.95) -> Estimate:
    """Estimate the share of which something is true, as a mean of the shares of the replications.

    The tickets of one run are not independent, so that the binomial interval over all tickets is
    too narrow.

    Parameters
    ----------
    runs
        For each replication, True or False (or 1 and 0) for each ticket, at least one.
    level
        How sure the interval is to be, above 0 and below 1.

    Examples
    --------
    >>> in_time = [[True, True, False, True], [True, True], [False, True, True, True]]
    >>> share_interval(in_time).mean
    0.8333333333333334
    """
    return mean_interval([float(run.mean()) for run in _read_runs(runs)], level=level)


def quantile_interval(
    runs: Iterable[ArrayLike], quantile: float, *, level: float = 0.95
) -> Estimate:
    """Estimate a quantile of tickets, as a mean of the quantiles of the replications.

    Parameters
    ----------
    runs
        For each replication, a number for each ticket, at least one. With few tickets a run the
        quantile of a run is biased, most so far out in the tail.
    quantile
        Which one, 0 to 1: 0.95 for P95.
    level
        How sure the interval is to be, above 0 and below 1.

    Examples
    --------
    >>> waits = [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [0, 1, 2, 3, 4]]
    >>> print(quantile_interval(waits, 0.5))
    3 ± 2.5 (95 %, n = 3, Student t)
    """
    if not 0 <= quantile <= 1:
        raise refuse("quantile", "a number from 0 to 1", quantile)
    return mean_interval(
        [float(np.quantile(run, quantile)) for run in _read_runs(runs)], level=level
    )


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[..., float] = np.mean,
    *,
    seed: int = 0,
    level: float = 0.95,
    resamples: int = 2000,
) -> Estimate:
    """Estimate by the bootstrap (BCa), which asks for no normal distribution.

    For skewed numbers, and for what is no mean: a median or a maximum over replications.

    Parameters
    ----------
    values
        Independent numbers, one for each replication, at least two. With fewer than about ten
        Student's t is the safer choice.
    statistic
        What to estimate of them; with a parameter ``axis`` as numpy functions have, it is called
        once for all resamples.
    seed
        The seed of the resampling, an integer of at least 0.
    level
        How sure the interval is to be, above 0 and below 1.
    resamples
        How many times to resample.

    References
    ----------
    B. Efron and R. J. Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 14.

    Examples
    --------
    >>> skewed = [1, 1, 2, 1, 9, 1, 2, 3, 1, 2]
    >>> wide = bootstrap_interval(skewed, seed=1)
    >>> bool(wide.high - wide.mean > wide.mean - wide.low)
    True
    """
    # scipy takes longer to import than all the rest of the package.
    from scipy.stats import bootstrap

    require_level(level)
    require_integer("seed", seed, 0)
    require_integer("resamples", resamples, 100)
    read = read_values("values", values, least=2)
    mean = float(statistic(read))
    low = high = mean
    if (read != read[0]).any():  # else there is nothing to resample, and BCa is not defined
        # `random_state` is the name that all supported releases of scipy know.
        found = bootstrap(
            (read,),
            statistic,
            n_resamples=resamples,
            confidence_level=level,
            method="BCa",
            random_state=np.random.default_rng(seed),
        )
        low, high = map(float, found.confidence_interval)
    return Estimate(
        mean=mean, low=low, high=high, n=len(read), level=level, method="bootstrap (BCa)"
    )


def student_quantile(degrees: int, level: float) -> float:
    """Give how many standard errors the two-sided interval of a level reaches to either side."""
    # The function behind scipy.stats.t, which takes a hundred times as long for one number.
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))


def _read_runs(runs: Iterable[ArrayLike]) -> list[NDArray[np.float64]]:
    return [read_values(f"runs[{place}]", run) for place, run in enumerate(runs)]
