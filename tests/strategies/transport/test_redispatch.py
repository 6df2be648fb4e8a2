"""Work that is given out again: what changes hands costs extra."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from tests.strategies.transport.transport_oracles import Case, draw_any
from ticketroute.strategies import Transport, redispatch, transport

Integers = NDArray[np.int64]


def cost_by_trying(case: Case, holder: Integers, moving: Integers) -> int:
    """Give the least cost, moves included, by trying everything."""

    @cache
    def rest(ticket: int, room: tuple[int, ...]) -> int:
        if ticket == len(case.penalty):
            return 0
        had, move = int(holder[ticket]), int(moving[ticket])
        best = int(case.penalty[ticket]) + (move if had >= 0 else 0) + rest(ticket + 1, room)
        for agent in np.flatnonzero(case.eligible[ticket]).tolist():
            if room[agent]:
                less = (*room[:agent], room[agent] - 1, *room[agent + 1 :])
                extra = move if had not in (-1, agent) else 0
                cost = int(case.cost[ticket, agent]) + extra
                best = min(best, cost + rest(ticket + 1, less))
        return best

    return rest(0, tuple(case.capacity.tolist()))


def paid(case: Case, holder: Integers, moving: Integers, agent: Integers) -> int:
    """Give what a plan costs, moves included."""
    served = np.flatnonzero(agent >= 0)
    moved = (holder >= 0) & (agent != holder)
    pairs = case.cost[served, agent[served]].sum() + case.penalty[agent < 0].sum()
    return int(pairs + moving[moved].sum())


def solve(case: Case, holder: Integers, moving: Integers, *, sparse: bool) -> Transport:
    """Plan anew, with costs as a matrix or by pairs."""
    if not sparse:
        return redispatch(
            case.cost,
            case.capacity,
            holder=holder,
            moving=moving,
            penalty=case.penalty,
            eligible=case.eligible,
        )
    ticket, agent = np.nonzero(case.eligible)
    pairs = csr_array((case.cost[ticket, agent], (ticket, agent)), shape=case.cost.shape)
    return redispatch(pairs, case.capacity, holder=holder, moving=moving, penalty=case.penalty)


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_small_cases_equal_trying(seed: int, sparse: bool) -> None:
    """Also where holders have too much, or may not have it any more."""
    rng = np.random.default_rng(seed)
    for _ in range(60):
        case = draw_any(rng, 6, 4)
        n, m = case.cost.shape
        holder = rng.integers(-1, m, (n,))
        moving = rng.integers(0, int(rng.choice([1, 5, 10**5])), (n,))
        result = solve(case, holder, moving, sparse=sparse)
        assert (result.status, result.gap) == ("optimal", 0)
        assert result.objective == paid(case, holder, moving, result.agent)
        assert result.objective == cost_by_trying(case, holder, moving)


@pytest.mark.parametrize("one_cost", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_kinds_equal_slots(seed: int, one_cost: bool) -> None:
    """Tickets of a kind with different holders and costs of moving."""
    rng = np.random.default_rng([1, seed])
    for _ in range(20):
        k, m, n = (int(most) for most in rng.integers(1, [6, 8, 60]))
        rows, kinds = rng.integers(-50, 50, (k, m)), rng.integers(0, k, n)
        may = rng.random((k, m)) < 0.7
        case = Case(rows[kinds], may[kinds], rng.integers(0, 12, m), rng.integers(0, 99, n))
        holder = rng.integers(-1, m, n)
        moving = np.full(n, 7) if one_cost else rng.integers(0, 40, n)
        result = redispatch(
            rows,
            case.capacity,
            holder=holder,
            moving=7 if one_cost else moving,
            penalty=case.penalty,
            eligible=may,
            groups=kinds,
        )
        move = (holder[:, None] >= 0) & (holder[:, None] != np.arange(m))
        gain = case.penalty[:, None] + np.where(holder >= 0, moving, 0)[:, None]
        gain = np.where(case.eligible, gain - case.cost - move * moving[:, None], 0)
        slots = np.repeat(np.maximum(gain, 0), case.capacity, axis=1)
        pairs = linear_sum_assignment(slots, maximize=True)
        most = case.penalty.sum() + moving[holder >= 0].sum() - slots[pairs].sum()
        assert result.objective == most == paid(case, holder, moving, result.agent)
        assert result.status == "optimal"


def test_between_no_cost_and_any_cost() -> None:
    """Free moves give the best plan; dear ones leave all where it is, if it can be."""
    rng = np.random.default_rng(2)
    cost, holder = rng.random((40, 6)), rng.integers(0, 6, 40)
    free = redispatch(cost, [8] * 6, holder=holder, moving=0, penalty=2)
    assert free.objective == transport(cost, [8] * 6, penalty=2).objective
    room = np.bincount(holder, minlength=6)
    stays = redispatch(cost, room, holder=holder, moving=50, penalty=2)
    assert (stays.agent == holder).all()
    moves = [
        redispatch(cost, [8] * 6, holder=holder, moving=each, penalty=2) for each in (0.1, 0.3)
    ]
    moved = [int((each.agent != holder).sum()) for each in (free, *moves)]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > moved[-1]


def test_started_work_stays_and_shares_are_kept() -> None:
    """The other conditions hold as they do without holders."""
    result = redispatch(
        [[9, 0, 0], [9, 0, 0], [9, 0, 0]],
        [3, 3, 3],
        holder=[0, 0, 0],
        moving=1,
        penalty=20,
        fixed=[0, -1, -1],
        at_least=[0, 1, 1],
    )
    assert sorted(result.agent[1:].tolist()) == [1, 2]
    assert (result.agent[0], result.objective) == (0, 11)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"holder": [0]}, r"holder: expected shape \(2,\), a number for each ticket"),
        ({"holder": [0, 2]}, r"holder\[1\]: expected the number of an agent, 0 to 1, or -1"),
        ({"moving": [1, 2, 3]}, r"moving: expected one number, or shape \(2,\), got \(3,\)"),
        ({"moving": [1, -2]}, "moving: expected finite numbers of 0 or more, got -2"),
        ({"moving": float("nan")}, "moving: expected finite numbers of 0 or more, got nan"),
        ({"moving": float("inf")}, "moving: expected finite numbers of 0 or more, got inf"),
        ({"penalty": [1, 2, 3]}, r"penalty: expected one number, or shape \(2,\), got \(3,\)"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, list[int]], message: str) -> None:
    """Errors name the field."""
    with pytest.raises(ValueError, match=message):
        redispatch(
            [[1, 2], [3, 4]],
            [1, 1],
            holder=given.get("holder", [0, 1]),
            moving=given.get("moving", [1, 1]),
            penalty=given.get("penalty", [9, 9]),
        )
