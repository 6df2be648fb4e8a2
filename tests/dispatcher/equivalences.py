"""What a desk must be equal to: its replay, its dump read back, its decisions made again."""

import json
from typing import Any

from tests.dispatcher.model_things import require
from tests.dispatcher.profiles import AGENTS, Profile
from ticketroute.dispatcher import Dispatcher, Event, event_from_plain, event_to_plain


def through_json(value: object) -> Any:  # noqa: ANN401 - whatever JSON makes of it
    """Write a value as JSON and read it back."""
    return json.loads(json.dumps(value))


def first_difference(one: object, other: object, path: str = "") -> str:
    """Say where two plain values differ, for a message that can be read."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key):
                return first_difference(one.get(key), other.get(key), f"{path}/{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (each, twin) in enumerate(zip(one, other, strict=True)):
            if each != twin:
                return first_difference(each, twin, f"{path}/{place}")
    return f"{path}: {one!r} != {other!r}"


def require_equal(what: str, one: object, other: object) -> None:
    """Raise a fault that says where two plain values differ."""
    require(one == other, what, "" if one == other else first_difference(one, other))


def loaded(desk: Dispatcher, profile: Profile) -> Dispatcher:
    """Make a desk of the dump of another, through JSON."""
    return Dispatcher.load(through_json(desk.dump()), **profile.arguments)


def replayed(desk: Dispatcher, profile: Profile) -> Dispatcher:
    """Make a desk of the events of another, through JSON."""
    events = [_through_plain(event) for event in desk.log]
    if desk.log.first == 0:
        return Dispatcher.replay(events, AGENTS, in_hand=profile.in_hand, **profile.arguments)
    twin = desk.twin()
    twin.apply(events)
    return twin


def check_equivalences(desk: Dispatcher, profile: Profile) -> None:
    """Check all that a desk must be equal to."""
    dump = desk.dump()
    require_equal("a dump is plain:", through_json(dump), dump)
    require_equal("replay:", replayed(desk, profile).dump(), dump)
    require_equal("load:", loaded(desk, profile).dump(), dump)
    difference = desk.redecide()
    require(difference is None, "redecide:", difference)
    require_equal("the desk itself is as before:", desk.dump(), dump)


def _through_plain(event: Event) -> Event:
    again = event_from_plain(through_json(event_to_plain(event)))
    require(again == event, "an event survives:", event, again)
    return again


def check_explanations(desk: Dispatcher, events: tuple[Event, ...]) -> None:
    """Explain from checkpoint and log what has just been decided."""
    for event in events:
        if event.decision is not None and event.ticket_id is not None:
            explanation = desk.explain(event.decision, event.ticket_id)
            require(str(explanation), "an explanation:", event)
