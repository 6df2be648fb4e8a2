"""What each agent has in hand: the columns that assignments change."""

from collections.abc import Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._standing import (
    CLOSED,
    MOST_RANK,
    MOST_RATIO,
    MOST_VALUE,
    RANK_BITS,
    TIE_BITS,
    AgentOrder,
)
from ticketroute.eligibility import Roster
from ticketroute.model import Capacity, Presence

Demand = tuple[tuple[int, int], ...]
"""What a ticket takes: pairs (row of the limit, units of effort)."""

TOTAL: Final = 0
"""Row of the limit over everything."""

ONE_UNIT: Final[Demand] = ((TOTAL, 1),)

UNLIMITED: Final = 1 << 40


class Workload:
    """Persistent columns over agents, updated in place.

    Attributes
    ----------
    limits
        Names of the limits: ``""`` for the total, then channels.
    limit, room
        Units of effort that each limit allows and has left (below 0 for too much), ``ndarray of
        int64, shape (len(limits), n_agents)``. What is left is what every decision asks.
    open, rank, present
        Tickets in hand; place in the sequence of last assignments (0 for never); 1 if active.
        Each has a window of single numbers, ``open_at[agent]``, at half an array element's price.
    """

    __slots__ = (
        "_first_new",
        "_keys",
        "_limit_at",
        "_next_rank",
        "_orders",
        "_origin",
        "_room_at",
        "_room_rows",
        "_spare",
        "_spare_at",
        "limit",
        "limits",
        "open",
        "open_at",
        "present",
        "present_at",
        "rank",
        "rank_at",
        "room",
    )

    def __init__(self, roster: Roster) -> None:
        agents = roster.agents
        channels = sorted({name for agent in agents for name, _ in agent.capacity.channels})
        self.limits: tuple[str, ...] = ("", *channels)
        shape = (len(self.limits), len(agents))
        self.limit: NDArray[np.int64] = np.full(shape, UNLIMITED, dtype=np.int64)
        for index, agent in enumerate(agents):
            if agent.capacity.total is not None:
                self.limit[TOTAL, index] = agent.capacity.total
            for channel, limit in agent.capacity.channels:
                self.limit[self.limits.index(channel), index] = limit
        self.room: NDArray[np.int64] = self.limit.copy()
        self.open: NDArray[np.int64] = np.zeros(len(agents), dtype=np.int64)
        self.rank: NDArray[np.int64] = np.zeros(len(agents), dtype=np.int64)
        active = [agent.presence is Presence.ACTIVE for agent in agents]
        self.present: NDArray[np.uint8] = np.array(active, dtype=np.uint8)
        self._next_rank = self._first_new = 1
        self._origin: Workload | None = None
        # Derived columns exist, and cost something, only once somebody has asked for them.
        self._keys: dict[AgentOrder, tuple[NDArray[np.int64], memoryview[int]]] = {}
        self._spare: NDArray[np.float64] | None = None
        self._open_windows()

    def _open_windows(self) -> None:
        """(Re)make the windows of single numbers on the arrays."""
        self._limit_at: memoryview[int] = self.limit[TOTAL].data
        self._room_rows: list[memoryview[int]] = [row.data for row in self.room]
        self._room_at = self._room_rows[TOTAL]
        self.open_at: memoryview[int] = self.open.data
        self.rank_at: memoryview[int] = self.rank.data
        self.present_at: memoryview[int] = self.present.data
        self._orders = [(order, key_at) for order, (_, key_at) in self._keys.items()]
        self._spare_at: memoryview[float] | None = None
        if self._spare is not None:
            self._spare_at = cast("memoryview[float]", self._spare.data)

    def copy(self) -> "Workload":
        """Copy everything that can change; the limits are shared."""
        twin = Workload.__new__(Workload)
        twin.limits, twin.limit, twin.room = self.limits, self.limit, self.room.copy()
        twin.open, twin.rank = self.open.copy(), self.rank.copy()
        twin.present = self.present.copy()
        twin._next_rank = self._next_rank  # noqa: SLF001 - the copy is one of us
        twin._first_new = self._first_new  # noqa: SLF001
        twin._origin = self  # noqa: SLF001
        twin._keys = {}  # noqa: SLF001
        for order, (keys, _) in self._keys.items():
            column = keys.copy()
            twin._keys[order] = (column, column.data)  # noqa: SLF001
        twin._spare = None if self._spare is None else self._spare.copy()  # noqa: SLF001
        twin._open_windows()  # noqa: SLF001
        return twin

    def demand(self, channel: str | None, effort: int) -> Demand:
        """Say which limits a ticket of this channel and effort draws on."""
        if channel is not None and channel in self.limits[1:]:
            return ((TOTAL, effort), (self.limits.index(channel), effort))
        return ((TOTAL, effort),)

    def fits(self, agent: int, demand: Demand) -> bool:
        """Say whether an agent is there and has room for a demand."""
        return self.present_at[agent] == 1 and self.has_room(agent, demand)

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

    @property
    def spare_share(self) -> NDArray[np.float64]:
        """Free share of each agent's total limit, 0 to 1; 1 without a limit. Kept up to date."""
        if self._spare is None:
            self._spare = np.empty(len(self.open))
            self._open_windows()
            self._refresh_all()
        return self._spare

    def keys(self, order: AgentOrder) -> tuple[NDArray[np.int64], "memoryview[int]"]:
        """Give the key of each agent in an order, and its window; kept up to date from now on."""
        try:
            return self._keys[order]
        except KeyError:
            if self._origin is not None:  # so that the next copy has it from the start
                self._origin.keys(order)
            column = np.empty(len(self.open), dtype=np.int64)
            self._keys[order] = (column, column.data)
            self._open_windows()
            self._refresh_all()
            return self._keys[order]

    def tie_key(self, agent: int) -> int:
        """Give the low bits of an agent's keys, whether there is room or not; smaller wins."""
        limit, room = self._limit_at[agent], self._room_at[agent]
        ratio = (limit - room) * MOST_RATIO // limit if room > 0 else MOST_RATIO
        return ratio << RANK_BITS | self.rank_at[agent]

    def sequence(self) -> Sequence[int]:
        """Give the agents who were ever assigned, longest ago first."""
        order = np.argsort(self.rank, kind="stable")
        agents: list[int] = order[self.rank[order] > 0].tolist()
        return agents

    def restore_sequence(self, longest_ago_first: Sequence[int], old: int | None = None) -> None:
        """Set who was assigned before whom; the first `old` of them before this board began."""
        self.rank[:] = 0
        self.rank[list(longest_ago_first)] = np.arange(1, len(longest_ago_first) + 1)
        self._next_rank = len(longest_ago_first) + 1
        self._first_new = 1 + (len(longest_ago_first) if old is None else old)
        self._refresh_all()

    def assigned_here(self) -> set[int]:
        """Give the agents who were assigned something since this board began."""
        return set(np.flatnonzero(self.rank >= self._first_new).tolist())

    def take(self, agent: int, demand: Demand) -> None:
        """Put a ticket into an agent's hands."""
        for row, effort in demand:
            self._room_rows[row][agent] -= effort
        self.open_at[agent] += 1
        rank = self._next_rank
        if rank >= MOST_RANK:
            old = np.count_nonzero((self.rank > 0) & (self.rank < self._first_new))
            self.restore_sequence(self.sequence(), int(old))  # the same order, numbered anew
            rank = self._next_rank
        self.rank_at[agent] = rank
        self._next_rank = rank + 1
        self._refresh(agent)

    def put_back(self, agent: int, demand: Demand) -> None:
        """Put a ticket into hands that had it before: it counts, and is no new assignment."""
        for row, effort in demand:
            self._room_rows[row][agent] -= effort
        self.open_at[agent] += 1
        self._refresh(agent)

    def give_back(self, agent: int, demand: Demand) -> None:
        """Take a ticket out of an agent's hands."""
        for row, effort in demand:
            self._room_rows[row][agent] += effort
        self.open_at[agent] -= 1
        self._refresh(agent)

    def add_in_hand(self, agent: int, units: int, channel: str = "") -> None:
        """Count work from elsewhere: so many open tickets of effort 1, on a channel or none."""
        for row, each in self.demand(channel or None, units):
            self._room_rows[row][agent] -= each
        self.open_at[agent] += units
        self._refresh(agent)

    def set_limits(self, agent: int, capacity: Capacity, ceiling: int | None = None) -> None:
        """Change what an agent may have; what he or she has stays.

        Channels must be among those that had a limit from the beginning.
        """
        allowed = dict(capacity.channels)
        total = UNLIMITED if capacity.total is None else capacity.total
        if ceiling is not None and ceiling < total:
            total = ceiling
        for row, name in enumerate(self.limits):
            limit = allowed.get(name, UNLIMITED) if row else total
            self.room[row, agent] += limit - self.limit[row, agent]
            self.limit[row, agent] = limit
        self._refresh(agent)

    def set_present(self, agent: int, *, present: bool) -> None:
        """Note that an agent comes or goes."""
        self.present_at[agent] = int(present)
        self._refresh(agent)

    def _refresh(self, agent: int) -> None:
        """Bring what is derived from an agent's load up to date; the only place that does."""
        room = self._room_at[agent]
        if room > 0 and self.present_at[agent]:
            limit = self._limit_at[agent]
            tie = (limit - room) * MOST_RATIO // limit << RANK_BITS | self.rank_at[agent]
            for order, key_at in self._orders:
                value = order(self, agent)
                if value > MOST_VALUE:  # noqa: PLR1730 - min() would cost as much as the rest
                    value = MOST_VALUE
                key_at[agent] = value << TIE_BITS | tie
        else:
            for _, key_at in self._orders:
                key_at[agent] = CLOSED
        if self._spare_at is not None:
            self._spare_at[agent] = min(max(1.0 - self.load_ratio(agent), 0.0), 1.0)

    def _refresh_all(self) -> None:
        for agent in range(len(self.open)):
            self._refresh(agent)
