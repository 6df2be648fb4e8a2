"""What must hold of loads, allowances, hours and times beside the model after each call."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

from tests.dispatcher.model import Model
from tests.dispatcher.model_allowances import most_of
from tests.dispatcher.model_things import TOTAL, LimitName, Person, require
from ticketroute.dispatcher import Dispatcher
from ticketroute.eligibility import Check

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def check_loads(model: Model, desk: Dispatcher) -> None:
    """See that the load of each agent is all that is owned and counts, or offered."""
    view, work = desk.view, desk.view.workload
    used: Counter[tuple[str, LimitName]] = Counter()
    flagged: Counter[tuple[str, LimitName]] = Counter()
    for item in model.items.values():
        for name in item.holders:
            for limit in item.limits:
                used[name, limit] += item.ticket.effort
                flagged[name, limit] += item.ticket.effort * item.over
    require(set(view.roster.ids) == set(model.people), "agents:", view.roster.ids)
    for position, name in enumerate(view.roster.ids):
        person = model.people[name]
        used[name, TOTAL] += person.elsewhere
        there = not work.closed_at[position]
        expected = person.presence == "active" and person.is_on
        require(there == expected, "presence of", name, there)
        require(work.open_at[position] == model.open(name), "open tickets of", name)
        lacking = person.limits().keys() - set(work.limits)
        require(not lacking, "a row for each limit of", name, lacking)
        for row, limit in enumerate(work.limits):
            if limit[0] == "allowance":
                continue
            have = int(work.limit[row, position] - work.room[row, position])
            require(have == used[name, limit], "load of", name, limit, have, used[name, limit])
            _check_debt(person, limit, int(work.limit[row, position]), have, flagged[name, limit])


def _check_debt(person: Person, limit: LimitName, found: int, have: int, flagged: int) -> None:
    """See that a limit is what it should be, and that nothing is beyond it without a flag."""
    most, name = person.limit(limit), person.agent.id
    if most is None:
        return
    require(found == most, "limit of", name, limit, found, most)
    beyond = max(have - most - flagged, 0)
    require(beyond <= person.debt.get(limit, 0), "beyond a limit:", name, limit, beyond)
    person.debt[limit] = beyond


def check_allowances(model: Model, desk: Dispatcher) -> None:
    """See that each agent has left what an allowance allows, less what was given and counts."""
    view, work = desk.view, desk.view.workload
    for position, name in enumerate(view.roster.ids):
        drawn = model.people[name].drawn
        known = view.attendance.drawn.by_agent.get(position, ())
        found = sorted((ends, allowance, units) for ends, allowance, units, _ in known)
        expected = sorted((_in_microseconds(d.ends), d.allowance, d.units) for d in drawn)
        require(found == expected, "what was drawn by", name, found, expected)
        for allowance in model.allowances:
            row = work.limits.index(("allowance", allowance.name))
            limit, room = int(work.limit[row, position]), int(work.room[row, position])
            given = sum(each.units for each in drawn if each.allowance == allowance.name)
            most = most_of(allowance, name)
            require(most in (None, limit), "allowed", name, allowance.name, limit, most)
            require(limit - room == given, "given", name, allowance.name, limit - room, given)


def check_hours(model: Model, desk: Dispatcher) -> None:
    """See that the desk knows who is on shift, and until when."""
    shifts, names = desk.view.attendance.shifts, desk.view.roster.ids
    for position, name in enumerate(names):
        person = model.people[name]
        if name not in model.rota.hours:
            require(position not in shifts, "no hours:", name)
            continue
        require(bool(shifts.get(position)) == person.is_on, "on shift:", name, shifts)
        if person.is_on and person.shift_changes is not None:
            ends = _in_microseconds(person.shift_changes)
            found = (shifts[position], desk.view.workload.ends_at[position])
            require(found == (ends, ends), "until when:", name, found, ends)


def check_last_times(model: Model, desk: Dispatcher) -> None:
    """See that the board knows when what last happened to each agent."""
    for position, name in enumerate(desk.view.roster.ids):
        found = desk.view.workload.times.of(position)
        last = {what: _in_microseconds(at) for what, at in model.people[name].last.items()}
        require(found == last, "when what last happened to", name, found, last)


def check_served(model: Model, desk: Dispatcher) -> None:
    """See that nothing waits that somebody could have, where the strategy holds nothing back."""
    for item in model.items.values():
        if item.state == "queued":
            able = [name for name in model.people if model.fits(item, name)]
            require(not able, "somebody could have it:", item, able, desk.why(item.ticket.id))


def check_failures(model: Model, desk: Dispatcher) -> None:
    """See that it is told of whom hours and allowances keep what waits away, and of nobody else."""
    view = desk.view
    for ticket_id, item in model.items.items():
        if item.state != "queued":
            continue
        failed = view.failed_checks(view.tickets.find(ticket_id)).tolist()
        for name, checks in zip(view.roster.ids, failed, strict=True):
            late = not model.has_time(item, name)
            require(bool(Check.SHIFT & checks) == late, "hours:", name, item, checks)
            enough = not model.is_allowed(item, name)
            require(bool(Check.ALLOWANCE & checks) == enough, "allowance:", name, item, checks)


def note_debts(model: Model) -> None:
    """Let those be beyond a limit for whom it has just been lowered."""
    for name, person in model.people.items():
        for limit, most in person.limits().items():
            person.debt[limit] = max(model.used(name, limit) - most, 0)


def _in_microseconds(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)
