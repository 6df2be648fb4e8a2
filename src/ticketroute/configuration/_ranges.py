"""The least that a number may be, found out by asking the class that refuses less."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from ticketroute.configuration._containers import Row, Several
from ticketroute.configuration._form import Form, Schema
from ticketroute.configuration._kinds import OfKind
from ticketroute.configuration._leaves import INTEGER, NOTHING, NUMBER, TEXT
from ticketroute.configuration._of_type import form_of
from ticketroute.configuration._problems import REFUSALS
from ticketroute.configuration._settings_of import settings_of
from ticketroute.configuration._special import ConditionForm
from ticketroute.configuration._times import DURATION
from ticketroute.configuration._unions import OneOf
from ticketroute.eligibility import Field

_SAMPLES: Final[Mapping[Form, object]] = {
    INTEGER: 2,
    NUMBER: 2.0,
    TEXT: "a",
    DURATION: timedelta(hours=1),
}

# What is refused, and what is not, if there is a least number; and what the schema says of it.
_BOUNDS: Final[Mapping[Form, tuple[tuple[float, float, Schema], ...]]] = {
    INTEGER: ((-1, 0, {"minimum": 0}), (0, 1, {"minimum": 1}), (1, 2, {"minimum": 2})),
    NUMBER: (
        (-1e-6, 0.0, {"minimum": 0}),
        (0.0, 1e-6, {"exclusiveMinimum": 0}),
        (1 - 1e-6, 1.0, {"minimum": 1}),
        (1.0, 1 + 1e-6, {"exclusiveMinimum": 1}),
    ),
}


def add_ranges(kind: type, properties: Schema) -> None:
    """Add to the schemas of the settings of a class the least that each number may be.

    A value is made with each number in turn a little above and a little below what may be the
    least. A class of which no value can be made so, or that refuses both, is left as it is.
    """
    settings = {each.name: form_of(each.hint) for each in settings_of(kind)}
    sample = {
        each.name: _sample_of(settings[each.name]) for each in settings_of(kind) if each.is_required
    }
    for name, form in settings.items():
        number = _number_in(form)
        if number is not None:
            _bound(properties[name], _least(kind, sample, name, number))


def _number_in(form: Form) -> Form | None:
    """Give the form of the number that a setting is, or may be."""
    forms = form.forms if isinstance(form, OneOf) else (form,)
    return next((each for each in forms if each in _BOUNDS), None)


def _bound(described: object, bound: Schema) -> None:
    """Add a bound to a schema, or to that of its parts which is one of numbers."""
    if isinstance(described, dict):
        if described.get("type") in ("integer", "number"):
            described.update(bound)
        for part in described.get("anyOf", ()):
            _bound(part, bound)


def _least(kind: type, sample: dict[str, object], name: str, number: Form) -> Schema:
    for below, above, bound in _BOUNDS[number]:
        if _accepts(kind, {**sample, name: above}) and not _accepts(kind, {**sample, name: below}):
            return bound
    return {}


def _accepts(kind: type, settings: dict[str, object]) -> bool:
    try:
        kind(**settings)
    except REFUSALS:
        return False
    return True


def _sample_of(form: Form) -> object:
    """Give some value of a form, None if there is none at hand."""
    if form in _SAMPLES:
        return _SAMPLES[form]
    if isinstance(form, OneOf):
        return None if NOTHING in form.forms else _sample_of(form.forms[0])
    if isinstance(form, Row):
        return tuple(_sample_of(part) for part in form.parts)
    if isinstance(form, ConditionForm):
        return Field("ticket.effort").at_least(1)
    if isinstance(form, OfKind):
        return _sample_of_kind(form)
    return (_sample_of(form.part),) if isinstance(form, Several) else ()


def _sample_of_kind(form: OfKind) -> object:
    for _, found in form.family.kinds():
        if isinstance(found, type) and form.admits(found) and not _requires(found):
            made: object = found()
            return made
    return None


def _requires(kind: type) -> bool:
    return any(setting.is_required for setting in settings_of(kind))
