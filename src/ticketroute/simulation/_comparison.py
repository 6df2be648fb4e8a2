"""What a comparison of policies gives: what each has, and what each has more than the baseline."""

from collections.abc import Iterable
from itertools import combinations

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.simulation._collected import Collected, Replication, collect
from ticketroute.simulation._comparison_row import (
    ComparisonRow,
    compared,
    row_columns,
    table_of,
)
from ticketroute.simulation._enough import place_of
from ticketroute.simulation._estimate import Estimate, require_level


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Comparison:
    """Policies that met the same luck, side by side; ``print`` shows a table for each measure.

    In the table, ``p`` is adjusted by Holm over the policies that are compared with the baseline in
    that measure, ``wins`` is the share of replications in which a policy was better than the
    baseline, and ``same luck`` is how many times more replications would have been needed if each
    policy had had luck of its own.

    Parameters
    ----------
    rows
        Measure by measure a row for each policy.
    baseline
        The name of the policy with which the others are compared.
    level
        How sure each interval is, by itself.
    collected
        The numbers of each replication, from which all of it was made.
    note
        What to know before relying on it, or ``""``.
    """

    rows: tuple[ComparisonRow, ...]
    baseline: str
    level: float
    collected: Collected
    note: str = ""

    @classmethod
    def of(
        cls, rows: Iterable[Replication], *, baseline: str | None = None, level: float = 0.95
    ) -> "Comparison":
        """Make it of rows as :func:`replications` gives them.

        Parameters
        ----------
        rows
            In any order. Replications that not all policies have are left out.
        baseline
            The name of the policy with which to compare the others; the first unless given.
        level
            How sure each interval is to be, above 0 and below 1.
        """
        require_level(level)
        return _comparison(collect(rows), baseline, level)

    def against(self, baseline: str) -> "Comparison":
        """Compare with another baseline; nothing is simulated again."""
        return attrs.evolve(_comparison(self.collected, baseline, self.level), note=self.note)

    def all_pairs(self, measure: str) -> tuple[ComparisonRow, ...]:
        """Compare each policy with each before it, in one measure, with p values for all of them.

        Parameters
        ----------
        measure
            Its name.
        """
        pairs = [(other, one) for one, other in combinations(range(len(self.policies)), 2)]
        return tuple(compared(self.collected, self._place(measure), pairs, self.level))

    def differences(self, measure: str, policy: str) -> NDArray[np.float64]:
        """Give what a policy has more than the baseline, replication by replication.

        For a picture, and for :func:`bootstrap_interval` where Student's t is in doubt.

        Returns
        -------
        ndarray of float, shape (n,)
            Without the replications in which one of the two has no number.
        """
        values = self.collected.values[self._place(measure)]
        places = [place_of(self.policies, name, "policy") for name in (policy, self.baseline)]
        differences: NDArray[np.float64] = values[places[0]] - values[places[1]]
        return differences[~np.isnan(differences)]

    @property
    def policies(self) -> tuple[str, ...]:
        """The names of the policies."""
        return self.collected.policies

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures."""
        return self.collected.measures

    def __getitem__(self, key: tuple[str, str]) -> ComparisonRow:
        """Give the row of (measure, policy)."""
        measure, policy = key
        place = place_of(self.policies, policy, "policy")
        return self.rows[self._place(measure) * len(self.policies) + place]

    def intervals(self, measure: str) -> list[tuple[str, float, float, float]]:
        """Give (policy, mean, low, high) of one measure, as a picture needs them."""
        found = [self[measure, policy] for policy in self.policies]
        return [_ends(row.policy, row.estimate) for row in found]

    def difference_intervals(self, measure: str) -> list[tuple[str, float, float, float]]:
        """Give (policy, mean, low, high) of the differences to the baseline in one measure.

        These are what to draw: intervals of the policies may overlap although one is surely better.
        """
        found = [self[measure, policy] for policy in self.policies]
        return [_ends(row.policy, row.difference.estimate) for row in found if row.difference]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each measure and policy as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``measure``, ``policy`` and ``against``; ``mean``, ``low``, ``high``, ``half_width``,
            ``n`` and ``missing``; the same of the difference, as ``difference_mean`` and so on; its
            ``p_value`` by itself and ``p_adjusted``; ``win_rate``; ``variance`` of the paired
            difference, ``independent_variance``, and how often the one goes into the other,
            ``variance_reduction``. NaN where the baseline has no number.
        """
        return row_columns(self.rows)

    def __repr__(self) -> str:
        width = len(self.policies)
        tables = [
            table_of(self.rows[first : first + width]) for first in range(0, len(self.rows), width)
        ]
        said = (
            f"{len(self.collected.numbers)} replications, {100 * self.level:g} % intervals; "
            f"differences to {self.baseline}"
        )
        return "\n\n".join([*tables, "\n".join([said, *([self.note] if self.note else [])])])

    def _place(self, measure: str) -> int:
        return place_of(self.measures, measure, "measure")


def _ends(label: str, estimate: Estimate) -> tuple[str, float, float, float]:
    return label, estimate.mean, estimate.low, estimate.high


def _comparison(collected: Collected, baseline: str | None, level: float) -> Comparison:
    policies = collected.policies
    if len(policies) < 2:  # noqa: PLR2004
        raise refuse("policies", "at least two to compare", policies)
    other = place_of(policies, baseline, "baseline")
    pairs = [(one, other) for one in range(len(policies))]
    rows = [
        row
        for measure in range(len(collected.measures))
        for row in compared(collected, measure, pairs, level)
    ]
    return Comparison(rows=tuple(rows), baseline=policies[other], level=level, collected=collected)
