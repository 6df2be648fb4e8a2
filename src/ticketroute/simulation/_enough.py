"""When to stop: after so many replications, or when it is precise enough."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse, refuse_type, require_integer
from ticketroute.simulation._collected import Collected
from ticketroute.simulation._estimate import require_level
from ticketroute.simulation._intervals import estimate_of
from ticketroute.simulation._pairing import difference_of
from ticketroute.simulation._stopping import Precision
from ticketroute.simulation._study import Study

_USUAL = 20


@attrs.frozen(eq=False, kw_only=True)
class Enough:
    """Either a number of replications, or a precision of some measures."""

    replications: int
    precision: Precision | None
    measures: tuple[str, ...]
    policies: int
    baseline: int
    level: float

    def next_stop(self, done: int, looks: Sequence[NDArray[np.float64]]) -> int:
        """Say up to which number to go on, or 0 if it is enough.

        Looks come after fixed numbers of replications, whoever is done first, so that the same are
        made with any executor.

        Parameters
        ----------
        done
            How many there are.
        looks
            What was measured in them, if that matters; shape (measures, policies, replications).
        """
        if self.precision is None:
            return 0 if done else self.replications
        if not done:
            return self.precision.minimum
        if done >= self.precision.maximum:
            return 0
        values = np.concatenate(looks, axis=2)
        self._require_numbers(self.precision, values)
        if is_precise(self.precision, self.measures, values, self.baseline, self.level):
            return 0
        return min(done + self.precision.batch, self.precision.maximum)

    def _require_numbers(self, precision: Precision, values: NDArray[np.float64]) -> None:
        """Insist on measures that have a number now and then, or it would go on to the maximum."""
        for measure, of_policies in zip(self.measures, values, strict=True):
            known = ~np.isnan(of_policies)
            if precision.counts(measure) and not known.any(axis=1).all():
                expected = "measures that have a number (a mapping names those that count)"
                raise refuse("precision", expected, f"none of {measure!r} in {known.shape[1]}")

    def empty_look(self, replications: int) -> NDArray[np.float64] | None:
        """Give room for what is measured in so many replications; None if it does not matter."""
        if self.precision is None:
            return None
        return np.full((len(self.measures), self.policies, replications), np.nan)


def is_precise(
    precision: Precision,
    measures: Sequence[str],
    values: NDArray[np.float64],
    baseline: int,
    level: float,
) -> bool:
    """Say whether the differences to a baseline are precise, or the only policy itself is.

    Parameters
    ----------
    precision
        What is wanted.
    measures, values
        Names, and what was measured: shape (measures, policies, replications).
    baseline
        The position of the baseline among the policies.
    level
        How sure the intervals are.
    """
    for measure, of_policies in zip(measures, values, strict=True):
        one = of_policies[baseline]
        mean = estimate_of(one, level)
        others = np.delete(of_policies, baseline, axis=0)
        differences = [difference_of(other, one, level).estimate for other in others]
        if not all(precision.is_met(measure, each, mean.mean) for each in differences or [mean]):
            return False
    return True


def note_of(collected: Collected, precision: Precision | None, baseline: int, level: float) -> str:
    """Say so if a precision was wanted that was not reached."""
    if precision is None or is_precise(
        precision, collected.measures, collected.values, baseline, level
    ):
        return ""
    return f"not as precise as wanted: stopped at {precision.maximum:,} replications"


def least_two(replications: int | None) -> int | None:
    """Insist on two replications where there is to be an interval."""
    if replications is not None:
        require_integer("replications", replications, 2)
    return replications


def read_enough(
    replications: int | None,
    precision: Precision | None,
    baseline: str | None,
    level: float,
    study: Study,
) -> Enough:
    """Read when to stop; one of the two has to be said, or neither."""
    require_level(level)
    if precision is not None:
        if replications is not None:
            raise refuse("replications", "None, as precision is given", replications)
        if not isinstance(precision, Precision):
            raise refuse_type("precision", "a Precision", precision)
    elif replications is not None:
        require_integer("replications", replications, 1)
    measures = tuple(measure.name for measure in study.measures)
    if precision is not None and (unknown := precision.names().difference(measures)):
        raise refuse("precision", f"names among the measures {measures}", sorted(unknown))
    return Enough(
        replications=_USUAL if replications is None else replications,
        precision=precision,
        measures=measures,
        policies=len(study.policies),
        baseline=place_of([policy.title for policy in study.policies], baseline, "baseline"),
        level=level,
    )


def place_of(names: Sequence[str], name: str | None, field: str) -> int:
    """Give the position of a name, or the first if there is none."""
    if name is None:
        return 0
    if name not in names:
        raise refuse(field, f"one of {', '.join(names)}", name)
    return list(names).index(name)
