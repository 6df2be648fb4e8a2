"""What sorts of tickets there are, and what can become of them."""

from enum import IntEnum

import attrs


@attrs.frozen
class Kind:
    """A sort of tickets; what is not known of it is None.

    Parameters
    ----------
    name
        Its name in figures and tables.
    type, channel, queue
        As in :class:`~ticketroute.Ticket`.
    level
        Level of priority, 1 the most urgent.
    """

    name: str
    type: str | None = None
    channel: str | None = None
    queue: str | None = None
    level: int | None = None


class Outcome(IntEnum):
    """What became of a ticket."""

    WAITING = 0
    """Open, in nobody's hands."""
    IN_HAND = 1
    """Open, in somebody's hands."""
    RESOLVED = 2
    """Done."""
    ABANDONED = 3
    """Gone without an answer, as the customer hung up, gave up, or withdrew it."""
    BALKED = 4
    """It left at once, on seeing the queue."""
    BLOCKED = 5
    """There was no room for it."""
    LINKED = 6
    """A duplicate of another ticket; nobody was to have it."""

    @property
    def label(self) -> str:
        """The name in words."""
        return self.name.lower().replace("_", " ")
