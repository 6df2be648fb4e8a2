"""Times that follow from where a ticket is: too long in a queue, too long without a start."""

from typing import Final

from ticketroute.board import Cause, Details, EventType, TicketState, View
from ticketroute.dispatcher._settings import Settings
from ticketroute.model import duration_to_microseconds
from ticketroute.sla import EventKind

_BEGINS: Final = frozenset(
    (
        EventType.ACCEPTED,
        EventType.ASSIGNED,
        EventType.TRANSFERRED,
        EventType.RESUMED,
        EventType.REOPENED,
    )
)
"""After these an owner is to begin."""

_NEVER: Final = -1


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
        self.entered: dict[int, tuple[str | None, int]] = {}
        """The queue that each ticket is in and since when; -1 for one that goes nowhere else."""

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
        if self._start_within:
            replied = details is not None and details.get("kind") == EventKind.PUBLIC_REPLY
            self._watch_start(event, ticket, state, replied=replied)
        self._watch_wait(event, ticket, state)

    def _watch_start(self, event: EventType, ticket: int, state: int, *, replied: bool) -> None:
        wake_ups = self._view.wake_ups
        if state != TicketState.ASSIGNED or replied or event is EventType.STAYED:
            wake_ups.remove(Cause.REPLY_LIMIT, ticket)
        elif event in _BEGINS:
            wake_ups.add(self._view.now_us + self._start_within, Cause.REPLY_LIMIT, ticket)

    def _watch_wait(self, event: EventType, ticket: int, state: int) -> None:
        """Set the end of a wait, which begins with the queue; offers and owners do not reset it."""
        wake_ups = self._view.wake_ups
        if state > TicketState.WRAPPING:
            self.entered.pop(ticket, None)
        if state not in (TicketState.QUEUED, TicketState.OFFERED):
            wake_ups.remove(Cause.OVERFLOW, ticket)
            return
        queue = self._view.queue_of(ticket)
        known = self.entered.get(ticket)
        if event is EventType.STAYED:
            self.entered[ticket] = known = (queue, _NEVER)
        elif known is None or known[0] != queue or event is EventType.RESUMED:
            self.entered[ticket] = known = (queue, self._view.now_us)
        overflow = self._settings.overflow(queue)
        if overflow is None or overflow.after is None or known[1] == _NEVER:
            wake_ups.remove(Cause.OVERFLOW, ticket)
            return
        end = max(known[1] + duration_to_microseconds(overflow.after), self._view.now_us)
        if wake_ups.time_of(Cause.OVERFLOW, ticket) != end:
            wake_ups.add(end, Cause.OVERFLOW, ticket)
