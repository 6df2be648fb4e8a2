"""Everything that time alone changes, in one heap."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from heapq import heappop, heappush


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
    CEILING_STEP = 8
    """An agent who came back may have more."""
    OVERFLOW = 9
    """A ticket has waited in its queue for too long."""
    ESCALATION = 10
    """A step of an escalation ladder is due."""
    RECONSIDER = 11
    """A ticket that was held back on purpose is to be looked at again."""

    @property
    def is_of_agents(self) -> bool:
        """Whether it is an agent whom it concerns, and not a ticket."""
        return Cause.LEAVE_START <= self <= Cause.CEILING_STEP


WakeUp = tuple[int, Cause, int]
"""Time in microseconds since 1970 UTC, cause, position of the ticket or agent."""


class WakeUps:
    """What is to happen at an instant: at most one of each cause for each ticket or agent."""

    __slots__ = ("_at", "_heap")

    def __init__(self) -> None:
        self._heap: list[WakeUp] = []
        self._at: dict[tuple[Cause, int], int] = {}

    def __len__(self) -> int:
        return len(self._at)

    @property
    def next_time(self) -> int | None:
        """When the next thing happens, or None."""
        heap = self._heap
        while heap:
            time, cause, subject = heap[0]
            if self._at.get((cause, subject)) == time:
                return time
            heappop(heap)  # it has been called off, or put off
        return None

    def time_of(self, cause: Cause, subject: int) -> int | None:
        """When something happens to a ticket or agent; None if it does not."""
        return self._at.get((cause, subject))

    def subjects(self, cause: Cause) -> list[int]:
        """Give all tickets or agents that wait for something."""
        return [subject for each, subject in self._at if each is cause]

    def pending(self) -> list[WakeUp]:
        """Give all that is to happen, in order."""
        return sorted((time, cause, subject) for (cause, subject), time in self._at.items())

    def add(self, time: int, cause: Cause, subject: int) -> None:
        """Let something happen at a time, instead of any other time."""
        self._at[cause, subject] = time
        heappush(self._heap, (time, cause, subject))

    def pop(self, name_of: Callable[[Cause, int], str]) -> tuple[Cause, int]:
        """Take out what happens next; there must be something, see :attr:`next_time`.

        What is due for several at the same instant comes in the order of their ids, as positions
        are nobody's business.
        """
        time, cause, first = self._heap[0]
        due = [first]
        heappop(self._heap)
        while self._heap and self._heap[0][:2] == (time, cause):
            subject = heappop(self._heap)[2]
            if self._at.get((cause, subject)) == time and subject not in due:
                due.append(subject)
        chosen = min(due, key=lambda subject: name_of(cause, subject)) if len(due) > 1 else first
        for subject in due:
            if subject != chosen:
                heappush(self._heap, (time, cause, subject))
        del self._at[cause, chosen]
        return cause, chosen

    def remove(self, cause: Cause, subject: int) -> bool:
        """Call something off; say whether it was to happen. Its entry in the heap goes later."""
        return self._at.pop((cause, subject), None) is not None

    def forget_ticket(self, ticket: int) -> None:
        """Call off everything about a ticket."""
        for cause in Cause:
            if not cause.is_of_agents:
                self.remove(cause, ticket)

    def move_agents(self, places: Sequence[int]) -> None:
        """Let the agents stand in other places from now on."""
        pending = self.pending()
        self._heap, self._at = [], {}
        for time, cause, subject in pending:
            self.add(time, cause, places[subject] if cause.is_of_agents else subject)

    def copy(self) -> "WakeUps":
        """Copy the heap."""
        twin = WakeUps()
        twin._heap, twin._at = self._heap.copy(), self._at.copy()
        return twin
