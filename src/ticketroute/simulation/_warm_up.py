"""Where the warm-up of a run ends that starts empty and is to tell of the steady state.

A desk that opens and closes has no warm-up: its days are the replications, with all that happens in
the morning. A desk that never closes is simulated from empty, and its first hours are too good.
"""

from collections.abc import Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse, require_integer
from ticketroute.simulation._estimate import read_values

_LONGEST_SHARE: Final = 1 / 3


@attrs.frozen(eq=False)
class WarmUp:
    """How much of a run to leave out; ``str()`` says it in a sentence.

    Parameters
    ----------
    cut
        How many observations to drop at the beginning.
    length
        How many there are in a run.
    statistic
        The MSER statistic of each cut that was tried, for a picture: float, shape (cuts,).
    batch
        How many observations lie between one cut and the next.
    """

    cut: int
    length: int
    statistic: NDArray[np.float64] = attrs.field(repr=False)
    batch: int

    @property
    def share(self) -> float:
        """The share of the run that is dropped, 0 to a half."""
        return self.cut / self.length

    @property
    def too_short(self) -> bool:
        """Whether the cut lies beyond a third of the run, so that it tells of no steady state."""
        return self.share > _LONGEST_SHARE

    def __str__(self) -> str:
        said = f"drop the first {self.cut} of {self.length} ({self.share:.0%})"
        return f"{said}: beyond a third, the run is too short" if self.too_short else said


def mser(runs: ArrayLike | Sequence[ArrayLike], *, batch: int = 5) -> WarmUp:
    """Find the end of the warm-up by MSER-5, on the mean over replications.

    Of all cuts up to half of the run, the one after which the standard error of the mean of what is
    left is least, as if its batches were independent.

    Parameters
    ----------
    runs
        One run, or several: what was observed, in order, such as waits by arrival or the backlog at
        interval ends; shape (n,) or (replications, n). Of runs of several lengths, as many
        observations as the shortest has.
    batch
        Over how many neighbours to average first; 5 gives the method its name.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than four batches, or numbers that are not finite.

    References
    ----------
    K. P. White, M. J. Cobb and S. C. Spratt, A comparison of five steady-state truncation
    heuristics for simulation, *Winter Simulation Conference* 2000.

    Examples
    --------
    >>> rising = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] + 8 * [11, 9, 10, 12, 8]
    >>> print(mser(rising))
    drop the first 10 of 50 (20%)
    """
    require_integer("batch", batch, 1)
    mean = mean_over_runs(runs)
    count = len(mean) // batch
    if count < 4:  # noqa: PLR2004
        raise refuse("runs", f"at least {4 * batch} observations in each run", len(mean))
    batches = mean[: count * batch].reshape(count, batch).mean(axis=1)
    off = batches - np.median(batches)  # equal numbers become exactly 0, and sums stay small
    left = np.arange(count, 0, -1)
    total, square = (np.cumsum(each[::-1])[::-1] for each in (off, off**2))
    tried = slice(count // 2 + 1)
    variation = np.maximum(square - total**2 / left, 0.0)  # against rounding
    statistic = (variation / left.astype(np.float64) ** 2)[tried]
    return WarmUp(int(np.argmin(statistic)) * batch, len(mean), statistic, batch)


def welch(runs: ArrayLike | Sequence[ArrayLike], *, window: int) -> NDArray[np.float64]:
    """Smooth the mean over replications by Welch's moving average: a curve to look at.

    The warm-up ends where the curve has become level. If it is still rough, take a wider window or
    more replications.

    Parameters
    ----------
    runs
        As for :func:`mser`.
    window
        How many neighbours to either side to average over, at least 1 and at most a quarter of the
        run; fewer near the beginning, so that the average stays in the middle.

    Returns
    -------
    ndarray of float, shape (n - window,)

    References
    ----------
    P. D. Welch, The statistical analysis of simulation results, in *The Computer Performance
    Modeling Handbook*, 1983.

    Examples
    --------
    >>> welch([0, 6, 3, 9, 6, 6, 6, 6], window=1).tolist()
    [0.0, 3.0, 6.0, 6.0, 7.0, 6.0, 6.0]
    """
    mean = mean_over_runs(runs)
    require_integer("window", window, 1, max(len(mean) // 4, 1))
    sums = np.concatenate(([0.0], np.cumsum(mean)))
    places = np.arange(len(mean) - window)
    reach = np.minimum(places, window)
    smooth: NDArray[np.float64] = (sums[places + reach + 1] - sums[places - reach]) / (
        2 * reach + 1
    )
    return smooth


def mean_over_runs(runs: ArrayLike | Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Average runs, place by place, as far as the shortest goes."""
    each = list(runs) if isinstance(runs, Sequence | np.ndarray) else [runs]
    if not each or np.ndim(each[0]) == 0:
        return read_values("runs", runs)  # type: ignore[arg-type]
    read = [read_values(f"runs[{place}]", run) for place, run in enumerate(each)]
    shortest = min(map(len, read))
    mean: NDArray[np.float64] = np.mean([run[:shortest] for run in read], axis=0)
    return mean
