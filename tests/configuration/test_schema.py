"""The schema of documents: what conforms to it and what does not."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import pytest
from jsonschema import Draft202012Validator

from tests.configuration.samples import CONFIGURATION, CONFIGURATIONS
from ticketroute.configuration import Configuration, InvalidConfiguration, json_schema

SCHEMA: Final = json_schema()
VALIDATOR: Final = Draft202012Validator(SCHEMA)

Path = tuple[str | int, ...]


def conforms(document: object) -> bool:
    """Say whether a document conforms to the schema, as it is after it has been text."""
    return VALIDATOR.is_valid(json.loads(json.dumps(document)))


def as_json(configuration: Configuration) -> dict[str, object]:
    """Give a document as it is after it has been text."""
    read: dict[str, object] = json.loads(json.dumps(configuration.to_data()))
    return read


def test_schema_is_one() -> None:
    """By the rules of its own version, and as text."""
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA


def test_schema_refers_to_what_is_there() -> None:
    """No reference leads nowhere."""
    definitions = SCHEMA["$defs"]
    assert isinstance(definitions, dict)
    referred = {
        str(part["$ref"]).removeprefix("#/$defs/")
        for part in every_part(SCHEMA)
        if isinstance(part, dict) and "$ref" in part
    }
    assert referred == set(definitions)


def every_part(data: object) -> Iterator[object]:
    """Go through data and all that lies within."""
    yield data
    if isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from every_part(part)


@pytest.mark.parametrize("place", range(len(CONFIGURATIONS)))
def test_documents_conform(place: int) -> None:
    """Whatever is written down is what the schema describes."""
    assert conforms(CONFIGURATIONS[place].to_data())


def paths(data: object, path: Path = ()) -> Iterator[Path]:
    """Go through the paths of all that lies within data."""
    yield path
    if isinstance(data, dict):
        for name, part in data.items():
            yield from paths(part, (*path, name))
    elif isinstance(data, list):
        for place, part in enumerate(data):
            yield from paths(part, (*path, place))


def at(data: object, path: Path) -> object:
    """Give what lies at a path."""
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def is_within_condition(path: Path) -> bool:
    """Say whether a path leads into a condition, whose values may be of any type."""
    return bool({"of", "unless", "condition", "when", "values"} & set(path)) or path[:2] == (
        "strategy",
        "cases",
    )


DOCUMENT: Final = as_json(CONFIGURATION)
PLACES: Final = [path for path in paths(DOCUMENT) if path and not is_within_condition(path)]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_wrong_types_do_not_conform_and_are_refused(path: Path) -> None:
    """A list of null stands nowhere; schema and reader agree on it, and name the place."""
    changed = deepcopy(DOCUMENT)
    holder = at(changed, path[:-1])
    holder[path[-1]] = [None]  # type: ignore[index]
    assert not conforms(changed)
    with pytest.raises(InvalidConfiguration) as caught:
        Configuration.from_data(changed)
    assert str(path[0]) in str(caught.value)


@pytest.mark.parametrize(
    "path",
    [path for path in paths(DOCUMENT) if isinstance(at(DOCUMENT, path), dict)],
    ids=lambda path: ".".join(map(str, path)) or "document",
)
def test_unknown_keys_do_not_conform_and_are_refused(path: Path) -> None:
    """Also in mappings of names, whose values have a type."""
    changed = deepcopy(DOCUMENT)
    holder = at(changed, path)
    assert isinstance(holder, dict)
    holder["no such setting"] = 1
    if path[-1:] not in {("paces",), ("by_agent",), ("lower",)}:  # names to numbers
        assert not conforms(changed)
        with pytest.raises(InvalidConfiguration, match="no such setting"):
            Configuration.from_data(changed)


def test_required_settings_are_required() -> None:
    """A mapping without one does not conform."""
    assert not conforms({"version": 1})
    assert not conforms({"version": 1, "strategy": {"kind": "bounded", "most": 1}})
    assert not conforms({"version": 2, "strategy": {"kind": "optimal"}})


def test_only_strategies_with_the_event_form_go_into_others() -> None:
    """As the classes themselves have it."""
    document = {"version": 1, "strategy": {"kind": "bounded", "strategy": {}, "most": 1}}
    for kind, has_it in (("fewest-open", True), ("optimal", False)):
        strategy = {"kind": "bounded", "strategy": {"kind": kind}, "most": 1}
        assert conforms({**document, "strategy": strategy}) == has_it


@pytest.mark.parametrize(
    ("definition", "setting", "bound"),
    [
        ("strategy.bounded", "most", {"type": "integer", "minimum": 1}),
        ("strategy.reserve", "units", {"type": "integer", "minimum": 0}),
        ("SurgeTest", "factor", {"type": "number", "exclusiveMinimum": 1}),
        ("marginal-cost.power-cost", "exponent", {"type": "number", "minimum": 1}),
        ("urgency-rule.signal", "missing", {"type": "number"}),
        (
            "Settings",
            "pause_after",
            {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 1}]},
        ),
    ],
)
def test_least_numbers_are_found_out(definition: str, setting: str, bound: object) -> None:
    """Of the class itself, which refuses less."""
    assert at(SCHEMA, ("$defs", definition, "properties", setting)) == bound


def test_too_small_numbers_do_not_conform() -> None:
    """As the reader refuses them."""
    strategy = {"kind": "bounded", "strategy": {"kind": "fewest-open"}, "most": 0}
    assert not conforms({"version": 1, "strategy": strategy})
    assert conforms({"version": 1, "strategy": {**strategy, "most": 1}})
