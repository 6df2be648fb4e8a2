"""What is refused, and where it says that the fault lies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import holidays
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.configuration.samples import BOTH, HARD, LONDON
from ticketroute import Settings, Setup, Ticket, View
from ticketroute.board import Shifts
from ticketroute.configuration import (
    Configuration,
    InvalidConfiguration,
    from_data,
    json_schema,
    to_data,
)
from ticketroute.errors import TicketRouteError
from ticketroute.scores import Score, SkillFit, Term, WeightedSum
from ticketroute.sla import (
    BusinessCalendar,
    Metric,
    Objective,
    Policies,
    Policy,
    Signal,
    Targets,
)
from ticketroute.strategies import Bounded, ByCase, FewestOpen, Greedy, TicketByTicket

COMPLAINT = {"field": "ticket.type", "equals": "complaint"}
OF_NOTHING = {"metric": "x", "allowed": {"default": "PT1H"}}
FEWEST = {"kind": "fewest-open"}


def document(**parts: object) -> dict[str, object]:
    """Give a document with a plain strategy, unless told otherwise."""
    return {"version": 1, "strategy": FEWEST, **parts}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (
            {
                "strategy": {
                    "kind": "by-case",
                    "cases": [[COMPLAINT, {"kind": "bounded", "strategy": FEWEST, "most": 0}]],
                    "otherwise": FEWEST,
                }
            },
            "strategy.cases[0][1].most: expected an integer of at least 1, got 0",
        ),
        (
            {"strategy": {"kind": "bounded", "strategy": FEWEST, "most": True}},
            "strategy.most: expected an integer, got True",
        ),
        (
            {"strategy": {"kind": "bounded", "strategy": FEWEST}},
            "strategy.most: expected an integer, got nothing",
        ),
        (
            {"strategy": {"kind": "fewest-open", "ordr": {}}},
            "strategy.ordr: expected one of order, got 'ordr'",
        ),
        (
            {"strategy": {"kind": "round-robin", "weights": {"ana": 0}}},
            "strategy.weights['ana']: expected an integer of at least 1",
        ),
        (
            {"strategy": {"kind": "round-robin", "weights": {"ana": "two"}}},
            "strategy.weights['ana']: expected an integer, got 'two'",
        ),
        ({"strategy": "fewest-open"}, "strategy: expected a mapping with 'kind', the name of a"),
        ({"strategy": {"order": {}}}, "strategy.kind: expected one of bounded, broadcast, by-case"),
        ({"strategy": {"kind": "nearest"}}, "strategy.kind: expected one of bounded, broadcast"),
        ({"strategy": {"kind": 3}}, "strategy.kind: expected one of bounded, broadcast, by-case"),
        (
            {"strategy": {"kind": "greedy", "score": {"kind": "few-skills", "weight": 2}}},
            "strategy.score",
        ),
        (
            {"strategy": {"kind": "bounded", "strategy": {"kind": "optimal"}, "most": 1}},
            "strategy.strategy: expected a strategy with the event form pick_agent(view, ticket)",
        ),
        (
            {
                "strategy": {
                    "kind": "bounded",
                    "strategy": FEWEST,
                    "most": 1,
                    "of": {"all": [{"field": "ticket.colour", "equals": "red"}]},
                }
            },
            "strategy.of.all[0].field: expected ticket.FIELD",
        ),
        (
            {
                "strategy": {
                    "kind": "reserve",
                    "strategy": FEWEST,
                    "unless": {"field": "agent.place", "equals": "Rome"},
                }
            },
            "strategy.unless: expected a condition that reads tickets only",
        ),
        (
            {"strategy": {"kind": "longest-idle", "since": "ever"}},
            "strategy.since: expected 'released' or 'available' or 'unoccupied', got 'ever'",
        ),
        (
            {"setup": {"targets": {"by_level": {"1": "1 hour"}}}},
            "setup.targets.by_level['1']: expected an ISO 8601 duration such as 'PT15M', got '1 h",
        ),
        (
            {"setup": {"targets": {"by_level": {"one": "PT1H"}}}},
            "setup.targets.by_level['one']: expected an integer, got 'one'",
        ),
        (
            {"setup": {"targets": {"by_level": {"1": "PT1H", "01": "PT2H"}}}},
            "setup.targets.by_level: expected keys that are all different",
        ),
        (
            {"setup": {"targets": {"by_level": {"1": "-PT1H"}}}},
            "setup.targets.by_level[1]: expected",
        ),
        (
            {"setup": {"targets": {"default": "P999999999999D"}}},
            "setup.targets.default: expected a duration that a timedelta can hold",
        ),
        (
            {"setup": {"tiers": {"weights": {"vip": 3}}}},
            "setup.tiers.weights: expected a list, each a list of 2: a string, a finite number",
        ),
        (
            {"setup": {"tiers": {"weights": [["vip", 3, 1]]}}},
            "setup.tiers.weights[0]: expected a list of 2",
        ),
        (
            {"setup": {"tiers": {"weights": [["vip", float("inf")]]}}},
            "setup.tiers.weights[0][1]: expected a finite number, got inf",
        ),
        (
            {"setup": {"shifts": {"calendars": {"ana": "paris"}}}},
            "setup.shifts.calendars['ana']: expected the name of one of the calendars [], got 'pa",
        ),
        (
            {"setup": {"shifts": {"calendars": {"ana": {"kind": "business", "tz": "Mars"}}}}},
            "setup.shifts.calendars['ana'].tz: expected an IANA time zone name",
        ),
        (
            {"setup": {"eligibility": {"rules": [{"name": "a"}]}}},
            "setup.eligibility.rules[0].condition: expected a condition as data, such as",
        ),
        (
            {"setup": {"relaxations": {"relaxations": [{"steps": [{"after": "PT1M"}]}]}}},
            "setup.relaxations.relaxations[0].steps[0]: expected something that changes",
        ),
        (
            {"settings": {"all_declined": "move"}},
            "settings.declined_queue: expected a queue if, and only if, all_declined is 'move'",
        ),
        ({"settings": {"holds_count": 1}}, "settings.holds_count: expected true or false, got 1"),
        (
            {"settings": {"policies": {"default": {"name": "a", "objectives": [OF_NOTHING]}}}},
            "settings.policies.default.objectives[0].metric: expected one of 'agent work', ",
        ),
        (
            {
                "settings": {
                    "policies": {
                        "default": {
                            "name": "rest",
                            "objectives": [
                                {
                                    "metric": "resolution",
                                    "allowed": {"default": "PT1H"},
                                    "on_reopen": "again",
                                }
                            ],
                        }
                    }
                }
            },
            "settings.policies.default.objectives[0].on_reopen: expected 'continue' or 'new_cycle'",
        ),
        ({"calendars": {}}, "calendars: expected a list of calendars, got {}"),
        ({"calendars": [{"kind": "business"}]}, "calendars[0].tz: expected an IANA time zone"),
        (
            {"calendars": [{"kind": "business", "tz": "UTC"}]},
            "calendars[0].name: expected a name that no calendar before it has, got ''",
        ),
        (
            {"calendars": [{"kind": "business", "tz": "UTC", "holidays": ["today"]}]},
            "calendars[0].holidays[0]: expected an ISO date such as '2026-12-24', got 'today'",
        ),
        ({"rules": {}}, "rules: expected one of calendars, settings, setup, strategy, version"),
    ],
    ids=str,
)
def test_faults_are_told_with_their_path(parts: dict[str, object], message: str) -> None:
    """The message begins with the path of the field that is at fault."""
    with pytest.raises(InvalidConfiguration) as caught:
        Configuration.from_data(document(**parts))
    assert [each[: len(message)] for each in caught.value.problems] == [message]


def test_all_faults_are_told_at_once() -> None:
    """Whoever mends a document need not find them one by one; each stands on its line."""
    broken = {
        "kind": "mix",
        "parts": [[0.5, {"kind": "nearest"}], ["half", FEWEST]],
        "seeds": 1,
    }
    with pytest.raises(InvalidConfiguration) as caught:
        Configuration.from_data(document(strategy=broken, setup=[], rules={}))
    starts = [problem.partition(":")[0] for problem in caught.value.problems]
    assert starts == [
        "rules",
        "strategy.seeds",
        "strategy.parts[0][1].kind",
        "strategy.parts[1][0]",
        "setup",
    ]
    assert str(caught.value).splitlines() == ["5 problems", *caught.value.problems]


def test_error_is_one_of_ours_and_a_value_error() -> None:
    """It can be caught as either, and pickled."""
    import pickle

    assert issubclass(InvalidConfiguration, TicketRouteError)
    assert issubclass(InvalidConfiguration, ValueError)
    error = InvalidConfiguration(("a: expected b, got c",))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert copy.problems == error.problems
    assert str(copy) == "a: expected b, got c"


@pytest.mark.parametrize("version", [0, 2, "1", True, None])
def test_unknown_versions_are_refused(version: object) -> None:
    """Nothing else is told of such a document, as nobody knows what it should be."""
    with pytest.raises(InvalidConfiguration) as caught:
        Configuration.from_data({"version": version, "strategy": 3})
    assert str(caught.value) == f"version: expected 1, got {version!r}"


def test_document_without_version_or_strategy_is_refused() -> None:
    """Both have to be said."""
    with pytest.raises(InvalidConfiguration, match=r"^version: expected 1, got nothing$"):
        Configuration.from_data({"strategy": FEWEST})
    with pytest.raises(InvalidConfiguration, match=r"^strategy: expected a mapping with 'kind'"):
        Configuration.from_data({"version": 1})
    with pytest.raises(InvalidConfiguration, match=r"^configuration: expected a mapping"):
        Configuration.from_data([])  # type: ignore[arg-type]


def urgent(ticket: Ticket) -> bool:
    """Say whether a ticket is urgent; a function, which cannot be written down."""
    return ticket.urgency == 1


def own(view: View, tickets: Sequence[Ticket]) -> NDArray[np.float64]:
    """Score as somebody likes."""
    return np.zeros((len(tickets), view.n_agents))


def nobody(_view: View, _ticket: int) -> int:
    """Pick nobody."""
    return -1


METRIC = Metric("parts", starts=lambda _e, _b: True, stops=lambda _e, _b: False)
OPEN_ENDED = BusinessCalendar.weekdays(
    "09:00", "17:00", "Europe/London", holidays=holidays.country_holidays("GB")
)


@pytest.mark.parametrize(
    ("configuration", "path"),
    [
        (Configuration(strategy=lambda view: view.plan()), "strategy"),
        (Configuration(strategy=Bounded(FewestOpen(), most=1, of=urgent)), "strategy.of"),
        (
            Configuration(
                strategy=ByCase(
                    [(HARD, FewestOpen()), (urgent, FewestOpen())], otherwise=FewestOpen()
                )
            ),
            "strategy.cases[1][0]",
        ),
        (
            Configuration(
                strategy=Greedy(
                    WeightedSum(
                        [
                            Term("fit", SkillFit()),
                            Term("own", own),
                        ]
                    )
                )
            ),
            "strategy.score.terms[1].score",
        ),
        (Configuration(strategy=TicketByTicket(nobody)), "strategy"),
        (
            Configuration(strategy=FewestOpen(order=Signal("a", missing=float("inf")))),
            "strategy.order.missing",
        ),
        (
            Configuration(
                strategy="optimal", setup=Setup(shifts=Shifts(calendars={"ana": OPEN_ENDED}))
            ),
            "setup.shifts.calendars['ana'].holidays",
        ),
        (
            Configuration(
                strategy="optimal",
                settings=Settings(
                    policies=Policies(
                        default=Policy("all", [Objective(METRIC, timedelta(hours=1))])
                    )
                ),
            ),
            "settings.policies.default.objectives[0].metric",
        ),
    ],
    ids=range(8),  # functions show addresses, which differ between workers
)
def test_what_cannot_be_written_is_refused(configuration: Configuration, path: str) -> None:
    """With its path; nothing is written in part."""
    with pytest.raises(TypeError) as caught:
        configuration.to_data()
    assert str(caught.value).startswith(f"{path}: expected ")
    assert "to be written down" in str(caught.value)


def test_value_that_is_no_configuration_is_refused() -> None:
    """Neither can be written."""
    with pytest.raises(TypeError, match=r"^urgent: expected a value that has a name"):
        to_data(urgent)
    with pytest.raises(TypeError, match=r"^int: expected a value that has a name"):
        to_data(3)
    with pytest.raises(ValueError, match=r"^kind: expected a class or one of strategy, score"):
        from_data({}, "tickets")  # type: ignore[call-overload]


def test_calendars_are_named() -> None:
    """Where the document has a calendar, others name it; names have to differ."""
    shifts = Shifts(calendars={"ana": LONDON, "bea": BOTH, "cem": LONDON})
    targets = Targets({1: timedelta(hours=1)}, calendar="london")
    configuration = Configuration(
        strategy="optimal",
        setup=Setup(targets=targets, shifts=shifts),
        calendars=[LONDON, BOTH],
    )
    assert configuration.setup.targets.calendar == LONDON
    data = configuration.to_data()
    assert data["setup"] == {
        "targets": {"by_level": {"1": "PT1H"}, "calendar": "london"},
        "shifts": {"calendars": {"ana": "london", "bea": "both", "cem": "london"}},
    }
    calendars = data["calendars"]
    assert isinstance(calendars, list)
    assert calendars[1]["left"] == "london"
    assert Configuration.from_data(data) == configuration
    with pytest.raises(ValueError, match=r"^Configuration\.calendars: expected calendars with n"):
        Configuration(strategy="optimal", calendars=[LONDON, attrs.evolve(BOTH, name="london")])
    with pytest.raises(ValueError, match=r"^Targets\.calendar: expected the name of one of the"):
        Configuration(strategy="optimal", setup=Setup(targets=targets))


@pytest.mark.parametrize("value", [3, "rr", None])
def test_parts_of_a_configuration_are_checked(value: object) -> None:
    """As everywhere, a wrong one is refused where it enters."""
    with pytest.raises((TypeError, LookupError)):
        Configuration(strategy=value)  # type: ignore[arg-type]
    if value is not None:
        with pytest.raises(TypeError, match=r"^Configuration\.setup: expected a Setup"):
            Configuration(strategy="optimal", setup=value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Configuration(strategy="optimal", calendars=[value])  # type: ignore[list-item]


def test_zones_are_told_apart() -> None:
    """UTC as an offset is no IANA zone, and the other way round."""
    by_offset, by_name = BusinessCalendar.always(UTC), BusinessCalendar.always(ZoneInfo("UTC"))
    assert (to_data(by_offset)["tz"], to_data(by_name)["tz"]) == ("+00:00", "UTC")


def test_instants_of_conditions_keep_their_offset() -> None:
    """As ISO text."""
    from ticketroute.eligibility import Field

    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert to_data(Field("ticket.created").at_least(noon)) == {
        "field": "ticket.created",
        "at least": {"instant": "2026-05-04T12:00:00+00:00"},
    }


@dataclass(frozen=True)
class Data:
    """A data class, as plug-ins may be."""

    name: str
    days: tuple[date, ...] = ()
    limits: dict[str, int] = field(default_factory=dict)
    score: Score | None = None


def test_data_classes_are_read_too() -> None:
    """As attrs classes are."""
    value = Data("a", (date(2026, 5, 4),), {"x": 1}, SkillFit())
    data = {
        "name": "a",
        "days": ["2026-05-04"],
        "limits": {"x": 1},
        "score": {"kind": "skill-fit"},
    }
    assert to_data(value) == data
    assert from_data(data, Data) == value
    assert to_data(Data("a")) == {"name": "a"}
    with pytest.raises(InvalidConfiguration, match=r"^Data\.name: expected a string, got nothing$"):
        from_data({}, Data)


@attrs.frozen
class Inner:
    """A setting that is a mapping, and one that no data can hold."""

    days: tuple[date, ...] = ()
    call: object = None


def test_settings_of_unknown_types_are_refused_unless_default() -> None:
    """They are left out of the schema, too."""
    assert from_data(to_data(Inner((date(2026, 5, 4),))), Inner) == Inner((date(2026, 5, 4),))
    with pytest.raises(TypeError, match=r"^Inner\.call: expected a value that data can hold"):
        to_data(Inner(call=3))
    with pytest.raises(InvalidConfiguration, match=r"^Inner\.call: expected nothing, as no data"):
        from_data({"call": 3}, Inner)
    assert "strategy.ticket-by-ticket" not in str(json_schema())
