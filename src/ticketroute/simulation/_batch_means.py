"""The confidence interval of one long run, whose observations are not independent."""

from typing import Final

import attrs
from numpy.typing import ArrayLike

from ticketroute.model import require_integer
from ticketroute.simulation._estimate import Estimate, read_values
from ticketroute.simulation._intervals import mean_interval

_MOST_LAG_ONE: Final = 0.2


def batch_means(values: ArrayLike, *, batches: int = 20, level: float = 0.95) -> Estimate:
    """Estimate a mean from one long run, cut into batches; the warm-up has to be cut off before.

    The means of long batches are nearly independent. If those of neighbours still go together
    (lag-1 correlation above 0.2), the interval is too narrow, and ``note`` says so: the run is too
    short for so many batches. Twenty batches tell it roughly: about one in nine runs that are long
    enough is noted by chance.

    Parameters
    ----------
    values
        What was observed, in the order in which it was, at least two for each batch. What is left
        over when it is cut into equal batches is dropped at the beginning.
    batches
        How many, at least 2; 20 to 30 are advisable.
    level
        How sure the interval is to be, above 0 and below 1.

    References
    ----------
    B. Schmeiser, Batch size effects in the analysis of simulation output, *Operations Research*
    30(3), 1982, on why more than 30 batches bring little.

    Examples
    --------
    >>> ramp = batch_means(range(1000))
    >>> ramp.mean, ramp.note
    (499.5, 'lag-1 correlation of the batches 0.85: the run is too short')
    """
    require_integer("batches", batches, 2)
    read = read_values("values", values, least=2 * batches)
    size = len(read) // batches
    means = read[len(read) - size * batches :].reshape(batches, size).mean(axis=1)
    together = lag_one(means)
    note = f"lag-1 correlation of the batches {together:.2f}: the run is too short"
    return attrs.evolve(
        mean_interval(means, level=level),
        method="batch means",
        note=note if together > _MOST_LAG_ONE else "",
    )


def lag_one(values: ArrayLike) -> float:
    """Give the correlation of each number with the one before it; 0 if all are equal.

    Examples
    --------
    >>> lag_one([1, -1, 1, -1, 1, -1])
    -0.8333333333333334
    """
    read = read_values("values", values, least=2)
    if (read == read[0]).all():
        return 0.0
    off = read - read.mean()
    return float(off[1:] @ off[:-1] / (off @ off))
