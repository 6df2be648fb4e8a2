"""One line before equal agents: how many wait, for how long, by which law (M/M/c)."""

from datetime import timedelta

import numpy as np
import pytest

from tests.simulation.theory.agreement import (
    LEVEL,
    MORE,
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.desks import MINUTE, calls, desk, team, waits
from tests.simulation.theory.queues import erlang_c, tail_of_many, wait_of_many
from ticketroute.metrics import service_level
from ticketroute.simulation import first_come_waits, mean_interval
from ticketroute.sla import NewestFirst
from ticketroute.strategies import LongestIdle


@pytest.mark.parametrize(("agents", "load", "tickets"), [(1, 0.5, 40_000), (3, 1.8, 60_000)])
def test_waits(agents: int, load: float, tickets: int) -> None:
    """How many wait, for how long, by which law; the service level says the same."""
    runs = replicated(desk(calls(load), team(agents), tickets), "longest-idle")
    more = agents + 1
    waited = by_run(runs, lambda run: share(waits(run) > 0))
    agree_on_share(waited, erlang_c(agents, load), erlang_c(more, load))
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_of_many(agents, load, 1), wait_of_many(more, load, 1))
    for longer in (0.25, 0.5, 1.0, 2.0, 3.0):
        late = by_run(runs, lambda run, longer=longer: share(waits(run) > longer))  # type: ignore[misc]
        theory, wrong = (tail_of_many(each, load, 1, longer) for each in (agents, more))
        agree_on_share(late, theory, wrong)
    half = timedelta(seconds=30)
    levels = by_run(runs, lambda run: service_level(run, half, rule="offered").share)
    theory, wrong = (1 - tail_of_many(each, load, 1, 0.5) for each in (agents, more))
    agree_on_share(levels, theory, wrong)


def test_the_order_makes_the_law() -> None:
    """Served newest first, the mean wait is the same, but not the law: our test would see it."""
    runs = replicated(desk(calls(1.8), team(3), 15_000), LongestIdle(order=NewestFirst()))
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_of_many(3, 1.8, 1), wait_of_many(4, 1.8, 1), within=0.1)
    late = mean_interval(by_run(runs, lambda run: share(waits(run) > 0.5)), level=LEVEL)
    assert late.high < tail_of_many(3, 1.8, 1, 0.5) - 0.02


def test_on_the_board_that_runs_live() -> None:
    """The kernel itself, with a strategy whose form is general, agrees, too."""
    runs = replicated(desk(calls(1.2), team(2), 1200), "round-robin", engine="board")
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, wait_of_many(2, 1.2, 1), wait_of_many(3, 1.2, 1), within=0.2)


@pytest.mark.parametrize(("agents", "load"), [(1, 0.6), (5, 3.5), (30, 25.0)])
def test_waits_that_are_worked_out(agents: int, load: float) -> None:
    """The recursions agree with the same theory, over many more tickets."""
    line = desk(calls(load), team(agents), 100_000)
    found = first_come_waits(line, 9, replications=40 * MORE)
    parts = [found.of(run) for run in range(found.runs)]
    settled = [found.waits[part][(part.stop - part.start) // 10 :] / MINUTE for part in parts]
    means = [float(np.mean(each)) for each in settled]
    theory, wrong = (wait_of_many(each, load, 1) for each in (agents, agents + 1))
    agree_on_mean(means, theory, wrong, within=0.06)
    late = [float(np.mean(each > 0.5)) for each in settled]
    theory, wrong = (tail_of_many(each, load, 1, 0.5) for each in (agents, agents + 1))
    agree_on_share(late, theory, wrong)
