"""Times of agents as intervals: those that overlap count once."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse


@attrs.frozen(eq=False)
class TimesInLine:
    """Intervals of several agents, put end to end on one line, a stretch of it for each agent.

    So one pass over sorted columns deals with all agents.

    Parameters
    ----------
    start, end
        On the line, microseconds, rising, without overlap; int64, shape (k,).
    stretch
        How much of the line each agent has, microseconds.
    n_agents
        How many there are.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    stretch: int
    n_agents: int

    def totals(self) -> NDArray[np.int64]:
        """Give how long the intervals of each agent are together; int64, shape (n_agents,)."""
        sums = np.zeros(self.n_agents, dtype=np.int64)
        np.add.at(sums, self.start // self.stretch, self.end - self.start)
        return sums

    def union(self, other: "TimesInLine") -> "TimesInLine":
        """Give the times that lie in one of the two."""
        start = np.concatenate((self.start, other.start))
        end = np.concatenate((self.end, other.end))
        return TimesInLine(*_merged(start, end), self.stretch, self.n_agents)

    def common(self, other: "TimesInLine") -> NDArray[np.int64]:
        """Give how long each agent is in both; int64, shape (n_agents,)."""
        return self.totals() + other.totals() - self.union(other).totals()


def in_line(
    agent: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    window: tuple[int, int],
    n_agents: int,
) -> TimesInLine:
    """Put times of agents on one line, cut to a window; NEVER as an end is the end of it."""
    first, last = window
    stretch = last - first + 1
    if n_agents * stretch >= np.iinfo(np.int64).max:
        raise refuse("window", f"a shorter one for {n_agents:,} agents", window)
    begins = np.clip(start, first, last) - first
    ends = np.clip(end, first, last) - first
    some = ends > begins
    offset = agent[some].astype(np.int64) * stretch
    return TimesInLine(*_merged(begins[some] + offset, ends[some] + offset), stretch, n_agents)


def _merged(
    start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join intervals that overlap or touch."""
    if not len(start):
        return start, end
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    begins = np.append(True, start[1:] > reach[:-1])
    return start[begins], reach[np.append(begins[1:], True)]
