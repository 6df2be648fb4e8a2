"""Small desks with skills, as Markov chains that are solved: the models N, X, V, M and W."""

import attrs
import numpy as np
import pytest

from tests.simulation.theory.agreement import (
    agree_on_mean,
    agree_on_share,
    by_run,
    replicated,
    share,
)
from tests.simulation.theory.desks import average_number, of_kind, settled, waits
from tests.simulation.theory.queues import birth_death
from tests.simulation.theory.static_desk import StaticDesk
from ticketroute.metrics import Journeys, Outcome

MODELS = {
    # One kind has an agent of its own and may go to the other one's, too.
    "N": StaticDesk({"x": 0.9, "y": 0.5}, {"own": "x", "both": "xy"}, room=7),
    # All may do all, but each is quicker with one kind.
    "X": StaticDesk(
        {"x": 0.8, "y": 0.8},
        {"a": "xy", "b": "xy"},
        room=8,
        paces={"a": {"x": 0.7, "y": 1.4}, "b": {"x": 1.4, "y": 0.7}},
    ),
    # Two kinds for two equal agents.
    "V": StaticDesk({"x": 0.7, "y": 0.9}, {"a": "xy", "b": "xy"}, room=8),
    # Each kind has an agent of its own, and there is one for both.
    "M": StaticDesk({"x": 1.1, "y": 1.1}, {"a": "x", "b": "y", "both": "xy"}, room=8),
    # Three kinds, two agents, of whom each shares one kind with the other.
    "W": StaticDesk({"x": 0.6, "y": 0.6, "z": 0.6}, {"a": "xy", "b": "yz"}, room=7),
}


def test_chain_by_hand() -> None:
    """Without a choice it is one line before two agents."""
    desk = MODELS["V"]
    likely = desk.solved()
    line = birth_death(lambda _: 1.6, lambda number: min(number, 2), 9)
    assert sum(likely.values()) == pytest.approx(1)
    assert desk.blocked(likely) == pytest.approx(line[-1])
    mean = np.dot([0.7, 0.9], desk.waits(likely)) / 1.6
    in_line = sum(max(number - 2, 0) * chance for number, chance in enumerate(line))
    assert mean == pytest.approx(in_line / (1.6 * (1 - line[-1])))


def reversed_agents(desk: StaticDesk) -> StaticDesk:
    """Ask the agents in the other order."""
    return attrs.evolve(desk, agents=dict(reversed(list(desk.agents.items()))))


def busy(journeys: Journeys, agent: str) -> float:
    """Give how much of the time an agent works."""
    mine = journeys.agent == journeys.agents.index(agent)
    return average_number(journeys, journeys.started[mine], journeys.ended[mine])


@pytest.mark.parametrize("name", MODELS)
def test_waits_by_kind(name: str) -> None:
    """Who is turned away, who waits how long, who works how much."""
    desk = MODELS[name]
    likely, other = desk.solved(), reversed_agents(desk)
    runs = replicated(desk.scenario(15_000), desk.policy)
    blocked = by_run(runs, lambda run: share(run.outcome[settled(run)] == Outcome.BLOCKED))
    smaller = attrs.evolve(desk, room=desk.room - 1)
    agree_on_share(blocked, desk.blocked(likely), smaller.blocked(smaller.solved()), within=0.006)
    theory = desk.waits(likely)
    for kind, wait in enumerate(theory):
        found = by_run(runs, lambda run, kind=kind: waits(run, of_kind(run, kind)).mean())  # type: ignore[misc]
        agree_on_mean(found, wait, theory[kind - 1] if name != "W" else 2 * wait, within=0.06)
    shares = dict(zip(desk.agents, desk.busy(likely), strict=True))
    wrong = dict(zip(other.agents, other.busy(other.solved()), strict=True))
    for agent, expected in shares.items():
        found = by_run(runs, lambda run, agent=agent: busy(run, agent))  # type: ignore[misc]
        agree_on_share(found, expected, wrong[agent], within=0.008)


def test_on_the_board() -> None:
    """The kernel agrees, too."""
    desk = MODELS["N"]
    runs = replicated(desk.scenario(1_000), desk.policy, engine="board")
    theory = desk.waits(desk.solved())
    for kind, wait in enumerate(theory):
        found = by_run(runs, lambda run, kind=kind: waits(run, of_kind(run, kind)).mean())  # type: ignore[misc]
        agree_on_mean(found, wait, theory[1 - kind], within=0.3)
