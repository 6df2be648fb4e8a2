"""Indices of inequality: by hand, and the laws that define them."""

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ticketroute.metrics import gini, jain, max_over_mean

AMOUNTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12)
INDICES = (gini, jain, max_over_mean)


def test_worked_examples() -> None:
    """Two people with 1 and 3; four of whom one has all; everybody alike; nobody anything."""
    assert [index([1, 3]) for index in INDICES] == [0.25, 0.8, 1.5]
    assert [index([0, 0, 0, 8]) for index in INDICES] == [0.75, 0.25, 4]
    assert [index([5, 5, 5]) for index in INDICES] == [0, 1, 1]
    assert [index([0, 0]) for index in INDICES] == [0, 1, 1]
    assert [index([7]) for index in INDICES] == [0, 1, 1]
    # 1, 2, 3, 4: the differences of all ordered pairs sum to 20, over 2 * 16 * 2.5.
    assert gini([4, 2, 1, 3]) == pytest.approx(20 / 80)
    assert jain([1, 2, 3, 4]) == pytest.approx(100 / (4 * 30))


@given(AMOUNTS)
@settings(max_examples=150)
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: list[int]) -> None:
    """As it is defined, over all ordered pairs."""
    assume(sum(amounts) > 0)
    count, mean = len(amounts), sum(amounts) / len(amounts)
    differences = sum(abs(one - other) for one in amounts for other in amounts)
    assert gini(amounts) == pytest.approx(differences / (2 * count**2 * mean))


@given(AMOUNTS)
def test_ranges(amounts: list[int]) -> None:
    """From equal to one who has everything."""
    count = len(amounts)
    assert 0 <= gini(amounts) <= (count - 1) / count + 1e-12
    assert 1 / count - 1e-12 <= jain(amounts) <= 1 + 1e-12
    assert 1 - 1e-12 <= max_over_mean(amounts) <= count + 1e-12


@given(AMOUNTS, st.sampled_from([1e-150, 0.5, 3.0, 1e150]), st.randoms(use_true_random=False))
def test_neither_scale_nor_order_matters(
    amounts: list[int],
    factor: float,
    random: Random,
) -> None:
    """Effort in units or in minutes, agents in any order."""
    other = [factor * amount for amount in amounts]
    random.shuffle(other)
    for index in INDICES:
        assert index(other) == pytest.approx(index(amounts), abs=1e-9)


@given(AMOUNTS, st.data())
def test_giving_to_who_has_less_makes_it_more_equal(
    amounts: list[int], data: st.DataObject
) -> None:
    """The transfer principle: at most up to the point where the two have changed places."""
    high, low = max(amounts), min(amounts)
    assume(high - low >= 2)
    units = data.draw(st.integers(1, high - low - 1))
    after = [*amounts]
    after[amounts.index(high)] -= units
    after[amounts.index(low)] += units
    assert gini(after) < gini(amounts)
    assert jain(after) > jain(amounts)
    assert max_over_mean(after) <= max_over_mean(amounts)


@pytest.mark.parametrize("amounts", [[], [[1, 2]], [1, -1], [np.nan], [np.inf]])
@pytest.mark.parametrize("index", INDICES)
def test_what_is_no_amount_is_refused(index: object, amounts: list[float]) -> None:
    """Nothing, tables, negative and unbounded numbers."""
    assert callable(index)
    with pytest.raises(ValueError, match="amounts: expected"):
        index(amounts)
