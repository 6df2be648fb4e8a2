"""What is done when something happens to a ticket: it comes, waits, is worked on, comes back."""

from collections.abc import Callable

from ticketroute.board import NEVER
from ticketroute.metrics import Outcome
from ticketroute.simulation._chance import Chance
from ticketroute.simulation._desk import Desk, Pairs
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._timetable import (
    DONE,
    FINISH,
    FINISH_FIELD,
    GIVE_UP,
    LEAVE,
    REOPEN,
    SHIFT,
    WAKE,
    Timetable,
    entry,
    push,
)
from ticketroute.simulation._work import AtOnce, workplace_of

Handler = Callable[[int, int, int], None]
"""Is told whom it is about, when it is, and the entry of the timetable."""


class Happenings:
    """Tells the desk of each event, and puts what follows from its answer into the timetable.

    Parameters
    ----------
    scenario, luck
        What comes, and what chance has in store for it.
    desk
        What decides.
    hours
        When each agent works, by position.

    Attributes
    ----------
    timetable
        What is to happen.
    notes
        What has happened.
    handlers
        What is done, by the code of what happens.
    wake_ups
        How many entries of the timetable only wake the desk.
    """

    def __init__(self, scenario: Scenario, luck: Luck, desk: Desk, hours: list[Hours]) -> None:
        self._scenario = scenario
        self._luck = luck
        self._desk = desk
        self.timetable: Timetable = []
        self._chance = Chance(scenario, luck)
        self._need = self._chance.need
        self.notes = Notes(len(luck))
        self._place = workplace_of(scenario, hours, self.timetable, self._begin)
        # Work begins at once and goes on to its end: then nothing but that end is of interest.
        is_plain = (
            type(self._place) is AtOnce
            and scenario.after_hours == "finish"
            and not self._chance.may_bounce
            and not desk.hears_starts
        )
        if is_plain:
            self.notes.started = self.notes.assigned  # one column for both
        self._take = self._take_plainly if is_plain else self._take_up
        self._let_in = self._arrive if luck.patience is None else self._arrive_with_patience
        self._in_system = 0
        self._woken = -1
        self.wake_ups = 0
        self.handlers: dict[int, Handler] = {
            DONE: self._done,
            GIVE_UP: self._give_up,
            WAKE: self._wake,
            LEAVE: self._leave,
            REOPEN: self._reopen,
            FINISH: self._finish,
        }

    def begin(self, at: int) -> None:
        """Open the desk."""
        self._take_all(self._desk.begin(at, self._wake_at), at)

    # Coming and waiting

    def arrival(self) -> Callable[[int, int], None]:
        """Give what is done with each arrival: no more than this scenario needs."""
        scenario = self._scenario
        if scenario.balk or scenario.room is not None:
            return self._arrive_if_let_in
        return self._let_in

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
                push(self.timetable, entry(ends, LEAVE, ticket))

    def _arrive_if_let_in(self, ticket: int, at: int) -> None:
        room = self._scenario.room
        is_new = ticket >= self._luck.waited
        if is_new and room is not None and self._in_system >= room:
            self.notes.turn_away(ticket, at, Outcome.BLOCKED)
        elif is_new and self._chance.balks(ticket, self._desk.n_waiting):
            self.notes.turn_away(ticket, at, Outcome.BALKED)
        else:
            self._in_system += 1
            self._let_in(ticket, at)

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
            self._take(ticket, agent, at, self._need(ticket, agent))

    def _take_plainly(self, ticket: int, _: int, at: int, need: int) -> None:
        push(self.timetable, (at + need) << SHIFT | FINISH_FIELD | ticket)

    def _take_up(self, ticket: int, agent: int, at: int, need: int) -> None:
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

    def _finish(self, ticket: int, at: int, _: int) -> None:
        notes = self.notes
        agent = notes.agent[ticket]
        notes.ended[ticket] = at
        self._in_system -= 1
        self._place.end(agent, at)
        pairs = self._desk.finish(ticket, agent, at)
        if self._chance.may_reopen:
            delay = self._chance.reopens(ticket, notes.reopenings.get(ticket, 0))
            if delay < NEVER:
                push(self.timetable, entry(at + delay, REOPEN, ticket))
        if pairs:
            self._take_all(pairs, at)

    def _done(self, agent: int, at: int, number: int) -> None:
        """See to the event of an agent whose tickets slow each other down."""
        due = self._place.due(number, agent)
        if due is None:
            return
        ticket, code = due
        if code == FINISH:
            self._finish(ticket, at, number)
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
            self.wake_ups += 1
            push(self.timetable, entry(at, WAKE, 0))

    def _wake(self, _: int, at: int, __: int) -> None:
        self.wake_ups -= 1
        if at == self._woken:
            self._woken = -1
            self._take_all(self._desk.wake(at), at)
