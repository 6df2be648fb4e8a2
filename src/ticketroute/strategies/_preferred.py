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
    other strategy decides. Eligibility is never overridden.

    Parameters
    ----------
    otherwise
        A strategy with the event form.
    by_customer, by_tier
        Ids of agents, best first, by customer and by tier.
    wait
        How long a ticket is kept for those preferred, from its arrival; none unless told.
    only
        Whether it is kept for them for good: for a ticket that only a named person may have.
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

    def __attrs_post_init__(self) -> None:
        wait: object = self.wait
        if not isinstance(wait, timedelta):
            raise refuse_type("Preferred.wait", "a timedelta", wait)
        if wait < timedelta(0):
            raise refuse("Preferred.wait", "a duration of at least zero", wait)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the first who is preferred, or ask the other strategy once the wait is over."""
        for agent in self._known(view, ticket):
            if view.fits(ticket, agent):
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
        if agent in known or any(view.fits(ticket, each) for each in known):
            return agent in known
        return not self._is_kept(view, ticket) and lets(self.otherwise, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Say for whom a ticket is kept, and until when."""
        if not self._is_kept(view, ticket):
            return held_by(self.otherwise, view, ticket)
        names = ", ".join(view.roster.ids[agent] for agent in self._known(view, ticket))
        if self.only:
            return Held(f"kept for {names}")
        until = self._kept_until(view, ticket)
        return Held(f"kept for {names} until {until.isoformat()}", until)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say who is preferred, and how it goes on where none of them can."""
        known = [view.roster.ids[agent] for agent in self._known(view, ticket)]
        if not known:
            return ("nobody is preferred", *traced(self.otherwise, view, ticket))
        told = f"preferred: {', '.join(known)}"
        if self._is_kept(view, ticket) or any(
            view.fits(ticket, agent) for agent in self._known(view, ticket)
        ):
            return (told,)
        return (told, "not kept for them any more", *traced(self.otherwise, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides: to be preferred comes first, whatever the other strategy says."""
        known = list(self._known(view, ticket))
        if not known:
            return terms_of(self.otherwise, view, ticket)
        row = np.zeros(view.n_agents)
        row[known[::-1]] = np.arange(1, len(known) + 1) / len(known)
        return {"preferred": row}

    def _known(self, view: View, ticket: int) -> Iterator[int]:
        """Go through those who are preferred and may have a ticket, best first."""
        asked = view.ticket(ticket)
        names = (
            *asked.affinity,
            *dict(self.by_customer).get(asked.customer or "", ()),
            *dict(self.by_tier).get(asked.tier or "", ()),
        )
        for name in dict.fromkeys(names):
            agent = view.roster.find(name)
            if agent is not None and view.qualifies(ticket, agent):
                yield agent

    def _is_kept(self, view: View, ticket: int) -> bool:
        if not self.only and self._kept_until(view, ticket) <= view.now:
            return False
        return any(True for _ in self._known(view, ticket))

    def _kept_until(self, view: View, ticket: int) -> datetime:
        return from_microseconds(view.tickets.created(ticket) + self.wait // MICROSECOND)
