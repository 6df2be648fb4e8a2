"""What events of tickets have in common: how they are checked, and how a state is left."""

from datetime import datetime
from typing import cast

from tests.dispatcher.model import Model
from tests.dispatcher.model_things import Item, require
from ticketroute.board import EventType
from ticketroute.dispatcher import Event


def go(model: Model, item: Item, state: str) -> None:
    """Put a ticket into a state; offers, owner and times of the old one must be dealt with."""
    item.state, item.since = state, model.now


def vacate(model: Model, item: Item) -> None:
    """Let go of everything that a state holds."""
    if item.owner is not None and (item.pause is None or item.pause.counts):
        release(model, item, item.owner)
    for name in list(item.offers):
        model.end_offer(item, name)
    item.starts = item.wraps_until = item.looked_at_again = item.pause = None
    item.owner, item.over = None, False


def place(model: Model, item: Item) -> None:
    """Let a ticket wait for fields, for its time, or for an agent."""
    start = max(item.ticket.created, item.ticket.not_before or item.ticket.created)
    if item.missing:
        go(model, item, "incomplete")
    elif start > model.now:
        item.starts = start
        go(model, item, "scheduled")
    else:
        go(model, item, "queued")


def put_back(model: Model, item: Item, name: str, event: Event) -> None:
    """Let a ticket weigh on an agent again, also beyond a limit, which has to be told."""
    over = not model.has_room(item, name)
    require(bool(event.details.get("over_capacity")) == over, "too much is told:", event, over)
    item.over = over


def release(model: Model, item: Item, name: str) -> None:
    """Let a ticket weigh on an agent no longer."""
    shift_ceiling(model, name, -item.ticket.effort)
    model.people[name].last["released"] = model.now


def shift_ceiling(model: Model, name: str, units: int) -> None:
    """Let what an agent has neither use up nor make room under a ceiling."""
    person = model.people[name]
    if person.ceiling is not None:
        person.ceiling = max(person.ceiling + units, 0)


def end_others(item: Item, event: Event) -> None:
    """Check that an event tells whose offers end by it."""
    others = set(item.offers)
    if event.type in (EventType.ACCEPTED, EventType.ASSIGNED):
        others.discard(str(event.agent_id))
    told = cast("list[str]", event.details.get("rescinded", []))
    require(set(told) == others, "it is told whose offers end:", event, others)


def was(item: Item, event: Event, *states: str) -> None:
    """Check that a ticket was in a state in which an event may happen."""
    require(item.state in states, f"{event!r} cannot follow on {item.state}")


def names_owner(item: Item, event: Event) -> None:
    """Check that an event names the owner."""
    require(event.agent_id == item.owner, "the owner is named:", event, item.owner)


def names_time(event: Event, time: datetime | None) -> None:
    """Check that an event tells the time that it sets."""
    require(event.until == time, "the time is told:", event, time)
