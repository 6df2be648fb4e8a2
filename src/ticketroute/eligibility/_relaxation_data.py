"""Relaxations as plain data, and back."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, TypeVar, cast

import attrs

from ticketroute.eligibility._condition import (
    Condition,
    ConditionLike,
    Data,
    to_data,
    to_ticket_condition,
)
from ticketroute.eligibility._relaxation import Relaxation, Relaxations
from ticketroute.eligibility._relaxation_step import RelaxationStep
from ticketroute.model import Presence, refuse, refuse_type, require_amount

_Made = TypeVar("_Made", Relaxation, RelaxationStep, Relaxations)

_FIELDS: Final = tuple(field.name for field in attrs.fields(RelaxationStep))
_DURATIONS: Final = ("after", "every")


def relaxations_to_data(relaxations: Relaxations) -> dict[str, object]:
    """Give relaxations as plain data that JSON can hold; durations are seconds.

    Raises
    ------
    TypeError
        If a condition is a function, which is no data.

    Examples
    --------
    >>> step = RelaxationStep(timedelta(minutes=10), drop=["french"])
    >>> relaxations_to_data(Relaxations([Relaxation([step])]))
    {'relaxations': [{'steps': [{'after': 600.0, 'drop': ['french']}]}]}
    """
    return {
        "relaxations": [
            _relaxation_to_data(f"relaxations[{number}]", each)
            for number, each in enumerate(relaxations.relaxations)
        ]
    }


def _relaxation_to_data(path: str, relaxation: Relaxation) -> dict[str, object]:
    data: dict[str, object] = {"steps": [_step_to_data(step) for step in relaxation.steps]}
    if relaxation.when is None:
        return data
    if not isinstance(relaxation.when, Condition):
        raise refuse_type(f"{path}.when", "a condition that can be data", relaxation.when)
    return {**data, "when": to_data(relaxation.when)}


def _step_to_data(step: RelaxationStep) -> dict[str, object]:
    shown: dict[str, object] = {}
    for field in attrs.fields(RelaxationStep):
        held: object = getattr(step, field.name)
        if held != field.default or field.default is attrs.NOTHING:
            shown[field.name] = _plain(held)
    return shown


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Presence):
        return value.value
    if isinstance(value, tuple):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else value


def relaxations_from_data(data: Data) -> Relaxations:
    """Make relaxations of data; the opposite of :func:`relaxations_to_data`.

    Raises
    ------
    ValueError, TypeError
        If they are none; the message begins with the path of the part that is wrong.

    Examples
    --------
    >>> relaxations_from_data({"relaxations": [{"steps": [{"after": "soon"}]}]})
    Traceback (most recent call last):
    ...
    TypeError: relaxations[0].steps[0].after: expected a finite number of at least 0, got 'soon'
    """
    rows = _list("relaxations", _mapping("relaxations", data, {"relaxations"}), "relaxations")
    made = [_relaxation_from_data(f"relaxations[{n}]", row) for n, row in enumerate(rows)]
    return _placed("relaxations", "Relaxations", lambda: Relaxations(made))


def _relaxation_from_data(path: str, data: object) -> Relaxation:
    row = _mapping(path, data, {"steps"}, {"when"})
    steps = [
        _step_from_data(f"{path}.steps[{number}]", step)
        for number, step in enumerate(_list(f"{path}.steps", row, "steps"))
    ]
    when = cast("ConditionLike | None", row.get("when"))
    condition = None if when is None else to_ticket_condition(when, path=f"{path}.when")
    return _placed(path, "Relaxation", lambda: Relaxation(steps, condition))


def _step_from_data(path: str, data: object) -> RelaxationStep:
    row = dict(_mapping(path, data, {"after"}, set(_FIELDS)))
    for name in _DURATIONS:
        if row.get(name) is not None:
            row[name] = _duration(f"{path}.{name}", row[name])
    return _placed(path, "RelaxationStep", lambda: RelaxationStep(**row))  # type: ignore[arg-type]


def _duration(path: str, seconds: object) -> timedelta:
    require_amount(path, seconds)
    try:
        return timedelta(seconds=cast("float", seconds))
    except OverflowError:
        raise refuse(path, "a number of seconds that a timedelta can hold", seconds) from None


def _mapping(
    path: str, data: object, needed: set[str], others: set[str] | None = None
) -> Mapping[str, object]:
    names = sorted(needed | (others or set()))
    if not isinstance(data, Mapping):
        raise refuse_type(path, f"a mapping with {', '.join(map(repr, names))}", data)
    if not needed <= set(data) <= set(names):
        raise refuse(path, f"{', '.join(map(repr, names))} and nothing else", dict(data))
    return data


def _list(path: str, data: Mapping[str, object], name: str) -> list[object] | tuple[object, ...]:
    rows = data[name]
    if not isinstance(rows, list | tuple):
        raise refuse_type(path, "a list", rows)
    return rows


def _placed(path: str, name: str, make: Callable[[], _Made]) -> _Made:
    """Make a value; what it refuses is told with its path in place of its name."""
    try:
        return make()
    except (TypeError, ValueError) as error:
        message = str(error)
        if not message.startswith(name):
            raise
        raise type(error)(path + message.removeprefix(name)) from None
