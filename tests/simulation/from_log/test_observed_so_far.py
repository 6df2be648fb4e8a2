"""Durations of which some are not over: no average of closed ones, by hand and by known truth."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import lognorm

from ticketroute.simulation import Durations, Observed, ObservedSoFar
from ticketroute.simulation._observed_so_far import LogNormalTail, observed_so_far

MINUTE = 60_000_000
GRID = (np.arange(20_000) + 0.5) / 20_000


def minutes(*amounts: float) -> list[timedelta]:
    """Give durations."""
    return [timedelta(minutes=each) for each in amounts]


def test_shares_by_hand() -> None:
    """Of four, the second goes on: 1/4 is over at 1; then half of 3/4 at 3, and the rest at 4."""
    seen = ObservedSoFar.of(minutes(1, 2, 3, 4), is_over=[True, False, True, True])
    assert seen.over == pytest.approx((0.25, 0.625, 1.0))
    assert [each // MINUTE for each in seen.times] == [1, 3, 4]
    drawn = seen.draw(np.array([0.0, 0.24, 0.26, 0.62, 0.63, 0.99]))
    assert (drawn // MINUTE).tolist() == [1, 1, 3, 3, 4, 4]
    assert seen.mean == timedelta(minutes=0.25 * 1 + 0.375 * 3 + 0.375 * 4)
    assert isinstance(seen, Durations)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_where_all_is_over_it_is_what_was_observed(amounts: list[int]) -> None:
    """As with `Observed`, up to rounding where a share is a boundary."""
    durations = [timedelta(seconds=each) for each in amounts]
    seen = ObservedSoFar.of(durations, [True] * len(amounts))
    uniforms = (np.arange(len(amounts)) + 0.5) / len(amounts)
    expected = Observed(durations)
    np.testing.assert_array_equal(seen.draw(uniforms), expected.draw(uniforms))
    assert abs(seen.mean - expected.mean) <= timedelta(microseconds=1)


def test_without_a_tail_all_is_over_at_the_longest() -> None:
    """Half is over at 1; the other half was seen for 9 minutes."""
    seen = ObservedSoFar.of(minutes(1, 9), is_over=[True, False])
    assert (seen.draw(np.array([0.4, 0.6])) // MINUTE).tolist() == [1, 9]
    assert seen.mean == timedelta(minutes=5)


def test_a_tail_goes_on_where_observation_ends() -> None:
    """Against scipy: beyond the longest it is the log-normal distribution, given so much."""
    tail = LogNormalTail(np.log(5 * MINUTE), 0.8)
    seen = ObservedSoFar.of(minutes(1, 9), is_over=[True, False], tail=tail)
    drawn = seen.draw(GRID)
    late = drawn[GRID >= 0.5]
    assert late.min() >= 9 * MINUTE
    truth = lognorm(s=0.8, scale=5 * MINUTE)
    within = 2 * GRID[GRID >= 0.5] - 1
    expected = truth.isf(truth.sf(9 * MINUTE) * (1 - within))
    np.testing.assert_allclose(late, expected, rtol=1e-6)
    assert seen.mean.total_seconds() * 1e6 == pytest.approx(drawn.mean(), rel=2e-3)


def test_known_truth_naive_is_biased_and_this_is_not() -> None:
    """Log-normal times, a third of them cut off: the mean of the closed ones is far too short."""
    truth = LogNormalTail(np.log(10 * MINUTE), 1.0)
    mean = 10 * np.exp(0.5)
    naive, ours = [], []
    for seed in range(40):
        random = np.random.default_rng(seed)
        spans = np.exp(truth.centre + truth.spread * random.normal(size=400))
        seen_for = random.uniform(0, 45 * MINUTE, 400)
        over = spans <= seen_for
        naive.append(spans[over].mean() / MINUTE)
        known = np.minimum(spans, seen_for).astype(np.int64)
        ours.append(observed_so_far(known, over, truth).mean / timedelta(minutes=1))
    error = np.std(ours) / np.sqrt(len(ours))
    assert np.mean(naive) < 0.7 * mean
    assert abs(np.mean(ours) - mean) < 4 * error
    assert error < 0.02 * mean


@given(
    spans=st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=20).filter(
        lambda rows: any(over for _, over in rows)
    ),
    uniforms=st.lists(st.floats(0, 1, exclude_max=True), min_size=2, max_size=20),
)
def test_draws_grow_with_the_numbers(spans: list[tuple[int, bool]], uniforms: list[float]) -> None:
    """As luck that is carried by tickets needs."""
    tail = LogNormalTail(2.0, 1.0)
    durations = [timedelta(microseconds=each) for each, _ in spans]
    seen = ObservedSoFar.of(durations, [over for _, over in spans], tail=tail)
    drawn = seen.draw(np.sort(np.array(uniforms)))
    assert (np.diff(drawn) >= 0).all()


def test_what_cannot_be_is_refused() -> None:
    """The message names the field."""
    with pytest.raises(ValueError, match=r"ObservedSoFar.is_over: expected some that are over"):
        ObservedSoFar.of(minutes(1), [False])
    with pytest.raises(ValueError, match=r"ObservedSoFar.is_over: expected 1 values"):
        ObservedSoFar.of(minutes(1), [True, True])
    with pytest.raises(TypeError, match=r"ObservedSoFar.durations: expected timedeltas"):
        ObservedSoFar.of([5], [True])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"ObservedSoFar.times: expected rising"):
        ObservedSoFar((2, 1), (0.5, 1.0), 2)
    with pytest.raises(ValueError, match=r"ObservedSoFar.times: expected at least one"):
        ObservedSoFar((), (), 2)
    with pytest.raises(ValueError, match=r"ObservedSoFar.over: expected rising shares"):
        ObservedSoFar((1, 2), (0.5, 1.5), 2)
    with pytest.raises(ValueError, match=r"ObservedSoFar.longest"):
        ObservedSoFar((1, 2), (0.5, 1.0), 1)
    with pytest.raises(ValueError, match="LogNormalTail: expected a finite"):
        LogNormalTail(0.0, 0.0)
