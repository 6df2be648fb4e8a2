"""How long agents take by comparison: log-normal times, some not over, effects shrunk.

The logarithm of a time is the centre of the kind of ticket, plus an effect of the agent, plus one
of the agent with that kind, plus chance. Effects are drawn from normal distributions around zero
whose widths are estimated, too (empirical Bayes): an agent of whom little is known stays near the
ordinary pace, one of whom much is known has the pace that was seen. A time that is not over yet
counts as a lower bound, by its likelihood.
"""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.simulation.from_log._widths import Widths, solve_effects, widths_of

Floats = NDArray[np.float64]

_MOST_ROUNDS: Final = 200
_CLOSE: Final = 1e-10
_DIGITS: Final = 4
"""More than the data tell; the last ones are those of the optimiser, and so of its version."""

_NARROWEST: Final = 0.05
_LEAST_INFORMATION: Final = 1e-6


@attrs.frozen(eq=False)
class Paces:
    """Effects on the logarithm of times: exp(effect) is how long an agent takes by comparison.

    Parameters
    ----------
    centre, spread
        Mean and standard deviation of the logarithm of times of each kind at ordinary pace;
        float64, shape (kinds,).
    widths
        How much agents differ.
    agent, kind
        Who has handled what, as positions; intp, shape (cells,).
    effect, error
        Of each such pair, and its standard error; float64, shape (cells,).
    agent_effect, agent_error
        Of each agent with a kind never had; float64, shape (agents,).
    """

    centre: Floats
    spread: Floats
    widths: Widths
    agent: NDArray[np.intp]
    kind: NDArray[np.intp]
    effect: Floats
    error: Floats
    agent_effect: Floats
    agent_error: Floats

    def of(self, agent: int, kind: int) -> tuple[float, float]:
        """Give the effect of an agent with a kind, and its standard error."""
        cell = np.flatnonzero((self.agent == agent) & (self.kind == kind))
        if len(cell):
            return float(self.effect[cell[0]]), float(self.error[cell[0]])
        return float(self.agent_effect[agent]), float(self.agent_error[agent])


def estimate_paces(
    log_time: Floats,
    is_over: NDArray[np.bool_],
    agent: NDArray[np.intp],
    kind: NDArray[np.intp],
    shape: tuple[int, int],
) -> Paces:
    """Estimate centres, spreads and effects together.

    Parameters
    ----------
    log_time
        Logarithms of times; shape (n,).
    is_over
        Whether it took so long, or takes longer; shape (n,).
    agent, kind
        Whose time with which kind, as positions; shape (n,). Each kind has some that are over.
    shape
        How many agents and kinds there are.

    Notes
    -----
    Rounds of two steps until nothing changes. Times that are not over are replaced by what they
    will be on average if what is known so far is true (as in the EM algorithm); then centres and
    effects solve the mixed-model equations, with the widths that make them likeliest.

    References
    ----------
    C. R. Henderson, *Best linear unbiased estimation and prediction under a selection model*,
    Biometrics 31, 1975. T. A. Louis, *Finding the observed information matrix when using the EM
    algorithm*, Journal of the Royal Statistical Society B 44, 1982.
    """
    kinds = shape[1]
    cells, cell = np.unique(agent * kinds + kind, return_inverse=True)
    found = _first_guess(log_time, is_over, kind, cells, shape)
    for _ in range(_MOST_ROUNDS):
        better = _improved(found, log_time, is_over, kind, cell)
        changes = (
            better.centre - found.centre,
            better.spread - found.spread,
            better.effect - found.effect,
        )
        found = better
        if max(np.abs(each).max() for each in changes) < _CLOSE:
            break
    return attrs.evolve(
        found,
        effect=np.round(found.effect, _DIGITS),
        agent_effect=np.round(found.agent_effect, _DIGITS),
    )


def _first_guess(
    log_time: Floats,
    is_over: NDArray[np.bool_],
    kind: NDArray[np.intp],
    cells: NDArray[np.intp],
    shape: tuple[int, int],
) -> Paces:
    """Take the means and deviations of what is over, and agents who are all alike."""
    agents, kinds = shape
    counts = np.bincount(kind[is_over], minlength=kinds)
    centre = np.bincount(kind[is_over], log_time[is_over], kinds) / counts
    squares = (log_time - centre[kind]) ** 2
    spread = np.sqrt(np.bincount(kind[is_over], squares[is_over], kinds) / counts)
    alike = np.zeros(len(cells))
    return Paces(
        centre,
        np.maximum(spread, 10 * _NARROWEST),
        Widths(0.3, 0.3),
        cells // kinds,
        cells % kinds,
        alike,
        alike,
        np.zeros(agents),
        np.zeros(agents),
    )


def _improved(
    now: Paces,
    log_time: Floats,
    is_over: NDArray[np.bool_],
    kind: NDArray[np.intp],
    cell: NDArray[np.intp],
) -> Paces:
    """Go one round."""
    shape = len(now.agent_effect), len(now.centre)
    expected = now.centre[kind] + now.effect[cell]
    rest, information = _expected_rest(log_time - expected, is_over, now.spread[kind])
    known = np.maximum(np.bincount(cell, information), _LEAST_INFORMATION)
    seen = now.centre[now.kind] + now.effect + np.bincount(cell, rest) / known
    variance = now.spread[now.kind] ** 2 / known
    widths = widths_of(seen - now.centre[now.kind], variance, now.agent, shape[0], now.widths)
    effects = solve_effects(seen, variance, now.agent, now.kind, shape, widths)
    squares = rest**2 + now.spread[kind] ** 2 * (1 - information) + effects.error[cell] ** 2
    spread = np.sqrt(np.bincount(kind, squares) / np.bincount(kind))
    return Paces(
        effects.centre,
        np.maximum(spread, _NARROWEST),
        widths,
        now.agent,
        now.kind,
        effects.effect,
        effects.error,
        effects.agent_effect,
        effects.agent_error,
    )


def _expected_rest(
    rest: Floats, is_over: NDArray[np.bool_], spread: Floats
) -> tuple[Floats, Floats]:
    """Give how far each time is from what was expected, and how much of a full one it tells.

    What is not over lies on average a hazard rate beyond its expectation.
    """
    from scipy.stats import norm

    scaled = rest / spread
    hazard = np.exp(norm.logpdf(scaled) - norm.logsf(scaled))
    information = np.clip(hazard * (hazard - scaled), 0.0, 1.0)
    return np.where(is_over, rest, spread * hazard), np.where(is_over, 1.0, information)
