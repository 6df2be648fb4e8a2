"""What each event may follow from, and what it changes in the model."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, cast

from tests.dispatcher.model import Model
from tests.dispatcher.model_hands import IN_HANDS
from tests.dispatcher.model_offers import OFFERS
from tests.dispatcher.model_people import ON_PEOPLE, has_come_due
from tests.dispatcher.model_steps import go, names_owner, names_time, place, vacate, was
from tests.dispatcher.model_things import CLOSED, NEW, OPEN, Item, limits_of, require
from tests.dispatcher.model_waits import follow_wait, put_off, take_step
from ticketroute import Ticket
from ticketroute.board import EventType
from ticketroute.dispatcher import Event

_E = EventType

GIVES: Final = (_E.ACCEPTED, _E.ASSIGNED, _E.TRANSFERRED, _E.RESUMED, _E.REOPENED)
"""After these an owner is to begin."""


def fold(model: Model, event: Event) -> None:
    """Check that an event may follow, and change the model by it."""
    require(event.number == model.number, "numbers are consecutive:", event, model.number)
    require(event.at == model.now, "an event has the time of its call:", event, model.now)
    model.number += 1
    if event.type in ON_PEOPLE:
        ON_PEOPLE[event.type](model, event)
    else:
        _fold_ticket(model, event)
    _note_versions(model, event)


def _fold_ticket(model: Model, event: Event) -> None:
    ticket_id = str(event.ticket_id)
    if event.type is _E.SUBMITTED:
        require(ticket_id not in model.items, "an id is new:", event)
        model.items[ticket_id] = Item(cast("Ticket", event.details["ticket"]), "new", model.now)
        model.submitted += 1
        model.most = max(model.most, len(model.items))
    require(ticket_id in model.items, "the ticket is known:", event)
    item = model.items[ticket_id]
    before = item.state
    _ON_TICKETS[event.type](model, item, event)
    follow_wait(model, item, event, before)
    _set_timers(model, item, event)


def _note_versions(model: Model, event: Event) -> None:
    """Note which event was the last of whatever it concerns."""
    if event.ticket_id is not None:
        model.last_ticket[event.ticket_id] = event.number
    others = cast("list[str]", event.details.get("rescinded", []))
    concerned = [event.agent_id, event.details.get("from"), *others]
    model.last_agent |= {str(each): event.number for each in concerned if each is not None}
    if event.type is _E.REMEMBERED:
        model.last_memory[f"{event.details['policy']}/{event.details['queue']}"] = event.number


def _set_timers(model: Model, item: Item, event: Event) -> None:
    """Work out when a ticket is taken back from an owner who does not begin."""
    within = model.settings.start_within
    replied = event.type is _E.REPORTED and event.details["kind"] == "public reply"
    if item.state != "assigned" or replied or event.type is _E.STAYED:
        item.start_by = None
    elif within is not None and event.type in GIVES:
        item.start_by = model.now + within
    _set_overflow(model, item, event)


def _set_overflow(model: Model, item: Item, event: Event) -> None:
    """Work out how long it may wait; the wait begins with the queue."""
    item.overflows_at, queue = None, item.ticket.queue
    if item.state in CLOSED:
        item.entered = None
    if item.state not in ("queued", "offered"):
        return
    if event.type is _E.STAYED:
        item.entered = (queue, None)
    elif item.entered is None or item.entered[0] != queue or event.type is _E.RESUMED:
        item.entered = (queue, model.now)
    overflow, since = model.overflow(item), item.entered[1]
    if overflow is not None and overflow.after is not None and since is not None:
        item.overflows_at = max(since + overflow.after, model.now)


def _submitted(model: Model, item: Item, event: Event) -> None:
    original = model.first_of_key(item.ticket.duplicate_key)
    told = event.details.get("duplicate_of")
    require(told == original, "it is linked to the first of its key:", event, original)
    if original is not None:
        item.original = original
        go(model, item, "linked")
        return
    missing = model.missing(item.ticket)
    lacks = tuple(cast("list[str]", event.details.get("missing", ())))
    require(lacks == missing, "what is missing is told:", event, missing)
    item.missing = missing
    place(model, item)
    names_time(event, item.starts)


def _updated(model: Model, item: Item, event: Event) -> None:
    was(item, event, *OPEN)
    names_owner(item, event)
    before = item.ticket
    changed = cast("Ticket", event.details["ticket"])
    require(changed.id == before.id, "its id stays:", event)
    if event.details.get("reason") != "escalation":
        item.missing = model.missing(changed)
    if item.state in NEW:
        item.ticket = changed
        vacate(model, item)
        place(model, item)
        names_time(event, item.starts)
        return
    item.ticket = changed
    item.over |= any(_is_beyond(model, item, before, name) for name in item.holders)


def _is_beyond(model: Model, item: Item, before: Ticket, name: str) -> bool:
    """Say whether a ticket takes more of an agent than before, and more than there is."""
    drawn = dict.fromkeys(limits_of(before), before.effort)
    for limit in item.limits:
        most = model.people[name].limit(limit)
        grows = item.ticket.effort > drawn.get(limit, 0)
        if grows and most is not None and model.used(name, limit) > most:
            return True
    return False


def _unlinked(model: Model, item: Item, event: Event) -> None:
    was(item, event, "linked")
    item.original = None
    item.missing = model.missing(item.ticket)
    place(model, item)
    names_time(event, item.starts)


def _woken(model: Model, item: Item, event: Event) -> None:
    was(item, event, "scheduled", "queued")
    has_come_due(model, event, item.starts if item.state == "scheduled" else item.looked_at_again)
    if item.state == "scheduled":
        item.starts = None
        go(model, item, "queued")
    item.looked_at_again = None


def _held_back(_model: Model, item: Item, event: Event) -> None:
    was(item, event, "queued")
    item.looked_at_again = event.until


# Messages, and the end


def _reported(_model: Model, item: Item, event: Event) -> None:
    was(item, event, *OPEN, "resolved")
    names_owner(item, event)


def _stayed(model: Model, item: Item, event: Event) -> None:
    was(item, event, *OPEN)
    names_owner(item, event)
    require(model.is_worn(item), "it has been handed on often enough to stay:", event, item.hops)


def _escalated(model: Model, item: Item, event: Event) -> None:
    names_owner(item, event)
    require(bool(model.settings.ladders), "there are ladders:", event)
    require(cast("datetime", event.details["fired_at"]) <= model.now, "it has come due:", event)


def _forgotten(model: Model, item: Item, event: Event) -> None:
    was(item, event, "resolved", "cancelled", "linked")
    del model.items[item.ticket.id]
    model.forgotten += 1


_ON_TICKETS: Final[Mapping[EventType, Callable[[Model, Item, Event], None]]] = {
    **OFFERS,
    **IN_HANDS,
    _E.SUBMITTED: _submitted,
    _E.UPDATED: _updated,
    _E.UNLINKED: _unlinked,
    _E.WOKEN: _woken,
    _E.HELD_BACK: _held_back,
    _E.RELAXED: take_step,
    _E.NOT_RELAXED: put_off,
    _E.REPORTED: _reported,
    _E.STAYED: _stayed,
    _E.ESCALATED: _escalated,
    _E.FORGOTTEN: _forgotten,
}
