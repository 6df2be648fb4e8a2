"""What sorts of tickets there are, and what can become of them."""

from collections import Counter
from collections.abc import Iterable
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


def tell_apart(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Give kinds with names that occur once: those that share one say what their fields are."""
    given = tuple(kinds)
    counts = Counter(kind.name for kind in given)
    return tuple(kind if counts[kind.name] == 1 else _spelled_out(kind) for kind in given)


def _spelled_out(kind: Kind) -> Kind:
    fields = {name: getattr(kind, name) for name in ("type", "channel", "queue", "level")}
    known = ", ".join(f"{name} {value}" for name, value in fields.items() if value is not None)
    return attrs.evolve(kind, name=f"{kind.name} ({known or 'nothing known'})")
