"""How many replications: the least n, Law's relative error, and when to stop."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ticketroute.simulation import Estimate, Precision, mean_interval, replications_needed


def slow_need(pilot: list[float], half_width: float, level: float) -> int:
    """Try one n after the other."""
    deviation, n = float(np.std(pilot, ddof=1)), 2
    while stats.t.ppf((1 + level) / 2, n - 1) * deviation / math.sqrt(n) > half_width:
        n += 1
    return n


@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=12),
    st.sampled_from([0.7, 1.5, 4.0, 30.0]),
    st.sampled_from([0.8, 0.95]),
)
def test_the_least_number_that_will_do(pilot: list[int], wanted: float, level: float) -> None:
    """As found by trying one after the other."""
    needed = replications_needed(pilot, half_width=wanted, level=level)
    assert needed == slow_need(list(map(float, pilot)), wanted, level)


def test_a_relative_error_is_of_the_true_mean() -> None:
    """For 25 % the half-width must be a fifth of the estimate, as 1 / 1.25 = 1 - 0.2."""
    pilot = [8.0, 12.0, 10.0, 9.0, 11.0]
    needed = replications_needed(pilot, relative=0.25)
    assert needed == replications_needed(pilot, half_width=2.0)
    assert needed < replications_needed(pilot, relative=0.25, half_width=1.0)
    assert Precision(relative=0.25).wanted("any", -10.0) == pytest.approx(2.0)


def test_equal_numbers_need_two() -> None:
    """There is no interval from one."""
    assert replications_needed([4, 4, 4], half_width=0.1) == 2


def test_when_it_is_precise_enough() -> None:
    """At the wanted half-width, not above it; both wants have to be met."""
    found = Estimate(mean=10, low=9, high=11, n=12)
    assert Precision(half_width=1).is_met("wait", found)
    assert not Precision(half_width=0.99).is_met("wait", found)
    assert not Precision(half_width=1, relative=0.1).is_met("wait", found)
    assert Precision(relative=0.1).is_met("wait", found, mean=20.0)


def test_by_measure() -> None:
    """Measures that are not named do not count."""
    precision = Precision(half_width={"wait": 0.5}, relative={"cost": 0.1})
    wide = Estimate(mean=10, low=5, high=15, n=12)
    assert precision.is_met("other", wide)
    assert not precision.is_met("wait", wide)
    assert not precision.is_met("cost", wide)
    assert precision.names() == {"wait", "cost"}
    assert Precision(half_width=1).names() == frozenset()


def test_of_nothing_it_is_never_precise() -> None:
    """No number, or one alone, which has an infinite interval."""
    nothing = Estimate(mean=math.nan, low=-math.inf, high=math.inf, n=0)
    assert not Precision(relative=0.5).is_met("wait", nothing)
    assert not Precision(half_width=1e300).is_met("wait", nothing)


def test_the_guess_holds_on_the_average() -> None:
    """From pilots of ten, the number that is guessed gives about the half-width wanted."""
    random = np.random.default_rng(3)
    widths = []
    for _ in range(100):
        pilot = random.normal(50, 5, 10)
        needed = replications_needed(pilot, half_width=1.0)
        widths.append(mean_interval(random.normal(50, 5, needed)).half_width)
    assert np.median(widths) == pytest.approx(1.0, rel=0.1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "half_width, relative: expected at least one of them"),
        ({"half_width": 0}, "half_width: expected a number above 0, got 0"),
        ({"relative": 1.0}, "relative: expected a number above 0 and below 1, got 1.0"),
        ({"relative": math.nan}, "relative: expected a number above 0 and below 1, got nan"),
        ({"half_width": {"a": -1}}, r"half_width\['a'\]: expected a number above 0"),
        ({"half_width": {}}, "half_width: expected at least one measure"),
        ({"half_width": 1, "minimum": 1}, "minimum: expected an integer of at least 2"),
        ({"half_width": 1, "batch": 0}, "batch: expected an integer of at least 1"),
        ({"half_width": 1, "maximum": 5}, "maximum: expected an integer of at least 10"),
    ],
)
def test_refused(settings: dict[str, float], message: str) -> None:
    """Each with its field, what was expected, and what came."""
    with pytest.raises(ValueError, match=message):
        Precision(**settings)  # type: ignore[arg-type]


def test_precision_that_cannot_be_had() -> None:
    """Relative to nothing, and of a size nobody would run."""
    with pytest.raises(ValueError, match="relative: expected a half-width instead"):
        replications_needed([-1, 1], relative=0.1)
    with pytest.raises(ValueError, match="half_width: expected one for which"):
        replications_needed([0, 1], half_width=1e-9)
    with pytest.raises(TypeError, match="half_width: expected a number above 0"):
        Precision(half_width="1")  # type: ignore[arg-type]
