"""A read-only window on a board for strategies, and the snapshot that it can make of itself."""

from collections.abc import (
    Callable,
    Collection,
    Container,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._lines import Lines, keeps_order
from ticketroute.board._memory import MemoryChange
from ticketroute.board._plan import Plan
from ticketroute.board._profiles import ProfileTable
from ticketroute.board._standing import CLOSED, AgentOrder, tie_order
from ticketroute.board._waiting import WaitingTable
from ticketroute.board._window import Window
from ticketroute.model import refuse, to_microseconds
from ticketroute.sla import Backlog, UrgencyRule, rank

if TYPE_CHECKING:
    from ticketroute.board._draft import Draft

_Cached = TypeVar("_Cached")

NOBODY = -1
"""What an event form answers when nobody is to have the ticket (or the agent no ticket)."""


class View(Window):
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
        agent = profile.agent_list[keys[profile.agents].argmin()]
        if key_at[agent] == CLOSED:
            return NOBODY
        if (profile.draws_one_unit and not self.tickets.barred) or self.fits(ticket, agent):
            return agent
        # The first of all who qualify is barred or has too little room: look among the rest.
        agents = self.candidates(ticket)
        return int(agents[keys[agents].argmin()]) if len(agents) else NOBODY

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
        if best == NOBODY or self.fits(ticket, best):
            return best
        return self.best(profile.agents, np.where(self.shut(ticket), -np.inf, scores))

    def first_of(self, agents: NDArray[np.intp]) -> int:
        """Settle a tie between candidates: load ratio, least recently assigned, id."""
        keys, _ = self.workload.keys(tie_order)
        return int(agents[keys[agents].argmin()])

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

    def backlog(self, tickets: NDArray[np.intp]) -> Backlog:
        """Give the columns that urgency rules read, for some tickets."""
        return self.tickets.backlog(self.tickets.terms.columns[:, tickets], tickets)

    def most_urgent_first(self, rule: UrgencyRule) -> Iterator[int]:
        """Go through the waiting tickets by urgency; ties by due time, arrival and id.

        Ask on before the board changes. The first tickets cost a few passes over the backlog
        and no sorting.
        """
        return self._ranked().most_urgent_first(rule, self.now_us)

    def queue_of(self, ticket: int) -> str | None:
        """Give the queue of a ticket, or None."""
        return self.profile(ticket).queue

    def tickets_for(
        self, agent: int, rule: UrgencyRule, queues: Container[str | None] | None = None
    ) -> Iterator[int]:
        """Go through the waiting tickets that an agent may have now, most urgent first.

        Where waiting does not change the order of a rule, this costs the logarithm of the backlog;
        else a pass over it. Ask on before the board changes.

        Parameters
        ----------
        agent
            Position of the agent.
        rule
            What is more urgent.
        queues
            Look only at the tickets of these queues.
        """
        if keeps_order(rule):
            return self.lines_by(rule).serve(agent, queues)
        among = self._open_profiles(agent, queues)
        found = self._ranked().most_urgent_first(rule, self.now_us, among)
        return (ticket for ticket in found if self.fits(ticket, agent))

    def most_urgent(self, tickets: Collection[int], rule: UrgencyRule) -> int:
        """Give the most urgent of some waiting tickets; ties by due time, arrival and id."""
        if len(tickets) == 1:
            return next(iter(tickets))
        if keeps_order(rule):
            return min(tickets, key=self.lines_by(rule).key)
        positions = np.fromiter(tickets, dtype=np.intp, count=len(tickets))
        ids = [self.tickets.ids[ticket] for ticket in tickets]
        return int(positions[rank(rule, self.backlog(positions), self.now_us, ids)[0]])

    def lines_by(self, rule: UrgencyRule) -> Lines:
        """Give the waiting tickets in heaps, kept up to date from now on."""
        try:
            return self.lines[rule]
        except KeyError:
            lines = self.lines[rule] = Lines(self, rule)
            return lines

    def _ranked(self) -> WaitingTable:
        if self.ranked is None:
            self.ranked = WaitingTable(self.tickets, self._numbers, self.waiting_set)
        return self.ranked

    def _open_profiles(self, agent: int, queues: Container[str | None] | None) -> NDArray[np.bool_]:
        """Say for each profile whether an agent may have its tickets now, but for those barred."""
        fits = self.workload.fits
        return np.fromiter(
            (
                profile.passes[agent] == 1
                and (queues is None or profile.queue in queues)
                and fits(agent, profile.demand)
                for profile in map(self.profile_of, range(len(self._table)))
            ),
            dtype=np.bool_,
            count=len(self._table),
        )

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
        )
        self.origin, self.now_us, self.version = view.origin, view.now_us, view.version
        self.new_tickets, self.freed_agents = view.new_tickets.copy(), view.freed_agents.copy()
