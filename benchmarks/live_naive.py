"""A live desk in plain Python, as one would write it first: dicts, lists, dataclasses, loops.

It does what the benchmarks ask of :class:`ticketroute.Dispatcher`, call by call, and gives the same
answers: fewest open tickets first, then load ratio, least recently assigned and id; tickets by due
time, arrival and id; an offer takes the room of the agent who is asked.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ticketroute import Agent, Ticket

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Person:
    """An agent, and what he or she has."""

    agent: Agent
    skills: dict[str, float]
    limit: int
    used: int = 0
    open: int = 0
    last: int = 0

    def has_room(self, ticket: Ticket) -> bool:
        """Say whether there is room for a ticket."""
        return self.used + ticket.effort <= self.limit

    def may_have(self, ticket: Ticket) -> bool:
        """Say whether the skills suffice."""
        return all(self.skills.get(each.skill, -1) >= each.minimum for each in ticket.requirements)


@dataclass
class Request:
    """A ticket, where it is, and who has it or has been asked."""

    ticket: Ticket
    due: datetime
    state: str = "queued"
    person: Person | None = None
    until: datetime | None = None


@dataclass
class Entry:
    """An event of the log."""

    number: int
    type: str
    at: datetime
    ticket_id: str
    agent_id: str | None = None


@dataclass
class NaiveDesk:
    """Agents, tickets, a log; a dispatch goes through everything that waits.

    Parameters
    ----------
    agents
        Who there is.
    targets
        How soon tickets are to be dealt with, by their urgency.
    offers_last
        How long an agent may take to answer; None assigns without asking.
    skips_the_busy
        Whether a dispatch looks only at the agents who have room, which is quicker to run and
        nearly as plain.
    """

    agents: list[Agent]
    targets: dict[int, timedelta]
    offers_last: timedelta | None = None
    skips_the_busy: bool = False
    people: dict[str, Person] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    waiting: dict[str, Request] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    assignments: int = 0

    def __post_init__(self) -> None:
        for agent in self.agents:
            self.people[agent.id] = Person(agent, dict(agent.skills), agent.capacity.total or 0)

    def submit(self, ticket: Ticket, now: datetime) -> list[Entry]:
        """Take in a ticket."""
        if ticket.id in self.requests:
            message = f"ticket {ticket.id!r} is here already"
            raise ValueError(message)
        target = self.targets.get(ticket.urgency or 0)
        due = ticket.created + target if target else _NEVER
        request = self.requests[ticket.id] = self.waiting[ticket.id] = Request(ticket, due)
        return [self._note("submitted", request, now)]

    def dispatch(self, now: datetime) -> list[Entry]:
        """Give each ticket that waits to somebody who may have it, or ask him or her."""
        events = []
        people = list(self.people.values())
        for request in sorted(self.waiting.values(), key=_urgency):
            if self.skips_the_busy:
                people = [person for person in people if person.used < person.limit]
                if not people:
                    break
            able = [
                person
                for person in people
                if person.has_room(request.ticket) and person.may_have(request.ticket)
            ]
            if able:
                events.append(self._give(request, min(able, key=_standing), now))
        return events

    def _give(self, request: Request, person: Person, now: datetime) -> Entry:
        del self.waiting[request.ticket.id]
        self.assignments += 1
        person.used += request.ticket.effort
        person.open += 1
        person.last = self.assignments
        request.person = person
        if self.offers_last is None:
            request.state = "assigned"
            return self._note("assigned", request, now)
        request.state = "offered"
        request.until = now + self.offers_last
        return self._note("offered", request, now)

    def accept(self, ticket_id: str, agent_id: str, now: datetime) -> list[Entry]:
        """Take an offer that has not run out."""
        request = self._request(ticket_id, "offered")
        asked = request.person
        if asked is None or asked.agent.id != agent_id or request.until is None:
            message = f"ticket {ticket_id!r} has not been offered to {agent_id!r}"
            raise ValueError(message)
        if now >= request.until:
            message = f"the offer of {ticket_id!r} has run out"
            raise ValueError(message)
        request.state = "assigned"
        return [self._note("accepted", request, now)]

    def start(self, ticket_id: str, now: datetime) -> list[Entry]:
        """Let the owner begin."""
        request = self._request(ticket_id, "assigned")
        request.state = "working"
        return [self._note("started", request, now)]

    def resolve(self, ticket_id: str, now: datetime) -> list[Entry]:
        """Be done."""
        request = self._request(ticket_id, "working")
        request.state = "resolved"
        if request.person is not None:
            request.person.used -= request.ticket.effort
            request.person.open -= 1
        return [self._note("resolved", request, now)]

    def _request(self, ticket_id: str, state: str) -> Request:
        request = self.requests[ticket_id]
        if request.state != state:
            message = f"ticket {ticket_id!r} is {request.state}, not {state}"
            raise ValueError(message)
        return request

    def _note(self, kind: str, request: Request, at: datetime) -> Entry:
        agent_id = None if request.person is None else request.person.agent.id
        entry = Entry(len(self.log), kind, at, request.ticket.id, agent_id)
        self.log.append(entry)
        return entry


def _urgency(request: Request) -> tuple[datetime, datetime, str]:
    return request.due, request.ticket.created, request.ticket.id


def _standing(person: Person) -> tuple[int, float, int, str]:
    return person.open, person.used / person.limit, person.last, person.agent.id
