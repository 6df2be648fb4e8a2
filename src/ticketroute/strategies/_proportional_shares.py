"""Fixed shares of what comes, without chance."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import MemoryChange, View
from ticketroute.model import (
    refuse,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
)
from ticketroute.strategies._in_turn import InTurn

Counted = Literal["tickets", "effort"]

_COUNTED: Final = ("tickets", "effort")
_MOST_SHARE: Final = 1_000_000
_ONE_SHARE: Final = 1_163_962_800
"""How far one ticket moves an agent of share 1. Every number to 20, and 25, 30, 40, 50, 60, 70,
75, 80, 90 and 100 divide it, so that such shares are exact; others are so to one in 10**3."""


def _to_shares(
    shares: Mapping[str, int] | Iterable[tuple[str, int]],
) -> tuple[tuple[str, int], ...]:
    return sorted_pairs(shares)


@attrs.frozen(kw_only=True, cache_hash=True)
class ProportionalShares(InTurn):
    """Each ticket to the candidate who is furthest behind his or her share of a queue.

    Stride scheduling: everybody has a place in virtual time, which moves on by ``1 / share`` with
    each ticket (or each unit of effort) that he or she gets; the one furthest back is next. All
    that somebody gets in the queue counts, also what nobody else could have; that is what tells
    it from :class:`RoundRobin`, which shares each ticket among those who could have it.

    Who is away or full is taken along: on return he or she stands where the furthest back of the
    others stands, and is not flooded. So does somebody new. For any two who could have all the
    tickets, ``received / share`` never differs by more than the largest ticket over the smaller
    share. Trap: whoever is not on the board at all, rather than away, does stay behind.

    Parameters
    ----------
    shares
        Integers from 1 to 1,000,000 by agent id, such as percentages; agents not named have 1.
    count
        What is shared out: ``"tickets"`` or ``"effort"``.
    policy
        The name under which it remembers. Two policies of one name share their memory.
    order
        Which ticket comes first.

    References
    ----------
    C. A. Waldspurger and W. E. Weihl, *Stride scheduling: deterministic proportional-share
    resource management*, MIT/LCS/TM-528, 1995.

    Examples
    --------
    >>> ProportionalShares(shares={"ana": 60, "bea": 40}).shares
    (('ana', 60), ('bea', 40))
    """

    may_hold = False

    shares: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_shares)
    count: Counted = "tickets"
    policy: str = "proportional-shares"

    def __attrs_post_init__(self) -> None:
        require_text("ProportionalShares.policy", self.policy)
        if self.count not in _COUNTED:
            expected = f"one of {', '.join(map(repr, _COUNTED))}"
            raise refuse("ProportionalShares.count", expected, self.count)
        field = "ProportionalShares.shares"
        require_pairs(field, "a mapping of agent id to share", self.shares)
        for agent_id, share in self.shares:
            require_text(field, agent_id)
            require_integer(f"{field}[{agent_id!r}]", share, 1, _MOST_SHARE)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who is furthest back."""
        places, virtual = self._places(view, ticket)
        return view.best_qualified(ticket, (virtual - places).astype(np.float64))

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange:
        """Move the one who is served on, and take those along who cannot be."""
        places, virtual = self._places(view, ticket)
        profile = view.profile(ticket)
        absent = ~view.workload.fitting(profile.agents, profile.demand)
        places[absent] = np.maximum(places[absent], virtual)
        units = profile.demand[0][1] if self.count == "effort" else 1
        places[profile.agents.searchsorted(agent)] += self._stride(view, agent) * units
        return MemoryChange(self.policy, view.queue_of(ticket) or "", profile.agents, places)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: how far behind, in tickets of an agent of share 1.

        Of those who may not have the ticket nothing is known here; they stand at 0.
        """
        behind = np.zeros(view.n_agents)
        places, virtual = self._places(view, ticket)
        behind[view.profile(ticket).agents] = (virtual - places) / _ONE_SHARE
        return {"behind the share": behind}

    def _places(self, view: View, ticket: int) -> tuple[NDArray[np.int64], int]:
        """Give the place of each agent who passes the standing checks, and the virtual time.

        That is the place of the candidate who is furthest back. A place is at least 1; 0 is what
        memory gives for somebody who is new.
        """
        column = view.memory(self.policy, view.queue_of(ticket))
        places = column[view.profile(ticket).agents]
        known = places > 0
        here = places[known & ~view.shut(ticket)]
        if len(here):
            virtual = int(here.min())
        else:  # only new ones: they begin where the furthest back of all others stands
            virtual = int(column[column > 0].min(initial=np.iinfo(np.int64).max))
            virtual = 1 if virtual == np.iinfo(np.int64).max else virtual
        places[~known] = virtual
        return places, virtual

    def _stride(self, view: View, agent: int) -> int:
        return _ONE_SHARE // dict(self.shares).get(view.roster.ids[agent], 1)
