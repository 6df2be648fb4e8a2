"""What happens to agents in the model."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from tests.dispatcher.model import Model
from tests.dispatcher.model_things import Absence, Item, Person, require
from ticketroute import Agent
from ticketroute.board import EventType, HandOver
from ticketroute.dispatcher import Event

_E = EventType
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def has_come_due(model: Model, event: Event, time: datetime | None) -> None:
    """Check that the time of something that happens by itself has come."""
    require(time is not None and time <= model.now, "its time has come:", event, time)


def _agent_set(model: Model, event: Event) -> None:
    agent = cast("Agent", event.details["agent"])
    require(agent.id == event.agent_id, "the agent is named:", event)
    known = model.people.get(agent.id)
    if known is None:
        model.people[agent.id] = Person(agent, agent.presence.value)
    else:
        known.agent = agent


def _presence_set(model: Model, event: Event) -> None:
    person = model.people[str(event.agent_id)]
    presence = str(event.details["presence"])
    if "without an answer" in str(event.details.get("reason")):
        most, rest = model.settings.pause_after, model.settings.pause_for
        require(most is not None and person.misses >= most, "too many offers passed:", event)
        require(event.until == (None if rest is None else model.now + rest), "how long:", event)
    person.presence, person.misses, person.back_at = presence, 0, event.until


def _ceiling_set(model: Model, event: Event) -> None:
    """Check a step of a return: so much more than before, and nothing at the end of it."""
    person = model.people[str(event.agent_id)]
    ramp, units = model.settings.returning, cast("int | None", event.details["units"])
    total = person.agent.capacity.total
    require(ramp is not None, "there is a ramp:", event)
    if ramp is None:
        return
    if units is not None:
        ends = EPOCH + timedelta(microseconds=cast("int", event.details["ends"]))
        if ends == model.now + ramp.lasting:
            before, person.ceiling_ends = model.used(person.agent.id, ""), ends
        else:
            before = person.ceiling or 0
            has_come_due(model, event, person.ceiling_step)
        require(units == before + ramp.at_most, "a step is so high:", event, before)
        require(total is None or units < total, "it is less than the capacity:", event)
        ends = cast("datetime", person.ceiling_ends)
        require(event.until == min(model.now + ramp.every, ends), "how long:", event, ends)
    person.ceiling, person.ceiling_step = units, event.until
    if units is None:
        person.ceiling_ends = None


def _leave_planned(model: Model, event: Event) -> None:
    person = model.people[str(event.agent_id)]
    told = cast("Mapping[str, object]", event.details["leave"])
    hand_over = cast("Mapping[str, object]", told["hand_over"])
    leave = Absence(
        cast("datetime", told["start"]),
        cast("datetime | None", told["end"]),
        HandOver(**hand_over),  # type: ignore[arg-type]
    )
    person.leaves = sorted([*person.leaves, leave], key=lambda each: each.start)


def _leave_started(model: Model, event: Event) -> None:
    leave = model.people[str(event.agent_id)].leaves[0]
    require(not leave.begun, "it has not begun:", event)
    has_come_due(model, event, leave.start)
    leave.begun = True
    model.going[str(event.agent_id)] = leave.hand_over


def _leave_ended(model: Model, event: Event) -> None:
    person = model.people[str(event.agent_id)]
    require(person.leaves, "there is a leave:", event)
    del person.leaves[0]


def substitute(model: Model, item: Item, names: tuple[str, ...], asked: set[str]) -> str | None:
    """Find who stands in for an agent who goes, or who stands in there."""
    for name in names:
        person = model.people.get(name)
        if person is None or name in asked:
            continue
        asked.add(name)
        if model.fits(item, name):
            return name
        first = person.leaves[0] if person.leaves else None
        if person.presence != "active" and first is not None and first.begun:
            found = substitute(model, item, first.hand_over.substitutes, asked)
            if found is not None:
                return found
    return None


ON_PEOPLE: Final[Mapping[EventType, Callable[[Model, Event], None]]] = {
    _E.AGENT_SET: _agent_set,
    _E.PRESENCE_SET: _presence_set,
    _E.CEILING_SET: _ceiling_set,
    _E.LEAVE_PLANNED: _leave_planned,
    _E.LEAVE_STARTED: _leave_started,
    _E.LEAVE_ENDED: _leave_ended,
    _E.REMEMBERED: lambda _model, _event: None,
}
