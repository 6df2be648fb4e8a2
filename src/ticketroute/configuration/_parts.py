"""Values with settings: written as a mapping of those settings that differ from their default."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import attrs

from ticketroute.configuration._form import Definitions, Form, Named, Schema
from ticketroute.configuration._problems import Problems, inner, made_at
from ticketroute.configuration._settings_of import settings_of
from ticketroute.model import refuse, refuse_type

FormOf: TypeAlias = Callable[[object], Form]
"""Gives the form of a type."""

KIND: Final = "kind"
"""The key that says which of several kinds a value is."""


@attrs.frozen
class Part:
    """The form of a class that alone can stand in its place, so that its data need no name.

    Parameters
    ----------
    kind
        The class.
    form_of
        Gives the forms of its settings.
    """

    kind: type
    form_of: FormOf

    is_writable = True

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        names = ", ".join(setting.name for setting in settings_of(self.kind))
        return f"a mapping with settings of {self.kind.__name__} ({names})"

    @property
    def can_be_written(self) -> bool:
        """Whether data can hold all that the class requires."""
        required = (each for each in settings_of(self.kind) if each.is_required)
        return all(self.form_of(each.hint).is_writable for each in required)

    def fits(self, value: object) -> bool:
        """Say whether a value is of the class."""
        return isinstance(value, self.kind)

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say whether data are a mapping."""
        return isinstance(data, Mapping)

    def write(self, path: str, value: object, named: Named) -> dict[str, object]:
        """Give the settings of a value that differ from their default."""
        if type(value) is not self.kind:
            raise refuse_type(path, f"a {self.kind.__name__}, to be written down", value)
        return {
            setting.name: self.form_of(setting.hint).write(
                inner(path, setting.name), getattr(value, setting.attribute), named
            )
            for setting in settings_of(self.kind)
            if not setting.is_default(value)
        }

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a value of its settings; all that is wrong with them is told at once."""
        if not isinstance(data, Mapping):
            raise refuse_type(path, self.expected, data)
        names = tuple(setting.name for setting in settings_of(self.kind))
        problems = Problems()
        for name in data:
            if name not in names:
                known = f"one of {', '.join(sorted(names))}" if names else "no settings"
                problems.add(refuse(inner(path, str(name)), known, name))
        given = self._read_settings(path, data, named, problems)
        problems.raise_any()

        def make() -> object:
            made: object = self.kind(**given)
            return made

        return made_at(path, self.kind, names, make)

    def _read_settings(
        self, path: str, data: Mapping[str, object], named: Named, problems: Problems
    ) -> dict[str, object]:
        given: dict[str, object] = {}
        for setting in settings_of(self.kind):
            where, form = inner(path, setting.name), self.form_of(setting.hint)
            if setting.name in data:
                with problems.collecting():
                    given[setting.name] = form.read(where, data[setting.name], named)
            elif setting.is_required:
                problems.add(ValueError(f"{where}: expected {form.expected}, got nothing"))
        return given

    def schema(self, definitions: Definitions) -> Schema:
        """Describe the class."""
        return definitions.refer(self.kind.__name__, lambda: self.describe(definitions))

    def describe(self, definitions: Definitions, name: str | None = None) -> Schema:
        """Describe its settings, those it requires, and its name if it is one of several kinds."""
        properties: Schema = {} if name is None else {KIND: {"const": name}}
        required = [] if name is None else [KIND]
        for setting in settings_of(self.kind):
            form = self.form_of(setting.hint)
            if form.is_writable:
                properties[setting.name] = form.schema(definitions)
            if setting.is_required:
                required.append(setting.name)
        definitions.classes.append((self.kind, properties))
        summary = (self.kind.__doc__ or "").strip().partition("\n")[0]
        return {
            **({"description": summary} if summary else {}),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
