"""Everything that can be read off a board at one instant."""

from collections.abc import Hashable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._attendance import Attendance
from ticketroute.board._eligibility_profile import EligibilityProfile, fields_read
from ticketroute.board._lines import Lines
from ticketroute.board._profiles import ProfileTable
from ticketroute.board._remembered import RememberedNumbers
from ticketroute.board._setup import Setup
from ticketroute.board._tickets import TicketColumns
from ticketroute.board._waiting import WaitingTable
from ticketroute.board._wake_ups import Cause, WakeUps
from ticketroute.board._workload import Workload
from ticketroute.eligibility import Roster
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
    setup, wake_ups, numbers_kept, workload, tickets, roster, attendance
        What the board was told, and the columns themselves; strategies seldom need them, and must
        not change them.
    cache
        What :meth:`cached` keeps.
    ranked
        The waiting tickets as dense columns, once somebody asked for the most urgent.
    lines
        The waiting tickets in heaps, for each rule whose order waiting does not change.
    guarded
        Whether the end of a shift keeps tickets away before it comes.
    origin
        The same for all views, drafts and snapshots of one board.
    seatings
        How often agents have come to stand in other places.
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
        "guarded",
        "lines",
        "n_agents",
        "new_tickets",
        "now_us",
        "numbers_kept",
        "origin",
        "ranked",
        "roster",
        "seatings",
        "setup",
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
        setup: Setup,
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
        self.setup = setup
        self.guarded = setup.shifts is not None and setup.shifts.guards
        self._table: ProfileTable = tickets.profiles(fields_read(workload, setup))
        self._numbers: list[int] = self._table.ids
        self._profiles: dict[int, EligibilityProfile] = {}
        self.cache: dict[Hashable, object] = {}
        self.ranked: WaitingTable | None = None
        self.lines: dict[UrgencyRule, Lines] = {}
        self.origin = object()
        self.now_us = 0
        self.seatings = 0
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
        """When time alone next changes something, or None.

        Hours that nobody has looked at are due now, and before any time has been told never.
        """
        time = self.wake_ups.next_time
        if not time:
            time = None if time is None else self.now_us or None
        return None if time is None else from_microseconds(time)

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

    @property
    def fields(self) -> tuple[str, ...]:
        """The ticket fields that decide who may have it and how much room it needs."""
        return self._table.fields
