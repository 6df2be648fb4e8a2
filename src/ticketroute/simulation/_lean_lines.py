"""Tickets that wait, in an order that waiting does not change: a heap for each profile."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final

NO_TICKET: Final = -1


class LeanLines:
    """Who waits in which line, by rank in the order of the desk.

    Tickets that somebody has given back stand apart from the others of their profile, as not
    everybody who qualifies may have them.

    Parameters
    ----------
    profile_of
        The profile of each ticket.
    rank
        The place of each ticket in the order of all: each number from 0 on occurs once.
    by_rank
        The ticket of each rank.
    profiles
        The agents who qualify for each profile.

    Attributes
    ----------
    count
        How many wait.
    apart
        Who may have a ticket that stands apart, by rank.
    """

    def __init__(
        self,
        profile_of: Sequence[int],
        rank: Sequence[int],
        by_rank: Sequence[int],
        profiles: Sequence[Sequence[int]],
    ) -> None:
        self._profile_of = profile_of
        self._rank = rank
        self._by_rank = by_rank
        self._waits = bytearray(len(by_rank))
        self._heaps: list[list[int]] = [[] for _ in profiles]
        self._profiles = profiles
        self.count = 0
        self.apart: dict[int, tuple[int, ...]] = {}

    def add(self, ticket: int) -> None:
        """Let a ticket wait."""
        rank = self._rank[ticket]
        self._waits[rank] = 1
        self.count += 1
        heappush(self._heaps[self._profile_of[ticket]], rank)

    def add_apart(self, ticket: int, agents: Sequence[int]) -> None:
        """Let a ticket wait that only some may have."""
        self.apart[self._rank[ticket]] = tuple(agents)
        self.count += 1

    def remove(self, ticket: int) -> None:
        """Let a ticket go."""
        rank = self._rank[ticket]
        self.count -= 1
        if self.apart.pop(rank, None) is None:
            self._waits[rank] = 0

    def head(self, profile: int) -> int:
        """Give the rank of the first in a line, or one behind all if nobody waits there."""
        heap, waits = self._heaps[profile], self._waits
        while heap:
            if waits[heap[0]]:
                return heap[0]
            heappop(heap)
        return len(waits)

    def first_for(self, agent: int, profiles: Sequence[int]) -> int:
        """Give the first ticket for an agent who qualifies for some profiles, or `NO_TICKET`."""
        best = len(self._waits)
        for profile in profiles:
            if self._heaps[profile] and (head := self.head(profile)) < best:
                best = head
        for rank, agents in self.apart.items():
            if rank < best and agent in agents:
                best = rank
        return NO_TICKET if best == len(self._waits) else self._by_rank[best]

    def heads(self) -> list[tuple[int, int]]:
        """Give the rank of the first of each line in which somebody waits, and its profile."""
        heads = ((self.head(number), number) for number in range(len(self._heaps)))
        return [(rank, number) for rank, number in heads if rank < len(self._waits)]

    def ticket(self, rank: int) -> int:
        """Give the ticket of a rank."""
        return self._by_rank[rank]
