"""Which tickets can be served together when capacity is short: the most urgent, exactly.

The sets of tickets that can be served at the same time are the independent sets of a transversal
matroid, so going through the tickets by urgency and keeping each that can still be added gives
the lexicographically best set: no ticket is ever passed over for a less urgent one, and no other
set serves more.
"""

from collections import Counter, deque
from collections.abc import Sequence

import attrs


@attrs.define
class Servable:
    """Tickets of a few groups on agents with slots; groups are tickets that may go to the same.

    Parameters
    ----------
    eligible
        For each group, the agents who may have its tickets.
    slots
        For each agent, how many tickets he or she can still take.

    References
    ----------
    J. Edmonds and D. R. Fulkerson, *Transversals and matroid partition*, 1965.

    Examples
    --------
    >>> servable = Servable(eligible=[[0], [0, 1]], slots=[1, 1])
    >>> [servable.add(group) for group in (1, 0, 1)]
    [True, True, False]
    """

    eligible: Sequence[Sequence[int]]
    slots: Sequence[int]
    _taken: Counter[int] = attrs.field(factory=Counter, init=False)
    _served: dict[int, Counter[int]] = attrs.field(factory=dict, init=False)
    _exhausted: set[int] = attrs.field(factory=set, init=False)

    def add(self, group: int) -> bool:
        """Serve one more ticket of a group if that can be, moving others where it must."""
        if group in self._exhausted:
            return False
        came_by: dict[int, tuple[int, int | None]] = {}
        seen = {group}
        queue: deque[int] = deque()
        self._reach(group, None, came_by, queue)
        while queue:
            agent = queue.popleft()
            if self._taken[agent] < self.slots[agent]:
                self._shift(agent, came_by)
                return True
            for other, count in self._served.get(agent, Counter()).items():
                if count and other not in seen:
                    seen.add(other)
                    self._reach(other, agent, came_by, queue)
        # Everybody within reach is full, and will be: none of these groups can grow any more.
        self._exhausted |= seen
        return False

    def _reach(
        self,
        group: int,
        giver: int | None,
        came_by: dict[int, tuple[int, int | None]],
        queue: deque[int],
    ) -> None:
        """Note all agents who could take a ticket of a group off the giver's hands."""
        for agent in self.eligible[group]:
            if agent not in came_by:
                came_by[agent] = (group, giver)
                queue.append(agent)

    def _shift(self, agent: int, came_by: dict[int, tuple[int, int | None]]) -> None:
        """Move one ticket along each step of the way back to the new one."""
        self._taken[agent] += 1
        taker: int | None = agent
        while taker is not None:
            group, giver = came_by[taker]
            self._served.setdefault(taker, Counter())[group] += 1
            if giver is not None:
                self._served[giver][group] -= 1
            taker = giver
