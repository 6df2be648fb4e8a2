"""Which strategies order agents by one number that only changes with the agent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs

from ticketroute.sla import EarliestDue, Ordering, UrgencyRule
from ticketroute.strategies import (
    FewestOpen,
    LeastRecentlyAssigned,
    LongestIdle,
    LowestLoadRatio,
    Sequential,
    Strategy,
)

if TYPE_CHECKING:
    from ticketroute.simulation._lean_agents import LeanAgents

RATIO_BITS: Final = 20
RANK_BITS: Final = 40
AGENT_BITS: Final = 24
AGENT_MASK: Final = (1 << AGENT_BITS) - 1
"""Where an agent stands is one integer: value, load ratio, rank of the last assignment, agent."""

_BUSY: Final = 1 << 52

Value = Callable[["LeanAgents", int], int]
"""What a strategy orders agents by: an integer of at least 0, smaller is served first."""


@attrs.frozen
class LeanOrder:
    """How a strategy orders agents and tickets.

    Attributes
    ----------
    value
        What agents are ordered by, before the chain that breaks ties.
    order
        What tickets are ordered by.
    counts_coming
        Whether somebody who comes is idle from then on.
    is_by_release
        Whether those who have nothing in hand are ordered by when they became free.
    places
        The place of each agent in a fixed order, if that is what counts.
    """

    value: Value
    order: UrgencyRule
    counts_coming: bool = True
    is_by_release: bool = False
    places: tuple[int, ...] = ()

    @property
    def is_by_arrival(self) -> bool:
        """Whether tickets without targets are served as they come."""
        return type(self.order) is EarliestDue


def lean_order(strategy: Strategy, ids: list[str]) -> LeanOrder | None:
    """Give how a strategy orders agents (whose ids these are), or None if that is not all of it."""
    order: UrgencyRule | None = getattr(strategy, "order", None)
    if order is None or getattr(order, "ordering", None) is not Ordering.STATIC:
        return None
    if type(strategy) is LongestIdle:
        value = _unoccupied_since if strategy.since == "unoccupied" else _since
        return LeanOrder(value, order, strategy.since != "released", is_by_release=True)
    if type(strategy) is Sequential:
        places = _places(strategy.sequence, ids)
        return LeanOrder(lambda _, agent: places[agent], order, places=places)
    values: dict[type[object], Value] = {
        FewestOpen: _open,
        LeastRecentlyAssigned: _rank,
        LowestLoadRatio: _nothing,
    }
    value_of = values.get(type(strategy))
    return None if value_of is None else LeanOrder(value_of, order)


def _open(agents: "LeanAgents", agent: int) -> int:
    return agents.open[agent]


def _rank(agents: "LeanAgents", agent: int) -> int:
    return agents.rank[agent]


def _nothing(_: "LeanAgents", __: int) -> int:
    return 0


def _since(agents: "LeanAgents", agent: int) -> int:
    return agents.since[agent]


def _unoccupied_since(agents: "LeanAgents", agent: int) -> int:
    return agents.since[agent] + (_BUSY if agents.open[agent] else 0)


def _places(sequence: tuple[str, ...], ids: list[str]) -> tuple[int, ...]:
    known = {name: place for place, name in enumerate(sequence)}
    return tuple(known.get(name, len(sequence)) for name in ids)
