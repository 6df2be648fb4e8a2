"""Places that cost something when they are used, each further one as much or more."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from tests.strategies.transport.transport_oracles import Case, draw_any
from ticketroute.strategies import Transport, transport
from ticketroute.strategies._transport._offers import Offers

Integers = NDArray[np.int64]


def draw_asks(rng: np.random.Generator, capacity: Integers) -> Integers:
    """Draw what places ask: never less for a further one, often the same, sometimes below zero."""
    size, lowest = int(rng.choice([1, 3, 50, 10**6])), int(rng.choice([0, 0, -20]))
    asks = [np.sort(rng.integers(lowest, size + 1, each)) for each in capacity]
    return np.concatenate([np.empty(0, dtype=np.int64), *asks])


def least_by_slots(case: Case, ask: Integers) -> int:
    """Give the least cost, by an assignment to places one by one."""
    owner = np.repeat(np.arange(len(case.capacity)), case.capacity)
    n_tickets = len(case.penalty)
    never = 1 << 40
    places = np.where(case.eligible[:, owner], case.cost[:, owner] + ask, never)
    waiting = np.where(np.eye(n_tickets, dtype=bool), case.penalty[:, None], never)
    whole = np.concatenate((places, waiting), axis=1)
    rows, columns = linear_sum_assignment(whole)
    return int(whole[rows, columns].sum())


def check(case: Case, ask: Integers, result: Transport) -> None:
    """Insist on a plan that keeps to the rules, at its cost, and on prices that prove it."""
    agent, price = result.agent, result.agent_price
    served = np.flatnonzero(agent >= 0)
    load = np.bincount(agent[served], minlength=len(case.capacity))
    assert case.eligible[served, agent[served]].all()
    assert (load <= case.capacity).all()
    first = np.cumsum(case.capacity) - case.capacity
    used = [ask[begin : begin + count] for begin, count in zip(first, load, strict=True)]
    rest = [
        ask[begin + count : begin + places]
        for begin, count, places in zip(first, load, case.capacity, strict=True)
    ]
    paid = case.cost[served, agent[served]].sum() + case.penalty[agent < 0].sum()
    assert result.objective == paid + sum(int(each.sum()) for each in used)
    assert result.status == "optimal"
    assert result.gap == 0
    # A used place asks the price or less, one that rests the price or more.
    for mine, left, each in zip(used, rest, price, strict=True):
        assert (mine <= each).all()
        assert (left >= each).all()
    most = np.iinfo(np.int64).max
    least = np.where(case.eligible, case.cost + price, most).min(axis=1, initial=most)
    assert (result.ticket_price == np.minimum(least, case.penalty)).all()


@pytest.mark.parametrize("seed", range(300))
def test_optimum_equals_that_of_places_one_by_one(seed: int) -> None:
    """Also with ties, equal rows, no places, nobody eligible, and places that pay."""
    rng = np.random.default_rng([seed, 11])
    case = draw_any(rng, 30, 6)
    ask = draw_asks(rng, case.capacity)
    result = transport(
        case.cost, case.capacity, penalty=case.penalty, eligible=case.eligible, place_cost=ask
    )
    check(case, ask, result)
    assert result.objective == least_by_slots(case, ask)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shared", [False, True])
def test_larger_problems_are_proven_too(seed: int, *, shared: bool) -> None:
    """Where prices come from the smoothed dual; with rows of their own and with shared ones."""
    rng = np.random.default_rng([seed, 12, shared])
    n_tickets, n_agents = 900, 12
    n_rows = 15 if shared else n_tickets
    groups = rng.integers(0, n_rows, n_tickets) if shared else np.arange(n_tickets)
    cost = rng.integers(0, 1000, (n_rows, n_agents))
    eligible = rng.random(cost.shape) < 0.5
    capacity = rng.integers(0, 130, n_agents)
    ask = draw_asks(rng, capacity)
    case = Case(cost[groups], eligible[groups], capacity, rng.integers(100, 3000, n_tickets))
    result = transport(
        cost,
        capacity,
        penalty=case.penalty,
        eligible=eligible,
        groups=groups if shared else None,
        place_cost=ask,
    )
    check(case, ask, result)


def test_by_hand() -> None:
    """The second place with agent 0 costs 5, so the ticket for which that is dearer goes to 1."""
    result = transport([[1, 3], [2, 9]], [2, 1], penalty=20, place_cost=[0, 5, 0])
    assert result.agent.tolist() == [1, 0]
    assert result.objective == 5
    dear = transport([[1, 3], [2, 9]], [2, 1], penalty=20, place_cost=[0, 5, 4])
    assert dear.agent.tolist() == [0, 0]
    assert dear.objective == 8
    assert transport([[1], [2]], [2], penalty=4, place_cost=[0, 3]).agent.tolist() == [0, -1]


def test_loads_are_evened_out() -> None:
    """With equal costs and places that cost more and more, everybody gets as many."""
    ask = np.tile(np.arange(30), 3)
    result = transport(np.zeros((30, 3)), [30] * 3, penalty=100, place_cost=ask)
    assert np.bincount(result.agent).tolist() == [10, 10, 10]
    assert result.objective == 3 * sum(range(10))


def test_form_of_input_does_not_matter() -> None:
    """Sparse, fractions, parts on an executor, and a warm start give the same optimum."""
    rng = np.random.default_rng(14)
    cost = rng.integers(1, 50, (40, 6))
    eligible = np.zeros((40, 6), dtype=bool)
    eligible[:20, :3] = eligible[20:, 3:] = True
    capacity, penalty = rng.integers(0, 12, 6), rng.integers(20, 90, 40)
    ask = draw_asks(rng, capacity)
    dense = transport(cost, capacity, penalty=penalty, eligible=eligible, place_cost=ask)
    sparse = transport(
        csr_array(np.where(eligible, cost, 0)), capacity, penalty=penalty, place_cost=ask
    )
    halves = transport(
        cost / 2, capacity, penalty=penalty / 2, eligible=eligible, place_cost=ask / 2
    )
    with ThreadPoolExecutor(2) as executor:
        apart = transport(
            cost,
            capacity,
            penalty=penalty,
            eligible=eligible,
            place_cost=ask,
            executor=executor,
            warm=dense,
        )
    assert sparse.objective == dense.objective
    assert apart.objective == dense.objective
    assert halves.objective == pytest.approx(dense.objective / 2, abs=halves.rounding)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"place_cost": [0, 1]}, r"place_cost: expected shape \(3,\), a number for each place"),
        ({"place_cost": [3, 1, 0]}, r"place_cost\[1\]: expected at least .* before it costs, 3"),
        ({"place_cost": [0, np.nan, 1]}, r"place_cost\[1\]: expected a finite number"),
        ({"place_cost": [0, 1, 2], "effort": [1, 2]}, "place_cost: expected None where efforts"),
        ({"place_cost": [0, 1, 2], "effort": [2, 2]}, "place_cost: expected None where tickets"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, list[float]], error: str) -> None:
    """The message names the place."""
    with pytest.raises(ValueError, match=error):
        transport([[1, 2], [3, 4]], [2, 1], penalty=9, **change)  # type: ignore[arg-type]


def test_a_fall_from_one_agent_to_the_next_is_no_fall() -> None:
    """Only places of the same agent are compared, also where agents between have none."""
    result = transport([[0, 0, 0]] * 2, [1, 0, 1], penalty=50, place_cost=[9, 0])
    assert result.objective == 9


@given(st.data())
def test_offers_answer_as_lists_of_places_do(data: st.DataObject) -> None:
    """Counts, asks and sums are those of sorted lists."""
    asks = data.draw(st.lists(st.lists(st.integers(-3, 6), max_size=5).map(sorted), min_size=1))
    capacity = np.array([len(each) for each in asks])
    offers = Offers.of_places(
        np.array([ask for each in asks for ask in each], dtype=np.int64), capacity
    )
    assert offers.capacity.tolist() == capacity.tolist()
    price = np.array(
        data.draw(st.lists(st.integers(-4, 7), min_size=len(asks), max_size=len(asks)))
    )
    load = np.array([data.draw(st.integers(0, len(each))) for each in asks])
    pairs = list(zip(asks, price.tolist(), strict=True))
    assert offers.certain(price).tolist() == [sum(x < p for x in each) for each, p in pairs]
    assert offers.possible(price).tolist() == [sum(x <= p for x in each) for each, p in pairs]
    assert offers.surplus(price) == sum(max(p - x, 0) for each, p in pairs for x in each)
    taken = list(zip(asks, load.tolist(), strict=True))
    assert offers.asked(load) == sum(sum(each[:count]) for each, count in taken)
    never = 1 << 60
    expected = [each[count] if count < len(each) else never for each, count in taken]
    assert offers.ask_of(load).tolist() == expected
    must = offers.surplus(price, load)
    assert must == sum(
        p - x if place < count else max(p - x, 0)
        for (each, p), count in zip(pairs, load.tolist(), strict=True)
        for place, x in enumerate(each)
    )
    beyond, fewer = offers.beyond(load), offers.at_most(2)
    assert beyond.asked(beyond.capacity) == sum(sum(each[count:]) for each, count in taken)
    assert fewer.asked(fewer.capacity) == sum(sum(each[:2]) for each in asks)
    bonus = offers.with_bonus(load, 100)
    assert bonus.capacity.tolist() == capacity.tolist()
    assert bonus.asked(capacity) == offers.asked(capacity) - 100 * int(load.sum())
    assert bonus.asked(load) == offers.asked(load) - 100 * int(load.sum())
    cheaper = [
        [x - 100 * (place < count) for place, x in enumerate(each)]
        for each, count in zip(asks, load.tolist(), strict=True)
    ]
    for low in (price, price - 100):
        both = list(zip(cheaper, low.tolist(), strict=True))
        assert bonus.certain(low).tolist() == [sum(x < p for x in each) for each, p in both]
        assert bonus.possible(low).tolist() == [sum(x <= p for x in each) for each, p in both]
        assert bonus.surplus(low) == sum(max(p - x, 0) for each, p in both for x in each)
    places = [
        (each[count] if count < len(each) else never)
        for each, count in zip(cheaper, load.tolist(), strict=True)
    ]
    assert bonus.ask_of(load).tolist() == places
    some = np.flatnonzero(capacity > 1)
    if len(some):
        assert offers.of(some).capacity.tolist() == capacity[some].tolist()
        assert offers.of(some).surplus(price[some]) == sum(
            max(p - x, 0) for each, p in pairs if len(each) > 1 for x in each
        )
