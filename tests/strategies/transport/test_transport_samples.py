"""Samples of tickets: how many there are, and that they lie evenly in the order they come from."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import DenseRows, Rows, SparseRows
from ticketroute.strategies._transport._samples import Sample, samples

Integers = NDArray[np.int64]


def problem_of(rows: Rows, penalty: Integers) -> Problem:
    """Pose tickets with rows of their own."""
    return Problem(rows, None, penalty, Offers.free(np.full(rows.shape[1], 3)))


def tickets_of(sample: Sample, n_agents: int) -> list[int]:
    """Give the numbers of the tickets, which are the costs of their cheapest pairs."""
    near = sample.nearby.find(np.zeros(n_agents, dtype=np.int64), 0)
    return [int(cost) for cost in near.cost[near.start[:-1]]]


@pytest.mark.parametrize(
    ("n_tickets", "n_agents", "sizes"),
    [
        (1500, 4, []),
        (1501, 4, [1000]),
        (6000, 4, [1000]),
        (6001, 4, [1000, 4000]),
        (1501, 500, [1000]),
        (1800, 600, []),
        (1801, 600, [1200]),
    ],
)
def test_samples_grow_while_they_are_smaller_than_the_whole(
    n_tickets: int, n_agents: int, sizes: list[int]
) -> None:
    """A thousand, or two for each agent; then four times as many, up to two thirds of all."""
    cost = np.full((n_tickets, n_agents), 10**6)
    cost[:, 0] = np.arange(n_tickets)
    drawn = list(samples(problem_of(DenseRows(cost), np.arange(n_tickets))))
    assert [len(tickets_of(each, n_agents)) for each in drawn] == sizes
    for each, size in zip(drawn, sizes, strict=True):
        assert each.crowd.tickets.value.dtype == np.float64
        assert float(each.crowd.tickets.count) == n_tickets / size


def check_even(rows: Rows, kind: Integers, penalty: Integers) -> None:
    """Insist on samples that are even in an order by kind and penalty, with their penalties."""
    n_tickets, n_agents = rows.shape
    order = np.lexsort((penalty, kind)).tolist()
    ranks = {ticket: place for place, ticket in enumerate(order)}
    for each in samples(problem_of(rows, penalty)):
        tickets = tickets_of(each, n_agents)
        assert tickets == sorted(tickets)
        assert each.crowd.tickets.value.tolist() == penalty[tickets].tolist()
        distance = n_tickets / len(tickets)
        chosen = sorted(ranks[ticket] for ticket in tickets)
        assert set(np.diff(chosen).tolist()) <= {int(distance), int(distance) + 1}
        assert chosen[0] == int(distance / 2)
        assert n_tickets - 1 - chosen[-1] <= distance / 2


def draw_sparse(rng: np.random.Generator, may: NDArray[np.bool_]) -> SparseRows:
    """Give a row for each ticket, with its number as the cost of one of its pairs."""
    row, agent = np.nonzero(may)
    start = np.searchsorted(row, np.arange(len(may) + 1))
    cost = np.full(len(row), 10**6)
    cost[start[:-1] + rng.integers(0, np.diff(start))] = np.arange(len(may))
    return SparseRows(start, agent, cost, may.shape[1])


def test_tickets_are_of_a_kind_that_the_same_agents_may_take() -> None:
    """Where there are not more such kinds than agents; whoever is cheapest."""
    rng = np.random.default_rng(1)
    may = np.zeros((8, 8), dtype=bool)
    may[np.arange(8), np.arange(8)] = may[np.arange(8), np.arange(8) - 3] = True
    kind = rng.integers(0, 8, 7000)
    rows, penalty = draw_sparse(rng, may[kind]), rng.permutation(7000)
    sizes = np.bincount(kind)
    for each in samples(problem_of(rows, penalty)):
        tickets = tickets_of(each, 8)
        share = len(tickets) / 7000
        assert np.abs(np.bincount(kind[tickets]) - share * sizes).max() <= 1
        of_kind = [np.sort(penalty[kind == number]) for number in range(8)]
        for number in range(8):
            mine = np.sort(penalty[[each for each in tickets if kind[each] == number]])
            ranks = np.searchsorted(of_kind[number], mine)
            assert np.diff(ranks).max() <= 1 / share + 1
    first, second = (
        [tickets_of(each, 8) for each in samples(problem_of(rows, penalty))] for _ in range(2)
    )
    assert first == second


def test_tickets_are_of_a_kind_that_are_cheapest_with_the_same_agent() -> None:
    """Of a matrix, and where hardly two may go to the same agents."""
    rng = np.random.default_rng(2)
    kind = rng.integers(0, 30, 7000)
    penalty = rng.permutation(7000)
    cost = np.full((7000, 30), 10**6)
    cost[np.arange(7000), kind] = np.arange(7000)
    check_even(DenseRows(cost), kind, penalty)
    rows = draw_sparse(rng, (rng.random((7000, 30)) < 0.5) | (np.arange(30) == 7))
    cheapest = rows.agent[np.flatnonzero(rows.cost < 10**6)]
    check_even(rows, cheapest, penalty)


def test_places_stand_for_themselves() -> None:
    """A sample of tickets has all places, each of which pays for use what it asks."""
    rows = DenseRows(np.arange(6000).reshape(2000, 3))
    offers = Offers.of_places(np.array([5, 5, 9, 2]), np.array([3, 0, 1]))
    drawn = list(samples(Problem(rows, None, np.arange(2000), offers)))
    assert len(drawn) == 1
    places = drawn[0].crowd.places
    assert places.group is not None
    for agent, ask, count in [(0, 5, 2), (0, 9, 1), (2, 2, 1)]:
        step = (places.group == agent) & (places.value == -ask)
        assert places.count[step].tolist() == [count]
    assert places.count[places.group == 1].sum() == 0
    assert float(np.sum(places.count)) == 4
