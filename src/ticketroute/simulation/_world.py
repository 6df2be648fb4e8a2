"""Simulated time: what happens around a desk, one thing after the other.

The world knows what chance has in store and asks the desk who gets what; the desk knows nothing
but what a live one would. Nothing here depends on how the desk decides.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.dispatcher import Dispatcher
from ticketroute.model import to_microseconds
from ticketroute.simulation._desk import Desk
from ticketroute.simulation._happenings import Happenings
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._timetable import (
    CODE_FIELD,
    FINISH,
    FINISH_FIELD,
    SHIFT,
    SUBJECT_MASK,
    parts,
    pop,
)

EVERY: Final = 1024
"""How many tickets come in a step."""


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
    end
        Until when it goes on at most, in microseconds since 1970 UTC.
    """

    def __init__(
        self, scenario: Scenario, luck: Luck, desk: Desk, hours: list[Hours], end: int
    ) -> None:
        self._desk = desk
        self._start = to_microseconds(scenario.start)
        self._end = end
        self._times: NDArray[np.int64] = np.maximum(luck.created, self._start)
        self._happenings = Happenings(scenario, luck, desk, hours)

    def steps(self) -> Iterator[int]:
        """Let everything happen, and pause now and then to say how many tickets have come."""
        self._happenings.begin(self._start)
        arrive, happen = self._happenings.arrival(), self._happen
        timetable, finish = self._happenings.timetable, self._happenings.handlers[FINISH]
        instants: memoryview[int] = self._times.data
        for ticket, at in enumerate(instants):
            until = at + 1 << SHIFT
            while timetable and timetable[0] < until:
                number = pop(timetable)
                if number & CODE_FIELD == FINISH_FIELD:  # mostly
                    finish(number & SUBJECT_MASK, number >> SHIFT, number)
                else:
                    happen(number)
            arrive(ticket, at)
            if not (ticket + 1) % EVERY:
                yield ticket + 1
        self._run_on()
        yield len(instants)

    def _run_on(self) -> None:
        """Let happen what is left when nobody comes any more."""
        timetable, last = self._happenings.timetable, self._end << SHIFT
        while timetable and timetable[0] < last and not self._is_over():
            self._happen(pop(timetable))

    def _is_over(self) -> bool:
        """Say whether all that could still happen is that shifts begin and end."""
        is_idle = len(self._happenings.timetable) == self._happenings.wake_ups
        return is_idle and not self._desk.n_waiting

    def _happen(self, number: int) -> None:
        at, code, subject = parts(number)
        self._happenings.handlers[code](subject, at, number)

    @property
    def due(self) -> NDArray[np.int64]:
        """By when each ticket is to be done."""
        return self._desk.due

    @property
    def dispatcher(self) -> Dispatcher | None:
        """The live desk, if there is one."""
        return self._desk.dispatcher

    @property
    def notes(self) -> Notes:
        """What has happened to each ticket."""
        return self._happenings.notes
