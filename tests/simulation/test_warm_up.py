"""The end of the warm-up: MSER-5 and Welch against slow, obvious references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketroute.simulation import mser, welch

SERIES = st.lists(st.integers(-50, 50), min_size=20, max_size=90)


def slow_mser(series: list[float], batch: int) -> list[float]:
    """Give the statistic of each cut, from its definition."""
    count = len(series) // batch
    means = [sum(series[batch * k : batch * (k + 1)]) / batch for k in range(count)]
    statistic = []
    for cut in range(count // 2 + 1):
        left = means[cut:]
        mean = sum(left) / len(left)
        statistic.append(sum((each - mean) ** 2 for each in left) / len(left) ** 2)
    return statistic


@given(SERIES, st.sampled_from([1, 3, 5]))
def test_mser_is_what_its_definition_says(series: list[int], batch: int) -> None:
    """The same statistic for each cut, and the least of them chosen."""
    found = mser(series, batch=batch)
    expected = slow_mser(list(map(float, series)), batch)
    assert found.statistic == pytest.approx(expected, abs=1e-9)
    assert expected[found.cut // batch] == pytest.approx(min(expected), abs=1e-9)
    assert found.cut % batch == 0
    assert found.share <= 0.5


def test_a_step_is_cut_where_it_is() -> None:
    """Twenty zeros, then a level of 100 with some noise."""
    level = 100 + np.random.default_rng(2).normal(0, 1, 180)
    found = mser(np.concatenate((np.zeros(20), level)))
    assert (found.cut, found.length, found.too_short) == (20, 200, False)
    assert str(found) == "drop the first 20 of 200 (10%)"


def test_equal_numbers_have_no_warm_up() -> None:
    """However their mean is rounded."""
    assert mser([0.1] * 77).cut == 0


def test_a_cut_beyond_a_third_says_that_the_run_is_too_short() -> None:
    """What keeps rising has not come to its level."""
    found = mser(range(100))
    assert found.too_short
    assert str(found).endswith("beyond a third, the run is too short")


def test_a_large_level_takes_nothing_from_the_digits() -> None:
    """As with instants in microseconds."""
    series = np.concatenate((np.zeros(25), np.random.default_rng(4).normal(0, 1, 175)))
    series[:25] += np.linspace(9, 1, 25)
    assert mser(series + 1e9).cut == mser(series).cut > 0


def test_runs_are_averaged_as_far_as_the_shortest_goes() -> None:
    """Two runs of unlike length, as lists or as an array."""
    ragged = [list(range(30)), [2 * each for each in range(40)]]
    mean = [1.5 * each for each in range(30)]
    assert mser(ragged).length == 30
    assert mser(ragged).statistic == pytest.approx(mser(mean).statistic)
    assert welch(np.array([mean, mean]), window=2) == pytest.approx(welch(mean, window=2))


@given(SERIES, st.integers(1, 5))
def test_welch_is_what_its_definition_says(series: list[int], window: int) -> None:
    """The average of so many neighbours to either side, fewer at the beginning."""
    found = welch(series, window=window)
    assert len(found) == len(series) - window
    for place, smooth in enumerate(found):
        reach = min(place, window)
        near = series[place - reach : place + reach + 1]
        assert smooth == pytest.approx(sum(near) / len(near), abs=1e-9)


def test_refused() -> None:
    """Too little to tell from, and windows that are too wide."""
    with pytest.raises(ValueError, match="runs: expected at least 20 observations in each run"):
        mser(range(19))
    with pytest.raises(ValueError, match="window: expected an integer of at most 5"):
        welch(range(20), window=6)
    with pytest.raises(ValueError, match=r"runs\[1\]: expected at least 1"):
        mser([[1, 2, 3], []])
    with pytest.raises(ValueError, match="batch: expected an integer of at least 1"):
        mser(range(50), batch=0)
    with pytest.raises(ValueError, match="runs: expected at least 1"):
        mser([])
