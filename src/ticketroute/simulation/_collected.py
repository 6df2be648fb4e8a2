"""What was measured in each replication, as rows and, collected, as one array."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse, refuse_type
from ticketroute.simulation._measure import Better

_Number = TypeVar("_Number", bound=np.generic)


@attrs.frozen
class Replication:
    """What was measured in one replication of one policy.

    Parameters
    ----------
    policy
        The name of the policy.
    number
        The number of the replication; the policies meet the same luck in replications of the same
        number.
    values
        What was measured, by name; NaN where there is no such number.
    place
        Which policy it is, by the order in which they were given.
    better
        Whether less or more is better, by the name of the measure.
    """

    policy: str
    number: int
    values: Mapping[str, float]
    place: int = 0
    better: Mapping[str, Better | None] = attrs.field(factory=dict, repr=False)


@attrs.frozen(eq=False, kw_only=True)
class Collected:
    """What was measured, of the replications that all policies have.

    Parameters
    ----------
    policies, measures
        Their names.
    better
        Whether less or more is better, for each measure.
    numbers
        The numbers of the replications, ascending; int64, shape (replications,).
    values
        What was measured; float, shape (measures, policies, replications).
    """

    policies: tuple[str, ...]
    measures: tuple[str, ...]
    better: tuple[Better | None, ...]
    numbers: NDArray[np.int64]
    values: NDArray[np.float64]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each replication of each policy: policy, replication, and the measures."""
        count = len(self.numbers)
        named = {name: of.ravel() for name, of in zip(self.measures, self.values, strict=True)}
        return {
            "policy": np.repeat(np.array(self.policies), count),
            "replication": np.tile(self.numbers, len(self.policies)),
        } | named


def collect(rows: Iterable[Replication]) -> Collected:
    """Collect rows, whatever their order."""
    policies: dict[int, str] = {}
    by_number: dict[int, dict[int, list[float]]] = {}
    better: Mapping[str, Better | None] = {}
    measures: tuple[str, ...] = ()
    for row in rows:
        if not isinstance(row, Replication):
            raise refuse_type("rows", "values of Replication", row)
        if not policies:
            measures, better = tuple(row.values), row.better
        if tuple(row.values) != measures:
            raise refuse("rows", f"the measures {measures} in each", tuple(row.values))
        if policies.setdefault(row.place, row.policy) != row.policy:
            raise refuse("rows", f"policy {policies[row.place]!r} at {row.place}", row.policy)
        by_number.setdefault(row.number, {})[row.place] = list(row.values.values())
    if not policies:
        raise refuse("rows", "at least one replication", [])
    places = sorted(policies)
    whole = sorted(number for number, of in by_number.items() if len(of) == len(places))
    if not whole:
        raise refuse("rows", "at least one replication that all policies have", sorted(by_number))
    values = np.array([[by_number[number][place] for number in whole] for place in places])
    return Collected(
        policies=tuple(policies[place] for place in places),
        measures=measures,
        better=tuple(better.get(name) for name in measures),
        numbers=_read_only(np.array(whole, dtype=np.int64)),
        values=_read_only(np.ascontiguousarray(np.moveaxis(values, 2, 0))),
    )


def _read_only(array: NDArray[_Number]) -> NDArray[_Number]:
    array.setflags(write=False)
    return array
