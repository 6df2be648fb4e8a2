"""What policies remember from one decision to the next, as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility import Roster
from ticketroute.model import refuse_type, require_text

PolicyNumbers = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Policy, then queue (``""`` for none), then agent id, to a number."""


def _to_ids(value: Iterable[str]) -> tuple[str, ...]:
    """Keep ids in their order; what is no several strings is left to be refused."""
    given: object = value
    several = isinstance(given, Iterable) and not isinstance(given, str)
    return tuple(value) if several else cast("tuple[str, ...]", value)


@attrs.frozen
class Memory:
    """What must survive between decisions, in ids and integers only.

    A plan gives its successor as ``plan.memory``; hand that to the next call. Agents who are
    not on the board this time keep their place.

    Parameters
    ----------
    last_assigned
        Ids of agents, the one whose last assignment is longest ago first. Agents who never had
        one are not listed and come before all others.
    numbers
        What single policies remember: ``{policy: {queue: {agent id: integer}}}``.

    Examples
    --------
    >>> Memory(last_assigned=("ana", "bea"))
    Memory(last_assigned=('ana', 'bea'), numbers={})
    """

    last_assigned: tuple[str, ...] = attrs.field(default=(), converter=_to_ids)
    numbers: PolicyNumbers = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.last_assigned, tuple):
            raise refuse_type("Memory.last_assigned", "several agent ids", self.last_assigned)
        for agent_id in self.last_assigned:
            require_text("Memory.last_assigned", agent_id)
        expected = "a mapping of policy to queue to agent id to integer"
        for place in _mapping("Memory.numbers", expected, self.numbers):
            for queue in _mapping("Memory.numbers", expected, self.numbers[place]):
                held = self.numbers[place][queue]
                for agent_id in _mapping("Memory.numbers", expected, held):
                    if held[agent_id].__class__ is not int:
                        raise refuse_type("Memory.numbers", expected, held[agent_id])

    def without(self, agent_id: str) -> "Memory":
        """Give the same but for what is remembered of an agent."""
        numbers = {
            policy: {
                queue: {each: number for each, number in held.items() if each != agent_id}
                for queue, held in queues.items()
            }
            for policy, queues in self.numbers.items()
        }
        return Memory(tuple(each for each in self.last_assigned if each != agent_id), numbers)


def _mapping(field: str, expected: str, value: object) -> Mapping[str, object]:
    """Insist on a mapping whose keys are strings."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise refuse_type(field, expected, value)
    return value


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
        return Memory((*stayed, *moved), numbers)
