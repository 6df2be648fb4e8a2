"""The plainest desks in one loop: one ticket at a time, around the clock, and nothing goes wrong.

It is what :class:`World` and :class:`LeanDesk` do together, written out, because each call would
cost as much as what it does. Tests hold it to the same results.
"""

from collections.abc import Iterator
from heapq import heappop, heappush, heapreplace
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER, Setup
from ticketroute.metrics import Outcome
from ticketroute.model import Presence, to_microseconds
from ticketroute.simulation._lean_order import AGENT_BITS, AGENT_MASK, RANK_BITS, RATIO_BITS
from ticketroute.simulation._lean_plan import LeanPlan, due_and_order
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._timetable import (
    CODE_FIELD,
    FINISH_FIELD,
    LEAVE,
    SHIFT,
    SUBJECT_MASK,
    Timetable,
    entry,
)
from ticketroute.simulation._world import EVERY

_VALUE_SHIFT: Final = RATIO_BITS + RANK_BITS + AGENT_BITS
"""Behind the value of an order stand the load ratio (0 for who is free), rank and agent."""


def is_plain(scenario: Scenario, setup: Setup) -> bool:
    """Say whether nothing happens but that tickets come, are worked on, and perhaps leave."""
    has_extras = (
        setup.shifts is not None
        or scenario.slow_down
        or scenario.at_once is not None
        or scenario.room is not None
        or scenario.balk
        or scenario.paces
    )
    return (
        not has_extras
        and all(agent.capacity.total == 1 for agent in scenario.agents)
        and all(agent.presence is Presence.ACTIVE for agent in scenario.agents)
        and not any(kind.bounce or kind.reopen for kind in scenario.kinds)
    )


class PlainRun:
    """Runs a plain scenario under an order of agents.

    Parameters
    ----------
    scenario, luck
        What comes, and what chance has in store for it.
    plan
        How agents and tickets are ordered.
    setup
        What the board would be told.
    end
        Until when it goes on, in microseconds since 1970 UTC.

    Attributes
    ----------
    due, notes
        By when each ticket is to be done, and what has happened to it.
    dispatcher
        None: there is none.
    """

    dispatcher: None = None

    def __init__(
        self, scenario: Scenario, luck: Luck, plan: LeanPlan, setup: Setup, end: int
    ) -> None:
        start = to_microseconds(scenario.start)
        self._times: NDArray[np.int64] = np.maximum(luck.created, start)
        self._luck = luck
        self._created: memoryview[int] = luck.created.data
        never = np.zeros(0, dtype=np.int64)
        self._patience: memoryview[int] = (never if luck.patience is None else luck.patience).data
        self._end = end
        self.due, (self._rank, self._by_rank) = due_and_order(scenario, luck, plan.order, setup)
        self.notes = Notes(len(luck))
        self.notes.started = self.notes.assigned  # work begins at once: one column for both
        # One ticket at a time: who is free has nothing in hand, so that the value of an order is
        # the time of release, or a constant of the agent.
        self._by_release = plan.order.is_by_release
        self._place = plan.order.places or (0,) * len(scenario.agents)
        self._profile_of_kind = plan.profile_of_kind
        self._waits = bytearray(len(luck))
        self._timetable: Timetable = [end << SHIFT]  # so that it never runs empty
        self._idle: list[list[int]] = [[] for _ in plan.profiles]
        self._lines: list[list[int]] = [[] for _ in plan.profiles]
        self._idle_of: list[list[list[int]]] = [[] for _ in scenario.agents]
        self._lines_of: list[list[list[int]]] = [[] for _ in scenario.agents]
        self._entry = [place << _VALUE_SHIFT for place in self._place]
        for number, members in enumerate(plan.profiles):
            for agent in members:
                self._entry[agent] |= agent
                self._idle_of[agent].append(self._idle[number])
                self._lines_of[agent].append(self._lines[number])
                heappush(self._idle[number], self._entry[agent])

    def steps(self) -> Iterator[int]:  # noqa: C901, PLR0912, PLR0915 - one loop, see above
        """Let everything happen, and pause now and then to say how many tickets have come."""
        timetable, waits, entries, by_release = (
            self._timetable,
            self._waits,
            self._entry,
            self._by_release,
        )
        ended, assigned, agents = self.notes.ended, self.notes.assigned, self.notes.agent
        rank, by_rank, place = self._rank, self._by_rank, self._place
        idle, lines, idle_of, lines_of = self._idle, self._lines, self._idle_of, self._lines_of
        work: memoryview[int] = self._luck.work.data
        kinds: memoryview[int] = self._luck.kind.data
        instants: memoryview[int] = self._times.data
        profile_of_kind, is_patient = self._profile_of_kind, self._luck.patience is None
        count = behind_all = len(instants)
        rank_of = [0] * len(entries)
        given = 0
        for ticket, at in chain(enumerate(instants), [(count, self._end - 1)]):
            until = at + 1 << SHIFT
            while (number := timetable[0]) < until:
                if number & CODE_FIELD != FINISH_FIELD:
                    heappop(timetable)
                    self._leave(number & SUBJECT_MASK, number >> SHIFT)
                    continue
                done, now = number & SUBJECT_MASK, number >> SHIFT
                ended[done] = now
                agent = agents[done]
                first, line = behind_all, timetable
                for each in lines_of[agent]:
                    while each and not waits[each[0]]:
                        heappop(each)
                    if each and each[0] < first:
                        first, line = each[0], each
                if first < behind_all:
                    waits[heappop(line)] = 0
                    following = by_rank[first]
                    assigned[following], agents[following] = now, agent
                    given += 1
                    rank_of[agent] = given
                    ends = now + work[following]
                    heapreplace(timetable, ends << SHIFT | FINISH_FIELD | following)
                else:
                    heappop(timetable)
                    value = now if by_release else place[agent]
                    mine = value << _VALUE_SHIFT | rank_of[agent] << AGENT_BITS | agent
                    entries[agent] = mine
                    for heap in idle_of[agent]:
                        heappush(heap, mine)
            if ticket == count:
                break
            profile = profile_of_kind[kinds[ticket]]
            heap = idle[profile]
            while heap:
                mine = heappop(heap)
                agent = mine & AGENT_MASK
                if entries[agent] == mine:
                    entries[agent] = -1
                    assigned[ticket], agents[ticket] = at, agent
                    given += 1
                    rank_of[agent] = given
                    heappush(timetable, (at + work[ticket]) << SHIFT | FINISH_FIELD | ticket)
                    break
            else:
                place_in_line = rank[ticket]
                waits[place_in_line] = 1
                heappush(lines[profile], place_in_line)
                if not is_patient:
                    self._expect_leave(ticket, at)
            if not (ticket + 1) % EVERY:
                yield ticket + 1
        yield count

    def _expect_leave(self, ticket: int, at: int) -> None:
        """Let somebody wait no longer than his or her patience lasts."""
        patience = self._patience[ticket]
        if patience < NEVER:
            ends = max(self._created[ticket] + patience, at)
            heappush(self._timetable, entry(ends, LEAVE, ticket))

    def _leave(self, ticket: int, at: int) -> None:
        """Let somebody go who has not been served by now."""
        if self.notes.agent[ticket] < 0:
            self._waits[self._rank[ticket]] = 0
            self.notes.turn_away(ticket, at, Outcome.ABANDONED)
