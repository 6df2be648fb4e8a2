"""Paired differences and Holm's adjustment, against scipy and against their definitions."""

import math
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from ticketroute.simulation import holm, mean_interval, paired_difference
from ticketroute.simulation._pairing import difference_of

PAIRS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=20)
P_VALUES = st.lists(st.floats(0, 1), max_size=6)


def test_four_pairs_by_hand() -> None:
    """Differences -1, -2, -4, -1: mean -2, variance 2.

    Of the policies themselves, squares of 538.75 and 552.75 around their means of 26.25 and 28.25.
    """
    found = paired_difference([11, 22, 29, 43], [12, 24, 33, 44])
    assert found.estimate.mean == -2
    assert found.variance == pytest.approx(2)
    assert found.independent_variance == pytest.approx((538.75 + 552.75) / 3)
    assert (found.less, found.more) == (1, 0)


@given(PAIRS)
def test_as_scipy_pairs(pairs: list[tuple[int, int]]) -> None:
    """Interval and p value of scipy's paired t test; shares by counting."""
    one, other = map(list, zip(*pairs, strict=True))
    differences = [a - b for a, b in pairs]
    assume(len(set(differences)) > 1)
    found = paired_difference(one, other)
    scipys = stats.ttest_rel(one, other)
    low, high = scipys.confidence_interval(0.95)
    assert found.p_value == pytest.approx(scipys.pvalue, abs=1e-12)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((low, high))
    assert found.less == sum(each < 0 for each in differences) / len(pairs)
    assert found.more == sum(each > 0 for each in differences) / len(pairs)


@given(PAIRS)
def test_turned_round(pairs: list[tuple[int, int]]) -> None:
    """The baseline against the policy says the same with the other sign."""
    one, other = map(list, zip(*pairs, strict=True))
    there, back = paired_difference(one, other), paired_difference(other, one)
    assert (back.estimate.low, back.estimate.high) == pytest.approx(
        (-there.estimate.high, -there.estimate.low)
    )
    assert (back.less, back.more, back.p_value) == (there.more, there.less, there.p_value)


def test_variance_reduction_is_of_two_times_the_variance_without_pairing() -> None:
    """Luck that all share goes out of the difference; luck of one's own stays in."""
    random = np.random.default_rng(6)
    shared, own = random.normal(0, 3, 4000), random.normal(0, 1, (2, 4000))
    found = paired_difference(shared + own[0], shared + own[1])
    # Each has variance 9 + 1, and the difference 1 + 1.
    assert found.variance_reduction == pytest.approx(20 / 2, rel=0.1)
    apart = paired_difference(random.normal(0, 3, 4000), random.normal(0, 3, 4000))
    assert apart.variance_reduction == pytest.approx(1, rel=0.1)


def test_always_the_same_difference() -> None:
    """No chance is left: p is 0, or 1 where there is no difference."""
    always = paired_difference([1, 2, 5], [3, 4, 7])
    assert (always.estimate.low, always.estimate.high, always.p_value) == (-2, -2, 0)
    assert always.variance_reduction == math.inf
    never = paired_difference([1, 2, 5], [1, 2, 5])
    assert (never.estimate.mean, never.p_value, never.less, never.more) == (0, 1, 0, 0)
    assert math.isnan(paired_difference([4, 4], [4, 4]).variance_reduction)


def test_pairs_of_which_one_has_no_number_are_left_out() -> None:
    """Both sides of them: two whole pairs are left of four."""
    nan = math.nan
    found = difference_of(np.array([1.0, nan, 3.0, 8.0]), np.array([2.0, 7.0, nan, 7.0]), 0.95)
    whole = paired_difference([1, 8], [2, 7])
    assert found.estimate.n == 2
    assert found.estimate.missing == 2
    assert found.estimate.half_width == whole.estimate.half_width
    assert (found.less, found.more) == (0.5, 0.5)
    assert found.variance_reduction == whole.variance_reduction


def test_of_one_pair_nothing_can_be_told() -> None:
    """There is a difference and no evidence."""
    found = difference_of(np.array([1.0]), np.array([3.0]), 0.95)
    assert (found.estimate.mean, found.p_value, found.less) == (-2, 1, 1)
    assert math.isnan(found.variance)


def test_holm_by_hand() -> None:
    """The least times four, the next times three, and never below one before it."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]).tolist() == [1, 1]
    assert holm([]).tolist() == []
    assert holm([0.2]).tolist() == [0.2]


@given(P_VALUES)
def test_holm_is_bonferroni_closed(p_values: list[float]) -> None:
    """Closed testing: a hypothesis falls when each set that holds it falls by Bonferroni."""
    places = range(len(p_values))
    sets = list(chain.from_iterable(combinations(places, size) for size in range(1, 7)))
    expected = [
        max(
            min(1.0, len(each) * min(p_values[other] for other in each))
            for each in sets
            if place in each
        )
        for place in places
    ]
    assert holm(p_values) == pytest.approx(expected)


def test_refused() -> None:
    """Sides of unlike length, and what is no p value."""
    with pytest.raises(ValueError, match="baseline: expected 3 numbers, as many as values, got 2"):
        paired_difference([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="values: expected at least 2"):
        paired_difference([1], [1])
    with pytest.raises(ValueError, match="p_values: expected numbers from 0 to 1"):
        holm([0.5, 1.5])


def test_a_mean_difference_is_the_difference_of_means() -> None:
    """With all pairs whole."""
    one, other = [3.0, 5.0, 9.0], [2.0, 2.0, 2.0]
    found = paired_difference(one, other).estimate.mean
    assert found == pytest.approx(mean_interval(one).mean - mean_interval(other).mean)
