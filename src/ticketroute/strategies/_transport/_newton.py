"""One step of Newton's method on the smoothed dual.

The negative second derivative is, up to the temperature, ``diag(load + places) - P' W P`` with the
matrix P of shares: agents are tied to each other by the tickets that waver between them. The system
is solved in whichever of three ways costs least: conjugate gradients while tickets waver between
many agents (then it is nearly diagonal), a Cholesky factor of agents by agents at the end, and one
of rows by rows where there are fewer kinds of tickets than agents.
"""

from typing import TYPE_CHECKING, Final, TypeAlias, cast

import numpy as np

from ticketroute.strategies._transport._smoothed import Floats, Spread

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Shares: TypeAlias = "csr_array[np.float64, tuple[int, int]]"

_LEAST: Final = 1e-9
"""Added to the diagonal, relative to its largest entry: nobody may want an agent at all."""
_MANY_PAIRS: Final = 16
"""Conjugate gradients pay from so many pairs in a row on, and from this share of all agents on:"""
_MANY_OF_ALL: Final = 0.02
_FILLED: Final = 0.15
"""Products of matrices are faster dense from this share of entries that are not zero on."""
_GRADIENTS: Final = 60
_ACCURACY: Final = 1e-6


def newton_step(now: Spread, damping: Floats) -> Floats:
    """Give the change of prices that makes the quadratic model of the dual stationary."""
    from scipy.sparse import csr_array

    pairs = now.pairs
    n_rows, n_agents = pairs.shape
    diagonal = now.load + now.curvature + damping
    diagonal += _LEAST * diagonal.max()
    target = now.heat * now.excess
    shares = cast("Shares", csr_array((now.share, pairs.agent, pairs.start), shape=pairs.shape))
    if 2 * n_rows < n_agents:
        return _by_rows(shares, now.stiffness, diagonal, target)
    if len(pairs.agent) > max(_MANY_PAIRS, _MANY_OF_ALL * n_agents) * n_rows:
        return _by_gradients(shares, now.stiffness, diagonal, target)
    return _by_agents(shares, now.stiffness, diagonal, target)


def _by_agents(
    shares: "Shares",
    stiffness: Floats,
    diagonal: Floats,
    target: Floats,
) -> Floats:
    weighted = shares.copy()
    weighted.data = weighted.data * np.repeat(stiffness, np.diff(shares.indptr))
    system = -(shares.T.tocsr() @ weighted).toarray()
    system[np.diag_indices_from(system)] += diagonal
    return _solved(system, target)


def _by_rows(
    shares: "Shares",
    stiffness: Floats,
    diagonal: Floats,
    target: Floats,
) -> Floats:
    """Solve by the identity of Woodbury, with a system as large as there are rows."""
    root = np.sqrt(np.maximum(stiffness, 0))
    weighted = shares.copy()
    weighted.data = weighted.data * np.repeat(root, np.diff(shares.indptr))
    scaled = weighted.copy()
    scaled.data = scaled.data / diagonal[scaled.indices]
    if shares.nnz > _FILLED * diagonal.size * root.size:
        system = -(scaled.toarray() @ weighted.toarray().T)
    else:
        system = -(scaled @ weighted.T.tocsr()).toarray()
    system[np.diag_indices_from(system)] += 1 + _LEAST
    step: Floats = target / diagonal
    step += _times(scaled.T.tocsr(), _solved(system, _times(weighted, step)))
    return step


def _by_gradients(
    shares: "Shares",
    stiffness: Floats,
    diagonal: Floats,
    target: Floats,
) -> Floats:
    """Solve by conjugate gradients, only as well as a step that is followed by others needs it."""
    across = shares.T.tocsr()
    step = np.zeros_like(target)
    rest = target.copy()
    scaled = rest / diagonal
    direction = scaled.copy()
    size = float(rest @ scaled)
    enough = _ACCURACY * size
    for _ in range(_GRADIENTS):
        image = diagonal * direction
        image -= _times(across, stiffness * _times(shares, direction))
        length = size / float(direction @ image)
        step += length * direction
        rest -= length * image
        scaled = rest / diagonal
        size, before = float(rest @ scaled), size
        if size <= enough:
            break
        direction = scaled + (size / before) * direction
    return step


def _times(matrix: Shares, vector: Floats) -> Floats:
    product: Floats = np.asarray(matrix @ vector, dtype=np.float64)
    return product


def _solved(system: Floats, target: Floats) -> Floats:
    """Solve a symmetric positive definite system."""
    from scipy.linalg import cho_factor, cho_solve

    factor = cho_factor(system, overwrite_a=True, check_finite=False)
    solution: Floats = cho_solve(factor, target, check_finite=False)
    return solution
