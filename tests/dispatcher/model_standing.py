"""Who may have what in the model of a desk, added up anew each time from plain lists."""

from datetime import datetime
from typing import Final

from tests.dispatcher.model_allowances import draws_of, is_allowed
from tests.dispatcher.model_hours import Rota
from tests.dispatcher.model_things import TOTAL, Item, LimitName, Person
from ticketroute import Capacity
from ticketroute.board import Allowance

GRADES: Final = ("active", "away", "offline")
"""Whom a ticket may go to, from the narrowest to the widest."""


class Standing:
    """How tickets and agents stand, and what follows from that for a ticket and an agent."""

    now: datetime
    items: dict[str, Item]
    people: dict[str, Person]
    allowances: tuple[Allowance, ...]
    rota: Rota

    def used(self, name: str, limit: LimitName) -> int:
        """Add up what an agent has in hand, or has been asked about, under a limit."""
        person = self.people[name]
        units = person.elsewhere if limit == TOTAL else 0
        return units + sum(
            item.ticket.effort
            for item in self.items.values()
            if item.holders and limit in item.limits
            for holder in item.holders
            if holder == name
        )

    def open(self, name: str) -> int:
        """Count the tickets that take an agent's room."""
        held = sum(item.holders.count(name) for item in self.items.values() if item.holders)
        return held + self.people[name].elsewhere

    def limits(self) -> list[tuple[Capacity, int | None]]:
        """Give what all agents may have, to see whether that changes."""
        return [(each.agent.capacity, each.ceiling) for each in self.people.values()]

    def has_room(self, item: Item, name: str) -> bool:
        """Say whether none of an agent's limits would be exceeded by one more ticket."""
        for limit in item.limits:
            allowed = self.people[name].limit(limit)
            if allowed is not None and self.used(name, limit) + item.ticket.effort > allowed:
                return False
        return True

    def is_beyond(self, item: Item, name: str) -> bool:
        """Say whether an agent has more than one of the limits that a ticket draws on."""
        limits = {limit: self.people[name].limit(limit) for limit in item.limits}
        return any(most is not None and self.used(name, at) > most for at, most in limits.items())

    def qualifies(self, item: Item, name: str) -> bool:
        """Say whether an agent is one who may have a ticket, there or not, free or not."""
        ticket, agent = item.ticket, self.people[name].agent
        levels = dict(agent.skills)
        serves = (
            (ticket.queue, agent.teams),
            (ticket.channel, agent.channels),
            (ticket.language, agent.languages),
        )
        helps = any(agent.teams and team in agent.teams for team in ticket.helpers)
        return all(
            wanted is None
            or offered is None
            or wanted in offered
            or (wanted == ticket.queue and helps and offered is agent.teams)
            for wanted, offered in serves
        ) and all(
            each.optional or levels.get(each.skill, -1.0) >= each.minimum
            for each in ticket.requirements
        )

    def may_have(self, item: Item, name: str) -> bool:
        """Say whether an agent qualifies, and neither is excluded nor has declined."""
        barred = name in item.ticket.exclusions or name in item.declined
        return not barred and self.qualifies(item, name)

    def fits(self, item: Item, name: str) -> bool:
        """Say whether an agent may have a ticket now."""
        return self.may_be_given(item, name) and self.has_room(item, name)

    def may_be_given(self, item: Item, name: str) -> bool:
        """Say whether an agent may have a ticket now, whatever he or she has in hand."""
        there = self.is_there(item, name) and self.has_time(item, name)
        return there and self.may_have(item, name) and self.is_allowed(item, name)

    def fits_on_hold(self, item: Item, name: str) -> bool:
        """Say whether an agent may have a ticket now that takes no room if it is on hold so."""
        if item.pause is None or item.pause.counts:
            return self.fits(item, name)
        return self.may_be_given(item, name)

    def is_allowed(self, item: Item, name: str) -> bool:
        """Say whether an agent may be given a ticket after what he or she was given lately."""
        new = draws_of(self.allowances, item.ticket, self.now)
        return is_allowed(self.allowances, name, self.people[name].drawn, new)

    def has_time(self, item: Item, name: str) -> bool:
        """Say whether an agent is on shift, and for long enough for a ticket."""
        person = self.people[name]
        late = self.rota.is_late(person.shift_changes, self.now, item.ticket)
        return person.is_on and not late

    def is_there(self, item: Item, name: str) -> bool:
        """Say whether an agent is there as far as a ticket cares."""
        person = self.people[name]
        grade = GRADES.index(person.presence)
        return person.is_on and grade <= GRADES.index(item.ticket.presence.value)

    def all_declined(self, item: Item) -> bool:
        """Say whether nobody is left who may have it, and somebody has declined."""
        return bool(item.declined) and not any(self.may_have(item, name) for name in self.people)
