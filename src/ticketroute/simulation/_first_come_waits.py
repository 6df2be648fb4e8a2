"""The waits of several runs, as columns."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER

Instants = NDArray[np.int64]


@attrs.frozen(eq=False, repr=False)
class FirstComeWaits:
    """When tickets came, when work on them began, and when it ended, run after run.

    Attributes
    ----------
    created, started, ended
        Microseconds since 1970 UTC, ``NEVER`` (the largest int64) for what had not happened when
        the run ended; int64, shape (tickets,): those of the first run by arrival, then those of the
        next.
    bounds
        Where each run begins, and where the last one ends; int64, shape (runs + 1,).
    first
        The number of the replication that the first run is.
    """

    created: Instants
    started: Instants
    ended: Instants
    bounds: Instants
    first: int = 0

    def __len__(self) -> int:
        """Count the tickets of all runs."""
        return len(self.created)

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.bounds) - 1

    @property
    def waits(self) -> Instants:
        """How long each waited, microseconds; ``NEVER`` if work never began; shape (tickets,)."""
        waits = self.started - self.created
        waits[self.started == NEVER] = NEVER
        return waits

    @property
    def mean_waits(self) -> NDArray[np.float64]:
        """The mean wait in each run, microseconds, NaN if no work began; float64, shape (runs,)."""
        begun = self.started != NEVER
        run = (self.replication - self.first)[begun]
        waits = np.bincount(run, weights=self.waits[begun], minlength=self.runs)
        counts = np.bincount(run, minlength=self.runs)
        return np.where(counts > 0, waits / np.maximum(counts, 1), np.nan)

    @property
    def replication(self) -> Instants:
        """The number of the replication that each ticket belongs to; shape (tickets,)."""
        numbers = np.arange(self.first, self.first + self.runs)
        return np.repeat(numbers, np.diff(self.bounds))

    def of(self, run: int) -> slice:
        """Give where the tickets of a run stand, 0 for the first one."""
        return slice(int(self.bounds[run]), int(self.bounds[run + 1]))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each ticket as columns for a data frame.

        Returns
        -------
        dict of ndarray
            The number of the replication; instants as datetime64 and the wait as timedelta64 of
            microseconds, NaT for what had not happened when the run ended.
        """
        return {
            "replication": self.replication,
            "created": _datetimes(self.created),
            "started": _datetimes(self.started),
            "ended": _datetimes(self.ended),
            "wait": _datetimes(self.started) - _datetimes(self.created),
        }

    def __repr__(self) -> str:
        return f"<FirstComeWaits of {len(self):,} tickets in {self.runs:,} runs>"


def _datetimes(instants: Instants) -> NDArray[np.datetime64]:
    """Give instants as datetime64, NaT for `NEVER`."""
    times = instants.astype("datetime64[us]")
    times[instants == NEVER] = np.datetime64("NaT")
    return times
