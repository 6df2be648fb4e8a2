"""A view on which a plan takes shape: loads change within the batch, the board does not."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._column import read_only
from ticketroute.board._plan import Plan
from ticketroute.board._remembered import MemoryChange
from ticketroute.board._terms import WORK
from ticketroute.board._view import View
from ticketroute.board._window import Window
from ticketroute.model import to_microseconds


class Draft(View):
    """A view with loads and memory of its own, to try assignments on one after the other."""

    __slots__ = ("_hold_ends", "_holds", "_offers", "_origin", "_pairs", "_touched", "_work")

    def __init__(self, view: View) -> None:
        for name in Window.__slots__:
            setattr(self, name, getattr(view, name))
        self._origin = view
        self.workload = view.workload.copy()
        self.waiting_set = view.waiting_set.copy()
        self.waiting_profiles = view.waiting_profiles.copy()
        self.ranked, self.lines = None, {}  # the view's own do not hold for a draft
        self.numbers_kept = view.numbers_kept.copy()
        self._work: NDArray[np.int64] | None = None
        self._pairs: list[tuple[int, int]] = []
        self._holds: dict[int, str] = {}
        self._hold_ends: dict[int, int] = {}
        self._offers: dict[int, tuple[int, ...]] = {}
        self._touched: dict[tuple[str, str], NDArray[np.bool_]] = {}

    @property
    def work_in_hand(self) -> NDArray[np.int64]:
        """Expected time of what each agent has in hand, with what has been tried here."""
        if self._work is None:
            self._work = self._origin.work_in_hand.copy()
            for ticket, agent in self._pairs:
                self._add_work(ticket, agent)
            for ticket, asked in self._offers.items():
                for agent in asked:
                    self._add_work(ticket, agent)
        return read_only(self._work)

    def _add_work(self, ticket: int, agent: int) -> None:
        if self._work is not None:
            self._work[agent] += self.tickets.terms.cells[WORK][ticket]

    def assign(self, ticket: int, agent: int) -> None:
        """Assign a ticket; the agent's load counts from now on."""
        ticket, agent = int(ticket), int(agent)
        self._pairs.append((ticket, agent))
        self._add_work(ticket, agent)
        if ticket in self.waiting_set:
            self.stop_waiting(ticket)
        self.workload.take(agent, self.profile(ticket).demand, self.now_us)

    def offer(self, ticket: int, agents: Iterable[int]) -> None:
        """Ask agents; the room of each counts as taken from now on."""
        asked = tuple(map(int, agents))
        self._offers[int(ticket)] = asked
        if ticket in self.waiting_set:
            self.stop_waiting(ticket)
        for agent in asked:
            self._add_work(ticket, agent)
            self.workload.take(agent, self.profile(ticket).demand, self.now_us)

    def hold(self, ticket: int, reason: str, until: datetime | None = None) -> None:
        """Leave a ticket waiting on purpose, say why, and when to look at it again."""
        self._holds[ticket] = reason
        if until is not None:
            self._hold_ends[ticket] = to_microseconds(until, "until")

    def remember(self, change: MemoryChange) -> None:
        """Note new numbers that a policy remembers for some agents in a queue."""
        key = (change.policy, change.queue)
        if key not in self._touched:
            self._touched[key] = np.zeros(self.n_agents, dtype=bool)
        self._touched[key][change.agents] = True
        self.numbers_kept.apply(change)

    def to_plan(self) -> Plan:
        """Make a plan of what was tried; it belongs to the view that the draft came from."""
        changes: list[MemoryChange] = []
        for (policy, queue), touched in self._touched.items():
            agents = np.flatnonzero(touched)
            numbers = self.numbers_kept.column(policy, queue)[agents]
            changes.append(MemoryChange(policy, queue, agents, numbers))
        return Plan(
            self._origin,
            tuple(self._pairs),
            dict(self._holds),
            tuple(changes),
            offers=dict(self._offers),
            hold_ends=dict(self._hold_ends),
        )
