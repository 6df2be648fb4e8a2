"""The values that conditions compare: kinds that never mix, and what missing means."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Final, TypeAlias

from ticketroute.model import is_finite, refuse, refuse_type, require_aware, to_microseconds

Scalar: TypeAlias = str | int | float | bool | datetime
"""A single value: text, a number, True or False, or an aware datetime."""

Value: TypeAlias = Scalar | Collection[str] | None
"""What a field holds: a single value, several texts, or None."""


class Kind(Enum):
    """Sorts of values; only values of one sort are compared with each other."""

    FLAG = "True or False"
    INSTANT = "an aware datetime"
    NUMBER = "a number"
    TEXT = "a string"
    TEXTS = "several strings"


Key: TypeAlias = tuple[Kind, str | int | float | bool]
"""A single value that equals only its like: True is not 1, and instants do not know zones."""

ORDERED: Final = frozenset((Kind.NUMBER, Kind.INSTANT))
"""The kinds of which one value is less than another."""


def key_of(value: Value) -> Key | None:
    """Give a single value together with its kind; None where there is none."""
    if isinstance(value, str):
        return Kind.TEXT, value
    if isinstance(value, bool):
        return Kind.FLAG, value
    if isinstance(value, int | float):
        return Kind.NUMBER, value
    if isinstance(value, datetime):
        return Kind.INSTANT, to_microseconds(value)
    return None


def is_equal(one: Value, other: Value) -> bool:
    """Say whether two single values are equal; what is missing equals nothing."""
    key = key_of(one)
    return key is not None and key == key_of(other)


def is_ascending(low: Value, high: Value) -> bool:
    """Say whether a number or instant is at most another one."""
    before, after = key_of(low), key_of(high)
    if before is None or after is None:
        return False
    return before[0] is after[0] and before[0] in ORDERED and before <= after


def is_among(value: Value, texts: Value) -> bool:
    """Say whether a text is among several; None for these is no restriction."""
    return isinstance(value, str) and (texts is None or value in _several(texts))


def _several(texts: Value) -> Collection[str]:
    return texts if isinstance(texts, frozenset | tuple) else ()


def in_order(values: Iterable[Scalar]) -> tuple[Scalar, ...]:
    """Give the different ones of some values, in an order that does not depend on theirs."""
    by_key = {key_of(value): value for value in values}
    return tuple(by_key[key] for key in sorted(by_key, key=_rank))


def _rank(key: Key | None) -> tuple[str, str | int | float]:
    return ("", 0) if key is None else (key[0].value, key[1])


def read_scalar(where: str, value: object) -> Scalar:
    """Insist on a single value that can be compared; an instant is kept in UTC."""
    if isinstance(value, datetime):
        try:
            return require_aware(value, where).astimezone(UTC)
        except OverflowError:
            raise refuse(where, "an instant of the years 1 to 9999 in UTC", value) from None
    if not isinstance(value, str | int | float):  # a bool is an int
        expected = "a string, a number, True, False or an aware datetime"
        raise refuse_type(where, expected, value)
    if isinstance(value, float) and not is_finite(value):
        raise refuse(where, "a finite number", value)
    return value
