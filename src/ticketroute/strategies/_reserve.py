"""Room that is kept free for urgent tickets."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.model import MOST_UNITS, require_integer
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
from ticketroute.strategies._narrowed import Narrowed
from ticketroute.strategies._protocols import PicksAgent


@attrs.frozen
class Reserve(InTurn):
    """As another strategy, but the last room is kept for tickets of an urgent kind.

    A ticket of any other kind is held if less than `units` would stay free, in all, with those who
    may have it now; and no agent is given one of whose room less than `per_agent` would stay
    free. For one pool of agents, and tickets that are lost if they are not taken, such a threshold
    is the best policy there is; for tickets that wait it is a good rule. Trap: a reserve that is
    larger than the urgent tickets ever need makes everybody else wait for nothing, and one as
    large as the team holds all that is not urgent.

    Parameters
    ----------
    strategy
        What decides; it must have the event form.
    units
        Units of effort kept free by all together, an integer of at least 0.
    per_agent
        Units of effort that each agent keeps free, an integer of at least 0.
    unless
        Which tickets may use the reserve, any callable ``(ticket) -> bool``.
    order
        Which ticket comes first; the strategy's own unless told otherwise.

    References
    ----------
    B. L. Miller, *A queueing reward system with several customer classes*, Management Science 16,
    1969; the trunk reservation of telephony.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket, assign
    >>> from ticketroute.strategies import FewestOpen
    >>> strategy = Reserve(FewestOpen(), units=1, unless=lambda ticket: ticket.urgency == 1)
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> tickets = [Ticket(id=name, created=morning) for name in ("t1", "t2")]
    >>> plan = assign(tickets, [Agent(id="ana", capacity=2)], strategy=strategy, now=morning)
    >>> plan.left["t2"].text
    'held: the last room of those who could have it is kept for urgent tickets: 1 in all'
    """

    may_hold = True

    strategy: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    units: int = attrs.field(default=0, kw_only=True)
    per_agent: int = attrs.field(default=0, kw_only=True)
    unless: Condition = attrs.field(kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        require_integer("Reserve.units", self.units, 0, MOST_UNITS)
        require_integer("Reserve.per_agent", self.per_agent, 0, MOST_UNITS)
        require_condition("Reserve.unless", self.unless)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy, unless the reserve would be touched."""
        narrowed = self._narrow(view, ticket)
        return NOBODY if narrowed is None else picked_among(self.strategy, narrowed, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember, as if those who keep their last room were full."""
        return remembered(self.strategy, self._narrow(view, ticket) or view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the reserve stays whole, and the strategy would let the agent have it."""
        narrowed = self._narrow(view, ticket)
        if narrowed is None or (isinstance(narrowed, Narrowed) and not narrowed.among[agent]):
            return False
        return lets(self.strategy, narrowed, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Say that the rest is kept, where that is it."""
        narrowed = self._narrow(view, ticket)
        if not len(view.candidates(ticket)) or (
            narrowed is not None and len(narrowed.candidates(ticket))
        ):
            return held_by(self.strategy, narrowed or view, ticket)
        kept = f"{self.units} in all" if narrowed is None else f"{self.per_agent} with each"
        why = "the last room of those who could have it is kept for urgent tickets"
        return Held(f"{why}: {kept}")

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say whether a ticket may use the reserve, and how the strategy goes on."""
        if self.unless(view.ticket(ticket)):
            told = "may use the reserve"
        else:
            told = f"may not use the reserve of {self.units} in all, {self.per_agent} with each"
        narrowed = self._narrow(view, ticket) or view
        return (told, *traced(self.strategy, narrowed, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: whoever keeps the last room is out."""
        narrowed = self._narrow(view, ticket) or view
        inner = terms_of(self.strategy, narrowed, ticket)
        if not inner or not isinstance(narrowed, Narrowed):
            return inner
        return {"reserve": np.where(narrowed.among, 0.0, -np.inf), **inner}

    def _narrow(self, view: View, ticket: int) -> View | None:
        """Give the view of those who can go on keeping enough; None if all together cannot."""
        if self.unless(view.ticket(ticket)):
            return view
        demand, candidates = view.profile(ticket).demand, view.candidates(ticket)
        left = np.min([view.workload.room[row] - units for row, units in demand], axis=0)
        others = demand[0][1] * (len(candidates) - 1)  # only one of them is given the ticket
        if self.units and left[candidates].sum() + others < self.units:
            return None
        enough: NDArray[np.bool_] = left >= self.per_agent
        return Narrowed.of(view, enough) if self.per_agent and not enough.all() else view
