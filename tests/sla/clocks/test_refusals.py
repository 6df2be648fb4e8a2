"""What clocks refuse: the message names the field, what was expected, and the value."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from tests.sla.clocks.by_hand import HOUR, at, clock
from ticketroute.sla import (
    RESOLUTION,
    Metric,
    OnReopen,
    Target,
    TicketEvent,
    group_ownership,
    replay,
)

NAIVE: Final = datetime(2026, 5, 4, 9)
CHOICES: Final = "'continue' or 'new_cycle' or 'ignore'"


def refused(error: type[Exception], message: str) -> Any:  # noqa: ANN401 - a context of pytest
    """Expect an error with exactly this message."""
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def metric(**settings: Any) -> Metric:  # noqa: ANN401 - wrong values, too
    """Make a metric, fit to start and stop unless settings say otherwise."""
    usual = {"name": "mine", "starts": lambda *_: True, "stops": lambda *_: False}
    given: dict[str, Any] = usual | settings
    return Metric(**given)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: TicketEvent("created", NAIVE),
            ValueError,
            f"TicketEvent.at: expected a timezone-aware datetime, got the naive {NAIVE!r}",
        ),
        (
            lambda: TicketEvent("created", "09:00"),  # type: ignore[arg-type]
            TypeError,
            "TicketEvent.at: expected a timezone-aware datetime, got '09:00'",
        ),
        (
            lambda: TicketEvent("", at(9)),
            ValueError,
            "TicketEvent.kind: expected a non-empty string, got ''",
        ),
        (
            lambda: TicketEvent(3, at(9)),  # type: ignore[arg-type]
            TypeError,
            "TicketEvent.kind: expected a string, got 3",
        ),
        (
            lambda: TicketEvent("status", at(9), status=""),
            ValueError,
            "TicketEvent.status: expected a non-empty string, got ''",
        ),
        (
            lambda: TicketEvent("group", at(9), group=7),  # type: ignore[arg-type]
            TypeError,
            "TicketEvent.group: expected a string, got 7",
        ),
    ],
)
def test_events(make: Callable[[], object], error: type[Exception], message: str) -> None:
    """An event has a kind and an aware instant; status and group are names."""
    with refused(error, message):
        make()


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"name": ""}, ValueError, "Metric.name: expected a non-empty string, got ''"),
        ({"name": None}, TypeError, "Metric.name: expected a string, got None"),
        (
            {"starts": "created"},
            TypeError,
            "Metric.starts: expected a function (event, situation before), got 'created'",
        ),
        (
            {"stops": None},
            TypeError,
            "Metric.stops: expected a function (event, situation before), got None",
        ),
        (
            {"resets": True},
            TypeError,
            "Metric.resets: expected a function (event, situation before), got True",
        ),
        (
            {"pause_in": [""]},
            ValueError,
            "Metric.pause_in: expected a non-empty string, got ''",
        ),
        ({"pause_in": [3]}, TypeError, "Metric.pause_in: expected a string, got 3"),
    ],
)
def test_metrics(settings: dict[str, object], error: type[Exception], message: str) -> None:
    """A metric has a name and functions."""
    with refused(error, message):
        metric(**settings)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"metric": "resolution"}, TypeError, "Target.metric: expected a Metric, got 'resolution'"),
        (
            {"allowed": timedelta()},
            ValueError,
            f"Target.allowed: expected a timedelta longer than zero, got {timedelta()!r}",
        ),
        (
            {"allowed": 4},
            TypeError,
            "Target.allowed: expected a timedelta longer than zero, got 4",
        ),
        (
            {"allowed": timedelta.max},
            ValueError,
            f"Target.allowed: expected a timedelta of at most 10,000 years, got {timedelta.max!r}",
        ),
        ({"calendar": "desk"}, TypeError, "Target.calendar: expected a calendar, got 'desk'"),
        ({"calendar": None}, TypeError, "Target.calendar: expected a calendar, got None"),
        (
            {"pause_in": [""]},
            ValueError,
            "Target.pause_in: expected a non-empty string, got ''",
        ),
        ({"pause_in": [None]}, TypeError, "Target.pause_in: expected a string, got None"),
        ({"on_reopen": "restart"}, ValueError, f"on_reopen: expected {CHOICES}, got 'restart'"),
        ({"on_reopen": None}, ValueError, f"on_reopen: expected {CHOICES}, got None"),
    ],
)
def test_targets(settings: dict[str, Any], error: type[Exception], message: str) -> None:
    """A target has a metric, a duration, a calendar, statuses and a choice about reopening."""
    given: dict[str, Any] = {"metric": RESOLUTION, "allowed": HOUR} | settings
    with refused(error, message):
        Target(**given)


@pytest.mark.parametrize("of_metric", [False, True])
def test_string_instead_of_statuses(of_metric: bool) -> None:
    """A clock that pauses in p, e, n, d, i and g would never pause."""
    with pytest.raises(TypeError, match=r"pause_in: expected .*, got 'pending'$"):
        metric(pause_in="pending") if of_metric else Target(RESOLUTION, HOUR, pause_in="pending")


def test_pauses_must_be_a_function() -> None:
    """As the other predicates, it is looked at when the metric is made."""
    with pytest.raises(TypeError, match=r"^Metric\.pauses: expected a function .*, got 'pending'$"):
        metric(pauses="pending")


@pytest.mark.parametrize("answer", [None, [], "yes", re.compile("a").match("a")])
def test_predicates_may_answer_with_anything_true_or_false(answer: object) -> None:
    """As ``bool`` reads it, or a refusal that names the predicate: no error about ``|=``."""
    target = Target(metric(starts=lambda *_: answer), HOUR)
    shown = clock(target, (9, "created"))
    assert shown.cycle == bool(answer)


def test_choices_about_reopening_have_names() -> None:
    """Both the name and the value are understood."""
    by_name = Target(RESOLUTION, HOUR, on_reopen="new_cycle")
    assert by_name == Target(RESOLUTION, HOUR, on_reopen=OnReopen.NEW_CYCLE)
    with refused(ValueError, f"on_reopen: expected {CHOICES}, got 'New cycle'"):
        Target(RESOLUTION, HOUR, on_reopen="New cycle")


def test_groups_have_names() -> None:
    """A group is named."""
    with refused(ValueError, "group: expected a non-empty string, got ''"):
        group_ownership("")
    with refused(TypeError, "group: expected a string, got None"):
        group_ownership(None)  # type: ignore[arg-type]


def test_only_events_are_replayed() -> None:
    """The first value that is none is named, before anything is counted."""
    events: list[Any] = [TicketEvent("created", at(9)), ("resolved", at(10))]
    target = Target(RESOLUTION, HOUR)
    message = f"events: expected values of TicketEvent, got {events[1]!r}"
    with refused(TypeError, message):
        replay(events, target)
    with refused(TypeError, message):
        replay([], target).apply(events[1])


def test_only_targets_are_replayed() -> None:
    """A metric is no target: it says nothing of how long."""
    with pytest.raises(TypeError, match="target: expected a Target"):
        replay([TicketEvent("created", at(9))], RESOLUTION)  # type: ignore[arg-type]


def test_event_out_of_order() -> None:
    """A clock goes on in time; what comes late needs a replay, and leaves the clock as it is."""
    shown = clock(RESOLUTION, (9, "created"), (11, "status", "open"))
    before = repr(shown), shown.cycles
    late = TicketEvent("status", at(10), status="pending")
    message = f"event.at: expected an instant not before the last event, {at(11)}, got {late.at!r}"
    with refused(ValueError, message):
        shown.apply(late)
    assert (repr(shown), shown.cycles) == before


def test_now_before_the_last_event() -> None:
    """What a clock showed earlier is not what it shows: the events of then are to be replayed."""
    shown = clock(RESOLUTION, (9, "created"), (11, "status", "open"))
    expected = f"an instant not before the last event, {at(11)}"
    message = f"now: expected {expected}, got {at(10)!r}"
    for ask in (shown.elapsed, shown.remaining, shown.fraction, shown.breached, shown.trace):
        with refused(ValueError, message):
            ask(at(10))
    paused = clock(Target(RESOLUTION, HOUR, pause_in=["x"]), (9, "created"), (11, "status", "x"))
    with refused(ValueError, message):
        paused.due_if_resumed(at(10))


def test_naive_now() -> None:
    """A time without a zone is refused, not guessed."""
    shown = clock(RESOLUTION, (9, "created"))
    with pytest.raises(ValueError, match="expected a timezone-aware datetime, got the naive"):
        shown.elapsed(NAIVE)


def test_trace_of_a_clock_that_has_not_started() -> None:
    """There is nothing to show."""
    message = "clock: expected one that has started, got <Clock resolution: not started>"
    with refused(ValueError, message):
        clock(RESOLUTION).trace(at(9))
