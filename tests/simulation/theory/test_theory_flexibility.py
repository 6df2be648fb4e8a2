"""Oldest ticket to the longest idle agent who may have it: exact, for any skills."""

from collections import defaultdict

import pytest

from tests.simulation.theory.agreement import (
    LEVEL,
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.desks import average_number, calls, desk, of_kind, skilled, waits
from tests.simulation.theory.product_form import Detail, ProductForm
from tests.simulation.theory.queues import erlang_c, wait_of_many
from ticketroute.metrics import Journeys
from ticketroute.simulation import Scenario, mean_interval
from ticketroute.strategies import LongestIdle, Sequential

UNLIKE = ProductForm(
    rates={"x": 0.9, "y": 0.7, "z": 0.5},
    agents={"a": "x", "b": "xy", "c": "yz"},
    speeds={"a": 1.0, "b": 0.8, "c": 1.25},
)
KINDS = "wxyz"
SAME = dict.fromkeys(KINDS, 0.8)
ONE_EACH = dict(zip("abcd", KINDS, strict=True))
CHAIN = dict(zip("abcd", ("wx", "xy", "yz", "zw"), strict=True))
ALL = dict.fromkeys("abcd", KINDS)


def scenario(theory: ProductForm, tickets: int) -> Scenario:
    """Give a desk that a product form is about."""
    kinds = [
        calls(rate, name=kind, fields={"requirements": {kind: 1}})
        for kind, rate in theory.rates.items()
    ]
    paces = {agent: 1 / speed for agent, speed in theory.speeds.items()}
    return desk(kinds, skilled(theory.agents), tickets, paces=paces)


def test_the_product_is_in_balance() -> None:
    """In each state as much comes in as goes out, for states with up to six tickets."""
    start: Detail = ((), ("a", "b", "c"))
    known: set[Detail] = {start}
    states: list[Detail] = [start]
    flow: defaultdict[Detail, float] = defaultdict(float)
    for state in states:  # grows meanwhile
        line, _ = state
        moves = [(rate, UNLIKE.after_arrival(state, kind)) for kind, rate in UNLIKE.rates.items()]
        moves += [
            (UNLIKE.speeds[item], UNLIKE.after_work(state, item))
            for item in line
            if item in UNLIKE.agents
        ]
        for rate, after in moves:
            flow[after] += rate * UNLIKE.weight(state)
            flow[state] -= rate * UNLIKE.weight(state)
            if after not in known and len(after[0]) <= 7:
                known.add(after)
                states.append(after)
    assert len(states) > 1000
    for state in states:
        if len(state[0]) <= 6:
            assert flow[state] == pytest.approx(0, abs=1e-9 * UNLIKE.weight(state))


def test_the_product_where_there_is_a_formula() -> None:
    """Without flexibility each is alone; with all of it, it is one line."""
    speeds = dict.fromkeys("abcd", 1.0)
    assert ProductForm(SAME, ONE_EACH, speeds).wait("w") == pytest.approx(wait_of_many(1, 0.8, 1))
    together = ProductForm(SAME, ALL, speeds)
    assert together.wait("z") == pytest.approx(wait_of_many(4, 3.2, 1))
    assert together.waits("z") == pytest.approx(erlang_c(4, 3.2))
    assert together.busy("a") == pytest.approx(0.8)


def busy(journeys: Journeys, agent: str) -> float:
    """Give how much of the time an agent works."""
    mine = journeys.agent == journeys.agents.index(agent)
    return average_number(journeys, journeys.started[mine], journeys.ended[mine])


def test_unlike_agents() -> None:
    """How many of each kind wait, how long, and how busy each agent is."""
    runs = replicated(scenario(UNLIKE, 25_000), LongestIdle())
    swapped = ProductForm(UNLIKE.rates, {"a": "yz", "b": "xy", "c": "x"}, UNLIKE.speeds)
    for number, kind in enumerate(UNLIKE.rates):
        rows = [of_kind(run, number) for run in runs]
        found = [waits(run, chosen) for run, chosen in zip(runs, rows, strict=True)]
        means = [float(each.mean()) for each in found]
        agree_on_mean(means, UNLIKE.wait(kind), swapped.wait(kind), within=0.08)
        shares = [share(each > 0) for each in found]
        agree_on_share(shares, UNLIKE.waits(kind), swapped.waits(kind), within=0.01)
    for agent in UNLIKE.agents:
        at_work = by_run(runs, lambda run, agent=agent: busy(run, agent))  # type: ignore[misc]
        agree_on_share(at_work, UNLIKE.busy(agent), swapped.busy(agent), within=0.008)


def test_another_order_of_agents_is_another_theory() -> None:
    """If not the longest idle agent comes first, the product form is wrong, and it shows."""
    runs = replicated(scenario(UNLIKE, 5_000), Sequential(sequence=["b", "c", "a"]))
    found = mean_interval(by_run(runs, lambda run: busy(run, "b")), level=LEVEL)
    assert UNLIKE.busy("b") not in found


def test_a_little_flexibility() -> None:
    """A second skill for each, in a ring, gives most of what all skills for all would give."""
    speeds = dict.fromkeys("abcd", 1.0)
    alone, ring, together = (
        ProductForm(SAME, agents, speeds).wait("w") for agents in (ONE_EACH, CHAIN, ALL)
    )
    assert together < ring < alone
    assert alone - ring > 0.8 * (alone - together)
    runs = replicated(scenario(ProductForm(SAME, CHAIN, speeds), 20_000), LongestIdle())
    agree_on_mean(by_run(runs, lambda run: waits(run).mean()), ring, together, within=0.1)
