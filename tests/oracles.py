"""The same rules once more, as plainly as they can be written: loops over tickets and agents.

Nothing here looks at the board or at an array. What the library decides fast is compared with what
these few lines decide slowly.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import TypeAlias

import attrs

from tests.generators import Scene
from ticketroute import Agent, Presence, Ticket
from ticketroute.board import ReasonCode
from ticketroute.sla import Targets

NEVER = datetime.max.replace(tzinfo=UTC)

Pairs: TypeAlias = list[tuple[str, str]]


@attrs.define(eq=False)
class Desk:
    """An agent with what is in hand."""

    agent: Agent
    presence: Presence
    elsewhere: int = 0
    hands: list[Ticket] = attrs.field(factory=list)
    last: int = 0

    @property
    def present(self) -> bool:
        """Say whether the agent gets any ticket."""
        return self.presence is Presence.ACTIVE

    def is_there(self, ticket: Ticket) -> bool:
        """Say whether the agent is there as far as a ticket cares."""
        grades = list(Presence)
        return grades.index(self.presence) <= grades.index(ticket.presence)

    @property
    def open(self) -> int:
        """Count the tickets in hand."""
        return self.elsewhere + len(self.hands)

    @property
    def used(self) -> int:
        """Add up the effort in hand."""
        return self.elsewhere + sum(ticket.effort for ticket in self.hands)

    def used_on(self, channel: str) -> int:
        """Add up the effort in hand on one channel."""
        return sum(ticket.effort for ticket in self.hands if ticket.channel == channel)

    @property
    def load_ratio(self) -> Fraction:
        """Divide what is used by the limit; 0 without a limit, 1 for a limit of 0."""
        limit = self.agent.capacity.total
        if limit is None:
            return Fraction(0)
        return Fraction(self.used, limit) if limit else Fraction(1)

    def has_room(self, ticket: Ticket) -> bool:
        """Say whether the ticket fits below every limit."""
        total = self.agent.capacity.total
        if total is not None and self.used + ticket.effort > total:
            return False
        limits = dict(self.agent.capacity.channels)
        if ticket.channel is None or ticket.channel not in limits:
            return True
        return self.used_on(ticket.channel) + ticket.effort <= limits[ticket.channel]

    def chain(self) -> tuple[Fraction, int, str]:
        """Give what breaks ties: load ratio, least recently assigned, id."""
        return self.load_ratio, self.last, self.agent.id


def standing_failures(ticket: Ticket, agent: Agent) -> set[str]:
    """Name the standing checks that an agent fails: what follows from who he or she is."""
    failed = set()
    teams = {ticket.queue, *ticket.helpers}
    if ticket.queue is not None and agent.teams is not None and not teams & agent.teams:
        failed.add("queue")
    if ticket.channel is not None and agent.channels is not None:
        failed |= {"channel"} - ({"channel"} if ticket.channel in agent.channels else set())
    if ticket.language is not None and agent.languages is not None:
        failed |= {"language"} - ({"language"} if ticket.language in agent.languages else set())
    for requirement in ticket.requirements:
        level = dict(agent.skills).get(requirement.skill)
        if requirement.optional:
            continue
        if level is None:
            failed.add("skill")
        elif level < requirement.minimum:
            failed.add("level")
    return failed


@attrs.define(eq=False)
class Office:
    """Agents at their desks and a pile of tickets: the obvious model of a board."""

    desks: list[Desk]
    targets: Targets
    now: datetime
    waiting: list[Ticket] = attrs.field(factory=list)
    scheduled: list[Ticket] = attrs.field(factory=list)
    released: list[Ticket] = attrs.field(factory=list)
    credit: dict[str, dict[str, int]] = attrs.field(factory=dict)
    assignments: int = 0

    @classmethod
    def of(cls, scene: Scene) -> "Office":
        """Open the office of a scene."""
        office = cls(
            [
                Desk(agent, agent.presence, scene.in_hand.get(agent.id, 0))
                for agent in sorted(scene.agents, key=lambda agent: agent.id)
            ],
            scene.targets,
            scene.now,
        )
        for agent_id in scene.memory.last_assigned:
            for desk in office.desks:
                if desk.agent.id == agent_id:
                    office.assignments += 1
                    desk.last = office.assignments
        for queue, numbers in scene.memory.numbers.get("round-robin", {}).items():
            office.credit[queue] = dict(numbers)
        office.submit(scene.tickets)
        return office

    def desk(self, agent_id: str) -> Desk:
        """Find the desk of an agent."""
        return next(desk for desk in self.desks if desk.agent.id == agent_id)

    def submit(self, tickets: Iterable[Ticket]) -> None:
        """Take tickets in."""
        for ticket in tickets:
            later = ticket.not_before is not None and ticket.not_before > self.now
            (self.scheduled if later else self.waiting).append(ticket)

    def wait_until(self, now: datetime) -> None:
        """Let time pass."""
        self.now = now
        due = [each for each in self.scheduled if each.not_before and each.not_before <= now]
        self.scheduled = [each for each in self.scheduled if each not in due]
        self.waiting += due

    def failed(self, ticket: Ticket, desk: Desk) -> set[str]:
        """Name every check that an agent fails for a ticket now."""
        failed = self.own_failures(ticket, desk)
        return failed or ({"last_resort"} if self.is_last_resort(ticket, desk) else set())

    def own_failures(self, ticket: Ticket, desk: Desk) -> set[str]:
        """Name every check that an agent fails, whoever else there is."""
        failed = standing_failures(ticket, desk.agent)
        if desk.agent.id in ticket.exclusions:
            failed.add("excluded")
        if not desk.is_there(ticket):
            failed.add("presence")
        if not desk.has_room(ticket):
            failed.add("capacity")
        return failed

    def is_last_resort(self, ticket: Ticket, desk: Desk) -> bool:
        """Say whether somebody who is more there could have a ticket too."""
        grade = list(Presence).index
        return any(
            grade(other.presence) < grade(desk.presence)
            for other in self.desks
            if not self.own_failures(ticket, other)
        )

    def candidates(self, ticket: Ticket) -> list[Desk]:
        """Give everybody who may have a ticket now."""
        return [desk for desk in self.desks if not self.failed(ticket, desk)]

    def assign(self, ticket: Ticket, desk: Desk) -> None:
        """Put a ticket into an agent's hands."""
        self.waiting.remove(ticket)
        desk.hands.append(ticket)
        self.assignments += 1
        desk.last = self.assignments

    def assign_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Put several tickets into hands, by id."""
        for ticket_id, agent_id in pairs:
            ticket = next(each for each in self.waiting if each.id == ticket_id)
            self.assign(ticket, self.desk(agent_id))

    def most_urgent_first(self) -> list[Ticket]:
        """Order what waits: earliest due first, then arrival, then id."""
        return sorted(
            self.waiting,
            key=lambda ticket: (
                self.targets.due(ticket) or NEVER,
                ticket.created,
                ticket.id,
            ),
        )


# Strategies


Pick: TypeAlias = Callable[[Office, Ticket, list[Desk]], Desk]


def in_turn(office: Office, pick: Pick) -> Pairs:
    """Serve one ticket after the other, each choice seeing those before it."""
    pairs: Pairs = []
    for ticket in office.most_urgent_first():
        candidates = office.candidates(ticket)
        if candidates:
            desk = pick(office, ticket, candidates)
            office.assign(ticket, desk)
            pairs.append((ticket.id, desk.agent.id))
    return pairs


def fewest_open(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
    """Pick whoever has the fewest tickets in hand."""
    return min(candidates, key=lambda desk: (desk.open, *desk.chain()))


def least_recently_assigned(_office: Office, _ticket: Ticket, candidates: list[Desk]) -> Desk:
    """Pick whoever has gone longest without a new ticket."""
    return min(candidates, key=lambda desk: (desk.last, *desk.chain()))


def round_robin(weights: Mapping[str, int]) -> Pick:
    """Make the smooth weighted rotation."""

    def pick(office: Office, ticket: Ticket, candidates: list[Desk]) -> Desk:
        credit = office.credit.setdefault(ticket.queue or "", {})
        for desk in candidates:
            gained = weights.get(desk.agent.id, 1)
            credit[desk.agent.id] = credit.get(desk.agent.id, 0) + gained
        chosen = min(candidates, key=lambda desk: (-credit[desk.agent.id], *desk.chain()))
        credit[chosen.agent.id] -= sum(weights.get(desk.agent.id, 1) for desk in candidates)
        return chosen

    return pick


def greedy(score: "PairScore") -> Pick:
    """Make the choice of the largest score."""

    def pick(office: Office, ticket: Ticket, candidates: list[Desk]) -> Desk:
        return min(candidates, key=lambda desk: (-score(office, ticket, desk, 0), *desk.chain()))

    return pick


# Scores: of a ticket, a desk, and how much more effort is on it


PairScore: TypeAlias = Callable[[Office, Ticket, Desk, int], float]


def skill_fit(office: Office, ticket: Ticket, desk: Desk, _more: int) -> float:
    """Average the levels asked for, each divided by the best level of anybody."""
    total = 0.0
    for requirement in ticket.requirements:
        everybody = [dict(each.agent.skills).get(requirement.skill, 0) for each in office.desks]
        best = max(everybody, default=0)
        mine = dict(desk.agent.skills).get(requirement.skill, 0)
        total += (mine / best if best else 0) / len(ticket.requirements)
    return total


def affinity(_office: Office, ticket: Ticket, desk: Desk, _more: int) -> float:
    """Fall evenly from 1 for the first who is named to 0 after the last."""
    if desk.agent.id not in ticket.affinity:
        return 0.0
    return 1 - ticket.affinity.index(desk.agent.id) / len(ticket.affinity)


def spare_capacity(_office: Office, _ticket: Ticket, desk: Desk, more: int) -> float:
    """Give the free share of the total limit."""
    limit = desk.agent.capacity.total
    if limit is None:
        return 1.0
    return max(0.0, 1 - (desk.used + more) / limit) if limit else 0.0


def skill_weighted(office: Office, ticket: Ticket, desk: Desk, more: int) -> float:
    """Add up the three with the weights of the library."""
    fit = skill_fit(office, ticket, desk, more) + affinity(office, ticket, desk, more)
    return fit + 0.5 * spare_capacity(office, ticket, desk, more)


# Reasons


def true_reason(before: Office, after: Office, ticket: Ticket) -> ReasonCode:
    """Say why a ticket still waits, from who could have had it before and after a plan."""
    if ticket.not_before is not None and ticket.not_before > before.now:
        return ReasonCode.SCHEDULED
    if not before.desks:
        return ReasonCode.NO_AGENTS
    if after.candidates(ticket):
        return ReasonCode.NOT_CHOSEN
    if before.candidates(ticket):
        return ReasonCode.OUTRANKED
    return _obstacle(before, ticket)


def _obstacle(office: Office, ticket: Ticket) -> ReasonCode:
    """Say what keeps everybody from having a ticket."""
    qualified = [desk for desk in office.desks if not standing_failures(ticket, desk.agent)]
    allowed = [desk for desk in qualified if desk.agent.id not in ticket.exclusions]
    there = [desk for desk in allowed if desk.is_there(ticket)]
    if not qualified:
        return ReasonCode.NOBODY_QUALIFIES
    if not allowed:
        return ReasonCode.ALL_EXCLUDED
    if not any(could_ever_take(ticket, desk.agent) for desk in allowed):
        return ReasonCode.BEYOND_LIMITS
    return ReasonCode.NOBODY_HAS_ROOM if there else ReasonCode.NOBODY_PRESENT


def could_ever_take(ticket: Ticket, agent: Agent) -> bool:
    """Say whether an idle agent would have room for a ticket."""
    limits = [limit for channel, limit in agent.capacity.channels if channel == ticket.channel]
    if agent.capacity.total is not None:
        limits.append(agent.capacity.total)
    return all(ticket.effort <= limit for limit in limits)
