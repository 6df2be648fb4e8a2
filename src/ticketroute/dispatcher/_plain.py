"""Tickets, agents and events as plain data that JSON can hold, and back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, cast

import attrs

from ticketroute.board import EventType, HandOver, Leave, RelaxedWait
from ticketroute.dispatcher._events import Event
from ticketroute.model import Agent, Capacity, Presence, Requirement, Ticket, refuse

Plain = dict[str, object]
"""Strings, numbers, booleans, None, lists and dicts of these."""

_INSTANTS: Final = frozenset(
    ("created", "not_before", "occurred_at", "decided_at", "fired_at", "start", "end")
)


def ticket_to_plain(ticket: Ticket) -> Plain:
    """Give a ticket as plain data; fields at their default are left out."""
    return _fields(ticket)


def ticket_from_plain(data: Mapping[str, object]) -> Ticket:
    """Make a ticket of plain data."""
    given = _read(data)
    if "requirements" in given:
        rows = cast("list[Mapping[str, object]]", given["requirements"])
        given["requirements"] = [Requirement(**row) for row in rows]  # type: ignore[arg-type]
    return Ticket(**given)  # type: ignore[arg-type]


def agent_to_plain(agent: Agent) -> Plain:
    """Give an agent as plain data; fields at their default are left out."""
    data = _fields(agent)
    data["presence"] = agent.presence.value
    return data


def agent_from_plain(data: Mapping[str, object]) -> Agent:
    """Make an agent of plain data."""
    given = _read(data)
    capacity = cast("Mapping[str, object]", given["capacity"])
    given["capacity"] = Capacity(**capacity)  # type: ignore[arg-type]
    return Agent(**given)  # type: ignore[arg-type]


def event_to_plain(event: Event) -> Plain:
    """Give an event as plain data."""
    data: Plain = {"number": event.number, "type": event.type.value, "at": event.at.isoformat()}
    if event.ticket_id is not None:
        data["ticket_id"] = event.ticket_id
    if event.agent_id is not None:
        data["agent_id"] = event.agent_id
    if event.until is not None:
        data["until"] = event.until.isoformat()
    if event.details:
        data["details"] = {name: to_plain(value) for name, value in event.details.items()}
    return data


def event_from_plain(data: Mapping[str, object]) -> Event:
    """Make an event of plain data."""
    lacking = {"number", "type", "at"} - data.keys()
    if lacking:
        raise refuse("event", f"plain data with {sorted(lacking)}", dict(data))
    details = _read(cast("Mapping[str, object]", data.get("details", {})))
    makers: Mapping[str, Callable[[Mapping[str, object]], object]] = {
        "ticket": ticket_from_plain,
        "agent": agent_from_plain,
        "leave": leave_from_plain,
    }
    for name, make in makers.items():
        if name in details:
            details[name] = make(cast("Mapping[str, object]", details[name]))
    until = cast("str | None", data.get("until"))
    return Event(
        cast("int", data["number"]),
        EventType(cast("str", data["type"])),
        datetime.fromisoformat(cast("str", data["at"])),
        cast("str | None", data.get("ticket_id")),
        cast("str | None", data.get("agent_id")),
        None if until is None else datetime.fromisoformat(until),
        details,
    )


def leave_from_plain(data: Mapping[str, object]) -> Plain:
    """Read a planned absence: its instants, and the hand-over as a dict."""
    return _read(data)


def wait_to_plain(wait: RelaxedWait) -> Plain:
    """Give how a ticket waits as plain data."""
    data = {**attrs.asdict(wait, recurse=False), "passed": list(wait.passed)}
    if wait.original is not None:
        data["original"] = ticket_to_plain(wait.original)
    return data


def wait_from_plain(data: Mapping[str, object]) -> RelaxedWait:
    """Make a wait of plain data."""
    given = {**data, "passed": tuple(cast("list[int]", data["passed"]))}
    if data["original"] is not None:
        given["original"] = ticket_from_plain(cast("Plain", data["original"]))
    return RelaxedWait(**given)  # type: ignore[arg-type]


def hand_over_from_plain(data: Mapping[str, object]) -> HandOver:
    """Make a hand-over plan of plain data."""
    return HandOver(**data)  # type: ignore[arg-type]


def _fields(value: Ticket | Agent) -> Plain:
    shown: Plain = {}
    for field in attrs.fields(type(value)):
        held: object = getattr(value, field.name)
        if held != field.default or field.default is attrs.NOTHING:
            shown[field.name] = to_plain(held)
    return shown


def to_plain(value: object) -> object:
    """Give anything that a ticket, an agent or an event holds as plain data."""
    if isinstance(value, datetime | Presence):
        return value.isoformat() if isinstance(value, datetime) else value.value
    if isinstance(value, Ticket | Agent):
        return ticket_to_plain(value) if isinstance(value, Ticket) else agent_to_plain(value)
    if isinstance(value, Capacity | Requirement | Leave | HandOver):
        return to_plain(attrs.asdict(value, recurse=False))
    if isinstance(value, Mapping):
        return {str(name): to_plain(each) for name, each in value.items()}
    if isinstance(value, frozenset | list | tuple):
        rows = sorted(value) if isinstance(value, frozenset) else value
        return [to_plain(each) for each in rows]
    return value


def _read(data: Mapping[str, object]) -> Plain:
    """Read the instants among some fields; the rest stays as it is."""
    return {
        name: datetime.fromisoformat(value)
        if name in _INSTANTS and isinstance(value, str)
        else value
        for name, value in data.items()
    }
