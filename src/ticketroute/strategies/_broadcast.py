"""Several are asked at once, and the first who accepts has it."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Plan, View
from ticketroute.model import require_integer
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    order_of,
    picked_among,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import require_callable
from ticketroute.strategies._narrowed import Narrowed
from ticketroute.strategies._protocols import PicksAgent


@attrs.frozen
class Broadcast:
    """Each ticket is offered to the best few candidates at once; the first who accepts has it.

    The strategy picks the first of them, then the best without that one, and so on; who is few is
    asked alone. Everybody who is asked has room taken for it until somebody accepts. The strategy
    remembers the first of them, as if he or she had been given it. It decides about all that waits
    at once, and so has a batch form only. Trap: room taken by offers that others will accept is
    room that nobody uses; ask few, and let offers run out soon.

    Parameters
    ----------
    strategy
        What says who is best; it must have the event form.
    agents
        How many are asked, an integer of at least 1.
    order
        Which ticket comes first; the strategy's own unless told otherwise.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket, assign
    >>> from ticketroute.strategies import FewestOpen
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> team = [Agent(id=name, capacity=1) for name in ("ana", "bea", "cem")]
    >>> strategy = Broadcast(FewestOpen(), agents=2)
    >>> assign([Ticket(id="t1", created=morning)], team, strategy=strategy, now=morning)
    <Plan: t1 offered to ana and bea; 0 left>
    """

    strategy: PicksAgent = attrs.field(validator=event_form)
    agents: int = attrs.field(default=2, kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        require_integer("Broadcast.agents", self.agents, 1)

    def __call__(self, view: View, /) -> Plan:
        """Offer the waiting tickets in the order of their urgency."""
        draft = view.draft()
        for ticket in view.most_urgent_first(self.order):
            asked = self._best(draft, ticket)
            if asked:
                change = remembered(self.strategy, draft, ticket, asked[0])
                if change is not None:
                    draft.remember(change)
                draft.offer(ticket, asked)
            elif held := held_by(self.strategy, draft, ticket):
                draft.hold(ticket, held.reason, held.until)
        return draft.to_plan()

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say how many are asked, and how the strategy goes on."""
        told = f"the best {self.agents} are asked"
        return (told, *traced(self.strategy, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy goes by, for explanations."""
        return terms_of(self.strategy, view, ticket)

    def _best(self, view: View, ticket: int) -> list[int]:
        """Give the best candidates, the best first."""
        asked: list[int] = []
        rest = np.ones(view.n_agents, dtype=bool)
        narrowed = Narrowed.of(view, rest)
        while len(asked) < self.agents:
            agent = picked_among(self.strategy, narrowed, ticket)
            if agent == NOBODY:
                break
            asked.append(agent)
            rest[agent] = False
        return asked
