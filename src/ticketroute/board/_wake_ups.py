"""Everything that time alone changes, in one heap."""

from collections.abc import Iterator
from heapq import heappop, heappush


class WakeUps:
    """Tickets that become dispatchable at an instant; times in microseconds since 1970 UTC."""

    __slots__ = ("_at", "_heap")

    def __init__(self) -> None:
        self._heap: list[tuple[int, int]] = []
        self._at: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[int]:
        return iter(self._at)

    @property
    def next_time(self) -> int | None:
        """When the next ticket wakes up, or None."""
        heap = self._heap
        while heap and self._at.get(heap[0][1]) != heap[0][0]:
            heappop(heap)  # its ticket has gone, or sleeps until another time
        return heap[0][0] if heap else None

    def time_of(self, ticket: int) -> int | None:
        """When a ticket wakes up; None if it does not sleep."""
        return self._at.get(ticket)

    def add(self, time: int, ticket: int) -> None:
        """Let a ticket sleep until a time."""
        self._at[ticket] = time
        heappush(self._heap, (time, ticket))

    def pop_due(self, now: int) -> list[int]:
        """Take out all tickets whose time has come, in the order of their times."""
        due: list[int] = []
        while (time := self.next_time) is not None and time <= now:
            ticket = heappop(self._heap)[1]
            del self._at[ticket]
            due.append(ticket)
        return due

    def remove(self, ticket: int) -> bool:
        """Let a ticket sleep no longer; say whether it did. Its entry in the heap goes later."""
        return self._at.pop(ticket, None) is not None

    def copy(self) -> "WakeUps":
        """Copy the heap."""
        twin = WakeUps()
        twin._heap, twin._at = self._heap.copy(), self._at.copy()
        return twin
