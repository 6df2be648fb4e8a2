"""Times that follow from where a ticket is: too long in a queue, too long without a start."""

from typing import Final

from ticketroute.board import Cause, Details, EventType, TicketState, View
from ticketroute.dispatcher._settings import Settings
from ticketroute.model import duration_to_microseconds
from ticketroute.sla import EventKind

STAYS: Final = "stays"
"""Told of a ticket whose time has come, and that has been handed on too often to go anywhere."""

_ENTERS = frozenset(
    (
        EventType.SUBMITTED,
        EventType.UPDATED,
        EventType.UNLINKED,
        EventType.WOKEN,
        EventType.MOVED,
        EventType.REOPENED,
        EventType.RESUMED,
    )
)
"""After these a wait begins; whoever comes back from an offer or an owner has waited already."""


class Timers:
    """Sets the wake-ups for overflow and for owners who do not begin.

    Parameters
    ----------
    view
        The board.
    settings
        How long is too long.
    """

    def __init__(self, view: View, settings: Settings) -> None:
        self._view = view
        self._settings = settings
        self._start_within = settings.microseconds("start_within")
        self.entered: dict[int, int] = {}
        """When each ticket that overflows came into its queue."""

    @classmethod
    def are_needed(cls, settings: Settings) -> bool:
        """Say whether there is any such time."""
        waits = any(overflow.after for _, overflow in settings.overflows)
        return settings.start_within is not None or waits

    def __call__(
        self, event: EventType, ticket: int, _agent: int, _until: int, details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        if ticket < 0:
            return
        state = self._view.tickets.state.at[ticket]
        told = details["kind"] if details and event is EventType.REPORTED else None
        if self._start_within:
            self._watch_start(ticket, state, told)
        self._watch_wait(event, ticket, state, told)

    def _watch_start(self, ticket: int, state: int, told: object) -> None:
        wake_ups = self._view.wake_ups
        if state != TicketState.ASSIGNED or told in (STAYS, EventKind.PUBLIC_REPLY):
            wake_ups.remove(Cause.REPLY_LIMIT, ticket)
        elif self._view.tickets.since.at[ticket] == self._view.now_us:
            wake_ups.add(self._view.now_us + self._start_within, Cause.REPLY_LIMIT, ticket)

    def _watch_wait(self, event: EventType, ticket: int, state: int, told: object) -> None:
        wake_ups = self._view.wake_ups
        if event in _ENTERS:
            self.entered[ticket] = self._view.now_us
        if state not in (TicketState.QUEUED, TicketState.OFFERED):
            wake_ups.remove(Cause.OVERFLOW, ticket)
            if state > TicketState.WRAPPING:
                self.entered.pop(ticket, None)
            return
        overflow = self._settings.overflow(self._view.queue_of(ticket))
        if overflow is None or overflow.after is None or told == STAYS:
            wake_ups.remove(Cause.OVERFLOW, ticket)
        elif event in _ENTERS:
            after = duration_to_microseconds(overflow.after)
            wake_ups.add(self.entered[ticket] + after, Cause.OVERFLOW, ticket)
