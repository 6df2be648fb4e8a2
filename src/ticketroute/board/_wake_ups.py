"""Everything that time alone changes, in one heap."""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import Final

from ticketroute.board._places import GONE


class Cause(IntEnum):
    """What a wake-up is for; of two at the same instant, the smaller comes first."""

    START = 0
    """A scheduled ticket may be dispatched."""
    HOLD_END = 1
    """A ticket has been on hold long enough."""
    WRAP_UP_END = 2
    """The work after a contact is over."""
    OFFER_END = 3
    """An offer has not been answered in time."""
    REPLY_LIMIT = 4
    """An owner has not begun in time."""
    LEAVE_START = 5
    LEAVE_END = 6
    PAUSE_END = 7
    """An agent who was sent away takes part again."""
    SHIFT_CHANGE = 8
    """The hours of an agent begin or end."""
    ALLOWANCE = 9
    """Something that an agent was given counts no more."""
    CEILING_STEP = 10
    """An agent who came back may have more."""
    OVERFLOW = 11
    """A ticket has waited in its queue for too long."""
    ESCALATION = 12
    """A step of an escalation ladder is due."""
    RECONSIDER = 13
    """A ticket that was held back on purpose is to be looked at again."""
    RELAX = 14
    """A ticket has waited so long that it asks for something else."""

    @property
    def is_of_agents(self) -> bool:
        """Whether it is an agent whom it concerns, and not a ticket."""
        return Cause.LEAVE_START <= self <= Cause.CEILING_STEP


WakeUp = tuple[int, Cause, int]
"""Time in microseconds since 1970 UTC, cause, position of the ticket or agent."""

_Entry = tuple[int, Cause, str, int]
"""With the id before the position: what is due for several at once comes in the order of ids."""

_FEW: Final = 64


class WakeUps:
    """What is to happen at an instant: at most one of each cause for each ticket or agent.

    Attributes
    ----------
    name_of
        Gives the id of a subject; the board sets it.
    """

    __slots__ = ("_at", "_heap", "name_of")

    def __init__(self) -> None:
        self._heap: list[_Entry] = []
        self._at: dict[tuple[Cause, int], int] = {}
        self.name_of: Callable[[Cause, int], str] = lambda _cause, subject: str(subject)

    def __len__(self) -> int:
        return len(self._at)

    @property
    def next_time(self) -> int | None:
        """When the next thing happens, or None."""
        heap = self._heap
        while heap:
            time, cause, name, subject = heap[0]
            is_set = self._at.get((cause, subject)) == time
            if is_set and name == self.name_of(cause, subject):
                return time
            heappop(heap)  # it has been called off, or put off, or was another ticket's
        return None

    def time_of(self, cause: Cause, subject: int) -> int | None:
        """When something happens to a ticket or agent; None if it does not."""
        return self._at.get((cause, subject))

    def subjects(self, cause: Cause) -> list[int]:
        """Give all tickets or agents that wait for something."""
        return [subject for each, subject in self._at if each is cause]

    def pending(self) -> Iterator[WakeUp]:
        """Go through all that is to happen, in no order."""
        return ((time, cause, subject) for (cause, subject), time in self._at.items())

    def add(self, time: int, cause: Cause, subject: int) -> None:
        """Let something happen at a time, instead of any other time."""
        if self._at.get((cause, subject)) == time:
            return
        self._at[cause, subject] = time
        heappush(self._heap, (time, cause, self.name_of(cause, subject), subject))
        if len(self._heap) > 2 * len(self._at) + _FEW:
            self._clear_away()

    def _clear_away(self) -> None:
        """Drop what has been called off or put off from the heap."""
        self._heap = [
            (time, cause, self.name_of(cause, subject), subject)
            for (cause, subject), time in self._at.items()
        ]
        heapify(self._heap)

    def pop(self) -> tuple[Cause, int]:
        """Take out what happens next; there must be something, see :attr:`next_time`."""
        _, cause, _, subject = heappop(self._heap)
        del self._at[cause, subject]
        return cause, subject

    def remove(self, cause: Cause, subject: int) -> bool:
        """Call something off; say whether it was to happen. Its entry in the heap goes later."""
        return self._at.pop((cause, subject), None) is not None

    def forget_ticket(self, ticket: int) -> None:
        """Call off everything about a ticket."""
        for cause in Cause:
            if not cause.is_of_agents:
                self.remove(cause, ticket)

    def move_agents(self, places: Sequence[int]) -> None:
        """Let the agents stand in other places from now on; the names must be the new ones.

        What is to happen to an agent who is gone is called off.
        """
        moved = (
            (cause, places[subject] if cause.is_of_agents else subject, time)
            for (cause, subject), time in self._at.items()
        )
        self._at = {(cause, subject): time for cause, subject, time in moved if subject != GONE}
        self._clear_away()

    def copy(self) -> "WakeUps":
        """Copy the heap; the copy wants to be told the names."""
        twin = WakeUps()
        twin._heap, twin._at = self._heap.copy(), self._at.copy()
        return twin
