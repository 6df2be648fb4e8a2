"""Intervals that claim 95 % hold the true value 92 to 97 times in a hundred.

On processes whose true mean is known, and where the observations of a run depend on each other as
those of a desk do: AR(1), and the waits of M/M/1 by Lindley's recursion.
"""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import lfilter

from ticketroute.simulation import (
    Precision,
    batch_means,
    bootstrap_interval,
    mean_interval,
    mser,
    paired_difference,
)

EXPERIMENTS = 1000
REPLICATIONS = 20


def autoregressive(
    random: np.random.Generator, shape: tuple[int, int], phi: float
) -> NDArray[np.float64]:
    """Draw runs of x[t] = phi x[t-1] + noise in the steady state, with mean 0."""
    noise = random.standard_normal(shape)
    noise[:, 0] /= np.sqrt(1 - phi**2)
    return np.asarray(lfilter([1.0], [1.0, -phi], noise), dtype=np.float64)


def waits(
    random: np.random.Generator, runs: int, customers: int, load: float, *, empty: bool = False
) -> NDArray[np.float64]:
    """Draw the waits of M/M/1 with a mean service of 1, from the steady state or from empty.

    Lindley: a wait is the one before plus service less gap, and at least 0; so it is the sum of
    these steps less the least sum so far, if that is below 0.
    """
    steps = random.standard_exponential((runs, customers))
    steps -= random.standard_exponential((runs, customers)) / load
    busy = random.random(runs) < load
    first = random.standard_exponential(runs) / (1 - load)
    steps[:, 0] = 0 if empty else np.where(busy, first, 0.0)
    sums = np.cumsum(steps, axis=1)
    return np.asarray(sums - np.minimum(np.minimum.accumulate(sums, axis=1), 0.0))


def mean_waits(seed: int, customers: int, load: float) -> NDArray[np.float64]:
    """Draw the mean wait of each replication of each experiment, in portions for memory's sake."""
    random = np.random.default_rng(seed)
    portions = [
        waits(random, REPLICATIONS * EXPERIMENTS // 20, customers, load).mean(axis=1)
        for _ in range(20)
    ]
    return np.concatenate(portions).reshape(EXPERIMENTS, REPLICATIONS)


def test_lindley_as_it_is_defined() -> None:
    """The sums give what the recursion gives, step by step."""
    ours = waits(np.random.default_rng(1), 3, 200, 0.9)
    random = np.random.default_rng(1)
    steps = random.standard_exponential((3, 200))
    steps -= random.standard_exponential((3, 200)) / 0.9
    for run in range(3):
        wait = ours[run, 0]
        for customer in range(1, 200):
            wait = max(wait + steps[run, customer], 0.0)
            assert ours[run, customer] == pytest.approx(wait, abs=1e-9)


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
def test_replications_of_ar1(phi: float) -> None:
    """Student's t over means of runs."""
    random = np.random.default_rng(11)
    runs = autoregressive(random, (EXPERIMENTS * REPLICATIONS, 200), phi)
    means = runs.mean(axis=1).reshape(EXPERIMENTS, REPLICATIONS)
    assert 0.92 <= np.mean([0 in mean_interval(each) for each in means]) <= 0.97


@pytest.mark.parametrize("phi", [0.5, 0.9])
def test_batch_means_of_ar1(phi: float) -> None:
    """One run of 4000, in 20 batches."""
    runs = autoregressive(np.random.default_rng(12), (EXPERIMENTS, 4000), phi)
    assert 0.92 <= np.mean([0 in batch_means(run) for run in runs]) <= 0.97


def test_an_interval_over_observations_is_far_too_narrow() -> None:
    """Why all this: it takes what goes together for so much evidence, and batches say so."""
    runs = autoregressive(np.random.default_rng(13), (300, 1000), 0.9)
    assert np.mean([0 in mean_interval(run) for run in runs]) < 0.5
    noted = [batch_means(run, batches=200).note != "" for run in runs]
    assert np.mean(noted) > 0.99


@pytest.mark.parametrize(("load", "customers"), [(0.5, 500), (0.7, 2000), (0.8, 3000)])
def test_replications_of_mm1(load: float, customers: int) -> None:
    """The mean wait in queue is load / (1 - load) services."""
    means = mean_waits(14, customers, load)
    truth = load / (1 - load)
    assert 0.92 <= np.mean([truth in mean_interval(each) for each in means]) <= 0.97


def test_batch_means_of_mm1() -> None:
    """One run of 20,000 customers, in 20 batches."""
    random = np.random.default_rng(20)
    portions = (waits(random, 50, 20_000, 0.5) for _ in range(10))
    held = [1.0 in batch_means(run) for runs in portions for run in runs]
    assert 0.92 <= np.mean(held) <= 0.97


def test_mm1_from_empty_with_the_warm_up_cut() -> None:
    """MSER-5 finds the cut on the mean over replications, then Student's t."""
    random = np.random.default_rng(15)
    held = []
    for _ in range(400):
        runs = waits(random, REPLICATIONS, 4000, 0.7, empty=True)
        held.append(0.7 / 0.3 in mean_interval(runs[:, mser(runs).cut :].mean(axis=1)))
    assert 0.92 <= np.mean(held) <= 0.97


def test_without_the_cut_short_runs_from_empty_are_wrong() -> None:
    """The first customers find an empty desk; cutting them off mends most of it."""
    random = np.random.default_rng(16)
    whole, cut = [], []
    for _ in range(200):
        runs = waits(random, 200, 400, 0.8, empty=True)
        whole.append(4.0 in mean_interval(runs.mean(axis=1)))
        cut.append(4.0 in mean_interval(runs[:, mser(runs).cut :].mean(axis=1)))
    assert np.mean(whole) < 0.6
    assert np.mean(cut) > 0.85


def test_paired_differences_of_mm1() -> None:
    """Two loads with the same luck: the true difference is 7/3 - 3/2 services."""
    held = []
    for experiment in range(600):
        same = [
            waits(np.random.default_rng([17, experiment]), REPLICATIONS, 3000, load).mean(axis=1)
            for load in (0.7, 0.6)
        ]
        found = paired_difference(*same)
        held.append(7 / 3 - 3 / 2 in found.estimate)
        assert found.variance_reduction > 1
    assert 0.92 <= np.mean(held) <= 0.97


def test_bootstrap_of_skewed_means() -> None:
    """BCa over thirty exponential numbers; it is a little short of 95 % and known to be."""
    draws = np.random.default_rng(18).standard_exponential((400, 30))
    held = [1.0 in bootstrap_interval(each, resamples=400) for each in draws]
    assert 0.90 <= np.mean(held) <= 0.97


def test_sequential_stopping_keeps_the_level() -> None:
    """Looking in batches until it is precise costs little of the 95 %."""
    precision = Precision(half_width=0.5, minimum=10, batch=10)
    held = []
    for draws in np.random.default_rng(19).normal(3, 2, (EXPERIMENTS, 400)):
        n = precision.minimum
        while not precision.is_met("", found := mean_interval(draws[:n])):
            n += precision.batch
        held.append(3 in found)
        assert found.half_width <= 0.5
    assert 0.92 <= np.mean(held) <= 0.97
