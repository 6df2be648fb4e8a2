"""How long tickets wait under a relaxation, and what they ask for by now."""

from datetime import datetime
from typing import Final, cast

import attrs
import numpy as np

from ticketroute.board._particulars import RelaxedWait
from ticketroute.board._sources import FIELDS, Source
from ticketroute.board._states import TicketState
from ticketroute.board._view import View
from ticketroute.board._wake_ups import Cause
from ticketroute.eligibility import RelaxationStep
from ticketroute.model import Ticket, duration_to_microseconds, to_microseconds

_LATEST: Final = 253_402_300_799_000_000
"""The last second of the year 9999, in microseconds since 1970: what is later never comes."""


class Relaxing:
    """Counts waits, and sets the wake-ups of steps.

    A ticket asks for less only while it waits for an agent, or while one has been asked. When it
    waits no longer, it is what it was at first, and how long it has waited is kept.

    Parameters
    ----------
    window
        The board.
    """

    __slots__ = ("_relaxations", "_tickets", "_waits", "_window")

    def __init__(self, window: View) -> None:
        self._window = window
        self._tickets = window.tickets
        self._waits = window.tickets.more.waits
        self._relaxations = window.setup.relaxations

    # A ticket begins to wait, and stops

    def begin(self, ticket: int, *, is_new: bool = False) -> None:
        """Let a ticket wait, as it is by now; one that is new has waited since its own time."""
        self._settle(ticket, is_new=is_new)
        self.set_wake_up(ticket)

    def renew(self, ticket: int) -> None:
        """Let a changed ticket be as it is by now, if agents have been asked about it."""
        known = self._waits.get(ticket)
        if known is not None and known.since is not None:
            self._settle(ticket, is_new=False)

    def _settle(self, ticket: int, *, is_new: bool) -> None:
        """Find out under which relaxation a ticket waits, and what it asks for by now."""
        known = self._waits.get(ticket)
        original = value = self._tickets.original(ticket)
        home = original.queue
        if known is not None and known.queue == original.queue:
            home = known.home  # a step may have sent it here: it is the same wait
        at_home = original if home == original.queue else attrs.evolve(original, queue=home)
        number = self._relaxations.number_for(at_home)
        if number is None:
            self._waits.pop(ticket, None)
        else:
            since = _start(original) if is_new else self._window.now_us
            wait = self._resumed(RelaxedWait(number, home, original.queue, since), known)
            if wait.step:
                passed = wait.passed
                value = self._relaxations[number].ticket_at(original, wait.step, passed=passed)
                wait = attrs.evolve(wait, original=original)
            self._waits[ticket] = wait
        self._tickets.restate(ticket, value)

    def _resumed(self, wait: RelaxedWait, known: RelaxedWait | None) -> RelaxedWait:
        """Go on with a wait in the same queue under the same relaxation; else it is a new one."""
        if known is None or (known.relaxation, known.queue) != (wait.relaxation, wait.queue):
            return wait
        if known.since is None:
            return attrs.evolve(known, since=self._window.now_us - known.waited, waited=0)
        return known

    def follow(self, ticket: int, state: TicketState) -> None:
        """Take note that a ticket goes into a state; steps are taken in the queue only."""
        if state == TicketState.OFFERED:
            self._window.wake_ups.remove(Cause.RELAX, ticket)
        elif state != TicketState.QUEUED:
            self.stop(ticket)

    def stop(self, ticket: int) -> None:
        """Let a ticket wait no longer: it is what it was at first, and its time stands still."""
        self._window.wake_ups.remove(Cause.RELAX, ticket)
        known = self._waits.get(ticket)
        if known is not None and known.since is not None:
            self._tickets.restate(ticket, self._tickets.original(ticket))
            waited = self._window.now_us - known.since
            self._waits[ticket] = attrs.evolve(
                known, since=None, waited=waited, step=0, passed=(), original=None
            )

    def choose(self, source: Source) -> dict[int, RelaxedWait]:
        """Give how many new tickets will wait, by their row; those that will not are left out."""
        known = FIELDS if self._relaxations.reads is None else self._relaxations.reads
        fields = ("queue", "not_before", *sorted(set(known) - {"queue", "not_before"}))
        keys, members = source.groups(fields, 0)
        numbers = self._numbers(source, len(keys), members)
        chosen: dict[int, RelaxedWait] = {}
        for row in np.flatnonzero(np.array(numbers, dtype=np.intp)[members] >= 0).tolist():
            queue, not_before = cast("tuple[str | None, datetime | None]", keys[members[row]][:2])
            since = int(source.created[row])
            if not_before is not None:
                since = max(since, to_microseconds(not_before))
            chosen[row] = RelaxedWait(numbers[members[row]], queue, queue, since)
        return chosen

    def begin_many(self, waits: dict[int, RelaxedWait], positions: list[int]) -> None:
        """Let those of many new tickets wait that do, as it was chosen."""
        for row, wait in waits.items():
            if self._window.is_waiting(positions[row]):
                self._waits[positions[row]] = wait
                self.set_wake_up(positions[row])

    def _numbers(self, source: Source, groups: int, members: list[int]) -> list[int]:
        """Give the relaxation of each group of tickets, by its number; -1 for none."""
        numbers, row = list[int](), 0
        for group in range(groups):
            row = members.index(group, row)
            number = self._relaxations.number_for(source.ticket(row))
            numbers.append(-1 if number is None else number)
        return numbers

    # Steps

    def next_step(self, ticket: int) -> RelaxationStep | None:
        """Give the next step of a ticket that waits, or None."""
        wait = self._waits.get(ticket)
        if wait is None or wait.relaxation >= len(self._relaxations):
            return None
        steps = self._relaxations[wait.relaxation].steps
        return steps[wait.step] if wait.step < len(steps) else None

    def due(self, ticket: int, ahead: int = 0) -> int | None:
        """Give when the next step of a ticket is due, or one further ahead; None for none."""
        wait = self._waits[ticket]
        steps = self._relaxations[wait.relaxation].steps
        if wait.since is None or wait.step + ahead >= len(steps):
            return None
        return wait.since + duration_to_microseconds(steps[wait.step + ahead].after)

    def set_wake_up(self, ticket: int) -> None:
        """Wake up when the next step of a waiting ticket is due."""
        wake_ups, now_us = self._window.wake_ups, self._window.now_us
        step = self.next_step(ticket)
        due = None if step is None else self.due(ticket)
        if step is not None and step.skip_unstaffed and not self._is_staffed(ticket):
            due = now_us
        if due is None or due > _LATEST:
            wake_ups.remove(Cause.RELAX, ticket)
        else:
            wake_ups.add(max(due, now_us), Cause.RELAX, ticket)

    def _is_staffed(self, ticket: int) -> bool:
        """Say whether somebody is there who may have a ticket as it is, with room or without."""
        window, profile = self._window, self._window.profile(ticket)
        closed, overlooks = window.workload.closed_at, profile.overlooks
        return any(
            not closed[agent] & ~overlooks and window.qualifies(ticket, agent)
            for agent in profile.agent_list
        )


def _start(ticket: Ticket) -> int:
    """Give the time from which a ticket may be dispatched."""
    start = ticket.created if ticket.not_before is None else max(ticket.created, ticket.not_before)
    return to_microseconds(start)
