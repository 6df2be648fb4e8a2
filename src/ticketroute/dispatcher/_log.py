"""The log: every event in order, and which was the last of each ticket and agent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, overload

from ticketroute.board import Details, EventType, View
from ticketroute.dispatcher._events import Event
from ticketroute.model import EPOCH, from_microseconds

if TYPE_CHECKING:
    from collections.abc import Mapping


class Log(Sequence[Event]):
    """The events of a desk since its last checkpoint, by place; numbers go on from there.

    Parameters
    ----------
    view
        The board that it keeps note of.
    first
        The number of the first event.
    """

    def __init__(self, view: View, first: int = 0) -> None:
        self._view = view
        self._events: list[Event] = []
        self.time_us = 0
        self._at = EPOCH
        self.first = first
        self.tickets: dict[str, int] = {}
        """The number of the last event of each ticket that is not forgotten."""
        self.agents: dict[str, int] = {}
        """The number of the last event that changed what each agent has or may have.

        Those who are forgotten are left out, as are those to whom nothing has happened yet.
        """
        self.memory: dict[str, int] = {}
        """The number of the last event that changed what each policy remembers."""

    def __call__(
        self, event: EventType, ticket: int, agent: int, until: int, details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        view = self._view
        if view.now_us != self.time_us:
            self.time_us, self._at = view.now_us, from_microseconds(view.now_us)
        number = self.first + len(self._events)
        ticket_id = agent_id = None
        if ticket >= 0:
            ticket_id = view.tickets.ids[ticket]
            self.tickets[ticket_id] = number
        if agent >= 0:
            agent_id = view.roster.ids[agent]
            self.agents[agent_id] = number
        self._events.append(
            Event(
                number,
                event,
                self._at,
                ticket_id,
                agent_id,
                from_microseconds(until) if until else None,
                dict(details) if details else {},
            )
        )
        if event in _ALSO:
            self._note_others(self._events[-1])

    def _note_others(self, told: Event) -> None:
        """Note whom an event concerns besides the agent that it names."""
        event, number, details = told.type, told.number, told.details
        if event is EventType.FORGOTTEN:
            del self.tickets[str(told.ticket_id)]
        elif event is EventType.AGENT_FORGOTTEN:  # no version is one that no proposal rests on
            del self.agents[str(told.agent_id)]
        elif event is EventType.REMEMBERED:
            self.memory[f"{details['policy']}/{details['queue']}"] = number
        elif event is EventType.TRANSFERRED:
            self.agents[str(details["from"])] = number
        if "rescinded" in details:
            for agent_id in _ids(details["rescinded"]):
                self.agents[agent_id] = number

    def begin_at(
        self, number: int, time_us: int, last_events: "Mapping[str, dict[str, int]]"
    ) -> None:
        """Go on from a checkpoint: the number of the next event, and the last of each subject."""
        self.first = number
        self.time_us, self._at = time_us, from_microseconds(time_us)
        self.tickets = dict(last_events["tickets"])
        self.agents = dict(last_events["agents"])
        self.memory = dict(last_events["memory"])

    @property
    def next_number(self) -> int:
        """The number that the next event will have."""
        return self.first + len(self._events)

    def numbered(self, number: int) -> Event:
        """Give the event of a number; LookupError if it lies before the checkpoint, or ahead."""
        if not self.first <= number < self.next_number:
            message = f"event {number}: expected one from {self.first} to {self.next_number - 1}"
            raise LookupError(message)
        return self._events[number - self.first]

    def after(self, number: int) -> tuple[Event, ...]:
        """Give the events that come after a number; -1 for all of them.

        Raises
        ------
        LookupError
            If some of them lie before the last checkpoint.
        """
        if number + 1 < self.first:
            message = f"events after {number}: expected at least {self.first - 1}, the checkpoint"
            raise LookupError(message)
        return self.since(number + 1 - self.first)

    def since(self, place: int) -> tuple[Event, ...]:
        """Give the events from a place on."""
        return tuple(self._events[place:])

    def drop_before(self, number: int) -> None:
        """Let go of the events before a number."""
        del self._events[: number - self.first]
        self.first = number

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, place: int) -> Event: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Event, ...]: ...

    def __getitem__(self, place: int | slice) -> Event | tuple[Event, ...]:
        """Give an event by its place since the checkpoint, or several."""
        found = self._events[place]
        return tuple(found) if isinstance(found, list) else found

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    @property
    def now(self) -> datetime:
        """The time of the last event."""
        return self._at

    def __repr__(self) -> str:
        return f"<Log of {len(self)} events from number {self.first}>"


_ALSO = frozenset(
    (
        EventType.ACCEPTED,
        EventType.AGENT_FORGOTTEN,
        EventType.ASSIGNED,
        EventType.CANCELLED,
        EventType.FORGOTTEN,
        EventType.MOVED,
        EventType.REMEMBERED,
        EventType.TRANSFERRED,
    )
)


def _ids(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
