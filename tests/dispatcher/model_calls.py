"""Calls as data, and what the model expects of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from tests.dispatcher.model import Model
from tests.dispatcher.model_things import Item
from ticketroute import Ticket


@dataclass(frozen=True)
class Call:
    """A call of a public method, as data, so that it can be made again on another desk."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.given.items())})"
        )


First = tuple[str, str | None, str | None]
"""Type, ticket and agent of an event."""


@dataclass(frozen=True)
class Expected:
    """What a call should lead to: whether it is allowed, and its first events if known."""

    allowed: bool
    first: tuple[First, ...] = ()
    more: frozenset[str] = frozenset()
    """Types of the events that may follow on the first."""


REFUSED: Final = Expected(allowed=False)

BY_QUEUE: Final = frozenset(("moved", "stayed"))
BY_REFUSAL: Final = BY_QUEUE | {"held", "declines forgotten"}
BY_ABSENCE: Final = frozenset(("rescinded", "returned", "transferred"))
BY_RETURN: Final = frozenset(("presence set", "ceiling set"))
BY_DECISION: Final = frozenset(("assigned", "offered", "held back", "remembered"))
BY_TIME: Final = (
    BY_REFUSAL
    | BY_ABSENCE
    | BY_RETURN
    | {"woken", "resumed", "resolved", "timed out", "leave started", "leave ended"}
    | {"escalated", "updated", "relaxed", "not relaxed"}
    | {"shift started", "shift ended", "allowance renewed"}
)


def only(name: str, allowed: object, item: Item, *, agent: str | None = None) -> Expected:
    """Expect a single event, of the owner if no agent is named."""
    if not allowed:
        return REFUSED
    return Expected(allowed=True, first=((name, item.ticket.id, agent or item.owner),))


def is_known_ticket(model: Model, ticket: Ticket) -> bool:
    """Say whether this ticket is here already."""
    known = model.items.get(ticket.id)
    return known is not None and known.ticket.created == ticket.created


def lies_ahead(model: Model, until: datetime | timedelta | None) -> bool:
    """Say whether an end lies ahead, if there is one."""
    if isinstance(until, datetime):
        return until > model.now
    return until is None or until > timedelta(0)
