"""The dispatcher: the live, validated, versioned, explained face of the kernel."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ticketroute.board import Explanation, InHand, Memory, Plan
from ticketroute.dispatcher import _applying, _dump, _past
from ticketroute.dispatcher._agent_calls import AgentCalls
from ticketroute.dispatcher._events import Event
from ticketroute.dispatcher._past import Difference
from ticketroute.dispatcher._proposal import Proposal, propose, require_current, to_plan
from ticketroute.dispatcher._settings import Settings
from ticketroute.dispatcher._ticket_calls import TicketCalls
from ticketroute.dispatcher._waiting import Waiting, why_waiting
from ticketroute.errors import NotAllowed, StaleView
from ticketroute.model import Agent, refuse, refuse_type, to_microseconds
from ticketroute.sla import HandlingTimes, Targets, TicketClocks, Tiers
from ticketroute.strategies import Strategy


class Dispatcher(TicketCalls, AgentCalls):
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

    def tick(self, now: datetime) -> tuple[Event, ...]:
        """Do what time alone brings about up to now: offers that end, waits that are too long."""
        return self._do(now, self._board.view_at, to_microseconds(now))

    def dispatch(self, now: datetime) -> tuple[Event, ...]:
        """Tick, let the strategy decide about what has changed, and carry it out.

        Raises
        ------
        InvalidPlan
            If the strategy breaks an invariant. What has been decided before that stands and is
            given; then the error comes with the next call.
        """
        return self._do(now, self._dispatch, to_microseconds(now))

    def _dispatch(self, now_us: int) -> None:
        place = len(self.log)
        self._board.view_at(now_us)
        try:
            self._choosing.run(self.log.next_number)
        except Exception:
            self._choosing.settled = False
            if len(self.log) == place:
                raise

    def decide(self, now: datetime) -> Plan:
        """Give the plan that the strategy would make of everything that waits; nothing changes.

        Raises
        ------
        StaleView
            If something is due by then: tick first.
        """
        time = to_microseconds(now)
        window, wake = self._window, self._window.wake_ups.next_time
        if wake is not None and wake <= time:
            message = f"{self.next_wake} has come, and something with it; call tick first"
            raise StaleView(message)
        before = window.now_us
        self._board.advance(time)
        try:
            return self._choosing.decide()
        finally:
            window.now_us = before

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
        return propose(self.decide(now), self.log, strict=strict)

    def commit(self, proposal: Proposal, now: datetime) -> tuple[Event, ...]:
        """Carry a proposal out, if what it rests on is as it was.

        Raises
        ------
        Conflict
            If a ticket, an agent or a memory has changed since; `winner` is the event that did it.
            Nothing has changed: catch up (:meth:`apply`), and decide again.
        """
        if not isinstance(proposal, Proposal):
            raise refuse_type("proposal", "a Proposal", proposal)
        require_current(proposal, self.log)
        plan = to_plan(proposal, self._window)
        self._choosing.settled = False
        return self._do(now, self._choosing.carry_out, plan, self.log.next_number)

    def apply(self, events: Iterable[Event]) -> None:
        """Take over events that have been recorded, here or by another worker, in their order.

        Raises
        ------
        ValueError
            If an event is not the next one of the log, or cannot have happened; those before it
            have been taken over.
        """
        for event in events:
            if event.number != self.log.next_number:
                raise refuse("Event.number", f"{self.log.next_number}, the next", event.number)
            before = self._window.now_us
            try:
                _applying.apply(self._board, event)
            except Exception:
                self._window.now_us = before
                raise
            self._choosing.settled = False

    # Why

    def why(self, ticket_id: str) -> Waiting:
        """Say why a ticket waits, what lifts that and when, its place and its expected wait.

        Raises
        ------
        NotAllowed
            If it does not wait.
        """
        return why_waiting(self._window, self._ticket(ticket_id), self.strategy)

    def explain(self, decision: int, ticket_id: str) -> Explanation:
        """Explain an old decision, on the board as it was: rebuilt from checkpoint and log.

        Parameters
        ----------
        decision
            Its number (``event.decision``).
        ticket_id
            A ticket that it was about, or that it left waiting.

        Raises
        ------
        LookupError
            If it lies before the checkpoint.
        """
        return _past.plan_of(self, decision).explain(ticket_id)

    def clocks(self, ticket_id: str) -> TicketClocks:
        """Give the clocks of a ticket."""
        found = None if self._clocks is None else self._clocks.clocks.get(self._ticket(ticket_id))
        if found is None:
            message = f"ticket {ticket_id!r} has no clocks: no policies are set, or it is linked"
            raise NotAllowed(message)
        return found

    def twin(self) -> "Dispatcher":
        """Give a dispatcher in the state of the last checkpoint, or of the beginning."""
        given = self._given.to_arguments()
        if self._base is not None:
            return Dispatcher.load(self._base, **given)
        agents, in_hand, memory = self._begun_with
        return Dispatcher(agents, in_hand=in_hand, memory=memory, **given)

    # Saving

    def dump(self) -> dict[str, object]:
        """Give the state as plain data, which JSON can hold; see :meth:`load`.

        Settings and strategy are code and configuration, and are not part of it.
        """
        return _dump.dump(self)

    @classmethod
    def load(
        cls,
        data: Mapping[str, object],
        *,
        strategy: Strategy | str,
        settings: Settings | None = None,
        targets: Targets | None = None,
        tiers: Tiers | None = None,
        handling_times: HandlingTimes | None = None,
    ) -> "Dispatcher":
        """Make a dispatcher in the state of a dump.

        Raises
        ------
        ValueError
            If it is not of a version that this release knows.
        """
        desk = cls(
            _dump.agents_of(data),
            strategy=strategy,
            settings=settings,
            targets=targets,
            tiers=tiers,
            handling_times=handling_times,
            memory=_dump.memory_of(data),
        )
        _dump.fill(desk, data)
        desk._base = data
        desk._choosing.settled = False
        return desk

    @classmethod
    def replay(
        cls,
        log: Iterable[Event],
        agents: Iterable[Agent],
        *,
        strategy: Strategy | str,
        settings: Settings | None = None,
        targets: Targets | None = None,
        tiers: Tiers | None = None,
        handling_times: HandlingTimes | None = None,
        in_hand: InHand | None = None,
        memory: Memory | None = None,
    ) -> "Dispatcher":
        """Make a dispatcher by applying recorded events; the strategy is not asked.

        The arguments are those of the dispatcher that recorded them.
        """
        desk = cls(
            agents,
            strategy=strategy,
            settings=settings,
            targets=targets,
            tiers=tiers,
            handling_times=handling_times,
            in_hand=in_hand,
            memory=memory,
        )
        desk.apply(log)
        return desk

    def redecide(self, strategy: Strategy | str | None = None) -> "Difference | None":
        """Decide everything since the checkpoint anew, and give the first difference, or None.

        Parameters
        ----------
        strategy
            What decides; without one, the dispatcher's own, which differs only on another build
            of numpy or scipy, or if it does not keep to what a strategy promises.
        """
        return _past.first_difference(self, strategy)

    def checkpoint(self) -> dict[str, object]:
        """Dump the state, and let go of the events that led to it; numbers go on."""
        self._base = self.dump()
        self.log.drop_before(self.log.next_number)
        return self._base

    def __repr__(self) -> str:
        return f"<Dispatcher at {self.now.isoformat()}: {self.counts()}>"
