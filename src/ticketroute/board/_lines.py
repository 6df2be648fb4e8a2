"""Who comes next where waiting does not change the order: a heap for each profile."""

from collections.abc import Collection, Container, Iterator
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from ticketroute.board._terms import CREATED, DUE
from ticketroute.sla import EarliestDue, Ordering, UrgencyRule, asked

if TYPE_CHECKING:
    from ticketroute.board._queue import Queue

_Entry = tuple[float, int, int, str, int]
"""Minus the urgency, due time, arrival, id, position: the order in which tickets are served."""

_FEW: Final = 64
_KEEP_ORDER: Final = (Ordering.STATIC, Ordering.COMMON_SLOPE)


def keeps_order(rule: UrgencyRule) -> bool:
    """Say whether waiting does not change the order that a rule gives, and a heap will do."""
    return getattr(rule, "ordering", None) in _KEEP_ORDER and rule.__hash__ is not None


class Lines:
    """The waiting tickets by profile, each line in the order of a rule.

    An agent who becomes free is served the first of the line heads that he or she may have: the
    cost grows with the number of profiles that wait, and with the logarithm of the backlog.

    Parameters
    ----------
    view
        The board.
    rule
        A rule whose order waiting does not change.
    """

    __slots__ = ("_asked_at", "_entries", "_heaps", "_new", "_rule", "_stale", "_view")

    def __init__(self, view: "Queue", rule: UrgencyRule) -> None:
        self._view = view
        self._rule = rule
        self._asked_at = view.now_us  # one time for all, so that common slopes stay comparable
        self._stale = 0
        self._heaps: dict[int, list[_Entry]] = {}
        self._entries: dict[int, _Entry] = {}
        self._new: dict[int, None] = dict.fromkeys(view.waiting_set)

    def add(self, tickets: Collection[int]) -> None:
        """Take in tickets that begin to wait; they are put in line when somebody asks."""
        new = self._new
        for ticket in tickets:
            new[ticket] = None

    def remove(self, ticket: int) -> None:
        """Let a ticket go; what is left of it in the heaps is cleared away later."""
        self._new.pop(ticket, None)
        if self._entries.pop(ticket, None) is None:
            return
        self._stale += 1
        if self._stale > max(_FEW, len(self._entries)):
            self._new = dict.fromkeys(self._view.waiting_set)
            self._new.pop(ticket, None)
            self._heaps.clear()
            self._entries.clear()
            self._stale = 0

    def key(self, ticket: int) -> _Entry:
        """Give the place of a waiting ticket in the order; smaller comes first."""
        if self._new:
            self._line_up()
        return self._entries[ticket]

    def serve(self, agent: int, queues: Container[str | None] | None = None) -> Iterator[int]:
        """Go through the tickets that an agent may have now, most urgent first."""
        if self._new:
            self._line_up()
        heads = self._heads(agent, queues)
        heapify(heads)
        passed: list[tuple[int, _Entry]] = []
        try:
            while heads:
                entry, number = heads[0]
                if self._view.may_take(
                    entry[-1], agent
                ):  # some are barred though their profile fits
                    yield entry[-1]
                passed.append((number, heappop(self._heaps[number])))
                heappop(heads)
                following = self._head(number)
                if following is not None:
                    heappush(heads, (following, number))
        finally:
            for number, entry in passed:
                heappush(self._heaps.setdefault(number, []), entry)

    def _heads(self, agent: int, queues: Container[str | None] | None) -> list[tuple[_Entry, int]]:
        """Give the first of each line that an agent may have now, but for those barred."""
        profile_of, fits = self._view.profile_of, self._view.workload.fits
        return [
            (head, number)
            for number in list(self._heaps)
            if (profile := profile_of(number)).passes[agent]
            and fits(agent, profile.demand, profile.overlooks)
            and (queues is None or profile.queue in queues)
            and (head := self._head(number)) is not None
        ]

    def _head(self, number: int) -> _Entry | None:
        """Give the first of a line who still waits there; drop the line if there is none."""
        heap, entries = self._heaps[number], self._entries
        while heap:
            entry = heap[0]
            if entries.get(entry[-1]) is entry:
                return entry
            heappop(heap)  # it has gone, or stands in another place
            self._stale -= 1
        del self._heaps[number]
        return None

    def _line_up(self) -> None:
        """Put those in line who have come since the last time."""
        view, new = self._view, list(self._new)
        self._new.clear()
        cells, ids = view.tickets.terms.cells, view.tickets.ids
        due, created = cells[DUE], cells[CREATED]
        for ticket, urgency in zip(new, self._urgency(new), strict=True):
            entry = (-urgency, due[ticket], created[ticket], ids[ticket], ticket)
            self._entries[ticket] = entry
            heappush(self._heaps.setdefault(view.profile_number(ticket), []), entry)

    def _urgency(self, tickets: list[int]) -> list[float]:
        if isinstance(self._rule, EarliestDue):  # the usual one, and the due time says it all
            return [0.0] * len(tickets)
        positions = np.array(tickets, dtype=np.intp)
        urgency = asked(self._rule, self._view.backlog(positions), self._asked_at)
        numbers: list[float] = urgency.tolist()
        return numbers
