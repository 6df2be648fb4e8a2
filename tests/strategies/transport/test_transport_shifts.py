"""Shifts and swaps of a plan with efforts: each saves something, and none is left that would."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from ticketroute.strategies._transport._shifts import Choices, Plan

Integers = NDArray[np.int64]


def draw_choices(rng: np.random.Generator, n_tickets: int, n_agents: int) -> Choices:
    """Draw pairs that save something."""
    ticket, agent = np.nonzero(rng.random((n_tickets, n_agents)) < rng.choice([0.4, 0.9]))
    effort = rng.integers(1, 5, n_tickets)[ticket]
    return Choices(
        ticket, agent, rng.integers(-40, 0, len(ticket)), effort, rng.integers(4, 9, n_agents)
    )


def draw_plan(rng: np.random.Generator, choices: Choices, n_tickets: int) -> Integers:
    """Give some tickets away, as far as there is room."""
    left = choices.capacity.copy()
    agent = np.full(n_tickets, len(left))
    for pair in rng.permutation(len(choices.ticket)).tolist():
        ticket, who = choices.ticket[pair], choices.agent[pair]
        if agent[ticket] == len(left) and choices.effort[pair] <= left[who] and rng.random() < 0.7:
            agent[ticket] = who
            left[who] -= choices.effort[pair]
    return agent


def cost_of(choices: Choices, agent: Integers) -> float:
    """Give what a plan costs; infinity if it cannot be."""
    pairs = {
        (int(ticket), int(who)): (int(cost), int(effort))
        for ticket, who, cost, effort in zip(
            choices.ticket, choices.agent, choices.cost, choices.effort, strict=True
        )
    }
    left, paid = choices.capacity.tolist(), 0
    for ticket, who in enumerate(agent.tolist()):
        if who == len(left):
            continue
        if (ticket, who) not in pairs:
            return np.inf
        cost, effort = pairs[ticket, who]
        left[who] -= effort
        paid += cost
    return paid if min(left, default=0) >= 0 else np.inf


def least_next_to(choices: Choices, agent: Integers) -> float:
    """Give the least cost of all plans in which one ticket goes elsewhere, or two swap."""
    best, waits = cost_of(choices, agent), len(choices.capacity)
    for ticket, who in product(range(len(agent)), range(waits + 1)):
        other = agent.copy()
        other[ticket] = who
        best = min(best, cost_of(choices, other))
        for second in np.flatnonzero(agent == who).tolist():
            for place in {int(agent[ticket]), waits}:
                swapped = other.copy()
                swapped[second] = place
                if second != ticket and who < waits:
                    best = min(best, cost_of(choices, swapped))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_no_shift_or_swap_is_left_that_saves(seed: int) -> None:
    """And the plan keeps to the rules, and is no dearer than before."""
    rng = np.random.default_rng([seed, 31])
    n_tickets = int(rng.integers(1, 9))
    choices = draw_choices(rng, n_tickets, int(rng.integers(1, 4)))
    if not len(choices.ticket):
        choices = draw_choices(np.random.default_rng(1), n_tickets, 2)
    agent = draw_plan(rng, choices, n_tickets)
    before = cost_of(choices, agent)
    plan = Plan(choices, agent)
    plan.improve()
    after = cost_of(choices, plan.agent)
    assert after <= before
    assert int(plan.paid.sum()) == after
    assert (plan.left >= 0).all()
    used = np.bincount(plan.agent, weights=plan.effort, minlength=len(choices.capacity) + 1)[:-1]
    assert (plan.left == choices.capacity - used).all()
    assert least_next_to(choices, plan.agent) == after


def test_who_waits_fills_what_is_left() -> None:
    """By what they save; who has no room for one may have it for the next."""
    choices = Choices(
        ticket=np.array([0, 1, 1, 2, 3]),
        agent=np.array([0, 0, 1, 0, 1]),
        cost=np.array([-5, -9, -9, -7, -8]),
        effort=np.array([1, 2, 2, 2, 1]),
        capacity=np.array([3, 2]),
    )
    plan = Plan(choices, np.array([2, 2, 2, 2]))
    plan.improve()
    assert plan.agent.tolist() == [0, 0, 2, 1]
    assert plan.left.tolist() == [0, 1]


def test_two_swap_where_neither_can_go_alone() -> None:
    """Both agents are full, and each has what the other is better for."""
    choices = Choices(
        ticket=np.array([0, 0, 1, 1]),
        agent=np.array([0, 1, 0, 1]),
        cost=np.array([-1, -9, -8, -2]),
        effort=np.array([2, 2, 2, 2]),
        capacity=np.array([2, 2]),
    )
    plan = Plan(choices, np.array([0, 1]))
    plan.improve()
    assert plan.agent.tolist() == [1, 0]
    assert plan.paid.tolist() == [-9, -8]
