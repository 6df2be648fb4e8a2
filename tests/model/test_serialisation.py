"""Values to JSON and back with a converter that knows nothing of ours."""

from typing import TypeVar

import pytest
from cattrs.preconf.json import JsonConverter, make_converter
from hypothesis import given, settings

from tests.builders import minutes
from tests.generators import AGENTS, NOON, TICKETS, Scene, memories, scenes
from ticketroute import Agent, Capacity, Memory, Requirement, Ticket, assign
from ticketroute.board import Assignment, Reason
from ticketroute.sla import LinearAgeing, Targets

_Value = TypeVar("_Value")


@pytest.fixture(name="converter", scope="module")
def _converter() -> JsonConverter:
    """Give cattrs' own converter for JSON, without any hook of ours."""
    return make_converter()


def round_trip(converter: JsonConverter, value: _Value) -> _Value:
    """Write a value as JSON text and read it again."""
    return converter.loads(converter.dumps(value), type(value))


@given(ticket=TICKETS)
@settings(max_examples=50)
def test_any_ticket_survives_json(converter: JsonConverter, ticket: Ticket) -> None:
    """What is read is equal to what was written, and hashes alike."""
    twin = round_trip(converter, ticket)
    assert twin == ticket
    assert hash(twin) == hash(ticket)


@given(agent=AGENTS)
@settings(max_examples=50)
def test_any_agent_survives_json(converter: JsonConverter, agent: Agent) -> None:
    """What is read is equal to what was written, and hashes alike."""
    twin = round_trip(converter, agent)
    assert twin == agent
    assert hash(twin) == hash(agent)


def test_every_field_of_a_ticket_survives_json(converter: JsonConverter) -> None:
    """Also those that random tickets leave out."""
    ticket = Ticket(
        id="t1",
        created=NOON,
        type="refund",
        requirements=[Requirement("billing", 2.5, optional=True)],
        difficulty=0.25,
        customer="acme",
        tier="gold",
        place="Recife",
        affinity=["ana"],
        exclusions=["bea"],
        presence="away",
        helpers=["second line"],
        not_before=NOON + minutes(5),
        duplicate_key="acme/refund",
        attributes={"vip": True, "words": 120, "mood": -0.5, "note": "öäü", "plan": None},
    )
    twin = round_trip(converter, ticket)
    assert twin == ticket
    assert twin.attribute("vip") is True
    assert twin.attribute("words") == 120


@pytest.mark.parametrize(
    "value",
    [
        Capacity(total=3, channels={"chat": 1}),
        Requirement("billing", 3),
        Memory(("ana",), {"round-robin": {"": {"ana": -1}}}),
        Assignment("t1", "ana"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_values_survive_json(converter: JsonConverter, value: object) -> None:
    """Plain frozen fields are all that there is to write."""
    assert converter.loads(converter.dumps(value), type(value)) == value


@given(memory=memories())
@settings(max_examples=30)
def test_any_memory_survives_json(converter: JsonConverter, memory: Memory) -> None:
    """A caller's own store keeps it as text."""
    assert round_trip(converter, memory) == memory


@given(scene=scenes())
@settings(max_examples=30)
def test_scene_read_from_json_is_decided_alike(converter: JsonConverter, scene: Scene) -> None:
    """Nothing that decides is lost on the way."""
    tickets = [round_trip(converter, ticket) for ticket in scene.tickets]
    agents = [round_trip(converter, agent) for agent in scene.agents]
    plan = assign(tickets, agents, strategy="optimal", now=NOON)
    expected = assign(scene.tickets, scene.agents, strategy="optimal", now=NOON)
    assert plan.columns()["agent_id"].tolist() == expected.columns()["agent_id"].tolist()
    assert plan.memory == expected.memory


def test_settings_are_plain_fields(converter: JsonConverter) -> None:
    """What a rule is told can be written down and read again."""
    rule = LinearAgeing({1: 240, 2: 60})
    assert round_trip(converter, rule) == rule
    targets = Targets({1: minutes(30)}, default=minutes(60))
    written = converter.unstructure(targets)
    assert set(written) == {"by_level", "default", "calendar", "matrix"}


def test_reason_is_written_with_its_code(converter: JsonConverter) -> None:
    """A code to count and a sentence to read."""
    plan = assign([Ticket(id="t1", created=NOON)], [], strategy="optimal", now=NOON)
    reason = plan.left["t1"]
    assert converter.unstructure(reason) == {"code": "no agents", "text": "there are no agents"}
    assert round_trip(converter, reason) == reason
    assert isinstance(reason, Reason)
