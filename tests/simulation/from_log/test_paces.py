"""Paces are shrunk, and times that are not over count as lower bounds: by known truth."""

from typing import NamedTuple

import attrs
import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, norm

from ticketroute.simulation.from_log._paces import Floats, Paces, estimate_paces
from ticketroute.simulation.from_log._widths import Widths, solve_effects, widths_of

AGENTS, KINDS = 40, 4


class Sample(NamedTuple):
    """Times of which some are not over, and what is behind them."""

    log_time: Floats
    is_over: np.ndarray
    agent: np.ndarray
    kind: np.ndarray
    centre: Floats
    effect: Floats


def sample(seed: int, count: int = 1500, cut: float = 1.0) -> Sample:
    """Draw times of agents that differ, cut off after a while that is drawn, too."""
    random = np.random.default_rng(seed)
    of_agent = random.normal(0, 0.4, AGENTS)
    of_agent -= of_agent.mean()  # the centre is that of these agents
    of_pair = random.normal(0, 0.2, (AGENTS, KINDS))
    centre = np.array([1.0, 2.0, 3.0, 4.0])
    agent = (random.random(count) ** 2 * AGENTS).astype(np.intp)  # some have few
    kind = random.integers(0, KINDS, count)
    effect = of_agent[:, None] + of_pair
    times = centre[kind] + effect[agent, kind] + 0.8 * random.normal(size=count)
    seen_for = centre[kind] + cut + random.normal(0, 1, count)
    return Sample(np.minimum(times, seen_for), times <= seen_for, agent, kind, centre, effect)


def paces(drawn: Sample) -> Paces:
    """Estimate."""
    shape = (AGENTS, KINDS)
    return estimate_paces(drawn.log_time, drawn.is_over, drawn.agent, drawn.kind, shape)


def raw_means(drawn: Sample, found: Paces) -> tuple[Floats, Floats]:
    """Give means of what is over: by kind, and of each pair by comparison."""
    over = drawn.is_over
    centre = np.array(
        [drawn.log_time[over & (drawn.kind == number)].mean() for number in range(KINDS)]
    )
    effects = []
    for agent, kind in zip(found.agent, found.kind, strict=True):
        rows = over & (drawn.agent == agent) & (drawn.kind == kind)
        effects.append(drawn.log_time[rows].mean() - centre[kind] if rows.any() else 0.0)
    return centre, np.array(effects)


def test_known_truth_shrinkage_beats_raw_means_in_squared_error() -> None:
    """In each of six draws, and by far on average; also where all is over."""
    ratios = []
    for seed in range(6):
        drawn = sample(seed, cut=1.0 if seed % 2 else 50.0)
        found = paces(drawn)
        truth = drawn.effect[found.agent, found.kind]
        shrunk = np.mean((found.effect - truth) ** 2)
        raw = np.mean((raw_means(drawn, found)[1] - truth) ** 2)
        ratios.append(shrunk / raw)
    assert max(ratios) < 0.8
    assert np.mean(ratios) < 0.6


def test_known_truth_closed_ones_only_are_biased_and_centres_are_not() -> None:
    """The centre of each kind, over twelve draws."""
    naive, ours = [], []
    for seed in range(12):
        drawn = sample(seed, cut=0.5)
        found = paces(drawn)
        ours.append(found.centre - drawn.centre)
        naive.append(raw_means(drawn, found)[0] - drawn.centre)
    error = np.std(ours) / np.sqrt(np.size(ours))
    assert np.mean(naive) < -0.25
    assert abs(np.mean(ours)) < 4 * error
    assert error < 0.02


def test_known_truth_spreads_widths_and_errors() -> None:
    """What is behind the times is found; 95 percent intervals hold 90 to 98 percent of effects."""
    held, widths, spreads = [], [], []
    for seed in range(10):
        drawn = sample(seed, count=3000)
        found = paces(drawn)
        truth = drawn.effect[found.agent, found.kind]
        held.append(np.abs(found.effect - truth) < 1.96 * found.error)
        widths.append((found.widths.agents, found.widths.pairs))
        spreads.append(found.spread)
    assert 0.90 < np.mean(np.concatenate(held)) < 0.98
    np.testing.assert_allclose(np.mean(widths, axis=0), [0.4, 0.2], atol=0.05)
    np.testing.assert_allclose(np.mean(spreads, axis=0), 0.8, atol=0.03)


def test_who_has_done_little_stays_near_the_ordinary_pace() -> None:
    """One time of an agent, four times as long, tells less than a hundred of another."""
    often, once = np.full(100, 0), np.array([1])
    usual = np.tile(np.arange(2, 12), 20)
    agent = np.concatenate((often, once, usual))
    random = np.random.default_rng(0)
    times = random.normal(0, 0.5, len(agent)) + random.normal(0, 0.3, 12)[agent]
    times[agent == 0] += np.log(4) - times[agent == 0].mean()
    times[agent == 1] = np.log(4)
    kind = np.zeros(len(agent), dtype=np.intp)
    found = estimate_paces(times, np.ones(len(agent), dtype=bool), agent, kind, (12, 1))
    assert found.of(0, 0)[0] > 1.4 * found.of(1, 0)[0] > 0
    assert found.of(0, 0)[1] < found.of(1, 0)[1]


def test_an_agent_new_to_a_kind_has_the_pace_of_other_kinds() -> None:
    """And more of an error than where it was seen."""
    drawn = sample(3)
    keep = ~((drawn.agent == 0) & (drawn.kind == 2))
    found = estimate_paces(
        drawn.log_time[keep],
        drawn.is_over[keep],
        drawn.agent[keep],
        drawn.kind[keep],
        (AGENTS, KINDS),
    )
    effect, error = found.of(0, 2)
    assert effect == found.agent_effect[0]
    assert error > found.of(0, 1)[1]


def test_lower_bounds_count_as_in_their_likelihood() -> None:
    """Without differences among agents, centre and spread are those of greatest likelihood."""
    random = np.random.default_rng(5)
    times, cut = random.normal(1, 1, 4000), random.normal(1.5, 1, 4000)
    seen, over = np.minimum(times, cut), times <= cut
    agent, kind = np.arange(4000) % 8, np.zeros(4000, dtype=np.intp)

    def surprise(values: Floats) -> float:
        exact = norm.logpdf(seen[over], values[0], np.exp(values[1]))
        beyond = norm.logsf(seen[~over], values[0], np.exp(values[1]))
        return -float(np.sum(exact) + np.sum(beyond))

    best = minimize(surprise, [0.0, 0.0]).x
    found = estimate_paces(seen, over, agent, kind, (8, 1))
    assert found.centre[0] == pytest.approx(best[0], abs=0.01)
    assert found.spread[0] == pytest.approx(np.exp(best[1]), rel=0.01)


def dense(variance: Floats, agent: np.ndarray, widths: Widths) -> Floats:
    """Give the covariance of the means of cells, written out."""
    same = agent[:, None] == agent[None, :]
    own = np.diag(variance + widths.pairs**2)
    covariance: Floats = own + widths.agents**2 * same
    return covariance


def test_effects_are_what_a_normal_distribution_gives() -> None:
    """Against the textbook: generalised least squares, and the conditional mean by matrices."""
    random = np.random.default_rng(2)
    agent, kind = np.repeat(np.arange(6), 3), np.tile(np.arange(3), 6)
    variance, seen = random.uniform(0.05, 1, 18), random.normal(0, 1, 18)
    widths = Widths(0.5, 0.3)
    found = solve_effects(seen, variance, agent, kind, (6, 3), widths)
    covariance = dense(variance, agent, widths)
    design = np.eye(3)[kind]
    inverse = np.linalg.inv(covariance)
    centre = np.linalg.solve(design.T @ inverse @ design, design.T @ inverse @ seen)
    np.testing.assert_allclose(found.centre, centre)
    effects = covariance - np.diag(variance)
    np.testing.assert_allclose(found.effect, effects @ inverse @ (seen - centre[kind]))


def test_widths_are_the_likeliest() -> None:
    """No others nearby make the means of cells likelier, by the density of scipy."""
    random = np.random.default_rng(4)
    agent = np.repeat(np.arange(30), 4)
    variance = random.uniform(0.01, 0.3, 120)
    rest = random.normal(0, 0.5, 30)[agent] + random.normal(0, np.sqrt(variance + 0.04))

    def density(widths: Widths) -> float:
        covariance = dense(variance, agent, widths)
        return float(multivariate_normal.logpdf(rest, cov=covariance))

    best = widths_of(rest, variance, agent, 30, Widths(0.3, 0.3))
    for name in ("agents", "pairs"):
        for factor in (0.9, 1.1):
            other = attrs.evolve(best, **{name: getattr(best, name) * factor})
            assert density(other) < density(best)
