"""Tickets by bucket, each bucket with an order of its own."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, Plan, View
from ticketroute.model import refuse_type, to_tuple
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._by_case import Condition, require_condition
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    holds_back,
    lets,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import picked_agent, require_callable, serve_line
from ticketroute.strategies._protocols import PicksAgent

_EXPECTED = "pairs of a condition (ticket) -> bool and an urgency rule"


def _to_buckets(
    buckets: Iterable[tuple[Condition, UrgencyRule]],
) -> tuple[tuple[Condition, UrgencyRule], ...]:
    given = to_tuple("InBuckets.buckets", _EXPECTED, buckets)
    for bucket in given:
        each: object = bucket
        if not isinstance(each, tuple | list) or len(each) != 2:  # noqa: PLR2004 - a pair
            raise refuse_type("InBuckets.buckets", _EXPECTED, each)
        require_condition("InBuckets.buckets", each[0])
        if not callable(each[1]) or isinstance(each[1], type):
            raise refuse_type("InBuckets.buckets", _EXPECTED, each)
    return tuple((when, rule) for when, rule in given)


@attrs.frozen
class InBuckets:
    """All tickets of the first bucket before all of the second, each bucket in its own order.

    The first condition that holds says which bucket a ticket is in; the others come last. Who gets
    a ticket is up to a strategy. Trap: while the first bucket is never empty, the last one waits
    for ever; an ageing order over all (:class:`~ticketroute.sla.LinearAgeing`) does not do that.

    Parameters
    ----------
    buckets
        Pairs of a condition, any callable ``(ticket) -> bool``, and the order in that bucket.
    strategy
        What decides who gets a ticket; it must have the event form.
    order
        The order of the tickets that are in none of the buckets.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> from ticketroute.sla import OldestFirst
    >>> from ticketroute.strategies import FewestOpen
    >>> outage = Field("ticket.type").equals("outage")
    >>> InBuckets([(outage, OldestFirst())], FewestOpen()).may_hold
    False
    """

    buckets: tuple[tuple[Condition, UrgencyRule], ...] = attrs.field(converter=_to_buckets)
    strategy: PicksAgent = attrs.field(validator=event_form)
    order: UrgencyRule = attrs.field(factory=EarliestDue, kw_only=True, validator=require_callable)

    @property
    def may_hold(self) -> bool:
        """Whether the strategy may hold."""
        return holds_back(self.strategy)

    @property
    def _rules(self) -> tuple[UrgencyRule, ...]:
        return (*(rule for _, rule in self.buckets), self.order)

    def bucket_of(self, view: View, ticket: int) -> int:
        """Give the number of a ticket's bucket, from 0; the last one is for all others."""
        reads = self._reads()
        if reads is None:
            return self._ask(view, ticket)
        table = view.profiles(reads)
        known: dict[int, int] = view.cached(("buckets", self), dict[int, int])
        profile = table.of(ticket)
        if profile not in known:
            known[profile] = self._ask(view, ticket)
        return known[profile]

    def _reads(self) -> tuple[str, ...] | None:
        """Name the fields that the conditions read; None if one of them does not say."""
        reads = [getattr(when, "reads", None) for when, _ in self.buckets]
        if not reads or None in reads:
            return None
        return tuple(dict.fromkeys(field for fields in reads for field in fields or ()))

    def _ask(self, view: View, ticket: int) -> int:
        asked = view.ticket(ticket)
        holds = (place for place, (when, _) in enumerate(self.buckets) if when(asked))
        return next(holds, len(self.buckets))

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy."""
        return picked_agent(self.strategy, view, ticket)

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the first ticket of the first bucket that an agent may have now, or ``NOBODY``."""
        for place, rule in enumerate(self._rules):
            for ticket in view.tickets_for(agent, rule):
                in_it = self.bucket_of(view, ticket) == place
                if in_it and lets(self.strategy, view, ticket, agent):
                    return ticket
        return NOBODY

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first of some."""
        places = {ticket: self.bucket_of(view, ticket) for ticket in tickets}
        first = min(places.values())
        return view.most_urgent([t for t in tickets if places[t] == first], self._rules[first])

    def line(self, view: View, ticket: int, /) -> Iterator[int]:  # noqa: ARG002
        """Go through all waiting tickets in their order."""
        return self._line(view)

    def __call__(self, view: View, /) -> Plan:
        """Serve bucket after bucket."""
        return serve_line(view, self, self._line(view))

    def _line(self, view: View) -> Iterator[int]:
        for place, rule in enumerate(self._rules):
            for ticket in view.most_urgent_first(rule):
                if self.bucket_of(view, ticket) == place:
                    yield ticket

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember."""
        return remembered(self.strategy, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy."""
        return held_by(self.strategy, view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which bucket a ticket is in, and how the strategy goes on."""
        told = f"bucket {self.bucket_of(view, ticket) + 1} of {len(self._rules)}"
        return (told, *traced(self.strategy, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy goes by."""
        return terms_of(self.strategy, view, ticket)
