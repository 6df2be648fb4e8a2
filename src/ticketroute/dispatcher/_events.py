"""Events: what a desk's log is made of."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from ticketroute.board import Details, EventType


@attrs.frozen(hash=False, repr=False)
class Event:
    """Something that has happened; the state of a desk is what its events add up to.

    Parameters
    ----------
    number
        Its place in the log, from 0.
    type
        What happened.
    at
        When it was taken note of, in UTC; never before the event before it.
    ticket_id, agent_id
        Whom it is about, or None.
    until
        A time that it sets: when an offer, a hold, an absence ends.
    details
        Anything else, by name.
    """

    number: int
    type: EventType
    at: datetime
    ticket_id: str | None = None
    agent_id: str | None = None
    until: datetime | None = None
    details: Details = attrs.field(factory=dict)

    @property
    def occurred_at(self) -> datetime:
        """When it took place, which for a late event is before ``at``; clocks go by it."""
        occurred = self.details.get("occurred_at")
        return occurred if isinstance(occurred, datetime) else self.at

    @property
    def decision(self) -> int | None:
        """The number of the decision that it carries out, or None; ``explain`` takes it."""
        decision = self.details.get("decision")
        return decision if isinstance(decision, int) else None

    def __repr__(self) -> str:
        parts = [f"<Event {self.number} {self.at.isoformat()} {self.type.value}"]
        parts += [each for each in (self.ticket_id, self.agent_id) if each is not None]
        if self.until is not None:
            parts.append(f"until {self.until.isoformat()}")
        shown = {name: value for name, value in self.details.items() if name not in _LONG}
        if shown:
            parts.append(_text(shown))
        return " ".join(parts) + ">"


_LONG = frozenset(("ticket", "agent", "numbers"))


def _text(details: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in details.items())


Events = tuple[Event, ...]
"""What a call led to, in order."""
