"""Strategies that hold tickets although somebody is free: a slow agent, and one kept in reserve."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
)
from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import average_number, calls, desk, team
from ticketroute import Agent
from ticketroute.board import NOBODY, View
from ticketroute.metrics import Journeys
from ticketroute.sla import StrictLevels
from ticketroute.strategies import FewestOpen, Reserve, TicketByTicket

RATE, FAST, SLOW = 0.8, 1.0, 0.3
ROOM = 12

Fast = tuple[bool, bool, int]
"""Whether the fast and the slow agent work, and how many wait."""


def slow_from(least: int, view: View, ticket: int) -> int:
    """Give a ticket to the slow agent only if at least so many wait."""
    free = view.candidates(ticket).tolist()
    if 0 in free:
        return 0
    return 1 if 1 in free and len(view.waiting_set) >= least else NOBODY


def with_threshold(least: int) -> tuple[float, float]:
    """Give how many tickets there are, and how much the slow agent works, by what he waits for."""

    def moves(state: Fast) -> Iterator[tuple[float, Fast]]:
        fast, slow, line = state
        if fast + slow + line < ROOM:
            if not fast:
                yield RATE, (True, slow, line)
            elif not slow and line + 1 >= least:
                yield RATE, (True, True, line)
            else:
                yield RATE, (True, slow, line + 1)
        if fast:
            yield FAST, (True, slow, line - 1) if line else (False, slow, 0)
        if slow:
            yield SLOW, (fast, True, line - 1) if line >= max(least, 1) else (fast, False, line)

    likely = stationary((False, False, 0), moves)
    return expected(likely, sum), expected(likely, lambda state: state[1])


def test_the_best_threshold_is_neither_none_nor_all() -> None:
    """It pays to let some wait for the fast agent, but not all."""
    numbers = [with_threshold(least)[0] for least in (1, 2, 3, ROOM)]
    assert min(numbers) not in (numbers[0], numbers[-1])


def number_there(journeys: Journeys) -> float:
    """Give how many tickets there are on average."""
    return average_number(journeys, journeys.created, journeys.ended)


def busy_when_slow(journeys: Journeys) -> float:
    """Give how much of the time the slow agent works."""
    mine = journeys.agent == 1
    return average_number(journeys, journeys.started[mine], journeys.ended[mine])


@pytest.mark.parametrize("least", [2, 3])
def test_slow_agent_from_so_many_on(least: int) -> None:
    """A slow agent helps only when enough tickets wait, at arrivals and whenever he gets free."""
    agents = [Agent(id="0 fast", capacity=1), Agent(id="1 slow", capacity=1)]
    scenario = desk(calls(RATE), agents, 500, room=ROOM, paces={"1 slow": 1 / SLOW})
    runs = replicated(scenario, TicketByTicket(partial(slow_from, least)))
    theory, wrong, never = map(with_threshold, (least, least + 1, ROOM))
    agree_on_share(by_run(runs, busy_when_slow), theory[1], wrong[1], within=0.045)
    agree_on_mean(by_run(runs, number_there), theory[0], never[0], within=0.12)


Kept = tuple[int, int, int]
"""How many agents work, and how many of the urgent and of the other kind wait."""


def lines_with_reserve(agents: int, kept: int) -> tuple[float, float]:
    """Give how many of each kind wait if others are only served while more agents are free."""
    room = 10

    def moves(state: Kept) -> Iterator[tuple[float, Kept]]:
        working, urgent, other = state
        if working + urgent + other < room:
            yield 0.6, (working + 1, 0, other) if working < agents else (working, urgent + 1, other)
            if working < agents - kept:
                yield 0.9, (working + 1, urgent, other)
            else:
                yield 0.9, (working, urgent, other + 1)
        if working:
            yield float(working), _served(working - 1, urgent, other)

    def _served(working: int, urgent: int, other: int) -> Kept:
        if urgent:
            return working + 1, urgent - 1, other
        if other and working < agents - kept:
            return working + 1, 0, other - 1
        return working, urgent, other

    likely = stationary((0, 0, 0), moves)
    return expected(likely, lambda state: state[1]), expected(likely, lambda state: state[2])


def test_some_are_kept_for_urgent_tickets() -> None:
    """One of three agents is kept free for urgent tickets."""
    kinds = [
        calls(rate, name=name, fields={"impact": level, "urgency": level})
        for level, (name, rate) in enumerate({"urgent": 0.6, "other": 0.9}.items(), start=1)
    ]
    policy = Reserve(
        FewestOpen(order=StrictLevels()), units=1, unless=lambda ticket: ticket.impact == 1
    )
    runs = replicated(desk(kinds, team(3), 600, room=10), policy, runs=15)
    theory, wrong = lines_with_reserve(3, 1), lines_with_reserve(3, 0)
    for kind in (0, 1):

        def in_line(run: Journeys, kind: int = kind) -> float:
            mine = run.kind == kind
            begins = np.minimum(run.started, run.ended)[mine]
            return average_number(run, run.created[mine], begins)

        agree_on_mean(by_run(runs, in_line), theory[kind], wrong[kind], within=0.6)
