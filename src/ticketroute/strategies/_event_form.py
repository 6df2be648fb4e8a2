"""What combinators ask of the strategies that they put together, where these offer it."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.errors import InvalidPlan
from ticketroute.model import refuse_type
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._in_turn import picked_agent
from ticketroute.strategies._protocols import PicksAgent

_Setting = TypeVar("_Setting")

# Looked up by name: to ask whether something keeps to a protocol takes longer than to choose.
Remember: TypeAlias = Callable[[View, int, int], MemoryChange | None]
Terms: TypeAlias = Callable[[View, int], Mapping[str, NDArray[np.float64]]]


def require_event_form(field: str, strategy: object) -> None:
    """Insist on a strategy that can be asked about one ticket."""
    if not isinstance(strategy, PicksAgent) or isinstance(strategy, type):
        expected = "a strategy with the event form pick_agent(view, ticket)"
        raise refuse_type(field, expected, strategy)


def event_form(instance: object, attribute: "attrs.Attribute[_Setting]", value: _Setting) -> None:
    """Validate a setting that is such a strategy."""
    require_event_form(f"{type(instance).__name__}.{attribute.name}", value)


def order_of(strategy: object) -> UrgencyRule:
    """Give the order in which a strategy serves tickets."""
    order: UrgencyRule | None = getattr(strategy, "order", None)
    return EarliestDue() if order is None else order


def holds_back(strategy: object) -> bool:
    """Say whether a strategy may hold; one that does not say is taken to."""
    return bool(getattr(strategy, "may_hold", True))


def lets(strategy: PicksAgent, view: View, ticket: int, agent: int) -> bool:
    """Say whether a strategy itself would let an eligible agent have a ticket."""
    allows = getattr(strategy, "allows", None)
    if allows is not None:
        return bool(allows(view, ticket, agent))
    return not holds_back(strategy) or picked_agent(strategy, view, ticket) != NOBODY


def remembered(strategy: object, view: View, ticket: int, agent: int) -> MemoryChange | None:
    """Give what a strategy is to remember of a choice, if anything."""
    remember: Remember | None = getattr(strategy, "remember", None)
    return None if remember is None else remember(view, ticket, agent)


def terms_of(strategy: object, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
    """Give what a strategy goes by, for explanations; nothing if it does not say."""
    terms: Terms | None = getattr(strategy, "terms", None)
    return {} if terms is None else terms(view, ticket)


def held_by(strategy: object, view: View, ticket: int) -> Held | None:
    """Say why a strategy holds a ticket, if it does and can say."""
    held: Callable[[View, int], Held | None] | None = getattr(strategy, "held", None)
    return None if held is None else held(view, ticket)


def traced(strategy: object, view: View, ticket: int) -> tuple[str, ...]:
    """Give the way of a ticket through a strategy, if it is made of others; else its name."""
    trace: Callable[[View, int], tuple[str, ...]] | None = getattr(strategy, "trace", None)
    return (f"by {_name(strategy)}",) if trace is None else trace(view, ticket)


def _name(strategy: object) -> str:
    return getattr(strategy, "__name__", type(strategy).__name__)


def picked_among(strategy: PicksAgent, narrowed: View, ticket: int) -> int:
    """Ask an event form on a narrowed view, and refuse an agent whom that does not offer.

    Raises
    ------
    InvalidPlan
        If the answer is no candidate: the strategy looks past the view that it is given.
    """
    agent = picked_agent(strategy, narrowed, ticket)
    if agent == NOBODY or narrowed.fits(ticket, agent):
        return agent
    name = narrowed.roster.ids[agent]
    message = f"{strategy!r}.pick_agent: expected a candidate of the view it was given, got {name}"
    raise InvalidPlan(message)
