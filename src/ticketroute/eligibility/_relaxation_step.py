"""A step of a relaxation: what a ticket asks for no more after a while."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

import attrs

from ticketroute.model import (
    Presence,
    Requirement,
    Ticket,
    flag,
    optional_text,
    refuse,
    refuse_type,
    require_amount,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
    texts,
    to_presence,
    to_text_set,
)

_GRADES: Final = tuple(Presence)
"""From the narrowest to the widest."""


def _to_levels(
    value: Mapping[str, float] | Iterable[tuple[str, float]],
) -> tuple[tuple[str, float], ...]:
    return sorted_pairs(value)


def _to_grade(value: Presence | str | None) -> Presence | None:
    return None if value is None else to_presence(value, "RelaxationStep.presence")


def _optional_duration(
    _instance: object, attribute: "attrs.Attribute[timedelta | None]", value: object
) -> None:
    if value is not None:
        require_duration(f"RelaxationStep.{attribute.name}", value)


def require_duration(field: str, value: object) -> None:
    """Insist on a duration longer than zero."""
    if not isinstance(value, timedelta):
        raise refuse_type(field, "a timedelta", value)
    if value <= timedelta(0):
        raise refuse(field, "a duration longer than zero", value)


@attrs.frozen(cache_hash=True)
class RelaxationStep:
    """What changes once a ticket has waited for so long; everything else stays as it is.

    Parameters
    ----------
    after
        How long it has waited then, counted from when it came into the queue and not from the step
        before.
    drop
        Skills that are no longer asked for.
    optional
        Skills that shut nobody out any more, but that scores may still reward.
    lower
        Levels that are good enough now, by skill; a level is never raised.
    any_skill
        Whether no skill at all is asked for any more: any agent of the queue will do.
    helpers
        Teams whose agents may have it, too.
    presence
        ``"away"``: those who are away may have it, too; ``"offline"``: anybody.
    queue
        A fallback queue: the ticket goes on waiting there, as it is by then.
    park
        Whether it waits no longer but is put on hold for somebody to see to; a last step, which
        changes nothing else.
    skip_unstaffed
        Whether the step is taken at once if, when the ticket begins to wait as it was before the
        step, nobody is there who may have it so, whether with room or without.
    while_backlog_below
        Lend only while the teams in `helpers` can afford it: in the queue of each of their names,
        fewer tickets than this wait. Asked when the step is due.
    every
        How often that is asked again until the next step is due; without it, it is asked once. A
        step that is not taken by then is passed over, and the next one is taken without it.

    Raises
    ------
    ValueError, TypeError
        If a value is not as described, or the step changes nothing.

    Examples
    --------
    >>> from ticketroute.model import EPOCH
    >>> step = RelaxationStep(timedelta(minutes=10), drop=["french"], lower={"billing": 2})
    >>> asked = Ticket(id="t1", created=EPOCH, requirements={"french": 1, "billing": 4})
    >>> step.apply(asked).requirements
    (Requirement(skill='billing', minimum=2.0, optional=False),)
    """

    after: timedelta
    drop: frozenset[str] = attrs.field(
        default=frozenset(), converter=to_text_set, validator=texts, kw_only=True
    )
    optional: frozenset[str] = attrs.field(
        default=frozenset(), converter=to_text_set, validator=texts, kw_only=True
    )
    lower: tuple[tuple[str, float], ...] = attrs.field(
        default=(), converter=_to_levels, kw_only=True
    )
    any_skill: bool = attrs.field(default=False, validator=flag, kw_only=True)
    helpers: frozenset[str] = attrs.field(
        default=frozenset(), converter=to_text_set, validator=texts, kw_only=True
    )
    presence: Presence | None = attrs.field(default=None, converter=_to_grade, kw_only=True)
    queue: str | None = attrs.field(default=None, validator=optional_text, kw_only=True)
    park: bool = attrs.field(default=False, validator=flag, kw_only=True)
    skip_unstaffed: bool = attrs.field(default=False, validator=flag, kw_only=True)
    while_backlog_below: int | None = attrs.field(default=None, kw_only=True)
    every: timedelta | None = attrs.field(default=None, validator=_optional_duration, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_duration("RelaxationStep.after", self.after)
        require_pairs("RelaxationStep.lower", "a mapping of skill to level", self.lower)
        for skill, level in self.lower:
            require_text("RelaxationStep.lower", skill)
            require_amount(f"RelaxationStep.lower[{skill!r}]", level)
        self._require_guard()
        self._require_sense()

    def _require_guard(self) -> None:
        if self.while_backlog_below is not None:
            require_integer("RelaxationStep.while_backlog_below", self.while_backlog_below, 1)
            if not self.helpers:
                expected = "None, as no team helps out"
                given = self.while_backlog_below
                raise refuse("RelaxationStep.while_backlog_below", expected, given)
        elif self.every is not None:
            expected = "None, as there is no while_backlog_below"
            raise refuse("RelaxationStep.every", expected, self.every)

    def _require_sense(self) -> None:
        """Refuse a step that changes nothing, or says two things of a skill."""
        skills = [*self.drop, *self.optional, *(skill for skill, _ in self.lower)]
        if len(set(skills)) < len(skills):
            twice = sorted({each for each in skills if skills.count(each) > 1})
            raise refuse("RelaxationStep", "each skill in one of drop, optional and lower", twice)
        if self.any_skill and skills:
            raise refuse("RelaxationStep.any_skill", "False, as single skills are named", True)  # noqa: FBT003 - the value that is refused
        if self.presence is Presence.ACTIVE:
            expected = "'away' or 'offline', which is wider than what every ticket allows"
            raise refuse("RelaxationStep.presence", expected, self.presence.value)
        others = (skills, self.any_skill, self.helpers, self.presence, self.queue)
        if self.park and any(others):
            raise refuse("RelaxationStep.park", "a step that changes nothing else", self)
        if not self.park and not any(others):
            raise refuse("RelaxationStep", "something that changes", self)

    def apply(self, ticket: Ticket) -> Ticket:
        """Give a ticket as it is after the step."""
        return attrs.evolve(
            ticket,
            requirements=() if self.any_skill else self._relaxed(ticket.requirements),
            helpers=ticket.helpers | self.helpers,
            presence=_wider(ticket.presence, self.presence),
            queue=self.queue or ticket.queue,
        )

    def _relaxed(self, requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
        """Give what is left of some requirements."""
        levels = dict(self.lower)
        return tuple(
            attrs.evolve(
                each,
                minimum=min(each.minimum, levels.get(each.skill, each.minimum)),
                optional=each.optional or each.skill in self.optional,
            )
            for each in requirements
            if each.skill not in self.drop
        )


def _wider(one: Presence, other: Presence | None) -> Presence:
    return one if other is None else max(one, other, key=_GRADES.index)


def describe_change(before: Ticket, after: Ticket) -> tuple[str, ...]:
    """Say in words what a ticket asks for otherwise than before.

    Examples
    --------
    >>> from ticketroute.model import EPOCH
    >>> asked = Ticket(id="t1", created=EPOCH, requirements={"french": 1, "billing": 4})
    >>> describe_change(asked, attrs.evolve(asked, requirements={"billing": 2}, presence="away"))
    ("'billing' from 2", "without 'french'", 'also from those who are away')
    """
    left = {each.skill: each for each in after.requirements}
    told = [_skill_text(each, left.get(each.skill)) for each in before.requirements]
    told += [f"also from team {team!r}" for team in sorted(after.helpers - before.helpers)]
    if after.presence is not before.presence:
        told.append(_PRESENCE[after.presence])
    if after.queue != before.queue:
        told.append(f"in queue {after.queue!r}")
    return tuple(text for text in told if text)


_PRESENCE: Final[Mapping[Presence, str]] = {
    Presence.ACTIVE: "only from those who are active",
    Presence.AWAY: "also from those who are away",
    Presence.OFFLINE: "also from those who are offline",
}


def _skill_text(before: Requirement, after: Requirement | None) -> str:
    if after is None:
        return f"without {before.skill!r}"
    if after.optional and not before.optional:
        return f"{before.skill!r} at will"
    return f"{before.skill!r} from {after.minimum:g}" if after.minimum < before.minimum else ""
