"""How much each agent may have, and has left: limits, and the room in each."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility import Roster
from ticketroute.model import Capacity, Presence

Demand = tuple[tuple[int, int], ...]
"""What a ticket takes: pairs (row of the limit, units of effort)."""

TOTAL: Final = 0
"""Row of the limit over everything."""

ONE_UNIT: Final[Demand] = ((TOTAL, 1),)

UNLIMITED: Final = 1 << 40


class Loads:
    """Limits and room of agents, updated in place.

    Attributes
    ----------
    limits
        Names of the limits: ``""`` for the total, then channels.
    limit, room
        Units of effort that each limit allows and has left (below 0 for too much), ``ndarray of
        int64, shape (len(limits), n_agents)``. What is left is what every decision asks.
    present
        1 for agents who are active.
    """

    __slots__ = (
        "_limit_at",
        "_room_at",
        "_room_rows",
        "limit",
        "limits",
        "present",
        "present_at",
        "room",
    )

    def __init__(self, roster: Roster) -> None:
        agents = roster.agents
        channels = sorted({name for agent in agents for name, _ in agent.capacity.channels})
        self.limits: tuple[str, ...] = ("", *channels)
        shape = (len(self.limits), len(agents))
        self.limit: NDArray[np.int64] = np.full(shape, UNLIMITED, dtype=np.int64)
        self.room: NDArray[np.int64] = self.limit.copy()
        active = [agent.presence is Presence.ACTIVE for agent in agents]
        self.present: NDArray[np.uint8] = np.array(active, dtype=np.uint8)
        for index, agent in enumerate(agents):
            self._set_limits(index, agent.capacity)

    def _open_windows(self) -> None:
        """(Re)make the windows of single numbers on the arrays."""
        self._limit_at: memoryview[int] = self.limit[TOTAL].data
        self._room_rows: list[memoryview[int]] = [row.data for row in self.room]
        self._room_at = self._room_rows[TOTAL]
        self.present_at: memoryview[int] = self.present.data

    def _set_limits(self, agent: int, capacity: Capacity, ceiling: int | None = None) -> None:
        """Change what an agent may have; what he or she has stays."""
        allowed = dict(capacity.channels)
        total = UNLIMITED if capacity.total is None else capacity.total
        if ceiling is not None and ceiling < total:
            total = ceiling
        for row, name in enumerate(self.limits):
            limit = allowed.get(name, UNLIMITED) if row else total
            self.room[row, agent] += limit - self.limit[row, agent]
            self.limit[row, agent] = limit

    def demand(self, channel: str | None, effort: int) -> Demand:
        """Say which limits a ticket of this channel and effort draws on."""
        if channel is not None and channel in self.limits[1:]:
            return ((TOTAL, effort), (self.limits.index(channel), effort))
        return ((TOTAL, effort),)

    def fits(self, agent: int, demand: Demand) -> bool:
        """Say whether an agent is there and has room for a demand."""
        return self.present_at[agent] == 1 and self.has_room(agent, demand)

    def is_free(self, agent: int) -> bool:
        """Say whether an agent is there and has any room at all."""
        return self._room_at[agent] > 0 and self.present_at[agent] == 1

    @property
    def anybody_is_free(self) -> bool:
        """Whether some agent is there and has any room at all."""
        return bool(((self.room[TOTAL] > 0) & (self.present == 1)).any())

    def has_room(self, agent: int, demand: Demand) -> bool:
        """Say whether an agent has room for a demand, whether there or not."""
        for row, effort in demand:  # noqa: SIM110 - all() would cost as much as the rest
            if self._room_rows[row][agent] < effort:
                return False
        return True

    def fitting(self, agents: NDArray[np.intp], demand: Demand) -> NDArray[np.bool_]:
        """Say which of several agents are there and have room for a demand."""
        fit: NDArray[np.bool_] = self.present[agents] == 1
        for row, effort in demand:
            fit &= self.room[row][agents] >= effort
        return fit

    def used_at(self, agent: int) -> int:
        """Give the units of effort that an agent has in hand."""
        return self._limit_at[agent] - self._room_at[agent]

    def load_ratio(self, agent: int) -> float:
        """Give used / limit of the total; 1 for a limit of 0, 0 without a limit."""
        limit, room = self._limit_at[agent], self._room_at[agent]
        if limit >= UNLIMITED:
            return 0.0
        return (limit - room) / limit if limit else 1.0
