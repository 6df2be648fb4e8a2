"""Validators and converters of the model: each message names field, value and expectation."""

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar, cast

import attrs

from ticketroute.model._instants import require_aware

_Value = TypeVar("_Value")

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


def require_integer(field: str, value: object, least: int) -> None:
    """Insist on an integer, and on one that is large enough."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse_type(field, f"an integer of at least {least}", value)
    if value < least:
        raise refuse(field, f"an integer of at least {least}", value)


def require_amount(field: str, value: object) -> None:
    """Insist on a finite number that is not negative."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a finite number of at least 0", value)
    if not math.isfinite(value) or value < 0:
        raise refuse(field, "a finite number of at least 0", value)


def text(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a non-empty string."""
    require_text(_name(instance, attribute), value)


def optional_text(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds a non-empty string or None."""
    if value is not None:
        require_text(_name(instance, attribute), value)


def texts(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds several non-empty strings, or None for no restriction."""
    if isinstance(value, str):
        raise refuse_type(_name(instance, attribute), "several strings", value)
    for each in cast("Iterable[object]", value or ()):
        require_text(_name(instance, attribute), each)


def positive_integer(instance: object, attribute: "attrs.Attribute[_Value]", value: _Value) -> None:
    """Validate a field that holds an integer of at least 1."""
    require_integer(_name(instance, attribute), value, 1)


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
    for name, each in cast("Iterable[tuple[object, object]]", value):
        require_text(field, name)
        if each is not None and not isinstance(each, str | int | float | bool):
            raise refuse_type(f"{field}[{name!r}]", "a string, a number, a bool or None", each)
        if isinstance(each, float) and not math.isfinite(each):
            raise refuse(f"{field}[{name!r}]", "a finite number", each)


def to_texts(value: Iterable[str]) -> tuple[str, ...]:
    """Keep several strings in their order; a lone string is left for the validator to refuse."""
    return cast("tuple[str, ...]", value) if isinstance(value, str) else tuple(value)


def to_text_set(value: Iterable[str]) -> frozenset[str]:
    """Keep several strings without order; a lone string is left for the validator to refuse."""
    return cast("frozenset[str]", value) if isinstance(value, str) else frozenset(value)


def to_optional_text_set(value: Iterable[str] | None) -> frozenset[str] | None:
    """Keep several strings without order; None means no restriction."""
    return None if value is None else to_text_set(value)


def to_attribute_pairs(
    value: Mapping[str, AttributeValue] | Iterable[tuple[str, AttributeValue]],
) -> tuple[tuple[str, AttributeValue], ...]:
    """Keep a mapping as pairs sorted by name, so that it can be hashed and compared."""
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted({str(name): each for name, each in pairs}.items()))
