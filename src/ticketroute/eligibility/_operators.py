"""How values are compared, and which comparisons are refused because they can never hold."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from ticketroute.eligibility._values import (
    ORDERED,
    Kind,
    Value,
    is_among,
    is_ascending,
    is_equal,
)
from ticketroute.model import refuse, refuse_type

Kinds: TypeAlias = frozenset[Kind]

_Value = TypeVar("_Value")


class Operator(Enum):
    """How a field is compared; the values are the words that data use."""

    EQUALS = "equals"
    IN = "in"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    BETWEEN = "between"
    CONTAINS = "contains"
    IS_MISSING = "is missing"


_SINGLE: Final = frozenset(Kind) - {Kind.TEXTS}
_TEXTS: Final = frozenset((Kind.TEXTS,))
_TEXT: Final = frozenset((Kind.TEXT,))

_ASKS: Final = {
    Operator.EQUALS: _SINGLE,
    Operator.IN: _SINGLE,
    Operator.AT_LEAST: ORDERED,
    Operator.AT_MOST: ORDERED,
    Operator.BETWEEN: ORDERED,
    Operator.CONTAINS: _TEXTS,
    Operator.IS_MISSING: frozenset(Kind),
}
"""The kinds of which each operator can be asked."""

_COUNTS: Final = {Operator.BETWEEN: (2, "two values"), Operator.IS_MISSING: (0, "no values")}


def compare(operator: Operator, value: Value, others: Sequence[Value]) -> bool:
    """Compare a value with others; false where one is missing, or where kinds are unlike."""
    if operator is Operator.CONTAINS:
        return is_among(others[0], value)
    if operator is Operator.EQUALS:
        return is_equal(value, others[0])
    if operator is Operator.IN:
        return any(is_equal(value, other) for other in others)
    low, high = bounds(operator, value, others)
    return is_ascending(low, value) and is_ascending(value, high)


def bounds(operator: Operator, value: _Value, others: Sequence[_Value]) -> tuple[_Value, _Value]:
    """Give the bounds of a range; one that is not there is the value itself."""
    low = value if operator is Operator.AT_MOST else others[0]
    high = value if operator is Operator.AT_LEAST else others[-1]
    return low, high


def require_count(where: str, operator: Operator, values: Sequence[object]) -> None:
    """Refuse too many or too few values."""
    if operator is Operator.IN:
        if not values:
            raise refuse(where, "at least one value", list(values))
        return
    count, expected = _COUNTS.get(operator, (1, "one value"))
    if len(values) != count:
        raise refuse(where, expected, list(values))


def kinds_asked(where: str, operator: Operator, path: str, kinds: Kinds) -> Kinds:
    """Give the kinds of a field's values that can hold; refuse a field that has none of them."""
    possible = kinds & _ASKS[operator]
    if not possible:
        raise refuse(where, f"a field that holds {in_words(_ASKS[operator])}", path)
    return possible


def kinds_compared(operator: Operator, possible: Kinds, *, with_texts: bool) -> Kinds:
    """Give the kinds that may stand on the other side."""
    if operator is Operator.CONTAINS:
        return _TEXT
    return _TEXTS if with_texts and Kind.TEXT in possible else possible


def require_kinds(where: str, allowed: Kinds, kinds: Kinds, value: object) -> None:
    """Refuse a value or a field that can never be of one of the kinds."""
    if not kinds & allowed:
        raise refuse_type(where, in_words(allowed), value)


def require_order(where: str, operator: Operator, values: Sequence[Value]) -> None:
    """Refuse a range between two values of which the first is above the second."""
    if operator is Operator.BETWEEN and len(values) > 1 and not is_ascending(*values):
        raise refuse(where, "the lower bound first", list(values))


def in_words(kinds: Kinds) -> str:
    """List kinds."""
    if kinds == _SINGLE:
        return "a single value"
    return " or ".join(sorted(kind.value for kind in kinds))
