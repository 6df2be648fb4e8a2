"""From the event form to the batch form: tickets one after the other, most urgent first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import ClassVar, TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, Plan, View
from ticketroute.errors import InvalidPlan
from ticketroute.model import refuse_type
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._protocols import PicksAgent

_Setting = TypeVar("_Setting")


def require_callable(
    instance: object, attribute: "attrs.Attribute[_Setting]", value: _Setting
) -> None:
    """Validate a setting that is a rule or a score: something to call."""
    if not callable(value) or isinstance(value, type):
        field = f"{type(instance).__name__}.{attribute.name}"
        raise refuse_type(field, "something to call, such as an instance of a rule", value)


def serve_in_turn(view: View, strategy: PicksAgent, order: UrgencyRule) -> Plan:
    """Make a plan by asking an event form about one ticket after the other.

    Loads change within the batch: each choice sees those before it. A ticket that it holds and can
    say why, by ``held(view, ticket)``, is held in the plan for that reason.
    """
    return serve_line(view, strategy, view.most_urgent_first(order))


def serve_line(view: View, strategy: PicksAgent, line: Iterable[int]) -> Plan:
    """Do as :func:`serve_in_turn` does for tickets in any order."""
    draft = view.draft()
    remember: Callable[[View, int, int], MemoryChange | None] | None
    remember = getattr(strategy, "remember", None)
    held_by: Callable[[View, int], Held | None] | None = getattr(strategy, "held", None)
    exhausted: set[int] = set()
    for ticket in line:
        # Loads only grow in a batch: whom nobody of a profile can have, nobody will.
        if draft.profile_number(ticket) in exhausted:
            continue
        agent = picked_agent(strategy, draft, ticket)
        if agent != NOBODY:
            if remember is not None:
                change = remember(draft, ticket, agent)
                if change is not None:
                    draft.remember(change)
            draft.assign(ticket, agent)
        elif held_by is not None and (held := held_by(draft, ticket)):
            draft.hold(ticket, held.reason, held.until)
        elif ticket not in view.tickets.barred and not len(draft.candidates(ticket)):
            exhausted.add(draft.profile_number(ticket))
    return draft.to_plan()


def picked_agent(strategy: PicksAgent, view: View, ticket: int) -> int:
    """Ask an event form, and refuse an answer that is no position of an agent.

    Raises
    ------
    InvalidPlan
        If the answer is no integer, or neither an agent's position nor ``NOBODY``.
    """
    answer: object = strategy.pick_agent(view, ticket)
    if isinstance(answer, (int, np.integer)) and NOBODY <= answer < view.n_agents:
        return int(answer)
    message = f"{strategy!r}.pick_agent: expected the position of an agent or -1, got {answer!r}"
    raise InvalidPlan(message)


@attrs.frozen(kw_only=True)
class InTurn:
    """What the strategies that serve one ticket after the other have in common.

    A subclass gives :meth:`pick_agent` and, for explanations, a method ``terms``.

    Parameters
    ----------
    order
        Which ticket comes first.
    """

    may_hold: ClassVar[bool] = False
    """Whether it may leave a ticket waiting although somebody could have it."""

    order: UrgencyRule = attrs.field(factory=EarliestDue, validator=require_callable)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the position of the agent who is to have a ticket, or ``NOBODY``."""
        raise NotImplementedError

    def __call__(self, view: View, /) -> Plan:
        """Serve the waiting tickets in the order of their urgency."""
        return serve_in_turn(view, self, self.order)

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the most urgent ticket that an agent may have now, or ``NOBODY``.

        A ticket that the agent may not have never blocks those behind it.
        """
        for ticket in view.tickets_for(agent, self.order):
            if self.allows(view, ticket, agent):
                return ticket
        return NOBODY

    def line(self, view: View, ticket: int, /) -> Iterator[int]:  # noqa: ARG002
        """Go through the tickets that a waiting ticket stands in line with, in their order."""
        return view.most_urgent_first(self.order)

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the most urgent of some waiting tickets."""
        return view.most_urgent(tickets, self.order)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:  # noqa: ARG002
        """Say whether the strategy itself would let an eligible agent have a ticket."""
        return True


@attrs.frozen
class TicketByTicket(InTurn):
    """A strategy made of a function that picks an agent for one ticket.

    Parameters
    ----------
    pick
        ``(view, ticket) -> agent``, positions; ``NOBODY`` leaves the ticket waiting.
    order
        Which ticket comes first.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket, assign
    >>> def first_candidate(view, ticket):
    ...     return next(iter(view.candidates(ticket).tolist()), NOBODY)
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> tickets = [Ticket(id=name, created=morning) for name in ("t1", "t2")]
    >>> agents = [Agent(id=name, capacity=1) for name in ("ana", "bea")]
    >>> assign(tickets, agents, strategy=TicketByTicket(first_candidate), now=morning)
    <Plan: t1 -> ana, t2 -> bea; 0 left>
    """

    may_hold = True

    pick: Callable[[View, int], int] = attrs.field(kw_only=False)

    def __attrs_post_init__(self) -> None:
        if not callable(self.pick):
            raise refuse_type("TicketByTicket.pick", "a function (view, ticket)", self.pick)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the function."""
        return self.pick(view, ticket)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:  # noqa: ARG002
        """Say whether the function would give the ticket to anybody rather than hold it."""
        return self.pick(view, ticket) != NOBODY


def one_term(name: str, values: NDArray[np.int64]) -> Mapping[str, NDArray[np.float64]]:
    """Name the one thing that an order goes by, where fewer is better."""
    return {name: np.subtract(0.0, values, dtype=np.float64)}
