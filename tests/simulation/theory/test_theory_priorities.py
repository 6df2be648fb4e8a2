"""Levels that are served one before the other, without taking work out of anybody's hands."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from tests.simulation.theory.agreement import Engine, agree_on_mean, by_run, replicated
from tests.simulation.theory.desks import calls, desk, of_kind, team, waits
from tests.simulation.theory.queues import erlang_c, wait_of_many, wait_of_one
from ticketroute.simulation import TicketKind
from ticketroute.sla import StrictLevels
from ticketroute.strategies import FewestOpen, LongestIdle


def waits_by_level(rest: float, loads: Sequence[float]) -> list[float]:
    """Give the mean wait of each level (Cobham).

    Parameters
    ----------
    rest
        The mean time until somebody could take up the next ticket, seen by whoever comes.
    loads
        The part of the capacity that each level takes, the highest first.
    """
    sums = [0.0, *np.cumsum(loads).tolist()]
    return [rest / (1 - before) / (1 - after) for before, after in pairwise(sums)]


def test_levels_by_hand() -> None:
    """Two levels with loads 1/4 and 1/2, work of a minute: 1 minute for one, 4 for the other."""
    assert waits_by_level(0.75, [0.25, 0.5]) == pytest.approx([1.0, 4.0])
    # One level is no level.
    assert waits_by_level(0.6, [0.6]) == pytest.approx([wait_of_one(0.6, 1.0, 1.0)])


def levels(rates: Sequence[float], means: Sequence[float]) -> list[TicketKind]:
    """Give kinds of level 1, 2, ..."""
    return [
        calls(rate, mean, f"level {level}", fields={"impact": level, "urgency": level})
        for level, (rate, mean) in enumerate(zip(rates, means, strict=True), start=1)
    ]


def test_levels_before_several_agents() -> None:
    """Three agents, two levels with the same work."""
    scenario = desk(levels([0.8, 1.2], [1.0, 1.0]), team(3), 15_000)
    runs = replicated(scenario, LongestIdle(order=StrictLevels()))
    theory = waits_by_level(erlang_c(3, 2.0) / 3, [0.8 / 3, 1.2 / 3])
    for kind in (0, 1):
        means = by_run(runs, lambda run, kind=kind: waits(run, of_kind(run, kind)).mean())  # type: ignore[misc]
        agree_on_mean(means, theory[kind], wait_of_many(3, 2.0, 1), within=0.08)


@pytest.mark.parametrize(
    ("engine", "tickets", "within"), [("auto", 12_000, 0.11), ("board", 600, 0.4)]
)
def test_levels_with_unlike_work(engine: Engine, tickets: int, within: float) -> None:
    """One agent; the short work comes first, or the long one does."""
    for means in ([0.4, 1.2], [1.2, 0.4]):
        rates = [0.25 / mean for mean in means]
        runs = replicated(
            desk(levels(rates, means), team(1), tickets),
            FewestOpen(order=StrictLevels()),
            engine=engine,
        )
        rest = sum(rate * mean**2 for rate, mean in zip(rates, means, strict=True))
        theory = waits_by_level(rest, [0.25, 0.25])
        for kind in (0, 1):
            found = by_run(runs, lambda run, kind=kind: waits(run, of_kind(run, kind)).mean())  # type: ignore[misc]
            agree_on_mean(found, theory[kind], theory[1 - kind], within=within)
