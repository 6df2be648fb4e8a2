"""How long something takes when some of it has not ended yet: the estimate of Kaplan and Meier."""

from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import MICROSECOND

_SLACK: Final = 1e-9
"""Products of shares come out a little below what they are."""


@attrs.frozen(eq=False)
class Survival:
    """How the share of what is over grows with time.

    Parameters
    ----------
    times
        Microseconds, rising; float64, shape (k,).
    over
        The share that is over by then, 0 to 1; float64, shape (k,).
    """

    times: NDArray[np.float64]
    over: NDArray[np.float64]

    def percentile(self, percent: float) -> timedelta | None:
        """Give the shortest time by which so many percent are over; None if that was not seen."""
        place = int(np.searchsorted(self.over, percent / 100 - _SLACK))
        return as_duration(float(self.times[place])) if place < len(self.times) else None

    @property
    def is_whole(self) -> bool:
        """Whether all is over by the longest time."""
        return bool(len(self.over)) and bool(self.over[-1] >= 1 - _SLACK)

    @property
    def mean(self) -> timedelta | None:
        """The area above the curve up to the longest time that was seen; None of nothing.

        That is the ordinary mean where everything has ended, and a lower bound else.
        """
        if not len(self.times):
            return None
        lasting = np.concatenate(([1.0], 1.0 - self.over[:-1]))
        return as_duration(float(lasting @ np.diff(self.times, prepend=0.0)))


def survival(times: NDArray[np.int64], is_over: NDArray[np.bool_]) -> Survival:
    """Estimate how long something takes from times of which some are only lower bounds.

    Parameters
    ----------
    times
        Microseconds from 0; shape (n,).
    is_over
        Whether it took so long, or goes on; shape (n,).

    References
    ----------
    E. L. Kaplan and P. Meier, *Nonparametric estimation from incomplete observations*, Journal of
    the American Statistical Association 53, 1958; here by ``scipy.stats.ecdf``.
    """
    from scipy.stats import CensoredData, ecdf

    if not len(times):
        return Survival(np.empty(0), np.empty(0))
    sample = CensoredData.right_censored(times.astype(np.float64), ~is_over)
    curve = ecdf(sample).cdf
    return Survival(curve.quantiles, curve.probabilities)


def as_duration(microseconds: float) -> timedelta:
    """Give a duration of so many microseconds, rounded to whole ones."""
    return round(microseconds) * MICROSECOND
