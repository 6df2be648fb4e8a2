"""Work that is not exponential: one agent (Pollaczek and Khinchine), several with fixed times."""

from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import poisson

from tests.simulation.theory.agreement import MORE, agree_on_mean, by_run, replicated
from tests.simulation.theory.desks import MINUTE, calls, desk, team, waits
from tests.simulation.theory.queues import wait_of_many, wait_of_one
from ticketroute.simulation import Distributed, Durations, Fixed, LogNormal, first_come_waits

WORKS: list[tuple[Durations, float]] = [
    (Fixed(timedelta(minutes=1)), 0.0),
    (LogNormal(timedelta(minutes=1), variation=0.7), 0.7),
    (LogNormal(timedelta(minutes=1)), 1.0),
]


@pytest.mark.parametrize(("work", "variation"), WORKS)
def test_one_agent(work: Durations, variation: float) -> None:
    """The mean wait goes by mean and variance of the work."""
    runs = replicated(desk(calls(0.5, work), team(1), 40_000), "longest-idle")
    means = by_run(runs, lambda run: waits(run).mean())
    theory, wrong = (wait_of_one(0.5, 1.0, each) for each in (variation, variation + 0.3))
    agree_on_mean(means, theory, wrong)


def test_two_sorts_of_work_for_one_agent() -> None:
    """Short and long work in one line: the mixture has a variance of its own."""
    kinds = [calls(0.2, 0.5, "short"), calls(0.2, 2.0, "long")]
    runs = replicated(desk(kinds, team(1), 40_000), "longest-idle")
    mean, second = (0.5 + 2.0) / 2, (2 * 0.5**2 + 2 * 2.0**2) / 2  # of both sorts, as likely
    variation = float(np.sqrt(second - mean**2)) / mean
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_of_one(0.4, mean, variation), wait_of_one(0.4, mean, 1.0), 0.05)


def wait_with_fixed_work(agents: int, load: float) -> float:
    """Give the mean wait where all work takes a minute (M/D/c).

    Who is there in a minute: those who are there now and have to wait, and who comes meanwhile.
    """
    states = 150
    arriving = poisson(load).pmf(np.arange(states))
    moves = np.zeros((states, states))
    for number in range(states):
        left = max(number - agents, 0)
        moves[number, left:] = arriving[: states - left]
    moves /= moves.sum(axis=1, keepdims=True)
    likely = np.linalg.matrix_power(moves, 4096)[0]
    return float(np.maximum(np.arange(states) - agents, 0) @ likely) / load


def test_fixed_work_by_hand() -> None:
    """With one agent it is half the wait of exponential work."""
    assert wait_with_fixed_work(1, 0.6) == pytest.approx(wait_of_one(0.6, 1.0, 0.0))


def test_several_agents_with_fixed_work() -> None:
    """No formula is as simple with several agents; but a chain from minute to minute tells."""
    runs = replicated(desk(calls(2.2, WORKS[0][0]), team(3), 20_000), "fewest-open")
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_with_fixed_work(3, 2.2), wait_of_many(3, 2.2, 1) / 2, 0.04)


def test_waits_that_are_worked_out_with_any_work() -> None:
    """The recursions agree, too: one agent with gamma work, several with fixed work."""
    from scipy.stats import gamma

    one = desk(calls(0.6, Distributed(gamma(2, scale=0.5))), team(1), 40_000)
    several = desk(calls(2.2, WORKS[0][0]), team(3), 40_000)
    theories = [wait_of_one(0.6, 1.0, np.sqrt(0.5)), wait_with_fixed_work(3, 2.2)]
    for line, theory, wrong in zip((one, several), theories, theories[::-1], strict=True):
        found = first_come_waits(line, 1, replications=40 * MORE)
        means = [float(found.waits[found.of(run)].mean()) / MINUTE for run in range(found.runs)]
        agree_on_mean(means, theory, wrong)
