"""What happens to agents in the model."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final, cast

from tests.dispatcher.model import Model
from tests.dispatcher.model_standing import GRADES
from tests.dispatcher.model_things import TOTAL, Absence, Item, require
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
        model.people[agent.id] = model.newcomer(agent)
        if agent.presence.value == "active":
            model.people[agent.id].last["came"] = model.now
    else:
        known.agent = agent


def _agent_forgotten(model: Model, event: Event) -> None:
    """Let go of an agent whom no ticket names but as the one who had it."""
    name = str(event.agent_id)
    for item in model.items.values():
        require(name != item.owner and name not in item.offers, "nothing is left:", event, item)
        item.former = None if item.former == name else item.former
    del model.people[name]
    model.going.pop(name, None)
    model.asked_or_given = [each for each in model.asked_or_given if each != name]


def _presence_set(model: Model, event: Event) -> None:
    person = model.people[str(event.agent_id)]
    presence = str(event.details["presence"])
    if "without an answer" in str(event.details.get("reason")):
        most, rest = model.settings.pause_after, model.settings.pause_for
        require(most is not None and person.misses >= most, "too many offers passed:", event)
        require(event.until == (None if rest is None else model.now + rest), "how long:", event)
    if presence == "active" and person.presence != "active":
        person.last["came"] = model.now
    person.presence, person.misses, person.back_at = presence, 0, event.until
    told = tuple(cast("list[str]", event.details.get("substitutes", ())))
    person.stand_ins = () if presence == "active" else told or person.stand_ins


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
            before, person.ceiling_ends = model.used(person.agent.id, TOTAL), ends
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
    person = model.people[str(event.agent_id)]
    leave = person.leaves[0]
    require(not leave.begun, "it has not begun:", event)
    has_come_due(model, event, leave.start)
    leave.begun = True
    model.goes(str(event.agent_id), leave.hand_over)
    person.stand_ins = leave.hand_over.substitutes or person.stand_ins


def _leave_ended(model: Model, event: Event) -> None:
    person = model.people[str(event.agent_id)]
    require(person.leaves, "there is a leave:", event)
    ended = person.leaves.pop(0)
    if ended.begun and person.stand_ins == ended.hand_over.substitutes:
        person.stand_ins = ()


def _shift_changed(model: Model, event: Event) -> None:
    """Check that the hours begin or end, and until when."""
    name = str(event.agent_id)
    person, hours = model.people[name], model.rota.hours[name]
    has_come_due(model, event, person.shift_changes)
    is_on, changes = hours.is_open(model.now), hours.next_change(model.now)
    require((event.type is _E.SHIFT_STARTED) == is_on, "as the hours say:", event)
    require(event.until == changes, "until when:", event, changes)
    if is_on and not person.is_on:
        person.last["came"] = model.now
    person.is_on, person.shift_changes = is_on, changes


def _allowance_renewed(model: Model, event: Event) -> None:
    """Let go of what counts no more, of which there must be something."""
    person = model.people[str(event.agent_id)]
    has_come_due(model, event, min((each.ends for each in person.drawn), default=None))
    person.drawn = [each for each in person.drawn if each.ends > model.now]
    following = min((each.ends for each in person.drawn), default=None)
    require(event.until == following, "when more counts no more:", event, following)


def substitute(model: Model, item: Item, names: tuple[str, ...], asked: set[str]) -> str | None:
    """Find who stands in for an agent who goes, or who stands in there."""
    for name in names:
        person = model.people.get(name)
        if person is None or name in asked:
            continue
        asked.add(name)
        if model.fits(item, name):
            return name
        if person.presence != "active":
            found = substitute(model, item, person.stand_ins, asked)
            if found is not None:
                return found
    return None


def least_loaded(model: Model, item: Item, owner: str) -> str | None:
    """Find who gets a ticket of one who goes: lowest load ratio, longest without one, by id.

    Whoever is away comes after all who are there, if the ticket may go to somebody away at all.
    """
    able = [name for name in model.people if name != owner and model.fits_on_hold(item, name)]
    orders = (model.handed, model.asked_or_given)

    def place(name: str) -> tuple[object, ...]:
        limit, used = model.people[name].limit(TOTAL), model.used(name, TOTAL)
        ratio = Fraction(0) if limit is None else Fraction(used, limit) if limit else Fraction(1)
        lasts = (max((i for i, n in enumerate(o) if n == name), default=-1) for o in orders)
        return (GRADES.index(model.people[name].presence), ratio, *lasts, name)

    return min(able, key=place, default=None)


ON_PEOPLE: Final[Mapping[EventType, Callable[[Model, Event], None]]] = {
    _E.AGENT_SET: _agent_set,
    _E.AGENT_FORGOTTEN: _agent_forgotten,
    _E.PRESENCE_SET: _presence_set,
    _E.CEILING_SET: _ceiling_set,
    _E.LEAVE_PLANNED: _leave_planned,
    _E.LEAVE_STARTED: _leave_started,
    _E.LEAVE_ENDED: _leave_ended,
    _E.SHIFT_STARTED: _shift_changed,
    _E.SHIFT_ENDED: _shift_changed,
    _E.ALLOWANCE_RENEWED: _allowance_renewed,
    _E.REMEMBERED: lambda _model, _event: None,
}
