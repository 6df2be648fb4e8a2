"""Who waits, and in which order: what of a window changes as tickets come and go."""

from collections import Counter
from collections.abc import Collection, Container, Iterator

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._eligibility_profile import fields_read
from ticketroute.board._eligible import Eligible
from ticketroute.board._lines import Lines, keeps_order
from ticketroute.board._waiting import WaitingTable
from ticketroute.board._wake_ups import Cause
from ticketroute.model import Ticket
from ticketroute.sla import Backlog, UrgencyRule, rank


class Queue(Eligible):
    """The tickets that wait, in the order of any urgency rule."""

    __slots__ = ()

    # Who waits

    def waiting_or_scheduled(self) -> list[int]:
        """Give the positions of all tickets that nobody has yet."""
        return [*self.waiting_set, *self.wake_ups.subjects(Cause.START)]

    def wake_time(self, ticket: int) -> int | None:
        """Give the time at which a ticket starts to wait, in microseconds; None if it does."""
        return self.wake_ups.time_of(Cause.START, ticket)

    def length_of(self, queue: str | None) -> int:
        """Count the tickets that wait in a queue."""
        profiles = self.waiting_profiles.items()
        return sum(count for number, count in profiles if self.profile_of(number).queue == queue)

    def waiting_queues(self) -> list[str | None]:
        """Give the queues in which tickets wait."""
        queues = {self.profile_of(number).queue for number in self.waiting_profiles}
        return sorted(queues, key=lambda queue: queue or "")

    # In which order

    def backlog(self, tickets: NDArray[np.intp]) -> Backlog:
        """Give the columns that urgency rules read, for some tickets."""
        return self.tickets.backlog(self.tickets.terms.columns[:, tickets], tickets)

    def most_urgent_first(self, rule: UrgencyRule) -> Iterator[int]:
        """Go through the waiting tickets by urgency; ties by due time, arrival and id.

        Ask on before the board changes. The first tickets cost a few passes over the backlog
        and no sorting.
        """
        return self._ranked().most_urgent_first(rule, self.now_us)

    def queue_of(self, ticket: int) -> str | None:
        """Give the queue of a ticket, or None."""
        return self.profile(ticket).queue

    def tickets_for(
        self, agent: int, rule: UrgencyRule, queues: Container[str | None] | None = None
    ) -> Iterator[int]:
        """Go through the waiting tickets that an agent may have now, most urgent first.

        Where waiting does not change the order of a rule, this costs the logarithm of the backlog;
        else a pass over it. Ask on before the board changes.

        Parameters
        ----------
        agent
            Position of the agent.
        rule
            What is more urgent.
        queues
            Look only at the tickets of these queues.
        """
        if keeps_order(rule):
            return self.lines_by(rule).serve(agent, queues)
        among = self._open_profiles(agent, queues)
        found = self._ranked().most_urgent_first(rule, self.now_us, among)
        return (ticket for ticket in found if self.may_take(ticket, agent))

    def most_urgent(self, tickets: Collection[int], rule: UrgencyRule) -> int:
        """Give the most urgent of some waiting tickets; ties by due time, arrival and id."""
        if len(tickets) == 1:
            return next(iter(tickets))
        if keeps_order(rule):
            return min(tickets, key=self.lines_by(rule).key)
        positions = np.fromiter(tickets, dtype=np.intp, count=len(tickets))
        ids = [self.tickets.ids[ticket] for ticket in tickets]
        return int(positions[rank(rule, self.backlog(positions), self.now_us, ids)[0]])

    def lines_by(self, rule: UrgencyRule) -> Lines:
        """Give the waiting tickets in heaps, kept up to date from now on."""
        try:
            return self.lines[rule]
        except KeyError:
            lines = self.lines[rule] = Lines(self, rule)
            return lines

    def _ranked(self) -> WaitingTable:
        if self.ranked is None:
            self.ranked = WaitingTable(self.tickets, self._numbers, self.waiting_set)
        return self.ranked

    def _open_profiles(self, agent: int, queues: Container[str | None] | None) -> NDArray[np.bool_]:
        """Say for each profile whether an agent may have its tickets now, but for those barred."""
        fits = self.workload.fits
        return np.fromiter(
            (
                profile.passes[agent] == 1
                and (queues is None or profile.queue in queues)
                and fits(agent, profile.demand, profile.overlooks)
                for profile in map(self.profile_of, range(len(self._table)))
            ),
            dtype=np.bool_,
            count=len(self._table),
        )

    def count_waiting_profiles(self) -> None:
        """Count anew how many tickets of each profile wait."""
        self.waiting_profiles = dict(Counter(map(self._numbers.__getitem__, self.waiting_set)))

    # What the board alone calls

    def start_waiting(self, tickets: Collection[int]) -> None:
        """Let tickets wait."""
        waiting, profiles, numbers = self.waiting_set, self.waiting_profiles, self._numbers
        for ticket in tickets:
            waiting[ticket] = None
            number = numbers[ticket]
            profiles[number] = profiles.get(number, 0) + 1
        if self.ranked is not None:
            self.ranked.add(tickets)
        for lines in self.lines.values():
            lines.add(tickets)

    def stop_waiting(self, ticket: int) -> None:
        """Let a ticket wait no longer."""
        del self.waiting_set[ticket]
        self._leave_lines(ticket)

    def change_waiting(self, ticket: int, value: Ticket) -> None:
        """Let a waiting ticket ask for something else; its place in the order stays."""
        self._leave_lines(ticket)
        self.tickets.restate(ticket, value)
        self.start_waiting((ticket,))

    def _leave_lines(self, ticket: int) -> None:
        number = self._numbers[ticket]
        if self.waiting_profiles[number] == 1:
            del self.waiting_profiles[number]
        else:
            self.waiting_profiles[number] -= 1
        if self.ranked is not None:
            self.ranked.remove(ticket)
            if self.ranked.is_idle:  # made anew when somebody asks, it costs no more
                self.ranked = None
        for lines in self.lines.values():
            lines.remove(ticket)

    def rank_anew(self, ticket: int) -> None:
        """Take note that something else is promised for a waiting ticket."""
        if self.ranked is not None:
            self.ranked.remove(ticket)
            self.ranked.add((ticket,))
        for lines in self.lines.values():
            lines.remove(ticket)
            lines.add((ticket,))

    def forget_profiles(self) -> None:
        """Work out anew who may have what: an agent has changed, or a new one has come."""
        self._profiles.clear()
        self.cache.clear()
        fields = fields_read(self.workload, self.setup)
        if fields != self._table.fields:
            self._table = self.tickets.profiles(fields)
            self._table.extend()
            self._numbers = self._table.ids
            self._forget_numbers()

    def give_up_profiles(self) -> None:
        """Let go of profiles that no ticket has any more, and of all that follows from numbers."""
        if self.tickets.give_up_profiles():
            self.forget_profiles()
            self._forget_numbers()

    def _forget_numbers(self) -> None:
        """Let go of what names profiles by their number: they have got others."""
        self.count_waiting_profiles()
        self.ranked = None
        self.lines.clear()

    def end_decision(self) -> None:
        """Count a change and forget what was new."""
        self.version += 1
        self.forget_what_is_new()

    def forget_what_is_new(self) -> None:
        """Forget what came or became free: somebody has looked at it."""
        if self.new_tickets:
            self.new_tickets.clear()
        if self.freed_agents:
            self.freed_agents.clear()
