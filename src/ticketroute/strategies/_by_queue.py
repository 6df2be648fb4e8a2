"""Each queue with its own strategy and order."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, Plan, View
from ticketroute.model import refuse_type, require_pairs, require_text, sorted_pairs
from ticketroute.strategies._event_form import held_by, traced
from ticketroute.strategies._in_turn import InTurn, picked_agent


def _to_queues(
    value: Mapping[str, InTurn] | Iterable[tuple[str, InTurn]],
) -> tuple[tuple[str, InTurn], ...]:
    return sorted_pairs(value)


@attrs.frozen
class ByQueue:
    """Each queue is served by a strategy of its own, in the order of that strategy.

    Between queues, the one whose most urgent ticket arrived first comes first. A ticket that
    nobody may have holds up neither its own queue nor another.

    Parameters
    ----------
    queues
        The strategy of each queue by name; any that serves one ticket after the other.
    default
        The strategy of all other queues, and of tickets without one.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen, RoundRobin
    >>> strategy = ByQueue({"billing": RoundRobin()}, default=FewestOpen())
    >>> strategy.of_queue("billing")
    RoundRobin(order=EarliestDue(), weights=(), policy='round-robin')
    """

    queues: tuple[tuple[str, InTurn], ...] = attrs.field(converter=_to_queues)
    default: InTurn = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_pairs("ByQueue.queues", "a mapping of queue to strategy", self.queues)
        for name, strategy in (*self.queues, ("default", self.default)):
            require_text("ByQueue.queues", name)
            if not isinstance(strategy, InTurn):
                expected = "a strategy that serves one ticket after the other"
                raise refuse_type(f"ByQueue strategy of {name!r}", expected, strategy)

    @property
    def may_hold(self) -> bool:
        """Whether one of the strategies may hold."""
        return any(each.may_hold for each in (self.default, *(s for _, s in self.queues)))

    def line(self, view: View, ticket: int, /) -> Iterator[int]:
        """Go through the waiting tickets of a ticket's queue, in their order."""
        return self._line(view, view.queue_of(ticket))

    def of_queue(self, queue: str | None) -> InTurn:
        """Give the strategy of a queue."""
        return dict(self.queues).get(queue or "", self.default)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy of the ticket's queue."""
        return self._of(view, ticket).pick_agent(view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy of the ticket's queue remember."""
        remember = getattr(self._of(view, ticket), "remember", None)
        return None if remember is None else remember(view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy of the ticket's queue."""
        return held_by(self._of(view, ticket), view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Give the way through the strategy of the ticket's queue."""
        return traced(self._of(view, ticket), view, ticket)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy of the ticket's queue goes by."""
        terms = getattr(self._of(view, ticket), "terms", None)
        return {} if terms is None else terms(view, ticket)

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the first ticket, over all queues, that an agent may have now, or ``NOBODY``."""
        heads = (next(self._allowed(view, agent, queue), NOBODY) for queue in view.waiting_queues())
        found = [ticket for ticket in heads if ticket != NOBODY]
        return min(found, key=lambda each: _arrival(view, each)) if found else NOBODY

    def _allowed(self, view: View, agent: int, queue: str | None) -> Iterator[int]:
        strategy = self.of_queue(queue)
        for ticket in view.tickets_for(agent, strategy.order, queues={queue}):
            if strategy.allows(view, ticket, agent):
                yield ticket

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first: the first of its queue, which came first."""
        by_queue: dict[str | None, list[int]] = {}
        for ticket in tickets:
            by_queue.setdefault(view.queue_of(ticket), []).append(ticket)
        heads = [self.of_queue(queue).first_of(view, each) for queue, each in by_queue.items()]
        return min(heads, key=lambda each: _arrival(view, each))

    def __call__(self, view: View, /) -> Plan:
        """Serve all queues, always the one whose next ticket arrived first."""
        draft = view.draft()
        lines = [self._line(view, queue) for queue in view.waiting_queues()]
        heads = [self._next_servable(draft, line) for line in lines]
        while found := [head for head in heads if head is not None]:
            ticket = min(found, key=lambda head: _arrival(view, head))
            place = heads.index(ticket)
            agent = picked_agent(self, draft, ticket)
            if agent != NOBODY:
                change = self.remember(draft, ticket, agent)
                if change is not None:
                    draft.remember(change)
                draft.assign(ticket, agent)
            heads[place] = self._next_servable(draft, lines[place])
            for other, head in enumerate(heads):  # what is full now is full for all
                if head is not None and self.pick_agent(draft, head) == NOBODY:
                    heads[other] = self._next_servable(draft, lines[other])
        for ticket in draft.waiting.tolist() if self.may_hold else ():
            if held := self.held(draft, ticket):
                draft.hold(ticket, held.reason, held.until)
        return draft.to_plan()

    def _next_servable(self, view: View, line: Iterator[int]) -> int | None:
        """Give the next ticket of a line that somebody may have now."""
        return next((each for each in line if picked_agent(self, view, each) != NOBODY), None)

    def _line(self, view: View, queue: str | None) -> Iterator[int]:
        for ticket in view.most_urgent_first(self.of_queue(queue).order):
            if view.queue_of(ticket) == queue:
                yield ticket

    def _of(self, view: View, ticket: int) -> InTurn:
        return self.of_queue(view.queue_of(ticket))


def _arrival(view: View, ticket: int) -> tuple[int, str]:
    return view.tickets.created(ticket), view.tickets.ids[ticket]
