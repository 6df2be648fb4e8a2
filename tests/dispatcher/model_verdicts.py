"""When calls about tickets and agents are allowed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.dispatcher.model import Model
from tests.dispatcher.model_calls import (
    BY_ABSENCE,
    BY_DECISION,
    BY_RETURN,
    BY_TIME,
    REFUSED,
    Call,
    Expected,
    is_known_ticket,
    lies_ahead,
)
from tests.dispatcher.model_things import Item
from tests.dispatcher.model_ticket_verdicts import OF_TICKETS
from ticketroute.board import HandOver
from ticketroute.dispatcher import Proposal


def expected(model: Model, call: Call) -> Expected:
    """Say what a call should lead to."""
    given = call.given
    now = given.get("now")
    if now is not None and model.is_untimely(now):
        same = call.name == "submit" and is_known_ticket(model, given["ticket"])
        return Expected(allowed=True) if same else REFUSED
    occurred = given.get("occurred_at")
    if occurred is not None and (occurred.tzinfo is None or occurred > now):
        return REFUSED
    names = [given[each] for each in ("ticket_id", "agent_id") if each in given]
    known = {*model.items, *model.people}
    if any(name is not None and name not in known for name in names):
        return REFUSED
    item = model.items.get(given.get("ticket_id", ""))
    if "ticket_id" in given and item is None:
        return REFUSED
    if given.get("agent_id") is not None and given["agent_id"] not in model.people:
        return REFUSED
    before, model.now = model.now, now or model.now
    try:
        return _VERDICTS[call.name](model, given, item)
    finally:
        model.now = before


def _set_agent(_model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    first = (("agent set", None, given["agent"].id),)
    return Expected(allowed=True, first=first, more=frozenset(("rescinded",)))


def _set_capacity(_model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    return Expected(allowed=True, first=(("agent set", None, given["agent_id"]),))


def _forget_agent(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    name = given["agent_id"]
    if any(name == each.owner or name in each.offers for each in model.items.values()):
        return REFUSED
    return Expected(allowed=True, first=(("agent forgotten", None, name),))


def _sign_on(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    leaves = model.people[given["agent_id"]].leaves
    back_early = bool(leaves) and leaves[0].begun
    event = "leave ended" if back_early else "presence set"
    first = ((event, None, given["agent_id"]),)
    return Expected(allowed=True, first=first, more=BY_RETURN)


def _set_presence(model: Model, given: Mapping[str, Any], item: Item | None) -> Expected:
    if given["presence"] == "active":
        if given.get("until") is not None:
            return REFUSED
        return _sign_on(model, given, item)
    if given["presence"] not in ("away", "offline"):
        return REFUSED
    if not lies_ahead(model, given.get("until")):
        return REFUSED
    return Expected(allowed=True, first=(("presence set", None, given["agent_id"]),))


def _sign_off(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    hand_over: HandOver = given.get("hand_over") or HandOver("keep")
    if any(each not in model.people for each in hand_over.substitutes):
        return REFUSED
    first = (("presence set", None, given["agent_id"]),)
    return Expected(allowed=True, first=first, more=BY_ABSENCE)


def _plan_leave(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    start, end = given["start"], given["end"]
    hand_over: HandOver = given.get("hand_over") or HandOver("keep")
    fine = start > model.now and (end is None or end > start)
    fine = fine and all(each in model.people for each in hand_over.substitutes)
    for other in model.people[given["agent_id"]].leaves:
        before = other.end is not None and other.end <= start
        fine = fine and (before or (end is not None and end <= other.start))
    first = (("leave planned", None, given["agent_id"]),)
    return Expected(allowed=True, first=first) if fine else REFUSED


def _end_leave(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    if not model.people[given["agent_id"]].leaves:
        return REFUSED
    first = (("leave ended", None, given["agent_id"]),)
    return Expected(allowed=True, first=first, more=BY_RETURN)


# Decisions


def _commit(model: Model, given: Mapping[str, Any], _item: Item | None) -> Expected:
    proposal: Proposal = given["proposal"]
    pairs = [*proposal.assignments, *((t, name) for t, asked in proposal.offers for name in asked)]
    if model.is_stale(proposal) or not all(_has_time(model, *pair) for pair in pairs):
        return REFUSED
    return Expected(allowed=True, more=BY_DECISION)


def _has_time(model: Model, ticket_id: str, name: str) -> bool:
    return model.has_time(model.items[ticket_id], name)


def _always(more: frozenset[str] = frozenset()) -> Callable[..., Expected]:
    return lambda _model, _given, _item: Expected(allowed=True, more=more)


_VERDICTS: Final[Mapping[str, Callable[..., Expected]]] = {
    **OF_TICKETS,
    "set_agent": _set_agent,
    "set_capacity": _set_capacity,
    "forget_agent": _forget_agent,
    "sign_on": _sign_on,
    "set_presence": _set_presence,
    "sign_off": _sign_off,
    "plan_leave": _plan_leave,
    "end_leave": _end_leave,
    "tick": _always(BY_TIME),
    "dispatch": _always(BY_TIME | BY_DECISION),
    "commit": _commit,
}
