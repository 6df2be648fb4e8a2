"""What became of each ticket, led on from event to event of a log."""

from collections.abc import Callable
from typing import Final

import attrs

from ticketroute.board import NEVER, EventType
from ticketroute.dispatcher import Event
from ticketroute.metrics._kind import Outcome
from ticketroute.model import Ticket, refuse, to_microseconds


@attrs.define(eq=False)
class StaySoFar:
    """A ticket in somebody's hands; microseconds, NEVER for what has not happened."""

    agent: str
    assigned: int
    started: int = NEVER
    ended: int = NEVER


@attrs.define(eq=False)
class JourneySoFar:
    """What has become of a ticket so far; microseconds, NEVER for what has not happened.

    Parameters
    ----------
    ticket
        As it was last told of.
    created
        When it arrived.
    is_linked
        Whether it is a duplicate of another one.
    """

    ticket: Ticket
    created: int
    is_linked: bool
    first_assigned: int = NEVER
    started: int = NEVER
    ended: int = NEVER
    outcome: Outcome = Outcome.WAITING
    agent: str | None = None
    first_agent: str | None = None
    bounces: int = 0
    reopenings: int = 0
    stays: list[StaySoFar] = attrs.field(factory=list)
    has_owner: bool = False
    was_working: bool = False
    """Whether work went on when it was put on hold."""
    last: int = NEVER
    """When something last happened to it: what is told late is not before that."""

    @property
    def stay(self) -> StaySoFar | None:
        """The stay that goes on."""
        return self.stays[-1] if self.stays and self.stays[-1].ended == NEVER else None

    def give(self, agent: str, at: int) -> None:
        """Let somebody have it."""
        self.has_owner, self.agent, self.outcome = True, agent, Outcome.IN_HAND
        self.first_assigned = min(self.first_assigned, at)
        if self.first_agent is None:
            self.first_agent = agent
        self.stays.append(StaySoFar(agent, at))

    def begin(self, at: int) -> None:
        """Let work begin, or go on."""
        stay = self.stay
        if stay is not None and stay.started == NEVER:
            stay.started = at
        self.started = min(self.started, at)

    def pause(self, at: int) -> None:
        """Let work end, for now or for good."""
        stay = self.stay
        if stay is not None:
            stay.ended = at

    def take_away(self, at: int) -> None:
        """Let nobody have it any more."""
        self.pause(at)
        self.has_owner, self.outcome = False, Outcome.WAITING

    def finish(self, at: int, outcome: Outcome) -> None:
        """Let it be over; whoever was never said to have begun began when it was given."""
        stay = self.stay
        if outcome is Outcome.RESOLVED:
            if stay is not None and stay.started == NEVER:
                self.begin(stay.assigned)
            elif self.started == NEVER:  # it was on hold, and never in hand
                self.first_assigned = min(self.first_assigned, at)
                self.begin(at)
        self.pause(at)
        self.has_owner, self.ended, self.outcome = False, at, outcome


class LogFold:
    """Leads tickets on from event to event."""

    def __init__(self) -> None:
        self.journeys: list[JourneySoFar] = []
        self._current: dict[str, JourneySoFar] = {}

    def lead_on(self, event: Event) -> None:
        """Take note of an event of a ticket; others, and those that change nothing, pass."""
        ticket_id = event.ticket_id
        if ticket_id is None:
            return
        if event.type is EventType.SUBMITTED:
            self._submit(ticket_id, event)
            return
        if ticket_id not in self._current:
            raise refuse("events", f"those from the submission of {ticket_id!r} on", event)
        journey = self._current[ticket_id]
        told = event.details.get("ticket")
        if isinstance(told, Ticket):
            journey.ticket = told
        if (lead := _LEADS.get(event.type)) is not None:
            at = max(to_microseconds(event.occurred_at), journey.last)
            lead(journey, event, at)
            journey.last = at

    def _submit(self, ticket_id: str, event: Event) -> None:
        ticket = event.details.get("ticket")
        if not isinstance(ticket, Ticket):
            raise refuse("events", f"the ticket {ticket_id!r} with its submission", event)
        created = min(to_microseconds(ticket.created), to_microseconds(event.at))
        linked = event.details.get("duplicate_of") is not None
        journey = JourneySoFar(ticket, created, linked, last=created)
        self.journeys.append(journey)
        self._current[ticket_id] = journey


_Lead = Callable[[JourneySoFar, Event, int], None]


def _assign(journey: JourneySoFar, event: Event, at: int) -> None:
    journey.give(str(event.agent_id), at)


def _start(journey: JourneySoFar, _event: Event, at: int) -> None:
    journey.begin(at)


def _hold(journey: JourneySoFar, _event: Event, at: int) -> None:
    stay = journey.stay
    journey.was_working = stay is not None and stay.started != NEVER
    journey.pause(at)


def _resume(journey: JourneySoFar, event: Event, at: int) -> None:
    if event.agent_id is not None:
        journey.give(event.agent_id, at)
        if journey.was_working:
            journey.begin(at)


def _wrap_up(journey: JourneySoFar, _event: Event, _at: int) -> None:
    stay = journey.stay
    if stay is not None and stay.started == NEVER:
        journey.begin(stay.assigned)


def _resolve(journey: JourneySoFar, _event: Event, at: int) -> None:
    journey.finish(at, Outcome.RESOLVED)


def _cancel(journey: JourneySoFar, _event: Event, at: int) -> None:
    journey.finish(at, Outcome.ABANDONED)


def _reopen(journey: JourneySoFar, event: Event, at: int) -> None:
    journey.reopenings += 1
    journey.ended, journey.outcome = NEVER, Outcome.WAITING
    if event.agent_id is not None:
        journey.give(event.agent_id, at)


def _return(journey: JourneySoFar, _event: Event, at: int) -> None:
    journey.bounces += 1
    journey.take_away(at)


def _transfer(journey: JourneySoFar, event: Event, at: int) -> None:
    journey.bounces += 1
    in_hand = journey.stay is not None
    journey.pause(at)
    journey.was_working = False
    journey.agent = str(event.agent_id)
    if in_hand:
        journey.give(journey.agent, at)


def _move(journey: JourneySoFar, _event: Event, at: int) -> None:
    if journey.has_owner:
        _return(journey, _event, at)


def _unlink(journey: JourneySoFar, _event: Event, _at: int) -> None:
    journey.is_linked = False


_LEADS: Final[dict[EventType, _Lead]] = {
    EventType.ASSIGNED: _assign,
    EventType.ACCEPTED: _assign,
    EventType.STARTED: _start,
    EventType.HELD: _hold,
    EventType.RESUMED: _resume,
    EventType.WRAPPED_UP: _wrap_up,
    EventType.RESOLVED: _resolve,
    EventType.CANCELLED: _cancel,
    EventType.REOPENED: _reopen,
    EventType.RETURNED: _return,
    EventType.TRANSFERRED: _transfer,
    EventType.MOVED: _move,
    EventType.UNLINKED: _unlink,
}
