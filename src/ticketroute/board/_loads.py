"""How much each agent may have, and has left: limits, and the room in each."""

from collections.abc import Sequence
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._allowances import Allowance
from ticketroute.eligibility import Roster
from ticketroute.model import Agent, Capacity, Presence, Ticket

Demand = tuple[tuple[int, int], ...]
"""What a ticket takes: pairs (row of the limit, units)."""

LimitName = tuple[str, str]
"""What a limit is about: total, channel, queue, type or allowance, and its name."""

TOTAL: Final = 0
"""Row of the limit over everything."""

TOTAL_NAME: Final[LimitName] = ("total", "")
ONE_UNIT: Final[Demand] = ((TOTAL, 1),)

UNLIMITED: Final = 1 << 40
NEVER: Final[int] = np.iinfo(np.int64).max


class Closure(IntFlag):
    """Why an agent gets nothing new whatever room there is; 0 for open."""

    AWAY = 1
    OFFLINE = 2
    OFF_SHIFT = 4

    @classmethod
    def of(cls, presence: Presence) -> "Closure":
        """Give what a presence closes."""
        return {Presence.AWAY: cls.AWAY, Presence.OFFLINE: cls.OFFLINE}.get(presence, cls(0))


BY_PRESENCE: Final = int(Closure.AWAY | Closure.OFFLINE)
"""A plain integer: it is asked at every decision, where a flag would cost a microsecond."""


class Loads:
    """Limits and room of agents, updated in place.

    Some limits are about what is in hand, and room comes back with the work; behind them stand the
    allowances, whose room comes back with time.

    Attributes
    ----------
    limits
        What each row is about: the total, then single channels, queues and types, then allowances.
    limit, room
        Units that each limit allows and has left (below 0 for too much), ``ndarray of
        int64, shape (len(limits), n_agents)``. What is left is what every decision asks.
    closed
        Why agents get nothing new, as bits of :class:`Closure`; 0 for those who do.
    ends
        When the shift ends that an agent is on, in microseconds since 1970 UTC; `NEVER` for never.
    """

    __slots__ = (
        "_allowances",
        "_first_allowance",
        "_limit_at",
        "_room_at",
        "_room_rows",
        "_rows",
        "closed",
        "closed_at",
        "ends",
        "ends_at",
        "limit",
        "limits",
        "room",
    )

    def __init__(self, roster: Roster, allowances: Sequence[Allowance] = ()) -> None:
        agents = roster.agents
        partial = sorted({name for agent in agents for name in agent.capacity.partial})
        self._allowances = tuple(allowances)
        self._first_allowance = 1 + len(partial)
        of_periods = (("allowance", allowance.name) for allowance in allowances)
        self.limits: tuple[LimitName, ...] = (TOTAL_NAME, *partial, *of_periods)
        self._rows = {name: row for row, name in enumerate(self.limits)}
        shape = (len(self.limits), len(agents))
        self.limit: NDArray[np.int64] = np.full(shape, UNLIMITED, dtype=np.int64)
        self.room: NDArray[np.int64] = self.limit.copy()
        closed = [Closure.of(agent.presence) for agent in agents]
        self.closed: NDArray[np.uint8] = np.array(closed, dtype=np.uint8)
        self.ends: NDArray[np.int64] = np.full(len(agents), NEVER, dtype=np.int64)
        for index, agent in enumerate(agents):
            self._set_limits(index, agent.capacity)
            self._set_allowances(index, agent)

    def _open_windows(self) -> None:
        """(Re)make the windows of single numbers on the arrays."""
        self._limit_at: memoryview[int] = self.limit[TOTAL].data
        self._room_rows: list[memoryview[int]] = [row.data for row in self.room]
        self._room_at = self._room_rows[TOTAL]
        self.closed_at: memoryview[int] = self.closed.data
        self.ends_at: memoryview[int] = self.ends.data

    def _copy_loads_to(self, twin: "Loads") -> None:
        """Let another one have the same limits, and columns of its own."""
        for name in ("limits", "_rows", "_allowances", "_first_allowance"):
            setattr(twin, name, getattr(self, name))
        twin.limit, twin.room = self.limit.copy(), self.room.copy()
        twin.closed, twin.ends = self.closed.copy(), self.ends.copy()

    def _set_limits(self, agent: int, capacity: Capacity, ceiling: int | None = None) -> None:
        """Change what an agent may have in hand; what he or she has stays."""
        allowed = capacity.partial
        total = UNLIMITED if capacity.total is None else capacity.total
        allowed[TOTAL_NAME] = total if ceiling is None else min(total, ceiling)
        for row, name in enumerate(self.limits[: self._first_allowance]):
            self._set_limit(row, agent, allowed.get(name, UNLIMITED))

    def _set_allowances(self, agent: int, who: Agent) -> None:
        for row, allowance in enumerate(self._allowances, self._first_allowance):
            most = allowance.of_agent(who.id)
            self._set_limit(row, agent, UNLIMITED if most is None else most)

    def _set_limit(self, row: int, agent: int, units: int) -> None:
        self.room[row, agent] += units - self.limit[row, agent]
        self.limit[row, agent] = units

    def knows(self, capacity: Capacity) -> bool:
        """Say whether there is a row for each limit of a capacity."""
        return capacity.partial.keys() <= self._rows.keys()

    def row_of(self, name: LimitName) -> int | None:
        """Give the row of a limit, or None if there is no such limit."""
        return self._rows.get(name)

    # What a ticket takes

    def demand(self, units: int, **partial: str | None) -> Demand:
        """Say which limits so many units in hand draw on, by channel, queue and type."""
        if self._first_allowance == 1:
            return ((TOTAL, units),)
        names = ((kind, name) for kind, name in partial.items() if name is not None)
        rows = [self._rows[name] for name in names if name in self._rows]
        return ((TOTAL, units), *((row, units) for row in sorted(rows)))

    def demand_of(self, ticket: Ticket) -> Demand:
        """Say which limits a ticket draws on, and how much."""
        demand = self.demand(
            ticket.effort, channel=ticket.channel, queue=ticket.queue, type=ticket.type
        )
        drawn = enumerate((each.units(ticket) for each in self._allowances), self._first_allowance)
        return demand + tuple((row, units) for row, units in drawn if units)

    def in_hand(self, demand: Demand) -> Demand:
        """Give the part of a demand that comes back with the work."""
        if not self._allowances:
            return demand
        return tuple(pair for pair in demand if pair[0] < self._first_allowance)

    @property
    def has_allowances(self) -> bool:
        """Whether there are any."""
        return bool(self._allowances)

    def is_in_hand(self, row: int) -> bool:
        """Say whether a limit is about what is in hand, and not an allowance."""
        return row < self._first_allowance

    def drawn(self, demand: Demand) -> list[tuple[int, int, Allowance]]:
        """Give the part of a demand that comes back with time: row, units, allowance."""
        first = self._first_allowance
        return [
            (row, units, self._allowances[row - first]) for row, units in demand if row >= first
        ]

    # Who has room

    def fits(self, agent: int, demand: Demand, overlooks: int = 0) -> bool:
        """Say whether an agent gets new work now and has room for a demand.

        Parameters
        ----------
        agent
            Position of the agent.
        demand
            What it takes.
        overlooks
            Bits of :class:`Closure` that do not matter.
        """
        return not self.closed_at[agent] & ~overlooks and self.has_room(agent, demand)

    def is_free(self, agent: int) -> bool:
        """Say whether an agent has any room and may get new work; some goes to those away, too."""
        return self._room_at[agent] > 0 and not self.closed_at[agent] & ~BY_PRESENCE

    @property
    def anybody_is_free(self) -> bool:
        """Whether some agent has any room and may get new work."""
        return bool(((self.room[TOTAL] > 0) & (self.closed <= BY_PRESENCE)).any())

    def has_room(self, agent: int, demand: Demand) -> bool:
        """Say whether an agent has room for a demand, whether there or not."""
        for row, units in demand:  # noqa: SIM110 - all() would cost as much as the rest
            if self._room_rows[row][agent] < units:
                return False
        return True

    def fitting(
        self, agents: NDArray[np.intp], demand: Demand, overlooks: int = 0
    ) -> NDArray[np.bool_]:
        """Say which of several agents get new work now and have room for a demand."""
        fit: NDArray[np.bool_] = (self.closed[agents] & (0xFF ^ overlooks)) == 0
        for row, units in demand:
            fit &= self.room[row][agents] >= units
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
