"""Each way to solve for a step of Newton's method, beside a plain dense solution."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ticketroute.strategies._transport import _newton

Floats = NDArray[np.float64]


def draw_system(
    rng: np.random.Generator, n_rows: int, n_agents: int, filled: float
) -> "tuple[csr_array[np.float64], Floats, Floats, Floats]":
    """Draw shares, what rows weigh, a diagonal that outweighs them, and a target."""
    share = rng.random((n_rows, n_agents)) * (rng.random((n_rows, n_agents)) < filled)
    share /= np.maximum(share.sum(axis=1, keepdims=True), 1)
    stiffness = 10.0 ** rng.uniform(-3, 1, n_rows)
    diagonal = share.T @ stiffness + 10.0 ** rng.uniform(-2, 2, n_agents)
    return csr_array(share), stiffness, diagonal, rng.normal(size=n_agents)


def system_of(shares: "csr_array[np.float64]", stiffness: Floats, diagonal: Floats) -> Floats:
    """Give the whole matrix, as the head of the module has it."""
    dense = shares.toarray()
    system: Floats = np.diag(diagonal) - dense.T @ np.diag(stiffness) @ dense
    return system


@pytest.mark.parametrize("filled", [0.05, 0.8])
@pytest.mark.parametrize("n_rows", [4, 30])
def test_factors_solve_the_system(n_rows: int, filled: float) -> None:
    """By agents and by rows, with few pairs and with many."""
    rng = np.random.default_rng([n_rows, round(100 * filled)])
    for _ in range(10):
        shares, stiffness, diagonal, target = draw_system(rng, n_rows, 20, filled)
        expected = np.linalg.solve(system_of(shares, stiffness, diagonal), target)
        for solve in (_newton._by_agents, _newton._by_rows):
            step = solve(shares, stiffness, diagonal, target)
            assert step == pytest.approx(expected, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_gradients_are_as_good_as_they_have_to_be(
    size: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is small beside the target, whatever its size, after few products."""
    products = 0
    whole = _newton._times

    def counting(matrix: "csr_array[np.float64]", vector: Floats) -> Floats:
        nonlocal products
        products += 1
        return whole(matrix, vector)

    monkeypatch.setattr(_newton, "_times", counting)
    rng = np.random.default_rng(1)
    for _ in range(10):
        shares, stiffness, diagonal, target = draw_system(rng, 60, 40, 0.5)
        target *= size
        products = 0
        step = _newton._by_gradients(shares, stiffness, diagonal, target)
        rest = target - system_of(shares, stiffness, diagonal) @ step
        assert rest @ (rest / diagonal) <= 1.01e-6 * (target @ (target / diagonal))
        assert products <= 2 * 8
