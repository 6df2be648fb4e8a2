"""A clock on one target of one ticket: an immutable value that events lead from one to the next."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

import attrs

from ticketroute.model import from_microseconds, refuse, refuse_type, to_microseconds
from ticketroute.sla.calendar import Trace
from ticketroute.sla.clocks._cycle import Cycle
from ticketroute.sla.clocks._cycle_trace import trace
from ticketroute.sla.clocks._events import TicketEvent, require_event
from ticketroute.sla.clocks._moment import Moment, after
from ticketroute.sla.clocks._target import Target


class ClockState(StrEnum):
    """What a clock does."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@attrs.frozen
class Clock:
    """The clock of a target, led from event to event.

    ``replay(events, target)`` says what a clock is; :meth:`apply` goes on from one to the next
    and gives the same. Events of one instant count as happening together: whatever their order,
    the clock starts, resumes, pauses, stops and is reset in this order. Only of two events of the
    same kind, such as two changes of status, the later in the list is the later.

    Questions are asked for an instant at or after the last event. *Elapsed* is open time of the
    target's calendar in which the clock ran. The target is **breached when more than it has
    elapsed**; that is not the same as being after the due time, because no time elapses while
    the calendar is closed.

    Parameters
    ----------
    target
        What it measures, and against what.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.sla import RESOLUTION, Target, TicketEvent, replay
    >>> created = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> clock = replay(
    ...     [
    ...         TicketEvent("created", created, status="open"),
    ...         TicketEvent("status", created + timedelta(hours=1), status="pending"),
    ...         TicketEvent("status", created + timedelta(hours=3), status="open"),
    ...     ],
    ...     Target(RESOLUTION, timedelta(hours=4), pause_in={"pending"}),
    ... )
    >>> clock
    <Clock resolution: running, due 2026-05-04 15:00:00+00:00>
    >>> print(clock.remaining(created + timedelta(hours=5)))
    1:00:00
    """

    target: Target
    _last: Moment = attrs.field(factory=Moment, init=False)
    _before: Moment = attrs.field(factory=Moment, init=False)
    """As of before the last instant, from which that instant is taken anew."""
    _recent: tuple[TicketEvent, ...] = attrs.field(default=(), init=False)
    """The events of the last instant."""

    # From event to event

    def apply(self, event: TicketEvent) -> "Clock":
        """Give the clock after an event.

        Raises
        ------
        ValueError
            If the event lies before the last one; then the events have to be replayed.
        """
        require_event(event)
        if not self._recent or event.instant > self._recent[0].instant:
            return self._at_instant(self._last, (event,))
        if event.instant < self._recent[0].instant:
            expected = f"an instant not before the last event, {self._recent[0].at}"
            raise refuse("event.at", expected, event.at)
        return self._at_instant(self._before, (*self._recent, event))

    def _at_instant(self, before: Moment, events: tuple[TicketEvent, ...]) -> "Clock":
        events = tuple(sorted(events, key=attrgetter("place")))
        following = Clock(self.target)
        object.__setattr__(following, "_last", after(before, events, self.target))
        object.__setattr__(following, "_before", before)
        object.__setattr__(following, "_recent", events)
        return following

    # What it has come to

    @property
    def cycles(self) -> tuple[Cycle, ...]:
        """All its runs, oldest first; times in microseconds."""
        return self._last.cycles

    @property
    def cycle(self) -> int:
        """The number of the present or last cycle, 0 before the first."""
        return len(self.cycles)

    @property
    def state(self) -> ClockState:
        """What it does since the last event."""
        if not self.cycles:
            return ClockState.NOT_STARTED
        if self.cycles[-1].running:
            return ClockState.RUNNING
        stopped = self.cycles[-1].stopped is not None
        return ClockState.STOPPED if stopped else ClockState.PAUSED

    @property
    def running_since(self) -> int | None:
        """Since when it runs without a pause, in microseconds; None if it does not run."""
        span = self.cycles[-1].running if self.cycles else None
        return None if span is None else span.start

    @property
    def due(self) -> datetime | None:
        """When the target runs out, or ran out, if it goes on running; None if it does not run.

        None, too, if its calendar never has so much open time.
        """
        if self.state is not ClockState.RUNNING:
            return None
        due = self.reached(self.target.microseconds)
        return None if due is None else self.local(due)

    # Questions at an instant

    def elapsed(self, now: datetime) -> timedelta:
        """Give the open time in which it ran in this cycle."""
        return timedelta(microseconds=self.used(self._instant(now)))

    def remaining(self, now: datetime) -> timedelta:
        """Give what is left of the target, negative beyond it."""
        return self.target.allowed - self.elapsed(now)

    def fraction(self, now: datetime) -> float:
        """Give the share of the target that has elapsed, more than 1 beyond it."""
        return self.elapsed(now) / self.target.allowed

    def breached(self, now: datetime) -> bool:
        """Say whether more than the target has elapsed in this cycle."""
        return self.elapsed(now) > self.target.allowed

    def missed(self, now: datetime) -> tuple[int, ...]:
        """Give the numbers of all cycles, past and present, in which the target was breached."""
        instant, target = self._instant(now), self.target
        return tuple(
            each.number
            for each in self.cycles
            if each.used(target.calendar, instant) > target.microseconds
        )

    def in_hours(self, now: datetime) -> bool:
        """Say whether its calendar is open, which is another matter than being paused."""
        return self.target.calendar.is_open(now)

    def due_if_resumed(self, now: datetime) -> datetime | None:
        """Give when the target would run out if a paused clock ran on from now.

        For one that runs, this is :attr:`due`; None if it is not started, or stopped.
        """
        if self.state is not ClockState.PAUSED:
            return self.due
        resumed = self.cycles[-1].resumed(self._instant(now))
        due = resumed.reached(self.target.calendar, self.target.microseconds)
        return None if due is None else self.local(due)

    def trace(self, now: datetime) -> Trace:
        """Show how the due time comes about: what was counted, and where the clock stood still.

        For a clock that does not run, up to where it stopped counting.
        """
        instant = self._instant(now)
        if not self.cycles:
            raise refuse("clock", "one that has started", self)
        last = self.cycles[-1]
        end = instant if last.stopped is None else last.stopped
        return trace(last, self.target.calendar, self.target.allowed, end)

    def used(self, now: int) -> int:
        """Give what has elapsed, in microseconds, at microseconds since 1970 UTC."""
        return self.cycles[-1].used(self.target.calendar, now) if self.cycles else 0

    def reached(self, amount: int) -> int | None:
        """Give when the present cycle first shows an amount, in microseconds; None for never.

        If the clock runs, this may lie ahead: when it will, if it goes on.
        """
        return self.cycles[-1].reached(self.target.calendar, amount) if self.cycles else None

    def _instant(self, now: datetime) -> int:
        instant = to_microseconds(now)
        if self._recent and instant < self._recent[0].instant:
            last = self._recent[0].at
            raise refuse("now", f"an instant not before the last event, {last}", now)
        return instant

    def local(self, instant: int) -> datetime:
        """Write microseconds since 1970 UTC in the zone of the calendar."""
        return from_microseconds(instant, self.target.calendar.tz)

    def __repr__(self) -> str:
        due = f", due {self.due}" if self.due else ""
        cycle = f" (cycle {self.cycle})" if self.cycle > 1 else ""
        return f"<Clock {self.target.metric.name}{cycle}: {self.state.value}{due}>"


def replay(events: Iterable[TicketEvent], target: Target) -> Clock:
    """Give the clock of a target after some events.

    This is what a clock is. To change the target, the policy or the calendar of a ticket, replay
    its events: pauses of the past stay what they were.

    Parameters
    ----------
    events
        What happened to the ticket, in any order; of two events of the same kind at the same
        instant, the later in the list counts as the later.
    target
        What is measured, and against what.
    """
    if not isinstance(target, Target):
        raise refuse_type("target", "a Target", target)
    events = list(events)
    for event in events:
        require_event(event)
    clock = Clock(target)
    for event in sorted(events, key=attrgetter("instant")):
        clock = clock.apply(event)
    return clock
