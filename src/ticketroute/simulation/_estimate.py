"""A number that was estimated, with its interval: there is no other form of a result."""

import math
from typing import Final

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse, refuse_type

STUDENT: Final = "Student t"
_LOPSIDED: Final = 0.01


@attrs.frozen(kw_only=True)
class Estimate:
    """An estimated number with its confidence interval; ``str()`` gives both.

    Parameters
    ----------
    mean
        The estimate itself: a mean over replications unless `method` says otherwise; NaN if there
        was nothing to estimate it from.
    low, high
        The ends of the interval; infinite where fewer than two numbers were there to tell.
    n
        How many numbers it rests on: replications, or batches.
    level
        How sure the interval is, above 0 and below 1.
    method
        How the interval was made.
    missing
        In how many replications there was no such number, as with the mean wait of a kind of ticket
        of which none came; they are left out.
    note
        What to know before relying on it, or ``""``.

    Examples
    --------
    >>> wait = Estimate(mean=4.0, low=3.5, high=4.5, n=20)
    >>> wait.half_width
    0.5
    >>> print(wait)
    4 ± 0.5 (95 %, n = 20, Student t)
    """

    mean: float
    low: float
    high: float
    n: int
    level: float = 0.95
    method: str = STUDENT
    missing: int = 0
    note: str = ""

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    def __contains__(self, number: float) -> bool:
        """Say whether a number lies in the interval."""
        return self.low <= number <= self.high

    def __str__(self) -> str:
        parts = [f"{100 * self.level:g} %", f"n = {self.n}", self.method]
        if self.missing:
            parts.append(f"missing in {self.missing}")
        if self.note:
            parts.append(self.note)
        return f"{self._written()} ({', '.join(parts)})"

    def _written(self) -> str:
        """Write the number with what lies to either side, or with both ends if that differs."""
        mean, half = rounded(self.mean, self.half_width)
        off = abs(self.low + self.high - 2 * self.mean)
        if not off > _LOPSIDED * self.half_width:  # nor if nothing is known
            return f"{mean} ± {half}"
        low, high = (rounded(end, self.half_width)[0] for end in (self.low, self.high))
        return f"{mean}, from {low} to {high}"


def rounded(mean: float, half_width: float) -> tuple[str, str]:
    """Write a number and its half-width with as many digits as the half-width lets one trust."""
    if not (math.isfinite(mean) and math.isfinite(half_width)) or half_width <= 0:
        return f"{mean:.6g}", f"{half_width:.2g}"
    # Two digits of the half-width that count, and the number to the same place after the point.
    places = 1 - math.floor(math.log10(half_width))
    size = max(abs(mean), half_width)
    if places > 9 or size >= 1e9:  # noqa: PLR2004
        return f"{mean:.9g}", f"{half_width:.2g}"
    places = max(places, 0)
    return _plain(mean, places), _plain(half_width, places)


def _plain(number: float, places: int) -> str:
    written = f"{number:.{places}f}"
    short = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if short == "-0" else short


def read_values(field: str, values: ArrayLike, least: int = 1) -> NDArray[np.float64]:
    """Read finite numbers in one dimension, at least so many."""
    try:
        read = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise refuse_type(field, "numbers in one dimension", values) from error
    if read.ndim != 1 or len(read) < least:
        raise refuse(field, f"at least {least} in one dimension", f"shape {read.shape}")
    if not np.isfinite(read).all():
        place = int(np.flatnonzero(~np.isfinite(read))[0])
        raise refuse(f"{field}[{place}]", "a finite number", float(read[place]))
    return read


def require_level(level: object) -> None:
    """Insist on a confidence level."""
    if not isinstance(level, int | float) or isinstance(level, bool):
        raise refuse_type("level", "a number above 0 and below 1", level)
    if not 0 < level < 1:
        raise refuse("level", "a number above 0 and below 1", level)
