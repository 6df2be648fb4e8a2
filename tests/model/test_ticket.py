"""A ticket: what its fields may hold, and that it is a value."""

import pickle
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import attrs
import pytest
from hypothesis import given, settings

from tests.generators import NOON, TICKETS
from ticketroute import Requirement, Ticket

NAN, INFINITE = float("nan"), float("inf")
NAIVE = datetime(2026, 5, 4, 12)

TEXT_FIELDS = ["type", "channel", "queue", "customer", "tier", "place", "language", "duplicate_key"]
INTEGER_FIELDS = ["impact", "urgency", "effort"]

WRONG_TYPES: list[tuple[str, object, str]] = [
    ("id", 7, "a string"),
    ("id", None, "a string"),
    ("created", "2026-05-04", "a timezone-aware datetime"),
    ("created", None, "a timezone-aware datetime"),
    ("not_before", 12.5, "a timezone-aware datetime"),
    ("difficulty", "hard", "a finite number of at least 0"),
    ("difficulty", True, "a finite number of at least 0"),
    ("effort", None, "an integer of at least 1"),
    ("affinity", "ana", "several strings"),
    ("affinity", [1], "a string"),
    ("exclusions", "ana", "several strings"),
    ("exclusions", [1], "a string"),
    ("helpers", "ana", "several strings"),
    ("helpers", [1], "a string"),
    *((field, 3, "a string") for field in TEXT_FIELDS),
    *((field, 1.5, "an integer of at least 1") for field in INTEGER_FIELDS),
    *((field, NAN, "an integer of at least 1") for field in INTEGER_FIELDS),
    *((field, True, "an integer of at least 1") for field in INTEGER_FIELDS),
    *((field, "1", "an integer of at least 1") for field in INTEGER_FIELDS),
]
WRONG_VALUES: list[tuple[str, object, str]] = [
    ("id", "", "a non-empty string"),
    ("created", NAIVE, "a timezone-aware datetime"),
    ("not_before", NAIVE, "a timezone-aware datetime"),
    ("difficulty", -0.5, "a finite number of at least 0"),
    ("difficulty", NAN, "a finite number of at least 0"),
    ("difficulty", INFINITE, "a finite number of at least 0"),
    ("affinity", ["ana", ""], "a non-empty string"),
    ("exclusions", [""], "a non-empty string"),
    ("helpers", [""], "a non-empty string"),
    ("presence", "here", "one of 'active', 'away', 'offline'"),
    ("presence", None, "one of 'active', 'away', 'offline'"),
    *((field, "", "a non-empty string") for field in TEXT_FIELDS),
    *((field, 0, "an integer of at least 1") for field in INTEGER_FIELDS),
    *((field, -1, "an integer of at least 1") for field in INTEGER_FIELDS),
]


def make(**fields: object) -> Ticket:
    """Make a ticket with some fields as given."""
    return Ticket(**{"id": "t1", "created": NOON, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "value", "expected"), WRONG_TYPES)
def test_wrong_type_is_refused_by_name(field: str, value: object, expected: str) -> None:
    """The message of the `TypeError` names field, expectation and value."""
    with pytest.raises(TypeError, match=rf"^Ticket\.{field}: expected {expected}, got") as caught:
        make(**{field: value})
    shown = value[0] if isinstance(value, list) else value
    assert repr(shown) in str(caught.value)


@pytest.mark.parametrize(("field", "value", "expected"), WRONG_VALUES)
def test_wrong_value_is_refused_by_name(field: str, value: object, expected: str) -> None:
    """The message of the `ValueError` names field, expectation and value."""
    with pytest.raises(ValueError, match=rf"^Ticket\.{field}: expected {expected}, got") as caught:
        make(**{field: value})
    shown = value[-1] if isinstance(value, list) else value
    assert repr(shown) in str(caught.value)


@pytest.mark.parametrize(
    "field", ["affinity", "exclusions", "helpers", "requirements", "attributes"]
)
@pytest.mark.parametrize("value", [5, None])
def test_value_that_cannot_be_iterated_is_refused_by_name(field: str, value: object) -> None:
    """Fields that take several values say which field was wrong."""
    with pytest.raises(TypeError, match=rf"^Ticket\.{field}: expected"):
        make(**{field: value})


def test_number_beyond_the_floats_is_refused_by_name() -> None:
    """An integer that no float can hold is not a finite number."""
    with pytest.raises(ValueError, match=r"^Ticket\.difficulty: expected a finite number"):
        make(difficulty=10**400)


def test_naive_datetime_is_called_naive() -> None:
    """The message says what is wrong with it."""
    with pytest.raises(ValueError, match=r"Ticket.created: .* got the naive datetime"):
        make(created=NAIVE)


def test_datetime_whose_zone_gives_no_offset_is_refused() -> None:
    """A time zone that does not know its offset is as good as none."""

    class Nowhere(tzinfo):
        """A zone without an offset."""

        def utcoffset(self, _when: datetime | None, /) -> None:
            """Not know."""

        dst = utcoffset

        def tzname(self, _when: datetime | None, /) -> str:
            """Give it a name."""
            return "nowhere"

    with pytest.raises(ValueError, match=r"Ticket.created: expected a timezone-aware datetime"):
        make(created=NOON.replace(tzinfo=Nowhere()))


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"score": NAN}, r"Ticket.attributes\['score'\]: expected a finite number, got nan"),
        ({"score": -INFINITE}, r"Ticket.attributes\['score'\]: expected a finite number, got -inf"),
        ({"": 1}, "Ticket.attributes: expected a non-empty string"),
    ],
)
def test_open_attribute_of_a_wrong_value_is_refused(
    attributes: dict[str, float], message: str
) -> None:
    """Open attributes are named strings and finite numbers."""
    with pytest.raises(ValueError, match=message):
        make(attributes=attributes)


def test_open_attribute_must_be_a_scalar() -> None:
    """A list could not be hashed, compared or serialised."""
    message = r"Ticket.attributes\['tags'\]: expected a string, a number, a bool or None, got"
    with pytest.raises(TypeError, match=message):
        make(attributes={"tags": ["a"]})


@pytest.mark.parametrize(
    ("requirements", "error", "message"),
    [
        ({"billing": -1}, ValueError, r"Requirement.minimum: expected a finite number .* got -1"),
        ({"billing": NAN}, ValueError, r"Requirement.minimum: expected a finite number .* got nan"),
        ({"billing": "3"}, TypeError, r"Requirement.minimum: expected a finite number .* got '3'"),
        ({"billing": True}, TypeError, r"Requirement.minimum: expected a finite number"),
        ({"": 1}, ValueError, r"Requirement.skill: expected a non-empty string, got ''"),
        ({3: 1}, TypeError, r"Requirement.skill: expected a string, got 3"),
        ("billing", TypeError, r"Ticket.requirements: expected a mapping .* got 'billing'"),
        ([("billing", 3)], TypeError, r"Ticket.requirements: expected a mapping .* got \('billing"),
    ],
)
def test_wrong_requirement_is_refused(
    requirements: object, error: type[Exception], message: str
) -> None:
    """A requirement has a named skill and a level that is a finite number of at least 0."""
    with pytest.raises(error, match=message):
        make(requirements=requirements)


def test_optional_must_be_a_bool() -> None:
    """A string such as "no" would count as true."""
    with pytest.raises(TypeError, match=r"Requirement.optional: expected"):
        Requirement("billing", 1, optional="no")  # type: ignore[arg-type]


def test_only_id_and_time_of_arrival_must_be_given() -> None:
    """Everything else is unknown or unrestricted."""
    ticket = Ticket(id="t1", created=NOON)
    assert (ticket.effort, ticket.requirements, ticket.exclusions) == (1, (), frozenset())
    unknown = [name for name in TEXT_FIELDS if getattr(ticket, name) is not None]
    assert (unknown, ticket.impact, ticket.urgency, ticket.difficulty) == ([], None, None, None)


@pytest.mark.parametrize("missing", ["id", "created"])
def test_id_and_time_of_arrival_must_be_given(missing: str) -> None:
    """There is no ticket without them."""
    fields = {"id": "t1", "created": NOON}
    del fields[missing]
    with pytest.raises(TypeError, match=missing):
        Ticket(**fields)  # type: ignore[arg-type]


def test_fields_are_given_by_name_only() -> None:
    """Nobody has to remember an order of twenty fields."""
    with pytest.raises(TypeError, match="positional"):
        Ticket("t1", NOON)  # type: ignore[call-arg]


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Ticket)])
def test_no_field_can_be_changed(field: str) -> None:
    """A ticket is a value."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(make(), field, None)


def test_no_field_can_be_added() -> None:
    """A misspelt field is found out."""
    with pytest.raises((AttributeError, TypeError)):
        make().prority = 1  # type: ignore[attr-defined]


def test_order_of_requirements_does_not_matter() -> None:
    """Two tickets that ask for the same are equal and hash alike."""
    one = make(requirements={"billing": 3, "french": 1})
    other = make(requirements=[Requirement("french", 1), Requirement("billing", 3.0)])
    assert one == other
    assert hash(one) == hash(other)


def test_order_of_exclusions_and_attributes_does_not_matter() -> None:
    """Sets and mappings have no order."""
    one = make(exclusions=["ana", "bea"], attributes={"a": 1, "b": 2})
    other = make(exclusions={"bea", "ana"}, attributes=[("b", 2), ("a", 1)])
    assert one == other
    assert hash(one) == hash(other)


def test_order_of_affinity_matters() -> None:
    """The best comes first."""
    assert make(affinity=["ana", "bea"]) != make(affinity=["bea", "ana"])


@pytest.mark.parametrize("field", ["effort", "created", "requirements", "attributes"])
def test_tickets_that_differ_are_unequal(field: str) -> None:
    """Every field counts."""
    other = {"effort": 2, "created": NOON + timedelta(1), "requirements": {"a": 1}}.get(field)
    assert make() != make(**{field: other or {"a": 1}})


def test_instant_counts_and_not_its_zone() -> None:
    """The same moment in another zone is the same ticket."""
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert make(created=elsewhere) == make()
    assert hash(make(created=elsewhere)) == hash(make())


def test_attributes_are_read_by_name() -> None:
    """An attribute that is not there is the default."""
    ticket = make(attributes={"vip": True})
    assert ticket.attribute("vip") is True
    assert ticket.attribute("plan") is None
    assert ticket.attribute("plan", "free") == "free"


def test_repr_leaves_out_what_was_not_said() -> None:
    """What holds its default is not shown."""
    ticket = Ticket(id="t1", created=datetime(2026, 5, 4, tzinfo=UTC), queue="mail", effort=1)
    text = (
        "Ticket(id='t1', created=datetime.datetime(2026, 5, 4, 0, 0, tzinfo=datetime.timezone.utc)"
    )
    assert repr(ticket) == text + ", queue='mail')"


@given(TICKETS)
@settings(max_examples=50)
def test_repr_shows_exactly_the_fields_that_differ_from_their_default(ticket: Ticket) -> None:
    """What is shown is enough to make the same ticket again, and nothing more."""
    said = {
        field.name
        for field in attrs.fields(Ticket)
        if field.default is attrs.NOTHING or getattr(ticket, field.name) != field.default
    }
    assert {
        field.name for field in attrs.fields(Ticket) if re.search(rf"\b{field.name}=", repr(ticket))
    } >= said
    assert (
        attrs.evolve(Ticket(id="t", created=NOON), **{n: getattr(ticket, n) for n in said})
        == ticket
    )


@given(TICKETS)
@settings(max_examples=50)
def test_pickled_ticket_is_the_same(ticket: Ticket) -> None:
    """A ticket goes to another process and comes back."""
    twin: object = pickle.loads(pickle.dumps(ticket))  # noqa: S301 - our own bytes
    assert twin == ticket
    assert hash(twin) == hash(ticket)
