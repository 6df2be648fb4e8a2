"""What a ticket asks of an agent's skills."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

import attrs

from ticketroute.model._validation import amount, flag, is_finite, refuse_type, text


def _to_float(level: float) -> float:
    """Let an integer stand for a level; leave the rest to the validator."""
    return float(level) if level.__class__ is int and is_finite(level) else level


@attrs.frozen(cache_hash=True)
class Requirement:
    """One skill that a ticket asks for.

    Parameters
    ----------
    skill
        Name of the skill.
    minimum
        Level from which an agent is good enough, at least 0; same scale as the agents' levels.
    optional
        An optional requirement never shuts an agent out; scores may reward it.

    Examples
    --------
    >>> Requirement("billing", 3)
    Requirement(skill='billing', minimum=3.0, optional=False)
    """

    skill: str = attrs.field(validator=text)
    minimum: float = attrs.field(default=0.0, converter=_to_float, validator=amount)
    optional: bool = attrs.field(default=False, validator=flag)


RequirementsLike: TypeAlias = Mapping[str, float] | Iterable[Requirement]


def to_requirements(value: RequirementsLike) -> tuple[Requirement, ...]:
    """Accept ``{"billing": 3}`` or requirements; sort by skill so that order never matters."""
    expected = "a mapping of skill to minimum level, or several Requirement"
    given: object = value
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise refuse_type("Ticket.requirements", expected, given)
    if isinstance(value, Mapping):
        levels = cast("Mapping[str, float]", value)
        requirements = tuple(Requirement(skill, minimum) for skill, minimum in levels.items())
    else:
        requirements = tuple(value)
    for each in requirements:
        if not isinstance(each, Requirement):
            raise refuse_type("Ticket.requirements", expected, each)
    return requirements if len(requirements) == 1 else tuple(sorted(requirements, key=_by_skill))


def _by_skill(requirement: Requirement) -> tuple[str, bool, float]:
    return (requirement.skill, requirement.optional, requirement.minimum)
