"""An agent: what he or she can do, how much, and whether he or she is there."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeAlias

import attrs

from ticketroute.model import _validation as valid
from ticketroute.model._representation import sparse_repr
from ticketroute.model._validation import AttributeValue


class Presence(Enum):
    """Whether an agent takes new work now."""

    ACTIVE = "active"
    AWAY = "away"
    OFFLINE = "offline"

    __hash__ = object.__hash__  # there is one of each; by name, as enums do it, is slow


def _to_limits(value: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return valid.sorted_pairs(value)


@attrs.frozen(kw_only=True, repr=False)
class Capacity:
    """How much work an agent may have in hand; all limits must hold.

    Parameters
    ----------
    total
        Units of effort over all channels, an integer of at least 0; None for no limit.
    channels, queues, types
        Units of effort for single channels, queues and types of tickets: ``{"chat": 3}``.

    Examples
    --------
    >>> Capacity(total=5, channels={"chat": 3})
    Capacity(total=5, channels=(('chat', 3),))
    """

    total: int | None = attrs.field(default=None)
    channels: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_limits)
    queues: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_limits)
    types: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_limits)

    def __attrs_post_init__(self) -> None:
        if self.total is not None:
            valid.require_integer("Capacity.total", self.total, 0, valid.MOST_UNITS)
        for kind in ("channels", "queues", "types"):
            field, limits = f"Capacity.{kind}", getattr(self, kind)
            valid.require_pairs(field, f"a mapping of {kind} to units", limits)
            for name, limit in limits:
                valid.require_text(field, name)
                valid.require_integer(f"{field}[{name!r}]", limit, 0, valid.MOST_UNITS)

    @property
    def partial(self) -> dict[tuple[str, str], int]:
        """The limits besides the total, in units, by kind (a field of tickets) and name."""
        kinds = (("channel", self.channels), ("queue", self.queues), ("type", self.types))
        return {(kind, name): units for kind, limits in kinds for name, units in limits}

    __repr__ = sparse_repr


CapacityLike: TypeAlias = Capacity | int | None
SkillsLike: TypeAlias = Mapping[str, float] | Iterable[tuple[str, float]]


def _to_capacity(value: CapacityLike) -> Capacity:
    """Let a bare integer stand for the total, and None for no limit at all."""
    return value if isinstance(value, Capacity) else Capacity(total=value)


def _to_skills(value: SkillsLike) -> tuple[tuple[str, float], ...]:
    return valid.sorted_pairs(value)


def to_presence(value: Presence | str, field: str = "Agent.presence") -> Presence:
    """Accept a presence or its name."""
    if isinstance(value, Presence):
        return value
    try:
        return Presence(value)
    except ValueError:
        names = ", ".join(repr(each.value) for each in Presence)
        raise valid.refuse(field, f"one of {names}", value) from None


def _to_presence(value: Presence | str) -> Presence:
    return to_presence(value)


@attrs.frozen(kw_only=True, repr=False)
class Agent:
    """Someone who takes tickets.

    Parameters
    ----------
    id
        Name of the agent, unique on a board.
    capacity
        An integer (units of effort in hand at one time, 0 for none), a :class:`Capacity`,
        or None for no limit. It has no default: how much a person may get is worth a thought.
    skills
        Levels by skill, ``{"billing": 4, "german": 2}``; finite numbers of at least 0.
    channels, teams, languages
        What the agent serves; **None is no restriction**, an empty set is nothing at all.
        A ticket's queue is looked for in `teams`.
    presence
        ``"active"``, ``"away"`` or ``"offline"``; only active agents get new tickets.
    place
        Where the agent is.
    attributes
        Anything else that your rules and scores read: names and scalar values.

    Raises
    ------
    ValueError, TypeError
        If a value is not as described; the message names field, value and expectation.

    Examples
    --------
    >>> Agent(id="ana", capacity=3, skills={"billing": 4})
    Agent(id='ana', capacity=Capacity(total=3), skills=(('billing', 4),))
    """

    id: str = attrs.field(validator=valid.text)
    capacity: Capacity = attrs.field(converter=_to_capacity)
    skills: tuple[tuple[str, float], ...] = attrs.field(default=(), converter=_to_skills)
    channels: frozenset[str] | None = attrs.field(
        default=None, converter=valid.to_optional_text_set, validator=valid.optional_texts
    )
    teams: frozenset[str] | None = attrs.field(
        default=None, converter=valid.to_optional_text_set, validator=valid.optional_texts
    )
    languages: frozenset[str] | None = attrs.field(
        default=None, converter=valid.to_optional_text_set, validator=valid.optional_texts
    )
    presence: Presence = attrs.field(default=Presence.ACTIVE, converter=_to_presence)
    place: str | None = attrs.field(default=None, validator=valid.optional_text)
    attributes: tuple[tuple[str, AttributeValue], ...] = attrs.field(
        default=(), converter=valid.to_attribute_pairs, validator=valid.attribute_pairs
    )

    def __attrs_post_init__(self) -> None:
        valid.require_pairs("Agent.skills", "a mapping of skill to level", self.skills)
        for skill, level in self.skills:
            valid.require_text("Agent.skills", skill)
            valid.require_amount(f"Agent.skills[{skill!r}]", level)

    def level(self, skill: str) -> float | None:
        """Give the agent's level in a skill, or None if the agent does not have it."""
        return dict(self.skills).get(skill)

    def attribute(self, name: str, default: AttributeValue = None) -> AttributeValue:
        """Give the open attribute of this name, or `default`."""
        return dict(self.attributes).get(name, default)

    __repr__ = sparse_repr
