"""What policies remember, as columns over the agents of a board."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._memory import Memory
from ticketroute.eligibility import Roster


@attrs.frozen(eq=False)
class MemoryChange:
    """New numbers that a policy remembers for a queue.

    Parameters
    ----------
    policy, queue
        Whose memory it is; ``""`` for no queue.
    agents
        Positions of agents, each once, ``ndarray of int``.
    numbers
        The new number of each, ``ndarray of int64``.
    """

    policy: str
    queue: str
    agents: NDArray[np.intp]
    numbers: NDArray[np.int64]


class RememberedNumbers:
    """The numbers that policies remember, as arrays over the agents of a board.

    Agents that a memory names and the board does not know keep what they had.
    """

    __slots__ = ("_arrays", "_given", "_nothing", "_roster")

    def __init__(self, roster: Roster, given: Memory) -> None:
        self._roster = roster
        self._given = given
        self._nothing = np.zeros(len(roster), dtype=np.int64)
        self._arrays: dict[tuple[str, str], NDArray[np.int64]] = {}
        for policy, queues in given.numbers.items():
            for queue, numbers in queues.items():
                column = np.zeros(len(roster), dtype=np.int64)
                for agent_id, number in numbers.items():
                    agent = roster.find(agent_id)
                    if agent is not None:
                        column[agent] = number
                self._arrays[policy, queue] = column

    def column(self, policy: str, queue: str) -> NDArray[np.int64]:
        """Give the numbers of a policy for a queue, shape (n_agents,); 0 where there is none."""
        return self._arrays.get((policy, queue), self._nothing)

    def apply(self, change: MemoryChange) -> None:
        """Take over new numbers."""
        key = (change.policy, change.queue)
        if key not in self._arrays:
            self._arrays[key] = self._nothing.copy()
        self._arrays[key][change.agents] = change.numbers

    def copy(self) -> "RememberedNumbers":
        """Copy all numbers."""
        twin = RememberedNumbers(self._roster, Memory())
        twin._given = self._given
        twin._arrays = {key: column.copy() for key, column in self._arrays.items()}
        return twin

    def to_memory(self, sequence: Sequence[int], assigned_here: set[int]) -> Memory:
        """Give everything as plain data.

        Agents who were assigned something on this board move to the end; the others keep their
        place, also those whom the board does not know.
        """
        roster = self._roster
        moved = [roster.ids[agent] for agent in sequence if agent in assigned_here]
        gone = set(moved)
        stayed = [agent_id for agent_id in self._given.last_assigned if agent_id not in gone]
        numbers = {
            policy: {queue: dict(each) for queue, each in queues.items()}
            for policy, queues in self._given.numbers.items()
        }
        for (policy, queue), column in self._arrays.items():
            held = {roster.ids[agent]: int(column[agent]) for agent in np.flatnonzero(column)}
            kept = numbers.setdefault(policy, {}).get(queue, {})
            away = {each: number for each, number in kept.items() if roster.find(each) is None}
            numbers[policy][queue] = away | held
        return Memory(
            (*stayed, *moved),
            numbers,
            {each: t for each, t in self._given.times.items() if roster.find(each) is None},
            {each: d for each, d in self._given.drawn.items() if roster.find(each) is None},
        )
