"""Calendars, conditions and metrics, which data have forms of their own for."""

from collections.abc import Callable, Mapping
from typing import Final, cast

import attrs

from ticketroute import eligibility, sla
from ticketroute.configuration._form import Definitions, Form, Named, Schema
from ticketroute.configuration._leaves import Leaf
from ticketroute.configuration._parts import KIND
from ticketroute.model import refuse, refuse_type


@attrs.frozen
class CalendarForm:
    """The form of calendars: a mapping, or in a document the name of one of its calendars.

    Parameters
    ----------
    written_out
        The form of a calendar that is written out.
    """

    written_out: Form

    is_writable = True
    expected = "a calendar, or the name of one of the document's"

    def fits(self, value: object) -> bool:
        """Say whether a value is a calendar of any sort."""
        return isinstance(value, sla.Calendar)

    def takes(self, data: object, named: Named) -> bool:
        """Say whether data are a mapping, or a name where there are calendars to name."""
        return isinstance(data, Mapping) or (named.is_document and isinstance(data, str))

    def write(self, path: str, value: object, named: Named) -> object:
        """Give the name of a calendar of the document, or else all of it."""
        return named.name_of(value) or self.written_out.write(path, value, named)

    def read(self, path: str, data: object, named: Named) -> object:
        """Find the calendar that is named, or make it."""
        if not named.is_document or not isinstance(data, str):
            return self.written_out.read(path, data, named)
        if data not in named.calendars:
            raise refuse(path, f"the name of one of the calendars {sorted(named.calendars)}", data)
        return named.calendars[data]

    def schema(self, definitions: Definitions) -> Schema:
        """Describe both."""
        return {"anyOf": [{"type": "string", "minLength": 1}, self.written_out.schema(definitions)]}


@attrs.frozen
class ConditionForm:
    """The form of conditions: as `ticketroute.eligibility` has them, or of a kind with a name.

    Parameters
    ----------
    of_kind
        The form of those with a name; None where there can be none.
    """

    of_kind: Form | None = None

    is_writable = True
    expected = "a condition as data, such as {'field': 'ticket.tier', 'equals': 'vip'}"

    def fits(self, value: object) -> bool:
        """Say whether a value is meant as a condition."""
        return callable(value)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a mapping."""
        return isinstance(data, Mapping)

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a condition as data; a function is none."""
        if isinstance(value, eligibility.Condition):
            return eligibility.to_data(value)
        if self.of_kind is not None and self.of_kind.fits(value):
            return self.of_kind.write(path, value, named)
        expected = "a condition of ticketroute.eligibility, to be written down"
        raise refuse_type(path, expected, value)

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a condition."""
        if not isinstance(data, Mapping):
            raise refuse_type(path, self.expected, data)
        if self.of_kind is None:
            return eligibility.condition_from_data(data, path=path)
        if KIND in data:
            return self.of_kind.read(path, data, named)
        return eligibility.to_ticket_condition(data, path=path)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe conditions, which refer to themselves."""
        plain = definitions.refer("condition", _describe_condition)
        if self.of_kind is None:
            return plain
        return {"anyOf": [plain, self.of_kind.schema(definitions)]}


_WORDS: Final = eligibility.Operator
_SCALAR: Final = {"type": ["string", "number", "boolean"]}


def _describe_condition() -> Schema:
    itself = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "items": itself, "minItems": 1}
    groups = [
        {"properties": {word: part}, "required": [word], "additionalProperties": False}
        for word, part in (("all", several), ("any", several), ("not", itself))
    ]
    path = {"type": "string", "pattern": r"^(ticket|agent)\."}
    other = {
        "type": "object",
        "properties": {"field": path},
        "required": ["field"],
        "additionalProperties": False,
    }
    instant = {
        "type": "object",
        "properties": {"instant": {"type": "string", "format": "date-time"}},
        "required": ["instant"],
        "additionalProperties": False,
    }
    operand = {"anyOf": [_SCALAR, other, instant]}
    words: Schema = {each.value: operand for each in _WORDS}
    words[_WORDS.IN.value] = {"anyOf": [{"type": "array", "items": operand}, other]}
    pair = {"type": "array", "items": operand, "minItems": 2, "maxItems": 2}
    words[_WORDS.BETWEEN.value] = pair
    words[_WORDS.IS_MISSING.value] = {"const": True}
    comparison = {
        "properties": {"field": path, **words},
        "required": ["field"],
        "minProperties": 2,
        "maxProperties": 2,
        "additionalProperties": False,
    }
    return {"type": "object", "oneOf": [*groups, comparison]}


_METRICS: Final = {
    metric.name: metric
    for metric in (
        sla.AGENT_WORK,
        sla.FIRST_RESPONSE,
        sla.NEXT_RESPONSE,
        sla.PAUSABLE_UPDATE,
        sla.PERIODIC_UPDATE,
        sla.REQUESTER_WAIT,
        sla.RESOLUTION,
    )
}
_OWNERSHIP: Final = "ownership by "


def _find_metric(name: str) -> sla.Metric | None:
    group = name.removeprefix(_OWNERSHIP)
    if group and group != name:
        return sla.group_ownership(group)
    return _METRICS.get(name)


def _read_metric(path: str, data: object) -> sla.Metric:
    metric = _find_metric(cast("str", data))
    if metric is None:
        names = ", ".join(map(repr, _METRICS))
        raise refuse(path, f"one of {names} or 'ownership by GROUP'", data)
    return metric


_is_metric: Callable[[object], bool] = lambda value: (  # noqa: E731
    isinstance(value, sla.Metric) and _find_metric(value.name) == value
)

METRIC: Final = Leaf(
    "the name of a metric of ticketroute.sla (one of functions cannot be written down)",
    "string",
    _is_metric,
    lambda value: cast("sla.Metric", value).name,
    _read_metric,
    {"anyOf": [{"enum": list(_METRICS)}, {"type": "string", "pattern": f"^{_OWNERSHIP}."}]},
)
