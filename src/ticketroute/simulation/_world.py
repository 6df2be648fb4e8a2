"""What happens around a desk: tickets come, are worked on, run out of patience, come back.

The world knows what chance has in store and asks the desk who gets what; the desk knows nothing
but what a live one would. Nothing here depends on how the desk decides.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import Outcome
from ticketroute.model import MICROSECOND, to_microseconds
from ticketroute.simulation._chance import Chance
from ticketroute.simulation._desk import Desk, Pairs
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._timetable import (
    DONE,
    FINISH,
    GIVE_UP,
    LEAVE,
    REOPEN,
    SHIFT,
    SUBJECT_MASK,
    WAKE,
    Timetable,
    entry,
    pop,
    push,
)
from ticketroute.simulation._work import AtOnce, workplace_of

_EVERY: Final = 1024


class World:
    """Runs a scenario around a desk.

    Parameters
    ----------
    scenario, luck
        What comes, and what chance has in store for it.
    desk
        What decides.
    hours
        When each agent works, by position.
    """

    def __init__(self, scenario: Scenario, luck: Luck, desk: Desk, hours: list[Hours]) -> None:
        self._scenario = scenario
        self._luck = luck
        self._desk = desk
        self._start = to_microseconds(scenario.start)
        self._end = self._start + (scenario.length + scenario.runs_on) // MICROSECOND
        self._timetable: Timetable = []
        self._chance = Chance(scenario, luck)
        self.notes = Notes(len(luck))
        self._place = workplace_of(scenario, hours, self._timetable, self._begin)
        # Work begins at once and goes on to its end: then nothing but that end is of interest.
        self._is_plain = (
            type(self._place) is AtOnce
            and scenario.after_hours == "finish"
            and not self._chance.may_bounce
            and not desk.hears_starts
        )
        self._in_system = 0
        self._woken = -1
        self._wake_ups = 0
        self._need = self._chance.need
        self._handlers: dict[int, Callable[[int, int, int], None]] = {
            DONE: self._done,
            GIVE_UP: self._give_up,
            WAKE: self._wake,
            LEAVE: self._leave,
            REOPEN: self._reopen,
        }

    # The run

    def steps(self) -> Iterator[int]:
        """Let everything happen, and pause now and then to say how many tickets have come."""
        self._take_all(self._desk.begin(self._start, self._wake_at), self._start)
        timetable, happen, arrive = self._timetable, self._happen, self._arrival()
        times: NDArray[np.int64] = np.maximum(self._luck.created, self._start)
        instants: memoryview[int] = times.data
        for ticket, at in enumerate(instants):
            until = at + 1 << SHIFT
            while timetable and timetable[0] < until:
                happen(pop(timetable))
            arrive(ticket, at)
            if not (ticket + 1) % _EVERY:
                yield ticket + 1
        last = self._end << SHIFT
        while timetable and timetable[0] < last and not self._is_over():
            happen(pop(timetable))
        if self._is_plain:
            self.notes.started = self.notes.assigned
        yield len(times)

    def _is_over(self) -> bool:  # what is left is that shifts begin and end
        return len(self._timetable) == self._wake_ups and not self._desk.n_waiting

    @property
    def n_steps(self) -> int:
        """Into how many steps the run is cut."""
        return len(self._luck) // _EVERY + 1

    @property
    def ended_at(self) -> int:
        """When it ended: with the last ticket, or with the patience of whoever looks on."""
        ended = np.frombuffer(self.notes.ended, dtype=np.int64)
        latest = int(ended.max(initial=self._start + self._scenario.length // MICROSECOND))
        return self._end if latest == NEVER else latest

    def _happen(self, number: int) -> None:
        subject, code = number & SUBJECT_MASK, number >> 27 & 7
        if code == FINISH:
            self._finish(subject, number >> SHIFT)
        else:
            self._handlers[code](subject, number >> SHIFT, number)

    # Coming and waiting

    def _arrival(self) -> Callable[[int, int], None]:
        """Give what is done with each arrival: no more than this scenario needs."""
        scenario = self._scenario
        if scenario.balk or scenario.room is not None:
            return self._arrive_if_let_in
        return self._arrive if self._luck.patience is None else self._arrive_with_patience

    def _arrive(self, ticket: int, at: int) -> None:
        pairs = self._desk.arrive(ticket, at)
        if pairs:
            self._take_all(pairs, at)

    def _arrive_with_patience(self, ticket: int, at: int) -> None:
        self._arrive(ticket, at)
        if self.notes.assigned[ticket] == NEVER:
            patience = self._chance.patience[ticket]
            if patience < NEVER:
                # Who has waited too long before the scenario began leaves as soon as it does.
                ends = max(int(self._luck.created[ticket]) + patience, at)
                push(self._timetable, entry(ends, LEAVE, ticket))

    def _arrive_if_let_in(self, ticket: int, at: int) -> None:
        room = self._scenario.room
        if room is not None and self._in_system >= room:
            self.notes.turn_away(ticket, at, Outcome.BLOCKED)
        elif self._chance.balks(ticket, self._desk.n_waiting):
            self.notes.turn_away(ticket, at, Outcome.BALKED)
        else:
            self._in_system += 1
            if self._luck.patience is None:
                self._arrive(ticket, at)
            else:
                self._arrive_with_patience(ticket, at)

    def _leave(self, ticket: int, at: int, _: int) -> None:
        if self.notes.agent[ticket] < 0:  # later waits are not cut short
            self._in_system -= 1
            self.notes.turn_away(ticket, at, Outcome.ABANDONED)
            self._take_all(self._desk.leave(ticket, at), at)

    # Work

    def _take_all(self, pairs: Pairs, at: int) -> None:
        """Let agents begin with what they have been given."""
        assigned, agents = self.notes.assigned, self.notes.agent
        for ticket, agent in pairs:
            assigned[ticket] = at
            agents[ticket] = agent
            need = self._need(ticket, agent)
            if self._is_plain:
                push(self._timetable, (at + need) << SHIFT | ticket)
            else:
                self._take(ticket, agent, at, need)

    def _take(self, ticket: int, agent: int, at: int, need: int) -> None:
        code, chance = FINISH, self._chance
        if chance.may_bounce:
            barred = len(self.notes.barred.get(ticket, ()))
            others = self._desk.n_qualified(ticket) - barred - 1
            if others > 0 and chance.bounces(ticket, agent, self.notes.bounces.get(ticket, 0)):
                code, need = GIVE_UP, chance.until_bounce(ticket, need)
        self._place.begin(ticket, agent, at, need, code)

    def _begin(self, ticket: int, agent: int, at: int) -> None:
        self.notes.started[ticket] = at
        if self._desk.hears_starts:
            self._desk.start(ticket, agent, at)

    def _finish(self, ticket: int, at: int) -> None:
        notes = self.notes
        agent = notes.agent[ticket]
        notes.ended[ticket] = at
        self._in_system -= 1
        if not self._is_plain:
            self._place.end(agent, at)
        pairs = self._desk.finish(ticket, agent, at)
        if self._chance.may_reopen:
            delay = self._chance.reopens(ticket, notes.reopenings.get(ticket, 0))
            if delay < NEVER:
                push(self._timetable, entry(at + delay, REOPEN, ticket))
        if pairs:
            self._take_all(pairs, at)

    def _done(self, agent: int, at: int, number: int) -> None:
        """See to the event of an agent whose tickets slow each other down."""
        due = self._place.due(number, agent)
        if due is None:
            return
        ticket, code = due
        if code == FINISH:
            self._finish(ticket, at)
        else:
            self._give_up(ticket, at, number)

    def _give_up(self, ticket: int, at: int, _: int) -> None:
        agent = self.notes.agent[ticket]
        self.notes.give_up(ticket, agent, at)
        self._place.end(agent, at)
        self._take_all(self._desk.give_up(ticket, agent, at), at)

    def _reopen(self, ticket: int, at: int, _: int) -> None:
        self.notes.reopen(ticket)
        self._in_system += 1
        self._chance.renew_work(ticket, self.notes.reopenings[ticket])
        self._take_all(self._desk.reopen(ticket, at), at)

    # Time

    def _wake_at(self, at: int) -> None:
        """Wake the desk at a time, unless it is to be woken earlier anyway."""
        if self._woken < 0 or at < self._woken:
            self._woken = at
            self._wake_ups += 1
            push(self._timetable, entry(at, WAKE, 0))

    def _wake(self, _: int, at: int, __: int) -> None:
        self._wake_ups -= 1
        if at == self._woken:
            self._woken = -1
            self._take_all(self._desk.wake(at), at)
