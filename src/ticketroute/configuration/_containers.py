"""Values with parts: lists, rows and mappings."""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import attrs

from ticketroute.configuration._form import Definitions, Form, Named, Schema
from ticketroute.configuration._problems import Problems
from ticketroute.model import refuse, refuse_type

_Pairs = tuple[tuple[object, object], ...]


def _require_list(path: str, expected: str, data: object) -> list[object]:
    if not isinstance(data, list | tuple):
        raise refuse_type(path, expected, data)
    return list(data)


def _parts(path: str, forms: Iterable[Form], data: list[object], named: Named) -> list[object]:
    """Read the parts of a list, all of them before one is refused."""
    problems, made = Problems(), list[object]()
    for place, (form, part) in enumerate(zip(forms, data, strict=True)):
        with problems.collecting():
            made.append(form.read(f"{path}[{place}]", part, named))
    problems.raise_any()
    return made


@attrs.frozen
class Several:
    """A list; a set is written in a fixed order.

    Parameters
    ----------
    part
        The form of what is in it.
    make
        What is made of the parts: a tuple, a frozen set.
    """

    part: Form
    make: Callable[[Iterable[object]], object] = tuple

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        return f"a list, each {self.part.expected}"

    @property
    def is_writable(self) -> bool:
        """Whether an empty one can be written, as it always can."""
        return True

    def fits(self, value: object) -> bool:
        """Say whether a value is a list or set."""
        return isinstance(value, tuple | list | frozenset | set)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a list."""
        return isinstance(data, list | tuple)

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a list of data."""
        if not self.fits(value):
            raise refuse_type(path, f"{self.expected}, to be written down", value)
        parts = [
            self.part.write(f"{path}[{place}]", each, named)
            for place, each in enumerate(cast("Iterable[object]", value))
        ]
        if isinstance(value, frozenset | set):
            parts.sort(key=lambda each: (type(each).__name__, each))
        return parts

    def read(self, path: str, data: object, named: Named) -> object:
        """Make the parts and put them together."""
        given = _require_list(path, self.expected, data)
        return self.make(_parts(path, [self.part] * len(given), given, named))

    def schema(self, definitions: Definitions) -> Schema:
        """Describe a list."""
        return {"type": "array", "items": self.part.schema(definitions)}


@attrs.frozen
class Row:
    """A list of a fixed length, each place with its own type: a pair, say.

    Parameters
    ----------
    parts
        The form of each place.
    """

    parts: tuple[Form, ...]

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        return f"a list of {len(self.parts)}: {', '.join(part.expected for part in self.parts)}"

    @property
    def is_writable(self) -> bool:
        """Whether all of its places can be written."""
        return all(part.is_writable for part in self.parts)

    def fits(self, value: object) -> bool:
        """Say whether a value is as long."""
        return isinstance(value, tuple | list) and len(value) == len(self.parts)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a list."""
        return isinstance(data, list | tuple)

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a list of data."""
        if not self.fits(value):
            raise refuse_type(path, f"{self.expected}, to be written down", value)
        pairs = zip(self.parts, cast("tuple[object, ...]", value), strict=True)
        return [
            part.write(f"{path}[{place}]", each, named) for place, (part, each) in enumerate(pairs)
        ]

    def read(self, path: str, data: object, named: Named) -> object:
        """Make each part."""
        given = _require_list(path, self.expected, data)
        if len(given) != len(self.parts):
            raise refuse(path, self.expected, data)
        return tuple(_parts(path, self.parts, given, named))

    def schema(self, definitions: Definitions) -> Schema:
        """Describe each place."""
        count = len(self.parts)
        parts = [part.schema(definitions) for part in self.parts]
        return {"type": "array", "prefixItems": parts, "minItems": count, "maxItems": count}


@attrs.frozen
class Table:
    """A mapping whose keys can be written as text, kept as pairs; its order means nothing.

    Parameters
    ----------
    key, value
        The forms of both sides; that of keys is one of text, integers or dates.
    make
        What is made of the pairs: a tuple, a dictionary.
    """

    key: Form
    value: Form
    make: Callable[[Iterable[tuple[object, object]]], object] = tuple

    is_writable = True

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        return f"a mapping of {self.key.expected} to {self.value.expected}"

    def fits(self, value: object) -> bool:
        """Say whether a value is a mapping, or pairs."""
        return isinstance(value, tuple | Mapping)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a mapping."""
        return isinstance(data, Mapping)

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a mapping of data."""
        if not self.fits(value):
            raise refuse_type(path, f"{self.expected}, to be written down", value)
        return {
            str(self.key.write(path, key, named)): self.value.write(_at(path, key), each, named)
            for key, each in dict(cast("_Pairs", value)).items()
        }

    def read(self, path: str, data: object, named: Named) -> object:
        """Make pairs of both sides."""
        if not isinstance(data, Mapping):
            raise refuse_type(path, self.expected, data)
        problems, made = Problems(), list[tuple[object, object]]()
        for word, part in data.items():
            with problems.collecting():
                key = self.key.read(_at(path, word), _to_key(self.key, word), named)
                made.append((key, self.value.read(_at(path, word), part, named)))
        problems.raise_any()
        if len(dict(made)) < len(made):
            raise refuse(path, "keys that are all different", list(data))
        return self.make(made)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe keys and values."""
        keys = self.key.schema(definitions)
        if keys.get("type") == "integer":
            keys = {"pattern": "^-?[0-9]+$"}
        values = self.value.schema(definitions)
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}


def _at(path: str, key: object) -> str:
    return f"{path}[{key!r}]"


def _to_key(form: Form, word: object) -> object:
    """Read the integer that a key stands for, as all keys of JSON are text."""
    if form.expected == "an integer" and isinstance(word, str):
        try:
            return int(word)
        except ValueError:
            return word
    return word
