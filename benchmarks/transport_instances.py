"""Families of dispatch problems for the solver: uniform, typed, few penalties, perturbed.

All figures are integers, so that the optima of all contestants can be compared exactly.
"""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

SIZES: Final = {
    "a": (1_000, 50, 30),
    "b": (5_000, 200, 60),
    "c": (10_000, 500, 100),
    "d": (50_000, 1_000, 200),
    "e": (100_000, 1_000, 200),
}
"""Tickets, agents and ticket types."""
FAMILIES: Final = ("U", "S", "Q", "P")
RATIOS: Final = (1.1, 0.7)

_SKILLS: Final = 10
_URGENCY: Final = np.array([800_000, 400_000, 200_000, 100_000])
_URGENCY_SHARES: Final = (0.05, 0.15, 0.40, 0.40)


@attrs.frozen(eq=False)
class Instance:
    """Tickets, agents, and what each pair costs.

    Attributes
    ----------
    name
        Family, size and ratio of capacity to demand.
    cost
        ``ndarray of int32, shape (k, m)``; a row for each ticket, or for each type.
    eligible
        ``ndarray of bool, shape (k, m)``.
    capacity
        ``ndarray of int64, shape (m,)``.
    penalty
        ``ndarray of int64, shape (n,)``, for each ticket that waits.
    groups
        ``ndarray of intp, shape (n,)``, the type of each ticket; None where rows are distinct.
    """

    name: str
    cost: NDArray[np.int32]
    eligible: NDArray[np.bool_]
    capacity: NDArray[np.int64]
    penalty: NDArray[np.int64]
    groups: NDArray[np.intp] | None

    def expanded(self) -> "Instance":
        """Give the same problem with a row for each ticket, as peers need it."""
        if self.groups is None:
            return self
        return attrs.evolve(
            self, cost=self.cost[self.groups], eligible=self.eligible[self.groups], groups=None
        )


def make(family: str, size: str, ratio: float, seed: int = 1) -> Instance:
    """Make an instance; the same arguments give the same one."""
    n, m, k = SIZES[size]
    return draw(family, n, m, k, ratio, seed, name=f"{family}-{size} {ratio}")


def draw(
    family: str, n: int, m: int, k: int, ratio: float, seed: int, *, name: str = ""
) -> Instance:
    """Draw n tickets of k types and m agents with capacity for a ratio of the tickets."""
    rng = np.random.default_rng([seed, n, m, FAMILIES.index(family), round(100 * ratio)])
    capacity = _capacity(rng, m, round(ratio * n))
    if family == "U":
        cost = rng.integers(0, 1_000_000, (n, m), dtype=np.int32)
        penalty = rng.integers(1_100_000, 1_900_000, n)
        return Instance(name, cost, np.ones((n, m), dtype=bool), capacity, penalty, None)
    cost, eligible = _types(rng, k, m)
    weights = 1 / np.arange(1, k + 1) ** 0.7
    groups = rng.choice(k, n, p=weights / weights.sum()).astype(np.intp)
    penalty = rng.choice(_URGENCY, n, p=_URGENCY_SHARES)
    if family != "Q":
        penalty = penalty + rng.integers(0, 100_000, n)
    if family != "P":
        return Instance(name, cost, eligible, capacity, penalty, groups)
    return Instance(name, _perturbed(rng, cost, groups), eligible[groups], capacity, penalty, None)


def _capacity(rng: np.random.Generator, m: int, total: int) -> NDArray[np.int64]:
    """Share out places by largest remainders."""
    share = rng.uniform(0.5, 1.5, m)
    exact = share / share.sum() * total
    capacity: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    capacity[np.argsort(capacity - exact, kind="stable")[: total - capacity.sum()]] += 1
    return capacity


def _types(rng: np.random.Generator, k: int, m: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Draw what agents can do and types ask for, and rate each pair of them."""
    popularity = 1 / np.arange(1, _SKILLS + 1) ** 0.3
    popularity /= popularity.sum()
    level = np.zeros((m, _SKILLS), dtype=np.int64)
    for agent in range(m):
        held = rng.choice(_SKILLS, rng.integers(1, 5), replace=False, p=popularity)
        level[agent, held] = rng.integers(1, 6, len(held))
    on_channel = rng.random((m, 4)) < 0.6
    load = rng.integers(0, 20_000, m)
    skill = rng.choice(_SKILLS, k, p=popularity)
    need, channel = rng.integers(1, 4, k), rng.integers(0, 4, k)
    theirs = level[:, skill].T
    cost = (
        8_000 * (5 - theirs)
        + 4_000 * np.maximum(0, theirs - need[:, None] - 1)
        + 2_500 * ((level > 0).sum(axis=1) - 1)
        + load
        + rng.integers(0, 3_000, (k, m))
    )
    eligible = (theirs >= need[:, None]) & on_channel[:, channel].T
    return cost.astype(np.int32), eligible


def _perturbed(
    rng: np.random.Generator, cost: NDArray[np.int32], groups: NDArray[np.intp]
) -> NDArray[np.int32]:
    """Add distances, and a bonus for an agent whom the customer knows, to the costs of types."""
    n, m = len(groups), cost.shape[1]
    at, homes = rng.random((n, 2)), rng.random((m, 2))
    rows = np.empty((n, m), dtype=np.int32)
    for start in range(0, n, 1_000):
        part = slice(start, start + 1_000)
        apart = np.linalg.norm(at[part, None] - homes, axis=2)
        rows[part] = cost[groups[part]] + (15_000 * apart).astype(np.int32)
    known = np.flatnonzero(rng.random(n) < 0.3)
    rows[known, rng.integers(0, m, len(known))] -= 10_000
    return rows
