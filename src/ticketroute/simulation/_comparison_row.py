"""One line of a comparison: a policy, what is measured of it, what it has more than another."""

import math
from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.simulation._collected import Collected
from ticketroute.simulation._estimate import Estimate
from ticketroute.simulation._figures import (
    number_columns,
    p_text,
    share_text,
    side_by_side,
    times_text,
    with_half_width,
)
from ticketroute.simulation._intervals import estimate_of
from ticketroute.simulation._measure import Better
from ticketroute.simulation._pairing import PairedDifference, difference_of, holm

_NAN = math.nan
_NOTHING = Estimate(mean=_NAN, low=_NAN, high=_NAN, n=0)


@attrs.frozen(kw_only=True)
class ComparisonRow:
    """What is measured of a policy, and the paired difference to another.

    Parameters
    ----------
    measure, policy
        Names.
    estimate
        The mean over replications with its interval.
    against
        The name of the other policy; the baseline, or what it is paired with.
    difference
        What this policy has more than the other; None for the baseline itself.
    p_adjusted
        The p value of the difference, by Holm over all comparisons of this measure; NaN for the
        baseline.
    better
        Whether ``"less"`` or ``"more"`` of the measure is better, or None.
    """

    measure: str
    policy: str
    estimate: Estimate
    against: str
    difference: PairedDifference | None = None
    p_adjusted: float = _NAN
    better: Better | None = None

    @property
    def win_rate(self) -> float:
        """The share of replications in which it is better than the other, 0 to 1.

        Equal ones are no wins. NaN where it is not known what is better, and for the baseline.
        """
        if self.difference is None or self.better is None:
            return _NAN
        return self.difference.less if self.better == "less" else self.difference.more

    def __str__(self) -> str:
        if self.difference is None:
            return f"{self.measure} of {self.policy}: {with_half_width(self.estimate)}"
        told = [f"p {p_text(self.p_adjusted)}", f"n = {self.difference.estimate.n}"]
        if wins := share_text(self.win_rate):
            told.append(f"better in {wins}")
        pair = f"{self.measure} of {self.policy} - {self.against}"
        return f"{pair}: {with_half_width(self.difference.estimate)} ({', '.join(told)})"


def compared(
    collected: Collected, measure: int, pairs: Sequence[tuple[int, int]], level: float
) -> list[ComparisonRow]:
    """Compare pairs of policies, given by position, in one measure.

    Whoever is paired with itself is only estimated.
    """
    values = collected.values[measure]
    rows = [
        ComparisonRow(
            measure=collected.measures[measure],
            policy=collected.policies[one],
            estimate=estimate_of(values[one], level),
            against=collected.policies[other],
            difference=None if one == other else difference_of(values[one], values[other], level),
            better=collected.better[measure],
        )
        for one, other in pairs
    ]
    adjusted = iter(holm([row.difference.p_value for row in rows if row.difference]).tolist())
    return [attrs.evolve(row, p_adjusted=next(adjusted)) if row.difference else row for row in rows]


def row_columns(rows: Sequence[ComparisonRow]) -> dict[str, NDArray[np.generic]]:
    """Give rows as columns; NaN where a baseline has no number."""
    pairs = [row.difference for row in rows]

    def of_pairs(name: str) -> NDArray[np.float64]:
        return np.array([_NAN if each is None else getattr(each, name) for each in pairs])

    return (
        {name: np.array([getattr(row, name) for row in rows]) for name in _NAMES}
        | number_columns([row.estimate for row in rows])
        | number_columns(
            [_NOTHING if each is None else each.estimate for each in pairs], "difference_"
        )
        | {"p_value": of_pairs("p_value")}
        | {name: np.array([getattr(row, name) for row in rows]) for name in _TOLD}
        | {name: of_pairs(name) for name in _VARIANCES}
    )


_NAMES = ("measure", "policy", "against")
_TOLD = ("p_adjusted", "win_rate")
_VARIANCES = ("variance", "independent_variance", "variance_reduction")


def table_of(rows: Sequence[ComparisonRow]) -> str:
    """Set the rows of one measure as a table to read."""
    pairs = [row.difference for row in rows]
    columns = {
        rows[0].measure: [row.policy for row in rows],
        "mean": [with_half_width(row.estimate) for row in rows],
        "difference": ["" if each is None else with_half_width(each.estimate) for each in pairs],
        "p": ["" if row.difference is None else p_text(row.p_adjusted) for row in rows],
        "wins": [share_text(row.win_rate) for row in rows],
        "same luck": [
            "" if each is None else times_text(each.variance_reduction) for each in pairs
        ],
    }
    if any(row.estimate.missing for row in rows):
        columns["missing"] = [str(row.estimate.missing) for row in rows]
    return side_by_side({name: cells for name, cells in columns.items() if any(cells)})
