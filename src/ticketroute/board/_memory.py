"""What policies remember from one decision to the next, as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from ticketroute.board._drawn import Draw
from ticketroute.board._times import NAMES
from ticketroute.model import refuse, refuse_type, require_text

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
    times
        When an agent was last ``assigned`` something, ``released`` from something, and ``came`` to
        take part, by agent id, in microseconds since 1970 UTC.
    drawn
        What agents have been given on their allowances, by agent id: when it counts no more, name
        of the allowance, units, ticket.

    Examples
    --------
    >>> Memory(last_assigned=("ana", "bea")).last_assigned
    ('ana', 'bea')
    """

    last_assigned: tuple[str, ...] = attrs.field(default=(), converter=_to_ids)
    numbers: PolicyNumbers = attrs.field(factory=dict)
    times: Mapping[str, Mapping[str, int]] = attrs.field(factory=dict)
    drawn: Mapping[str, Sequence[Draw]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.last_assigned, tuple):
            raise refuse_type("Memory.last_assigned", "several agent ids", self.last_assigned)
        for agent_id in self.last_assigned:
            require_text("Memory.last_assigned", agent_id)
        self._require_numbers()
        self._require_times()
        for agent_id, draws in _mapping(
            "Memory.drawn", "a mapping of agent id", self.drawn
        ).items():
            for draw in cast("Sequence[object]", draws):
                _require_draw(f"Memory.drawn[{agent_id!r}]", draw)

    def _require_numbers(self) -> None:
        expected = "a mapping of policy to queue to agent id to integer"
        for place in _mapping("Memory.numbers", expected, self.numbers):
            for queue in _mapping("Memory.numbers", expected, self.numbers[place]):
                held = self.numbers[place][queue]
                for agent_id in _mapping("Memory.numbers", expected, held):
                    if held[agent_id].__class__ is not int:
                        raise refuse_type("Memory.numbers", expected, held[agent_id])

    def _require_times(self) -> None:
        expected = f"a mapping of agent id to {', '.join(NAMES)} to integer"
        for agent_id in _mapping("Memory.times", expected, self.times):
            for name, time in _mapping("Memory.times", expected, self.times[agent_id]).items():
                if name not in NAMES:
                    raise refuse(f"Memory.times[{agent_id!r}]", f"names among {NAMES}", name)
                if time.__class__ is not int:
                    raise refuse_type(f"Memory.times[{agent_id!r}]", "integers", time)

    def without(self, agent_id: str) -> "Memory":
        """Give the same but for what is remembered of an agent."""
        numbers = {
            policy: {
                queue: {each: number for each, number in held.items() if each != agent_id}
                for queue, held in queues.items()
            }
            for policy, queues in self.numbers.items()
        }
        return Memory(
            tuple(each for each in self.last_assigned if each != agent_id),
            numbers,
            {each: times for each, times in self.times.items() if each != agent_id},
            {each: draws for each, draws in self.drawn.items() if each != agent_id},
        )


def _mapping(field: str, expected: str, value: object) -> Mapping[str, object]:
    """Insist on a mapping whose keys are strings."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise refuse_type(field, expected, value)
    return value


def _require_draw(field: str, draw: object) -> None:
    """Insist on when it counts no more, name of the allowance, units and ticket."""
    parts = tuple(draw) if isinstance(draw, tuple | list) else ()
    if [part.__class__ for part in parts] != [int, str, int, str]:
        raise refuse_type(field, "draws of (time, allowance, units, ticket)", draw)
