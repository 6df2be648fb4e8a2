"""Conditions joined: all of them, any of them, or not; and what may stand for a condition."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, TypeGuard, cast

import attrs

from ticketroute.eligibility._comparison import Comparison
from ticketroute.eligibility._comparison_data import (
    comparison_from_data,
    comparison_to_data,
    inner,
)
from ticketroute.eligibility._reading import Readable
from ticketroute.model import Agent, Ticket, refuse, refuse_type

Data: TypeAlias = Mapping[str, object]
"""A condition as plain data, as :func:`to_data` writes it."""

_MARKS: Final = ("all", "any", "not", "field")


def _to_parts(conditions: "Iterable[ConditionLike]") -> "tuple[Condition, ...]":
    return _read_parts("conditions", conditions)


def _read_parts(where: str, conditions: object) -> "tuple[Condition, ...]":
    if isinstance(conditions, str | Mapping) or not isinstance(conditions, Iterable):
        raise refuse_type(where, "several conditions, as a list", conditions)
    parts = tuple(
        to_condition(each, path=f"{where}[{number}]") for number, each in enumerate(conditions)
    )
    if not parts:
        raise refuse(where, "at least one condition", list(parts))
    return parts


@attrs.frozen(cache_hash=True)
class AllOf(Readable):
    """Whether each of several conditions holds.

    Parameters
    ----------
    conditions
        At least one, as a condition or as data.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> AllOf([Field("ticket.tier").equals("vip"), {"field": "ticket.effort", "at least": 2}]).reads
    ('effort', 'tier')
    """

    conditions: "tuple[Condition, ...]" = attrs.field(converter=_to_parts)

    def __attrs_post_init__(self) -> None:
        _note_parts(self, self.conditions)

    def holds(self, ticket: Ticket, agent: Agent | None) -> bool:
        """Say whether it holds; unlike a call, without a look at what is given."""
        return all(each.holds(ticket, agent) for each in self.conditions)


@attrs.frozen(cache_hash=True)
class AnyOf(Readable):
    """Whether at least one of several conditions holds.

    Parameters
    ----------
    conditions
        At least one, as a condition or as data.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> AnyOf([Field("ticket.tier").equals("vip"), Field("ticket.effort").at_least(2)]).reads
    ('effort', 'tier')
    """

    conditions: "tuple[Condition, ...]" = attrs.field(converter=_to_parts)

    def __attrs_post_init__(self) -> None:
        _note_parts(self, self.conditions)

    def holds(self, ticket: Ticket, agent: Agent | None) -> bool:
        """Say whether it holds; unlike a call, without a look at what is given."""
        return any(each.holds(ticket, agent) for each in self.conditions)


def _to_part(condition: "ConditionLike") -> "Condition":
    return to_condition(condition)


@attrs.frozen(cache_hash=True)
class Not(Readable):
    """Whether a condition does not hold; of a comparison with a missing value, that is so.

    Parameters
    ----------
    condition
        A condition, or data.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> Not(Field("ticket.place").equals(Field("agent.place"))).reads_agent
    True
    """

    condition: "Condition" = attrs.field(converter=_to_part)

    def __attrs_post_init__(self) -> None:
        _note_parts(self, (self.condition,))

    def holds(self, ticket: Ticket, agent: Agent | None) -> bool:
        """Say whether it holds; unlike a call, without a look at what is given."""
        return not self.condition.holds(ticket, agent)


def _note_parts(condition: Readable, parts: "Iterable[Condition]") -> None:
    parts = list(parts)
    condition.note_reads(
        (name for part in parts for name in part.reads),
        reads_agent=any(part.reads_agent for part in parts),
    )


Condition: TypeAlias = AllOf | AnyOf | Not | Comparison
"""A condition over a ticket, and over an agent where it reads one."""

ConditionLike: TypeAlias = Condition | Data
"""A condition, or the same as data."""

# Their own types were not there yet when these classes were made.
AllOf.__init__.__annotations__["conditions"] = Iterable[ConditionLike]
AnyOf.__init__.__annotations__["conditions"] = Iterable[ConditionLike]
Not.__init__.__annotations__["condition"] = ConditionLike


def to_condition(value: ConditionLike, *, path: str = "") -> Condition:
    """Give a condition as it is, and make one of data.

    Parameters
    ----------
    value
        A condition, or data as :func:`condition_from_data` reads them.
    path
        Where it stands in something larger; messages put it in front.

    Examples
    --------
    >>> to_condition({"field": "ticket.effort", "at least": 2}).reads
    ('effort',)
    """
    return value if isinstance(value, Condition) else condition_from_data(value, path=path)


def to_ticket_condition(value: ConditionLike, *, path: str = "") -> Condition:
    """Do as :func:`to_condition`, and refuse a condition that reads an agent.

    Examples
    --------
    >>> to_ticket_condition({"field": "ticket.effort", "at least": 2}).reads_agent
    False
    """
    condition = to_condition(value, path=path)
    if condition.reads_agent:
        raise refuse(path or "condition", "a condition that reads tickets only", condition)
    return condition


def is_condition_data(value: object) -> TypeGuard[Data]:
    """Say whether a value is a mapping that can be meant as a condition only."""
    return isinstance(value, Mapping) and any(mark in value for mark in _MARKS)


def condition_from_data(data: Data, *, path: str = "") -> Condition:
    """Make a condition of data; the opposite of :func:`to_data`.

    Parameters
    ----------
    data
        One of ``{"all": [...]}``, ``{"any": [...]}``, ``{"not": ...}``, or a comparison:
        ``{"field": PATH, WORD: value}`` with the path of a :class:`Field` and a word of
        :class:`Operator`. Values are strings, numbers, true and false; ``{"instant": "..."}`` in
        ISO form with an offset; ``{"field": PATH}`` for another field. ``"in"`` takes a list or a
        field, ``"between"`` a list of two, ``"is missing"`` only true.
    path
        Where they stand in something larger; messages put it in front.

    Raises
    ------
    ValueError, TypeError
        If they are no condition; the message begins with the path of the part that is wrong.

    Examples
    --------
    >>> is_hard = condition_from_data({"not": {"field": "ticket.difficulty", "at most": 2}})
    >>> is_hard.reads
    ('difficulty',)
    >>> condition_from_data({"all": [{"not": {"field": "ticket.colour", "equals": "red"}}]})
    Traceback (most recent call last):
    ...
    ValueError: all[0].not.field: expected ticket.FIELD with ...
    """
    given: object = data
    if not isinstance(given, Mapping):
        raise refuse_type(path or "condition", "a condition, or a mapping as its data", data)
    found = [mark for mark in _MARKS if mark in given]
    if len(found) != 1:
        raise refuse(path or "condition", f"one of {', '.join(map(repr, _MARKS))}", dict(data))
    if found == ["field"]:
        return comparison_from_data(data, path)
    if len(data) > 1:
        raise refuse(path or "condition", f"{found[0]!r} and nothing else", dict(data))
    where, part = inner(path, found[0]), data[found[0]]
    if found == ["not"]:
        return Not(to_condition(cast("ConditionLike", part), path=where))
    return (AllOf if found == ["all"] else AnyOf)(_read_parts(where, part))


def to_data(condition: Condition) -> dict[str, object]:
    """Give a condition as plain data that JSON can hold.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> to_data(Not(Field("agent.teams").contains(Field("ticket.attributes.owner_team"))))
    {'not': {'field': 'agent.teams', 'contains': {'field': 'ticket.attributes.owner_team'}}}
    """
    if isinstance(condition, AllOf):
        return {"all": [to_data(each) for each in condition.conditions]}
    if isinstance(condition, AnyOf):
        return {"any": [to_data(each) for each in condition.conditions]}
    if isinstance(condition, Not):
        return {"not": to_data(condition.condition)}
    return comparison_to_data(condition)
