"""Validators and converters of the model: each message names field, value and expectation."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, TypeVar, cast

import attrs

from ticketroute.model._instants import require_aware

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_NOBODY: Final[frozenset[str]] = frozenset()

AttributeValue: TypeAlias = str | int | float | bool | None


def _name(instance: object, attribute: "attrs.Attribute[_Value]") -> str:
    return f"{type(instance).__name__}.{attribute.name}"


def refuse(field: str, expected: str, value: object) -> ValueError:
    """Build the error for a value of the right type that may not be."""
    return ValueError(f"{field}: expected {expected}, got {value!r}")


def refuse_type(field: str, expected: str, value: object) -> TypeError:
    """Build the error for a value of the wrong type."""
    return TypeError(f"{field}: expected {expected}, got {value!r}")


def require_text(field: str, value: object) -> None:
    """Insist on a non-empty string."""
    if not isinstance(value, str):
        raise refuse_type(field, "a string", value)
    if not value:
        raise refuse(field, "a non-empty string", value)


def require_texts(field: str, value: object) -> None:
    """Insist on several non-empty strings; one alone is not several."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise refuse_type(field, "several strings", value)
    for each in value:
        require_text(field, each)


MOST_UNITS: Final = 1_000_000_000
"""More units of effort or capacity than anybody has; what fits below never overflows a column."""


def require_integer(field: str, value: object, least: int, most: int | None = None) -> None:
    """Insist on an integer, and on one within bounds."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse_type(field, f"an integer of at least {least}", value)
    if value < least:
        raise refuse(field, f"an integer of at least {least}", value)
    if most is not None and value > most:
        raise refuse(field, f"an integer of at most {most:,}", value)


def require_amount(field: str, value: object) -> None:
    """Insist on a finite number that is not negative."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a finite number of at least 0", value)
    if not is_finite(value) or value < 0:
        raise refuse(field, "a finite number of at least 0", value)


def is_finite(value: float) -> bool:
    """Say whether a number is finite as a float: not NaN, not infinite, not beyond all floats."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def given_or_new(field: str, value: _Value | None, kind: type[_Value]) -> _Value:
    """Give a value of a kind, or a new one where there is none; refuse anything else."""
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise refuse_type(field, f"a {kind.__name__}", value)
    return value


def to_tuple(field: str, expected: str, values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Keep several values in their order; refuse one that is not in a list."""
    given: object = values
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise refuse_type(field, expected, values)
    return tuple(values)


def require_pairs(field: str, expected: str, value: object) -> None:
    """Insist that a mapping came through its converter, which leaves what it cannot read."""
    if not isinstance(value, tuple):
        raise refuse_type(field, expected, value)


def text(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a non-empty string."""
    require_text(_name(instance, attribute), value)


def optional_text(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a non-empty string or None."""
    if value is not None:
        require_text(_name(instance, attribute), value)


def texts(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds several non-empty strings."""
    require_texts(_name(instance, attribute), value)


def text_set(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that mostly holds an empty set, else several non-empty strings."""
    if value != _NOBODY:
        texts(instance, attribute, value)


def optional_texts(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds several non-empty strings, or None for no restriction."""
    if value is not None:
        texts(instance, attribute, value)


def require_flag(field: str, value: object) -> None:
    """Insist on True or False."""
    if not isinstance(value, bool):
        raise refuse_type(field, "True or False", value)


def flag(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds True or False."""
    require_flag(_name(instance, attribute), value)


def units(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds units of effort, an integer of at least 1."""
    require_integer(_name(instance, attribute), value, 1, MOST_UNITS)


def optional_level(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds an integer of at least 1, or None."""
    if value is not None:
        require_integer(_name(instance, attribute), value, 1)


def optional_amount(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a finite number of at least 0, or None."""
    if value is not None:
        require_amount(_name(instance, attribute), value)


def amount(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a finite number of at least 0."""
    require_amount(_name(instance, attribute), value)


def aware(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a timezone-aware datetime."""
    require_aware(value, _name(instance, attribute))


def optional_aware(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a timezone-aware datetime or None."""
    if value is not None:
        require_aware(value, _name(instance, attribute))


def attribute_pairs(
    instance: object,
    attribute: "attrs.Attribute[_Value]",
    value: _Value,
) -> None:
    """Validate open attributes: names are strings, values scalars, numbers finite."""
    field = _name(instance, attribute)
    require_pairs(field, "a mapping of name to value", value)
    for name, each in cast("Iterable[tuple[object, object]]", value):
        require_text(field, name)
        if each is not None and not isinstance(each, str | int | float | bool):
            raise refuse_type(f"{field}[{name!r}]", "a string, a number, a bool or None", each)
        if isinstance(each, float) and not is_finite(each):
            raise refuse(f"{field}[{name!r}]", "a finite number", each)


# Converters run before validators. What they cannot read they leave as it is: the validator knows
# the field's name and refuses it.


def to_texts(value: Iterable[str]) -> tuple[str, ...]:
    """Keep several strings in their order."""
    return tuple(value) if _is_several(value) else cast("tuple[str, ...]", value)


def to_text_set(value: Iterable[str]) -> frozenset[str]:
    """Keep several strings without order."""
    if value.__class__ is frozenset:  # as nearly always, and much quicker found out
        return cast("frozenset[str]", value)
    return frozenset(value) if _is_several(value) else cast("frozenset[str]", value)


def to_optional_text_set(value: Iterable[str] | None) -> frozenset[str] | None:
    """Keep several strings without order; None means no restriction."""
    return None if value is None else to_text_set(value)


def _is_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def sorted_pairs(
    value: Mapping[_Key, _Value] | Iterable[tuple[_Key, _Value]],
) -> tuple[tuple[_Key, _Value], ...]:
    """Keep a mapping as pairs sorted by key, so that it can be hashed and compared."""
    try:
        return tuple(sorted(dict(value).items()))
    except (TypeError, ValueError):
        return cast("tuple[tuple[_Key, _Value], ...]", value)


def to_attribute_pairs(
    value: Mapping[str, AttributeValue] | Iterable[tuple[str, AttributeValue]],
) -> tuple[tuple[str, AttributeValue], ...]:
    """Keep open attributes as pairs sorted by name."""
    return sorted_pairs(value)
