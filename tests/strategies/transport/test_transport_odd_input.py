"""Input at the edges of what is admitted: huge, tiny, out of proportion, and all of it together."""

import warnings

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.strategies.transport.transport_oracles import (
    Case,
    check,
    cost_by_trying,
    draw_any,
)
from ticketroute.strategies import transport
from ticketroute.strategies._transport._wholes import NARROW

Integers = NDArray[np.int64]


@pytest.mark.parametrize("seed", range(40))
def test_prices_stay_where_32_bits_hold_them(seed: int) -> None:
    """Few places for many tickets, at the largest numbers that are kept in 32 bits."""
    rng = np.random.default_rng([seed, 21])
    n, m = int(rng.integers(200, 600)), int(rng.integers(2, 12))
    cost = np.where(rng.random((n, m)) < 0.5, -NARROW, NARROW)
    penalty = rng.choice([-NARROW, NARROW // 3, NARROW], n)
    eligible = rng.random((n, m)) < rng.choice([0.1, 0.3])
    case = Case(cost, eligible, rng.integers(0, 3, m), penalty)
    check(case, case.solve())


def test_fractions_at_the_same_edge() -> None:
    """Fractions are scaled up to it: a case in which prices ran away."""
    rng = np.random.default_rng([320, 4])
    n, m = int(rng.integers(200, 600)), int(rng.integers(2, 12))
    cost = np.where(rng.random((n, m)) < 0.5, -0.999, 0.999)
    capacity, penalty = rng.integers(0, 3, m), rng.choice([-1, 0.3, 0.9], n)
    eligible = rng.random((n, m)) < rng.choice([0.1, 0.3])
    assert transport(cost, capacity, penalty=penalty, eligible=eligible).gap == 0


@pytest.mark.parametrize("penalty", [10, 1e6, 1e9])
def test_a_large_penalty_does_not_drown_costs(penalty: float) -> None:
    """The plan is that of a small penalty that nobody pays either."""
    cost = np.random.default_rng(22).random((200, 20))
    result = transport(cost, [10] * 20, penalty=penalty)
    best = transport(cost, [10] * 20, penalty=2.0)
    assert result.status == "optimal"
    assert result.objective == pytest.approx(best.objective, abs=1e-3)
    assert result.rounding <= 1e-3
    assert f"rounding {result.rounding:.1g}" in repr(result)


def test_rounding_that_is_large_is_stated() -> None:
    """Where sums leave no room for the costs, the result says so."""
    cost = np.random.default_rng(22).random((200, 20))
    best = transport(cost, [10] * 20, penalty=2.0)
    result = transport(cost, [10] * 20, penalty=1e14)
    paid = cost[np.arange(200), result.agent].sum()
    assert result.rounding > 1
    assert paid <= best.objective + result.rounding


@pytest.mark.parametrize("seed", range(60))
def test_efforts_with_numbers_of_any_size(seed: int) -> None:
    """The bound holds, and the plan keeps to the rules, also where floats have no bits to spare."""
    rng = np.random.default_rng([seed, 23])
    size = 2 ** int(rng.integers(1, 49))
    cost = rng.integers(-size, size + 1, (5, 3))
    capacity, effort = rng.integers(1, 6, 3), rng.integers(1, 4, 5)
    penalty = rng.integers(-size, 2 * size + 1, 5)
    result = transport(cost, capacity, penalty=penalty, effort=effort)
    served = np.flatnonzero(result.agent >= 0)
    load = np.bincount(result.agent[served], weights=effort[served], minlength=3)
    assert (load <= capacity).all()
    paid = cost[served, result.agent[served]].sum() + penalty[result.agent < 0].sum()
    assert result.objective == paid
    assert result.gap >= 0
    # The greedy plan is no better than the bound allows.
    assert result.bound <= _greedily(cost, capacity, penalty, effort)


def _greedily(cost: Integers, capacity: Integers, penalty: Integers, effort: Integers) -> int:
    left, paid = capacity.copy(), 0
    for ticket, row in enumerate(cost):
        fits = np.where(left >= effort[ticket], row, np.iinfo(np.int64).max)
        who = int(fits.argmin())
        if fits[who] < penalty[ticket]:
            left[who] -= effort[ticket]
            paid += int(row[who])
        else:
            paid += int(penalty[ticket])
    return paid


@pytest.mark.parametrize("seed", range(150))
def test_everything_together(seed: int) -> None:
    """Place costs far apart, least shares of several, fixed pairs, who may not, a warm start."""
    rng = np.random.default_rng([seed, 24])
    case = draw_any(rng, 6, 3)
    n_tickets, n_agents = case.cost.shape
    size = 1000 * max(int(np.abs(case.cost).max(initial=1)), 1)
    asks = [np.sort(rng.integers(-size, size, each)) for each in case.capacity]
    flat = np.concatenate([np.empty(0, dtype=np.int64), *asks])
    at_least = rng.integers(0, 2, n_agents) * np.minimum(case.capacity, 1)
    fixed = np.full(n_tickets, -1)
    able = np.flatnonzero(case.eligible.any(axis=1))
    if len(able) and rng.random() < 0.5:
        ticket = int(rng.choice(able))
        fixed[ticket] = int(rng.choice(np.flatnonzero(case.eligible[ticket])))
    expected = _least(case, asks, at_least, fixed)

    def ask() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = transport(
                case.cost,
                case.capacity,
                penalty=case.penalty,
                eligible=case.eligible,
                place_cost=flat,
                at_least=at_least,
                fixed=fixed,
                warm=rng.choice([-1e308, 0.0, 7.0, 1e308], n_agents),
            )
        assert result.gap == 0
        return result.objective

    if expected is None:
        with pytest.raises(ValueError, match=r"at_least|fixed"):
            ask()
    else:
        assert ask() == expected


def _least(case: Case, asks: list[Integers], at_least: Integers, fixed: Integers) -> int | None:
    """Try all ways; None if there is none."""
    best: int | None = None

    def rest(ticket: int, agents: tuple[int, ...]) -> None:
        nonlocal best
        if ticket < len(case.penalty):
            able = np.flatnonzero(case.eligible[ticket]).tolist()
            for agent in [int(fixed[ticket])] if fixed[ticket] >= 0 else [-1, *able]:
                rest(ticket + 1, (*agents, agent))
            return
        load = np.bincount([each for each in agents if each >= 0], minlength=len(asks))
        if (load > case.capacity).any() or (load < at_least).any():
            return
        paid = sum(int(mine[:count].sum()) for mine, count in zip(asks, load, strict=True))
        for number, agent in enumerate(agents):
            paid += int(case.penalty[number] if agent < 0 else case.cost[number, agent])
        best = paid if best is None else min(best, paid)

    rest(0, ())
    return best


def test_brute_force_of_the_oracle_agrees() -> None:
    """The two oracles say the same where both can be asked."""
    for seed in range(20):
        case = draw_any(np.random.default_rng([seed, 25]), 5, 3)
        none = [np.zeros(each, dtype=np.int64) for each in case.capacity]
        plain = attrs.evolve(case)
        free, nobody = np.zeros_like(case.capacity), np.full(len(case.penalty), -1)
        assert _least(plain, none, free, nobody) == cost_by_trying(case)
