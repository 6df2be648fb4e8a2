"""A read-only window on a board for strategies, and the snapshot that it can make of itself."""

from collections.abc import (
    Callable,
    Hashable,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._plan import Plan
from ticketroute.board._profiles import ProfileTable
from ticketroute.board._queue import Queue
from ticketroute.board._remembered import MemoryChange
from ticketroute.board._standing import CLOSED, TIE_BITS, AgentOrder, tie_order
from ticketroute.model import refuse, to_microseconds

if TYPE_CHECKING:
    from ticketroute.board._draft import Draft

_Cached = TypeVar("_Cached")

NOBODY = -1
"""What an event form answers when nobody is to have the ticket (or the agent no ticket)."""


class View(Queue):
    """What a strategy sees: what can be read off the board, and what it takes to decide.

    It is live: what it shows changes with the board. :meth:`keep` makes a snapshot that does not.
    """

    __slots__ = ()

    # Choosing

    def first(self, ticket: int, order: AgentOrder) -> int:
        """Give the candidate who stands first in an order, ties by the chain, or `NOBODY`."""
        profile = self.profile(ticket)
        if not profile.agent_list:
            return NOBODY
        keys, key_at = self.workload.keys(order)
        if not profile.overlooks:
            agent = profile.agent_list[keys[profile.agents].argmin()]
            if key_at[agent] == CLOSED:
                return NOBODY
            is_plain = profile.draws_one_unit and not self.tickets.barred and not self.guarded
            if is_plain or self.fits(ticket, agent):
                return agent
        # The first of all who qualify is barred or has too little room: look among the rest.
        agents = self.candidates(ticket)
        return self._first_among(agents, order) if len(agents) else NOBODY

    def _first_among(self, agents: NDArray[np.intp], order: AgentOrder) -> int:
        """Give the first of some candidates, of whom some may have no key as they are away."""
        keys, key_at = self.workload.keys(order)
        first = int(agents[keys[agents].argmin()])
        if key_at[first] != CLOSED:
            return first
        away: list[int] = agents.tolist()
        return min(away, key=lambda agent: self.workload.key(order, agent))

    def best(self, agents: NDArray[np.intp], scores: NDArray[np.float64]) -> int:
        """Give the agent with the largest score, ties by the chain, or `NOBODY` of none.

        Parameters
        ----------
        agents
            Positions of candidates.
        scores
            The score of each, same shape; ``-inf`` forbids.
        """
        if not len(agents):
            return NOBODY
        largest = scores[scores.argmax()]
        if largest == -np.inf:
            return NOBODY
        tied = agents[scores == largest]
        if len(tied) == 1:
            return int(tied[0])
        if np.isnan(largest):
            raise refuse("scores", "numbers, none of them NaN", scores)
        return self.first_of(tied)

    def best_qualified(self, ticket: int, scores: NDArray[np.float64]) -> int:
        """Give the candidate with the largest score, ties by the chain, or `NOBODY`.

        Parameters
        ----------
        ticket
            Position of the ticket.
        scores
            The score of each agent in ``view.profile(ticket).agents``, also of those who cannot
            have it now.
        """
        profile = self.profile(ticket)
        best = self.best(profile.agents, scores)
        # Mostly the best of all who qualify can have it; only else look who cannot.
        if best == NOBODY or (self.fits(ticket, best) and not profile.overlooks):
            return best
        return self.best(profile.agents, np.where(self.shut(ticket), -np.inf, scores))

    def first_ranked(self, ticket: int, ranks: NDArray[np.int64]) -> int:
        """Give the candidate with the smallest rank, ties by the chain, or `NOBODY`.

        For orders that never change: quicker than scores, as one ``argmin`` settles all ties too.

        Parameters
        ----------
        ticket
            Position of the ticket.
        ranks
            A small integer of at least 0 for each agent in ``view.profile(ticket).agents``; -1
            forbids.
        """
        profile = self.profile(ticket)
        if not profile.agent_list:
            return NOBODY
        tie_keys = self.workload.keys(tie_order)[0][profile.agents]
        keys = ranks << TIE_BITS
        keys += tie_keys
        keys[(tie_keys == CLOSED) | (ranks < 0)] = CLOSED
        place = keys.argmin()
        agent = profile.agent_list[place]
        if keys[place] != CLOSED and not profile.overlooks and self.fits(ticket, agent):
            return agent
        return self.best_qualified(ticket, np.where(ranks < 0, -np.inf, -ranks.astype(np.float64)))

    def first_of(self, agents: NDArray[np.intp]) -> int:
        """Settle a tie between candidates: load ratio, least recently assigned, id."""
        return self._first_among(agents, tie_order)

    # What stays the same

    def profiles(self, fields: Sequence[str]) -> ProfileTable:
        """Give the table that groups the tickets by some of their fields."""
        return self.tickets.profiles(fields)

    def cached(self, key: Hashable, build: Callable[[], _Cached]) -> _Cached:
        """Give a value that follows from the agents' and tickets' fields alone, built once."""
        try:
            return cast("_Cached", self.cache[key])
        except KeyError:
            value = self.cache[key] = build()
            return value

    # What comes of it

    def plan(
        self,
        assign: Iterable[tuple[int, int]] = (),
        *,
        offer: Mapping[int, Iterable[int]] | None = None,
        hold: Mapping[int, str] | None = None,
        hold_until: Mapping[int, datetime] | None = None,
        memory: Iterable[MemoryChange] = (),
    ) -> Plan:
        """Make a plan of changes; all tickets and agents by position.

        Parameters
        ----------
        assign
            Pairs (ticket, agent).
        offer
            The agents who are to be asked, by ticket; the first who accepts has it.
        hold
            Why a ticket is kept waiting on purpose, by ticket.
        hold_until
            When such a ticket is to be looked at again; without it, whenever somebody decides.
        memory
            What policies are to remember.
        """
        pairs = tuple([(int(ticket), int(agent)) for ticket, agent in assign])
        holds = {int(ticket): reason for ticket, reason in hold.items()} if hold else {}
        offers = {int(t): tuple(map(int, asked)) for t, asked in (offer or {}).items()}
        ends = {int(t): to_microseconds(end, "hold_until") for t, end in (hold_until or {}).items()}
        return Plan(self, pairs, holds, tuple(memory), offers=offers, hold_ends=ends)

    def draft(self) -> "Draft":
        """Give a view that assignments can be tried on; this one does not change."""
        from ticketroute.board._draft import Draft  # noqa: PLC0415 - a draft is a view itself

        return Draft(self)

    def keep(self) -> "Snapshot":
        """Copy everything, so that later changes of the board do not show."""
        return Snapshot(self)

    def __repr__(self) -> str:
        counts = f"{len(self.waiting_set)} waiting, {self.n_agents} agents"
        return f"<{type(self).__name__} at {self.now.isoformat()}: {counts}>"


class Snapshot(View):
    """An immutable copy of a view."""

    __slots__ = ()

    def __init__(self, view: View) -> None:
        super().__init__(
            view.roster,
            view.tickets.copy(),
            view.workload.copy(),
            view.waiting_set.copy(),
            view.wake_ups.copy(),
            view.numbers_kept.copy(),
            view.attendance.copy(),
            view.setup,
        )
        self.count_waiting_profiles()  # the numbers of profiles are its own
        self.origin, self.now_us, self.version = view.origin, view.now_us, view.version
        self.seatings = view.seatings
        self.new_tickets, self.freed_agents = view.new_tickets.copy(), view.freed_agents.copy()
