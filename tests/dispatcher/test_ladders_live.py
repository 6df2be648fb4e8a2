"""Escalation on a live desk: steps that fire once, and what they change, by worked example."""

from typing import Any

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
    given_out,
    minutes,
    submit,
    told,
    verify,
)
from ticketroute import Dispatcher, Ticket
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    ChangeQueue,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    RaiseUrgency,
    Step,
    Targets,
)

PAUSES = {"pending", "on hold", "incomplete"}


PROMISE = Policies(
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, minutes(60)),
            Objective(RESOLUTION, minutes(240), pause_in=PAUSES),
        ],
    )
)


BY_LEVEL = Policies(
    default=Policy(
        "desk", [Objective(FIRST_RESPONSE, Targets({1: minutes(30)}, default=minutes(120)))]
    )
)


def promised(names: str = "ana", capacity: int = 9, **settings: Any) -> Dispatcher:  # noqa: ANN401
    """Make a desk with promises."""
    return desk_of(names, capacity, **{"policies": PROMISE, **settings})


def ladder(*steps: Step) -> dict[str, Any]:
    """Give settings with a ladder on the first response."""
    return {"ladders": [Ladder(FIRST_RESPONSE, steps)]}


def test_step_fires_once_however_late_the_tick() -> None:
    """Two steps, three ticks, two events; each says when it should have been."""
    desk = promised(**ladder(Step(0.5, Notify("lead")), Step(minutes(0), Notify("boss"))))
    submit(desk, "t")
    assert desk.next_wake == at(30)
    events = desk.tick(at(500))
    assert [event.details["step"] for event in events] == [0, 1]
    assert [event.details["fired_at"] for event in events] == [at(30), at(60)]
    assert desk.tick(at(501)) == ()
    assert desk.next_wake is None
    verify(desk)


def test_many_steps_at_the_same_instant_fire_once_each() -> None:
    """Several tickets and several steps come due together."""
    steps = (Step(0.5, Notify("lead")), Step(minutes(-30), Notify("owner")))
    desk = promised(**ladder(*steps))
    submit(desk, "t u v")
    assert sorted(told(desk.tick(at(30)))) == sorted(f"escalated {each}" for each in "ttuuvv")
    assert desk.tick(at(31)) == ()
    verify(desk)


def test_answered_ticket_does_not_escalate() -> None:
    """A reply in time, also one that is told late, calls it off."""
    desk = promised(**ladder(Step(0.5, Notify("lead"))))
    give(desk, "t", "ana")
    desk.report("t", "public reply", at(40), occurred_at=at(20))
    assert (desk.next_wake, desk.tick(at(99))) == (None, ())
    verify(desk)


def test_step_that_has_fired_stays_fired_in_hindsight() -> None:
    """A reply that is told after the step does not take it back, nor does it fire again."""
    desk = promised(**ladder(Step(0.5, Notify("lead"))))
    submit(desk, "t")
    assert told(desk.tick(at(30))) == ["escalated t"]
    desk.report("t", "public reply", at(40), occurred_at=at(20))
    desk.update(Ticket(id="t", created=at(0), difficulty=2), at(41))
    assert desk.tick(at(99)) == ()
    verify(desk)


def test_urgency_is_raised_and_the_queue_follows() -> None:
    """The step changes the ticket, and with it what is promised and who is served first."""
    desk = promised(
        "ana", 1, policies=BY_LEVEL, **ladder(Step(0.5, [RaiseUrgency(9), Notify("lead")]))
    )
    submit(desk, "old", impact=3, urgency=3)
    submit(desk, "new", 50, impact=1, urgency=2)
    give(desk, "x", "ana", 50)
    assert told(desk.tick(at(60)))[:2] == ["escalated old", "updated old"]
    old = desk.view.ticket(0)
    assert (old.impact, old.urgency) == (1, 1)
    desk.resolve("x", at(61))
    assert given_out(desk.dispatch(at(61))) == {"old": "ana"}
    verify(desk)


def test_queue_is_changed_and_only_once() -> None:
    """The ticket moves at the step; one that is there already does not."""
    desk = promised(**ladder(Step(0.5, ChangeQueue("second"))))
    submit(desk, "t", queue="first")
    submit(desk, "u", queue="second")
    assert told(desk.tick(at(30))) == ["escalated t", "moved t", "escalated u"]
    assert dues(desk) == []
    verify(desk)


def test_forgotten_ticket_takes_its_escalations_along() -> None:
    """Nothing is due for a ticket that is not there, and its dump can be loaded."""
    desk = promised(**ladder(Step(0.5, Notify("lead"))))
    give(desk, "t", "ana")
    desk.resolve("t", at(100))
    desk.forget(["t"], at(100))
    assert dues(desk) == []
    verify(desk)
