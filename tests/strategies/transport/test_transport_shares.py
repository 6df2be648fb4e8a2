"""Agents who must get so many tickets, and tickets whose agent is fixed."""

import re
from functools import cache

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.strategies.transport.transport_oracles import Case, draw_any
from ticketroute.strategies import Transport, transport

Integers = NDArray[np.int64]


def cost_by_trying(case: Case, least: Integers, fixed: Integers) -> int | None:
    """Give the least cost by trying everything; None if there is no plan."""

    @cache
    def rest(ticket: int, room: tuple[int, ...], lack: tuple[int, ...]) -> int | None:
        if ticket == len(case.penalty):
            return None if any(lack) else 0
        answers = []
        if fixed[ticket] < 0 and (after := rest(ticket + 1, room, lack)) is not None:
            answers.append(int(case.penalty[ticket]) + after)
        for agent in np.flatnonzero(case.eligible[ticket]).tolist():
            if room[agent] and fixed[ticket] in (-1, agent):
                less = (*room[:agent], room[agent] - 1, *room[agent + 1 :])
                owed = (*lack[:agent], max(lack[agent] - 1, 0), *lack[agent + 1 :])
                if (after := rest(ticket + 1, less, owed)) is not None:
                    answers.append(int(case.cost[ticket, agent]) + after)
        return min(answers, default=None)

    return rest(0, tuple(case.capacity.tolist()), tuple(least.tolist()))


def cost_by_programme(case: Case, least: Integers) -> float | None:
    """Give the least cost by a linear programme over pairs; None if there is no plan."""
    ticket, agent = np.nonzero(case.eligible)
    n, m = case.cost.shape
    pairs = np.arange(len(ticket))
    limits = np.zeros((n + 2 * m, len(ticket)))
    limits[ticket, pairs], limits[n + agent, pairs], limits[n + m + agent, pairs] = 1, 1, -1
    most = np.concatenate((np.ones(n), case.capacity, -least)).astype(np.float64)
    saved = case.cost[ticket, agent] - case.penalty[ticket]
    answer = linprog(saved, A_ub=limits, b_ub=most)
    return float(answer.fun + case.penalty.sum()) if answer.status == 0 else None


def solve(
    case: Case, least: Integers | None, fixed: Integers | None = None, *, sparse: bool = False
) -> Transport:
    """Solve a case with shares, given as a matrix or by pairs."""
    if not sparse:
        return transport(
            case.cost,
            case.capacity,
            penalty=case.penalty,
            eligible=case.eligible,
            at_least=least,
            fixed=fixed,
        )
    ticket, agent = np.nonzero(case.eligible)
    pairs = csr_array((case.cost[ticket, agent], (ticket, agent)), shape=case.cost.shape)
    return transport(pairs, case.capacity, penalty=case.penalty, at_least=least, fixed=fixed)


def check(case: Case, least: Integers, fixed: Integers, result: Transport) -> None:
    """Insist on a plan that keeps to the rules, at its cost, and on prices that prove it."""
    agent, price = result.agent, result.agent_price
    served = np.flatnonzero(agent >= 0)
    load = np.bincount(agent[served], minlength=len(least))
    assert case.eligible[served, agent[served]].all()
    assert ((least <= load) & (load <= case.capacity)).all()
    assert (agent[fixed >= 0] == fixed[fixed >= 0]).all()
    paid = case.cost[served, agent[served]].sum() + case.penalty[agent < 0].sum()
    assert result.objective == result.bound == paid
    assert (result.status, result.gap) == ("optimal", 0)
    assert (price[load > least] >= 0).all()
    assert (price[load < case.capacity] <= 0).all()
    never = np.iinfo(np.int64).max
    with_price = np.where(case.eligible, case.cost + price, never)
    value = np.minimum(with_price.min(axis=1, initial=never), case.penalty)
    free = fixed < 0
    assert (result.ticket_price[free] == value[free]).all()
    held = np.flatnonzero(agent >= 0)
    assert (with_price[held, agent[held]] == result.ticket_price[held]).all()


def draw_shares(rng: np.random.Generator, case: Case) -> Integers:
    """Draw shares for some agents, within their places."""
    some = rng.random(len(case.capacity)) < rng.choice([0.3, 1])
    return np.where(some, rng.integers(0, case.capacity + 1), 0)


def draw_fixed(rng: np.random.Generator, case: Case) -> Integers:
    """Fix some tickets, within the places of agents."""
    fixed, room = np.full(len(case.penalty), -1), case.capacity.copy()
    for ticket in np.flatnonzero(rng.random(len(fixed)) < rng.choice([0, 0.3, 0.9])).tolist():
        may = np.flatnonzero(case.eligible[ticket] & (room > 0))
        if len(may):
            fixed[ticket] = rng.choice(may)
            room[fixed[ticket]] -= 1
    return fixed


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_small_cases_equal_trying(seed: int, sparse: bool) -> None:
    """Shares and fixed tickets, together and alone; refused exactly if there is no plan."""
    rng = np.random.default_rng(seed)
    for _ in range(60):
        case = draw_any(rng, 6, 4)
        least, fixed = draw_shares(rng, case), draw_fixed(rng, case)
        expected = cost_by_trying(case, least, fixed)
        if expected is None:
            with pytest.raises(ValueError, match="at_least: expected at most"):
                solve(case, least, fixed, sparse=sparse)
        else:
            result = solve(case, least, fixed, sparse=sparse)
            check(case, least, fixed, result)
            assert result.objective == expected


@pytest.mark.parametrize("seed", range(6))
def test_cases_equal_a_programme(seed: int) -> None:
    """Cases too large to try everything."""
    rng = np.random.default_rng([1, seed])
    refused = 0
    for _ in range(25):
        case = draw_any(rng, 30, 8)
        case = attrs.evolve(case, eligible=case.eligible | (rng.random(case.cost.shape) < 0.2))
        least = draw_shares(rng, case)
        expected = cost_by_programme(case, least) if case.eligible.any() else None
        if expected is None and least.any():
            refused += 1
            with pytest.raises(ValueError, match="at_least") as error:
                solve(case, least)
            check_blame(case, least, str(error.value))
        elif expected is not None:
            result = solve(case, least)
            check(case, least, np.full(len(case.penalty), -1), result)
            assert result.objective == pytest.approx(expected, rel=1e-9)
    assert refused < 25


def check_blame(case: Case, least: Integers, message: str) -> None:
    """Insist that the agents who are named really ask for more than they can have together."""
    found = re.fullmatch(
        r"at_least: expected at most (\d+) in all for agents ([\d, ]+), "
        r"as no more tickets may go to them, got (\d+)",
        message,
    )
    assert found is not None
    agents = [int(each) for each in found[2].split(", ")]
    assert case.eligible[:, agents].any(axis=1).sum() == int(found[1]) < int(found[3])
    assert least[agents].sum() == int(found[3])


def test_a_share_by_hand() -> None:
    """Agent 1 must get a ticket: that for which it is least bad. One more would cost 7 more."""
    result = transport([[1, 5], [2, 9]], [2, 2], penalty=20, at_least=[0, 1])
    assert result.agent.tolist() == [1, 0]
    assert result.agent_price.tolist() == [0, -7]
    assert result.objective == result.bound == 7


def test_who_would_rather_wait_is_given_away() -> None:
    """Shares count more than what waiting costs."""
    result = transport([[9], [8], [7]], [3], penalty=1, at_least=[2])
    assert result.agent.tolist() == [-1, 0, 0]
    assert result.agent_price.tolist() == [-8]


@pytest.mark.parametrize("grouped", [False, True])
def test_a_long_chain_of_shares(grouped: bool) -> None:
    """Each share pushes a ticket on to the next agent: the last costs as much as all together."""
    n = 40
    cost, eligible = np.zeros((n, n), dtype=int), np.zeros((n, n), dtype=bool)
    last = np.arange(n - 1)
    eligible[last, last] = eligible[last, last + 1] = eligible[n - 1, 0] = True
    cost[last, last + 1] = cost[n - 1, 0] = 100
    result = transport(
        cost,
        [2] * n,
        penalty=[100] * (n - 1) + [0],
        eligible=eligible,
        groups=np.arange(n) if grouped else None,
        at_least=[1] * n,
    )
    assert result.objective == 100 * n
    assert result.status == "optimal"


def test_tickets_of_a_kind_and_fractions() -> None:
    """Groups equal rows of their own; fractions are scaled."""
    rng = np.random.default_rng(5)
    cost = rng.random((6, 5))
    kinds = rng.integers(0, 6, 400)
    least = np.array([0, 150, 0, 90, 10])
    shared = transport(cost, [150] * 5, penalty=0.5, groups=kinds, at_least=least)
    single = transport(cost[kinds], [150] * 5, penalty=0.5, at_least=least)
    assert shared.status == single.status == "optimal"
    assert shared.objective == single.objective
    assert (np.bincount(shared.agent[shared.agent >= 0], minlength=5) >= least).all()
    free = transport(cost, [150] * 5, penalty=0.5, groups=kinds)
    assert shared.objective > free.objective
    warm = transport(cost, [150] * 5, penalty=0.5, groups=kinds, at_least=least, warm=free)
    assert warm.objective == shared.objective


def test_fixed_tickets_with_efforts() -> None:
    """They take what they take; the bound counts them."""
    result = transport(
        [[1, 9], [1, 9], [1, 9]], [3, 2], penalty=50, effort=[2, 1, 2], fixed=[0, -1, -1]
    )
    assert result.agent.tolist() == [0, 0, 1]
    assert result.objective == 11
    assert result.bound <= 11
    twice = transport([[1, 9], [1, 9]], [3, 2], penalty=50, effort=[2, 2], fixed=[1, -1])
    assert (twice.agent.tolist(), twice.objective, twice.gap) == ([1, 0], 10, 0)
    scarce = transport([[1], [1], [1]], [4], penalty=50, effort=[2, 1, 2], fixed=[0, -1, -1])
    assert scarce.agent_price[0] > 0
    assert scarce.ticket_price[0] == 1 + 2 * scarce.agent_price[0]
    assert scarce.bound <= scarce.objective == 52


def test_a_fixed_pair_that_is_absent_is_refused() -> None:
    """Of sparse costs, also where the row or the whole is empty."""
    for pairs in ([[1, 2], [0, 4]], [[1, 2], [0, 0]], [[0, 0], [0, 0]]):
        with pytest.raises(ValueError, match=r"fixed\[1\]: expected an agent who may have"):
            transport(csr_array(pairs), [1, 1], penalty=9, fixed=[-1, 0])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"at_least": [1]}, r"at_least: expected shape \(2,\)"),
        ({"at_least": [0, -1]}, r"at_least\[1\]: expected 0 or more, got -1"),
        (
            {"at_least": [2, 0]},
            r"at_least\[0\]: expected at most the places of the agent, 1, got 2",
        ),
        ({"at_least": [1, 2]}, "at_least: expected at most 2 in all for agents 0, 1, .* got 3"),
        ({"at_least": [1, 0], "effort": [1, 2]}, "at_least: expected None where efforts differ"),
        ({"fixed": [0]}, r"fixed: expected shape \(2,\), a number for each ticket"),
        ({"fixed": [2, -1]}, r"fixed\[0\]: expected the number of an agent, 0 to 1, or -1, got 2"),
        ({"fixed": [0, 0]}, "fixed: expected at most the capacity of agent 0, 1, got 2"),
        ({"fixed": [-1, 1]}, r"fixed\[1\]: expected an agent who may have the ticket, got 1"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, list[int]], message: str) -> None:
    """Errors name the field, or the agents who cannot get theirs."""
    eligible = None if "at_least" in given else [[True, True], [True, False]]
    with pytest.raises(ValueError, match=message):
        transport(
            [[1, 2], [3, 4]],
            [1, 2],
            penalty=9,
            eligible=eligible,
            at_least=given.get("at_least"),
            effort=given.get("effort"),
            fixed=given.get("fixed"),
        )


def test_shares_of_nothing() -> None:
    """Without tickets there is nothing to share, and nothing to plan if all are fixed."""
    with pytest.raises(ValueError, match="at most 0 in all for agents 1, as no"):
        transport(np.empty((0, 2)), [1, 1], penalty=1, at_least=[0, 1])
    both = transport([[1, 2], [3, 4]], [1, 1], penalty=9, fixed=[1, 0], at_least=[1, 1])
    assert (both.agent.tolist(), both.objective, both.status) == ([1, 0], 5, "optimal")


def test_many_agents_are_not_all_named() -> None:
    """A message stays readable."""
    with pytest.raises(ValueError, match="agents 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 5 more, as no"):
        transport(np.ones((3, 15)), [1] * 15, penalty=2, at_least=[1] * 15)


@pytest.mark.parametrize("size", [2**46, 2**49])
def test_sums_that_would_not_be_exact_are_refused(size: int) -> None:
    """Large costs where a long chain is needed, and costs that are too large for any."""
    n = 40
    cost, eligible = np.zeros((n, n), dtype=int), np.zeros((n, n), dtype=bool)
    last = np.arange(n - 1)
    eligible[last, last] = eligible[last, last + 1] = eligible[n - 1, 0] = True
    cost[last, last + 1] = cost[n - 1, 0] = size
    penalty = [size] * (n - 1) + [0]
    with pytest.raises(ValueError, match="at_least: expected costs and penalties that differ less"):
        transport(cost, [2] * n, penalty=penalty, eligible=eligible, at_least=[1] * n)
    two = transport([[0, size]], [1, 1], penalty=1, at_least=[0, int(size < 2**48)])
    assert two.objective == (size if size < 2**48 else 0)
