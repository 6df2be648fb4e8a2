"""A chain of strategies: the first that gives somebody."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.model import refuse, to_tuple
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    held_by,
    holds_back,
    lets,
    order_of,
    remembered,
    require_event_form,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, picked_agent, require_callable
from ticketroute.strategies._protocols import PicksAgent


def _to_strategies(strategies: Iterable[PicksAgent]) -> tuple[PicksAgent, ...]:
    given = to_tuple("FirstOf.strategies", "several strategies", strategies)
    if not given:
        raise refuse("FirstOf.strategies", "at least one strategy", strategies)
    for each in given:
        require_event_form("FirstOf.strategies", each)
    return given


@attrs.frozen
class FirstOf(InTurn):
    """Each ticket to whom the first strategy gives that gives somebody: a fallback chain.

    A later strategy is asked only about tickets that all before it hold. Only the strategy that
    gives somebody remembers it. Trap: a strategy that never holds (most do not) is the last that
    is ever asked.

    Parameters
    ----------
    strategies
        The first to be asked first; each must have the event form.
    order
        Which ticket comes first; that of the first strategy unless told otherwise.

    Examples
    --------
    >>> import numpy as np
    >>> from ticketroute.strategies import FewestOpen, Greedy
    >>> def same_place(view, tickets):
    ...     near = [[agent.place == each.place for agent in view.agents] for each in tickets]
    ...     return np.where(near, 0.0, -np.inf)
    >>> FirstOf([Greedy(same_place), FewestOpen()]).may_hold
    False
    """

    strategies: tuple[PicksAgent, ...] = attrs.field(converter=_to_strategies, kw_only=False)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategies[0]), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether all of the strategies may hold."""
        return all(map(holds_back, self.strategies))

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask one strategy after the other."""
        for strategy in self.strategies:
            agent = picked_agent(strategy, view, ticket)
            if agent != NOBODY:
                return agent
        return NOBODY

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember that gave the agent."""
        return remembered(self._giver(view, ticket), view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether one of the strategies would let the agent have it."""
        return any(lets(each, view, ticket, agent) for each in self.strategies)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the first strategy that has one; the first end of all counts."""
        found = [held for each in self.strategies if (held := held_by(each, view, ticket))]
        ends = [held.until for held in found if held.until is not None]
        return Held(found[0].reason, min(ends, default=None)) if found else None

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which strategy gives somebody, and how it goes on."""
        giver = self._giver(view, ticket)
        place = next(n for n, each in enumerate(self.strategies, 1) if each is giver)
        told = f"strategy {place} of {len(self.strategies)} is the first that gives somebody"
        if picked_agent(giver, view, ticket) == NOBODY:
            told = f"none of {len(self.strategies)} strategies gives anybody"
        return (told, *traced(giver, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy goes by that gives somebody."""
        return terms_of(self._giver(view, ticket), view, ticket)

    def _giver(self, view: View, ticket: int) -> PicksAgent:
        """Give the strategy that gives somebody; the last if none does."""
        for strategy in self.strategies[:-1]:
            if picked_agent(strategy, view, ticket) != NOBODY:
                return strategy
        return self.strategies[-1]
