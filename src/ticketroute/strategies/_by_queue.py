"""Each queue with its own strategy and order."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, Plan, View
from ticketroute.model import refuse_type, require_pairs, require_text, sorted_pairs
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    held_by,
    holds_back,
    lets,
    order_of,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, picked_agent
from ticketroute.strategies._next_queue import NextQueue
from ticketroute.strategies._protocols import PicksAgent
from ticketroute.strategies._queue_lines import Part, serve_queues


def _to_queues(
    value: Mapping[str, PicksAgent] | Iterable[tuple[str, PicksAgent]],
) -> tuple[tuple[str, PicksAgent], ...]:
    return sorted_pairs(value)


@attrs.frozen
class ByQueue:
    """Each queue is served by a strategy of its own, in the order of that strategy.

    Between queues, the one whose most urgent ticket arrived first comes first. A ticket that
    nobody may have holds up neither its own queue nor another.

    Parameters
    ----------
    queues
        The strategy of each queue by name; any with the event form, but for those that choose among
        tickets by more than an order, as this one does: these stand around others only.
    default
        The strategy of all other queues, and of tickets without one.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen, RoundRobin
    >>> strategy = ByQueue({"billing": RoundRobin()}, default=FewestOpen())
    >>> strategy.of_queue("billing")
    RoundRobin(order=EarliestDue(), weights=(), policy='round-robin')
    """

    queues: tuple[tuple[str, PicksAgent], ...] = attrs.field(converter=_to_queues)
    default: PicksAgent = attrs.field(kw_only=True)
    _of_name: dict[str, PicksAgent] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        require_pairs("ByQueue.queues", "a mapping of queue to strategy", self.queues)
        for name, strategy in (*self.queues, ("default", self.default)):
            require_text("ByQueue.queues", name)
            if not _serves_one_line(strategy):
                expected = "a strategy that serves one ticket after the other, by an order"
                raise refuse_type(f"ByQueue strategy of {name!r}", expected, strategy)
        object.__setattr__(self, "_of_name", dict(self.queues))

    @property
    def may_hold(self) -> bool:
        """Whether one of the strategies may hold."""
        return any(map(holds_back, (self.default, *(strategy for _, strategy in self.queues))))

    def line(self, view: View, ticket: int, /) -> Iterator[int]:
        """Go through the waiting tickets of a ticket's queue, in their order."""
        queue = view.queue_of(ticket)
        return (t for t in view.most_urgent_first(self._order(queue)) if view.queue_of(t) == queue)

    def of_queue(self, queue: str | None) -> PicksAgent:
        """Give the strategy of a queue."""
        return self._of_name.get(queue or "", self.default)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy of the ticket's queue."""
        return picked_agent(self._of(view, ticket), view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy of the ticket's queue remember."""
        return remembered(self._of(view, ticket), view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy of the ticket's queue would let the agent have it."""
        return lets(self._of(view, ticket), view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy of the ticket's queue."""
        return held_by(self._of(view, ticket), view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Give the way through the strategy of the ticket's queue."""
        return traced(self._of(view, ticket), view, ticket)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy of the ticket's queue goes by."""
        return terms_of(self._of(view, ticket), view, ticket)

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the first ticket, over all queues, that an agent may have now, or ``NOBODY``."""
        heads = (next(self._allowed(view, agent, queue), NOBODY) for queue in view.waiting_queues())
        found = [ticket for ticket in heads if ticket != NOBODY]
        return min(found, key=lambda each: _arrival(view, each)) if found else NOBODY

    def _allowed(self, view: View, agent: int, queue: str | None) -> Iterator[int]:
        for ticket in view.tickets_for(agent, self._order(queue), queues={queue}):
            if self.allows(view, ticket, agent):
                yield ticket

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first: the first of its queue, which came first."""
        by_queue: dict[str | None, list[int]] = {}
        for ticket in tickets:
            by_queue.setdefault(view.queue_of(ticket), []).append(ticket)
        heads = [view.most_urgent(each, self._order(queue)) for queue, each in by_queue.items()]
        return min(heads, key=lambda each: _arrival(view, each))

    def __call__(self, view: View, /) -> Plan:
        """Serve all queues, always the one whose next ticket arrived first."""
        return serve_queues(view, self._part, NextQueue(view, {}, {}))

    def _part(self, queue: str | None) -> Part:
        return self.of_queue(queue), self._order(queue)

    def _order(self, queue: str | None) -> UrgencyRule:
        return order_of(self.of_queue(queue))

    def _of(self, view: View, ticket: int) -> PicksAgent:
        return self.of_queue(view.queue_of(ticket))


def _serves_one_line(strategy: object) -> bool:
    """Say whether a strategy has the event form, and an order is all it chooses tickets by."""
    if isinstance(strategy, InTurn):
        return True
    has_event_form = isinstance(strategy, PicksAgent) and not isinstance(strategy, type)
    return has_event_form and not hasattr(strategy, "first_of")


def _arrival(view: View, ticket: int) -> tuple[int, str]:
    return view.tickets.created(ticket), view.tickets.ids[ticket]
