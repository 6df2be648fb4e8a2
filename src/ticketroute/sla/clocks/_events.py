"""What happens to a ticket, as far as clocks care, and where the ticket stands after it."""

from datetime import datetime
from enum import StrEnum

import attrs

from ticketroute.model import refuse_type, require_text, to_microseconds


class EventKind(StrEnum):
    """The kinds of events that the built-in metrics know; others have names of your own."""

    CREATED = "created"
    STATUS = "status"
    """A new status and nothing else."""
    GROUP = "group"
    """Handed to another group and nothing else."""
    REOPENED = "reopened"
    CUSTOMER_MESSAGE = "customer message"
    PUBLIC_REPLY = "public reply"
    """An agent's message that the customer sees."""
    PRIVATE_NOTE = "private note"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


# Events of one instant are taken in this order, so that the order in which they were reported
# does not matter; those of the same kind keep theirs.
_ORDER = {kind.value: place for place, kind in enumerate(EventKind)}


@attrs.frozen
class TicketEvent:
    """Something that happened to a ticket.

    Parameters
    ----------
    kind
        What happened: an :class:`EventKind`, or any other name for metrics of your own.
    at
        When; a timezone-aware datetime.
    status
        The status from then on, in your helpdesk's words; None if it did not change.
    group
        The group that has the ticket from then on; None if it did not change.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> TicketEvent("status", datetime(2026, 5, 4, 9, tzinfo=UTC), status="pending").status
    'pending'
    """

    kind: str
    at: datetime
    status: str | None = None
    group: str | None = None

    def __attrs_post_init__(self) -> None:
        require_text("TicketEvent.kind", self.kind)
        to_microseconds(self.at, "TicketEvent.at")
        for name in ("status", "group"):
            if getattr(self, name) is not None:
                require_text(f"TicketEvent.{name}", getattr(self, name))

    @property
    def instant(self) -> int:
        """When it happened, in microseconds since 1970 UTC."""
        return to_microseconds(self.at)

    @property
    def place(self) -> tuple[int, str]:
        """Its place among events of the same instant."""
        return _ORDER.get(self.kind, len(_ORDER)), self.kind


@attrs.frozen
class Situation:
    """Where a ticket stands.

    Parameters
    ----------
    status, group
        As the last event that named one said; None before.
    replied
        Whether an agent has ever replied in public.
    closed
        Whether it is resolved or cancelled, and has not been reopened.
    """

    status: str | None = None
    group: str | None = None
    replied: bool = False
    closed: bool = False

    def after(self, event: TicketEvent) -> "Situation":
        """Give where the ticket stands after an event."""
        closed = event.kind in (EventKind.RESOLVED, EventKind.CANCELLED)
        return Situation(
            status=event.status or self.status,
            group=event.group or self.group,
            replied=self.replied or event.kind == EventKind.PUBLIC_REPLY,
            closed=closed or (self.closed and event.kind != EventKind.REOPENED),
        )


def require_event(value: object) -> None:
    """Insist on an event."""
    if not isinstance(value, TicketEvent):
        raise refuse_type("events", "values of TicketEvent", value)
