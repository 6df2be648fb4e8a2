"""The desk that the speed benchmarks share: agents have two skills, tickets ask for one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

import attrs
import numpy as np

from ticketroute import Agent, Board, Ticket
from ticketroute.board import View

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
SKILLS = 6
"""Ticket types of the reference case, each a skill; the growth series has 16 (12 % qualify)."""
DECISIONS = 200
"""Decisions in one timed round."""


def make_agents(number: int, skills: int = SKILLS) -> list[Agent]:
    """Make agents with two skills each, levels 1 to 5, and plenty of room."""
    rng = np.random.default_rng(7)
    return [
        Agent(
            id=f"agent{place:05}",
            capacity=50,
            skills={
                f"skill{skill}": int(rng.integers(1, 6))
                for skill in rng.choice(skills, 2, replace=False)
            },
        )
        for place in range(number)
    ]


def make_tickets(number: int, first: int = 0, skills: int = SKILLS) -> list[Ticket]:
    """Make tickets that ask for one skill each, in turn."""
    return [
        Ticket(id=f"ticket{place:07}", created=MORNING, requirements={f"skill{place % skills}": 1})
        for place in range(first, first + number)
    ]


@attrs.define
class Desk:
    """A board that is refilled between rounds, so that each round decides about new tickets."""

    board: Board
    skills: int
    _owned: list[str] = attrs.field(factory=list)
    _numbers: "count[int]" = attrs.field(factory=count)

    @classmethod
    def of(cls, agents: int, skills: int = SKILLS) -> "Desk":
        """Make a desk with so many agents."""
        return cls(Board(make_agents(agents, skills)), skills)

    def refill(self) -> tuple[tuple[View, range], dict[str, object]]:
        """Take last round's tickets away, bring new ones, and give what a round needs."""
        for ticket_id in self._owned:
            if self.board.owner(ticket_id) is not None:
                self.board.release(ticket_id)
        tickets = make_tickets(DECISIONS, next(self._numbers) * DECISIONS, self.skills)
        first = len(self.board.window.tickets)
        self.board.submit(tickets, MORNING)
        self._owned = [ticket.id for ticket in tickets]
        positions = range(first, first + DECISIONS)
        warm_up(self.board.window, positions)
        return (self.board.view(MORNING), positions), {}


def warm_up(view: View, tickets: Iterable[int]) -> None:
    """Work out the profiles, which a desk that has run for a while has long done."""
    for ticket in tickets:
        view.profile(ticket)
