"""Single steps of the solver, where a fault would only cost time or be hard to find."""

import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._rows import DenseRows, SparseRows


def test_nearby_pairs_at_prices_that_are_changed_in_place() -> None:
    """What was seen at some prices is not taken for what is near at others."""
    rng = np.random.default_rng(1)
    rows = DenseRows(rng.integers(0, 1000, (40, 9)))
    nearby = Nearby(rows)
    price = np.zeros(9, dtype=np.int64)
    for _ in range(200):
        price[rng.integers(9)] += rng.integers(0, 60)
        within = int(rng.choice([0, 1, 5, 50]))
        found, expected = nearby.find(price, within), rows.near(price, within)
        assert (found.start == expected.start).all()
        assert (found.agent == expected.agent).all()
        assert (found.cost == expected.cost).all()


def test_rows_by_pairs_equal_rows_of_a_matrix() -> None:
    """Both forms answer alike, also where rows are looked at in several blocks."""
    rng = np.random.default_rng(2)
    cost = rng.integers(-50, 50, (300, 2000))
    start = np.arange(301) * 2000
    dense = DenseRows(cost)
    sparse = SparseRows(start, np.tile(np.arange(2000), 300), cost.ravel(), 2000)
    price = rng.integers(0, 50, 2000)
    for ours, theirs in zip(dense.cheapest(price), sparse.cheapest(price), strict=True):
        assert (ours == theirs).all()
    first, second = dense.near(price, 3), sparse.near(price, 3)
    assert (first.start == second.start).all()
    assert (first.agent == second.agent).all()
    some = np.array([7, 3, 250])
    assert (dense.costs(some, some) == sparse.costs(some, some)).all()
    assert (dense.take(some).lowest(), dense.shape) == (sparse.take(some).lowest(), sparse.shape)
