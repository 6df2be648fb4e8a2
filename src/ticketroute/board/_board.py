"""The board: where things stand, and the only place that changes it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from ticketroute.board._attendance import Attendance
from ticketroute.board._in_hand import InHand, read_in_hand
from ticketroute.board._intake import IntakeMoves
from ticketroute.board._invariants import check_plan, memory_problem, sound_demand
from ticketroute.board._memory import Memory
from ticketroute.board._moves import Details, Keeper
from ticketroute.board._offers import OfferMoves
from ticketroute.board._plan import Plan
from ticketroute.board._relaxation_rule import DueSteps
from ticketroute.board._remembered import MemoryChange, RememberedNumbers
from ticketroute.board._reseating import count_loads, expect_shifts, recall
from ticketroute.board._setup import Setup
from ticketroute.board._staff import StaffMoves
from ticketroute.board._terms import Terms
from ticketroute.board._ticket_frame import TicketColumnsLike
from ticketroute.board._tickets import NO_OWNER, TicketColumns
from ticketroute.board._view import View
from ticketroute.board._wake_ups import Cause, WakeUps
from ticketroute.board._work import WorkMoves
from ticketroute.board._workload import Workload
from ticketroute.eligibility import Roster
from ticketroute.model import (
    Agent,
    Presence,
    Ticket,
    from_microseconds,
    given_or_new,
    refuse,
    to_microseconds,
    to_presence,
)


class Board:
    """Tickets and agents with all that changes about them.

    Columns are updated in place; a decision never costs a rebuild. A refused call changes nothing.
    The changes themselves go by position: ``intake`` (submit, update, wake), ``offers`` (offer,
    accept, decline, assign), ``work`` (start, hold, resolve, reopen, transfer) and ``staff``. Each
    is checked against the life cycle first, and all ``keepers`` are told of it.

    Attributes
    ----------
    window
        The view of the board, at the time up to which it has been brought.
    keepers
        Whatever is to be told of every change: a log, clocks, figures.
    on_wake
        Deals with what has come due.

    Parameters
    ----------
    agents
        Who there is; ids must differ.
    setup
        How soon tickets are to be dealt with, how long they take, and the like.
    in_hand
        Work from elsewhere by agent id: units of effort, each of which counts as an open ticket, or
        units by channel (``{"ana": {"chat": 2}}``).
    memory
        What earlier decisions left to be remembered.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> board = Board([Agent(id="ana", capacity=1)])
    >>> board.submit([Ticket(id="t1", created=morning)], now=morning)
    >>> board.view(morning)
    <View at 2026-05-04T09:00:00+00:00: 1 waiting, 1 agents>
    """

    def __init__(
        self,
        agents: Iterable[Agent],
        *,
        setup: Setup | None = None,
        in_hand: InHand | None = None,
        memory: Memory | None = None,
    ) -> None:
        roster = Roster(agents)
        setup = given_or_new("setup", setup, Setup)
        memory = given_or_new("memory", memory, Memory)
        elsewhere = list(read_in_hand(in_hand or {}))
        self.window = View(
            roster,
            TicketColumns(Terms(setup)),
            Workload(roster, setup.allowances),
            {},
            WakeUps(),
            RememberedNumbers(roster, memory),
            Attendance.of(roster.agents, elsewhere),
            setup,
        )
        found = map(roster.find, memory.last_assigned)
        recall(self.window, memory)
        count_loads(self.window, [agent for agent in found if agent is not None])
        expect_shifts(self.window)
        self.keepers: list[Keeper] = []
        self.on_wake: Callable[[Cause, int], None] = self._wake
        self.intake = IntakeMoves(self.window, self.keepers)
        self.offers = OfferMoves(self.window, self.keepers)
        self.work = WorkMoves(self.window, self.keepers)
        self.due_steps = DueSteps(self.window, self.intake, self.work)
        self.staff = StaffMoves(self.window, self.keepers)

    # Time

    @property
    def now(self) -> datetime:
        """The time up to which the board has been brought."""
        return self.window.now

    @property
    def next_wake(self) -> datetime | None:
        """When time alone next changes something, or None; call :meth:`view` then."""
        return self.window.next_wake

    def view(self, now: datetime) -> View:
        """Bring time-driven change up to now and give a window on the board.

        Raises
        ------
        ValueError
            If `now` is naive or lies before that of an earlier call.
        """
        return self.view_at(to_microseconds(now))

    def view_at(self, now_us: int) -> View:
        """Do as :meth:`view` does, for microseconds since 1970 UTC."""
        self.advance(now_us)
        self.wake()
        return self.window

    def wake(self) -> None:
        """Do what is due by now."""
        wake_ups = self.window.wake_ups
        while (time := wake_ups.next_time) is not None and time <= self.window.now_us:
            self.on_wake(*wake_ups.pop())

    def advance(self, now_us: int) -> None:
        """Let it be later, and do nothing about what is due by then."""
        view = self.window
        if now_us < view.now_us:
            raise refuse("now", f"no time before {view.now.isoformat()}", from_microseconds(now_us))
        view.now_us = now_us

    def _wake(self, cause: Cause, subject: int) -> None:
        if cause is Cause.SHIFT_CHANGE:
            self.staff.change_shift(subject)
        elif cause is Cause.ALLOWANCE:
            self.staff.renew_allowances(subject)
        else:
            self.due_steps.wake(cause, subject)

    # Tickets come and go

    def submit(self, tickets: Iterable[Ticket] | TicketColumnsLike, now: datetime) -> None:
        """Take in tickets, as objects or as columns named like the fields of `Ticket`.

        Raises
        ------
        ValueError, TypeError
            If an id is here already, or a value is not fit; then none is taken in.
        """
        arrived = self.intake.read(tickets)
        self.view(now)
        self.intake.submit_many(arrived)

    def release(self, ticket_id: str) -> None:
        """Take a ticket off the board: it is resolved, or gone before anybody had it."""
        ticket = self.window.tickets.find(ticket_id)
        if self.window.tickets.owner.at[ticket] != NO_OWNER:
            self.work.resolve(ticket)
        else:
            self.work.cancel(ticket)

    def owner(self, ticket_id: str) -> str | None:
        """Give the id of the agent who has a ticket in hand, or None."""
        agent = self.window.tickets.owner.at[self.window.tickets.find(ticket_id)]
        return None if agent == NO_OWNER else self.window.roster.ids[agent]

    def set_presence(self, agent_id: str, presence: Presence | str) -> None:
        """Note that an agent comes or goes; tickets in hand stay there."""
        given = to_presence(presence, "presence")
        self.staff.set_presence(self.window.roster.index(agent_id), given)

    # Plans

    def commit(self, plan: Plan, details: Details | None = None, ask_until: int = 0) -> None:
        """Check a plan against the board as it is now, and carry it out.

        Parameters
        ----------
        plan, details
            What is to be done, and what the keepers are to be told besides.
        ask_until
            Until when agents may answer, in microseconds since 1970 UTC; without it, tickets are
            assigned without asking, and offers have no end.

        Raises
        ------
        InvalidPlan
            If it breaks an invariant; the board is as it was before.
        """
        view = self.window
        check_plan(view, plan)
        for ticket, agent in plan.pairs:
            if ask_until:
                self.offers.offer(ticket, (agent,), ask_until, details)
            else:
                self.offers.assign_sound(ticket, agent, view.profile(ticket).demand, details)
        for ticket, agents in plan.offers.items():
            self.offers.offer(ticket, agents, ask_until, details)
        for ticket, reason in plan.holds.items():
            self.offers.hold_back(ticket, reason, plan.hold_ends.get(ticket, 0), details)
        for change in plan.memory_changes:
            self.staff.remember(change, details)
        view.end_decision()

    def commit_pair(
        self,
        ticket: int,
        agent: int,
        change: MemoryChange | None = None,
        details: Details | None = None,
        ask_until: int = 0,
    ) -> None:
        """Do as :meth:`commit` does for a single assignment, without a plan around it."""
        view = self.window
        demand = sound_demand(view, ticket, agent)
        if demand is None or (change is not None and memory_problem(view, change)):
            changes = () if change is None else (change,)
            self.commit(view.plan([(ticket, agent)], memory=changes), details, ask_until)
            return
        if ask_until:
            self.offers.offer_sound(ticket, agent, demand, ask_until, details)
        else:
            self.offers.assign_sound(ticket, agent, demand, details)
        if change is not None:
            self.staff.remember(change, details)
        view.end_decision()

    def __repr__(self) -> str:
        return f"<Board of {self.window!r}>"
