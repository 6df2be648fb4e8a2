"""The JSON Schema of documents."""

from ticketroute.board import Setup
from ticketroute.configuration._configuration import VERSION
from ticketroute.configuration._form import Definitions, Schema
from ticketroute.configuration._of_type import form_of
from ticketroute.configuration._ranges import add_ranges
from ticketroute.dispatcher import Settings
from ticketroute.sla import Calendar
from ticketroute.strategies import Strategy


def json_schema() -> dict[str, object]:
    """Give the JSON Schema (2020-12) of documents, for editors, forms and other languages.

    It is made of the classes themselves, those of installed plug-ins included. It holds what
    types say: kinds, settings, which of them are required, shapes; and the least that numbers may
    be, found out by asking the classes. What values refuse besides, such as two steps at the same
    time, only :meth:`Configuration.from_data` finds out.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["$defs"]["strategy.bounded"]["required"]
    ['kind', 'strategy', 'most']
    >>> schema["$defs"]["strategy.bounded"]["properties"]["most"]
    {'type': 'integer', 'minimum': 1}
    """
    definitions = Definitions()
    properties: Schema = {
        "version": {"const": VERSION},
        "strategy": form_of(Strategy).schema(definitions),
        "setup": form_of(Setup).schema(definitions),
        "settings": form_of(Settings).schema(definitions),
        "calendars": {"type": "array", "items": form_of(Calendar).schema(definitions)},
    }
    for kind, settings in definitions.classes:
        add_ranges(kind, settings)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A configuration of ticketroute",
        "type": "object",
        "properties": properties,
        "required": ["version", "strategy"],
        "additionalProperties": False,
        "$defs": definitions.found,
    }
