"""Everything that can be read off a board at one instant."""

from collections.abc import Hashable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._attendance import Attendance
from ticketroute.board._column import read_only
from ticketroute.board._eligibility_profile import ELIGIBILITY_FIELDS, EligibilityProfile
from ticketroute.board._lines import Lines
from ticketroute.board._loads import TOTAL
from ticketroute.board._memory import Memory, RememberedNumbers
from ticketroute.board._profiles import ProfileTable
from ticketroute.board._standing import CLOSED, tie_order
from ticketroute.board._tickets import TicketColumns
from ticketroute.board._waiting import WaitingTable
from ticketroute.board._wake_ups import Cause, WakeUps
from ticketroute.board._workload import Workload
from ticketroute.eligibility import Check, Roster, bit
from ticketroute.model import Agent, Ticket, from_microseconds
from ticketroute.sla import UrgencyRule


class Window:
    """Tickets and agents by position, at one instant.

    A window is live: what it shows changes with the board. Tickets and agents are named by
    their position, a small integer; agents are in the order of their ids. Arrays that it gives
    are read-only.

    Attributes
    ----------
    now_us
        The time, in microseconds since 1970 UTC.
    n_agents
        How many agents there are.
    waiting_set
        Positions of the tickets that wait, as the keys of a dict; see :attr:`waiting`.
    waiting_profiles
        How many of them wait by the number of their profile.
    wake_ups, numbers_kept, workload, tickets, roster, attendance
        The columns themselves; strategies seldom need them, and must not change them.
    cache
        What :meth:`cached` keeps.
    ranked
        The waiting tickets as dense columns, once somebody asked for the most urgent.
    lines
        The waiting tickets in heaps, for each rule whose order waiting does not change.
    origin
        The same for all views, drafts and snapshots of one board.
    version
        Rises with each change of the board.
    new_tickets, freed_agents
        Positions of what came or became free since the last commit, as the keys of dicts: a hint,
        never needed.
    """

    __slots__ = (
        "_numbers",
        "_profiles",
        "_table",
        "attendance",
        "cache",
        "freed_agents",
        "lines",
        "n_agents",
        "new_tickets",
        "now_us",
        "numbers_kept",
        "origin",
        "ranked",
        "roster",
        "tickets",
        "version",
        "waiting_profiles",
        "waiting_set",
        "wake_ups",
        "workload",
    )

    def __init__(
        self,
        roster: Roster,
        tickets: TicketColumns,
        workload: Workload,
        waiting: dict[int, None],
        wake_ups: WakeUps,
        memory: RememberedNumbers,
        attendance: Attendance,
    ) -> None:
        self.roster = roster
        self.n_agents = len(roster)
        self.tickets = tickets
        self.workload = workload
        self.waiting_set = waiting
        self.waiting_profiles: dict[int, int] = {}
        self.wake_ups = wake_ups
        wake_ups.name_of = self.name_of
        self.numbers_kept = memory
        self.attendance = attendance
        self._table: ProfileTable = tickets.profiles(ELIGIBILITY_FIELDS)
        self._numbers: list[int] = self._table.ids
        self._profiles: dict[int, EligibilityProfile] = {}
        self.cache: dict[Hashable, object] = {}
        self.ranked: WaitingTable | None = None
        self.lines: dict[UrgencyRule, Lines] = {}
        self.origin = object()
        self.now_us = 0
        self.version = 0
        self.new_tickets: dict[int, None] = {}
        self.freed_agents: dict[int, None] = {}

    # What there is

    @property
    def now(self) -> datetime:
        """The time of this view, in UTC."""
        return from_microseconds(self.now_us)

    @property
    def next_wake(self) -> datetime | None:
        """When time alone next changes something, or None."""
        return None if (time := self.wake_ups.next_time) is None else from_microseconds(time)

    @property
    def waiting(self) -> NDArray[np.intp]:
        """Positions of the tickets that may be dispatched now, in the order they came to wait."""
        return np.fromiter(self.waiting_set, dtype=np.intp, count=len(self.waiting_set))

    @property
    def agents(self) -> tuple[Agent, ...]:
        """The agents; the position of an agent is the place in this tuple."""
        return self.roster.agents

    def ticket(self, ticket: int) -> Ticket:
        """Give the ticket at a position."""
        return self.tickets.ticket(ticket)

    def is_waiting(self, ticket: int) -> bool:
        """Say whether a ticket waits and may be dispatched now."""
        return ticket in self.waiting_set

    def name_of(self, cause: Cause, subject: int) -> str:
        """Give the id of the ticket or agent that a wake-up concerns."""
        return self.roster.ids[subject] if cause.is_of_agents else self.tickets.ids[subject]

    def ticket_position(self, ticket_id: str) -> int:
        """Give the position of a ticket, or raise :class:`~ticketroute.errors.UnknownId`."""
        return self.tickets.find(ticket_id)

    def agent_position(self, agent_id: str) -> int:
        """Give the position of an agent, or raise :class:`~ticketroute.errors.UnknownId`."""
        return self.roster.index(agent_id)

    # How the agents stand

    @property
    def open(self) -> NDArray[np.int64]:
        """Tickets in hand of each agent, shape (n_agents,)."""
        return read_only(self.workload.open)

    @property
    def used(self) -> NDArray[np.int64]:
        """Units of effort in hand of each agent, over everything, shape (n_agents,)."""
        return read_only(self.workload.limit[TOTAL] - self.workload.room[TOTAL])

    @property
    def spare_share(self) -> NDArray[np.float64]:
        """Free share of each agent's total limit, 0 to 1; 1 without a limit."""
        return read_only(self.workload.spare_share)

    @property
    def last_assigned(self) -> NDArray[np.int64]:
        """Place of each agent in the sequence of last assignments; 0 for never."""
        return read_only(self.workload.rank)

    def memory(self, policy: str, queue: str | None) -> NDArray[np.int64]:
        """Give the numbers that a policy remembers for a queue, shape (n_agents,); 0 if none."""
        return read_only(self.numbers_kept.column(policy, queue or ""))

    def remembered(self) -> Memory:
        """Give everything that policies remember, as plain data."""
        workload = self.workload
        return self.numbers_kept.to_memory(workload.sequence(), workload.assigned_here())

    # Who may have what

    def profile_number(self, ticket: int) -> int:
        """Give the number of a ticket's eligibility profile."""
        return self._numbers[ticket]

    def profile(self, ticket: int) -> EligibilityProfile:
        """Give what a ticket shares with all tickets of the same requirements and effort."""
        profile = self._profiles.get(self._numbers[ticket])
        return profile or self.profile_of(self._numbers[ticket])

    def profile_of(self, number: int) -> EligibilityProfile:
        """Give a profile by its number."""
        try:
            return self._profiles[number]
        except KeyError:
            representative = self._table.ticket(number)
            profile = EligibilityProfile(self.roster, self.workload, representative)
            self._profiles[number] = profile
            return profile

    def fits(self, ticket: int, agent: int) -> bool:
        """Say whether an agent may have a ticket and is there with room for it now."""
        profile = self.profile(ticket)
        if not (profile.passes[agent] and self.workload.fits(agent, profile.demand)):
            return False
        barred = self.tickets.barred
        return not barred or self.roster.ids[agent] not in barred.get(ticket, ())

    def candidates(self, ticket: int) -> NDArray[np.intp]:
        """Give the positions of all agents who may have a ticket now, ascending."""
        return self.profile(ticket).agents[~self.shut(ticket)]

    def shut(self, ticket: int) -> NDArray[np.bool_]:
        """Say which agents of the ticket's profile cannot have it now, in the profile's order."""
        profile = self.profile(ticket)
        if profile.draws_one_unit:
            keys, _ = self.workload.keys(tie_order)
            shut: NDArray[np.bool_] = keys[profile.agents] == CLOSED
        else:
            shut = ~self.workload.fitting(profile.agents, profile.demand)
        if barred := self.tickets.barred.get(ticket):
            known = [each for each in map(self.roster.find, barred) if each is not None]
            shut[profile.agents.searchsorted([a for a in known if profile.passes[a]])] = True
        return shut

    def failed_checks(self, ticket: int) -> NDArray[np.uint16]:
        """Give all checks that each agent fails for a ticket now, shape (n_agents,).

        Bits of :class:`~ticketroute.eligibility.Check`; 0 for the candidates.
        """
        profile = self.profile(ticket)
        failed = profile.failed.copy()
        if barred := self.tickets.barred.get(ticket):
            declined = self.tickets.more.declined.get(ticket, frozenset())
            for agent_id in barred:
                if (agent := self.roster.find(agent_id)) is not None:
                    check = Check.DECLINED if agent_id in declined else Check.EXCLUDED
                    failed[agent] |= bit(check)
        failed[self.workload.present == 0] |= bit(Check.PRESENCE)
        for row, effort in profile.demand:
            failed[self.workload.room[row] < effort] |= bit(Check.CAPACITY)
        return failed
