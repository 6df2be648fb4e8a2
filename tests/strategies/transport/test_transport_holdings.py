"""Who holds what, and what could change at what cost, beside plain lists of tickets."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ticketroute.strategies._transport._contested import (
    EVERYTHING,
    Contested,
    changes_of,
    find_contested,
)
from ticketroute.strategies._transport._holdings import (
    CountedHoldings,
    Holdings,
    SingleHoldings,
)
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import SparseRows

Integers = NDArray[np.int64]
NEVER = 1 << 60


class Model:
    """Tickets of rows, with whom they are, and the same as holdings.

    Parameters
    ----------
    rng
        What is drawn from.
    shared
        Whether several tickets may have the same row.
    """

    def __init__(self, rng: np.random.Generator, *, shared: bool) -> None:
        self.rng = rng
        self.n_agents, self.n_rows = int(rng.integers(1, 5)), int(rng.integers(1, 7))
        n = int(rng.integers(0, 20)) if shared else self.n_rows
        kinds = rng.integers(0, self.n_rows, n) if shared else np.arange(n)
        self.row = dict(enumerate(kinds.tolist()))
        self.cost = rng.integers(0, 9, (self.n_rows, self.n_agents))
        self.may = rng.random(self.cost.shape) < 0.7
        self.may[np.arange(self.n_rows), rng.integers(0, self.n_agents, self.n_rows)] = True
        self.price = rng.integers(0, 6, self.n_agents)
        penalty = rng.integers(0, 12, n)
        self.penalty = dict(enumerate(penalty.tolist()))
        self.place = {ticket: self.draw_place(ticket) for ticket in self.row}
        penalties = Penalties.of(penalty, kinds if shared else None, self.n_rows)
        self.holdings: Holdings
        if shared:
            count = np.array([self.counts(row) for row in range(self.n_rows)])
            self.holdings = CountedHoldings(penalties, count)
        else:
            place = np.array([self.place[ticket] for ticket in range(n)], dtype=np.intp)
            self.holdings = SingleHoldings(penalties, place, self.n_agents)

    def totals(self, row: int) -> dict[int, int]:
        """Give costs plus prices of the agents who may."""
        total = self.cost[row] + self.price
        return {agent: int(total[agent]) for agent in np.flatnonzero(self.may[row]).tolist()}

    def draw_place(self, ticket: int) -> int:
        """Draw one of the cheapest agents, or waiting if that is cheaper still."""
        totals = self.totals(self.row[ticket])
        least = min(totals.values())
        if self.penalty[ticket] <= least:
            return self.n_agents
        agents = [agent for agent, each in totals.items() if each == least]
        return int(self.rng.choice(agents))

    def of_row(self, row: int, *, waiting: bool) -> list[int]:
        """Give the penalties of the tickets of a row that wait, or that are served."""
        return [
            self.penalty[ticket]
            for ticket, place in self.place.items()
            if self.row[ticket] == row and (place == self.n_agents) == waiting
        ]

    def counts(self, row: int) -> list[int]:
        """Say how many tickets of a row each agent has."""
        mine = [place for ticket, place in self.place.items() if self.row[ticket] == row]
        return [mine.count(agent) for agent in range(self.n_agents)]

    def check(self) -> None:
        """Insist that the holdings know the same."""
        holdings, rows = self.holdings, range(self.n_rows)
        assert holdings.n_rows == self.n_rows
        counts = [self.counts(row) for row in rows]
        served = [self.of_row(row, waiting=False) for row in rows]
        waits = [self.of_row(row, waiting=True) for row in rows]
        assert [holdings.counts(row).tolist() for row in rows] == counts
        assert holdings.load.tolist() == np.sum(counts, axis=0).tolist()
        assert holdings.served.tolist() == [len(each) for each in served]
        some = self.rng.permutation(self.n_rows)
        for order in (np.arange(self.n_rows), some, some[:2]):
            lowest = [min(served[row], default=NEVER) for row in order]
            highest = [max(waits[row], default=-NEVER) for row in order]
            assert holdings.lowest_served(order).dtype == holdings.load.dtype == np.int64
            assert holdings.lowest_served(order).tolist() == lowest
            assert holdings.highest_waiting(order).tolist() == highest
            at, agent = holdings.cells(order)
            expected = [(k, a) for k, row in enumerate(order) for a in np.flatnonzero(counts[row])]
            assert list(zip(at.tolist(), agent.tolist(), strict=True)) == expected
        for row in rows:
            assert [holdings.amount(row, agent) for agent in range(self.n_agents)] == counts[row]
            if waits[row]:
                equal = waits[row].count(max(waits[row]))
                assert holdings.equals_at_the_margin(row, waiting=True) == equal
            if served[row]:
                equal = served[row].count(min(served[row]))
                assert holdings.equals_at_the_margin(row, waiting=False) == equal


@pytest.mark.parametrize("shared", [False, True])
def test_holdings_know_who_has_what(shared: bool) -> None:
    """As they are made, and after tickets were moved, added and taken out."""
    rng = np.random.default_rng([1, shared])
    for _ in range(40):
        model = Model(rng, shared=shared)
        model.check()
        for _ in range(8):
            step(model, shared=shared)
            model.check()
        check_agents(model)


def step(model: Model, *, shared: bool) -> None:
    """Move a ticket, add one or take one out; note which rows are touched."""
    rng, holdings, nobody = model.rng, model.holdings, model.n_agents
    what = rng.choice(["move", "move", "in", "out"])
    if what == "in":
        row, ticket = int(rng.integers(model.n_rows)), max(model.row, default=-1) + 1
        if not shared or rng.random() < 0.3:  # a row of its own
            row = model.n_rows
            holdings.add_row()
            model.n_rows += 1
        penalty = min([int(rng.integers(0, 12)), *model.of_row(row, waiting=False)])
        holdings.moved.clear()
        holdings.add(row, penalty, ticket)
        model.row[ticket], model.penalty[ticket], model.place[ticket] = row, penalty, nobody
        assert holdings.moved == {row}
    elif what == "out" and model.row and shared:
        ticket = int(rng.choice(list(model.row)))
        row, place = model.row[ticket], model.place[ticket]
        if place < nobody:  # only who is next to wait can be taken out as if waiting
            others = model.of_row(row, waiting=False)
            if model.penalty[ticket] != min(others):
                return
        holdings.moved.clear()
        holdings.take_out(row, ticket, place)
        del model.row[ticket], model.penalty[ticket], model.place[ticket]
        assert holdings.moved == {row}
    elif what == "move" and model.row:
        move(model)


def move(model: Model) -> None:
    """Move one ticket: into waiting and out of it in the order of penalties."""
    rng, nobody = model.rng, model.n_agents
    ticket = int(rng.choice(list(model.row)))
    row, source = model.row[ticket], model.place[ticket]
    target = int(rng.integers(nobody + (source < nobody)))
    if source == nobody and model.penalty[ticket] != max(model.of_row(row, waiting=True)):
        return
    if target == nobody and model.penalty[ticket] != min(model.of_row(row, waiting=False)):
        return
    if source == target:
        return
    model.holdings.moved.clear()
    model.holdings.move(row, source, target, 1)
    model.place[ticket] = target
    assert model.holdings.moved == {row}


def check_agents(model: Model) -> None:
    """Insist on a plan with as many tickets of each row with each agent, the dearest served."""
    if isinstance(model.holdings, CountedHoldings):
        assert model.holdings.count.shape == (model.n_rows, model.n_agents)
    if isinstance(model.holdings, SingleHoldings):
        by_row = [model.place[ticket] for ticket in sorted(model.row, key=model.row.__getitem__)]
        assert model.holdings.agents().tolist() == by_row
        return
    if sorted(model.row) != list(range(len(model.row))):
        return  # numbers without gaps only, as those of a solution are
    agents = model.holdings.agents()
    for row in range(model.n_rows):
        mine = [ticket for ticket in model.row if model.row[ticket] == row]
        mine.sort(key=lambda ticket: (-model.penalty[ticket], ticket))
        served = [agent for agent, n in enumerate(model.counts(row)) for _ in range(n)]
        expected = served + [model.n_agents] * (len(mine) - len(served))
        assert agents[mine].tolist() == expected


def pairs_of(model: Model) -> SparseRows:
    """Give all pairs."""
    row, agent = np.nonzero(model.may)
    start = np.searchsorted(row, np.arange(model.n_rows + 1))
    return SparseRows(start, agent, model.cost[row, agent], model.n_agents)


def changes_by_hand(model: Model, limit: int) -> set[tuple[int, int, int, int]]:
    """Give source, target, cost and row of each change that costs no more than a limit."""
    changes, nobody = set(), model.n_agents
    for row in range(model.n_rows):
        totals = model.totals(row)
        value, counts = min(totals.values()), model.counts(row)
        for source in np.flatnonzero(counts).tolist():
            changes |= {(source, agent, totals[agent] - value, row) for agent in totals}
            served = min(model.of_row(row, waiting=False))
            changes.add((source, nobody, served - value, row))
        for penalty in [max(model.of_row(row, waiting=True), default=None)]:
            if penalty is not None:
                changes |= {(nobody, agent, totals[agent] - penalty, row) for agent in totals}
    return {each for each in changes if each[0] != each[1] and each[2] <= limit}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("margin", [0, 2, 5, EVERYTHING])
def test_changes_are_all_that_cost_so_little(margin: int, shared: bool) -> None:
    """Whatever the margin, all changes within it are found, each once; and no others."""
    rng = np.random.default_rng([2, margin, shared])
    for _ in range(60):
        model = Model(rng, shared=shared)
        nearby = Nearby(pairs_of(model))
        contested = find_contested(nearby, model.holdings, model.price, margin)
        for limit in (0, 1, 3, 7):
            if limit > margin:
                continue
            changes = changes_of(contested, model.holdings, model.price, limit)
            parts = (changes.source, changes.target, changes.cost, changes.row)
            found = list(zip(*(part.tolist() for part in parts), strict=True))
            assert sorted(found) == sorted(changes_by_hand(model, limit))
        assert set(contested.rows.tolist()) >= {each[3] for each in changes_by_hand(model, margin)}


def test_rows_without_changes_are_left_out() -> None:
    """A row stays out whose ticket has one agent, and neither stops nor starts for so little."""
    rows = SparseRows(np.array([0, 1, 2, 3, 5]), np.array([0, 0, 0, 0, 1]), np.full(5, 10), 2)
    penalties = Penalties.of(np.array([15, 16, 5, 30]), None, 4)
    holdings = SingleHoldings(penalties, np.array([0, 0, 2, 1]), 2)
    price = np.zeros(2, dtype=np.int64)
    for margin, expected in [(4, [3]), (5, [0, 2, 3]), (6, [0, 1, 2, 3])]:
        contested = find_contested(Nearby(rows), holdings, price, margin)
        assert contested.rows.tolist() == expected
        assert contested.pairs.shape[0] == len(expected)
        assert contested.pair_row.tolist() == contested.pairs.row_of_pairs().tolist()
    # Nobody has the ticket for which there are two agents.
    idle = SingleHoldings(
        Penalties.of(np.array([15, 16, 5, 3]), None, 4), np.array([0, 0, 2, 2]), 2
    )
    assert find_contested(Nearby(rows), idle, price, 4).rows.tolist() == []


def draw_contested(margin: int) -> Contested:
    """Give two of three rows, the pairs of which are within a margin at prices 5, 0 and 0."""
    rows = SparseRows(np.array([0, 2, 3]), np.array([0, 1, 2]), np.array([1, 6, 3]), 3)
    price = np.array([5, 0, 0])
    return Contested(np.array([0, 2]), rows, rows.row_of_pairs(), price, margin)


def test_the_horizon_shrinks_as_prices_move_apart() -> None:
    """By how far they moved beside each other, and beside waiting, which costs the same."""
    contested = draw_contested(20)
    for moved, horizon in [
        ([0, 0, 0], 20),
        ([3, 0, 0], 17),
        ([3, 1, 2], 17),  # waiting has not moved
        ([-4, -2, -1], 16),
        ([-4, 3, 0], 13),
    ]:
        assert contested.horizon(contested.price + np.array(moved)) == horizon
    moved_far = contested.price + 1000
    assert draw_contested(EVERYTHING).horizon(moved_far) == EVERYTHING
    assert draw_contested(EVERYTHING - 1).horizon(moved_far) == EVERYTHING - 1 - 1000


def test_a_row_becomes_contested() -> None:
    """With its pairs within the margin at the prices of the time; once only."""
    contested = draw_contested(4)
    agent, cost = np.array([0, 1, 2]), np.array([2, 8, 3])
    more = contested.with_row(1, agent, cost)  # totals 7, 8 and 3
    assert more.rows.tolist() == [0, 2, 1]
    assert more.pairs.agent.tolist() == [0, 1, 2, 0, 2]
    assert more.pairs.cost.tolist() == [1, 6, 3, 2, 3]
    assert more.pairs.start.tolist() == [0, 2, 3, 5]
    assert more.pair_row.tolist() == [0, 0, 1, 2, 2]
    assert more.margin == 4
    assert more.price.tolist() == [5, 0, 0]
    assert more.with_row(2, agent, cost) is more
