"""Conditions once more, as plainly as they can be written: data, looked at one by one.

Nothing here uses the condition classes: it reads the data that they are written as.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias, cast

from ticketroute import Agent, Ticket

Data: TypeAlias = Mapping[str, object]

_NEVER_EMPTY: Final = ("teams", "channels", "languages")


def holds(data: Data, ticket: Ticket, agent: Agent) -> bool:
    """Say whether a condition given as data holds for a pair."""
    if "all" in data:
        return all(holds(each, ticket, agent) for each in cast("list[Data]", data["all"]))
    if "any" in data:
        return any(holds(each, ticket, agent) for each in cast("list[Data]", data["any"]))
    if "not" in data:
        return not holds(cast("Data", data["not"]), ticket, agent)
    (word,) = set(data) - {"field"}
    path = str(data["field"])
    left = read(path, ticket, agent)
    if word == "is missing":
        if isinstance(left, frozenset | tuple) and path.split(".")[1] not in _NEVER_EMPTY:
            return not left
        return left is None
    return compare(word, left, operand(data[word], ticket, agent))


def operand(held: object, ticket: Ticket, agent: Agent) -> object:
    """Give the value of what stands on the other side."""
    if isinstance(held, list):
        return [operand(each, ticket, agent) for each in held]
    if not isinstance(held, Mapping):
        return held
    if "instant" in held:
        return datetime.fromisoformat(str(held["instant"]))
    path = str(held["field"])
    value = read(path, ticket, agent)
    return "everything" if value is None and path.split(".")[1] in _NEVER_EMPTY else value


def read(path: str, ticket: Ticket, agent: Agent) -> object:
    """Read a field by its path."""
    owner, name, *rest = path.split(".")
    whose: object = ticket if owner == "ticket" else agent
    if name == "requirements":
        asked = [each for each in ticket.requirements if not each.optional]
        if not rest:
            return frozenset(each.skill for each in asked)
        return max((each.minimum for each in asked if each.skill == rest[0]), default=None)
    if name == "skills" and not rest:
        return frozenset(dict(agent.skills))
    if name == "capacity":
        return float("inf") if agent.capacity.total is None else agent.capacity.total
    if name == "presence":
        return ticket.presence.value
    held: object = getattr(whose, name)
    return dict(cast("tuple[tuple[str, object], ...]", held)).get(rest[0]) if rest else held


def compare(word: str, left: object, right: object) -> bool:
    """Compare two values, or a value with a list."""
    if word == "between":
        low, high = cast("list[object]", right)
        return ascending(low, left) and ascending(left, high)
    if word == "in" and isinstance(right, list):
        return any(same(left, each) for each in right)
    return {
        "equals": lambda: same(left, right),
        "at least": lambda: ascending(right, left),
        "at most": lambda: ascending(left, right),
        "contains": lambda: among(right, left),
        "in": lambda: among(left, right),
    }[word]()


def among(text: object, texts: object) -> bool:
    """Say whether a text is among several, or these are not restricted."""
    if not isinstance(text, str):
        return False
    if texts in {None, "everything"}:
        return True
    return isinstance(texts, frozenset | tuple) and text in texts


def sort_of(value: object) -> str:
    """Name the sort of a value."""
    if isinstance(value, bool):
        return "flag"
    for sort, kind in (("text", str), ("number", (int, float)), ("instant", datetime)):
        if isinstance(value, kind):
            return sort
    return "none"


def same(one: object, other: object) -> bool:
    """Say whether two values are of one sort and equal."""
    return sort_of(one) == sort_of(other) != "none" and one == other


def ascending(low: object, high: object) -> bool:
    """Say whether two numbers or two instants are in order."""
    if sort_of(low) == sort_of(high) == "number":
        return cast("float", low) <= cast("float", high)
    if sort_of(low) == sort_of(high) == "instant":
        return cast("datetime", low) <= cast("datetime", high)
    return False
