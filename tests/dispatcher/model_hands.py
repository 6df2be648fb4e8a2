"""What happens to a ticket in somebody's hands, and how it goes from hand to hand."""

from collections.abc import Callable, Mapping
from typing import Final, cast

import attrs

from tests.dispatcher.model import Model
from tests.dispatcher.model_people import has_come_due, least_loaded, substitute
from tests.dispatcher.model_steps import (
    end_others,
    go,
    names_owner,
    names_time,
    place,
    put_back,
    release,
    shift_ceiling,
    vacate,
    was,
)
from tests.dispatcher.model_things import IN_HAND, NEW, OPEN, Item, Pause, require
from tests.dispatcher.model_waits import is_to_be_parked
from ticketroute.board import EventType
from ticketroute.dispatcher import Event

_E = EventType


def _started(model: Model, item: Item, event: Event) -> None:
    was(item, event, "assigned")
    names_owner(item, event)
    go(model, item, "working")


def _held(model: Model, item: Item, event: Event) -> None:
    was(item, event, "scheduled", "queued", "assigned", "working")
    names_owner(item, event)
    if event.details["party"] == "offers used up":
        enough = item.asked >= model.settings.most_offers
        require(enough and item.state == "queued", "enough have been asked:", event)
    if event.details["party"] == "nobody found":
        require(is_to_be_parked(model, item), "its last step is to be parked:", event)
    counts = bool(event.details["counts"])
    if item.owner is not None and not counts:
        item.over = False
        release(model, item, item.owner)
    item.starts = item.looked_at_again = None
    party = str(event.details["party"])
    item.pause = Pause(party, event.until, counts, item.state == "working")
    go(model, item, "on hold")


def _resumed(model: Model, item: Item, event: Event) -> None:
    was(item, event, "on hold")
    names_owner(item, event)
    pause = cast("Pause", item.pause)
    if event.details.get("reason") == "the hold has ended":
        has_come_due(model, event, pause.until)
    item.pause = None
    if item.owner is None:
        place(model, item)
    else:
        if not pause.counts:
            owner, item.owner = item.owner, None  # it does not weigh on anybody yet
            shift_ceiling(model, str(owner), item.ticket.effort)
            put_back(model, item, str(owner), event)
            item.owner = owner
        go(model, item, "working" if pause.working else "assigned")
    names_time(event, item.starts)


def _wrapped_up(model: Model, item: Item, event: Event) -> None:
    was(item, event, "assigned", "working")
    names_owner(item, event)
    item.wraps_until = event.until
    go(model, item, "wrapping")


def _resolved(model: Model, item: Item, event: Event) -> None:
    was(item, event, *IN_HAND, "on hold")
    names_owner(item, event)
    item.former = item.owner or item.former
    vacate(model, item)
    go(model, item, "resolved")


def _cancelled(model: Model, item: Item, event: Event) -> None:
    was(item, event, *OPEN, "linked")
    names_owner(item, event)
    end_others(item, event)
    vacate(model, item)
    item.original = None
    go(model, item, "cancelled")


def _reopened(model: Model, item: Item, event: Event) -> None:
    was(item, event, "resolved")
    within, former = model.settings.reopen_within, item.former
    recent = within is not None and model.now - item.since <= within
    expected = former if recent and former is not None and model.fits(item, former) else None
    require(event.agent_id == expected, "it goes to its former owner if it can:", event, expected)
    item.former, item.asked, item.hops = None, 0, 0  # a new life begins
    item.declined.clear()
    if expected is None:
        place(model, item)
        return
    put_back(model, item, expected, event)
    item.owner = expected
    go(model, item, "assigned")


# From hand to hand


def _returned(model: Model, item: Item, event: Event) -> None:
    was(item, event, "assigned", "working", "on hold")
    names_owner(item, event)
    require(item.owner is not None, "somebody has it:", event)
    _check_hand_over(model, item, event)
    if event.details.get("reason") == "not begun in time":
        has_come_due(model, event, item.start_by)
        require(not model.is_worn(item), "nothing moves a worn ticket by itself:", event)
    if event.details.get("bar"):
        item.declined.add(str(item.owner))
    vacate(model, item)
    item.hops += 1
    place(model, item)


def _transferred(model: Model, item: Item, event: Event) -> None:
    was(item, event, "assigned", "working", "on hold")
    to = str(event.agent_id)
    require(event.details["from"] == item.owner != to, "it goes to another:", event, item.owner)
    _check_hand_over(model, item, event)
    if not event.details.get("override"):
        require(model.fits_on_hold(item, to), "the agent may have it:", event)
    item.over = False
    if item.pause is None or item.pause.counts:
        release(model, item, str(item.owner))
        item.owner = None
        put_back(model, item, to, event)
    item.owner = to
    item.hops += 1
    if item.pause is None:
        go(model, item, "assigned")
    else:
        item.pause.working = False


def _check_hand_over(model: Model, item: Item, event: Event) -> None:
    """Check that a ticket goes to the substitute who stands in or to whom it must, or back."""
    if not str(event.details.get("reason")).endswith("has gone"):
        return
    plan, owner = model.going[str(item.owner)], str(item.owner)
    require(plan.kind != "keep" and (plan.on_hold or item.state != "on hold"), "it goes:", event)
    if plan.kind == "reassign":
        to = least_loaded(model, item, owner)
    else:
        to = substitute(model, item, plan.substitutes, {owner})
    got = event.agent_id if event.type is _E.TRANSFERRED else None
    require(to == got, "the first who can:", event, to)
    if got is not None:
        model.handed.append(got)


def _moved(model: Model, item: Item, event: Event) -> None:
    was(item, event, *NEW, "offered", "assigned", "working", "on hold")
    names_owner(item, event)
    end_others(item, event)
    _may_move(model, item, event)
    item.hops += 1
    item.ticket = attrs.evolve(item.at_first, queue=cast("str | None", event.details["queue"]))
    if item.state not in ("incomplete", "scheduled"):
        vacate(model, item)
        place(model, item)


def _may_move(model: Model, item: Item, event: Event) -> None:
    """Check what a ticket is moved for, unless somebody has asked for it."""
    reason, settings = str(event.details.get("reason")), model.settings
    require(not model.is_worn(item), "a worn ticket is not moved:", event)
    if reason.startswith("overflow"):
        overflow = model.overflow(item)
        require(overflow is not None and overflow.to == event.details["queue"], "to where", event)
        if "waited" in reason:
            has_come_due(model, event, item.overflows_at)
        elif overflow is not None and overflow.length is not None and "more than" in reason:
            length = model.queue_length(item.ticket.queue)
            require(length > overflow.length, "the queue is full:", event, length)
        elif overflow is not None and overflow.outside is not None:
            require(not overflow.outside.is_open(model.now), "the queue is closed:", event)
    elif reason == "everybody has declined it":
        require(model.all_declined(item) and settings.all_declined == "move", "declined:", event)
        require(event.details["queue"] == settings.declined_queue, "to where:", event)


IN_HANDS: Final[Mapping[EventType, Callable[[Model, Item, Event], None]]] = {
    _E.STARTED: _started,
    _E.HELD: _held,
    _E.RESUMED: _resumed,
    _E.WRAPPED_UP: _wrapped_up,
    _E.RESOLVED: _resolved,
    _E.CANCELLED: _cancelled,
    _E.REOPENED: _reopened,
    _E.RETURNED: _returned,
    _E.TRANSFERRED: _transferred,
    _E.MOVED: _moved,
}
