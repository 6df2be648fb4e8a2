"""From the event form to the batch form: tickets one after the other, most urgent first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import ClassVar, TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Draft, Held, MemoryChange, Plan, View
from ticketroute.errors import InvalidPlan
from ticketroute.model import refuse_type
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._protocols import PicksAgent

_Setting = TypeVar("_Setting")


def require_callable(
    instance: object, attribute: "attrs.Attribute[_Setting]", value: _Setting
) -> None:
    """Validate a setting that is a rule or a score: something to call."""
    field = f"{type(instance).__name__}.{attribute.name}"
    require_to_call(field, "something to call, such as an instance of a rule", value)


def require_to_call(field: str, expected: str, value: object) -> None:
    """Insist on something to call, which a class is not: its instances are meant."""
    if not callable(value) or isinstance(value, type):
        raise refuse_type(field, expected, value)


def serve_in_turn(view: View, strategy: PicksAgent, order: UrgencyRule) -> Plan:
    """Make a plan by asking an event form about one ticket after the other.

    Loads change within the batch: each choice sees those before it. A ticket that it holds and can
    say why, by ``held(view, ticket)``, is held in the plan for that reason.
    """
    return serve_line(view, strategy, view.most_urgent_first(order))


def serve_line(view: View, strategy: PicksAgent, line: Iterable[int]) -> Plan:
    """Do as :func:`serve_in_turn` does for tickets in any order."""
    batch = _Batch(view.draft(), strategy)
    exhausted: set[int] = set()
    again: list[int] = []
    for ticket in line:
        # Loads only grow in a batch: whom nobody of a profile can have, nobody will.
        if batch.draft.profile_number(ticket) in exhausted:
            continue
        if batch.serve(ticket):
            while again and (served := next(filter(batch.serve, again), None)) is not None:
                again.remove(served)
        elif batch.draft.profile(ticket).overlooks:  # somebody may become its last resort
            again.append(ticket)
        elif not batch.hold(ticket) and batch.is_typical(ticket):
            exhausted.add(batch.draft.profile_number(ticket))
    for ticket in again:
        batch.hold(ticket)
    return batch.draft.to_plan()


class _Batch:
    """A draft on which an event form is asked about one ticket after the other."""

    def __init__(self, draft: Draft, strategy: PicksAgent) -> None:
        self.draft = draft
        self._strategy = strategy
        # Looked up once: most strategies have neither.
        self._remember: Callable[[View, int, int], MemoryChange | None] | None
        self._remember = getattr(strategy, "remember", None)
        self._held: Callable[[View, int], Held | None] | None = getattr(strategy, "held", None)

    def serve(self, ticket: int) -> bool:
        """Assign a ticket to whom the strategy picks; say whether that is anybody."""
        agent = picked_agent(self._strategy, self.draft, ticket)
        if agent == NOBODY:
            return False
        change = None if self._remember is None else self._remember(self.draft, ticket, agent)
        if change is not None:
            self.draft.remember(change)
        self.draft.assign(ticket, agent)
        return True

    def is_typical(self, ticket: int) -> bool:
        """Say whether nobody can have a ticket, nor any other one of its profile."""
        draft = self.draft
        is_plain = not draft.guarded and ticket not in draft.tickets.barred
        return is_plain and not len(draft.candidates(ticket))

    def hold(self, ticket: int) -> bool:
        """Hold a ticket if the strategy says why; say whether it does."""
        held = None if self._held is None else self._held(self.draft, ticket)
        if held is None:
            return False
        self.draft.hold(ticket, held.reason, held.until)
        return True


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

    A subclass gives :meth:`pick_agent` and, for explanations, a method ``terms``. One that never
    holds says ``may_hold = False``, which saves a live desk from asking again and again; one that
    holds may give a method ``held``, for the reason and for when to ask again.

    Parameters
    ----------
    order
        Which ticket comes first.
    """

    may_hold: ClassVar[bool] = True
    """Whether it may leave a ticket waiting although somebody could have it.

    Taken to be so unless a class says otherwise: who never holds and does not say it is asked more
    often than needed, while a ticket that is held in secret would be forgotten by a live desk.
    """

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
        return not self.may_hold or picked_agent(self, view, ticket) != NOBODY


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

    pick: Callable[[View, int], int] = attrs.field(kw_only=False)

    def __attrs_post_init__(self) -> None:
        if not callable(self.pick):
            raise refuse_type("TicketByTicket.pick", "a function (view, ticket)", self.pick)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the function."""
        return self.pick(view, ticket)


def one_term(name: str, values: NDArray[np.int64]) -> Mapping[str, NDArray[np.float64]]:
    """Name the one thing that an order goes by, where fewer is better."""
    return {name: np.subtract(0.0, values, dtype=np.float64)}
