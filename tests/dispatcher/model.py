"""A small desk of plain dicts, beside which the real one is checked.

It knows nothing of the library but the values that go in and the events that come out: tickets,
agents, settings. Who may have what is worked out in ``model_standing``; what an event may follow
from, and what it changes, stands in ``model_events``; when a call is allowed, in ``model_calls``;
what must hold afterwards, in ``model_checks`` and ``model_capacity_checks``.
"""

from collections.abc import Iterable
from datetime import datetime

from tests.dispatcher.model_allowances import draws_of
from tests.dispatcher.model_hours import Rota
from tests.dispatcher.model_standing import Standing
from tests.dispatcher.model_things import OPEN, Item, Person
from ticketroute import Agent, Ticket
from ticketroute.board import Allowance, HandOver
from ticketroute.dispatcher import Overflow, Proposal, Settings
from ticketroute.eligibility import Relaxation


class Model(Standing):
    """What a desk should be like.

    Parameters
    ----------
    agents
        Who there is at the beginning.
    settings
        How the desk behaves.
    now
        The time.
    relaxations
        What tickets ask for less, the longer they wait.
    allowances
        How much agents may be given in a period.
    rota
        When agents work, if not always.
    """

    def __init__(
        self,
        agents: Iterable[Agent],
        settings: Settings,
        now: datetime,
        relaxations: Iterable[Relaxation] = (),
        allowances: Iterable[Allowance] = (),
        rota: Rota | None = None,
    ) -> None:
        self.relaxations = tuple(relaxations)
        self.allowances = tuple(allowances)
        self.rota = rota or Rota()
        self.settings = settings
        self.now = now
        self.number = 0
        self.submitted = 0
        self.forgotten = 0
        self.most = 0
        """How many tickets there have been at one time."""
        self.items: dict[str, Item] = {}
        self.people = {each.id: self.newcomer(each) for each in agents}
        self.going: dict[str, HandOver] = {}
        """What was last said of the tickets of whoever went."""
        self.handed: list[str] = []
        """To whom the tickets of the last one who went have gone, one after the other."""
        self.asked_or_given: list[str] = []
        """Who was asked or was given a ticket, the last at the end; each once."""
        self.last_ticket: dict[str, int] = {}
        self.last_agent: dict[str, int] = {}
        self.last_memory: dict[str, int] = {}

    def newcomer(self, agent: Agent) -> Person:
        """Give an agent of whom nothing is known; with hours, these are looked at first of all."""
        person = Person(agent, agent.presence.value)
        if agent.id in self.rota.hours:
            person.is_on, person.shift_changes = False, self.now
        return person

    def goes(self, name: str, plan: HandOver) -> None:
        """Note what becomes of the tickets of an agent who goes."""
        self.going[name] = plan
        self.handed.clear()

    def is_asked_or_given(self, item: Item, name: str) -> None:
        """Note that an agent is the last to whom something was assigned or offered."""
        self.asked_or_given = [*(each for each in self.asked_or_given if each != name), name]
        person, draws = self.people[name], draws_of(self.allowances, item.ticket, self.now)
        person.last["assigned"] = self.now
        person.drawn += draws
        if name in item.offers:
            item.reserved[name] = draws

    def end_offer(self, item: Item, name: str) -> None:
        """Let an offer end that is not taken: it has drawn nothing."""
        del item.offers[name]
        draws, person = item.reserved.pop(name), self.people[name]
        person.drawn = [each for each in person.drawn if each not in draws]

    def is_worn(self, item: Item) -> bool:
        """Say whether it has gone from hand to hand as often as it may."""
        return item.hops >= self.settings.most_hops

    def is_untimely(self, now: datetime) -> bool:
        """Say whether a time is none that a call may have: in no zone, or before the last."""
        return now.tzinfo is None or now < self.now

    # What follows from the settings

    def overflow(self, item: Item) -> Overflow | None:
        """Give when tickets of its queue go elsewhere."""
        return dict(self.settings.overflows).get(item.ticket.queue or "")

    def queue_length(self, queue: str | None) -> int:
        """Count who waits in a queue."""
        waiting = (item for item in self.items.values() if item.state == "queued")
        return sum(item.ticket.queue == queue for item in waiting)

    def missing(self, ticket: Ticket) -> tuple[str, ...]:
        """Name the required fields that a ticket lacks."""
        required = dict(self.settings.required)
        names = dict.fromkeys((*required.get("", ()), *required.get(ticket.type or "", ())))
        given = {"customer": ticket.customer, "queue": ticket.queue}
        held = {**dict(ticket.attributes), **given}
        return tuple(name for name in names if held.get(name) in (None, ""))

    def refuses(self, ticket: Ticket) -> bool:
        """Say whether the policies fail for a ticket."""
        try:
            if self.settings.policies is not None:
                self.settings.policies.select(ticket)
        except ValueError:
            return True
        return False

    def first_of_key(self, key: str | None) -> str | None:
        """Name the open ticket of a duplicate key that arrived first, if there is one."""
        tickets = [item.ticket for item in self.items.values() if item.state in OPEN]
        found = [(each.created, each.id) for each in tickets if each.duplicate_key == key]
        return min(found)[1] if found and key is not None else None

    def duplicates_of(self, ticket_id: str) -> list[str]:
        """Name the tickets that are linked to one."""
        return [name for name, item in self.items.items() if item.original == ticket_id]

    @property
    def next_time(self) -> datetime | None:
        """When something happens by itself; escalations apart, which are not modelled."""
        items = (time for item in self.items.values() for time in item.times())
        people = (time for person in self.people.values() for time in person.times())
        return min((*items, *people), default=None)

    def is_stale(self, proposal: Proposal) -> bool:
        """Say whether something that a proposal rests on has changed since."""
        return any(
            last.get(name, -1) >= proposal.number
            for names, last in (
                (proposal.tickets, self.last_ticket),
                (proposal.agents, self.last_agent),
                (proposal.policies, self.last_memory),
            )
            for name in names
        )
