"""What a form is: how the values of one type are written down, read and described."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias

import attrs

from ticketroute.sla import Calendar

Schema: TypeAlias = dict[str, object]

_SHAPES: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    ((list, tuple), "array"),
    (Mapping, "object"),
)


def shape_of(data: object) -> str:
    """Say what JSON calls some data; an empty string for what JSON does not have."""
    if data is None:
        return "null"
    return next((shape for kind, shape in _SHAPES if isinstance(data, kind)), "")


@attrs.frozen
class Named:
    """The calendars of a document, which other parts of it may name.

    Parameters
    ----------
    calendars
        By name.
    is_document
        Whether there is a document at all; else names stay names.
    """

    calendars: Mapping[str, Calendar] = attrs.field(factory=dict)
    is_document: bool = False

    def name_of(self, calendar: object) -> str | None:
        """Give the name under which the document has a calendar."""
        return next((name for name, each in self.calendars.items() if each == calendar), None)


class Definitions:
    """The parts of a schema that others refer to, each described once.

    Attributes
    ----------
    found
        Schemas by name.
    classes
        Classes that have been described, with the schemas of their settings.
    """

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}
        self.classes: list[tuple[type, Schema]] = []

    def refer(self, name: str, describe: Callable[[], Schema]) -> Schema:
        """Refer to a part, which is described if it has not been yet."""
        if name not in self.found:
            self.found[name] = {}  # it may refer to itself
            self.found[name] = describe()
        return {"$ref": f"#/$defs/{name}"}


class Form(Protocol):
    """How the values of one type are written down, read and described."""

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        ...

    @property
    def is_writable(self) -> bool:
        """Whether any value can be written down."""
        ...

    def fits(self, value: object) -> bool:
        """Say whether a value is of the type."""
        ...

    def takes(self, data: object, named: Named) -> bool:
        """Say whether data may be meant as a value of the type."""
        ...

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a value as data."""
        ...

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a value of data."""
        ...

    def schema(self, definitions: Definitions) -> Schema:
        """Describe the data."""
        ...
