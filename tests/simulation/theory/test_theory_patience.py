"""Some do not wait for ever (Erlang A): who leaves, who waits how long, who is served in time."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from scipy.linalg import expm

from tests.simulation.theory.agreement import (
    Engine,
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.desks import average_number, calls, desk, minutes, settled, team, waits
from tests.simulation.theory.queues import birth_death, erlang_c
from ticketroute.metrics import AbandonmentRule, Outcome, service_level
from ticketroute.simulation import Exponential

STATES = 60


class ErlangA:
    """Poisson arrivals, equal agents with exponential work, exponential patience; per minute.

    Parameters
    ----------
    agents, rate
        How many there are, and how many tickets come.
    leaving
        One by how long somebody is patient on average.
    """

    def __init__(self, agents: int, rate: float, leaving: float) -> None:
        self.agents, self.rate, self.leaving = agents, rate, leaving
        self.likely = birth_death(lambda _: rate, self._deaths, STATES + agents)

    def _deaths(self, number: int) -> float:
        return min(number, self.agents) + max(number - self.agents, 0) * self.leaving

    @property
    def in_line(self) -> float:
        """How many wait on average."""
        return float(sum(max(n - self.agents, 0) * p for n, p in enumerate(self.likely)))

    @property
    def lost(self) -> float:
        """The share that leaves."""
        return self.leaving * self.in_line / self.rate

    def fates(self, within: float) -> tuple[float, float]:
        """Give the shares of those who are served, and of those who leave, in so many minutes.

        Whoever comes finds some in the line before; they go one by one, served or not.
        """
        served, left = STATES, STATES + 1
        rates = np.zeros((STATES + 2, STATES + 2))
        for before in range(STATES):
            rates[before, before - 1 if before else served] = self.agents + before * self.leaving
            rates[before, left] = self.leaving
        rates -= np.diag(rates.sum(axis=1))
        later = expm(rates * within)
        start = np.append(self.likely[self.agents :], [0.0, 0.0])
        at_once = self.likely[: self.agents].sum()
        return float(at_once + start @ later[:, served]), float(start @ later[:, left])

    def level(self, within: float, rule: AbandonmentRule) -> float:
        """Give the service level."""
        in_time, left_in_time = self.fates(within)
        return {
            AbandonmentRule.ANSWERED: in_time / (1 - self.lost),
            AbandonmentRule.OFFERED: in_time,
            AbandonmentRule.LESS_SHORT: in_time / (1 - left_in_time),
            AbandonmentRule.SHORT_ARE_MET: in_time + left_in_time,
        }[rule]


def test_patience_by_hand() -> None:
    """If patience is as long as work, all go alike: a Poisson number (M/M/infinity)."""
    alike = ErlangA(2, 3.0, 1.0)
    poisson = np.exp(-3.0) * np.cumprod([1.0, 3.0, 1.5, 1.0, 0.75])
    assert alike.likely[:5] == pytest.approx(poisson)
    # Nobody is for ever in the line; and almost endless patience is none.
    assert sum(alike.fates(1e3)) == pytest.approx(1.0)
    assert 1 - ErlangA(5, 2.0, 1e-9).fates(0.0)[0] == pytest.approx(erlang_c(5, 2.0))
    assert alike.fates(1e3)[1] == pytest.approx(alike.lost)


@pytest.mark.parametrize(("engine", "tickets", "loose"), [("auto", 25_000, 1), ("board", 500, 8)])
def test_some_leave(engine: Engine, tickets: int, loose: float) -> None:
    """Who leaves, how many wait, and three ways and one to count it."""
    theory, wrong = (ErlangA(agents, 4.4, 0.4) for agents in (4, 5))
    kind = calls(4.4, patience=Exponential(minutes(2.5)))
    runs = replicated(desk(kind, team(4), tickets), "longest-idle", engine=engine)
    lost = by_run(runs, lambda run: share(run.outcome[settled(run)] == Outcome.ABANDONED))
    agree_on_share(lost, theory.lost, wrong.lost, within=0.005 * loose)
    in_line = by_run(
        runs,
        lambda run: average_number(run, run.created, np.minimum(run.first_assigned, run.ended)),
    )
    agree_on_mean(in_line, theory.in_line, wrong.in_line, within=0.03 * loose)
    for rule in AbandonmentRule:
        levels = by_run(
            runs,
            lambda run, rule=rule: service_level(run, timedelta(seconds=20), rule=rule).share,  # type: ignore[misc]
        )
        expected, other = (each.level(1 / 3, rule) for each in (theory, wrong))
        agree_on_share(levels, expected, other, within=0.007 * loose)


def test_the_law_of_waits() -> None:
    """Of those who are served, so many waited longer than that."""
    theory, wrong = (ErlangA(2, 2.2, each) for each in (0.5, 0.7))
    runs = replicated(
        desk(calls(2.2, patience=Exponential(minutes(2))), team(2), 15_000), "longest-idle"
    )
    for longer in _quarters():
        late = by_run(runs, lambda run, longer=longer: share(waits(run) > longer))  # type: ignore[misc]
        expected, other = (1 - each.fates(longer)[0] / (1 - each.lost) for each in (theory, wrong))
        agree_on_share(late, expected, other, within=0.009)


def _quarters() -> Iterator[float]:
    yield from (0.25, 0.5, 1.0, 1.5)
