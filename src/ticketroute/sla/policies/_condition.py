"""Which tickets a policy is for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, TypeAlias, cast

import attrs

from ticketroute import eligibility
from ticketroute.model import AttributeValue, Ticket, refuse, refuse_type, require_text
from ticketroute.sla._targets import PriorityMatrix

Condition: TypeAlias = Callable[[Ticket], bool]
ConditionLike: TypeAlias = (
    Condition | Mapping[str, Collection[AttributeValue]] | eligibility.ConditionLike | None
)

_LEVEL: Final = "level"
_ATTRIBUTE: Final = "attributes."
_FIELDS: Final = (
    "channel",
    "customer",
    "impact",
    "language",
    "place",
    "queue",
    "tier",
    "type",
    "urgency",
)


def _to_values(
    values: Mapping[str, Collection[AttributeValue]]
    | Iterable[tuple[str, Collection[AttributeValue]]],
) -> tuple[tuple[str, frozenset[AttributeValue]], ...]:
    try:
        pairs = dict(values).items()
    except (TypeError, ValueError):
        raise refuse_type("when", "a mapping of field to values", values) from None
    for field, allowed in pairs:
        require_text("when", field)
        given: object = allowed
        if isinstance(given, str) or not isinstance(given, Collection):
            raise refuse_type(f"when[{field!r}]", "several values, as a list", allowed)
        for value in given:
            if value is not None and not isinstance(value, str | int | float):
                raise refuse_type(f"when[{field!r}]", "strings, numbers, bools or None", value)
    return tuple((field, frozenset(allowed)) for field, allowed in sorted(pairs))


@attrs.frozen
class FieldsAre:
    """Whether all of some fields of a ticket have one of the values named for them.

    Parameters
    ----------
    values
        Allowed values by field: ``{"tier": ["vip"], "level": [1, 2]}``. Besides the plain fields
        of a ticket there are ``"level"``, its priority level, and
        ``"attributes.NAME"``. None among the values stands for a field that is not set.

    matrix
        The table that priority levels are taken from; that of the targets, if they have one.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> is_vip = FieldsAre({"tier": ["vip"]})
    >>> is_vip(Ticket(id="t1", created=datetime(2026, 5, 4, tzinfo=UTC), tier="vip"))
    True
    """

    values: tuple[tuple[str, frozenset[AttributeValue]], ...] = attrs.field(converter=_to_values)
    matrix: PriorityMatrix = attrs.field(factory=PriorityMatrix, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.values:
            raise refuse("when", "at least one field", self.values)
        for field, allowed in self.values:
            is_attribute = field.startswith(_ATTRIBUTE) and field != _ATTRIBUTE
            known = field in (*_FIELDS, _LEVEL) or is_attribute
            if not known:
                expected = f"fields among {', '.join((*_FIELDS, _LEVEL))} or attributes.NAME"
                raise refuse("when", expected, field)
            if not allowed:
                raise refuse(f"when[{field!r}]", "at least one value", allowed)

    def __call__(self, ticket: Ticket) -> bool:
        """Ask about a ticket."""
        return all(self._value(ticket, field) in allowed for field, allowed in self.values)

    def _value(self, ticket: Ticket, field: str) -> AttributeValue:
        if field == _LEVEL:
            return self.matrix.level(ticket.impact, ticket.urgency)
        return cast("AttributeValue", eligibility.Field(f"ticket.{field}").value(ticket))


def to_condition(when: ConditionLike) -> Condition | None:
    """Read a condition; an empty one is none, and holds for no ticket."""
    if isinstance(when, eligibility.Condition) or eligibility.is_condition_data(when):
        return eligibility.to_ticket_condition(when, path="when")
    if when is None or callable(when):
        return when
    if not isinstance(when, Mapping):
        raise refuse_type("when", "a mapping of field to values, or a function of a ticket", when)
    # What is no data of a condition are values by field, or it is refused as such.
    return FieldsAre(cast("Mapping[str, Collection[AttributeValue]]", when)) if when else None
