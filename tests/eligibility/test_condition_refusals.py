"""What is no condition, and what the messages say: in Python, and with the path in data."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from tests.builders import NOON
from ticketroute import Agent, Ticket
from ticketroute.eligibility import (
    AllOf,
    AnyOf,
    Comparison,
    Eligibility,
    EligibilityRule,
    Field,
    Not,
    condition_from_data,
    eligibility_from_data,
    to_condition,
    to_ticket_condition,
)
from ticketroute.eligibility._fields import FIELDS

TIER, EFFORT = Field("ticket.tier"), Field("ticket.effort")
IS_VIP = {"field": "ticket.tier", "equals": "vip"}
AT_HOME = {"field": "ticket.place", "equals": {"field": "agent.place"}}
TICKET_FIELDS = (
    f"ticket.FIELD with one of {', '.join(sorted(FIELDS['ticket']))}; "
    "or ticket.attributes.NAME or ticket.requirements.NAME"
)
AGENT_FIELDS = (
    "agent.FIELD with one of capacity, channels, id, languages, place, skills, teams; "
    "or agent.attributes.NAME or agent.skills.NAME"
)


def test_every_field_of_the_models_can_be_named() -> None:
    """New ones too, but for the attributes as a whole and an agent's presence."""
    names = {model: {field.name for field in attrs.fields(model)} for model in (Ticket, Agent)}
    assert set(FIELDS["ticket"]) == names[Ticket] - {"attributes"}
    assert set(FIELDS["agent"]) == names[Agent] - {"attributes", "presence"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ticket.colour", TICKET_FIELDS),
        ("ticket.attributes", TICKET_FIELDS),
        ("ticket.attributes.", TICKET_FIELDS),
        ("ticket.tier.", TICKET_FIELDS),
        ("ticket.tier.name", TICKET_FIELDS),
        ("ticket.", TICKET_FIELDS),
        ("agent.shift", AGENT_FIELDS),
        (
            "agent.presence",
            "a field other than agent.presence, which is always checked as it is at the time",
        ),
        ("tier", "a path that begins with 'ticket.' or 'agent.'"),
        ("", "a non-empty string"),
    ],
)
def test_unknown_fields(path: str, expected: str) -> None:
    """The message lists those that there are."""
    with pytest.raises(
        ValueError, match=re.escape(f"Field.path: expected {expected}, got {path!r}")
    ):
        Field(path)


def test_a_path_is_a_string() -> None:
    """Nothing else stands for a field."""
    with pytest.raises(TypeError, match=r"Field.path: expected a string, got 3"):
        Field(3)  # type: ignore[arg-type]


SINGLE = "a field that holds a single value"
FACTORIES: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: TIER.equals(3), TypeError, "ticket.tier equals: expected a string, got 3"),
    (lambda: EFFORT.equals(True), TypeError, "ticket.effort equals: expected a number, got True"),
    (
        lambda: TIER.equals(None),  # type: ignore[arg-type]
        TypeError,
        "ticket.tier equals: expected a string, a number, True, False or an aware datetime, got",
    ),
    (
        lambda: TIER.equals(EFFORT),
        TypeError,
        "ticket.tier equals: expected a string, got Field(path='ticket.effort')",
    ),
    (
        lambda: Field("agent.teams").equals("mail"),
        ValueError,
        f"agent.teams equals: expected {SINGLE}, got 'agent.teams'",
    ),
    (
        lambda: TIER.equals(Field("agent.teams")),
        TypeError,
        "ticket.tier equals: expected a string, got Field(path='agent.teams')",
    ),
    (
        lambda: Field("ticket.attributes.x").equals(NOON),
        TypeError,
        f"ticket.attributes.x equals: expected True or False or a number or a string, got {NOON!r}",
    ),
    (
        lambda: Field("ticket.attributes.x").equals(float("nan")),
        ValueError,
        "ticket.attributes.x equals: expected a finite number, got nan",
    ),
    (lambda: TIER.one_of([]), ValueError, "ticket.tier in: expected at least one value, got []"),
    (
        lambda: TIER.one_of("vip"),
        TypeError,
        "ticket.tier in: expected several values, as a list, got 'vip'",
    ),
    (lambda: TIER.one_of(["vip", 3]), TypeError, "ticket.tier in[1]: expected a string, got 3"),
    (lambda: TIER.one_of([3]), TypeError, "ticket.tier in[0]: expected a string, got 3"),
    (
        lambda: TIER.one_of(Field("ticket.place")),
        TypeError,
        "ticket.tier in: expected several strings, got Field(path='ticket.place')",
    ),
    (
        lambda: EFFORT.one_of(Field("agent.teams")),
        TypeError,
        "ticket.effort in: expected a number, got Field(path='agent.teams')",
    ),
    (
        lambda: Comparison(TIER, "in", ["vip", TIER]),
        ValueError,
        (
            "ticket.tier in: expected either values or one field, "
            "got ['vip', Field(path='ticket.tier')]"
        ),
    ),
    (
        lambda: TIER.at_least(3),
        ValueError,
        (
            "ticket.tier at least: expected a field that holds a number or an aware datetime, "
            "got 'ticket.tier'"
        ),
    ),
    (lambda: EFFORT.at_least("3"), TypeError, "ticket.effort at least: expected a number, got '3'"),
    (
        lambda: EFFORT.at_most(Field("agent.place")),
        TypeError,
        "ticket.effort at most: expected a number, got Field(path='agent.place')",
    ),
    (
        lambda: EFFORT.between(1, NOON),
        TypeError,
        f"ticket.effort between[1]: expected a number, got {NOON!r}",
    ),
    (
        lambda: EFFORT.between(3, 2),
        ValueError,
        "ticket.effort between: expected the lower bound first, got [3, 2]",
    ),
    (
        lambda: Field("ticket.created").at_least(datetime(2026, 5, 4)),
        ValueError,
        (
            "ticket.created at least: expected a timezone-aware datetime, got the naive "
            "datetime.datetime(2026, 5, 4, 0, 0)"
        ),
    ),
    (
        lambda: Field("ticket.created").at_least(
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
        ),
        ValueError,
        "ticket.created at least: expected an instant of the years 1 to 9999 in UTC",
    ),
    (
        lambda: TIER.contains("v"),
        ValueError,
        "ticket.tier contains: expected a field that holds several strings, got 'ticket.tier'",
    ),
    (
        lambda: Field("agent.teams").contains(3),
        TypeError,
        "agent.teams contains: expected a string, got 3",
    ),
    (
        lambda: Field("agent.teams").contains(Field("agent.skills")),
        TypeError,
        "agent.teams contains: expected a string, got Field(path='agent.skills')",
    ),
    (
        EFFORT.is_missing,
        ValueError,
        "ticket.effort is missing: expected a field that can be missing, got 'ticket.effort'",
    ),
    (
        lambda: Comparison(TIER, "equals", ["a", "b"]),
        ValueError,
        "ticket.tier equals: expected one value, got ['a', 'b']",
    ),
    (
        lambda: Comparison(EFFORT, "between", [1]),
        ValueError,
        "ticket.effort between: expected two values, got [1]",
    ),
    (
        lambda: Comparison(TIER, "is missing", [1]),
        ValueError,
        "ticket.tier is missing: expected no values, got [1]",
    ),
    (
        lambda: Comparison(TIER, "like", ["v"]),
        ValueError,
        (
            "Comparison.operator: expected one of 'equals', 'in', 'at least', 'at most', "
            "'between', 'contains', 'is missing', got 'like'"
        ),
    ),
    (
        lambda: Comparison(TIER, "equals", "vip"),
        TypeError,
        "Comparison.values: expected several values, as a list, got 'vip'",
    ),
    (lambda: AllOf([]), ValueError, "conditions: expected at least one condition, got []"),
    (
        lambda: AnyOf(TIER.equals("vip")),  # type: ignore[arg-type]
        TypeError,
        "conditions: expected several conditions, as a list, got Comparison(",
    ),
    (
        lambda: AllOf([IS_VIP, {"not": {"any": 3}}]),
        TypeError,
        "conditions[1].not.any: expected several conditions, as a list, got 3",
    ),
    (
        lambda: Not(lambda _: True),  # type: ignore[arg-type]
        TypeError,
        "condition: expected a condition, or a mapping as its data, got <function",
    ),
]


@pytest.mark.parametrize(("make", "error", "message"), FACTORIES)
def test_what_can_never_hold(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """Refused when it is made."""
    with pytest.raises(error, match="^" + re.escape(message)):
        make()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("vip", "condition: expected a condition, or a mapping as its data, got 'vip'"),
        ({}, "condition: expected one of 'all', 'any', 'not', 'field', got {}"),
        ({"tier": ["vip"]}, "condition: expected one of 'all', 'any', 'not', 'field', got"),
        ({"all": [IS_VIP], "any": [IS_VIP]}, "condition: expected one of 'all', 'any', 'not'"),
        ({"all": [IS_VIP], "name": "x"}, "condition: expected 'all' and nothing else, got {"),
        ({"all": IS_VIP}, "all: expected several conditions, as a list, got {"),
        ({"any": "vip"}, "any: expected several conditions, as a list, got 'vip'"),
        ({"any": []}, "any: expected at least one condition, got []"),
        ({"not": []}, "not: expected a condition, or a mapping as its data, got []"),
        (
            {"all": [IS_VIP, {"not": {"field": "ticket.x", "equals": 1}}]},
            f"all[1].not.field: expected {TICKET_FIELDS}, got 'ticket.x'",
        ),
        ({"field": 3, "equals": 1}, "field: expected a string, got 3"),
        (
            {"field": "ticket.tier"},
            (
                "condition: expected 'field' and one of equals, in, at least, at most, between, "
                "contains, is missing, got {'field': 'ticket.tier'}"
            ),
        ),
        (
            {"any": [{"field": "ticket.tier", "is": "vip"}]},
            "any[0]: expected 'field' and one of equals, in,",
        ),
        (
            {"field": "ticket.effort", "at least": 1, "at most": 2},
            "condition: expected 'field' and one of equals, in,",
        ),
        (
            {"any": [{"field": "ticket.tier", "in": "vip"}]},
            "any[0].in: expected a list of values, got",
        ),
        (
            {"any": [{"field": "ticket.tier", "in": ["vip", 3]}]},
            "any[0].in[1]: expected a string, got 3",
        ),
        (
            {"field": "ticket.tier", "equals": ["vip"]},
            "equals: expected a string, a number, True, False or an aware datetime, got ['vip']",
        ),
        (
            {"not": {"field": "ticket.effort", "at least": "3"}},
            "not.at least: expected a number, got '3'",
        ),
        (
            {"field": "ticket.effort", "between": [1, {"field": "agent.size"}]},
            f"between[1].field: expected {AGENT_FIELDS}, got 'agent.size'",
        ),
        ({"field": "ticket.effort", "between": 3}, "between: expected a list of values, got 3"),
        (
            {"field": "ticket.tier", "equals": {"path": "agent.place"}},
            "equals: expected a value, {'field': path} or {'instant': text}, got {",
        ),
        (
            {"field": "ticket.created", "at least": {"instant": "noon"}},
            "at least.instant: expected an ISO string with an offset, got 'noon'",
        ),
        (
            {"field": "ticket.created", "at least": {"instant": "2026-05-04T12:00"}},
            "at least.instant: expected an ISO string with an offset, got '2026-05-04T12:00'",
        ),
        (
            {"field": "ticket.created", "at least": {"instant": 3}},
            "at least.instant: expected an ISO string with an offset, got 3",
        ),
        (
            {"field": "ticket.created", "at least": "2026-05-04T12:00+00:00"},
            "at least: expected an aware datetime, got '2026-05-04T12:00+00:00'",
        ),
        (
            {"field": "ticket.tier", "is missing": False},
            "is missing: expected true; its opposite is put into 'not', got False",
        ),
    ],
)
def test_messages_about_data_carry_the_path(data: Any, message: str) -> None:  # noqa: ANN401
    """To the part that is wrong, after what stands in front."""
    with pytest.raises((TypeError, ValueError), match="^" + re.escape(message)):
        condition_from_data(data)
    with_path = "rule" + (
        message.removeprefix("condition") if message[:9] == "condition" else "." + message
    )
    with pytest.raises((TypeError, ValueError), match="^" + re.escape(with_path)):
        to_condition(data, path="rule")


def test_a_condition_of_tickets_reads_no_agent() -> None:
    """Where one is asked for without an agent."""
    assert to_ticket_condition(IS_VIP) == TIER.equals("vip")
    with pytest.raises(
        ValueError, match=r"^when: expected a condition that reads tickets only, got"
    ):
        to_ticket_condition(AT_HOME, path="when")
    with pytest.raises(ValueError, match=r"^condition: expected a condition that reads tickets"):
        to_ticket_condition(AT_HOME)


RULE = {"name": "a", "condition": IS_VIP}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: EligibilityRule("", IS_VIP),
            "EligibilityRule.name: expected a non-empty string, got ''",
        ),
        (
            lambda: EligibilityRule("a", {"not": 3}),
            "EligibilityRule.condition.not: expected a condition, or a mapping as its data, got 3",
        ),
        (
            lambda: EligibilityRule("a", IS_VIP, when=AT_HOME),
            "EligibilityRule.when: expected a condition that reads tickets only, got",
        ),
        (
            lambda: Eligibility([IS_VIP]),  # type: ignore[list-item]
            "Eligibility.rules: expected values of EligibilityRule, got {",
        ),
        (
            lambda: Eligibility(3),  # type: ignore[arg-type]
            "Eligibility.rules: expected several EligibilityRule, got 3",
        ),
        (
            lambda: Eligibility([EligibilityRule("a", IS_VIP), EligibilityRule("a", AT_HOME)]),
            "Eligibility.rules: expected names that are all different, got ['a', 'a']",
        ),
        (
            lambda: eligibility_from_data([]),  # type: ignore[arg-type]
            "eligibility: expected a mapping with 'rules', got []",
        ),
        (
            lambda: eligibility_from_data({"rules": [], "name": "x"}),
            "eligibility: expected 'rules' and nothing else, got {",
        ),
        (
            lambda: eligibility_from_data({"rules": RULE}),
            "rules: expected a list of rules, got {",
        ),
        (
            lambda: eligibility_from_data({"rules": [3]}),
            "rules[0]: expected a mapping with 'name', 'condition' and perhaps 'when', got 3",
        ),
        (
            lambda: eligibility_from_data({"rules": [RULE, {"name": "b"}]}),
            "rules[1]: expected 'name', 'condition' and perhaps 'when', got {'name': 'b'}",
        ),
        (
            lambda: eligibility_from_data({"rules": [{**RULE, "if": IS_VIP}]}),
            "rules[0]: expected 'name', 'condition' and perhaps 'when', got {",
        ),
        (
            lambda: eligibility_from_data({"rules": [{**RULE, "name": 3}]}),
            "rules[0].name: expected a string, got 3",
        ),
        (
            lambda: eligibility_from_data({"rules": [{**RULE, "when": {"all": [AT_HOME]}}]}),
            "rules[0].when: expected a condition that reads tickets only, got",
        ),
        (
            lambda: eligibility_from_data({"rules": [{**RULE, "when": {"all": [{}]}}]}),
            "rules[0].when.all[0]: expected one of 'all', 'any', 'not', 'field', got {}",
        ),
    ],
)
def test_rules(make: Callable[[], object], message: str) -> None:
    """Names differ, and everything is what it is said to be."""
    with pytest.raises((TypeError, ValueError), match="^" + re.escape(message)):
        make()


def test_data_of_lists_of_any_sort() -> None:
    """JSON has lists; tuples and sets do as well."""
    listed = {"field": "ticket.tier", "in": ["a", "b"]}
    assert condition_from_data({"all": (listed,)}) == condition_from_data(
        {"all": [{"field": "ticket.tier", "in": {"a", "b"}}]}
    )
    instant = {"field": "ticket.created", "at least": NOON.astimezone(UTC)}
    assert condition_from_data(instant) == Field("ticket.created").at_least(NOON)
