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
    """

    value: Value
    order: UrgencyRule
    counts_coming: bool = True

    @property
    def is_by_arrival(self) -> bool:
        """Whether tickets without targets are served as they come."""
        return type(self.order) is EarliestDue


def lean_order(strategy: Strategy, ids: list[str]) -> LeanOrder | None:
    """Give how a strategy orders agents (whose ids these are), or None if that is not all of it."""
    value = _value(strategy, ids)
    order: UrgencyRule | None = getattr(strategy, "order", None)
    if value is None or order is None or getattr(order, "ordering", None) is not Ordering.STATIC:
        return None
    counts_coming = not (isinstance(strategy, LongestIdle) and strategy.since == "released")
    return LeanOrder(value, order, counts_coming)


def _value(strategy: Strategy, ids: list[str]) -> Value | None:
    if type(strategy) is FewestOpen:
        return _open
    if type(strategy) is LeastRecentlyAssigned:
        return _rank
    if type(strategy) is LowestLoadRatio:
        return _nothing
    if type(strategy) is LongestIdle:
        return _unoccupied_since if strategy.since == "unoccupied" else _since
    if type(strategy) is Sequential:
        return _place_in(strategy.sequence, ids)
    return None


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


def _place_in(sequence: tuple[str, ...], ids: list[str]) -> Value:
    known = {name: place for place, name in enumerate(sequence)}
    places = [known.get(name, len(sequence)) for name in ids]
    return lambda _, agent: places[agent]
