"""The clocks of all tickets, kept up by what happens on a board."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, cast

from ticketroute.board import CLOSED_STATES, Cause, Details, EventType, TicketState, View
from ticketroute.model import Ticket, to_microseconds
from ticketroute.sla import (
    Clock,
    ClockState,
    EventKind,
    Fired,
    Ladder,
    Policies,
    TicketClocks,
    TicketEvent,
    due_events,
)

OPEN: Final = "open"
STATUS_OF_PARTY: Final[Mapping[str, str]] = {"customer": "pending", "third party": "on hold"}
"""What clocks call it when somebody is waited for; other parties are statuses by their name."""

_CLOCK_EVENTS: Final[Mapping[EventType, EventKind]] = {
    EventType.RESOLVED: EventKind.RESOLVED,
    EventType.WRAPPED_UP: EventKind.RESOLVED,
    EventType.CANCELLED: EventKind.CANCELLED,
    EventType.REOPENED: EventKind.REOPENED,
}

_LAST: Final = datetime(9999, 1, 1, tzinfo=UTC)

Key = tuple[str, str, str, int, str]


class ClockKeeper:
    """Leads the clocks of each ticket from event to event, and the board's terms after them.

    Parameters
    ----------
    view
        The board.
    policies
        What is promised.
    ladders
        What fires.
    """

    def __init__(self, view: View, policies: Policies, ladders: Iterable[Ladder]) -> None:
        self._view = view
        self._policies = policies
        self._ladders = tuple(ladders)
        self.clocks: dict[int, TicketClocks] = {}
        self.fired: dict[str, set[Key]] = {}

    def __call__(
        self, event: EventType, ticket: int, _agent: int, _until: int, details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        if ticket < 0:
            return
        details = details or {}
        ticket_id = self._view.tickets.ids[ticket]
        if event is EventType.FORGOTTEN:
            self.clocks.pop(ticket, None)
            self.fired.pop(ticket_id, None)
            return
        if event is EventType.ESCALATED:
            self.fired.setdefault(ticket_id, set()).add(_key(details["key"]))
            self._set_wake_up(ticket)
            return
        if self._lead_on(event, ticket, details):
            self._follow(ticket)

    def _lead_on(self, event: EventType, ticket: int, details: Details) -> bool:
        """Lead the clocks of a ticket on; say whether an event concerns them."""
        if event in (EventType.SUBMITTED, EventType.UNLINKED):
            if self._view.tickets.state.at[ticket] == TicketState.LINKED:
                return False
            self._begin(ticket, self._view.ticket(ticket))
            return True
        clocks = self.clocks.get(ticket)
        if clocks is None:
            return False
        changed = event in (EventType.UPDATED, EventType.MOVED)
        if changed or (event is EventType.RELAXED and self._is_elsewhere(ticket, clocks)):
            self.clocks[ticket] = self._updated(ticket, clocks, details)
            return True
        found = self._ticket_event(event, ticket, clocks, details)
        if found is None:
            return False
        self.clocks[ticket] = clocks.apply(found)
        return True

    def _is_elsewhere(self, ticket: int, clocks: TicketClocks) -> bool:
        """Say whether a ticket is in another queue than its clocks know."""
        return self._view.queue_of(ticket) != clocks.ticket.queue

    def _begin(self, ticket: int, value: Ticket) -> None:
        status = self._status(ticket)
        created = TicketEvent(EventKind.CREATED, value.created, status=status, group=value.queue)
        self.clocks[ticket] = TicketClocks(value, self._policies, [created])

    def _updated(self, ticket: int, clocks: TicketClocks, details: Details) -> TicketClocks:
        """Count anew under what is promised now; what has been counted and paused stays."""
        value = self._view.tickets.original(ticket)
        moved = TicketEvent(
            EventKind.GROUP,
            self._when(details),
            status=self._new_status(ticket, clocks),
            group=value.queue,
        )
        return clocks.changed(ticket=value).apply(moved)

    def _ticket_event(
        self, event: EventType, ticket: int, clocks: TicketClocks, details: Details
    ) -> TicketEvent | None:
        """Give what an event means to clocks: what happened, and the status if it is another."""
        kind: str | None = _CLOCK_EVENTS.get(event)
        if event is EventType.REPORTED:
            kind = str(details["kind"])
        if event is EventType.RESOLVED and self._was_wrapped_up(ticket):
            kind = None
        status = self._new_status(ticket, clocks)
        if kind is None and status is None:
            return None
        return TicketEvent(kind or EventKind.STATUS, self._when(details), status=status)

    def _status(self, ticket: int) -> str:
        """Give what clocks call the state of a ticket."""
        state = TicketState(self._view.tickets.state.at[ticket])
        if state is TicketState.ON_HOLD:
            party = self._view.tickets.more.holds[ticket].party
            return STATUS_OF_PARTY.get(party, party)
        return state.label if state is TicketState.INCOMPLETE else OPEN

    def _new_status(self, ticket: int, clocks: TicketClocks) -> str | None:
        """Give the status of a ticket if it is another than before."""
        if self._view.tickets.state.at[ticket] in CLOSED_STATES:
            return None
        before = next(event.status for event in reversed(clocks.events) if event.status)
        status = self._status(ticket)
        return None if status == before else status

    def _was_wrapped_up(self, ticket: int) -> bool:
        return self.clocks[ticket].events[-1].kind == EventKind.RESOLVED

    def _when(self, details: Details) -> datetime:
        occurred = details.get("occurred_at")
        return occurred if isinstance(occurred, datetime) else self._view.now

    def _follow(self, ticket: int) -> None:
        """Let the board rank a ticket by its clocks, and wake up for the next escalation."""
        view, clocks = self._view, self.clocks[ticket]
        running = [each for _, each in clocks.clocks if each.state is ClockState.RUNNING]
        clock = min(running, key=_due, default=None)  # not the time left: that changes with time
        view.tickets.set_clock(ticket, clock)
        if view.is_waiting(ticket):
            view.rank_anew(ticket)
        self._set_wake_up(ticket)

    def begin(self, ticket: int) -> None:
        """Begin the clocks of a ticket that is open and has none."""
        if self._view.tickets.state.at[ticket] not in CLOSED_STATES:
            self._begin(ticket, self._view.tickets.original(ticket))
            self._follow(ticket)

    def take_over(
        self, ticket: int, rows: Iterable[Sequence[str]], fired: Iterable[object]
    ) -> None:
        """Take over the events of a ticket's clocks, and what has fired, from a dump."""
        events = [
            TicketEvent(kind, datetime.fromisoformat(at), status=status, group=group)
            for kind, at, status, group in rows
        ]
        value = self._view.tickets.original(ticket)
        self.clocks[ticket] = TicketClocks(value, self._policies, events)
        keys = {_key(each) for each in fired}
        if keys:
            self.fired[value.id] = keys
        self._follow(ticket)

    # Escalation

    def _set_wake_up(self, ticket: int) -> None:
        """Wake up when the next step of a ladder fires."""
        wake_ups = self._view.wake_ups
        times = [fired.at for fired in self._steps(ticket, None)]
        if times:
            time = max(to_microseconds(min(times)), self._view.now_us)
            wake_ups.add(time, Cause.ESCALATION, ticket)
        elif self._ladders:
            wake_ups.remove(Cause.ESCALATION, ticket)

    def due(self, ticket: int) -> tuple[Fired, ...]:
        """Give the steps of a ticket that have fired and have not been told."""
        return self._steps(ticket, self._view.now)

    def _steps(self, ticket: int, until: datetime | None) -> tuple[Fired, ...]:
        clocks = self.clocks.get(ticket)
        if not self._ladders or clocks is None:
            return ()
        known = self.fired.get(clocks.ticket.id, set())
        return due_events([clocks], self._ladders, until or _LAST, known=known)


def _due(clock: Clock) -> datetime:
    return clock.due or _LAST


def _key(value: object) -> Key:
    """Read the key of a step that has fired from the details of its event."""
    ticket_id, policy, metric, started, step = cast("Key", tuple(cast("list[object]", value)))
    return ticket_id, policy, metric, started, step
