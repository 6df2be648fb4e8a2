"""Agents who have room, in the order of a strategy: a heap for each profile of tickets."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final

from ticketroute.model import Agent, Presence
from ticketroute.simulation._lean_order import (
    AGENT_BITS,
    AGENT_MASK,
    RANK_BITS,
    RATIO_BITS,
    Value,
)

NOBODY: Final = -1
_CLOSED: Final = -1
_MOST_RATIO: Final = (1 << RATIO_BITS) - 1
_UNLIMITED: Final = 1 << 40


class LeanAgents:
    """Who has how much room, and who comes first among those who qualify.

    The order is that of the board: the value of the strategy, then the one chain that breaks ties
    (load ratio, least recently assigned, id). All of it is packed into one integer. An entry of a
    heap that is not the present one of its agent is out of date, and cleared away when it comes
    up.

    Parameters
    ----------
    agents
        By id.
    value
        What the strategy orders by.
    counts_coming
        Whether somebody who comes is idle from then on.
    profiles
        The agents who qualify for the tickets of each profile.

    Attributes
    ----------
    open, since
        Tickets in hand, and since when nothing has happened to the agent.
    profiles_of
        For which profiles each agent qualifies.
    """

    def __init__(
        self,
        agents: Sequence[Agent],
        value: Value,
        profiles: Sequence[Sequence[int]],
        *,
        counts_coming: bool,
    ) -> None:
        totals = [agent.capacity.total for agent in agents]
        self._limit = [_UNLIMITED if total is None else total for total in totals]
        self._room = self._limit.copy()
        self._closed = [agent.presence is not Presence.ACTIVE for agent in agents]
        self._off_shift = [False] * len(agents)
        self._value = value
        self._counts_coming = counts_coming
        self.open = [0] * len(agents)
        self.since = [0] * len(agents)
        self.rank = [0] * len(agents)
        self._last_rank = 0
        self._entry = [_CLOSED] * len(agents)
        self._heaps: list[list[int]] = [[] for _ in profiles]
        self.profiles_of: list[list[int]] = [[] for _ in agents]
        for number, members in enumerate(profiles):
            for agent in members:
                self.profiles_of[agent].append(number)
        self._heaps_of = [[self._heaps[each] for each in mine] for mine in self.profiles_of]
        for agent in range(len(agents)):
            self._refresh(agent)

    def first(self, profile: int) -> int:
        """Give who comes first among those who qualify and have room, or `NOBODY`."""
        heap, entries = self._heaps[profile], self._entry
        while heap:
            entry = heap[0]
            agent = entry & AGENT_MASK
            if entries[agent] == entry:
                return agent
            heappop(heap)
        return NOBODY

    def first_among(self, agents: Sequence[int]) -> int:
        """Give who of some agents comes first and has room, or `NOBODY`."""
        free = [entry for agent in agents if (entry := self._entry[agent]) != _CLOSED]
        return min(free) & AGENT_MASK if free else NOBODY

    def has_room(self, agent: int) -> bool:
        """Say whether an agent is there and can have one more."""
        return self._room[agent] > 0 and not (self._closed[agent] or self._off_shift[agent])

    def take(self, agent: int, at: int) -> None:
        """Put a ticket into an agent's hands."""
        room = self._room[agent] = self._room[agent] - 1
        self.open[agent] += 1
        self.since[agent] = at
        self._last_rank = self.rank[agent] = self._last_rank + 1
        if room > 0:
            self._refresh(agent)
        else:
            self._entry[agent] = _CLOSED

    def give_back(self, agent: int, at: int) -> None:
        """Take a ticket out of an agent's hands; then give another one, or :meth:`settle`."""
        self._room[agent] += 1
        self.open[agent] -= 1
        self.since[agent] = at

    def settle(self, agent: int) -> None:
        """Let an agent be found again who has given something back."""
        self._refresh(agent)

    def set_on_shift(self, agent: int, at: int, *, on_shift: bool) -> None:
        """Note that the hours of an agent begin or end."""
        if on_shift and self._counts_coming:
            self.since[agent] = max(self.since[agent], at)
        self._off_shift[agent] = not on_shift
        self._refresh(agent)

    def _refresh(self, agent: int) -> None:
        """Put an agent in his or her place in all orders."""
        room = self._room[agent]
        if room <= 0 or self._closed[agent] or self._off_shift[agent]:
            self._entry[agent] = _CLOSED
            return
        limit = self._limit[agent]
        ratio = (limit - room) * _MOST_RATIO // limit
        key = (self._value(self, agent) << RATIO_BITS | ratio) << RANK_BITS | self.rank[agent]
        entry = self._entry[agent] = key << AGENT_BITS | agent
        for heap in self._heaps_of[agent]:
            heappush(heap, entry)
