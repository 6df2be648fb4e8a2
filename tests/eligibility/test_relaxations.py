"""Relaxations as values: each change by hand, what is refused, and data both ways."""

import json
import pickle
from collections.abc import Callable
from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import minutes
from tests.generators import NOON, TICKETS
from ticketroute import Presence, Requirement, Ticket
from ticketroute.eligibility import (
    Field,
    Relaxation,
    Relaxations,
    RelaxationStep,
    describe_change,
    relaxations_from_data,
    relaxations_to_data,
    to_relaxations,
)

ASKED = Ticket(
    id="t1",
    created=NOON,
    queue="mail",
    requirements=[Requirement("billing", 4), Requirement("french", 1), Requirement("law", 0, True)],
)


def asks(ticket: Ticket) -> list[tuple[str, float, bool]]:
    """Give what a ticket requires, in short."""
    return [(each.skill, each.minimum, each.optional) for each in ticket.requirements]


def is_small(ticket: Ticket) -> bool:
    """Be a condition that does not say what it reads."""
    return ticket.effort == 1


# One step


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"drop": ["french"]}, [("billing", 4, False), ("law", 0, True)]),
        ({"drop": ["french", "tax", "law"]}, [("billing", 4, False)]),
        (
            {"lower": {"billing": 2}},
            [("billing", 2, False), ("french", 1, False), ("law", 0, True)],
        ),
        (
            {"lower": {"billing": 5}},
            [("billing", 4, False), ("french", 1, False), ("law", 0, True)],
        ),
        ({"optional": ["billing"]}, [("billing", 4, True), ("french", 1, False), ("law", 0, True)]),
        ({"any_skill": True}, []),
    ],
)
def test_step_changes_requirements(
    changes: dict[str, object], expected: list[tuple[str, float, bool]]
) -> None:
    """Skills go, become optional, or are asked for at a lower level, never at a higher one."""
    step = RelaxationStep(minutes(1), **changes)  # type: ignore[arg-type]
    assert asks(step.apply(ASKED)) == expected


def test_step_adds_helpers_and_changes_the_queue() -> None:
    """What was there before stays."""
    before = attrs.evolve(ASKED, helpers=["chats"])
    after = RelaxationStep(minutes(1), helpers=["calls"], queue="all").apply(before)
    assert (sorted(after.helpers), after.queue) == (["calls", "chats"], "all")
    assert after.requirements == before.requirements


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("active", "away", "away"),
        ("active", "offline", "offline"),
        ("away", "offline", "offline"),
        ("offline", "away", "offline"),
        ("away", "away", "away"),
    ],
)
def test_presence_only_becomes_wider(before: str, step: str, after: str) -> None:
    """A step never takes anybody away."""
    ticket = attrs.evolve(ASKED, presence=before)
    assert RelaxationStep(minutes(1), presence=step).apply(ticket).presence is Presence(after)


def test_change_is_told_in_words() -> None:
    """Each thing that is asked for otherwise, and nothing else."""
    step = RelaxationStep(
        minutes(1),
        drop=["french"],
        lower={"billing": 2.5},
        optional=["law"],
        helpers=["calls"],
        presence="offline",
        queue="all",
    )
    assert describe_change(ASKED, step.apply(ASKED)) == (
        "'billing' from 2.5",
        "without 'french'",
        "also from team 'calls'",
        "also from those who are offline",
        "in queue 'all'",
    )
    at_will = RelaxationStep(minutes(1), optional=["french"]).apply(ASKED)
    assert describe_change(ASKED, at_will) == ("'french' at will",)


WRONG_STEPS: list[tuple[dict[str, object], type[Exception], str]] = [
    ({}, ValueError, "RelaxationStep: expected something that changes"),
    ({"after": 5}, TypeError, "RelaxationStep.after: expected a timedelta, got 5"),
    ({"after": timedelta(0)}, ValueError, "RelaxationStep.after: expected a duration longer than"),
    ({"drop": "french"}, TypeError, "RelaxationStep.drop: expected several strings"),
    ({"drop": [""]}, ValueError, "RelaxationStep.drop: expected a non-empty string"),
    ({"optional": 5}, TypeError, "RelaxationStep.optional: expected several strings, got 5"),
    ({"helpers": "calls"}, TypeError, "RelaxationStep.helpers: expected several strings"),
    ({"lower": 5}, TypeError, "RelaxationStep.lower: expected a mapping of skill to level, got 5"),
    ({"lower": {"law": -1}}, ValueError, r"RelaxationStep.lower\['law'\]: expected a finite"),
    ({"lower": {"": 1}}, ValueError, "RelaxationStep.lower: expected a non-empty string"),
    ({"presence": "here"}, ValueError, "RelaxationStep.presence: expected one of"),
    ({"presence": "active"}, ValueError, "RelaxationStep.presence: expected 'away' or 'offline'"),
    ({"queue": ""}, ValueError, "RelaxationStep.queue: expected a non-empty string"),
    ({"any_skill": 1}, TypeError, "RelaxationStep.any_skill: expected True or False"),
    ({"any_skill": True, "drop": ["law"]}, ValueError, "RelaxationStep.any_skill: expected False"),
    ({"park": True, "queue": "all"}, ValueError, "RelaxationStep.park: expected a step that"),
    ({"drop": ["law"], "lower": {"law": 1}}, ValueError, r"each skill in one of .* got \['law'\]"),
    ({"while_backlog_below": 5, "queue": "a"}, ValueError, "while_backlog_below: expected None"),
    ({"while_backlog_below": 0, "helpers": ["a"]}, ValueError, "below: expected an integer"),
    ({"every": minutes(1), "helpers": ["a"]}, ValueError, "RelaxationStep.every: expected None"),
    (
        {"every": minutes(0), "helpers": ["a"], "while_backlog_below": 1},
        ValueError,
        "RelaxationStep.every: expected a duration longer than zero",
    ),
]


@pytest.mark.parametrize(("given", "error", "message"), WRONG_STEPS)
def test_wrong_step_is_refused(
    given: dict[str, object], error: type[Exception], message: str
) -> None:
    """The message names the field, the value and what was expected."""
    with pytest.raises(error, match=message):
        RelaxationStep(**{"after": minutes(1), **given})  # type: ignore[arg-type]


# Several steps

STEPS = [
    RelaxationStep(minutes(10), drop=["french"]),
    RelaxationStep(minutes(20), lower={"billing": 1}, helpers=["calls"]),
    RelaxationStep(minutes(30), park=True),
]


@pytest.mark.parametrize(
    ("waited", "step"), [(0, 0), (9.99, 0), (10, 1), (19, 1), (20, 2), (30, 3), (10**6, 3)]
)
def test_step_is_due_once_it_has_waited_as_long(waited: float, step: int) -> None:
    """At the very moment it is."""
    assert Relaxation(STEPS).step_at(minutes(waited)) == step


def test_steps_build_on_each_other() -> None:
    """The second is made of what the first has left; the end changes nothing."""
    relaxation = Relaxation(STEPS)
    assert relaxation.ticket_at(ASKED, 0) == ASKED
    assert asks(relaxation.ticket_at(ASKED, 1)) == [("billing", 4, False), ("law", 0, True)]
    second = relaxation.ticket_at(ASKED, 2)
    assert asks(second) == [("billing", 1, False), ("law", 0, True)]
    assert sorted(second.helpers) == ["calls"]
    assert relaxation.ticket_at(ASKED, 3) == second


def test_step_that_was_passed_over_changes_nothing() -> None:
    """And the next one does what it does without it."""
    after = Relaxation(STEPS).ticket_at(ASKED, 2, passed=[1])
    assert asks(after) == [("billing", 1, False), ("french", 1, False), ("law", 0, True)]


@given(ticket=TICKETS, earlier=st.integers(0, 40), later=st.integers(0, 40))
@settings(max_examples=100)
def test_longer_wait_never_asks_for_more(ticket: Ticket, earlier: int, later: int) -> None:
    """Whoever may have it after some time may have it later on, too."""
    relaxation = Relaxation(STEPS)
    steps = [relaxation.step_at(minutes(each)) for each in sorted((earlier, later))]
    before, after = (relaxation.ticket_at(ticket, step) for step in steps)
    levels = {each.skill: each for each in before.requirements}
    assert steps == sorted(steps)
    assert before.helpers <= after.helpers
    for each in after.requirements:
        assert each.skill in levels
        assert each.optional or any(
            each.minimum <= known.minimum and not known.optional
            for known in before.requirements
            if known.skill == each.skill
        )


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Relaxation([]), ValueError, "Relaxation.steps: expected at least one step"),
        (lambda: Relaxation(5), TypeError, "Relaxation.steps: expected several RelaxationStep"),  # type: ignore[arg-type]
        (lambda: Relaxation([5]), TypeError, r"Relaxation.steps\[0\]: expected a RelaxationStep"),  # type: ignore[list-item]
        (
            lambda: Relaxation([STEPS[1], STEPS[0]]),
            ValueError,
            r"Relaxation.steps\[1\].after: expected more than 0:20:00.* got .*600",
        ),
        (
            lambda: Relaxation([STEPS[0], STEPS[0]]),
            ValueError,
            r"Relaxation.steps\[1\].after: expected more than 0:10:00",
        ),
        (
            lambda: Relaxation([STEPS[2], RelaxationStep(minutes(40), any_skill=True)]),
            ValueError,
            r"Relaxation.steps\[0\].park: expected the last step",
        ),
        (lambda: Relaxation(STEPS, when=5), TypeError, "Relaxation.when: expected a condition"),  # type: ignore[arg-type]
        (
            lambda: Relaxation(STEPS, when={"field": "agent.place", "equals": "Bern"}),
            ValueError,
            "Relaxation.when: expected a condition that reads tickets only",
        ),
        (lambda: Relaxations([5]), TypeError, r"Relaxations\[0\]: expected a Relaxation, got 5"),  # type: ignore[list-item]
        (
            lambda: Relaxations([Relaxation(STEPS), Relaxation(STEPS, is_small)]),
            ValueError,
            r"Relaxations\[1\]: expected none after one that is for all",
        ),
        (lambda: to_relaxations({"a": 1}), TypeError, "Relaxations: expected several Relaxation"),  # type: ignore[dict-item]
    ],
)
def test_what_cannot_be_is_refused(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """Also a step that could never come, and a relaxation that could never be the first."""
    with pytest.raises(error, match=message):
        make()


def test_first_relaxation_that_is_for_a_ticket_counts() -> None:
    """In the order of the list; none may be for it."""
    vip = Relaxation(STEPS[:1], when=Field("ticket.tier").equals("vip"))
    small = Relaxation(STEPS[:2], when=is_small)
    relaxations = Relaxations([vip, small])
    assert relaxations.find(attrs.evolve(ASKED, tier="vip")) is vip
    assert relaxations.find(ASKED) is small
    assert relaxations.find(attrs.evolve(ASKED, effort=2)) is None
    assert [relaxations[0], len(relaxations), bool(relaxations), bool(Relaxations())] == [
        vip,
        2,
        True,
        False,
    ]


def test_reads_are_known_where_every_condition_says() -> None:
    """A function that does not say what it reads may read everything."""
    vip = Relaxation(STEPS[:1], when={"field": "ticket.tier", "equals": "vip"})
    assert Relaxations([vip, Relaxation(STEPS)]).reads == ("tier",)
    assert Relaxations([vip, Relaxation(STEPS, when=is_small)]).reads is None


def test_relaxations_are_values() -> None:
    """Equal, hashable, picklable."""
    relaxations = to_relaxations([Relaxation(STEPS, when=is_small)])
    twin = pickle.loads(pickle.dumps(relaxations))  # noqa: S301 - our own
    assert twin == relaxations
    assert hash(twin) == hash(relaxations)
    assert to_relaxations(relaxations) is relaxations
    assert to_relaxations(None) == Relaxations()


# Plain data

EVERYTHING = Relaxations(
    [
        Relaxation(
            [
                RelaxationStep(
                    minutes(1.5),
                    drop=["french", "law"],
                    optional=["tax"],
                    lower={"billing": 2.5},
                    presence="away",
                    queue="all",
                    skip_unstaffed=True,
                ),
                RelaxationStep(
                    minutes(5),
                    any_skill=True,
                    helpers=["calls", "chats"],
                    while_backlog_below=3,
                    every=timedelta(microseconds=1),
                ),
                RelaxationStep(minutes(6), park=True),
            ],
            when={"field": "ticket.tier", "in": ["vip", "gold"]},
        ),
        Relaxation(STEPS),
    ]
)


def test_data_round_trip() -> None:
    """Through JSON and back, nothing is lost."""
    data = json.loads(json.dumps(relaxations_to_data(EVERYTHING)))
    assert relaxations_from_data(data) == EVERYTHING
    assert relaxations_from_data({"relaxations": []}) == Relaxations()


def test_function_is_no_data() -> None:
    """It is named by its path."""
    with pytest.raises(TypeError, match=r"^relaxations\[0\]\.when: expected a condition that can"):
        relaxations_to_data(Relaxations([Relaxation(STEPS, when=is_small)]))


def of_steps(*steps: object, **more: object) -> dict[str, object]:
    """Give the data of a single relaxation."""
    return {"relaxations": [{"steps": list(steps), **more}]}


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (5, TypeError, r"^relaxations: expected a mapping with 'relaxations', got 5"),
        ({}, ValueError, r"^relaxations: expected 'relaxations' and nothing else"),
        ({"relaxations": 5}, TypeError, r"^relaxations: expected a list, got 5"),
        ({"relaxations": [5]}, TypeError, r"^relaxations\[0\]: expected a mapping with 'steps'"),
        (of_steps(), ValueError, r"^relaxations\[0\]\.steps: expected at least one step"),
        (of_steps(5), TypeError, r"^relaxations\[0\]\.steps\[0\]: expected a mapping"),
        (of_steps({"drop": []}), ValueError, r"steps\[0\]: expected 'after'"),
        (of_steps({"after": 1, "colour": 2}), ValueError, r"steps\[0\]: expected .* nothing else"),
        (of_steps({"after": -1}), ValueError, r"steps\[0\]\.after: expected a finite number"),
        (of_steps({"after": 1e300}), ValueError, r"steps\[0\]\.after: expected a number of sec"),
        (of_steps({"after": 1, "drop": "a"}), TypeError, r"^relaxations\[0\]\.steps\[0\]\.drop: e"),
        (of_steps({"after": 1}), ValueError, r"^relaxations\[0\]\.steps\[0\]: expected something"),
        (
            of_steps({"after": 2, "queue": "a"}, {"after": 1, "queue": "b"}),
            ValueError,
            r"^relaxations\[0\]\.steps\[1\]\.after: expected more than",
        ),
        (
            of_steps({"after": 1, "queue": "a"}, when={"field": "ticket.colour", "equals": "red"}),
            ValueError,
            r"^relaxations\[0\]\.when\.field: expected",
        ),
        (
            {"relaxations": [*of_steps({"after": 1, "queue": "a"})["relaxations"]] * 2},  # type: ignore[misc]
            ValueError,
            r"^relaxations\[1\]: expected none after one that is for all tickets",
        ),
    ],
)
def test_wrong_data_is_refused_with_its_path(
    data: dict[str, object], error: type[Exception], message: str
) -> None:
    """The message begins with where the fault is."""
    with pytest.raises(error, match=message):
        relaxations_from_data(data)
