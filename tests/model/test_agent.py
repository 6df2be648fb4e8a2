"""An agent and his or her capacity: what the fields may hold, and that they are values."""

import pickle

import attrs
import pytest
from hypothesis import given, settings

from tests.generators import AGENTS
from ticketroute import Agent, Capacity, Presence

NAN, INFINITE = float("nan"), float("inf")

WRONG_TYPES: list[tuple[str, object, str]] = [
    ("id", 7, r"Agent\.id: expected a string, got 7"),
    ("capacity", "3", r"Capacity\.total: expected an integer of at least 0, got '3'"),
    ("capacity", 3.0, r"Capacity\.total: expected an integer of at least 0, got 3\.0"),
    ("capacity", NAN, r"Capacity\.total: expected an integer of at least 0, got nan"),
    ("capacity", INFINITE, r"Capacity\.total: expected an integer of at least 0, got inf"),
    ("capacity", True, r"Capacity\.total: expected an integer of at least 0, got True"),
    ("skills", {"a": "4"}, r"Agent\.skills\['a'\]: expected a finite number .*, got '4'"),
    ("skills", {"a": None}, r"Agent\.skills\['a'\]: expected a finite number .*, got None"),
    ("skills", {3: 4}, r"Agent\.skills: expected a string, got 3"),
    ("channels", "chat", r"Agent\.channels: expected several strings, got 'chat'"),
    ("teams", "mail", r"Agent\.teams: expected several strings, got 'mail'"),
    ("languages", [1], r"Agent\.languages: expected a string, got 1"),
    ("place", 1, r"Agent\.place: expected a string, got 1"),
    ("attributes", {"a": [1]}, r"Agent\.attributes\['a'\]: expected a string, a number"),
]
WRONG_VALUES: list[tuple[str, object, str]] = [
    ("id", "", r"Agent\.id: expected a non-empty string, got ''"),
    ("capacity", -1, r"Capacity\.total: expected an integer of at least 0, got -1"),
    ("skills", {"a": -1}, r"Agent\.skills\['a'\]: expected a finite number .*, got -1"),
    ("skills", {"a": NAN}, r"Agent\.skills\['a'\]: expected a finite number .*, got nan"),
    ("skills", {"a": INFINITE}, r"Agent\.skills\['a'\]: expected a finite number .*, got inf"),
    ("skills", {"": 1}, r"Agent\.skills: expected a non-empty string, got ''"),
    ("channels", [""], r"Agent\.channels: expected a non-empty string, got ''"),
    ("teams", [""], r"Agent\.teams: expected a non-empty string, got ''"),
    ("languages", [""], r"Agent\.languages: expected a non-empty string, got ''"),
    ("place", "", r"Agent\.place: expected a non-empty string, got ''"),
    (
        "presence",
        "asleep",
        r"Agent\.presence: expected one of 'active', 'away', 'offline', got 'asleep'",
    ),
    ("presence", None, r"Agent\.presence: expected one of 'active', .*, got None"),
    ("attributes", {"a": NAN}, r"Agent\.attributes\['a'\]: expected a finite number, got nan"),
]


def make(**fields: object) -> Agent:
    """Make an agent with some fields as given."""
    return Agent(**{"id": "ana", "capacity": 3, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "value", "message"), WRONG_TYPES)
def test_wrong_type_is_refused_by_name(field: str, value: object, message: str) -> None:
    """The message of the `TypeError` names field, expectation and value."""
    with pytest.raises(TypeError, match="^" + message):
        make(**{field: value})


@pytest.mark.parametrize(("field", "value", "message"), WRONG_VALUES)
def test_wrong_value_is_refused_by_name(field: str, value: object, message: str) -> None:
    """The message of the `ValueError` names field, expectation and value."""
    with pytest.raises(ValueError, match="^" + message):
        make(**{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [("skills", None), ("skills", 5), ("skills", {1: 2, "a": 3}), ("teams", 5), ("channels", 5)],
)
def test_value_that_cannot_be_read_is_refused_by_name(field: str, value: object) -> None:
    """Fields that take several values say which field was wrong."""
    with pytest.raises(TypeError, match=rf"^Agent\.{field}: expected"):
        make(**{field: value})


@pytest.mark.parametrize(
    ("channels", "error", "message"),
    [
        ({"chat": -1}, ValueError, r"Capacity.channels\['chat'\]: expected an integer .*, got -1"),
        ({"chat": 1.5}, TypeError, r"Capacity.channels\['chat'\]: expected an integer .* got 1\.5"),
        ({"chat": None}, TypeError, r"Capacity.channels\['chat'\]: expected an integer"),
        ({"": 1}, ValueError, r"Capacity.channels: expected a non-empty string"),
        ({3: 1}, TypeError, r"Capacity.channels: expected a string, got 3"),
    ],
)
def test_wrong_channel_limit_is_refused(
    channels: dict[str, int], error: type[Exception], message: str
) -> None:
    """A limit by channel is an integer of at least 0 for a named channel."""
    with pytest.raises(error, match=message):
        Capacity(total=3, channels=channels)


def test_capacity_must_be_thought_about() -> None:
    """There is no default for how much a person may get."""
    with pytest.raises(TypeError, match="capacity"):
        Agent(id="ana")  # type: ignore[call-arg]


def test_bare_integer_is_the_total() -> None:
    """Most agents have one limit."""
    assert make(capacity=3).capacity == Capacity(total=3)


def test_no_capacity_and_no_limit_are_different() -> None:
    """None is no limit; 0 is nothing at all."""
    assert make(capacity=None).capacity == Capacity()
    assert make(capacity=0).capacity == Capacity(total=0)
    assert make(capacity=None) != make(capacity=0)


def test_no_restriction_and_nothing_at_all_are_different() -> None:
    """None serves everything; an empty set serves nothing."""
    assert make().channels is None
    assert make(channels=[]).channels == frozenset()


@pytest.mark.parametrize("presence", list(Presence))
def test_presence_is_given_by_name_or_as_it_is(presence: Presence) -> None:
    """Rows hold strings; programs hold members."""
    assert make(presence=presence.value) == make(presence=presence)


def test_fields_are_given_by_name_only() -> None:
    """An id and a number alone say nothing."""
    with pytest.raises(TypeError, match="positional"):
        Agent("ana", 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Capacity(3)  # type: ignore[call-arg]


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Agent)])
def test_no_field_can_be_changed(field: str) -> None:
    """An agent is a value; what changes is on the board."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(make(), field, None)


def test_order_of_skills_channels_and_limits_does_not_matter() -> None:
    """Mappings and sets have no order, and equal agents hash alike."""
    one = make(
        skills={"a": 1, "b": 2}, channels=["x", "y"], capacity=Capacity(channels={"x": 1, "y": 2})
    )
    other = make(
        skills={"b": 2.0, "a": 1.0},
        channels=["y", "x"],
        capacity=Capacity(channels=[("y", 2), ("x", 1)]),
    )
    assert one == other
    assert hash(one) == hash(other)


def test_level_is_read_by_skill() -> None:
    """A skill that is not there is None, which is less than level 0."""
    agent = make(skills={"billing": 4, "french": 0})
    assert (agent.level("billing"), agent.level("french"), agent.level("law")) == (4, 0, None)


def test_attributes_are_read_by_name() -> None:
    """An attribute that is not there is the default."""
    agent = make(attributes={"city": "Recife"})
    assert agent.attribute("city") == "Recife"
    assert agent.attribute("desk", 3) == 3


def test_repr_leaves_out_what_was_not_said() -> None:
    """What holds its default is not shown."""
    assert repr(make()) == "Agent(id='ana', capacity=Capacity(total=3))"
    assert repr(Capacity(channels={"chat": 1})) == "Capacity(channels=(('chat', 1),))"
    assert repr(Capacity()) == "Capacity()"


@given(AGENTS)
@settings(max_examples=50)
def test_pickled_agent_is_the_same(agent: Agent) -> None:
    """An agent goes to another process and comes back."""
    twin: object = pickle.loads(pickle.dumps(agent))  # noqa: S301 - our own bytes
    assert twin == agent
    assert hash(twin) == hash(agent)
