"""Values that are written as one word or one number."""

import math
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, cast

import attrs

from ticketroute.configuration._form import Definitions, Named, Schema, shape_of
from ticketroute.model import refuse, refuse_type


@attrs.frozen(eq=False)
class Leaf:
    """A form of values without parts.

    Parameters
    ----------
    expected
        What messages say was expected.
    shape
        What JSON calls the data.
    fitting
        Which values are of the type.
    to_data, from_data
        How a value is written, and how it is read at a path.
    described
        The schema of the data.
    words
        The only data that it takes, where it stands beside other forms of the same shape.
    """

    expected: str
    shape: str
    fitting: Callable[[object], bool]
    to_data: Callable[[object], object]
    from_data: Callable[[str, object], object]
    described: Mapping[str, object]
    words: tuple[object, ...] | None = None

    is_writable = True

    def fits(self, value: object) -> bool:
        """Say whether a value is of the type."""
        return self.fitting(value)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether the shape is right."""
        return shape_of(data) == self.shape and (self.words is None or data in self.words)

    def write(self, path: str, value: object, named: Named) -> object:  # noqa: ARG002
        """Give a value as data."""
        if not self.fitting(value):
            raise refuse_type(path, f"{self.expected}, to be written down", value)
        return self.to_data(value)

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a value of data."""
        if not self.takes(data, named):
            raise refuse_type(path, self.expected, data)
        return self.from_data(path, data)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002
        """Describe the data."""
        return dict(self.described)


def _same(value: object) -> object:
    return value


def _as_it_is(_path: str, data: object) -> object:
    return data


def _is(*kinds: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)


def _whole(path: str, data: object) -> int:
    """Read an integer; other languages may write it with a point."""
    if isinstance(data, float) and not data.is_integer():
        raise refuse_type(path, "an integer", data)
    return int(cast("float", data))


def _finite(path: str, data: object) -> float:
    if isinstance(data, float) and not math.isfinite(data):
        raise refuse(path, "a finite number", data)
    return cast("float", data)


def _is_finite(value: object) -> bool:
    return _is(int, float)(value) and (
        isinstance(value, int) or math.isfinite(cast("float", value))
    )


def _plain_number(value: object) -> object:
    return float(value) if isinstance(value, float) else value  # numpy's are floats, too


TEXT: Final = Leaf("a string", "string", _is(str), _same, _as_it_is, {"type": "string"})
FLAG: Final = Leaf(
    "true or false",
    "boolean",
    lambda value: isinstance(value, bool),
    _same,
    _as_it_is,
    {"type": "boolean"},
)
INTEGER: Final = Leaf("an integer", "number", _is(int), _same, _whole, {"type": "integer"})
NUMBER: Final = Leaf(
    "a finite number", "number", _is_finite, _plain_number, _finite, {"type": "number"}
)
NOTHING: Final = Leaf(
    "null", "null", lambda value: value is None, _same, _as_it_is, {"type": "null"}
)


def choice_of(values: tuple[object, ...]) -> Leaf:
    """Make the form of some words, of which one is chosen."""
    words = " or ".join(repr(each) for each in values)

    def read(path: str, data: object) -> object:
        if data not in values:
            raise refuse(path, words, data)
        return data

    return Leaf(
        words,
        "string",
        lambda value: isinstance(value, str) and value in values,
        _same,
        read,
        {"enum": list(values)},
    )


def member_of(kind: type[Enum]) -> Leaf:
    """Make the form of an enumeration; its members are written by their values."""
    by_word = {each.value: each for each in kind}
    words = " or ".join(repr(each) for each in by_word)

    def read(path: str, data: object) -> object:
        if data not in by_word:
            raise refuse(path, words, data)
        return by_word[data]

    return Leaf(
        words,
        "string",
        lambda value: isinstance(value, kind),
        lambda value: cast("Enum", value).value,
        read,
        {"enum": list(by_word)},
    )
