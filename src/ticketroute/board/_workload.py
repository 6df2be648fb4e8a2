"""What each agent has in hand, and where that puts him or her in any order."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._allowances import Allowance
from ticketroute.board._loads import BY_PRESENCE, NEVER, Closure, Demand, Loads
from ticketroute.board._standing import (
    CLOSED,
    MOST_RANK,
    MOST_RATIO,
    MOST_VALUE,
    RANK_BITS,
    TIE_BITS,
    AgentOrder,
)
from ticketroute.board._times import Times
from ticketroute.eligibility import Roster
from ticketroute.model import Capacity, Presence


class Workload(Loads):
    """Persistent columns over agents, updated in place.

    Attributes
    ----------
    times
        When what last happened to each.
    open, rank
        Tickets in hand; place in the sequence of last assignments (0 for never). Each has a window
        of single numbers, ``open_at[agent]``, at half an array element's price.
    """

    __slots__ = (
        "_first_new",
        "_keys",
        "_next_rank",
        "_orders",
        "_origin",
        "_spare",
        "_spare_at",
        "open",
        "open_at",
        "rank",
        "rank_at",
        "times",
    )

    def __init__(self, roster: Roster, allowances: Sequence[Allowance] = ()) -> None:
        super().__init__(roster, allowances)
        agents = roster.agents
        self.open: NDArray[np.int64] = np.zeros(len(agents), dtype=np.int64)
        self.rank: NDArray[np.int64] = np.zeros(len(agents), dtype=np.int64)
        self.times = Times(len(agents))
        self._next_rank = self._first_new = 1
        self._origin: Workload | None = None
        # Derived columns exist, and cost something, only once somebody has asked for them.
        self._keys: dict[AgentOrder, tuple[NDArray[np.int64], memoryview[int]]] = {}
        self._spare: NDArray[np.float64] | None = None
        self._open_windows()

    def _open_windows(self) -> None:
        """(Re)make the windows of single numbers on the arrays."""
        super()._open_windows()
        self.open_at: memoryview[int] = self.open.data
        self.rank_at: memoryview[int] = self.rank.data
        self._orders = [(order, key_at) for order, (_, key_at) in self._keys.items()]
        self._spare_at: memoryview[float] | None = None
        if self._spare is not None:
            self._spare_at = cast("memoryview[float]", self._spare.data)

    def copy(self) -> "Workload":
        """Copy everything that can change."""
        twin = Workload.__new__(Workload)
        self._copy_loads_to(twin)
        twin.open, twin.rank = self.open.copy(), self.rank.copy()
        twin.times = self.times.copy()
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

    def key(self, order: AgentOrder, agent: int) -> int:
        """Give the key of an agent in an order, also of one who gets nothing new."""
        return min(order(self, agent), MOST_VALUE) << TIE_BITS | self.tie_key(agent)

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

    def take(self, agent: int, demand: Demand, now_us: int = 0) -> None:
        """Put a ticket into an agent's hands, or reserve the room for it."""
        self.times.assigned_at[agent] = now_us
        for row, units in demand:
            self._room_rows[row][agent] -= units
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
        for row, units in self.in_hand(demand):
            self._room_rows[row][agent] -= units
        self.open_at[agent] += 1
        self._refresh(agent)

    def give_back(self, agent: int, demand: Demand) -> None:
        """Take a ticket out of an agent's hands; what it drew on allowances stays drawn."""
        for row, units in self.in_hand(demand):
            self._room_rows[row][agent] += units
        self.open_at[agent] -= 1
        self._refresh(agent)

    def add_in_hand(self, agent: int, units: int, channel: str = "") -> None:
        """Count work from elsewhere: so many open tickets of effort 1, on a channel or none."""
        for row, each in self.demand(units, channel=channel or None):
            self._room_rows[row][agent] -= each
        self.open_at[agent] += units
        self._refresh(agent)

    def set_limits(self, agent: int, capacity: Capacity, ceiling: int | None = None) -> None:
        """Change what an agent may have; what he or she has stays.

        Channels must be among those that had a limit from the beginning.
        """
        self._set_limits(agent, capacity, ceiling)
        self._refresh(agent)

    def renew(self, agent: int, row: int, units: int) -> None:
        """Give room of an allowance back."""
        self._room_rows[row][agent] += units
        self._refresh(agent)

    def set_presence(self, agent: int, presence: Presence) -> None:
        """Note that an agent comes or goes."""
        self.closed_at[agent] = self.closed_at[agent] & ~BY_PRESENCE | Closure.of(presence)
        self._refresh(agent)

    def set_shift(self, agent: int, ends: int) -> None:
        """Note that the hours of an agent begin, and end then; 0 if they are over."""
        off = 0 if ends else Closure.OFF_SHIFT
        self.closed_at[agent] = self.closed_at[agent] & ~Closure.OFF_SHIFT | off
        self.ends_at[agent] = ends or NEVER
        self._refresh(agent)

    def _refresh(self, agent: int) -> None:
        """Bring what is derived from an agent's load up to date; the only place that does."""
        room = self._room_at[agent]
        if room > 0 and not self.closed_at[agent]:
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
