"""Two agents, each of whom may find at once that a ticket is not for him: a chain."""

from collections.abc import Iterator

import pytest

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import average_number, calls, desk, settled, team
from tests.simulation.theory.queues import birth_death
from ticketroute.metrics import Journeys, Outcome
from ticketroute.strategies import Sequential

RATE, ROOM = 1.5, 7

Desk = tuple[bool, bool, int, int, int]
"""Whether each agent works, how many wait for anybody, and how many for either one only."""


def solved(bounce: float) -> dict[Desk, float]:
    """Give how likely each state is.

    What has been given back is older than whatever waits for anybody, so it comes first.
    """

    def moves(state: Desk) -> Iterator[tuple[float, Desk]]:
        one, two, line, for_one, for_two = state
        if one + two + line + for_one + for_two < ROOM:
            if not one:
                yield RATE * (1 - bounce), (True, two, line, for_one, for_two)
                if two:
                    yield RATE * bounce, (False, True, line, for_one, for_two + 1)
                else:
                    yield RATE * bounce, (False, True, line, for_one, for_two)
            elif not two:
                yield RATE * (1 - bounce), (True, True, line, for_one, for_two)
                yield RATE * bounce, (True, False, line, for_one + 1, for_two)
            else:
                yield RATE, (True, True, line + 1, for_one, for_two)
        if one:
            for chance, (works, left, own, others) in _next(line, for_one, for_two, bounce):
                yield chance, (works, two, left, own, others)
        if two:
            for chance, (works, left, own, others) in _next(line, for_two, for_one, bounce):
                yield chance, (one, works, left, others, own)

    return stationary((False, False, 0, 0, 0), moves)


def _next(
    line: int, own: int, others: int, bounce: float
) -> Iterator[tuple[float, tuple[bool, int, int, int]]]:
    """Let an agent who gets free go through the line until a ticket is for him."""
    if own:
        yield 1.0, (True, line, own - 1, others)
        return
    for bad in range(line):
        yield bounce**bad * (1 - bounce), (True, line - bad - 1, own, others + bad)
    yield bounce**line, (False, 0, own, others + line)


def test_the_chain_where_there_is_a_formula() -> None:
    """If nothing is given back, it is one line before two agents."""
    likely = solved(0.0)
    line = birth_death(lambda _: RATE, lambda number: min(number, 2), ROOM + 1)
    assert expected(likely, lambda state: sum(state) == ROOM) == pytest.approx(line[-1])


def waiting(journeys: Journeys) -> float:
    """Give how many wait on average: all who are there, less those who are worked on."""
    there = average_number(journeys, journeys.created, journeys.ended)
    return there - average_number(journeys, journeys.stays.started, journeys.stays.ended)


def test_agents_who_give_back_at_once() -> None:
    """How many find no room, how many wait, and how much each agent works."""
    bounce = 0.3
    kind = calls(RATE, bounce=bounce, bounce_after=1e-9)
    runs = replicated(desk(kind, team(2), 6_000, room=ROOM), Sequential(sequence=["a000", "a001"]))
    theory, wrong = solved(bounce), solved(0.0)

    def full(state: Desk) -> bool:
        return sum(state) == ROOM

    blocked = by_run(runs, lambda run: share(run.outcome[settled(run)] == Outcome.BLOCKED))
    agree_on_share(blocked, expected(theory, full), expected(wrong, full), within=0.008)
    in_line = [expected(each, lambda state: sum(state[2:])) for each in (theory, wrong)]
    agree_on_mean(by_run(runs, waiting), in_line[0], in_line[1], within=0.07)
    for agent in (0, 1):

        def busy(run: Journeys, agent: int = agent) -> float:
            mine = run.stays.agent == agent
            return average_number(run, run.stays.started[mine], run.stays.ended[mine])

        shares = [expected(each, lambda state: state[agent]) for each in (theory, wrong)]  # noqa: B023
        agree_on_share(by_run(runs, busy), shares[0], shares[1], within=0.013)
