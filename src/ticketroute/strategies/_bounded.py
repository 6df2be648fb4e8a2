"""Not too many of one kind for anybody."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Held, MemoryChange, View
from ticketroute.model import require_integer
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._by_case import Condition, require_condition
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    lets,
    order_of,
    picked_among,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, require_callable
from ticketroute.strategies._kinds_in_hand import count_kind
from ticketroute.strategies._narrowed import Narrowed
from ticketroute.strategies._protocols import PicksAgent


@attrs.frozen
class Bounded(InTurn):
    """As another strategy, but nobody has more than so many tickets of a kind at a time.

    What somebody has in hand counts, and what he or she has been asked about; tickets on hold
    that take no room do not. Tickets of another kind are not touched, and neither is a ticket
    that comes to its owner otherwise than by this strategy. Work from elsewhere counts only where
    all tickets do. Trap: where everybody has so many, tickets of the kind wait although there is
    room.

    The board keeps no count by kind: with `of`, a choice after a change of the board costs a pass
    over the tickets in hand.

    Parameters
    ----------
    strategy
        What decides among those who have fewer; it must have the event form.
    most
        How many, an integer of at least 1.
    of
        Which tickets count, any callable ``(ticket) -> bool``; all of them unless given. It must
        be hashable, as functions are.
    order
        Which ticket comes first; the strategy's own unless told otherwise.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket, assign
    >>> from ticketroute.strategies import FewestOpen
    >>> def complaint(ticket):
    ...     return ticket.type == "complaint"
    >>> strategy = Bounded(FewestOpen(), most=1, of=complaint)
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> tickets = [Ticket(id=name, created=morning, type="complaint") for name in ("t1", "t2")]
    >>> plan = assign(tickets, [Agent(id="ana", capacity=9)], strategy=strategy, now=morning)
    >>> plan.left["t2"].text
    'held: everybody who could have it has as many of its kind as is allowed, 1'
    """

    may_hold = True

    strategy: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    most: int = attrs.field(kw_only=True)
    of: Condition | None = attrs.field(default=None, kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        require_integer("Bounded.most", self.most, 1)
        if self.of is not None:
            require_condition("Bounded.of", self.of)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy about those who have fewer."""
        return picked_among(self.strategy, self._narrow(view, ticket), ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember, as if those who have so many were full."""
        return remembered(self.strategy, self._narrow(view, ticket), ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the agent has fewer, and the strategy would let him or her have it."""
        narrowed = self._narrow(view, ticket)
        if isinstance(narrowed, Narrowed) and not narrowed.among[agent]:
            return False
        return lets(self.strategy, narrowed, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Say that everybody has so many, where that is it."""
        narrowed = self._narrow(view, ticket)
        if len(narrowed.candidates(ticket)) or not len(view.candidates(ticket)):
            return held_by(self.strategy, narrowed, ticket)
        kind = "tickets" if self.of is None else "of its kind"
        return Held(f"everybody who could have it has as many {kind} as is allowed, {self.most}")

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say that the number is bounded, and how the strategy goes on."""
        kind = "" if self.of is None else " of its kind"
        told = f"among those with fewer than {self.most}{kind}"
        return (told, *traced(self.strategy, self._narrow(view, ticket), ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: whoever has so many is out."""
        narrowed = self._narrow(view, ticket)
        inner = terms_of(self.strategy, narrowed, ticket)
        if not inner or not isinstance(narrowed, Narrowed):
            return inner
        return {"bound": np.where(narrowed.among, 0.0, -np.inf), **inner}

    def _narrow(self, view: View, ticket: int) -> View:
        """Give the view of those who have fewer."""
        if self.of is None:
            fewer = view.open < self.most
        elif not self.of(view.ticket(ticket)):
            return view
        else:
            fewer = count_kind(view, self.of) < self.most
        return view if fewer.all() else Narrowed.of(view, fewer)
