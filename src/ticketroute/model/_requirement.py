"""What a ticket asks of an agent's skills."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from ticketroute.model._validation import amount, text


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
    minimum: float = attrs.field(default=0.0, converter=lambda level: _to_float(level))
    optional: bool = False

    @minimum.validator
    def _check_minimum(self, attribute: "attrs.Attribute[float]", value: float) -> None:
        amount(self, attribute, value)


RequirementsLike: TypeAlias = Mapping[str, float] | Iterable[Requirement]


def _to_float(level: float) -> float:
    """Let an integer stand for a level; leave the rest to the validator."""
    return float(level) if isinstance(level, int) and not isinstance(level, bool) else level


def to_requirements(value: RequirementsLike) -> tuple[Requirement, ...]:
    """Accept ``{"billing": 3}`` or requirements; sort by skill so that order never matters."""
    if isinstance(value, Mapping):
        value = [Requirement(skill, minimum) for skill, minimum in value.items()]
    requirements = tuple(value)
    for each in requirements:
        if not isinstance(each, Requirement):
            message = (
                "Ticket.requirements: expected a mapping of skill to minimum level or an iterable of "
                f"Requirement, got {each!r}"
            )
            raise TypeError(message)
    return tuple(sorted(requirements, key=_by_skill)) if len(requirements) > 1 else requirements


def _by_skill(requirement: Requirement) -> tuple[str, bool, float]:
    return (requirement.skill, requirement.optional, requirement.minimum)
