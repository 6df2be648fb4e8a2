"""Tickets that are given out as they come, into lines of each agent's own."""

from collections.abc import Iterator

import numpy as np
import pytest

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import calls, desk, team, waits
from tests.simulation.theory.queues import root_of_erlang_arrivals, wait_of_many
from ticketroute.simulation import PolicyLike
from ticketroute.strategies import FewestOpen, LeastRecentlyAssigned, RoundRobin, WeightedRandom


@pytest.mark.parametrize(
    ("policy", "tickets", "loose"),
    [(LeastRecentlyAssigned(), 15_000, 1.5), (RoundRobin(), 1_000, 6)],
)
def test_in_turn(policy: PolicyLike, tickets: int, loose: float) -> None:
    """Each agent gets every third ticket of a Poisson stream (E_3/M/1)."""
    rate = 1.8
    runs = replicated(desk(calls(rate), team(3, None), tickets, at_once=1), policy)
    root, wrong = (root_of_erlang_arrivals(stages, rate * stages / 3, 1.0) for stages in (3, 1))
    agree_on_share(by_run(runs, lambda run: share(waits(run) > 0)), root, wrong, 0.006 * loose)
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, root / (1 - root), wait_of_many(3, rate, 1), 0.04 * loose)
    for longer in (0.5, 1.0, 3.0):  # exponential; who came last does not come first
        late = by_run(runs, lambda run, longer=longer: share(waits(run) > longer))  # type: ignore[misc]
        theory, other = (each * np.exp(-(1 - each) * longer) for each in (root, wrong))
        agree_on_share(late, theory, other, 0.006 * loose)


def test_by_chance() -> None:
    """Each agent gets a Poisson stream (M/M/1)."""
    runs = replicated(desk(calls(1.0), team(2, None), 1_200, at_once=1), WeightedRandom(seed=1))
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_of_many(1, 0.5, 1), wait_of_many(2, 1.0, 1), within=0.15)


def test_to_the_shortest_line() -> None:
    """Two lines, each ticket to the shorter one: a chain in two numbers."""

    def moves(lines: tuple[int, int]) -> Iterator[tuple[float, tuple[int, int]]]:
        short, long = lines
        if short + long < 60:
            after = short + 1, long
            yield 1.4, (min(after), max(after))
        if short:
            yield 1.0, (short - 1, long)
        if long:
            after = short, long - 1
            yield 1.0, (min(after), max(after))

    likely = stationary((0, 0), moves)
    in_line = expected(likely, lambda lines: sum(max(each - 1, 0) for each in lines))
    runs = replicated(desk(calls(1.4), team(2, None), 12_000, at_once=1), FewestOpen())
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, in_line / 1.4, wait_of_many(2, 1.4, 1), within=0.07)
