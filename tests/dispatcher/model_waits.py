"""How tickets of the model wait under a relaxation, and what they ask for by then."""

from datetime import datetime
from typing import Final, cast

import attrs

from tests.dispatcher.model import Model
from tests.dispatcher.model_standing import GRADES
from tests.dispatcher.model_steps import was
from tests.dispatcher.model_things import Item, Patience, require
from ticketroute import Requirement, Ticket
from ticketroute.board import EventType
from ticketroute.dispatcher import Event
from ticketroute.eligibility import RelaxationStep

_E = EventType

_WAITS: Final = ("queued", "offered")
_WAITS_ON: Final = (
    _E.HELD_BACK,
    _E.DECLINES_FORGOTTEN,
    _E.REPORTED,
    _E.STAYED,
    _E.ESCALATED,
    _E.RELAXED,
    _E.NOT_RELAXED,
)
"""After these a ticket that waits has not come into its queue anew."""


def follow_wait(model: Model, item: Item, event: Event, before: str) -> None:
    """Work out how a ticket waits after an event."""
    if event.type in (_E.SUBMITTED, _E.UPDATED, _E.MOVED):
        item.at_first = item.ticket
    if event.type is _E.REOPENED or event.details.get("party") == "nobody found":
        item.patience = None  # it begins anew
    elif event.type in _WAITS_ON or (event.type is _E.WOKEN and before == "queued"):
        return
    if item.state in _WAITS:
        is_new = event.type is _E.SUBMITTED or before == "scheduled"
        _settle(model, item, is_new=is_new and event.type is not _E.UPDATED)
    elif item.patience is not None and item.patience.since is not None:
        item.patience.waited = model.now - item.patience.since
        item.patience.since = item.patience.due = None
        item.patience.step, item.patience.passed = 0, set()
    if item.state not in _WAITS:
        item.ticket = item.at_first
    elif item.patience is not None:
        item.patience.due = next_due(model, item) if item.state == "queued" else None


def _settle(model: Model, item: Item, *, is_new: bool) -> None:
    """Go on waiting under the same relaxation in the same queue, or begin under another one."""
    ticket, known = item.at_first, item.patience
    sent_here = known is not None and known.queue == ticket.queue
    home = known.home if known is not None and sent_here else ticket.queue
    at_home = attrs.evolve(ticket, queue=home)
    rule = next((n for n, each in enumerate(model.relaxations) if each.is_for(at_home)), None)
    if rule is None:
        item.patience, item.ticket = None, ticket
        return
    if known is None or known.rule != rule or known.queue != ticket.queue:
        start = max(ticket.created, ticket.not_before or ticket.created)
        known = Patience(rule, home, ticket.queue, start if is_new else model.now)
    elif known.since is None:
        known.since = model.now - known.waited
    item.patience, item.ticket = known, ticket
    for number, step in enumerate(model.relaxations[rule].steps[: known.step], 1):
        if number not in known.passed:
            item.ticket = relaxed(item.ticket, step)


def relaxed(ticket: Ticket, step: RelaxationStep) -> Ticket:
    """Give a ticket after a step."""
    levels, left = dict(step.lower), list[Requirement]()
    for each in () if step.any_skill else ticket.requirements:
        if each.skill not in step.drop:
            minimum = min(each.minimum, levels.get(each.skill, each.minimum))
            optional = each.optional or each.skill in step.optional
            left.append(Requirement(each.skill, minimum, optional))
    grade = step.presence or ticket.presence
    return attrs.evolve(
        ticket,
        requirements=left,
        helpers={*ticket.helpers, *step.helpers},
        presence=max(ticket.presence.value, grade.value, key=GRADES.index),
        queue=step.queue or ticket.queue,
    )


def next_due(model: Model, item: Item) -> datetime | None:
    """Say when the next step of a ticket comes."""
    patience, step = item.patience, next_step(model, item)
    if patience is None or patience.since is None or step is None:
        return None
    able = (name for name in model.people if model.may_have(item, name))
    staffed = any(model.is_there(item, name) for name in able)
    if step.skip_unstaffed and not staffed:
        return model.now
    return max(patience.since + step.after, model.now)


def next_step(model: Model, item: Item, ahead: int = 0) -> RelaxationStep | None:
    """Give the next step of a ticket, or one further ahead."""
    if item.patience is None:
        return None
    steps, number = model.relaxations[item.patience.rule].steps, item.patience.step + ahead
    return steps[number] if number < len(steps) else None


def _due_now(model: Model, item: Item, event: Event) -> tuple[Patience, RelaxationStep]:
    """Check that a step is due; give it."""
    was(item, event, "queued")
    patience, step = item.patience, next_step(model, item)
    due = None if patience is None else patience.due
    require(due is not None and due <= model.now, "a step is due:", event, due)
    found = cast("Patience", patience), cast("RelaxationStep", step)
    found[0].step += 1
    require(event.details["step"] == found[0].step, "one after the other:", event, found)
    require(not found[1].park, "who is parked is on hold:", event)
    return found


def can_lend(model: Model, step: RelaxationStep) -> bool:
    """Say whether all who are to help out have few enough tickets of their own."""
    most = step.while_backlog_below
    return most is None or all(model.queue_length(team) < most for team in step.helpers)


def take_step(model: Model, item: Item, event: Event) -> None:
    """Check a step, and let the ticket ask for something else."""
    patience, step = _due_now(model, item, event)
    require(can_lend(model, step), "those who help out have time:", event)
    since = cast("datetime", patience.since)
    early = since + step.after > model.now
    require(bool(event.details.get("early")) == early, "that it is early is told:", event)
    require(not early or step.skip_unstaffed, "no step is early without reason:", event)
    item.ticket = relaxed(item.ticket, step)
    require(event.details["ticket"] == item.ticket, "what it asks for:", event, item.ticket)
    patience.queue = item.ticket.queue
    item.at_first = attrs.evolve(item.at_first, queue=item.ticket.queue)
    patience.due = next_due(model, item)


def put_off(model: Model, item: Item, event: Event) -> None:
    """Check that a step is not taken, and when it is looked at again."""
    patience, step = _due_now(model, item, event)
    require(not can_lend(model, step), "those who help out have no time:", event)
    following, until = next_step(model, item), None
    if step.every is not None:
        until = model.now + step.every
        since = cast("datetime", patience.since)
        if following is not None and until >= since + following.after:
            until = None
    require(event.until == until, "when it is looked at again:", event, until)
    if until is None:
        patience.passed.add(patience.step)
        patience.due = next_due(model, item)
    else:
        patience.step, patience.due = patience.step - 1, until


def is_to_be_parked(model: Model, item: Item) -> bool:
    """Say whether the step that is due is the end."""
    step = next_step(model, item)
    due = None if item.patience is None else item.patience.due
    return step is not None and step.park and due is not None and due <= model.now
