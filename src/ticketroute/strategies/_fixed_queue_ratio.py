"""The queue that has grown most beyond its share of the backlog first."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, Plan, View
from ticketroute.model import MOST_UNITS, require_integer, require_pairs, require_text, sorted_pairs
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    holds_back,
    lets,
    order_of,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import picked_agent, require_callable
from ticketroute.strategies._least_recently_assigned import LeastRecentlyAssigned
from ticketroute.strategies._next_queue import NextQueue, lengths_by_queue
from ticketroute.strategies._protocols import PicksAgent
from ticketroute.strategies._queue_lines import serve_queues


def _to_ratios(
    ratios: Mapping[str, int] | Iterable[tuple[str, int]],
) -> tuple[tuple[str, int], ...]:
    return sorted_pairs(ratios)


@attrs.frozen(kw_only=True, cache_hash=True)
class FixedQueueRatio:
    """Serve the queue whose share of the backlog exceeds its target share most.

    So the lengths of the queues, and with them the waits, are kept in fixed ratios, whoever may
    serve which. An agent who becomes free looks only at the queues that he or she may serve. Of
    the queues that exceed alike, the one whose next ticket came first is served. Without ratios
    every target is 0, and the longest queue comes first. Which agent gets a ticket is left to
    another strategy. Trap: a long queue is served first however urgent the tickets of another are.

    Parameters
    ----------
    ratios
        Integers of at least 0 by queue, of which each is a share of their sum: ``{"calls": 1,
        "mails": 4}`` lets four mails wait for each call. A queue that is not named has 0; ``""``
        stands for tickets without a queue.
    strategy
        What picks the agent; it must have the event form.
    order
        Which ticket of a queue comes first; the strategy's own unless told otherwise.

    References
    ----------
    I. Gurvich and W. Whitt, *Queue-and-idleness-ratio controls in many-server service systems*,
    Mathematics of Operations Research 34, 2009.

    Examples
    --------
    >>> FixedQueueRatio(ratios={"calls": 1, "mails": 4}).ratios
    (('calls', 1), ('mails', 4))
    """

    ratios: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_ratios)
    strategy: PicksAgent = attrs.field(factory=LeastRecentlyAssigned, validator=event_form)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        validator=require_callable,
    )
    _share_of: dict[str, int] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        field = "FixedQueueRatio.ratios"
        require_pairs(field, "a mapping of queue to share", self.ratios)
        for queue, share in self.ratios:
            if queue != "":
                require_text(field, queue)
            require_integer(f"{field}[{queue!r}]", share, 0, MOST_UNITS)
        object.__setattr__(self, "_share_of", dict(self.ratios))

    @property
    def may_hold(self) -> bool:
        """Whether the strategy may hold."""
        return holds_back(self.strategy)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy."""
        return picked_agent(self.strategy, view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember."""
        return remembered(self.strategy, view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy would let the agent have it."""
        return lets(self.strategy, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the strategy's reason."""
        return held_by(self.strategy, view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Give the way through the strategy that picks."""
        return traced(self.strategy, view, ticket)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy goes by, for explanations."""
        return terms_of(self.strategy, view, ticket)

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the first ticket of the queue that exceeds most, of those that the agent serves."""
        alike: dict[int, list[str | None]] = {}
        for queue, excess in self._excesses(view).items():
            alike.setdefault(excess, []).append(queue)
        for excess in sorted(alike, reverse=True):
            heads = [self._head_for(view, agent, queue) for queue in alike[excess]]
            found = [head for head in heads if head != NOBODY]
            if found:
                return min(found, key=lambda head: _arrival(view, head))
        return NOBODY

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first of some."""
        by_queue: dict[str | None, list[int]] = {}
        for ticket in tickets:
            by_queue.setdefault(view.queue_of(ticket), []).append(ticket)
        excesses = self._excesses(view)
        heads = {queue: view.most_urgent(each, self.order) for queue, each in by_queue.items()}
        first = min(heads, key=lambda queue: (-excesses[queue], _arrival(view, heads[queue])))
        return heads[first]

    def line(self, view: View, ticket: int, /) -> Iterator[int]:
        """Go through the waiting tickets of a ticket's queue, in their order."""
        queue = view.queue_of(ticket)
        return (t for t in view.most_urgent_first(self.order) if view.queue_of(t) == queue)

    def __call__(self, view: View, /) -> Plan:
        """Serve the queue that exceeds most, again and again."""
        turns = NextQueue(view, lengths_by_queue(view), self._share_of)
        return serve_queues(view, lambda _: (self.strategy, self.order), turns)

    def _head_for(self, view: View, agent: int, queue: str | None) -> int:
        tickets = view.tickets_for(agent, self.order, queues={queue})
        return next((each for each in tickets if self.allows(view, each, agent)), NOBODY)

    def _excesses(self, view: View) -> dict[str | None, int]:
        """Give by how much each queue exceeds its share.

        That is the share times both sums, so that it is an integer and ties are exact.
        """
        lengths, shares = lengths_by_queue(view), self._share_of
        total, whole = sum(lengths.values()), max(sum(shares.values()), 1)
        return {
            queue: length * whole - shares.get(queue or "", 0) * total
            for queue, length in lengths.items()
        }


def _arrival(view: View, ticket: int) -> tuple[int, str]:
    return view.tickets.created(ticket), view.tickets.ids[ticket]
