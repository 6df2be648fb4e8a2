"""When work begins with equal agents who serve in order of arrival, exactly: three ways to it.

Each gives the same numbers; which is quickest goes by the number of agents and of runs.
"""

from collections.abc import Iterator
from heapq import heapreplace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.int64]

_FRONT: Final = 24
"""How many free times are kept in order; sorting the others now and then costs less than more."""


def starts_of_one_agent(ready: Instants, needs: Instants) -> Instants:
    """Give when each ticket of one agent is begun: Lindley's recursion, solved by sums.

    The sum of `needs` and the latest of `ready` together have to fit in an int64.

    Parameters
    ----------
    ready
        When each comes, ascending, shape (n,).
    needs
        How long each takes, shape (n,).
    """
    before = np.cumsum(needs)
    before -= needs
    # Work goes on without a break from the arrival on that makes the start latest.
    starts = ready - before
    np.maximum.accumulate(starts, out=starts)
    starts += before
    return starts


def starts_of_a_run(ready: Instants, needs: Instants, agents: int) -> Instants:
    """Give when each ticket of several agents is begun, with a heap of the times they are free."""
    free = [0] * agents

    def times_free() -> Iterator[int]:
        """Go through the times from which on whoever takes the next ticket has been free."""
        for at, need in zip(ready.data, needs.data, strict=True):
            soonest = free[0]
            start = at if at > soonest else soonest  # noqa: FURB136 - a call takes longer than all
            yield heapreplace(free, start + need)

    return np.maximum(np.fromiter(times_free(), dtype=np.int64, count=len(ready)), ready)


class SideBySide:
    """Several runs at a time: the vector of Kiefer and Wolfowitz, for all of them at once.

    The tickets of all runs that have the same number are served together. The times at which agents
    are free stand in ascending order: the first one is taken out, and the next one put in its place
    by comparing it with all at once. With many agents only those who are free soonest stand in
    order: as many as are served before the rest is looked at again.

    Parameters
    ----------
    runs
        How many runs, at least 1.
    agents
        How many agents each has, at least 1.
    last
        What is begun later than this may be put here; keeps sums small.
    """

    def __init__(self, runs: int, agents: int, last: int) -> None:
        self._last = last
        self._width = min(agents, _FRONT)
        self._keeps_all = agents <= _FRONT
        self._free = np.zeros((runs, agents), dtype=np.int64)
        self._front = np.zeros((self._width, runs), dtype=np.int64)
        self._spare = np.empty_like(self._front)
        self._next = np.empty(runs, dtype=np.int64)

    def serve(self, ready: Instants, needs: Instants) -> Instants:
        """Give when the next tickets of each run are begun, shape (tickets, runs).

        Parameters
        ----------
        ready
            When each comes, ascending along the first axis, shape (tickets, runs).
        needs
            How long each takes.
        """
        starts = np.empty_like(ready)
        for first in range(0, len(ready), self._width):
            part = slice(first, first + self._width)
            if self._keeps_all:
                self._serve_in_front(ready[part], needs[part], starts[part])
            else:
                self._serve_some(ready[part], needs[part], starts[part])
        return starts

    def _serve_in_front(self, ready: Instants, needs: Instants, starts: Instants) -> None:
        front, spare = self._front, self._spare
        for at, need, start in zip(ready, needs, starts, strict=True):
            self._begin(front, at, need, start)
            _replace_first(front, self._next, spare)
            front, spare = spare, front
        self._front, self._spare = front, spare

    def _serve_some(self, ready: Instants, needs: Instants, starts: Instants) -> None:
        """Serve no more tickets than stand in front; so the rest is not needed meanwhile.

        With each ticket the front gets shorter by the latest, which will not be needed either.
        """
        width = len(ready)
        self._free.partition(width - 1, axis=1)
        front, spare = self._front[:width], self._spare[:width]
        front[:] = self._free[:, :width].T
        front.sort(axis=0)
        latest = np.empty((len(self._free), width), dtype=np.int64)
        for number, (at, need, start) in enumerate(zip(ready, needs, starts, strict=True)):
            self._begin(front, at, need, start)
            _replace_first(front, self._next, spare)
            latest[:, number] = spare[-1]
            front, spare = spare[:-1], front[:-1]
        self._free[:, :width] = latest

    def _begin(self, front: Instants, at: Instants, need: Instants, start: Instants) -> None:
        """Note when tickets are begun, and when those who take them are free again."""
        np.maximum(at, front[0], out=start)
        np.add(start, need, out=self._next)
        np.minimum(self._next, self._last, out=self._next)


def _replace_first(ordered: Instants, value: Instants, out: Instants) -> None:
    """Take the least of each column out of what is in order, and put a value in its place.

    What comes after the value moves down by one; what comes before it has done so already, as the
    least is gone.
    """
    if len(ordered) == 1:
        out[0] = value
        return
    np.minimum(ordered[1], value, out=out[0])
    between = np.maximum(ordered[1:-1], value, out=out[1:-1])
    np.minimum(ordered[2:], between, out=between)
    np.maximum(ordered[-1], value, out=out[-1])
