"""When calls about tickets are allowed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from tests.dispatcher.model import Model
from tests.dispatcher.model_calls import (
    BY_QUEUE,
    BY_REFUSAL,
    REFUSED,
    Expected,
    is_known_ticket,
    lies_ahead,
    only,
)
from tests.dispatcher.model_things import CLOSED, NEW, OPEN, Item
from ticketroute import Ticket


def _submit(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    ticket: Ticket = given["ticket"]
    if ticket.id in model.items:
        return Expected(allowed=True) if is_known_ticket(model, ticket) else REFUSED
    if model.refuses(ticket):
        return REFUSED
    return Expected(allowed=True, first=(("submitted", ticket.id, None),), more=BY_QUEUE)


def _submit_many(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    tickets: list[Ticket] = given["tickets"]
    new = list(dict.fromkeys(each for each in tickets if not is_known_ticket(model, each)))
    ids = [ticket.id for ticket in new]
    if len(set(ids)) < len(ids) or any(each in model.items for each in ids):
        return REFUSED
    if any(map(model.refuses, new)):
        return REFUSED
    first = tuple(("submitted", each, None) for each in ids[:1])
    return Expected(allowed=True, first=first, more=BY_QUEUE | {"submitted"})


def _update(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    item = model.items.get(given["ticket"].id)
    if item is None or item.state not in OPEN or model.refuses(given["ticket"]):
        return REFUSED
    first = (("updated", item.ticket.id, item.owner),)
    return Expected(allowed=True, first=first, more=BY_QUEUE | {"rescinded"})


# Offers


def _offer(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    agents: list[str] = list(given["agent_ids"])
    lasting: timedelta | None = given.get("lasting", model.settings.offers_last)
    if lasting is not None and lasting <= timedelta(0):
        return REFUSED
    fine = item.state in ("queued", "offered") and agents and len(set(agents)) == len(agents)
    for name in agents:
        fine = fine and name in model.people and name not in item.offers and model.fits(item, name)
    first = tuple(("offered", item.ticket.id, name) for name in agents)
    return Expected(allowed=True, first=first) if fine else REFUSED


def _accept(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    name = given["agent_id"]
    end = item.offers.get(name)
    stands = name in item.offers and (end is None or end > model.now)
    return only("accepted", stands, item, agent=name)


def _decline(_model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    name = given["agent_id"]
    first = (("declined", item.ticket.id, name),)
    asked = name in item.offers
    return Expected(allowed=True, first=first, more=BY_REFUSAL) if asked else REFUSED


def _rescind(_model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    return only("rescinded", given["agent_id"] in item.offers, item, agent=given["agent_id"])


def _assign(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    name = given["agent_id"]
    free = item.owner is None and item.state in (*NEW, "offered", "on hold")
    in_time = item.state not in ("incomplete", "scheduled")
    may = given.get("override") or (in_time and (name in item.offers or model.fits(item, name)))
    return only("assigned", free and may, item, agent=name)


# Work


def _start(_model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    his = given.get("agent_id") in (None, item.owner)
    return only("started", his and item.state == "assigned", item)


def _hold(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    if not lies_ahead(model, given.get("until")):
        return REFUSED
    may = item.state in ("scheduled", "queued", "assigned", "working")
    return only("held", may and given.get("party") != "", item)


def _wrap_up(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    ahead = lies_ahead(model, given.get("lasting"))
    return only("wrapped up", ahead and item.state in ("assigned", "working"), item)


def _reopen(model: Model, _given: Mapping[str, Any], item: Item) -> Expected:
    if item.state != "resolved":
        return REFUSED
    within, former = model.settings.reopen_within, item.former
    recent = within is not None and model.now - item.since <= within
    agent = former if recent and former is not None and model.fits(item, former) else None
    first = (("reopened", item.ticket.id, agent),)
    return Expected(allowed=True, first=first, more=BY_QUEUE)


def _transfer(model: Model, given: Mapping[str, Any], item: Item) -> Expected:
    name = given["agent_id"]
    owned = item.owner not in (None, name) and item.state in ("assigned", "working", "on hold")
    may = given.get("override") or model.fits_on_hold(item, name)
    return only("transferred", owned and may and not model.is_worn(item), item, agent=name)


def _give_back(model: Model, _given: Mapping[str, Any], item: Item) -> Expected:
    owned = item.owner is not None and item.state in ("assigned", "working", "on hold")
    if not owned or model.is_worn(item):
        return REFUSED
    first = (("returned", item.ticket.id, item.owner),)
    return Expected(allowed=True, first=first, more=BY_REFUSAL)


def _move(model: Model, _given: Mapping[str, Any], item: Item) -> Expected:
    may = item.state in (*NEW, "offered", "assigned", "working", "on hold")
    if not may or model.is_worn(item):
        return REFUSED
    first = (("moved", item.ticket.id, item.owner),)
    return Expected(allowed=True, first=first, more=BY_QUEUE)


def _cancel(model: Model, _given: Mapping[str, Any], item: Item) -> Expected:
    if item.state not in (*OPEN, "linked"):
        return REFUSED
    with_it = sorted(model.duplicates_of(item.ticket.id))
    first = (("cancelled", item.ticket.id, item.owner), *(("cancelled", n, None) for n in with_it))
    return Expected(allowed=True, first=first)


def _forget(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    ids = list(dict.fromkeys(given["ticket_ids"]))
    if any(each not in model.items or model.items[each].state not in CLOSED for each in ids):
        return REFUSED
    if any(set(model.duplicates_of(each)) - set(ids) for each in ids):
        return REFUSED
    ids.sort(key=lambda each: model.items[each].original is None)  # duplicates before originals
    return Expected(allowed=True, first=tuple(("forgotten", each, None) for each in ids))


def _in(*states: str) -> Callable[[Item], bool]:
    return lambda item: item.state in states


def _simple(
    event: str, may: Callable[[Item], bool], more: frozenset[str] = frozenset()
) -> Callable[..., Expected]:
    """Expect an event in some states."""
    return lambda _model, _given, item: replace(only(event, may(item), item), more=more)


OF_TICKETS: Final[Mapping[str, Callable[..., Expected]]] = {
    "submit": _submit,
    "submit_many": _submit_many,
    "update": _update,
    "unlink": _simple("unlinked", _in("linked"), BY_QUEUE),
    "offer": _offer,
    "accept": _accept,
    "decline": _decline,
    "rescind": _rescind,
    "assign": _assign,
    "start": _start,
    "hold": _hold,
    "resume": _simple("resumed", _in("on hold"), BY_QUEUE),
    "wrap_up": _wrap_up,
    "resolve": _simple("resolved", _in("assigned", "working", "wrapping", "on hold")),
    "cancel": _cancel,
    "reopen": _reopen,
    "transfer": _transfer,
    "give_back": _give_back,
    "move": _move,
    "report": _simple("reported", _in(*OPEN, "resolved")),
    "forget": _forget,
}
