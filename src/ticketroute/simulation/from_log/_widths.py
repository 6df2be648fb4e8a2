"""The linear part of paces: how much agents differ, and what follows for each."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BOUNDS: Final = ((np.log(1e-3), np.log(5.0)),) * 2


@attrs.frozen
class Widths:
    """Standard deviations of effects on the logarithm of times.

    Parameters
    ----------
    agents
        Among agents.
    pairs
        Of one agent among kinds, besides.
    """

    agents: float
    pairs: float


@attrs.frozen(eq=False)
class Effects:
    """Centres by kind; effects and standard errors by cell and by agent."""

    centre: Floats
    effect: Floats
    error: Floats
    agent_effect: Floats
    agent_error: Floats


def widths_of(
    rest: Floats, variance: Floats, agent: NDArray[np.intp], agents: int, guess: Widths
) -> Widths:
    """Find the widths that make the means of cells likeliest.

    Parameters
    ----------
    rest
        How far the mean of each cell is from the centre of its kind; shape (cells,).
    variance
        How uncertain it is, by chance alone; shape (cells,).
    agent
        Whose cell it is; shape (cells,).
    agents
        How many there are.
    guess
        Where to begin.
    """
    from scipy.optimize import minimize

    def surprise(logs: Floats) -> tuple[float, Floats]:
        """Give minus the log likelihood and its slopes; each agent is a block of covariances."""
        between, within = np.exp(2 * logs)
        weight = 1 / (variance + within)
        pulls = weight * rest
        total = np.bincount(agent, weight, agents)
        pull = np.bincount(agent, pulls, agents)
        part = 1 / (1 + between * total)
        mean = between * pull * part  # what each agent's effect is expected to be
        value = -np.log(part).sum() - np.log(weight).sum() + pulls @ rest - mean @ pull
        by_between = (total * part - (pull * part) ** 2).sum()
        left = rest - mean[agent]
        by_within = weight.sum() - (between * part)[agent] @ weight**2 - weight**2 @ left**2
        return float(value / 2), np.array([by_between * between, by_within * within])

    start = np.log([guess.agents, guess.pairs])
    found = minimize(
        surprise,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=_BOUNDS,
        options={"ftol": 1e-15, "gtol": 1e-9},
    )
    best = np.exp(found.x)
    return Widths(float(best[0]), float(best[1]))


def solve_effects(
    seen: Floats,
    variance: Floats,
    agent: NDArray[np.intp],
    kind: NDArray[np.intp],
    shape: tuple[int, int],
    widths: Widths,
) -> Effects:
    """Solve the mixed-model equations for the centres of kinds and the effects of agents.

    Parameters
    ----------
    seen
        The mean of each cell; shape (cells,).
    variance
        How uncertain it is, by chance alone; shape (cells,).
    agent, kind
        Whose cell it is, of which kind; shape (cells,).
    shape
        How many agents and kinds there are.
    widths
        How much agents differ.
    """
    agents, kinds = shape
    within = widths.pairs**2
    weight = 1 / (variance + within)
    matrix = np.zeros((kinds + agents, kinds + agents))
    np.add.at(matrix, (kind, kinds + agent), weight)
    matrix += matrix.T
    diagonal = np.concatenate(
        (np.bincount(kind, weight, kinds), np.bincount(agent, weight, agents) + widths.agents**-2)
    )
    matrix[np.diag_indices_from(matrix)] = diagonal
    sums = np.concatenate(
        (np.bincount(kind, weight * seen, kinds), np.bincount(agent, weight * seen, agents))
    )
    inverse = np.linalg.inv(matrix)
    solution = inverse @ sums
    centre, of_agent = solution[:kinds], solution[kinds:]
    agent_variance = np.diag(inverse)[kinds:]
    kept = within * weight  # of what a cell shows besides, by how sure it is
    rest = seen - centre[kind] - of_agent[agent]
    error = np.sqrt(within * (1 - kept) + (1 - kept) ** 2 * agent_variance[agent])
    return Effects(
        centre,
        of_agent[agent] + kept * rest,
        error,
        of_agent,
        np.sqrt(agent_variance + within),
    )
