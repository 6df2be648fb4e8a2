"""How long something lasts: distributions of durations, drawn by inversion.

A draw is a uniform number put through the inverse of a distribution. So a ticket that carries its
uniform number has the same luck whoever works on it, by whatever distribution.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    duration_to_microseconds,
    refuse,
    refuse_type,
    to_tuple,
)
from ticketroute.simulation._numbers import require_factor

_LONGEST: Final = 1 << 61
"""More microseconds than 70,000 years: a sum of two still fits."""


@runtime_checkable
class Durations(Protocol):
    """A distribution of durations."""

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile, in microseconds.

        Parameters
        ----------
        uniforms
            Numbers of at least 0 and below 1, shape (n,).
        """
        ...

    @property
    def mean(self) -> timedelta:
        """The expected duration."""
        ...


def to_microseconds_drawn(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round durations in microseconds; refuse what is no duration."""
    if np.isnan(values).any() or (values < 0).any():
        raise refuse("durations", "numbers of at least 0, none of them NaN", values)
    return np.rint(np.minimum(values, _LONGEST)).astype(np.int64)


def longer_than_zero(
    instance: object, attribute: "attrs.Attribute[timedelta]", value: timedelta
) -> None:
    """Validate a field that holds a duration longer than zero."""
    field = f"{type(instance).__name__}.{attribute.name}"
    given: object = value
    if not isinstance(given, timedelta):
        raise refuse_type(field, "a timedelta", value)
    if value <= timedelta(0):
        raise refuse(field, "a duration longer than zero", value)


@attrs.frozen
class Fixed:
    """Always the same.

    Parameters
    ----------
    mean
        How long.
    """

    mean: timedelta = attrs.field(validator=longer_than_zero)

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the same for each."""
        lasting = min(duration_to_microseconds(self.mean), _LONGEST)
        return np.full(len(uniforms), lasting, dtype=np.int64)


@attrs.frozen
class Exponential:
    """Without memory: what is left does not depend on what has passed.

    Parameters
    ----------
    mean
        The expected duration.

    Examples
    --------
    >>> Exponential(timedelta(minutes=10)).draw(np.array([0.0, 0.5])).tolist()
    [0, 415888308]
    """

    mean: timedelta = attrs.field(validator=longer_than_zero)

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile."""
        return to_microseconds_drawn(
            np.log1p(-uniforms) * -float(duration_to_microseconds(self.mean))
        )


@attrs.frozen
class LogNormal:
    """Skewed to the right, as handling times usually are.

    Parameters
    ----------
    mean
        The expected duration.
    variation
        Standard deviation by mean, a number above 0.

    Examples
    --------
    >>> half = LogNormal(timedelta(minutes=10), variation=1.0).draw(np.array([0.5]))
    >>> print(timedelta(microseconds=int(half[0])))
    0:07:04.264069
    """

    mean: timedelta = attrs.field(validator=longer_than_zero)
    variation: float = attrs.field(default=1.0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_factor("LogNormal.variation", self.variation)

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile."""
        from scipy.special import ndtri

        variance = np.log1p(self.variation**2)
        centre = np.log(float(duration_to_microseconds(self.mean))) - variance / 2
        return to_microseconds_drawn(np.exp(centre + np.sqrt(variance) * ndtri(uniforms)))


def _to_observed(values: Iterable[timedelta]) -> tuple[int, ...]:
    given = to_tuple("Observed.values", "several timedeltas", values)
    for value in given:
        if not isinstance(value, timedelta):
            raise refuse_type("Observed.values", "timedeltas", value)
        if value < timedelta(0):
            raise refuse("Observed.values", "durations of at least zero", value)
    return tuple(sorted(min(duration_to_microseconds(each), _LONGEST) for each in given))


@attrs.frozen
class Observed:
    """One of those that were observed, each as likely.

    Parameters
    ----------
    microseconds
        What was observed, as timedeltas; kept as sorted microseconds.

    Examples
    --------
    >>> seen = Observed([timedelta(minutes=5), timedelta(minutes=1)])
    >>> print(seen.mean)
    0:03:00
    """

    microseconds: tuple[int, ...] = attrs.field(
        converter=_to_observed, repr=lambda known: f"{len(known)} durations"
    )

    def __attrs_post_init__(self) -> None:
        if not self.microseconds:
            raise refuse("Observed.values", "at least one duration", ())

    def __len__(self) -> int:
        return len(self.microseconds)

    @property
    def mean(self) -> timedelta:
        """The average of what was observed."""
        return timedelta(microseconds=round(sum(self.microseconds) / len(self)))

    def draw(self, uniforms: NDArray[np.float64], /) -> NDArray[np.int64]:
        """Give the duration at each quantile."""
        known = np.array(self.microseconds, dtype=np.int64)
        return known[(uniforms * len(known)).astype(np.intp)]


def require_durations(field: str, value: object) -> None:
    """Insist on a distribution of durations."""
    if not isinstance(value, Durations) or isinstance(value, type):
        expected = "a distribution of durations, such as Exponential(timedelta(minutes=5))"
        raise refuse_type(field, expected, value)
