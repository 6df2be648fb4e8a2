"""How a ticket comes into somebody's hands: offers and their answers, assignments."""

from collections.abc import Callable, Mapping
from typing import Final, cast

from tests.dispatcher.model import Model
from tests.dispatcher.model_people import has_come_due
from tests.dispatcher.model_standing import GRADES
from tests.dispatcher.model_steps import end_others, go, place, vacate, was
from tests.dispatcher.model_things import NEW, Item, require
from ticketroute.board import EventType
from ticketroute.dispatcher import Event

_E = EventType

_BESIDES: Final = ("presence", "capacity", "shift", "allowance")


def may_have_now(model: Model, item: Item, event: Event) -> str:
    """Check that an agent may have a ticket; give the agent."""
    name = str(event.agent_id)
    require(model.qualifies(item, name), "the agent qualifies:", event)
    require(name not in item.ticket.exclusions, "the agent is not excluded:", event)
    require(name not in item.declined, "the agent has not declined it:", event)
    require(model.is_there(item, name), "the agent is there:", event)
    require(model.has_time(item, name), "the agent is on shift for long enough:", event)
    require(model.has_room(item, name), "the agent has room:", event)
    require(model.is_allowed(item, name), "the agent may be given as much:", event)
    return name


def _offered(model: Model, item: Item, event: Event) -> None:
    was(item, event, "queued", "offered")
    name = may_have_now(model, item, event)
    require(name not in item.offers, "the agent has not been asked:", event)
    if item.state == "queued":
        item.looked_at_again = None
        go(model, item, "offered")
    item.offers[name] = event.until
    item.asked += 1
    model.is_asked_or_given(item, name)


def _accepted(model: Model, item: Item, event: Event) -> None:
    was(item, event, "offered")
    name = str(event.agent_id)
    end = item.offers.get(name, model.now)
    require(name in item.offers and (end is None or end > model.now), "the offer stands:", event)
    end_others(item, event)
    del item.offers[name], item.reserved[name]  # what it has drawn stays drawn
    for other in list(item.offers):
        model.end_offer(item, other)
    item.owner, model.people[name].misses = name, 0
    item.over = item.over and model.is_beyond(item, name)
    go(model, item, "assigned")


def _offer_ended(model: Model, item: Item, event: Event) -> None:
    was(item, event, "offered")
    name = str(event.agent_id)
    require(name in item.offers, "it has been offered:", event)
    if event.type is _E.TIMED_OUT:
        has_come_due(model, event, item.offers[name])
        model.people[name].misses += 1
    elif event.type is _E.DECLINED:
        model.people[name].misses = 0
    model.end_offer(item, name)
    if event.type is not _E.RESCINDED and not event.details.get("again"):
        item.declined.add(name)
    if not item.offers:
        item.over = False
        place(model, item)


def _declines_forgotten(model: Model, item: Item, event: Event) -> None:
    was(item, event, "queued")
    require(model.settings.all_declined == "ask again", "so it is set:", event)
    require(model.all_declined(item), "all have declined:", event)
    item.declined.clear()


def _assigned(model: Model, item: Item, event: Event) -> None:
    was(item, event, *NEW, "offered", "on hold")
    require(item.owner is None, "nobody has it:", event)
    name, overridden = str(event.agent_id), event.details.get("overridden")
    end_others(item, event)
    told = cast("list[str]", overridden or [])
    early = item.state in ("incomplete", "scheduled")
    require((item.state in told) == early, "its state is overridden:", event)
    was_over, pending = item.over, name in item.offers
    over = False
    if pending:
        model.people[name].misses = 0
    else:
        over = not model.has_room(item, name)
        if overridden is None:
            may_have_now(model, item, event)
        else:
            require(early or not model.fits(item, name), "there is something to override:", event)
            named = [each for each in told if each in _BESIDES]
            expected = [] if model.fits(item, name) else _overridden(model, item, name)
            require(named == expected, "what is overridden is told:", event, expected)
    vacate(model, item)
    item.owner = name
    item.over = over or (pending and was_over and model.is_beyond(item, name))
    model.is_asked_or_given(item, name)
    go(model, item, "assigned")


def _overridden(model: Model, item: Item, name: str) -> list[str]:
    """Name what speaks against an agent beside what he or she is, in the order of the checks."""
    grade = GRADES.index(model.people[name].presence)
    against = {
        "presence": grade > GRADES.index(item.ticket.presence.value),
        "capacity": not model.has_room(item, name),
        "shift": not model.has_time(item, name),
        "allowance": not model.is_allowed(item, name),
    }
    return [each for each, holds in against.items() if holds]


OFFERS: Final[Mapping[EventType, Callable[[Model, Item, Event], None]]] = {
    _E.OFFERED: _offered,
    _E.ACCEPTED: _accepted,
    _E.DECLINED: _offer_ended,
    _E.TIMED_OUT: _offer_ended,
    _E.RESCINDED: _offer_ended,
    _E.DECLINES_FORGOTTEN: _declines_forgotten,
    _E.ASSIGNED: _assigned,
}
