"""How many replications: as many as a wanted precision needs, and no fixed number of them."""

import math
from collections.abc import Mapping

import attrs
from numpy.typing import ArrayLike

from ticketroute.model import refuse, refuse_type, require_integer, require_text
from ticketroute.simulation._estimate import Estimate, read_values, require_level
from ticketroute.simulation._intervals import student_quantile

AmountOrByMeasure = float | Mapping[str, float]
_LONGEST = 10**9


@attrs.frozen(kw_only=True)
class Precision:
    """When there are replications enough; give `half_width`, `relative`, or both.

    Parameters
    ----------
    half_width
        The widest half-width that will do, in the unit of the measure; above 0. A number for all
        measures, or a mapping from the names of those that count.
    relative
        The largest relative error that will do, above 0 and below 1, as number or mapping: 0.05 for
        5 % of the true mean. In a comparison, of the mean of the baseline.
    minimum
        How many replications to make before the first look, at least 2. With fewer than about ten,
        a variance that came out small by luck stops too soon.
    batch
        How many to make from one look to the next: at least as many as there are workers.
    maximum
        When to stop though it is not precise enough; the result says so.

    References
    ----------
    A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 9.4.1, on the relative
    error g, for which the half-width over the mean has to come below g / (1 + g).

    Examples
    --------
    >>> five_percent = Precision(relative=0.05)
    >>> ten_seconds = Precision(half_width={"mean_wait": 10.0}, batch=100)
    """

    half_width: AmountOrByMeasure | None = None
    relative: AmountOrByMeasure | None = None
    minimum: int = 10
    batch: int = 10
    maximum: int = 10_000

    def __attrs_post_init__(self) -> None:
        if self.half_width is None and self.relative is None:
            raise refuse("half_width, relative", "at least one of them", None)
        _require_amounts("half_width", self.half_width, math.inf)
        _require_amounts("relative", self.relative, 1.0)
        require_integer("minimum", self.minimum, 2)
        require_integer("batch", self.batch, 1)
        require_integer("maximum", self.maximum, self.minimum)

    def names(self) -> frozenset[str]:
        """Name the measures that it asks for by name."""
        both = (self.half_width, self.relative)
        return frozenset(name for of in both if isinstance(of, Mapping) for name in of)

    def counts(self, measure: str) -> bool:
        """Say whether something is asked of a measure."""
        return any(_amount(of, measure) is not None for of in (self.half_width, self.relative))

    def wanted(self, measure: str, mean: float) -> float:
        """Give the widest half-width that will do for a measure; infinite if it does not count.

        Parameters
        ----------
        measure
            Its name.
        mean
            The mean to which a relative error refers; NaN, where nothing is known yet, wants 0.
        """
        absolute = _amount(self.half_width, measure)
        relative = _amount(self.relative, measure)
        wants = [] if absolute is None else [float(absolute)]
        if relative is not None:
            wants.append(0.0 if math.isnan(mean) else relative / (1 + relative) * abs(mean))
        return min(wants, default=math.inf)

    def is_met(self, measure: str, estimate: Estimate, mean: float | None = None) -> bool:
        """Say whether an estimate is precise enough.

        Parameters
        ----------
        measure
            Its name.
        estimate
            What is known of it by now.
        mean
            To what a relative error refers, if not to the mean of the estimate itself.
        """
        wanted = self.wanted(measure, estimate.mean if mean is None else mean)
        return wanted == math.inf or estimate.half_width <= wanted


def replications_needed(
    pilot: ArrayLike,
    *,
    half_width: float | None = None,
    relative: float | None = None,
    level: float = 0.95,
) -> int:
    """Say how many replications a precision needs, going by the variance of a few.

    Parameters
    ----------
    pilot
        A number from each of a few replications; ten are usual.
    half_width, relative
        What is wanted, as for :class:`Precision`: one of them, or the stricter of both.
    level
        How sure the interval is to be, above 0 and below 1.

    Returns
    -------
    int
        The least n for which t(n - 1) s / sqrt(n) comes to the half-width or below. It is a guess:
        the pilot may have had a small variance by luck.

    Examples
    --------
    >>> replications_needed([10, 12, 9, 11, 10, 13, 8, 10, 12, 11], half_width=0.5)
    38
    """
    require_level(level)
    read = read_values("pilot", pilot, least=2)
    precision = Precision(half_width=half_width, relative=relative)
    wanted = precision.wanted("pilot", float(read.mean()))
    deviation = float(read.std(ddof=1))
    if wanted <= 0:
        raise refuse("relative", "a half-width instead, as the mean of the pilot is 0", relative)

    def too_few(n: int) -> bool:
        return student_quantile(n - 1, level) * deviation > wanted * math.sqrt(n)

    most = 2
    while too_few(most):
        most *= 2
        if most > _LONGEST:
            raise refuse("half_width", f"one for which {_LONGEST:,} suffice", wanted)
    least = most // 2 + 1
    while least < most:
        middle = (least + most) // 2
        least, most = (middle + 1, most) if too_few(middle) else (least, middle)
    return max(least, 2)


def _amount(of: AmountOrByMeasure | None, measure: str) -> float | None:
    return of.get(measure) if isinstance(of, Mapping) else of


def _require_amounts(field: str, given: object, below: float) -> None:
    """Insist on a number above 0, or several by name."""
    amounts = given if isinstance(given, Mapping) else {} if given is None else {"": given}
    if isinstance(given, Mapping) and not given:
        raise refuse(field, "at least one measure", given)
    for name, amount in amounts.items():
        if isinstance(given, Mapping):
            require_text(field, name)
        where = f"{field}[{name!r}]" if name else field
        expected = "a number above 0" + ("" if below == math.inf else f" and below {below:g}")
        if not isinstance(amount, int | float) or isinstance(amount, bool):
            raise refuse_type(where, expected, amount)
        if not 0 < amount < below:
            raise refuse(where, expected, amount)
