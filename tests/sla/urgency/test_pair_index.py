"""The generalized c-mu index and its costs of delay."""

import pickle
from collections.abc import Sequence

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.sla.urgency.backlogs import HOUR, MONDAY, NOW, Row, columns, hours, running_rows, waits
from tests.sla.urgency.rules import name
from ticketroute.sla import (
    Backlog,
    CMu,
    GeneralizedCMu,
    MarginalCost,
    PairIndex,
    PowerCost,
    RisingCost,
)

FORBIDDEN = float("-inf")


def marginal(cost: MarginalCost, hour: float, *rows: Row) -> list[float]:
    """Give what one more hour costs at an hour after midnight of that Monday."""
    answer: list[float] = cost(columns(rows), MONDAY + round(hour * HOUR)).tolist()
    return answer


def power(cost: PowerCost, row: Row, now: int) -> float:
    """Give the cost of all the delay until now."""
    coefficient = dict(cost.coefficients).get(row.level, cost.default)
    return float(coefficient * (max(now - row.created, 0) / HOUR) ** cost.exponent)


def test_square_cost() -> None:
    """Twice the coefficient times the age, which is 3, 1 and 3 hours."""
    cost = PowerCost(2, {1: 5})
    assert marginal(cost, 3, hours(0), hours(2, level=1), hours(0, level=1)) == [6, 10, 30]


def test_straight_cost() -> None:
    """Every hour costs the same, also the first."""
    assert marginal(PowerCost(1, {1: 5}), 3, hours(3), hours(0, level=1)) == [1, 5]


def test_cost_before_arrival_is_that_of_arrival() -> None:
    """An age is not below 0."""
    assert marginal(PowerCost(2.5), 3, hours(4)) == [0]
    assert marginal(PowerCost(1), 3, hours(4)) == [1]


@given(rows=running_rows, exponent=st.floats(1, 10), wait=waits)
@settings(max_examples=60)
def test_power_cost_gives_its_derivative(rows: Sequence[Row], exponent: float, wait: int) -> None:
    """Against the difference of the cost between a minute before and a minute after."""
    cost, step = PowerCost(exponent, {1: 5, 2: 0}), HOUR // 60
    now = NOW + 30 * HOUR + wait
    slopes = [(power(cost, row, now + step) - power(cost, row, now - step)) * 30 for row in rows]
    assert cost(columns(rows), now).tolist() == pytest.approx(slopes, rel=1e-3, abs=1e-6)


def test_rising_cost() -> None:
    """Half, three quarters, all and one and a half of the target used; and none there."""
    cost = RisingCost({1: 20, 0: 1, 0.75: 4})
    rows = hours(0, 12), hours(0, 8), hours(0, 6), hours(0, 4), hours(0)
    assert marginal(cost, 6, *rows) == [1, 4, 20, 20, 1]


def test_rising_cost_may_begin_late() -> None:
    """Before the first share a delay costs nothing."""
    assert marginal(RisingCost({0.5: 3}), 6, hours(0, 13), hours(0, 12), hours(0)) == [0, 3, 0]


def test_index_is_cost_times_rate() -> None:
    """And forbidden where the agent must not have it."""
    rates = np.array([[1, 0, 0.5], [2, 4, 0]])
    index = GeneralizedCMu(PowerCost(2))(columns([hours(0), hours(2)]), MONDAY + 3 * HOUR, rates)
    assert index.tolist() == [[6, FORBIDDEN, 3], [4, 8, FORBIDDEN]]


def test_infinite_cost_is_still_forbidden_where_the_rate_is_zero() -> None:
    """It comes first with everybody else."""

    def endless(backlog: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.full(len(backlog), np.inf)

    index = GeneralizedCMu(endless)(columns([hours()]), NOW, np.array([[0.0, 2.0]]))
    assert index.tolist() == [[FORBIDDEN, np.inf]]


@given(rows=running_rows, agents=st.integers(0, 4), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_index_is_a_plain_product(rows: Sequence[Row], agents: int, seed: int) -> None:
    """One pair at a time, for each cost."""
    rates = np.random.default_rng(seed).choice([0, 0.5, 1, 3.7], size=(len(rows), agents))
    backlog = columns(rows)
    for cost in (PowerCost(2, {1: 5}), RisingCost({0: 1, 1: 9}), CMu({1: 3})):
        costs = cost(backlog, NOW).tolist()
        expected = [
            [each * rate if rate else FORBIDDEN for rate in row]
            for each, row in zip(costs, rates.tolist(), strict=True)
        ]
        index = GeneralizedCMu(cost)(backlog, NOW, rates)
        assert index.shape == rates.shape
        assert index.tolist() == expected


@given(rows=running_rows, wait=waits)
@settings(max_examples=40)
def test_costs_are_convex(rows: Sequence[Row], wait: int) -> None:
    """The next hour never costs less than this one, while the clocks run."""
    backlog = columns(rows)
    for cost in (PowerCost(1), PowerCost(1.5, {1: 5}), RisingCost({0: 1, 0.5: 1, 1: 9})):
        assert (cost(backlog, NOW + wait) >= cost(backlog, NOW)).all(), cost


def test_with_straight_costs_it_is_c_mu() -> None:
    """For one agent who needs the expected work of each ticket."""
    rows = [hours(0, level=level, work=work) for level in (0, 1, 2) for work in (0.25, 0.5, 4)]
    backlog, costs = columns(rows), {1: 50, 2: 10}
    rates = np.array([[HOUR / row.work] for row in rows])
    index = GeneralizedCMu(PowerCost(1, costs))(backlog, NOW, rates)
    assert index[:, 0].tolist() == CMu(costs)(backlog, NOW).tolist()


@pytest.mark.parametrize(
    "rates", [np.zeros(2), np.zeros((1, 2)), np.zeros((3, 2)), np.zeros((2, 2, 1))]
)
def test_rates_of_a_wrong_shape_are_refused(rates: NDArray[np.float64]) -> None:
    """A row for each ticket, a column for each agent."""
    message = r"rates: expected an array of shape \(2, agents\), got \("
    with pytest.raises(ValueError, match=message):
        GeneralizedCMu(PowerCost())(columns([hours(), hours()]), NOW, rates)


@pytest.mark.parametrize("wrong", [-1.0, float("nan")])
def test_rates_that_are_none_are_refused(wrong: float) -> None:
    """Nobody finishes less than no tickets."""
    with pytest.raises(ValueError, match=r"rates: expected numbers of at least 0, got"):
        GeneralizedCMu(PowerCost())(columns([hours()]), NOW, np.array([[1.0, wrong]]))


@pytest.mark.parametrize(
    "value",
    [PowerCost(2, {1: 5}), RisingCost({0: 1, 1: 9}), GeneralizedCMu(PowerCost(2, {1: 5}))],
    ids=name,
)
def test_is_a_value(value: MarginalCost | PairIndex) -> None:
    """Equal, hashed, shown and sent to another process by its settings."""
    twin: object = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
    assert twin == value
    assert hash(twin) == hash(value)
    assert repr(value).startswith(f"{name(value)}(")
    assert attrs.has(type(value))


def test_protocols() -> None:
    """Any callable is a cost."""
    assert isinstance(PowerCost(), MarginalCost)
    assert isinstance(RisingCost({0: 1}), MarginalCost)
    assert isinstance(GeneralizedCMu(PowerCost()), PairIndex)
