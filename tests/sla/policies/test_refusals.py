"""What policies refuse: the message names the field, what was expected, and the value."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, cast

import attrs
import pytest

from tests.sla.clocks.by_hand import DESK, HOUR, MONDAY, told
from tests.sla.clocks.test_refusals import refused
from ticketroute import Ticket
from ticketroute.eligibility import Field
from ticketroute.sla import (
    RESOLUTION,
    FieldsAre,
    Objective,
    Policies,
    Policy,
    Targets,
    TicketClocks,
)

PROMISE: Final = Objective(RESOLUTION, HOUR)
ABOUT_ANA: Final = Field("agent.id").equals("ana")
TICKET: Final = Ticket(id="t1", created=MONDAY)
KNOWN: Final = (
    "fields among channel, customer, impact, language, place, queue, tier, type, urgency, level"
    " or attributes.NAME"
)


@pytest.mark.parametrize(
    ("when", "error", "message"),
    [
        ({"tiers": ["vip"]}, ValueError, f"when: expected {KNOWN}, got 'tiers'"),
        ({"skills": ["x"]}, ValueError, f"when: expected {KNOWN}, got 'skills'"),
        (
            {"tier": "vip"},
            TypeError,
            "when['tier']: expected several values, as a list, got 'vip'",
        ),
        ({"level": 1}, TypeError, "when['level']: expected several values, as a list, got 1"),
        ({"tier": None}, TypeError, "when['tier']: expected several values, as a list, got None"),
        ({"tier": []}, ValueError, "when['tier']: expected at least one value, got frozenset()"),
        (
            {"not": {"field": "ticket.tier", "equals": 3}},
            TypeError,
            "when.not.equals: expected a string, got 3",
        ),
        (
            {"field": "agent.id", "equals": "ana"},
            ValueError,
            f"when: expected a condition that reads tickets only, got {ABOUT_ANA!r}",
        ),
        (
            ABOUT_ANA,
            ValueError,
            f"when: expected a condition that reads tickets only, got {ABOUT_ANA!r}",
        ),
        (
            ["tier"],
            TypeError,
            "when: expected a mapping of field to values, or a function of a ticket, got ['tier']",
        ),
        (
            "tier",
            TypeError,
            "when: expected a mapping of field to values, or a function of a ticket, got 'tier'",
        ),
    ],
)
def test_conditions(when: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    """Fields are known by name, and values come in a collection: a string is not one."""
    with refused(error, message):
        Policy("p", [PROMISE], when=when)


@pytest.mark.parametrize(
    "values", [{1: ["a"], "tier": ["b"]}, {"tier": [["vip"]]}, ["tier"], {"attributes.": ["x"]}]
)
def test_conditions_that_are_none_at_all(values: Any) -> None:  # noqa: ANN401
    """Whatever is wrong, the message says where."""
    with pytest.raises((TypeError, ValueError), match=r"^when"):
        FieldsAre(values)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: Objective(RESOLUTION, 4),  # type: ignore[arg-type]
            TypeError,
            "Objective.allowed: expected Targets or a timedelta, got 4",
        ),
        (
            lambda: Objective(RESOLUTION, timedelta()),
            ValueError,
            f"Targets.default: expected a timedelta longer than zero, got {timedelta()!r}",
        ),
        (
            lambda: Objective(RESOLUTION, HOUR, on_reopen="again"),
            ValueError,
            "on_reopen: expected 'continue' or 'new_cycle' or 'ignore', got 'again'",
        ),
        (
            lambda: Objective(RESOLUTION, HOUR, pause_in=[""]),
            ValueError,
            "Target.pause_in: expected a non-empty string, got ''",
        ),
        (
            lambda: Objective("resolution", HOUR),  # type: ignore[arg-type]
            TypeError,
            "Target.metric: expected a Metric, got 'resolution'",
        ),
        (
            lambda: Policy("", [PROMISE]),
            ValueError,
            "Policy.name: expected a non-empty string, got ''",
        ),
        (
            lambda: Policy("p", [RESOLUTION]),  # type: ignore[list-item]
            TypeError,
            "Policy.objectives: expected values of Objective, got <Metric resolution>",
        ),
        (
            lambda: Policy("p", [PROMISE, attrs.evolve(PROMISE, on_reopen="ignore")]),
            ValueError,
            (
                "Policy.objectives: expected metrics that are all different, "
                "got ['resolution', 'resolution']"
            ),
        ),
        (
            lambda: Policies([PROMISE]),  # type: ignore[list-item]
            TypeError,
            f"Policies.policies: expected values of Policy, got {PROMISE!r}",
        ),
        (
            lambda: Policies([Policy("a", [])], default=Policy("a", [])),
            ValueError,
            "Policies.policies: expected names that are all different, got ['a', 'a']",
        ),
    ],
)
def test_policies(make: Callable[[], object], error: type[Exception], message: str) -> None:
    """Names differ, metrics differ, and everything is what it is said to be."""
    with refused(error, message):
        make()


def test_string_instead_of_statuses() -> None:
    """As everywhere: a string is no list of statuses."""
    with pytest.raises(TypeError, match=r"pause_in: expected .*, got 'pending'$"):
        Objective(RESOLUTION, HOUR, pause_in="pending")


@pytest.mark.parametrize("of_policy", [False, True])
def test_one_instead_of_several(of_policy: bool) -> None:
    """A single objective or policy without brackets: the message says where they belong."""
    with pytest.raises(TypeError, match=r"^Polic(y|ies)\.\w+: expected "):
        Policy("p", cast("Any", PROMISE)) if of_policy else Policies(cast("Any", Policy("p", [])))


def test_calendar_whose_name_is_not_resolved() -> None:
    """Found out when a target is asked for, and the message says what to do."""
    named = Objective(RESOLUTION, Targets(default=HOUR, calendar="desk"))
    policies = Policies(default=Policy("p", [named]))
    message = "Targets.calendar: expected a calendar (see Targets.resolve), got 'desk'"
    with refused(ValueError, message):
        TicketClocks(TICKET, policies, told((9, "created")))
    with refused(ValueError, message):
        named.target(1)


@pytest.mark.parametrize(("calendars", "names"), [((), []), ((DESK, DESK), ["desk", "desk"])])
def test_names_of_calendars(calendars: tuple[Any, ...], names: list[str]) -> None:
    """A name that nobody or several have."""
    named = Objective(RESOLUTION, Targets(default=HOUR, calendar="desk"))
    message = f"Targets.calendar: expected the name of one of the calendars {names}, got 'desk'"
    with refused(ValueError, message):
        Policies(default=Policy("p", [named])).resolve(calendars)


def test_clocks_of_a_ticket() -> None:
    """A ticket, policies, and events; another ticket is no change of this one."""
    policies = Policies(default=Policy("p", [PROMISE]))
    with refused(TypeError, "TicketClocks.ticket: expected a Ticket, got 't1'"):
        TicketClocks("t1", policies)  # type: ignore[arg-type]
    with refused(TypeError, "TicketClocks.policies: expected Policies, got ()"):
        TicketClocks(TICKET, ())  # type: ignore[arg-type]
    with refused(TypeError, "events: expected values of TicketEvent, got 'created'"):
        TicketClocks(TICKET, policies, ["created"])  # type: ignore[list-item]
    clocks = TicketClocks(TICKET, policies)
    with refused(ValueError, "ticket: expected ticket 't1', got 't2'"):
        clocks.changed(attrs.evolve(TICKET, id="t2"))
    expected = "metric: expected the name of one of the clocks ['resolution'], got 'resolutions'"
    with refused(LookupError, expected):
        clocks["resolutions"]


@pytest.mark.parametrize("policies", [Policies(), Policies(default=Policy("p", [PROMISE]))])
def test_only_events_are_applied(policies: Policies) -> None:
    """Also if nothing is promised, and also as the second event."""
    clocks = TicketClocks(TICKET, policies, told((9, "created")))
    with pytest.raises(TypeError, match="events: expected values of TicketEvent, got 'resolved'"):
        clocks.apply("resolved")  # type: ignore[arg-type]
