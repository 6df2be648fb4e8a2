"""What ladders refuse: the message names the field, what was expected, and the value."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from tests.sla.clocks.by_hand import HOUR, at, clock, told
from tests.sla.clocks.test_refusals import refused
from ticketroute import Ticket
from ticketroute.sla import (
    RESOLUTION,
    AddWatcher,
    BreachForecast,
    ChangeQueue,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    RaiseUrgency,
    Step,
    TicketClocks,
    due_events,
)

NAIVE: Final = datetime(2026, 5, 4, 9)
WHEN: Final = "a share of the target above 0, or a timedelta before or after due"
TELL: Final = Notify("owner")
LADDER: Final = Ladder(RESOLUTION, [Step(1, TELL)])
CLOCKS: Final = TicketClocks(
    Ticket(id="t1", created=at(9)),
    Policies(default=Policy("p", [Objective(RESOLUTION, HOUR)])),
    told((9, "created")),
)


@pytest.mark.parametrize(
    ("when", "error"),
    [
        (0, ValueError),
        (0.0, ValueError),
        (-0.5, ValueError),
        (float("inf"), ValueError),
        (float("nan"), ValueError),
        (True, TypeError),
        ("75 %", TypeError),
        (None, TypeError),
    ],
)
def test_when_a_step_fires(when: Any, error: type[Exception]) -> None:  # noqa: ANN401
    """A number above 0 or a duration."""
    with refused(error, f"Step.when: expected {WHEN}, got {when!r}"):
        Step(when, TELL)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: Step(0.5, TELL, wall=True),
            ValueError,
            "Step.wall: expected False for a share of the target, got True",
        ),
        (
            lambda: Step(0.5, ["owner"]),  # type: ignore[list-item]
            TypeError,
            "Step.effects: expected effects such as Notify, got 'owner'",
        ),
        (
            lambda: RaiseUrgency(0),
            ValueError,
            "RaiseUrgency.levels: expected an integer of at least 1, got 0",
        ),
        (
            lambda: ChangeQueue(""),
            ValueError,
            "ChangeQueue.queue: expected a non-empty string, got ''",
        ),
        (
            lambda: AddWatcher(3),  # type: ignore[arg-type]
            TypeError,
            "AddWatcher.who: expected a string, got 3",
        ),
        (lambda: Notify(""), ValueError, "Notify.role: expected a non-empty string, got ''"),
        (lambda: Ladder("", []), ValueError, "Ladder.metric: expected a non-empty string, got ''"),
        (
            lambda: Ladder(None, []),  # type: ignore[arg-type]
            TypeError,
            "Ladder.metric: expected a string, got None",
        ),
        (
            lambda: Ladder(RESOLUTION, [], policy=""),
            ValueError,
            "Ladder.policy: expected a non-empty string, got ''",
        ),
        (
            lambda: Ladder(RESOLUTION, [TELL]),  # type: ignore[list-item]
            TypeError,
            "Ladder.steps: expected values of Step, got Notify(role='owner')",
        ),
        (
            lambda: BreachForecast(agents=0),
            ValueError,
            "BreachForecast.agents: expected an integer of at least 1, got 0",
        ),
        (
            lambda: BreachForecast(agents=1.5),  # type: ignore[arg-type]
            TypeError,
            "BreachForecast.agents: expected an integer of at least 1, got 1.5",
        ),
        (
            lambda: BreachForecast(agents=1, variation=0),
            ValueError,
            "BreachForecast.variation: expected a finite number above 0, got 0",
        ),
        (
            lambda: BreachForecast(agents=1, variation=float("nan")),
            ValueError,
            "BreachForecast.variation: expected a finite number above 0, got nan",
        ),
    ],
)
def test_settings(make: Callable[[], object], error: type[Exception], message: str) -> None:
    """Ladders, steps, effects, and the forecast."""
    with refused(error, message):
        make()


def test_two_ladders_for_one_metric_and_policy() -> None:
    """Which of them counts nobody could say, not even if they are equal."""
    own = Ladder(RESOLUTION, [], policy="p")
    message = "ladders: expected one for each metric and policy at most, got ('resolution', {})"
    twin = Ladder("resolution", [Step(1, TELL)])
    with refused(ValueError, message.format("None")):
        due_events([CLOCKS], [LADDER, own, twin], at(10))
    with refused(ValueError, message.format("'p'")):
        due_events([], [LADDER, own, Ladder(RESOLUTION, [], policy="p")], at(10))


def test_naive_times() -> None:
    """A time without a zone is refused, not guessed."""
    shown = clock(RESOLUTION, (9, "created"))
    message = "expected a timezone-aware datetime, got the naive"
    for ask in (LADDER.fired, LADDER.next_fire):
        with pytest.raises(ValueError, match=message):
            ask(shown, NAIVE)
    with pytest.raises(ValueError, match=message):
        due_events([CLOCKS], [LADDER], NAIVE)
    with pytest.raises(ValueError, match=f"^after: {message}"):
        due_events([CLOCKS], [LADDER], at(10), after=NAIVE)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: Ladder(RESOLUTION, Step(1, TELL)), r"Ladder\.steps: expected"),  # type: ignore[arg-type]
        (lambda: Step(1, 3), r"Step\.effects: expected"),  # type: ignore[arg-type]
        (lambda: due_events([CLOCKS], [Step(1, TELL)], at(10)), r"ladders: expected"),  # type: ignore[list-item]
        (lambda: due_events([CLOCKS["resolution"]], [LADDER], at(10)), r"tickets: expected"),  # type: ignore[list-item]
        (lambda: LADDER.fired(CLOCKS, at(10)), r"clock: expected"),  # type: ignore[arg-type]
    ],
)
def test_one_thing_for_another(ask: Callable[[], object], message: str) -> None:
    """A step without brackets, a clock for the clocks of a ticket, and the other way round."""
    with pytest.raises(TypeError, match=message):
        ask()


def test_window_that_ends_before_it_starts_is_empty() -> None:
    """Nothing lies in it."""
    assert due_events([CLOCKS], [LADDER], at(10), after=at(12)) == ()
    assert due_events([CLOCKS], [LADDER], at(12), after=at(9) + timedelta(0)) != ()
