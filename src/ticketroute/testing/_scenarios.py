"""Small boards on which a strategy is tried, the smallest first."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import attrs
import numpy as np

from ticketroute.board import Board, Setup, View
from ticketroute.model import Agent, Capacity, Presence, Requirement, Ticket
from ticketroute.sla import Targets

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_SKILLS = ("billing", "network", "french")
_TARGETS = Targets({1: timedelta(hours=2), 2: timedelta(hours=8)}, default=timedelta(hours=24))


def _to_tickets(tickets: tuple[Ticket, ...] | list[Ticket]) -> tuple[Ticket, ...]:
    return tuple(tickets)


def _to_agents(agents: tuple[Agent, ...] | list[Agent]) -> tuple[Agent, ...]:
    return tuple(agents)


@attrs.frozen
class Scenario:
    """Tickets, agents and what the agents have in hand, at one instant.

    Parameters
    ----------
    tickets, agents
        What there is, in the order in which it is given to the board.
    in_hand
        Units of effort that agents have already, by agent id.
    """

    tickets: tuple[Ticket, ...] = attrs.field(converter=_to_tickets)
    agents: tuple[Agent, ...] = attrs.field(converter=_to_agents)
    in_hand: tuple[tuple[str, int], ...] = ()

    def view(self) -> View:
        """Build a board and give its view."""
        known = {agent.id for agent in self.agents}
        in_hand = {agent_id: units for agent_id, units in self.in_hand if agent_id in known}
        board = Board(self.agents, setup=Setup(targets=_TARGETS), in_hand=in_hand)
        board.submit(self.tickets, _NOW)
        return board.view(_NOW)

    def smaller(self) -> Iterator["Scenario"]:
        """Give each scenario that lacks one ticket or one agent of this one."""
        for place in range(len(self.tickets)):
            tickets = self.tickets[:place] + self.tickets[place + 1 :]
            yield attrs.evolve(self, tickets=tickets)
        for place in range(len(self.agents)):
            agents = self.agents[:place] + self.agents[place + 1 :]
            yield attrs.evolve(self, agents=agents)

    def shuffled(self) -> Iterator["Scenario"]:
        """Give the same scenario with everything in other orders: reversed, and at random."""
        yield attrs.evolve(self, tickets=self.tickets[::-1], agents=self.agents[::-1])
        rng = np.random.default_rng(len(self.tickets))
        tickets = [self.tickets[place] for place in rng.permutation(len(self.tickets))]
        agents = [self.agents[place] for place in rng.permutation(len(self.agents))]
        yield attrs.evolve(self, tickets=tickets, agents=agents)

    def __str__(self) -> str:
        lines = [*map(repr, self.tickets), *map(repr, self.agents)]
        if self.in_hand:
            lines.append(f"in hand: {dict(self.in_hand)}")
        return "\n".join(lines) or "no tickets and no agents"


def scenarios(seed: int = 0, count: int = 80) -> Iterator[Scenario]:
    """Give boards to try a strategy on: the hand-made corner cases, then random ones that grow.

    Parameters
    ----------
    seed
        Of the random ones; the same seed gives the same scenarios.
    count
        How many random ones.
    """
    yield from _corner_cases()
    rng = np.random.default_rng(seed)
    for number in range(count):
        yield _random_scenario(rng, size=1 + number // 8)


def _corner_cases() -> Iterator[Scenario]:
    """Give what is known to trip strategies up: nothing, nobody, no room, no skill, all alike."""
    ticket, agent = _ticket("t1"), Agent(id="ana", capacity=1)
    yield Scenario([], [])
    yield Scenario([], [agent])
    yield Scenario([ticket], [])
    yield Scenario([ticket], [agent])
    yield Scenario([ticket], [attrs.evolve(agent, capacity=0)])
    yield Scenario([ticket], [attrs.evolve(agent, presence=Presence.OFFLINE)])
    yield Scenario([ticket], [agent], (("ana", 1),))
    yield Scenario([_ticket("t1", requirements={"nobody has it": 1})], [agent])
    yield Scenario([_ticket("t1", exclusions=["ana"])], [agent])
    yield Scenario([_ticket("t1", not_before=_NOW + timedelta(hours=1))], [agent])
    yield Scenario([_ticket("t1"), _ticket("t2")], [agent])
    yield Scenario([ticket], [agent, Agent(id="bea", capacity=1)])
    alike = [Agent(id=name, capacity=2) for name in ("ana", "bea", "cid")]
    yield Scenario([_ticket(f"t{number}") for number in range(7)], alike)
    yield Scenario([_ticket("t1", effort=2), _ticket("t2", effort=3)], alike)
    yield Scenario([_ticket(f"t{number}") for number in range(3)], [Agent(id="ana", capacity=None)])


def _ticket(ticket_id: str, **fields: object) -> Ticket:
    return Ticket(id=ticket_id, created=_NOW - timedelta(hours=1), **fields)  # type: ignore[arg-type]


def _chance(rng: np.random.Generator, share: float) -> bool:
    return bool(rng.random() < share)


def _random_scenario(rng: np.random.Generator, size: int) -> Scenario:
    agents = [
        _random_agent(rng, f"agent{number}") for number in range(int(rng.integers(0, size + 2)))
    ]
    tickets = [
        _random_ticket(rng, f"ticket{number:03}")
        for number in range(int(rng.integers(0, 2 * size + 2)))
    ]
    in_hand = tuple((agent.id, int(rng.integers(0, 3))) for agent in agents)
    return Scenario(tickets, agents, in_hand)


def _random_agent(rng: np.random.Generator, agent_id: str) -> Agent:
    skills = {skill: float(rng.integers(0, 6)) for skill in _SKILLS if _chance(rng, 0.6)}
    total = None if _chance(rng, 0.1) else int(rng.integers(0, 6))
    limited = {"chat": int(rng.integers(0, 4))} if _chance(rng, 0.3) else {}
    return Agent(
        id=agent_id,
        skills=skills,
        capacity=Capacity(total=total, channels=limited),
        teams=None if _chance(rng, 0.6) else {"first line"},
        presence=Presence.ACTIVE if _chance(rng, 0.85) else Presence.AWAY,
    )


def _random_ticket(rng: np.random.Generator, ticket_id: str) -> Ticket:
    asked = [skill for skill in _SKILLS if _chance(rng, 0.4)]
    requirements = [
        Requirement(skill, float(rng.integers(0, 5)), optional=_chance(rng, 0.5)) for skill in asked
    ]
    return Ticket(
        id=ticket_id,
        created=_NOW - timedelta(minutes=int(rng.integers(0, 4)) * 30),
        channel=("chat", "mail", None)[int(rng.integers(3))],
        queue=("first line", "second line", None, None)[int(rng.integers(4))],
        requirements=requirements,
        impact=int(rng.integers(1, 4)),
        urgency=int(rng.integers(1, 3)),
        effort=1 if _chance(rng, 0.7) else int(rng.integers(2, 4)),
        affinity=[f"agent{int(rng.integers(0, 5))}"] if _chance(rng, 0.2) else (),
        exclusions=[f"agent{int(rng.integers(0, 5))}"] if _chance(rng, 0.2) else (),
    )
