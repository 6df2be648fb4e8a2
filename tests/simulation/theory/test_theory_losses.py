"""Desks with limited room: Erlang's loss, a short line, trunk lines in common, and balking."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import poisson

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import calls, desk, of_kind, settled, skilled, team, waits
from tests.simulation.theory.queues import birth_death, erlang_b
from ticketroute.metrics import Journeys, Outcome
from ticketroute.simulation import Durations, Exponential, Fixed, LogNormal


def turned_away(journeys: Journeys, outcome: Outcome) -> float:
    """Give the share of those with whom it ends so."""
    return share(journeys.outcome[settled(journeys)] == outcome)


@pytest.mark.parametrize(
    "work",
    [
        Exponential(timedelta(minutes=1)),
        Fixed(timedelta(minutes=1)),
        LogNormal(timedelta(minutes=1), variation=1.2),
    ],
    ids=["exponential", "fixed", "log-normal"],
)
def test_loss_goes_by_the_mean_of_the_work_only(work: Durations) -> None:
    """With no place to wait, Erlang's formula holds whatever the distribution of the work."""
    runs = replicated(desk(calls(4.0, work), team(5), 16_000, room=5), "fewest-open")
    blocked = by_run(runs, lambda run: turned_away(run, Outcome.BLOCKED))
    agree_on_share(blocked, erlang_b(5, 4.0), erlang_b(6, 4.0))
    assert all(not waits(run).any() for run in runs)


def test_short_line() -> None:
    """The limit counts those in service (M/M/c/K)."""

    def line(room: int) -> tuple[float, float]:
        likely = birth_death(lambda _: 2.7, lambda number: min(number, 3), room + 1)
        in_line = sum(max(number - 3, 0) * chance for number, chance in enumerate(likely))
        return likely[-1], in_line / (2.7 * (1 - likely[-1]))

    runs = replicated(desk(calls(2.7), team(3), 20_000, room=7), "longest-idle")
    blocked = by_run(runs, lambda run: turned_away(run, Outcome.BLOCKED))
    agree_on_share(blocked, line(7)[0], line(7 + 3)[0])
    means = by_run(runs, lambda run: waits(run).mean())
    agree_on_mean(means, line(7)[1], line(7 + 3)[1])


def test_trunk_lines_in_common() -> None:
    """Two desks share the places of their lines, not their agents: the chains depend by that."""
    lines, agents, rates, places = 2, (1, 2), (0.7, 1.2), 6

    def moves(state: tuple[int, ...]) -> Iterator[tuple[float, tuple[int, ...]]]:
        for own in range(lines):
            if sum(state) < places:
                yield rates[own], (*state[:own], state[own] + 1, *state[own + 1 :])
            if state[own]:
                served = float(min(state[own], agents[own]))
                yield served, (*state[:own], state[own] - 1, *state[own + 1 :])

    start: tuple[int, ...] = (0, 0)
    likely = stationary(start, moves)
    full = expected(likely, lambda state: sum(state) == places)
    alone = [
        birth_death(
            lambda _, own=own: rates[own],  # type: ignore[misc]
            lambda number, own=own: min(number, agents[own]),  # type: ignore[misc]
            places + 1,
        )
        for own in range(lines)
    ]
    # The product form: as if each were alone, cut off where there is no room.
    for state, chance in likely.items():
        unlike = alone[0][state[0]] * alone[1][state[1]]
        assert chance / likely[0, 0] == pytest.approx(unlike / (alone[0][0] * alone[1][0]))
    kinds = [
        calls(rate, name=name, fields={"requirements": {name: 1}})
        for name, rate in zip("xy", rates, strict=True)
    ]
    people = skilled({"x1": "x", "y1": "y", "y2": "y"})
    runs = replicated(desk(kinds, people, 12_000, room=places), "longest-idle")
    blocked = by_run(runs, lambda run: turned_away(run, Outcome.BLOCKED))
    separate = (0.7 * alone[0][-1] + 1.2 * alone[1][-1]) / 1.9
    agree_on_share(blocked, full, separate, within=0.007)
    for own in range(lines):
        means = by_run(runs, lambda run, own=own: waits(run, of_kind(run, own)).mean())  # type: ignore[misc]

        def in_line(state: tuple[int, ...], own: int = own) -> float:
            return max(state[own] - agents[own], 0)

        apart = sum(in_line((number,) * 2) * chance for number, chance in enumerate(alone[own]))
        theory = expected(likely, in_line) / (rates[own] * (1 - full))
        agree_on_mean(means, theory, apart / (rates[own] * (1 - alone[own][-1])), within=0.07)


def test_balking() -> None:
    """Some leave at once who find others waiting, the more so the more there are."""
    balk = (0.0, 0.3, 0.6)

    def chances(numbers: tuple[float, ...]) -> tuple[float, float]:
        def leaves(number: int) -> float:
            waiting = number - 2  # of two agents
            return numbers[min(waiting, len(numbers) - 1)] if waiting >= 0 else 0.0

        likely = birth_death(
            lambda number: 2.2 * (1 - leaves(number)), lambda number: min(number, 2), 80
        )
        lost = sum(chance * leaves(number) for number, chance in enumerate(likely))
        in_line = sum(max(number - 2, 0) * chance for number, chance in enumerate(likely))
        return lost, in_line / (2.2 * (1 - lost))

    runs = replicated(desk(calls(2.2), team(2), 12_000, balk=balk), "longest-idle")
    theory, wrong = chances(balk), chances((0.3, 0.6))  # those in service counted, too
    agree_on_share(by_run(runs, lambda run: turned_away(run, Outcome.BALKED)), theory[0], wrong[0])
    agree_on_mean(by_run(runs, lambda run: waits(run).mean()), theory[1], wrong[1], 0.04)


def test_as_many_at_a_time_as_come() -> None:
    """Without a limit nobody waits, and how many there are is a Poisson number (M/M/infinity)."""
    work = LogNormal(timedelta(minutes=1.5))
    runs = replicated(desk(calls(2.0, work), team(2, None), 10_000), "fewest-open")
    found = [found_by_arrivals(run) for run in runs]
    for number in (1, 2, 3, 5):
        # If they slowed each other down as in one line, the number would be geometric.
        wrong = 1 - (3 / 4) ** (number + 1)
        shares = [share(each <= number) for each in found]
        agree_on_share(shares, float(poisson(3).cdf(number)), wrong, within=0.014)


def found_by_arrivals(journeys: Journeys) -> NDArray[np.int64]:
    """Give how many others there are when each ticket comes, once all has settled."""
    gone = np.sort(journeys.ended).searchsorted(journeys.created, side="right")
    return np.asarray(np.arange(len(journeys)) - gone)[settled(journeys)]
