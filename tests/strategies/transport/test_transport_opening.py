"""The way to good prices: it changes no plan, so its faults would only cost time.

What is tested here is arithmetic, by differences, and work: steps and chains are counted.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from ticketroute.strategies._transport import _newton, _settling
from ticketroute.strategies._transport._bundles import ladder_of_places, ladder_of_tickets
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._newton import newton_step
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._opening import opening_prices
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import DenseRows, SparseRows
from ticketroute.strategies._transport._samples import crowd_of, samples
from ticketroute.strategies._transport._settling import Range, settle
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread, Takers, spread
from ticketroute.strategies._transport._solve import solve


def draw_crowd(n_rows: int, n_agents: int, *, shared: bool) -> tuple[SparseRows, Crowd]:
    """Draw all pairs of some rows, and tickets of them."""
    rng = np.random.default_rng([n_rows, n_agents])
    cost = rng.integers(0, 1000, (n_rows, n_agents))
    pairs = DenseRows(cost).near(np.zeros(n_agents, dtype=np.int64), 10**6)
    n_tickets = 5 * n_rows if shared else n_rows
    row_of = np.repeat(np.arange(n_rows), 5) if shared else None
    tickets = Takers(
        group=row_of,
        value=rng.uniform(200, 1500, n_tickets),
        count=rng.uniform(0.5, 9, n_tickets) if shared else np.asarray(2.5),
        blur=rng.uniform(0, 4000, n_tickets) if shared else np.zeros(()),
    )
    n_steps = 3 * n_agents if shared else n_agents
    places = Takers(
        group=np.repeat(np.arange(n_agents), 3) if shared else np.arange(n_agents),
        value=-rng.uniform(0, 300, n_steps),
        count=rng.uniform(0, 2 * n_rows / n_steps, n_steps),
        blur=rng.uniform(0, 900, n_steps) if shared else np.zeros(()),
    )
    return pairs, Crowd(tickets, places)


def excess_by_differences(pairs: SparseRows, crowd: Crowd, price: Floats, heat: float) -> Floats:
    """Give how the dual rises with each price."""
    rise = np.empty_like(price)
    for agent in range(len(price)):
        change = np.zeros_like(price)
        change[agent] = 1e-3
        after, before = (
            spread(pairs, crowd, price + each, heat).dual for each in (change, -change)
        )
        rise[agent] = (after - before) / 2e-3
    return rise


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("heat", [20.0, 300.0])
def test_excess_is_the_derivative_of_the_dual(heat: float, *, shared: bool) -> None:
    """Tickets that want an agent less places in use: so much the dual rises with the price."""
    pairs, crowd = draw_crowd(30, 6, shared=shared)
    price = np.random.default_rng(3).uniform(-50, 400, 6)
    now = spread(pairs, crowd, price, heat)
    assert now.excess == pytest.approx(
        excess_by_differences(pairs, crowd, price, heat), rel=1e-5, abs=1e-5
    )
    assert now.load == pytest.approx(
        np.bincount(pairs.agent, weights=now.flow(), minlength=6), rel=1e-12
    )


def test_cold_dual_is_the_dual() -> None:
    """Hardly smoothed, the dual is what tickets pay at best less the prices of places."""
    pairs, crowd = draw_crowd(30, 6, shared=True)
    price = np.random.default_rng(4).uniform(0, 400, 6)
    rows = np.split(pairs.cost + price[pairs.agent], pairs.start[1:-1])
    value = np.array([each.min() for each in rows])
    tickets, places = crowd.tickets, crowd.places
    assert tickets.group is not None
    assert places.group is not None
    paid = tickets.count * np.minimum(value[tickets.group], tickets.value)
    earned = places.count * np.maximum(price[places.group] + places.value, 0)
    exact = paid.sum() - earned.sum()
    assert spread(pairs, crowd, price, 1e-6).dual == pytest.approx(exact, rel=1e-6)
    assert spread(pairs, crowd, price, 50.0).dual < exact


@pytest.mark.parametrize(
    ("n_rows", "n_agents", "shared", "way"),
    [
        (12, 40, True, "_by_rows"),
        (60, 20, False, "_by_gradients"),
        (60, 10, True, "_by_agents"),
        (60, 10, False, "_by_agents"),
    ],
)
def test_newton_step_solves_the_linear_system(
    n_rows: int, n_agents: int, way: str, monkeypatch: pytest.MonkeyPatch, *, shared: bool
) -> None:
    """Each way gives the step at which the linear model of the excess is zero."""
    asked: list[str] = []
    for name in ("_by_rows", "_by_gradients", "_by_agents"):
        _note_calls(monkeypatch, name, asked)
    pairs, crowd = draw_crowd(n_rows, n_agents, shared=shared)
    rng = np.random.default_rng(5)
    price, damping, heat = rng.uniform(-20, 300, n_agents), rng.uniform(0.1, 1, n_agents), 150.0
    now = spread(pairs, crowd, price, heat)
    step = newton_step(now, damping)
    assert asked == [way]
    slope = np.empty((n_agents, n_agents))
    for agent in range(n_agents):
        change = np.zeros(n_agents)
        change[agent] = 1e-2
        after, before = (
            spread(pairs, crowd, price + each, heat).excess for each in (change, -change)
        )
        slope[:, agent] = (after - before) / 2e-2
    left = now.excess + slope @ step - damping / heat * step
    assert np.abs(left).max() < 5e-3 * np.abs(now.excess).max()


def _note_calls(monkeypatch: pytest.MonkeyPatch, name: str, asked: list[str]) -> None:
    whole = getattr(_newton, name)

    def noting(*given: object) -> Floats:
        asked.append(name)
        step: Floats = whole(*given)
        return step

    monkeypatch.setattr(_newton, name, noting)


def test_bundles_part_the_tickets_and_are_single_at_the_margin() -> None:
    """Each ticket is in one bundle; near the margin each has its own, with its own penalty."""
    rng = np.random.default_rng(6)
    row_of = rng.integers(0, 7, 3000)
    row_of[row_of == 5] = 4
    row_of[0] = 5
    penalty = rng.integers(0, 100_000, 3000)
    penalties = Penalties.of(penalty, row_of, 7)
    value = rng.integers(0, 100_000, 7)
    value[1], value[2] = -1, 10**6
    takers = ladder_of_tickets(penalties).bundles(value)
    group = takers.group
    assert group is not None
    counts = np.bincount(group, weights=takers.count, minlength=7)
    assert counts.tolist() == np.bincount(row_of, minlength=7).tolist()
    sums = np.bincount(group, weights=takers.count * takers.value, minlength=7)
    assert sums == pytest.approx(np.bincount(row_of, weights=penalty, minlength=7), rel=1e-12)
    for row in range(7):
        mine = np.sort(penalty[row_of == row])
        margin = int(np.searchsorted(mine, value[row], side="right"))
        near = mine[max(margin - 9, 0) : margin + 9]
        single = takers.value[(group == row) & (takers.count == 1)]
        assert np.isin(near, single).all()
        assert (group == row).sum() < 100
        assert (np.diff(takers.value[group == row]) <= 0).all()
    assert (takers.blur >= 0).all()
    assert takers.blur[takers.count > 1].max() < 20_000


def test_bundles_serve_as_many_as_their_tickets() -> None:
    """At any price near the value they were made for, bundles are served as single tickets are."""
    rng = np.random.default_rng(7)
    penalty = rng.integers(0, 100_000, 4000)
    row_of = np.zeros(4000, dtype=np.intp)
    takers = ladder_of_tickets(Penalties.of(penalty, row_of, 1)).bundles(np.array([40_000]))
    single = Takers(row_of, penalty.astype(float), np.ones(()), np.zeros(()))
    for price in (39_500.0, 40_000.0, 40_500.0):
        few, everybody = (each.at(np.array([price]), 10.0).number[0] for each in (takers, single))
        assert few == pytest.approx(everybody, abs=2)


def test_bundles_of_places_stand_for_all_places() -> None:
    """Steps of many places are kept whole; an agent without places has no bundle."""
    rng = np.random.default_rng(9)
    capacity = np.array([500, 0, 3, 40])
    ask = np.concatenate([np.sort(rng.integers(0, 2000, each)) // 10 * 10 for each in capacity])
    offers = Offers.of_places(ask, capacity)
    takers = ladder_of_places(offers).bundles(-np.array([1000, 5, 7, 1990]))
    assert takers.group is not None
    counts = np.bincount(takers.group, weights=takers.count, minlength=4)
    assert counts.tolist() == capacity.tolist()
    assert (takers.count * takers.value).sum() == pytest.approx(-ask.sum())
    exact = np.array([np.count_nonzero(ask[:500] < 1000), 0, 0, np.count_nonzero(ask[503:] < 1990)])
    number = takers.at(-np.array([1000.0, 5.0, 7.0, 1990.0]), 1e-3).number
    assert number == pytest.approx(exact, abs=3)


def draw_problem(family: str, n_tickets: int, ratio: float) -> Problem:
    """Draw tickets of twelve types for forty agents, with or without noise; or without types.

    In family A every fifth place of an agent asks more.
    """
    rng = np.random.default_rng([n_tickets, ord(family)])
    n_agents, n_kinds = 40, 12
    capacity = rng.multinomial(round(ratio * n_tickets), rng.dirichlet(np.full(n_agents, 5.0)))
    kind = np.concatenate((np.arange(n_kinds), rng.integers(0, n_kinds, n_tickets - n_kinds)))
    penalty = rng.choice([100_000, 200_000, 400_000], n_tickets)
    if family == "U":
        rows: DenseRows | SparseRows = DenseRows(rng.integers(0, 1_000_000, (n_tickets, n_agents)))
        return Problem(rows, None, penalty + 1_000_000, Offers.free(capacity))
    cost = rng.integers(0, 60_000, (n_kinds, n_agents))
    can = rng.random((n_kinds, n_agents)) < 0.3
    can[:, 0] = True
    if family == "P":
        cost, can = cost[kind] + rng.integers(0, 15_000, (n_tickets, n_agents)), can[kind]
    ticket, agent = np.nonzero(can)
    start = np.searchsorted(ticket, np.arange(len(can) + 1))
    rows = SparseRows(start, agent, cost[ticket, agent], n_agents)
    if family == "Q":
        return Problem(rows, kind, penalty, Offers.free(capacity))
    penalty = penalty + rng.integers(0, 100_000, n_tickets)
    asked = np.concatenate([np.arange(each) // 5 * 700 for each in capacity])
    offers = Offers.of_places(asked, capacity) if family == "A" else Offers.free(capacity)
    return Problem(rows, None if family == "P" else kind, penalty, offers)


@pytest.mark.parametrize("ratio", [1.1, 0.7])
@pytest.mark.parametrize("family", ["U", "S", "Q", "P", "A"])
def test_few_steps_and_few_chains_are_needed(
    family: str, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step or two for each temperature, and prices that leave little to mend."""
    steps = 0
    whole = newton_step

    def counting(now: Spread, damping: Floats) -> Floats:
        nonlocal steps
        steps += 1
        return whole(now, damping)

    monkeypatch.setattr(_settling, "newton_step", counting)
    problem = draw_problem(family, 4000, ratio)
    balance = solve(problem)
    assert balance.faults() == 0
    assert steps <= 40
    assert balance.rounds <= 15
    assert balance.scans <= 3


@pytest.mark.parametrize("family", ["U", "S", "Q", "P", "A"])
def test_opening_prices_are_nearly_the_best(family: str) -> None:
    """The bound at the opening prices is hardly below the optimum."""
    problem = draw_problem(family, 2000, 0.7)
    penalties = Penalties.of(problem.penalty, problem.row_of, problem.rows.shape[0])
    price, doubt = opening_prices(problem, Nearby(problem.rows), penalties)
    best = solve(problem)
    nothing = problem.bound(np.zeros_like(price))
    optimum = problem.bound(best.price)
    assert optimum - problem.bound(price) <= 1e-4 * (optimum - nothing)
    assert price.min() >= 0
    assert price.max() <= problem.highest_price()
    assert np.quantile(np.abs(price - best.price), 0.9) <= doubt


def test_samples_keep_the_shares_of_kinds() -> None:
    """A sample has as many tickets of each kind as it should, and stands for all of them."""
    problem = draw_problem("P", 8000, 0.7)
    assert isinstance(problem.rows, SparseRows)
    who = _who_may(problem.rows)
    drawn = list(samples(problem))
    assert [len(each.crowd.tickets.value) for each in drawn] == [1000, 4000]
    for each in drawn:
        assert float(each.crowd.tickets.count) == pytest.approx(
            8000 / len(each.crowd.tickets.value)
        )
    rows = drawn[0].nearby.find(np.zeros(40, dtype=np.int64), 10**7)
    of_all = _shares(who)
    for key, share in _shares(_who_may(rows)).items():
        assert math.isclose(share, of_all[key], abs_tol=2 / 1000)


def _who_may(rows: SparseRows) -> list[bytes]:
    return [
        rows.agent[first:last].tobytes()
        for first, last in zip(rows.start[:-1], rows.start[1:], strict=True)
    ]


def _shares(keys: list[bytes]) -> dict[bytes, float]:
    return {key: keys.count(key) / len(keys) for key in set(keys)}


def test_settled_prices_balance_wishes_and_places() -> None:
    """At the best prices of a temperature, as many tickets want each agent as places are in use."""
    problem = draw_problem("P", 1000, 0.7)
    price: NDArray[np.float64] = np.full(40, 100_000.0)
    crowd = crowd_of(problem, problem.penalty)
    best, now = settle(Nearby(problem.rows), crowd, price, 3000.0, Range(0 * price, 10 * price))
    assert np.abs(now.excess).sum() <= 0.1 * 40
    whole = spread(now.pairs, crowd, best, 3000.0)
    assert whole.dual == now.dual
    nudged = best + np.random.default_rng(8).uniform(-500, 500, 40)
    assert spread(now.pairs, crowd, nudged, 3000.0).dual < now.dual
