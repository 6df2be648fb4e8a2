"""Rows of costs, and what is kept about tickets in them, beside plain lists of pairs."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from ticketroute.strategies._transport import _nearby, _rows
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import (
    DenseRows,
    SparseRows,
    forbidden,
)

Integers = NDArray[np.int64]
Kind = type[np.int32] | type[np.int64]
Lists = list[list[tuple[int, int]]]
"""Agent and cost of each pair, row by row."""


def draw_lists(rng: np.random.Generator, n_rows: int, n_agents: int) -> Lists:
    """Draw pairs, one or more in each row."""
    may = rng.random((n_rows, n_agents)) < rng.choice([0.2, 0.7, 1])
    may[np.arange(n_rows), rng.integers(0, n_agents, n_rows)] = True
    cost = rng.integers(-20, 20, may.shape)
    return [[(int(j), int(cost[i, j])) for j in np.flatnonzero(may[i])] for i in range(n_rows)]


def dense_of(lists: Lists, n_agents: int, kind: Kind) -> DenseRows:
    """Give the pairs as a matrix."""
    cost = np.full((len(lists), n_agents), forbidden(np.dtype(kind)), dtype=kind)
    for row, pairs in enumerate(lists):
        for agent, each in pairs:
            cost[row, agent] = each
    return DenseRows(cost)


def sparse_of(lists: Lists, n_agents: int, kind: Kind) -> SparseRows:
    """Give the pairs one after another."""
    start = np.cumsum([0, *map(len, lists)])
    agent = np.array([agent for pairs in lists for agent, _ in pairs], dtype=np.intp)
    cost = np.array([cost for pairs in lists for _, cost in pairs], dtype=np.int64)
    return SparseRows(start, agent, cost.astype(kind), n_agents)


def lists_of(rows: SparseRows) -> Lists:
    """Give pairs as lists again."""
    bounds = zip(rows.start[:-1].tolist(), rows.start[1:].tolist(), strict=True)
    agent, cost = rows.agent.tolist(), rows.cost.tolist()
    return [list(zip(agent[i:j], cost[i:j], strict=True)) for i, j in bounds]


def near(lists: Lists, price: Integers, within: int) -> Lists:
    """Give those pairs that are near the cheapest of their rows."""
    least = [min(cost + price[agent] for agent, cost in pairs) for pairs in lists]
    return [
        [(agent, cost) for agent, cost in pairs if cost + price[agent] <= low + within]
        for pairs, low in zip(lists, least, strict=True)
    ]


def drawn(seed: int) -> Iterator[tuple[np.random.Generator, Lists, Integers]]:
    """Draw rows and prices, again and again."""
    rng = np.random.default_rng(seed)
    for _ in range(40):
        n_rows, n_agents = rng.integers(1, [12, 9]).tolist()
        yield rng, draw_lists(rng, n_rows, n_agents), rng.integers(0, 15, n_agents)


@pytest.mark.parametrize("block", [1, 7, 1 << 18])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("form", [dense_of, sparse_of])
def test_rows_answer_as_lists_do(
    form: type, kind: Kind, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever they are kept as, and however many are looked at together."""
    monkeypatch.setattr(_rows, "_BLOCK", block)
    for rng, lists, price in drawn(1):
        n_agents = len(price)
        rows: DenseRows | SparseRows = form(lists, n_agents, kind)
        assert rows.shape == (len(lists), n_agents)
        value, agent = rows.cheapest(price)
        firsts = [min((c + price[j], j) for j, c in pairs) for pairs in lists]
        assert list(zip(value.tolist(), agent.tolist(), strict=True)) == firsts
        assert value.dtype == np.int64
        assert agent.dtype == np.intp
        for within in (0, 1, 6, 1 << 58):
            found = rows.near(price, within)
            assert lists_of(found) == near(lists, price, within)
            assert found.cost.dtype == kind
        some = rng.integers(0, len(lists), 5)
        assert lists_of(rows.take(some).near(price, 100)) == [lists[row] for row in some]
        assert rows.lowest() == min(cost for pairs in lists for _, cost in pairs)
        assert rows.highest() == max(cost for pairs in lists for _, cost in pairs)
        for row, pairs in enumerate(lists):
            numbers = np.array([agent for agent, _ in pairs])
            costs = rows.costs(np.full(len(pairs), row), numbers)
            assert costs.tolist() == [cost for _, cost in pairs]
            assert costs.dtype == np.int64


def test_no_rows_at_all() -> None:
    """Nothing is cheapest, and nothing near."""
    price = np.zeros(3, dtype=np.int64)
    for rows in (dense_of([], 3, np.int64), sparse_of([], 3, np.int64)):
        assert len(rows.cheapest(price)[0]) == 0
        assert lists_of(rows.near(price, 5)) == []
        assert rows.near(price, 5).shape == (0, 3)
    assert dense_of([], 3, np.int32).lowest() == forbidden(np.dtype(np.int32))
    assert sparse_of([], 3, np.int64).lowest() == 0
    assert sparse_of([], 3, np.int64).highest() == 0


def test_pairs_have_the_rows_they_came_with() -> None:
    """Rows are counted, and one can be added."""
    for rng, lists, price in drawn(2):
        n_agents = len(price)
        rows = sparse_of(lists, n_agents, np.int64)
        assert rows.counts.tolist() == [len(pairs) for pairs in lists]
        expected = [row for row, pairs in enumerate(lists) for _ in pairs]
        assert rows.row_of_pairs().tolist() == expected
        more = draw_lists(rng, 1, n_agents)
        agent, cost = (np.array(each) for each in zip(*more[0], strict=True))
        longer = rows.with_row(agent, cost)
        assert lists_of(longer) == lists + more
        assert longer.shape == (len(lists) + 1, n_agents)
        more = draw_lists(rng, int(rng.integers(1, 4)), n_agents)
        longer = rows.with_rows(sparse_of(more, n_agents, np.int64))
        assert lists_of(longer) == lists + more


def test_nearby_pairs_of_rows_that_are_added() -> None:
    """Rows that come later are seen too; what was seen is not looked for again."""
    for rng, first, price in drawn(3):
        n_agents, lists = len(price), list(first)
        nearby = Nearby(dense_of(lists, n_agents, np.int64))
        nearby.find(price, 3)
        for _ in range(4):
            more = draw_lists(rng, int(rng.integers(1, 4)), n_agents)
            lists += more
            nearby.extend(dense_of(lists, n_agents, np.int64))
            moved = price + rng.integers(0, 4, n_agents)
            within = int(rng.integers(0, 5))
            assert lists_of(nearby.find(moved, within)) == near(lists, moved, within)
            nearby.find(moved, 40 * within)


class Counting:
    """Rows that count how often all of them are looked through."""

    def __init__(self, rows: DenseRows) -> None:
        self._rows = rows
        self.looks = 0

    def __getattr__(self, name: str) -> object:
        """Give what the rows have."""
        return getattr(self._rows, name)

    def near(self, price: Integers, within: int) -> SparseRows:
        """Count, and answer."""
        self.looks += 1
        return self._rows.near(price, within)


def test_all_pairs_are_looked_through_only_where_that_is_needed() -> None:
    """What was seen four times as far serves until prices have moved so far, and no longer."""
    lists = draw_lists(np.random.default_rng(4), 9, 6)
    rows = Counting(dense_of(lists, 6, np.int64))
    nearby = Nearby(rows)  # type: ignore[arg-type]
    start = np.full(6, 50)
    assert _nearby._SPARE == 4
    for rise, within, looks in [
        (0, 4, 1),  # seen as far as 4 * (4 + 1) = 20
        (16, 4, 1),
        (0, 20, 1),
        (17, 4, 2),  # prices moved by more than was seen beyond 4
        (17, 0, 2),
        (17, 21, 3),
    ]:
        price = start.copy()
        price[2] += rise
        assert lists_of(nearby.find(price, within)) == near(lists, price, within)
        assert rows.looks == looks
    nearby.find(start + 1000, 21)  # all prices alike: nothing has moved
    nearby.find(start, 4)
    assert (rows.looks, len(nearby._seen)) == (
        3,
        2,
    )  # narrowed down, as 4 * (21 + 1) > 16 * (4 + 1)
    nearby.find(start, 0)
    nearby.find(start, 1)
    assert (rows.looks, len(nearby._seen)) == (3, 3)
    again = Nearby(rows)  # type: ignore[arg-type]
    again.find(start, 3)
    again.find(start, 0)
    assert (rows.looks, len(again._seen)) == (4, 1)  # not for 4 * (3 + 1) = 16 * (0 + 1)


def draw_penalties(rng: np.random.Generator) -> tuple[list[list[tuple[int, int]]], Penalties]:
    """Draw tickets of some rows, of which some may be empty: penalty and number of each."""
    n_rows = int(rng.integers(1, 6))
    row_of = rng.integers(0, n_rows, rng.integers(0, 15))
    penalty = rng.integers(-3, 4, len(row_of))
    rows: list[list[tuple[int, int]]] = [[] for _ in range(n_rows)]
    for ticket, row in enumerate(row_of.tolist()):
        rows[row].append((int(penalty[ticket]), ticket))
    return rows, Penalties.of(penalty, row_of, n_rows)


def penalties_of(penalties: Penalties) -> list[list[tuple[int, int]]]:
    """Give penalty and number of each ticket, row by row."""
    pairs = list(zip(penalties.value.tolist(), penalties.ticket.tolist(), strict=True))
    bounds = zip(penalties.start[:-1].tolist(), penalties.start[1:].tolist(), strict=True)
    return [pairs[first:last] for first, last in bounds]


def test_penalties_are_in_order_whoever_comes_and_goes() -> None:
    """The largest first, and of equal ones the earlier."""
    rng = np.random.default_rng(5)
    for _ in range(60):
        rows, penalties = draw_penalties(rng)
        there = [ticket for row in rows for _, ticket in row]
        following = len(there)
        for _ in range(10):
            ordered = [sorted(row, key=lambda each: (-each[0], each[1])) for row in rows]
            assert penalties_of(penalties) == ordered
            limit = rng.integers(-3, 4, len(rows))
            above, equal = penalties.above(limit)
            counts = [[value for value, _ in row] for row in rows]
            at = list(zip(counts, limit.tolist(), strict=True))
            assert above.tolist() == [sum(v > most for v in row) for row, most in at]
            assert equal.tolist() == [sum(v == most for v in row) for row, most in at]
            what, row = rng.choice(["in", "out", "row"]), int(rng.integers(len(rows)))
            if what == "row":
                rows.append([])
                penalties = penalties.with_row()
            elif what == "in":
                value = int(rng.integers(-3, 4))
                rows[row].append((value, following))
                penalties = penalties.with_ticket(row, value, following)
                following += 1
            elif rows[row]:
                _, ticket = rows[row].pop(int(rng.integers(len(rows[row]))))
                penalties = penalties.without_ticket(row, ticket)
