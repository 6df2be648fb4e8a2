"""The dispatcher: the live, validated, versioned, explained face of the kernel."""

from datetime import datetime

from ticketroute.dispatcher._agent_calls import AgentCalls
from ticketroute.dispatcher._events import Events
from ticketroute.dispatcher._history import History
from ticketroute.dispatcher._intake_calls import IntakeCalls
from ticketroute.dispatcher._offer_calls import OfferCalls
from ticketroute.dispatcher._proposal import (
    Proposal,
    propose,
    require_current,
    require_time,
    to_plan,
)
from ticketroute.dispatcher._questions import Questions
from ticketroute.dispatcher._waiting import Waiting, why_waiting
from ticketroute.dispatcher._work_calls import WorkCalls
from ticketroute.errors import NotAllowed
from ticketroute.model import refuse_type, to_microseconds
from ticketroute.sla import TicketClocks


class Dispatcher(IntakeCalls, OfferCalls, WorkCalls, AgentCalls, Questions, History):
    """A live desk: events in, decisions and events out.

    Every call takes `now`, which never goes back, and gives the events that it led to; store them
    in their order, and the desk can be had again from them anywhere. A call that is refused
    changes nothing. Nothing happens by itself: call :meth:`tick` when :attr:`next_wake` comes,
    and :meth:`dispatch` when tickets or agents have changed.

    Parameters
    ----------
    agents
        Who there is; others may come later (:meth:`set_agent`).
    strategy
        A strategy, or the name of an installed one.
    settings
        How the desk behaves.
    targets, tiers, handling_times
        How soon tickets are to be dealt with, whose count more, how long they take.
    in_hand
        Work from elsewhere by agent id.
    memory
        What earlier decisions left to be remembered.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> desk = Dispatcher([Agent(id="ana", capacity=2)], strategy="fewest-open")
    >>> desk.submit(Ticket(id="t1", created=nine), nine)
    (<Event 0 2026-05-04T09:00:00+00:00 submitted t1>,)
    >>> desk.dispatch(nine)
    (<Event 1 2026-05-04T09:00:00+00:00 assigned t1 ana decision=1>,)
    >>> desk.state("t1").label, desk.owner("t1")
    ('assigned', 'ana')
    """

    # Time and decisions

    def tick(self, now: datetime) -> Events:
        """Do what is due by now: offers that end, waits that are too long, work laid aside."""
        return self._do(now, self._wake)

    def _wake(self) -> None:
        self._board.wake()
        self._conduct.attendance.resume_interrupted()

    def dispatch(self, now: datetime) -> Events:
        """Tick, let the strategy decide about what has changed, and carry it out.

        Raises
        ------
        InvalidPlan
            If the strategy breaks an invariant; so does whatever it raises itself. What has come
            due, and what had been decided before, stands in the log: see ``log.after``.
        """
        failures: list[Exception] = []
        events = self._do(now, self._dispatch, failures)
        for failure in failures:
            raise failure
        return events

    def _dispatch(self, failures: list[Exception]) -> None:
        self._wake()
        try:
            self._choosing.run(self.log.next_number)
        except Exception as error:
            self._choosing.settled = False
            if self._choosing.is_committing:
                raise
            failures.append(error)

    # Several workers over one log

    def propose(self, now: datetime, *, strict: bool = False) -> Proposal:
        """Decide without carrying it out, for a commit that may be refused.

        Parameters
        ----------
        now
            The time.
        strict
            Whether the proposal is stale as soon as any agent has changed who may have one of its
            tickets, and not only those who are to get them.
        """
        self._require_nothing_due(now)
        window, before = self._window, self._window.now_us
        window.now_us = to_microseconds(now)
        try:
            return propose(self._choosing.decide(), self.log, now, strict=strict)
        finally:
            window.now_us = before

    def commit(self, proposal: Proposal, now: datetime) -> Events:
        """Carry a proposal out, if what it rests on is as it was.

        Raises
        ------
        Conflict
            If a ticket, an agent or a memory has changed since; `winner` is the event that did it.
            Also if too little is left by now of the shift of an agent; then there is no winner.
            Nothing has changed: catch up (:meth:`apply`), and decide again.
        """
        if not isinstance(proposal, Proposal):
            raise refuse_type("proposal", "a Proposal", proposal)
        require_current(proposal, self.log, self._window)
        plan = to_plan(proposal, self._window, to_microseconds(now))
        self._choosing.settled = False
        number = self.log.next_number
        details = proposal.origin(number, now)

        def change() -> None:
            require_time(proposal, self._window)
            self._choosing.carry_out(plan, number, details)

        return self._do(now, change)

    # Why

    def why(self, ticket_id: str) -> Waiting:
        """Say why a ticket waits, what lifts that and when, its place and its expected wait.

        Raises
        ------
        NotAllowed
            If it does not wait.
        """
        return why_waiting(self._window, self._ticket(ticket_id), self.strategy)

    def clocks(self, ticket_id: str) -> TicketClocks:
        """Give the clocks of a ticket."""
        found = None if self._clocks is None else self._clocks.clocks.get(self._ticket(ticket_id))
        if found is None:
            message = f"ticket {ticket_id!r} has no clocks: no policies are set, or it is linked"
            raise NotAllowed(message)
        return found

    def __repr__(self) -> str:
        return f"<Dispatcher at {self.now.isoformat()}: {self.counts()}>"
