"""Intervals: by hand, against scipy, and what they refuse."""

import math
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ticketroute.simulation import (
    Estimate,
    batch_means,
    bootstrap_interval,
    mean_interval,
    quantile_interval,
    share_interval,
)
from ticketroute.simulation._batch_means import lag_one
from ticketroute.simulation._intervals import estimate_of

NUMBERS = st.lists(st.integers(-1000, 1000), min_size=2, max_size=30)
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def test_three_numbers_by_hand() -> None:
    """1, 2 and 3: mean 2, s = 1, and t with two degrees of freedom is 4.302653 at 95 %."""
    found = mean_interval([1, 2, 3])
    assert found.mean == 2
    assert found.half_width == pytest.approx(4.302652729911275 / math.sqrt(3))
    assert (found.n, found.level, found.method, found.note) == (3, 0.95, "Student t", "")


@given(NUMBERS, LEVELS)
def test_student_as_scipy_has_it(numbers: list[int], level: float) -> None:
    """The same interval as scipy.stats.t gives from mean and standard error."""
    found = mean_interval(numbers, level=level)
    error = float(stats.sem(numbers))
    if error == 0:
        assert found.low == found.mean == found.high == numbers[0]
    else:
        low, high = stats.t.interval(level, len(numbers) - 1, np.mean(numbers), error)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_shares_and_quantiles_are_taken_run_by_run() -> None:
    """Two runs of unlike length count alike: 1/2 and 1 make 3/4, though 4 of 6 are true."""
    in_time = [[True, False, True, False], [True, True]]
    assert share_interval(in_time).mean == 0.75
    waits = [[1.0, 2.0, 3.0], [10.0, 20.0, 30.0, 40.0, 50.0]]
    assert quantile_interval(waits, 0.5).mean == (2 + 30) / 2
    assert quantile_interval(waits, 1.0).half_width == mean_interval([3, 50]).half_width


def test_replications_without_a_number_are_left_out_and_counted() -> None:
    """What there is makes the estimate; with fewer than two nothing can be told."""
    nan = math.nan
    found = estimate_of(np.array([1.0, nan, 2.0, 3.0]), 0.95)
    whole = mean_interval([1, 2, 3])
    assert (found.mean, found.low, found.high) == (whole.mean, whole.low, whole.high)
    assert (found.n, found.missing) == (3, 1)
    alone = estimate_of(np.array([nan, 5.0]), 0.95)
    assert (alone.mean, alone.low, alone.high, alone.n) == (5, -math.inf, math.inf, 1)
    assert alone.note == "too few to tell"
    assert math.isnan(estimate_of(np.array([nan]), 0.95).mean)


def test_bootstrap_of_many_agrees_with_student() -> None:
    """Of a hundred nearly normal numbers both tell the same, within a tenth of the width."""
    numbers = np.random.default_rng(5).normal(10, 2, 100)
    ours, other = bootstrap_interval(numbers, seed=3), mean_interval(numbers)
    assert ours.low == pytest.approx(other.low, abs=other.half_width / 10)
    assert ours.high == pytest.approx(other.high, abs=other.half_width / 10)
    assert ours.method == "bootstrap (BCa)"


def test_bootstrap_is_determined_by_its_seed() -> None:
    """The same seed gives the same ends, another one others."""
    numbers = [1, 1, 2, 1, 9, 1, 2, 3, 1, 2]
    one, again, other = (bootstrap_interval(numbers, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_bootstrap_of_any_statistic() -> None:
    """A function of a plain list will do, and gives what numpy's own gives."""
    numbers = [4.0, 8.0, 1.0, 9.0, 3.0, 5.0, 7.0]

    def plain(values: list[float]) -> float:
        return median(values)

    found = bootstrap_interval(numbers, plain, resamples=300)
    assert found == bootstrap_interval(numbers, np.median, resamples=300)
    assert found.mean == 5


def test_bootstrap_of_equal_numbers() -> None:
    """There is nothing to resample: no width, and no warning."""
    found = bootstrap_interval([3, 3, 3])
    assert (found.low, found.mean, found.high) == (3, 3, 3)


def test_batches_drop_what_is_left_over_at_the_beginning() -> None:
    """Of seven numbers in three batches the first, 100, is dropped."""
    found = batch_means([100, 1, 3, 2, 4, 0, 2], batches=3)
    assert found.mean == 2
    assert found.half_width == mean_interval([2, 3, 1]).half_width
    assert (found.n, found.method) == (3, "batch means")


def test_batches_that_go_together_are_noted() -> None:
    """Random walks nearly always are, and independent numbers seldom, by chance."""
    noise = np.random.default_rng(8).normal(size=(300, 2000))
    assert np.mean([batch_means(run).note != "" for run in noise]) < 0.2
    walks = [batch_means(run) for run in np.cumsum(noise, axis=1)]
    assert np.mean([walk.note.startswith("lag-1 correlation of the") for walk in walks]) > 0.95
    assert walks[0].note in str(walks[0])


def test_lag_one_by_hand() -> None:
    """1, 2, 3, 4: deviations -1.5, -.5, .5, 1.5; neighbours give 1.25 of 5."""
    assert lag_one([1, 2, 3, 4]) == pytest.approx(0.25)
    assert lag_one([7, 7, 7]) == 0


@pytest.mark.parametrize(
    ("mean", "half", "text"),
    [
        (123.456, 1.234, "123.5 ± 1.2"),
        (0.98765, 0.00321, "0.9877 ± 0.0032"),
        (123456.7, 4321.0, "123457 ± 4321"),
        (5.0, 0.0, "5 ± 0"),
        (0.0, 0.5, "0 ± 0.5"),
        (2.0, math.inf, "2 ± inf"),
        (math.nan, math.inf, "nan ± inf"),
        (1e12, 0.25, "1e+12 ± 0.25"),
        (9.96, 0.996, "9.96 ± 1"),
        (-0.00001, 0.0022, "0 ± 0.0022"),
    ],
)
def test_as_many_digits_as_the_interval_allows(mean: float, half: float, text: str) -> None:
    """Two digits of the half-width, and the estimate to the same place."""
    found = Estimate(mean=mean, low=mean - half, high=mean + half, n=9)
    if math.isinf(half):
        found = Estimate(mean=mean, low=-math.inf, high=math.inf, n=1)
    assert str(found).partition(" (")[0] == text


def test_a_lopsided_interval_shows_its_ends() -> None:
    """As those of the bootstrap are of skewed numbers."""
    found = Estimate(mean=2.345, low=1.9, high=4.1, n=9, method="bootstrap (BCa)")
    assert str(found) == "2.3, from 1.9 to 4.1 (95 %, n = 9, bootstrap (BCa))"
    assert str(bootstrap_interval([3, 3, 3])).startswith("3 ± 0 (")


def test_what_is_in_an_interval() -> None:
    """Both ends are."""
    found = Estimate(mean=2, low=1, high=3, n=5)
    assert [number in found for number in (0.9, 1, 3, 3.1)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_interval([1]), "values: expected at least 2 in one dimension"),
        (lambda: mean_interval([[1, 2], [3, 4]]), r"values: .* got 'shape \(2, 2\)'"),
        (lambda: mean_interval([1, math.nan]), r"values\[1\]: expected a finite number, got nan"),
        (lambda: mean_interval([1, 2], level=1), "level: expected a number above 0 and below 1"),
        (lambda: mean_interval([1, 2], level=95), "level: .* got 95"),
        (lambda: quantile_interval([[1], [2]], 95), "quantile: expected a number from 0 to 1"),
        (lambda: share_interval([[True], []]), r"runs\[1\]: expected at least 1"),
        (lambda: batch_means(range(30)), "values: expected at least 40 in one dimension"),
        (lambda: batch_means(range(30), batches=1), "batches: expected an integer of at least 2"),
        (lambda: bootstrap_interval([1, 2], seed=-1), "seed: expected an integer of at least 0"),
        (lambda: bootstrap_interval([1, 2], resamples=9), "resamples: expected an integer of"),
    ],
)
def test_refused(call: object, message: str) -> None:
    """Each with its field, what was expected, and what came."""
    assert callable(call)
    with pytest.raises(ValueError, match=message):
        call()


def test_what_is_no_number_is_refused() -> None:
    """Text for numbers, and a level that is none."""
    with pytest.raises(TypeError, match="values: expected numbers in one dimension"):
        mean_interval(["a", "b"])
    with pytest.raises(TypeError, match="level: expected a number"):
        mean_interval([1, 2], level="95 %")  # type: ignore[arg-type]
