"""Comparisons as plain data that JSON can hold, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from ticketroute.eligibility._comparison import Comparison, Field, Operand
from ticketroute.eligibility._operators import Operator
from ticketroute.model import refuse, refuse_type

_WORDS: Final = {each.value: each for each in Operator}


def inner(path: str, step: str) -> str:
    """Give the path of a part."""
    return f"{path}.{step}" if path else step


def comparison_to_data(comparison: Comparison) -> dict[str, object]:
    """Give a comparison as plain data."""
    values = [_operand_to_data(each) for each in comparison.values]
    held: object = values
    if comparison.operator is Operator.IS_MISSING:
        held = True
    elif comparison.is_among_texts or comparison.operator not in (Operator.IN, Operator.BETWEEN):
        held = values[0]
    return {"field": comparison.field.path, comparison.operator.value: held}


def _operand_to_data(operand: Operand) -> object:
    if isinstance(operand, Field):
        return {"field": operand.path}
    return {"instant": operand.isoformat()} if isinstance(operand, datetime) else operand


def comparison_from_data(data: Mapping[str, object], path: str) -> Comparison:
    """Make a comparison of plain data."""
    words = [word for word in data if word != "field"]
    if len(words) != 1 or words[0] not in _WORDS:
        raise refuse(path or "condition", f"'field' and one of {', '.join(_WORDS)}", dict(data))
    field = _read_field(inner(path, "field"), data["field"])
    word = words[0]
    where = inner(path, word)
    values = _read_values(where, _WORDS[word], data[word])
    try:
        return Comparison(field, _WORDS[word], values)
    except (TypeError, ValueError) as error:
        # The comparison names field and word, data are found by their path.
        rest = str(error).removeprefix(f"{field.path} {word}")
        raise type(error)(where + rest) from None


def _read_field(where: str, path: object) -> Field:
    try:
        return Field(cast("str", path))
    except (TypeError, ValueError) as error:
        raise type(error)(where + str(error).removeprefix("Field.path")) from None


def _read_values(where: str, operator: Operator, held: object) -> list[Operand]:
    if operator is Operator.IS_MISSING:
        if held is not True:
            raise refuse(where, "true; its opposite is put into 'not'", held)
        return []
    several = operator is Operator.BETWEEN or (
        operator is Operator.IN and not isinstance(held, Mapping)
    )
    if not several:
        return [_read_operand(where, held)]
    if not isinstance(held, list | tuple | set | frozenset):
        raise refuse_type(where, "a list of values", held)
    return [_read_operand(f"{where}[{number}]", each) for number, each in enumerate(held)]


def _read_operand(where: str, held: object) -> Operand:
    if not isinstance(held, Mapping):
        return cast("Operand", held)  # the comparison refuses what is no value
    if set(held) == {"field"}:
        return _read_field(inner(where, "field"), held["field"])
    if set(held) != {"instant"}:
        raise refuse(where, "a value, {'field': path} or {'instant': text}", dict(held))
    text: object = held["instant"]
    if not isinstance(text, str):
        raise refuse_type(f"{where}.instant", "an ISO string with an offset", text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise refuse(f"{where}.instant", "an ISO string with an offset", text) from None
    if instant.tzinfo is None:
        raise refuse(f"{where}.instant", "an ISO string with an offset", text)
    return instant
