"""Tickets that come back, are given back, or slow each other down."""

from datetime import timedelta

import numpy as np
import pytest

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.desks import (
    MINUTE,
    average_number,
    calls,
    desk,
    minutes,
    settled,
    team,
)
from tests.simulation.theory.queues import birth_death, erlang_c, wait_of_many
from ticketroute.board import NEVER
from ticketroute.metrics import Journeys
from ticketroute.simulation import Durations, Exponential, Fixed, LogNormal

RATE, AGAIN, DELAY = 1.0, 0.25, 20


def all_waits(journeys: Journeys) -> float:
    """Give the mean wait over all visits, the later ones from the time when a ticket comes back."""
    stays = journeys.stays
    order = np.lexsort((stays.assigned, stays.ticket))
    ticket, given, ended = (each[order] for each in (stays.ticket, stays.assigned, stays.ended))
    since = journeys.created[ticket]
    later = np.flatnonzero(ticket[1:] == ticket[:-1]) + 1
    since[later] = ended[later - 1] + DELAY * MINUTE
    return float((given - since)[settled(journeys)[ticket]].mean()) / MINUTE


def test_some_come_back() -> None:
    """Those who come back add to the load, and the desk is as if all of them were new (Jackson)."""
    kind = calls(RATE, reopen=AGAIN, reopen_after=Fixed(minutes(DELAY)))
    runs = replicated(desk(kind, team(2), 10_000), "longest-idle")
    load = RATE / (1 - AGAIN)
    visits = by_run(runs, lambda run: 1 + run.reopenings.mean())
    agree_on_mean(visits, 1 / (1 - AGAIN), 1 + AGAIN, within=0.01)
    agree_on_mean(by_run(runs, all_waits), wait_of_many(2, load, 1), wait_of_many(2, RATE, 1), 0.09)
    # Whoever comes for the first time finds the desk in its steady state.
    at_first = by_run(runs, lambda run: share((run.first_assigned > run.created)[settled(run)]))
    agree_on_share(at_first, erlang_c(2, load), erlang_c(2, RATE), within=0.015)
    # A geometric number of exponential times is exponential; the same time again would not be.
    long = by_run(runs, lambda run: share(run.handled > 4 * MINUTE))
    again = sum((1 - AGAIN) * AGAIN ** (n - 1) * np.exp(-4 / n) for n in range(1, 40))
    agree_on_share(long, np.exp(-4 * (1 - AGAIN)), again)
    busy = by_run(runs, lambda run: average_number(run, run.stays.started, run.stays.ended))
    agree_on_mean(busy, load, RATE)


@pytest.mark.parametrize("work", [Exponential(minutes(2)), LogNormal(minutes(2), variation=0.8)])
def test_some_are_given_back(work: Durations) -> None:
    """Who is not the right one gives it back after a third; the last of three keeps it.

    With room for all, it is M/G/infinity: the number goes by the mean of all work on a ticket.
    """
    kind = calls(3.0, work, bounce=0.4, bounce_after=1 / 3)
    runs = replicated(desk(kind, team(3, None), 5_000), "fewest-open")
    # Each agent finds out anew; it is not the same luck again and again.
    for times, chance, wrong in ((1, 0.4 * 0.6, 0.0), (2, 0.4 * 0.4, 0.4)):
        found = by_run(runs, lambda run, times=times: share(run.bounces == times))  # type: ignore[misc]
        agree_on_share(found, chance, wrong)
    mean = 2.0 * (1 + (0.4 + 0.4**2) / 3)
    number = by_run(runs, lambda run: average_number(run, run.created, run.ended))
    agree_on_mean(number, 3.0 * mean, 3.0 * (2.0 + (mean - 2.0) * 3), within=0.06)


@pytest.mark.parametrize("work", [Fixed(minutes(1)), LogNormal(minutes(1))])
def test_in_hand_at_the_same_time(work: Durations) -> None:
    """Two go half as fast, and so on: the time goes by the mean of the work only (M/G/1-PS)."""
    speeds = [1 / number for number in range(1, 200)]
    scenario = desk(calls(0.6, work), team(1, None), 8_000, slow_down=speeds)
    runs = replicated(scenario, "fewest-open")
    taken = by_run(runs, lambda run: (run.ended - run.created)[settled(run)].mean() / MINUTE)
    agree_on_mean(taken, 1 / (1 - 0.6), 1 + wait_of_many(1, 0.6, 1) / 2, 0.08)


def test_chats_that_slow_each_other_down() -> None:
    """Three at a time at most, each slower for the others; the rest waits."""
    speeds, rate = [1.0, 0.8, 0.6], 1.4

    def theory(of: list[float]) -> tuple[float, float]:
        def deaths(number: int) -> float:
            in_hand = min(number, 3)
            return in_hand * of[in_hand - 1]

        likely = birth_death(lambda _: rate, deaths, 150)
        in_line = sum(max(number - 3, 0) * chance for number, chance in enumerate(likely))
        return float(likely[:3].sum()), float(in_line) / rate

    scenario = desk(calls(rate), team(1, 3), 8_000, slow_down=speeds)
    runs = replicated(scenario, "fewest-open")
    right, wrong = theory(speeds), theory([1.0, 0.8, 0.7])
    at_once = by_run(runs, lambda run: share((run.started == run.created)[settled(run)]))
    agree_on_share(at_once, right[0], wrong[0], within=0.03)
    waited = by_run(runs, lambda run: (run.started - run.created)[settled(run)].mean() / MINUTE)
    agree_on_mean(waited, right[1], wrong[1], within=0.3)


def test_nothing_is_left() -> None:
    """The comparisons above are of all tickets: each of them was resolved."""
    kind = calls(RATE, reopen=AGAIN, reopen_after=Fixed(timedelta(minutes=DELAY)), bounce=0.3)
    for run in replicated(desk(kind, team(2), 1_000), "longest-idle", runs=5):
        assert (run.ended < NEVER).all()
        assert len(run.stays) == len(run) + run.reopenings.sum() + run.bounces.sum()
