"""The settings of a class: what it can be told when it is made."""

import dataclasses
from collections.abc import Callable, Hashable
from functools import cache
from typing import Annotated, Final, cast, get_type_hints

import attrs

from ticketroute.configuration._problems import REFUSALS
from ticketroute.sla import Tiers

IN_ORDER: Final = "in order"
"""Marks pairs whose order means something: a list, as stores may keep mappings in another one."""

_RANKINGS: Final = ((Tiers, "weights"),)


@attrs.frozen(eq=False)
class Setting:
    """One thing that a class can be told.

    Parameters
    ----------
    name
        What its parameter is called, and data call it.
    attribute
        Where a value keeps it.
    owner
        The class.
    is_required
        Whether it has no default.
    default_of
        What it is by default for a value whose other settings are known.
    hint
        Its type.
    """

    name: str
    attribute: str
    owner: type
    is_required: bool
    default_of: Callable[[object], object]
    hint: object

    def is_default(self, value: object) -> bool:
        """Say whether a value has it as it is by default."""
        if self.is_required:
            return False
        held: object = getattr(value, self.attribute)
        default = self.default_of(value)
        return held is default or (
            isinstance(held, bool) == isinstance(default, bool) and bool(held == default)
        )


def settings_of(kind: type) -> tuple[Setting, ...]:
    """Give the settings of an attrs class or data class; any other class has none."""
    return _settings_of(cast("Hashable", kind))


@cache
def _settings_of(hashable: Hashable) -> tuple[Setting, ...]:
    kind = cast("type", hashable)
    if attrs.has(kind):
        hints = _hints(kind)
        return tuple(
            Setting(
                cast("str", field.alias),
                field.name,
                kind,
                field.default is attrs.NOTHING,
                _default_of(field),
                _marked(kind, field.name, hints.get(field.name, field.type)),
            )
            for field in attrs.fields(kind)
            if field.init
        )
    if dataclasses.is_dataclass(kind):
        return _of_data_class(kind)
    return ()


def _marked(kind: type, name: str, hint: object) -> object:
    return Annotated[hint, IN_ORDER] if (kind, name) in _RANKINGS else hint


def _hints(kind: type) -> dict[str, object]:
    """Resolve annotations; those of a class that names what is not there stay as they are."""
    try:
        return dict(get_type_hints(kind))
    except NameError:
        return {}


def _default_of(field: "attrs.Attribute[object]") -> Callable[[object], object]:
    def default_of(value: object) -> object:
        default: object = field.default
        factory: Callable[..., object] | None = getattr(default, "factory", None)
        if factory is not None:  # an attrs.Factory, which type checkers take for a function
            takes_self: bool = getattr(default, "takes_self", False)
            default = factory(value) if takes_self else factory()
        if field.converter is None:
            return default
        try:
            return cast("Callable[[object], object]", field.converter)(default)
        except REFUSALS:
            return default

    return default_of


def _of_data_class(kind: type) -> tuple[Setting, ...]:
    hints = _hints(kind)

    def default_of(field: "dataclasses.Field[object]") -> Callable[[object], object]:
        if field.default_factory is not dataclasses.MISSING:
            factory = field.default_factory
            return lambda _value: factory()
        return lambda _value: field.default

    return tuple(
        Setting(
            field.name,
            field.name,
            kind,
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
            default_of(field),
            hints.get(field.name, field.type),
        )
        for field in dataclasses.fields(kind)
        if field.init
    )
