"""A distribution of durations of which some had not ended: Kaplan-Meier, with a tail."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    MICROSECOND,
    duration_to_microseconds,
    is_finite,
    refuse,
    refuse_type,
    to_tuple,
)
from ticketroute.simulation._durations import to_microseconds_drawn

_ALL: Final = 1 - 1e-9


@attrs.frozen
class LogNormalTail:
    """What goes on beyond the longest time: a log-normal distribution, from there on.

    Parameters
    ----------
    centre, spread
        Mean and standard deviation of the logarithm of microseconds.
    """

    centre: float
    spread: float

    def __attrs_post_init__(self) -> None:
        if not is_finite(self.centre) or not is_finite(self.spread) or self.spread <= 0:
            expected = "a finite centre and a spread above 0"
            raise refuse("LogNormalTail", expected, (self.centre, self.spread))

    def beyond(self, time: float, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the quantiles of what is longer than a time, in microseconds."""
        from scipy.special import ndtr, ndtri

        longer = float(ndtr((self.centre - np.log(time)) / self.spread))
        scaled = -ndtri(np.maximum(longer * (1 - uniforms), np.finfo(float).tiny))
        return np.maximum(np.exp(self.centre + self.spread * scaled), time)

    def mean_beyond(self, time: float) -> float:
        """Give the mean of what is longer than a time, in microseconds."""
        from scipy.special import log_ndtr

        start = (self.centre - np.log(time)) / self.spread
        log_mean = self.centre + self.spread**2 / 2
        return float(np.exp(log_mean + log_ndtr(start + self.spread) - log_ndtr(start)))


@attrs.frozen
class ObservedSoFar:
    """One of those that were observed, where some were not over yet.

    The share that is over by each time is estimated by Kaplan and Meier; to average what is over
    would leave the long ones out. Where the longest was not over, a tail says how it goes on.

    Parameters
    ----------
    times
        Microseconds at which some were over, rising.
    over
        The share that is over by then, rising, above 0 and at most 1.
    longest
        The longest that was observed, over or not, in microseconds.
    tail
        How those go on that are not over by then; None to have all be over then.

    Examples
    --------
    >>> minutes = [timedelta(minutes=each) for each in (1, 2, 3, 4)]
    >>> seen = ObservedSoFar.of(minutes, is_over=[True, False, True, True])
    >>> seen.over
    (0.25, 0.625, 1.0)
    >>> print(seen.mean)
    0:02:52.500000
    """

    times: tuple[int, ...] = attrs.field(repr=lambda known: f"{len(known)} times")
    over: tuple[float, ...] = attrs.field(repr=False)
    longest: int = attrs.field(repr=False)
    tail: LogNormalTail | None = None

    def __attrs_post_init__(self) -> None:
        if not self.times or len(self.times) != len(self.over):
            expected = "at least one time, and a share for each"
            raise refuse("ObservedSoFar.times", expected, (len(self.times), len(self.over)))
        if self.times[0] < 0 or any(np.diff(self.times) <= 0):
            raise refuse("ObservedSoFar.times", "rising numbers from 0", self.times)
        if self.over[0] <= 0 or self.over[-1] > 1 or any(np.diff(self.over) <= 0):
            raise refuse("ObservedSoFar.over", "rising shares, above 0, at most 1", self.over)
        if self.longest < max(self.times[-1], 1):
            raise refuse("ObservedSoFar.longest", "no less than the last time", self.longest)

    @classmethod
    def of(
        cls,
        durations: Iterable[timedelta],
        is_over: Iterable[bool],
        *,
        tail: LogNormalTail | None = None,
    ) -> "ObservedSoFar":
        """Estimate it from durations.

        Parameters
        ----------
        durations
            How long each took, or has taken so far.
        is_over
            Whether it is over, for each; at least one is.
        tail
            How those go on that last longer than all that was seen.
        """
        given = to_tuple("ObservedSoFar.durations", "several timedeltas", durations)
        for each in given:
            if not isinstance(each, timedelta):
                raise refuse_type("ObservedSoFar.durations", "timedeltas", each)
        spans = np.array([duration_to_microseconds(each) for each in given], dtype=np.int64)
        ended = np.array(to_tuple("ObservedSoFar.is_over", "several flags", is_over), dtype=bool)
        if len(spans) != len(ended):
            raise refuse("ObservedSoFar.is_over", f"{len(spans)} values", len(ended))
        return observed_so_far(spans, ended, tail)

    @property
    def mean(self) -> timedelta:
        """The expected duration, that of the tail included."""
        steps = np.diff(np.array(self.over), prepend=0.0)
        rest = 1 - self.over[-1]
        total = float(steps @ np.array(self.times))
        if rest > 1 - _ALL:
            after = self.longest if self.tail is None else self.tail.mean_beyond(self.longest)
            total += rest * after
        return round(total) * MICROSECOND

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile."""
        over, times = np.array(self.over), np.array(self.times, dtype=np.float64)
        places = np.searchsorted(over, uniforms, side="right")
        drawn = np.append(times, self.longest)[places]
        is_later = places == len(times)
        if self.tail is not None and is_later.any():
            within = (uniforms[is_later] - over[-1]) / (1 - over[-1])
            drawn[is_later] = self.tail.beyond(self.longest, within)
        return to_microseconds_drawn(drawn)


def observed_so_far(
    spans: NDArray[np.int64], is_over: NDArray[np.bool_], tail: LogNormalTail | None
) -> ObservedSoFar:
    """Estimate a distribution from durations in microseconds, by ``scipy.stats.ecdf``.

    References
    ----------
    E. L. Kaplan and P. Meier, *Nonparametric estimation from incomplete observations*, Journal of
    the American Statistical Association 53, 1958.
    """
    from scipy.stats import CensoredData, ecdf

    if not is_over.any():
        raise refuse("ObservedSoFar.is_over", "some that are over", "none")
    sample = CensoredData.right_censored(spans.astype(np.float64), ~is_over)
    curve = ecdf(sample).cdf
    shares = np.where(curve.probabilities > _ALL, 1.0, curve.probabilities)
    rises = np.diff(shares, prepend=0.0) > 0
    times = np.rint(curve.quantiles[rises]).astype(np.int64)
    longest = max(int(spans.max()), 1)
    return ObservedSoFar(tuple(times.tolist()), tuple(shares[rises].tolist()), longest, tail)
