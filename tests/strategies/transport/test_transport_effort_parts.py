"""The parts of planning with efforts, each beside a plain way to have the same."""

from itertools import product
from types import SimpleNamespace

import attrs
import numpy as np
import pytest
import scipy.optimize
from numpy.typing import NDArray

from ticketroute.strategies import transport
from ticketroute.strategies._transport import _effort
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import DenseRows, forbidden
from ticketroute.strategies._transport._shifts import Choices

Integers = NDArray[np.int64]


def draw_choices(rng: np.random.Generator, n_tickets: int, n_agents: int) -> Choices:
    """Draw pairs that save something; some tickets may have none."""
    ticket, agent = np.nonzero(rng.random((n_tickets, n_agents)) < rng.choice([0.4, 0.9]))
    if not len(ticket):
        ticket = agent = np.zeros(1, dtype=np.intp)
    effort = rng.integers(1, 5, n_tickets)[ticket]
    cost = rng.integers(-40, 0, len(ticket))
    return Choices(ticket, agent, cost, effort, rng.integers(4, 9, n_agents))


def totals(choices: Choices, price: Integers) -> dict[int, list[int]]:
    """Give what the pairs of each ticket cost with the price of its effort."""
    every: dict[int, list[int]] = {}
    total = choices.cost + choices.effort * price[choices.agent]
    for ticket, each in zip(choices.ticket.tolist(), total.tolist(), strict=True):
        every.setdefault(ticket, []).append(each)
    return every


def test_choices_are_the_pairs_that_save_and_fit() -> None:
    """Of rows that are shared, and of rows of their own; at their efforts."""
    never = forbidden(np.dtype(np.int32))
    cost = np.array([[5, 9, never], [7, never, 2]], dtype=np.int32)
    capacity = np.array([2, 3, 4])
    offers = Offers.free(capacity)
    both = Problem(DenseRows(cost), None, np.array([9, 8]), offers)
    choices = _effort._choices(both, np.array([2, 3]), capacity)
    assert choices.ticket.tolist() == [0, 1]  # agent 1 saves nothing, agent 0 has no room for 3
    assert choices.agent.tolist() == [0, 2]
    assert choices.cost.tolist() == [-4, -6]
    assert choices.effort.tolist() == [2, 3]
    assert choices.capacity is capacity
    kinds = np.array([1, 0, 1])
    shared = Problem(DenseRows(cost), kinds, np.array([9, 20, 2**40]), offers)
    choices = _effort._choices(shared, np.array([4, 3, 2]), capacity)
    assert choices.ticket.tolist() == [0, 1, 2, 2]
    assert choices.agent.tolist() == [2, 1, 0, 2]
    assert choices.cost.tolist() == [-7, -11, 7 - 2**40, 2 - 2**40]
    value = _effort.value_at(choices, shared.penalty, np.array([1, 2, 1]))
    assert value.tolist() == [6, 15, 4]
    dear = _effort.value_at(choices, shared.penalty, np.array([9, 9, 9]))
    assert dear.tolist() == [9, 20, 20]


def test_use_counts_efforts_of_served_tickets() -> None:
    """The last number stands for waiting, and counts for nobody."""
    used = _effort._used(np.array([0, 3, 2, 0]), np.array([5, 7, 1, 2]), 3)
    assert used.tolist() == [7, 0, 1]
    assert _effort._used(np.array([0, 0]), np.array([1, 2]), 3).tolist() == [3, 0, 0]


def test_close_tickets_are_those_with_the_smallest_gaps() -> None:
    """Between the two best of all agents and waiting, up to a number; and all that are split."""
    rng = np.random.default_rng(1)
    for _ in range(60):
        n_tickets, n_agents = int(rng.integers(1, 40)), int(rng.integers(1, 4))
        choices, price = draw_choices(rng, n_tickets, n_agents), rng.integers(0, 9, n_agents)
        part = rng.choice([0.0, 1.0, 1.0, 1.0, 0.4], len(choices.ticket))
        split = set(choices.ticket[part == 0.4].tolist())
        gaps = {}
        for ticket, every in totals(choices, price).items():
            best, *others = sorted([*every])
            gaps[ticket] = abs(min([0, *others]) - best) if ticket not in split else -1
        number = int(choices.ticket[-1]) + 1
        ranked = sorted(range(number), key=lambda ticket: (gaps.get(ticket, 1 << 58), ticket))
        expected = split | set(ranked[: _effort._CLOSE * n_agents])
        close = _effort._close(choices, part, price)
        assert set(np.flatnonzero(close).tolist()) == expected


def test_few_agents_of_each_ticket_are_tried() -> None:
    """The cheapest with the price of the effort; of equal ones the first."""
    rng = np.random.default_rng(2)
    for _ in range(30):
        choices, price = draw_choices(rng, 6, 12), rng.integers(0, 4, 12)
        among = _effort._cheapest(choices, price)
        total = choices.cost + choices.effort * price[choices.agent]
        for ticket in set(choices.ticket.tolist()):
            mine = np.flatnonzero(choices.ticket == ticket).tolist()
            mine.sort(key=lambda pair: (total[pair], pair))
            assert set(np.flatnonzero(among[mine]).tolist()) == set(range(len(mine[:6])))


def least_by_trying(core: Choices) -> int:
    """Give the least cost of all choices of pairs, by trying everything."""
    options: dict[int, list[int]] = {}
    for pair, ticket in enumerate(core.ticket.tolist()):
        options.setdefault(ticket, [-1]).append(pair)
    least = 0
    for picked in product(*options.values()):
        pairs = [pair for pair in picked if pair >= 0]
        load = np.bincount(core.agent[pairs], core.effort[pairs], len(core.capacity))
        if (load <= core.capacity).all():
            least = min(least, int(core.cost[pairs].sum()))
    return least


def test_branch_and_bound_finds_the_best_of_few() -> None:
    """Each ticket once, within what is left; numbers of tickets may have gaps."""
    rng = np.random.default_rng(3)
    for _ in range(25):
        core = draw_choices(rng, 5, 3)
        core = attrs.evolve(core, ticket=core.ticket * 2 + 1)
        sent = _effort._branch(core)
        assert len(set(core.ticket[sent].tolist())) == len(sent)
        load = np.bincount(core.agent[sent], core.effort[sent], len(core.capacity))
        assert (load <= core.capacity).all()
        assert int(core.cost[sent].sum()) == least_by_trying(core)
    none = np.empty(0, dtype=np.int64)
    assert len(_effort._branch(Choices(none, none, none, none, np.ones(2, dtype=np.int64)))) == 0


def test_branch_and_bound_ends_after_so_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance with hundreds of thousands is left with a gap, by the same plan each time."""
    nodes: list[int] = []
    whole = scipy.optimize.milp

    def noting(*args: object, **options: object) -> scipy.optimize.OptimizeResult:
        answer = whole(*args, **options)  # type: ignore[arg-type]
        nodes.append(answer.mip_node_count or 0)
        return answer

    monkeypatch.setattr(scipy.optimize, "milp", noting)
    rng = np.random.default_rng(4)
    effort = rng.integers(5, 100, 40)
    cost = 1000 + rng.integers(-10, 10, (40, 5)) - 10 * effort[:, None]
    room = [int(0.8 * effort.sum() / 5)] * 5
    result = transport(cost, room, penalty=1500, effort=effort)
    assert len(nodes) == 1
    assert _effort._NODES <= nodes[0] < 2 * _effort._NODES
    assert 0 < result.gap < 0.1 * result.objective


def test_a_plan_without_an_answer_of_branch_and_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may end with nothing found; then tickets go where there is room."""
    monkeypatch.setattr(scipy.optimize, "milp", lambda *_, **__: SimpleNamespace(x=None))
    core = draw_choices(np.random.default_rng(5), 5, 3)
    assert _effort._branch(core).tolist() == []
    result = transport([[1, 4], [2, 4], [3, 4]], [3, 2], penalty=9, effort=[1, 2, 2])
    assert result.agent.tolist() == [0, 0, 1]
    assert result.bound <= result.objective == 7


def test_a_ticket_without_a_choice_waits() -> None:
    """Whether it is the first, between others or the last."""
    result = transport(
        [[9, 9], [1, 5], [9, 9], [2, 9], [9, 9]],
        [4, 3],
        penalty=6,
        effort=[1, 3, 1, 2, 1],
    )
    assert result.agent.tolist() == [-1, 1, -1, 0, -1]
    assert result.objective == 3 * 6 + 5 + 2
    assert result.bound <= result.objective
