"""How long the strategy takes from ticket objects to a plan: all of it, and the solver alone."""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np
from rich.table import Table

from ticketroute import Agent, Plan, Ticket, assign
from ticketroute.scores import Score, SkillFit
from ticketroute.strategies import SKILL_WEIGHTED, OptimalAssignment

_NOW: Final = datetime(2026, 5, 4, 9, tzinfo=UTC)
_SKILLS: Final = [f"skill {number}" for number in range(10)]
_CHANNELS: Final = ("chat", "email", "phone", "web")
_KINDS: Final = 200
_SCORES: Final[dict[str, Score]] = {"skill fit": SkillFit(), "the default": SKILL_WEIGHTED}


def make_tickets(number: int) -> list[Ticket]:
    """Draw tickets of 200 kinds: a skill and its level, and a channel."""
    rng = np.random.default_rng(7)
    kinds = [
        ({_SKILLS[rng.integers(10)]: int(rng.integers(1, 4))}, _CHANNELS[rng.integers(4)])
        for _ in range(_KINDS)
    ]
    weights = 1 / np.arange(1, _KINDS + 1) ** 0.7
    drawn = rng.choice(_KINDS, number, p=weights / weights.sum()).tolist()
    ages = rng.integers(0, 3_000, number).tolist()
    urgency = rng.integers(1, 5, number).tolist()
    return [
        Ticket(
            id=f"t{name}",
            created=_NOW - timedelta(minutes=age),
            requirements=kinds[kind][0],
            channel=kinds[kind][1],
            urgency=level,
        )
        for name, (kind, age, level) in enumerate(zip(drawn, ages, urgency, strict=True))
    ]


def make_agents(number: int, places: int) -> list[Agent]:
    """Draw agents with one to four skills, some channels, and about equal shares of places."""
    rng = np.random.default_rng(8)
    share = rng.uniform(0.5, 1.5, number)
    capacity = np.floor(share / share.sum() * places).astype(int).tolist()
    return [
        Agent(
            id=f"a{name}",
            capacity=room,
            skills={
                _SKILLS[skill]: int(rng.integers(1, 6))
                for skill in rng.choice(10, rng.integers(1, 5), replace=False)
            },
            channels={each for each in _CHANNELS if rng.random() < 0.6} or set(_CHANNELS),
        )
        for name, room in enumerate(capacity)
    ]


def measure_strategy(n_tickets: int, n_agents: int, turns: int) -> Table:
    """Time plans from objects, with places for more tickets than there are and for fewer."""
    table = Table("", title=f"{n_tickets:,} tickets, {n_agents:,} agents, {_KINDS} kinds; seconds")
    for name in ("first", "median", "served", "proven"):
        table.add_column(name, justify="right")
    tickets = make_tickets(n_tickets)
    for name, score in _SCORES.items():
        for ratio in (1.1, 0.7):
            agents = make_agents(n_agents, round(ratio * n_tickets))
            seconds, plan = _timed(tickets, agents, score)
            taken = [seconds, *(_timed(tickets, agents, score)[0] for _ in range(turns - 1))]
            assert plan.solution is not None
            table.add_row(
                f"{name}, {ratio}",
                f"{taken[0]:.2f}",
                f"{median(taken):.2f}",
                f"{len(plan.pairs):,}",
                "yes" if plan.solution.is_optimal else "no",
            )
    return table


def _timed(tickets: list[Ticket], agents: list[Agent], score: Score) -> tuple[float, Plan]:
    start = perf_counter()
    plan = assign(tickets, agents, strategy=OptimalAssignment(score), now=_NOW)
    return perf_counter() - start, plan
