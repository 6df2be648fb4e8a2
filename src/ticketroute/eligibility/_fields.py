"""Which fields of tickets and agents a condition may name, and how each is read."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import attrs

from ticketroute.eligibility._values import Kind, Value
from ticketroute.model import (
    Agent,
    Capacity,
    Presence,
    Requirement,
    Ticket,
    refuse,
    require_text,
)

_TEXT: Final = frozenset((Kind.TEXT,))
_NUMBER: Final = frozenset((Kind.NUMBER,))
_INSTANT: Final = frozenset((Kind.INSTANT,))
_TEXTS: Final = frozenset((Kind.TEXTS,))
_ANY: Final = frozenset((Kind.TEXT, Kind.NUMBER, Kind.FLAG))

_BY_TYPE: Final[Mapping[object, frozenset[Kind]]] = {
    str: _TEXT,
    str | None: _TEXT,
    Presence: _TEXT,
    int: _NUMBER,
    int | None: _NUMBER,
    float | None: _NUMBER,
    datetime: _INSTANT,
    datetime | None: _INSTANT,
    frozenset[str]: _TEXTS,
    frozenset[str] | None: _TEXTS,
    tuple[str, ...]: _TEXTS,
    Capacity: _NUMBER,  # its total
    tuple[Requirement, ...]: _TEXTS,  # the names of the skills
    tuple[tuple[str, float], ...]: _TEXTS,
}


def _fields(model: type[Ticket | Agent]) -> dict[str, frozenset[Kind]]:
    types = {field.name: field.type for field in attrs.fields(model)}
    return {name: _BY_TYPE[types[name]] for name in sorted(types) if types[name] in _BY_TYPE}


def _paths(*types: object) -> frozenset[str]:
    """List the fields of some types."""
    models = (("ticket", Ticket), ("agent", Agent))
    return frozenset(
        f"{owner}.{field.name}"
        for owner, model in models
        for field in attrs.fields(model)
        if field.type in types
    )


_OF_AGENTS: Final = _fields(Agent)
# The presence in an agent's value is that of the first day. As it is at the time, it is always
# checked.
del _OF_AGENTS["presence"]

FIELDS: Final[Mapping[str, Mapping[str, frozenset[Kind]]]] = {
    "ticket": _fields(Ticket),
    "agent": _OF_AGENTS,
}
"""The kinds of value that each plain field may hold."""

NAMED: Final[Mapping[tuple[str, str], frozenset[Kind]]] = {
    ("ticket", "attributes"): _ANY,
    ("ticket", "requirements"): _NUMBER,
    ("agent", "attributes"): _ANY,
    ("agent", "skills"): _NUMBER,
}
"""The fields that hold values by name, and the kinds of these."""

UNRESTRICTED: Final = _paths(frozenset[str] | None)
"""The fields of texts in which None is no restriction, and the empty set nothing at all."""

NEVER_MISSING: Final = _paths(str, int, datetime, Presence, Capacity)
"""The fields that always hold a value."""


def split_path(where: str, path: str) -> tuple[str, str, str | None]:
    """Take a path apart: whose it is, which field, and the name within it; refuse others."""
    require_text(where, path)
    owner, _, rest = path.partition(".")
    if owner not in FIELDS:
        raise refuse(where, "a path that begins with 'ticket.' or 'agent.'", path)
    name, dot, key = rest.partition(".")
    if dot and key and (owner, name) in NAMED:
        return owner, name, key
    if not dot and name in FIELDS[owner]:
        return owner, name, None
    raise refuse(where, _expected(owner, name), path)


def kinds_of(owner: str, name: str, key: str | None) -> frozenset[Kind]:
    """Give the kinds of value that a field may hold."""
    return FIELDS[owner][name] if key is None else NAMED[owner, name]


def _expected(owner: str, name: str) -> str:
    if (owner, name) == ("agent", "presence"):
        return "a field other than agent.presence, which is always checked as it is at the time"
    plain = ", ".join(FIELDS[owner])
    named = " or ".join(f"{owner}.{each}.NAME" for whose, each in NAMED if whose == owner)
    return f"{owner}.FIELD with one of {plain}; or {named}"


def read_ticket(ticket: Ticket, name: str, key: str | None) -> Value:
    """Read a field of a ticket."""
    if name == "requirements":
        # An optional requirement shuts nobody out, and so it does not count here either.
        minima = [(each.skill, each.minimum) for each in ticket.requirements if not each.optional]
        if key is None:
            return frozenset(skill for skill, _ in minima)
        return max((minimum for skill, minimum in minima if skill == key), default=None)
    if key is not None:
        return ticket.attribute(key)
    if name == "presence":
        return ticket.presence.value
    value: Value = getattr(ticket, name)
    return value


def read_agent(agent: Agent, name: str, key: str | None) -> Value:
    """Read a field of an agent."""
    if name == "skills":
        return frozenset(skill for skill, _ in agent.skills) if key is None else agent.level(key)
    if name == "capacity":
        return math.inf if agent.capacity.total is None else agent.capacity.total
    if key is not None:
        return agent.attribute(key)
    value: Value = getattr(agent, name)
    return value
