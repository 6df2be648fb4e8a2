"""Another strategy for each kind of ticket."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Held, MemoryChange, View
from ticketroute.model import Ticket, refuse_type, to_tuple
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
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

Condition: TypeAlias = Callable[[Ticket], bool]
"""What tells kinds of tickets apart: any callable that says yes or no to a ticket."""

_EXPECTED = "pairs of a condition (ticket) -> bool and a strategy"


def require_condition(field: str, condition: object) -> None:
    """Insist on something that can be asked about a ticket."""
    if not callable(condition) or isinstance(condition, type):
        raise refuse_type(field, "a callable (ticket) -> bool", condition)


def _to_cases(
    cases: Iterable[tuple[Condition, PicksAgent]],
) -> tuple[tuple[Condition, PicksAgent], ...]:
    given = to_tuple("ByCase.cases", _EXPECTED, cases)
    for case in given:
        each: object = case
        if not isinstance(each, tuple | list) or len(each) != 2:  # noqa: PLR2004 - a pair
            raise refuse_type("ByCase.cases", _EXPECTED, each)
        require_condition("ByCase.cases", each[0])
        require_event_form("ByCase.cases", each[1])
    return tuple((when, strategy) for when, strategy in given)


@attrs.frozen
class ByCase(InTurn):
    """Each ticket by the strategy of the first condition that holds for it.

    All tickets stand in one line, whatever their case. To give each its own order, make queues of
    the cases and take :class:`ByQueue`. Trap: conditions are asked at each choice, so they should
    be cheap, and must say the same of the same ticket.

    Parameters
    ----------
    cases
        Pairs of a condition, any callable ``(ticket) -> bool``, and a strategy that has the event
        form; the first condition that holds decides.
    otherwise
        The strategy of all other tickets.
    order
        Which ticket comes first; that of `otherwise` unless told otherwise.

    Examples
    --------
    Simple tickets rotate, hard ones go to the experienced, each of whom has at most two of them:

    >>> from ticketroute.scores import SkillFit
    >>> from ticketroute.strategies import Bounded, Greedy, RoundRobin
    >>> def hard(ticket):
    ...     return (ticket.difficulty or 0) >= 5
    >>> experienced = Bounded(Greedy(SkillFit()), most=2, of=hard)
    >>> strategy = ByCase([(hard, experienced)], otherwise=RoundRobin())
    >>> strategy.may_hold
    True
    """

    cases: tuple[tuple[Condition, PicksAgent], ...] = attrs.field(
        converter=_to_cases, kw_only=False
    )
    otherwise: PicksAgent = attrs.field(kw_only=True, validator=event_form)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.otherwise), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether one of the strategies may hold."""
        return any(map(holds_back, (self.otherwise, *(strategy for _, strategy in self.cases))))

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy of the ticket's case."""
        return picked_agent(self._of(view, ticket), view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy of the ticket's case remember."""
        return remembered(self._of(view, ticket), view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy of the ticket's case would let the agent have it."""
        return lets(self._of(view, ticket), view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy of the ticket's case."""
        return held_by(self._of(view, ticket), view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which case holds, and how its strategy goes on."""
        part = self._of(view, ticket)
        case = next((n for n, (_, each) in enumerate(self.cases, 1) if each is part), None)
        told = "no case holds" if case is None else f"case {case} of {len(self.cases)} holds"
        return (told, *traced(part, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy of the ticket's case goes by."""
        return terms_of(self._of(view, ticket), view, ticket)

    def _of(self, view: View, ticket: int) -> PicksAgent:
        asked = view.ticket(ticket)
        return next((strategy for when, strategy in self.cases if when(asked)), self.otherwise)
