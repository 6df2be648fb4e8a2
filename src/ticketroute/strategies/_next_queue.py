"""Which of several queues is served next: by arrival, and by how much it exceeds its share."""

from collections.abc import Mapping
from heapq import heappop, heappush

from ticketroute.board import NOBODY, View

_Entry = tuple[int, int, str, int, str | None]
"""Minus the length of the queue, arrival and id of its head, the head, and the queue."""


def lengths_by_queue(view: View) -> dict[str | None, int]:
    """Count the tickets that wait in each queue, in one pass over the profiles that wait."""
    lengths: dict[str | None, int] = {}
    for number, count in view.waiting_profiles.items():
        queue = view.profile_of(number).queue
        lengths[queue] = lengths.get(queue, 0) + count
    return lengths


class NextQueue:
    """The heads of some queues, and which of them comes first as queues are served.

    A queue comes first whose length, as a share of all that waits, exceeds its share by most; of
    those that exceed alike, the one whose head came first. Among queues of one share this does not
    change while others are served: there is a heap for each share.

    Parameters
    ----------
    view
        Where tickets are looked up.
    lengths
        How many tickets wait in each queue; without any, arrival alone decides.
    shares
        Integers by queue, of which each is a share of their sum; 0 for those not named.
    """

    def __init__(
        self, view: View, lengths: Mapping[str | None, int], shares: Mapping[str, int]
    ) -> None:
        self._tickets = view.tickets
        self._lengths = dict(lengths)
        self._total = sum(lengths.values())
        self._shares = shares
        self._whole = max(sum(shares.values()), 1)
        self._heaps: dict[int, list[_Entry]] = {}
        self._entries: dict[str | None, _Entry] = {}

    def put(self, queue: str | None, head: int) -> None:
        """Let a ticket be the head of a queue from now on; `NOBODY` for none."""
        if head == NOBODY:
            self._entries.pop(queue, None)
            return
        tickets = self._tickets
        length = self._lengths.get(queue, 0)
        entry = (-length, tickets.created(head), tickets.ids[head], head, queue)
        self._entries[queue] = entry
        heappush(self._heaps.setdefault(self._shares.get(queue or "", 0), []), entry)

    def serve(self, queue: str | None) -> None:
        """Take note that a ticket of a queue waits no longer; it is to be given a head again."""
        self._entries.pop(queue, None)
        if queue in self._lengths:
            self._lengths[queue] -= 1
            self._total -= 1

    def first(self) -> int:
        """Give the head of the queue that comes first, or `NOBODY`."""
        heads = (
            # The excess share, times both sums, so that it is an integer and ties are exact.
            (entry[0] * self._whole + share * self._total, *entry[1:4])
            for share, heap in self._heaps.items()
            if (entry := self._top(heap)) is not None
        )
        return min(heads, default=(0, 0, "", NOBODY))[3]

    def _top(self, heap: list[_Entry]) -> _Entry | None:
        """Give the first of a heap that still stands, and clear away what does not."""
        while heap:
            if self._entries.get(heap[0][4]) is heap[0]:
                return heap[0]
            heappop(heap)
        return None
