"""Tickets of a kind are found, exactly and with little work, beside rows compared one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ticketroute.strategies._transport import _same_rows
from ticketroute.strategies._transport._reading import Matrix, read_cost
from ticketroute.strategies._transport._same_rows import same_rows
from ticketroute.strategies._transport._wholes import Wholes, to_wholes

Mask = NDArray[np.bool_]


def wholes(cost: NDArray[np.int64], allowed: Mask | None) -> Wholes:
    """Make data of a matrix."""
    return to_wholes(Matrix(cost, allowed), np.array(1), len(cost))


def first_of_each(cost: NDArray[np.int64], allowed: Mask | None) -> list[int] | None:
    """Give the first row that is equal, for each; None if more than half of them are distinct."""
    may = np.ones(cost.shape, dtype=bool) if allowed is None else allowed
    seen: dict[bytes, int] = {}
    kinds = [
        seen.setdefault(np.where(yes, row, 10**6).tobytes(), number)
        for number, (row, yes) in enumerate(zip(cost, may, strict=True))
    ]
    return None if len(seen) > len(cost) // 2 else kinds


@pytest.mark.parametrize("masked", [False, True])
def test_equal_rows_are_found(masked: bool) -> None:
    """Few and many, and also where they differ only in pairs that must not be."""
    rng = np.random.default_rng([1, masked])
    found = 0
    for _ in range(200):
        n, m, k = (int(most) for most in rng.integers(1, [30, 14, 12]))
        kinds = rng.integers(0, k, n)
        cost = rng.integers(-2, 3, (k, m))[kinds]
        allowed = None
        if masked:
            allowed = (rng.random((k, m)) < 0.6)[kinds]
            cost = np.where(allowed, cost, rng.integers(-99, 99, cost.shape))
        answer = same_rows(wholes(cost, allowed))
        expected = first_of_each(cost, allowed) if n > 1 else None
        assert (None if answer is None else answer.tolist()) == expected
        found += answer is not None
    assert 50 < found < 190


@pytest.mark.parametrize("masked", [False, True])
def test_rows_in_several_blocks(masked: bool) -> None:
    """Thousands of rows, compared some at a time."""
    rng = np.random.default_rng([2, masked])
    kinds = rng.integers(0, 900, 3000)
    cost = rng.integers(0, 50, (900, 11))[kinds]
    allowed = (rng.random((900, 11)) < 0.8)[kinds] if masked else None
    answer = same_rows(wholes(cost, allowed))
    assert answer is not None
    assert answer.tolist() == first_of_each(cost, allowed)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("at", [3, 1030, 2999])
def test_a_coincidence_of_sums_is_noticed(
    at: int, masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever numbers rows get, no row is taken for another."""
    cost = np.tile(np.arange(10), (3000, 1))
    allowed = np.ones(cost.shape, dtype=bool) if masked else None
    cost[at, 9] += 1
    monkeypatch.setattr(_same_rows, "_keys", lambda cost, _: np.zeros(len(cost), dtype=np.uint64))
    assert same_rows(wholes(cost, allowed)) is None
    cost[at, 9] -= 1
    kinds = same_rows(wholes(cost, allowed))
    assert kinds is not None
    assert not kinds.any()
    if allowed is not None:
        allowed[at, 9] = False
        assert same_rows(wholes(cost, allowed)) is None


def test_distinct_rows_are_told_by_few_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are made of all columns only where eight of them, from first to last, tell little."""
    shapes: list[tuple[int, ...]] = []
    whole = _same_rows._keys

    def noting(cost: NDArray[np.int64], allowed: Mask | None) -> NDArray[np.uint64]:
        shapes.append(cost.shape)
        return whole(cost, allowed)

    monkeypatch.setattr(_same_rows, "_keys", noting)
    rng = np.random.default_rng(3)
    cost = rng.integers(0, 1000, (400, 50))
    assert same_rows(wholes(cost, None)) is None
    assert shapes == [(400, 8)]
    last = np.zeros((400, 50), dtype=np.int64)
    last[:, 49] = np.arange(400)
    assert same_rows(wholes(last, np.ones((400, 50), dtype=bool))) is None
    assert shapes == [(400, 8), (400, 8)]
    last[200:] = last[:200]  # half of them distinct
    assert same_rows(wholes(last, None)) is not None
    assert shapes[2:] == [(400, 8), (400, 50)]


def test_where_nothing_is_looked_for() -> None:
    """Sparse costs, a single row, and no agents."""
    assert same_rows(to_wholes(read_cost(csr_array(np.ones((4, 2))), None), np.array(1), 4)) is None
    assert same_rows(wholes(np.ones((1, 3), dtype=np.int64), None)) is None
    assert same_rows(wholes(np.ones((3, 0), dtype=np.int64), None)) is None
    both = same_rows(wholes(np.ones((2, 1), dtype=np.int64), None))
    assert both is not None
    assert both.tolist() == [0, 0]
