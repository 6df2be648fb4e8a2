"""The plainest correct Python for choosing an agent: a loop over all agents, and nothing kept."""

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from ticketroute import Agent, Ticket


@attrs.define
class Person:
    """An agent with what is in hand.

    Parameters
    ----------
    agent
        Who it is.
    used
        Units of effort in hand.
    last
        Number of the last assignment; 0 for never.
    credit
        What the rotation owes.
    """

    agent: Agent
    used: int = 0
    last: int = 0
    credit: int = 0

    @property
    def load_ratio(self) -> float:
        """Used / limit."""
        return self.used / (self.agent.capacity.total or 1)


Prefers = Callable[[Person, Ticket], float]
"""What decides before the tie-break chain; smaller is better."""


def _skills(person: Person, ticket: Ticket) -> float:  # noqa: ARG001
    return len(person.agent.skills)


def _rotation(person: Person, ticket: Ticket) -> float:  # noqa: ARG001
    return -person.credit


NAIVE: Final[dict[str, Prefers]] = {
    "fewest-open": lambda person, _: person.used,
    "lowest-load-ratio": lambda person, _: person.load_ratio,
    "least-recently-assigned": lambda person, _: person.last,
    "most-spare-capacity": lambda person, _: person.used - (person.agent.capacity.total or 0),
    "sequential": lambda _person, _ticket: 0,
    "fewest-skills": _skills,
    "round-robin": _rotation,
}


class NaiveTeam:
    """Agents who are gone through one by one for each ticket.

    Parameters
    ----------
    agents
        Who there is.
    prefers
        What decides.
    """

    def __init__(self, agents: Sequence[Agent], prefers: Prefers) -> None:
        self._people = [Person(agent) for agent in agents]
        self._prefers = prefers
        self._given = 0

    def give(self, ticket: Ticket) -> str | None:
        """Give a ticket to whoever comes first; give the id."""
        candidates = [person for person in self._people if _may_have(person, ticket)]
        if not candidates:
            return None
        if self._prefers is _rotation:
            for person in candidates:
                person.credit += 1
        best = min(
            candidates,
            key=lambda person: (
                self._prefers(person, ticket),
                person.load_ratio,
                person.last,
                person.agent.id,
            ),
        )
        if self._prefers is _rotation:
            best.credit -= len(candidates)
        self._given += 1
        best.used += ticket.effort
        best.last = self._given
        return best.agent.id


def _may_have(person: Person, ticket: Ticket) -> bool:
    agent = person.agent
    levels = dict(agent.skills)
    qualified = all(
        levels.get(each.skill, -1.0) >= each.minimum
        for each in ticket.requirements
        if not each.optional
    )
    served = agent.teams is None or ticket.queue is None or ticket.queue in agent.teams
    total = agent.capacity.total
    return qualified and served and (total is None or person.used + ticket.effort <= total)
