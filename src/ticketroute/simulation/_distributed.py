"""Durations by any distribution of scipy."""

from datetime import timedelta
from typing import Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import duration_to_microseconds, refuse, refuse_type
from ticketroute.simulation._durations import longer_than_zero, to_microseconds_drawn

_MINUTE: Final = timedelta(minutes=1)


@runtime_checkable
class Quantiles(Protocol):
    """What :class:`Distributed` needs of a distribution; every frozen one of scipy has it."""

    def ppf(self, q: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Give the value at each quantile."""
        ...

    def mean(self) -> float:
        """Give the expected value."""
        ...


def _parameters(distribution: Quantiles) -> object:
    """Give what a distribution of scipy is made of: two of the same parameters are the same."""
    from scipy import stats

    family = getattr(distribution, "dist", None)
    name = getattr(family, "name", None)
    if not isinstance(name, str) or type(getattr(stats, name, None)) is not type(family):
        return distribution
    known = vars(distribution)
    return name, known["a"], known["b"], known["args"], tuple(sorted(known["kwds"].items()))


@attrs.frozen
class Distributed:
    """By any distribution of ``scipy.stats``.

    Parameters
    ----------
    distribution
        A frozen distribution, such as ``scipy.stats.gamma(2, scale=3)``; never below 0.
    unit
        What its 1 stands for.

    Examples
    --------
    >>> from scipy.stats import gamma
    >>> print(Distributed(gamma(2, scale=3)).mean)
    0:06:00
    """

    distribution: Quantiles = attrs.field(eq=_parameters)
    unit: timedelta = attrs.field(default=_MINUTE, kw_only=True, validator=longer_than_zero)

    def __attrs_post_init__(self) -> None:
        expected = "a frozen distribution of scipy.stats"
        if not isinstance(self.distribution, Quantiles):
            raise refuse_type("Distributed.distribution", expected, self.distribution)
        try:
            lowest = self.distribution.ppf(np.zeros(1))
        except TypeError as error:  # it has not been told its parameters
            raise refuse_type("Distributed.distribution", expected, self.distribution) from error
        if lowest.shape != (1,):
            raise refuse("Distributed.distribution", "a single distribution", self.distribution)
        if not lowest[0] >= 0:
            raise refuse("Distributed.distribution", "one that is never below 0", lowest[0])

    @property
    def mean(self) -> timedelta:
        """The expected duration."""
        return float(self.distribution.mean()) * self.unit

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile."""
        scale = float(duration_to_microseconds(self.unit))
        return to_microseconds_drawn(self.distribution.ppf(uniforms) * scale)
