"""The solver against three plain ways to solve the same problem, and against its own prices."""

import numpy as np
import pytest

from benchmarks.transport_instances import FAMILIES, RATIOS, draw
from tests.strategies.transport.transport_oracles import (
    Case,
    check,
    cost_by_programme,
    cost_by_slots,
    cost_by_trying,
    draw_any,
)
from ticketroute.strategies import transport


@pytest.mark.parametrize("seed", range(10))
def test_small_cases_equal_all_plain_ways(seed: int) -> None:
    """Trying everything, slots and a linear programme agree with the solver."""
    rng = np.random.default_rng(seed)
    for _ in range(40):
        case = draw_any(rng, 6, 4)
        result = case.solve()
        check(case, result)
        assert result.objective == cost_by_trying(case)
        assert result.objective == cost_by_slots(case)
        assert result.objective == pytest.approx(cost_by_programme(case), rel=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_cases_equal_slots(seed: int) -> None:
    """Cases too large to try everything."""
    rng = np.random.default_rng([1, seed])
    for _ in range(100):
        case = draw_any(rng, 30, 8)
        result = case.solve()
        check(case, result)
        assert result.objective == cost_by_slots(case)


@pytest.mark.parametrize("ratio", [*RATIOS, 0.4, 1.5])
@pytest.mark.parametrize("family", FAMILIES)
def test_families_equal_slots(family: str, ratio: float) -> None:
    """Instances of the kinds that are measured, small; with types known and found."""
    for seed in range(3):
        instance = draw(family, 60 + 50 * seed, 8 + 3 * seed, 6 + seed, ratio, seed)
        every = instance.expanded()
        case = Case(every.cost.astype(np.int64), every.eligible, every.capacity, every.penalty)
        result = transport(
            instance.cost,
            instance.capacity,
            penalty=instance.penalty,
            eligible=instance.eligible,
            groups=instance.groups,
        )
        check(case, result)
        assert result.objective == cost_by_slots(case)
        assert case.solve().objective == result.objective


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("family", FAMILIES)
def test_larger_instances_are_proven(family: str, ratio: float) -> None:
    """Sizes at which prices come from samples; cold and from bad prices the optimum is the same."""
    instance = draw(family, 2_500, 40, 30, ratio, 11)
    eligible = None if instance.eligible.all() else instance.eligible
    results = [
        transport(
            instance.cost,
            instance.capacity,
            penalty=instance.penalty,
            eligible=eligible,
            groups=instance.groups,
            warm=warm,
        )
        for warm in (None, np.full(40, 50_000))
    ]
    every = instance.expanded()
    case = Case(every.cost.astype(np.int64), every.eligible, every.capacity, every.penalty)
    for result in results:
        check(case, result)
    assert results[0].objective == results[1].objective


@pytest.mark.parametrize("size", [1, 2, 3])
def test_many_pairs_that_cost_the_same(size: int) -> None:
    """Ties everywhere, which take thousands of chains if each mends one fault."""
    rng = np.random.default_rng(size)
    cost = rng.integers(-size, size + 1, (1500, 40))
    eligible = rng.random(cost.shape) < 0.3
    penalty = rng.integers(-size, 3 * size + 1, 1500)
    case = Case(cost, eligible, rng.integers(0, 60, 40), penalty)
    check(case, case.solve())
