"""Values of which there are several kinds: written with the name of their kind."""

from collections.abc import Callable, Mapping

import attrs

from ticketroute.configuration._form import Definitions, Named, Schema
from ticketroute.configuration._names import Family
from ticketroute.configuration._parts import KIND, FormOf, Part
from ticketroute.configuration._problems import inner
from ticketroute.errors import UnknownName
from ticketroute.model import refuse, refuse_type


def anything(found: object) -> bool:  # noqa: ARG001
    """Admit every kind."""
    return True


@attrs.frozen
class OfKind:
    """The form of a family: ``{"kind": NAME}`` and settings.

    Parameters
    ----------
    family
        What kinds there are.
    form_of
        Gives the forms of settings.
    label
        What the schema calls it.
    admits
        Which of the kinds can stand here; asked with a class, or with a value that is installed.
    """

    family: Family
    form_of: FormOf
    label: str
    admits: Callable[[object], bool] = anything

    is_writable = True

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        return f"a mapping with {KIND!r}, the name of a {self.family.name}"

    def fits(self, value: object) -> bool:
        """Say whether a value may be of a kind of the family."""
        tabled = tuple(each for each in self.family.table.values() if isinstance(each, type))
        return isinstance(value, tabled) or (self.family.group is not None and callable(value))

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a mapping."""
        return isinstance(data, Mapping)

    def write(self, path: str, value: object, named: Named) -> dict[str, object]:
        """Give the name of a value's kind, and its settings."""
        name = self.family.name_of(value)
        if name is None:
            expected = f"a {self.family.name} that has a name, to be written down"
            raise refuse_type(path, expected, value)
        if self.family.find(name) is value:
            return {KIND: name}
        return {KIND: name, **Part(type(value), self.form_of).write(path, value, named)}

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a value of the kind that is named."""
        if not isinstance(data, Mapping):
            raise refuse_type(path, self.expected, data)
        found = self._find(inner(path, KIND), data)
        settings = {name: held for name, held in data.items() if name != KIND}
        if isinstance(found, type):
            return Part(found, self.form_of).read(path, settings, named)
        if settings:
            raise refuse(path, f"no settings of {data[KIND]!r}", sorted(settings))
        return found

    def _find(self, where: str, data: Mapping[str, object]) -> object:
        names = ", ".join(self.family.names())
        if KIND not in data:
            message = f"{where}: expected one of {names}, got nothing"
            raise ValueError(message)
        name = data[KIND]
        if not isinstance(name, str):
            raise refuse_type(where, f"one of {names}", name)
        if name not in self.family.names():
            message = f"{where}: expected one of {names}, got {name!r}"
            raise UnknownName(message)
        return self.family.find(name)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe all kinds that can stand here."""
        return definitions.refer(self.label, lambda: self._describe(definitions))

    def _describe(self, definitions: Definitions) -> Schema:
        kinds = (
            self._describe_kind(name, found, definitions)
            for name, found in self.family.kinds()
            if self.admits(found)
        )
        return {"oneOf": [kind for kind in kinds if kind is not None]}

    def _describe_kind(self, name: str, found: object, definitions: Definitions) -> Schema | None:
        label = f"{self.family.name}.{name}".replace(" ", "-")
        if not isinstance(found, type):
            return {
                "type": "object",
                "properties": {KIND: {"const": name}},
                "required": [KIND],
                "additionalProperties": False,
            }
        part = Part(found, self.form_of)
        if not part.can_be_written:
            return None
        return definitions.refer(label, lambda: part.describe(definitions, name))
