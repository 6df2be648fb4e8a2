"""When what last happened to each agent."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

NAMES: Final = ("assigned", "released", "came")


class Times:
    """Columns over agents, in microseconds since 1970 UTC; 0 for never.

    Parameters
    ----------
    n_agents
        How many agents there are.

    Attributes
    ----------
    assigned
        When the agent was last given a ticket, or asked about one.
    released
        When a ticket last left the agent's hands: resolved, put on hold, handed on.
    came
        When the agent last began to take part.
    """

    __slots__ = ("assigned", "assigned_at", "came", "came_at", "released", "released_at")

    def __init__(self, n_agents: int) -> None:
        self._hold(*(np.zeros(n_agents, dtype=np.int64) for _ in NAMES))

    def _hold(
        self, assigned: NDArray[np.int64], released: NDArray[np.int64], came: NDArray[np.int64]
    ) -> None:
        self.assigned, self.released, self.came = assigned, released, came
        # Windows of single numbers, at half an array element's price.
        self.assigned_at: memoryview[int] = assigned.data
        self.released_at: memoryview[int] = released.data
        self.came_at: memoryview[int] = came.data

    def copy(self) -> "Times":
        """Copy all columns."""
        twin = Times(0)
        twin._hold(self.assigned.copy(), self.released.copy(), self.came.copy())
        return twin

    def moved(self, places: Iterable[int], n_agents: int) -> "Times":
        """Give the same for agents who stand in other places; -1 for who is gone."""
        twin = Times(n_agents)
        for before, after in enumerate(places):
            if after >= 0:
                twin.set(after, self.of(before))
        return twin

    def of(self, agent: int) -> dict[str, int]:
        """Give the times of an agent by name; those that never came are left out."""
        columns = (self.assigned_at, self.released_at, self.came_at)
        found = zip(NAMES, (column[agent] for column in columns), strict=True)
        return {name: time for name, time in found if time}

    def set(self, agent: int, times: Mapping[str, int]) -> None:
        """Take over times of an agent by name."""
        for name, time in times.items():
            getattr(self, name)[agent] = time
