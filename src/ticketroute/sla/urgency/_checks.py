"""What may stand where a rule asks for a number or for another rule."""

from typing import Final

from ticketroute.model import MOST_UNITS, is_finite, refuse, refuse_type

_LEAST: Final = 1e-9
"""Less than this would let products leave the range of floats, and with it make ties."""


def require_number(field: str, value: object, expected: str = "a finite number") -> float:
    """Insist on a finite number of at most 1e9 either way, and give it."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, expected, value)
    if not is_finite(value):
        raise refuse(field, expected, value)
    if abs(value) > MOST_UNITS:
        raise refuse(field, "at most 1e9", value)
    return value


def require_not_negative(field: str, value: object) -> None:
    """Insist on a finite number of at least 0."""
    expected = "a finite number of at least 0"
    if require_number(field, value, expected) < 0:
        raise refuse(field, expected, value)


def require_positive(field: str, value: object) -> None:
    """Insist on a finite number above 0, neither huge nor tiny."""
    expected = "a finite number above 0"
    number = require_number(field, value, expected)
    if number <= 0:
        raise refuse(field, expected, value)
    if number < _LEAST:
        raise refuse(field, "at least 1e-9", value)


def require_rule(field: str, value: object) -> None:
    """Insist on something that can be asked like a rule."""
    if not callable(value):
        raise refuse_type(field, "a callable (backlog, now) -> numbers", value)
