"""First to those whom the customer knows, and a while only to them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.model import (
    MICROSECOND,
    from_microseconds,
    refuse,
    refuse_type,
    require_text,
    require_texts,
)
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    lets,
    order_of,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, picked_agent, require_callable
from ticketroute.strategies._protocols import PicksAgent
from ticketroute.strategies._ranked_terms import rank_before

NamesLike = Mapping[str, Iterable[str]] | Iterable[tuple[str, tuple[str, ...]]]


def _to_names(value: NamesLike) -> tuple[tuple[str, tuple[str, ...]], ...]:
    try:
        pairs = dict(value)
    except (TypeError, ValueError):
        raise refuse_type("Preferred", "a mapping of name to agent ids", value) from None
    for name, agents in pairs.items():
        require_text("Preferred", name)
        require_texts(f"Preferred[{name!r}]", agents)
    return tuple((name, tuple(agents)) for name, agents in sorted(pairs.items()))


@attrs.frozen
class Preferred(InTurn):
    """Each ticket to the first agent who is preferred for it, if one can have it.

    Preferred are, in this order: those whom the ticket names (``affinity``: the last agent, say),
    those of its customer, those of its tier. If one of them may have the ticket but has no room or
    is not there, it is kept for them for a while; after that, and where nobody is preferred, the
    other strategy decides. Eligibility is never overridden, and whoever is a last resort for a
    ticket is not given it while somebody who is there can have it.

    Parameters
    ----------
    otherwise
        A strategy with the event form.
    by_customer, by_tier
        Ids of agents, best first, by customer and by tier.
    wait
        How long a ticket is kept for those preferred, from its arrival; none unless told.
    only
        Whether it is kept for them for good: a ticket for which anybody is named waits for those
        who are, also where none of them may have it any more, or the board knows none of them.
    order
        Which ticket comes first; that of `otherwise` unless told otherwise.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen
    >>> owners = Preferred(FewestOpen(), by_customer={"Acme": ["ana"]}, wait=timedelta(minutes=10))
    >>> owners.by_customer
    (('Acme', ('ana',)),)
    """

    may_hold = True

    otherwise: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    by_customer: tuple[tuple[str, tuple[str, ...]], ...] = attrs.field(
        default=(), converter=_to_names, kw_only=True
    )
    by_tier: tuple[tuple[str, tuple[str, ...]], ...] = attrs.field(
        default=(), converter=_to_names, kw_only=True
    )
    wait: timedelta = attrs.field(default=timedelta(0), kw_only=True)
    only: bool = attrs.field(default=False, kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.otherwise), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    _of_customer: dict[str, tuple[str, ...]] = attrs.field(init=False, eq=False, repr=False)
    _of_tier: dict[str, tuple[str, ...]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        wait: object = self.wait
        if not isinstance(wait, timedelta):
            raise refuse_type("Preferred.wait", "a timedelta", wait)
        if wait < timedelta(0):
            raise refuse("Preferred.wait", "a duration of at least zero", wait)
        # Looked up at each choice: to make them of the pairs then would cost a pass over all.
        object.__setattr__(self, "_of_customer", dict(self.by_customer))
        object.__setattr__(self, "_of_tier", dict(self.by_tier))

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the first who is preferred, or ask the other strategy once the wait is over."""
        for agent in self._known(view, ticket):
            if view.may_take(ticket, agent):
                return agent
        if self._is_kept(view, ticket):
            return NOBODY
        return picked_agent(self.otherwise, view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the other strategy remember its own choices."""
        if agent in self._known(view, ticket):
            return None
        return remembered(self.otherwise, view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether an agent is preferred, or the ticket is kept for nobody."""
        known = list(self._known(view, ticket))
        if agent in known or any(view.may_take(ticket, each) for each in known):
            return agent in known
        return not self._is_kept(view, ticket) and lets(self.otherwise, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Say for whom a ticket is kept, and until when."""
        if not self._is_kept(view, ticket):
            return held_by(self.otherwise, view, ticket)
        names = ", ".join(view.roster.ids[agent] for agent in self._known(view, ticket))
        if self.only:
            named = ", ".join(self._named(view, ticket))
            return Held(f"kept for {names}" if names else f"only for {named}, who may not have it")
        until = self._kept_until(view, ticket)
        return Held(f"kept for {names} until {until.isoformat()}", until)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say who is preferred, and how it goes on where none of them can."""
        known = list(self._known(view, ticket))
        names = [view.roster.ids[agent] for agent in known] or self._named(view, ticket)
        if not known and not (self.only and names):
            return ("nobody is preferred", *traced(self.otherwise, view, ticket))
        told = f"preferred: {', '.join(names)}"
        if self._is_kept(view, ticket) or any(view.may_take(ticket, each) for each in known):
            return (told,)
        return (told, "not kept for them any more", *traced(self.otherwise, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides: to be preferred comes first, whatever the other strategy says."""
        known = list(self._known(view, ticket))
        is_only = self.only and bool(self._named(view, ticket))
        if not known and not is_only:
            return terms_of(self.otherwise, view, ticket)
        ranks = np.full(view.n_agents, -np.inf if is_only else 0.0)
        ranks[known[::-1]] = np.arange(1.0, len(known) + 1)
        if is_only:
            return {"preferred": ranks}
        inner = terms_of(self.otherwise, view, ticket)
        is_known = ranks > 0  # these are taken even where the other strategy would not have them
        return rank_before(
            "preferred",
            ranks,
            {n: np.where(is_known & ~np.isfinite(row), 0.0, row) for n, row in inner.items()},
        )

    def _named(self, view: View, ticket: int) -> tuple[str, ...]:
        """Give the ids of those who are preferred, best first, whether they may have it or not."""
        asked = view.ticket(ticket)
        of_customer = self._of_customer.get(asked.customer or "", ())
        of_tier = self._of_tier.get(asked.tier or "", ())
        return tuple(dict.fromkeys((*asked.affinity, *of_customer, *of_tier)))

    def _known(self, view: View, ticket: int) -> Iterator[int]:
        """Go through those who are preferred and may have a ticket, best first."""
        for name in self._named(view, ticket):
            agent = view.roster.find(name)
            if agent is not None and view.qualifies(ticket, agent):
                yield agent

    def _is_kept(self, view: View, ticket: int) -> bool:
        if self.only:
            return bool(self._named(view, ticket))
        if self._kept_until(view, ticket) <= view.now:
            return False
        return any(True for _ in self._known(view, ticket))

    def _kept_until(self, view: View, ticket: int) -> datetime:
        return from_microseconds(view.tickets.created(ticket) + self.wait // MICROSECOND)
