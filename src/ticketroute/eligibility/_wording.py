"""The words for fields, values and operators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ticketroute.eligibility._comparison import Comparison, Field, Operand
from ticketroute.eligibility._fields import UNRESTRICTED
from ticketroute.eligibility._operators import Operator
from ticketroute.eligibility._values import Kind, Value

MISSING: Final = "missing"
NONE: Final = "none"

_LISTED: Final = 5
"""So many texts are shown; the rest is counted."""


def is_plural(field: Field) -> bool:
    """Say whether a field is spoken of in the plural."""
    return Kind.TEXTS in field.kinds and field.name != "affinity"


def subject(field: Field) -> str:
    """Name a field at the start of a sentence."""
    return _bare(field) if field.of_ticket else f"the agent's {_bare(field)}"


def _bare(field: Field) -> str:
    name = field.name.replace("_", " ")
    if field.name == "requirements":
        return "required skills" if field.key is None else f"required level of {field.key!r}"
    if field.key is None:
        return name
    return f"level in {field.key!r}" if field.name == "skills" else field.key


def predicate(comparison: Comparison, *, negated: bool) -> str:
    """Say what a comparison asks of its field, or the opposite."""
    field, operator = comparison.field, comparison.operator
    objects = [_object(field, each) for each in comparison.values]
    if operator is Operator.CONTAINS:
        return f"{_include(field, negated=negated)} {objects[0]}"
    verb = "are" if is_plural(field) else "is"
    if operator is Operator.IS_MISSING:
        return f"{verb} {'given' if negated else 'missing'}"
    if operator is Operator.IN and len(objects) > 1:
        return f"{verb} {'none' if negated else 'one'} of {', '.join(objects)}"
    words = {Operator.EQUALS: "", Operator.IN: "among " if comparison.is_among_texts else ""}
    word = words.get(operator, f"{operator.value} ")
    return f"{verb} {'not ' if negated else ''}{word}{' and '.join(objects)}"


def _include(field: Field, *, negated: bool) -> str:
    if is_plural(field):
        return "do not include" if negated else "include"
    return "does not include" if negated else "includes"


def _object(field: Field, operand: Operand) -> str:
    """Name what a field is compared with."""
    if not isinstance(operand, Field):
        return shown(operand)
    owner = "ticket" if operand.of_ticket else "agent"
    if operand.of_ticket is not field.of_ticket and _bare(operand) == _bare(field):
        return f"that of the {owner}"
    return f"the {owner}'s {_bare(operand)}"


def shown(value: Operand | Value) -> str:
    """Write a value."""
    if isinstance(value, datetime):
        return str(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, frozenset | tuple):
        return _listed(value if isinstance(value, tuple) else sorted(value))
    return MISSING if value is None else repr(value)


def _listed(texts: Sequence[str]) -> str:
    listed = ", ".join(repr(each) for each in texts[:_LISTED])
    more = len(texts) - _LISTED
    return f"{listed} and {more} more" if more > 0 else listed or NONE


def held(field: Field, value: Value) -> str:
    """Say what a ticket or an agent has in a field."""
    if value is None and field.path in UNRESTRICTED:
        return "without restriction"
    return shown(value)
