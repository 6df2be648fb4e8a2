"""How the work in an agent's hands goes on: all of it at once, slowed down, or in turn."""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from math import ceil
from typing import Protocol

from ticketroute.board import NEVER
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._timetable import DONE, SHIFT, Timetable, entry, push

Start = Callable[[int, int, int], None]
"""Is told of the ticket, the agent and the time when work begins."""


class Workplace(Protocol):
    """Turns work into the time at which it ends, and puts that into the timetable."""

    def begin(self, ticket: int, agent: int, at: int, need: int, code: int) -> None:
        """Take a ticket into an agent's hands, which takes so long and then ends as `code` says."""
        ...

    def end(self, agent: int, at: int) -> None:
        """Note that a ticket has left an agent's hands."""
        ...

    def due(self, number: int, agent: int) -> tuple[int, int] | None:
        """Say which ticket an event `DONE` is about and how it ends; None if it is out of date."""
        ...


class AtOnce:
    """Everything in hand is worked on at full speed; after hours, too, or in hours only."""

    def __init__(self, timetable: Timetable, start: Start, hours: list[Hours] | None) -> None:
        self._timetable = timetable
        self._start = start
        self._hours = hours

    def begin(self, ticket: int, agent: int, at: int, need: int, code: int) -> None:
        """Work on it at once."""
        self._start(ticket, agent, at)
        ends = at + need if self._hours is None else self._hours[agent].add(at, need)
        if ends < NEVER:
            push(self._timetable, entry(ends, code, ticket))

    def end(self, agent: int, at: int) -> None:
        """Go on with the rest, which does not notice."""

    def due(self, number: int, agent: int) -> tuple[int, int] | None:
        """Say nothing: each ticket has an event of its own."""
        raise NotImplementedError


class InTurn(AtOnce):
    """So many at a time, the rest in the order in which the agent got them."""

    def __init__(
        self, timetable: Timetable, start: Start, hours: list[Hours] | None, agents: int, most: int
    ) -> None:
        super().__init__(timetable, start, hours)
        self._most = most
        self._running = [0] * agents
        self._waiting: list[deque[tuple[int, int, int]]] = [deque() for _ in range(agents)]

    def begin(self, ticket: int, agent: int, at: int, need: int, code: int) -> None:
        """Work on it, or let it wait its turn."""
        if self._running[agent] < self._most:
            self._running[agent] += 1
            super().begin(ticket, agent, at, need, code)
        else:
            self._waiting[agent].append((ticket, need, code))

    def end(self, agent: int, at: int) -> None:
        """Take up the next one."""
        self._running[agent] -= 1
        if self._waiting[agent]:
            ticket, need, code = self._waiting[agent].popleft()
            self._running[agent] += 1
            super().begin(ticket, agent, at, need, code)


class Slowed:
    """Everything in hand is worked on, each at a speed that goes by how many there are.

    All tickets of an agent go on at the same speed. So one count of the work that each has got
    since the agent began tells when each is done, and only the next one needs an event.
    """

    def __init__(
        self, timetable: Timetable, start: Start, agents: int, speeds: tuple[float, ...]
    ) -> None:
        self._timetable = timetable
        self._start = start
        self._speeds = speeds
        self._done = [0.0] * agents
        self._last = [0] * agents
        self._next = [0] * agents
        self._jobs: list[list[tuple[float, int, int]]] = [[] for _ in range(agents)]

    def begin(self, ticket: int, agent: int, at: int, need: int, code: int) -> None:
        """Work on it, and on the rest more slowly."""
        self._start(ticket, agent, at)
        self._go_on(agent, at)
        heappush(self._jobs[agent], (self._done[agent] + need, ticket, code))
        self._expect(agent, at)

    def end(self, agent: int, at: int) -> None:
        """Go on with the rest, faster: it has left the list already."""
        self._expect(agent, at)

    def due(self, number: int, agent: int) -> tuple[int, int] | None:
        """Say which ticket is done, and how it ends."""
        if self._next[agent] != number:
            return None
        self._go_on(agent, number >> SHIFT)
        done, ticket, code = heappop(self._jobs[agent])
        self._done[agent] = max(done, self._done[agent])
        return ticket, code

    def _go_on(self, agent: int, at: int) -> None:
        """Count the work that has been done since the last time."""
        count = len(self._jobs[agent])
        if count:
            speed = self._speeds[min(count, len(self._speeds)) - 1]
            self._done[agent] += (at - self._last[agent]) * speed
        self._last[agent] = at

    def _expect(self, agent: int, at: int) -> None:
        """Put the next end into the timetable; an earlier one is out of date by that."""
        jobs = self._jobs[agent]
        if not jobs:
            self._next[agent] = 0
            return
        speed = self._speeds[min(len(jobs), len(self._speeds)) - 1]
        left = max(jobs[0][0] - self._done[agent], 0.0)
        self._next[agent] = number = entry(at + ceil(left / speed), DONE, agent)
        push(self._timetable, number)


def workplace_of(
    scenario: Scenario, hours: list[Hours], timetable: Timetable, start: Start
) -> Workplace:
    """Give the way in which agents of a scenario work."""
    agents = len(scenario.agents)
    resting = hours if scenario.after_hours == "pause" else None
    if scenario.slow_down:
        return Slowed(timetable, start, agents, scenario.slow_down)
    if scenario.at_once is not None:
        return InTurn(timetable, start, resting, agents, scenario.at_once)
    return AtOnce(timetable, start, resting)
