"""Values of one of several types, and those that no data can hold."""

import attrs

from ticketroute.configuration._form import Definitions, Form, Named, Schema
from ticketroute.model import refuse_type


@attrs.frozen
class OneOf:
    """One of several types, which differ in what their data look like.

    Parameters
    ----------
    forms
        The first that takes the data, or that a value fits, is the one.
    """

    forms: tuple[Form, ...]

    @property
    def expected(self) -> str:
        """What messages say was expected."""
        return " or ".join(form.expected for form in self.forms)

    @property
    def is_writable(self) -> bool:
        """Whether one of them can be written."""
        return any(form.is_writable for form in self.forms)

    def fits(self, value: object) -> bool:
        """Say whether a value is of one of the types."""
        return any(form.fits(value) for form in self.forms)

    def takes(self, data: object, named: Named) -> bool:
        """Say whether data may be meant as one of them."""
        return any(form.takes(data, named) for form in self.forms)

    def write(self, path: str, value: object, named: Named) -> object:
        """Give a value as data."""
        for form in self.forms:
            if form.fits(value):
                return form.write(path, value, named)
        raise refuse_type(path, f"{self.expected}, to be written down", value)

    def read(self, path: str, data: object, named: Named) -> object:
        """Make a value of data."""
        for form in self.forms:
            if form.takes(data, named):
                return form.read(path, data, named)
        raise refuse_type(path, self.expected, data)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe all of them."""
        return {"anyOf": [form.schema(definitions) for form in self.forms if form.is_writable]}


@attrs.frozen
class Unknown:
    """A type whose values cannot be written down, such as a function.

    Parameters
    ----------
    hint
        The type.
    """

    hint: object

    is_writable = False
    expected = "a value that data can hold"

    def fits(self, value: object) -> bool:  # noqa: ARG002
        """Say that it may be anything."""
        return True

    def takes(self, data: object, named: Named) -> bool:  # noqa: ARG002
        """Say that it may be anything."""
        return True

    def write(self, path: str, value: object, named: Named) -> object:  # noqa: ARG002
        """Refuse it."""
        raise refuse_type(path, f"{self.expected}, to be written down", value)

    def read(self, path: str, data: object, named: Named) -> object:  # noqa: ARG002
        """Refuse it."""
        message = f"{path}: expected nothing, as no data can hold {self.hint}, got {data!r}"
        raise TypeError(message)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002
        """Allow nothing."""
        return {"not": {}}
