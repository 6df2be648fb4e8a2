"""Queues that send on who comes: full ones and closed ones, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    minutes,
    submit,
    told,
    verify,
)
from ticketroute import Dispatcher, Ticket
from ticketroute.dispatcher import Overflow
from ticketroute.sla import (
    FIRST_RESPONSE,
    BusinessCalendar,
    ChangeQueue,
    Ladder,
    Objective,
    Policies,
    Policy,
    Step,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = BusinessCalendar(tz="UTC", weekly={day: [("08:00", "10:00")] for day in DAYS})


def queue_of(desk: Dispatcher, ticket_id: str) -> str | None:
    """Give the queue that a ticket is in."""
    return desk.view.ticket(desk.view.ticket_position(ticket_id)).queue


def test_full_queue_sends_on_who_comes() -> None:
    """As many as the length wait; the next goes elsewhere, and the next after a departure not."""
    desk = desk_of("ana", 0, overflows={"q": Overflow(to="r", length=2)})
    submit(desk, "a b c", queue="q")
    assert [queue_of(desk, each) for each in "abc"] == ["q", "q", "r"]
    assert desk.log[-1].details["reason"] == "overflow: more than 2 wait"
    desk.cancel("a", at(1))
    submit(desk, "d", 2, queue="q")
    assert queue_of(desk, "d") == "q"
    verify(desk)


@pytest.mark.parametrize(
    ("minute", "queue"), [(0, "q"), (59, "q"), (60, "r"), (600, "r"), (24 * 60 - 60, "q")]
)
def test_closed_queue_sends_on_who_comes(minute: int, queue: str) -> None:
    """While the calendar is closed new tickets go elsewhere; those that wait already stay."""
    desk = desk_of("ana", 0, overflows={"q": Overflow(to="r", outside=HOURS)})
    submit(desk, "before", queue="q")
    submit(desk, "t", minute, queue="q")
    assert [queue_of(desk, each) for each in ("before", "t")] == ["q", queue]
    verify(desk)


@pytest.mark.parametrize("how", ["scheduled", "completed", "moved", "unlinked"])
def test_admission_is_asked_whenever_a_ticket_comes_into_the_queue(how: str) -> None:
    """Not only of new ones: also when its time comes, when it is complete, moved or unlinked."""
    desk = desk_of(
        "ana", 0, overflows={"q": Overflow(to="r", length=1)}, required={"": ["customer"]}
    )
    submit(desk, "first", queue="q", customer="acme", duplicate_key="k")
    whole = Ticket(id="t", created=at(0), queue="q", customer="acme")
    if how == "scheduled":
        submit(desk, "t", queue="q", customer="acme", not_before=at(5))
        desk.tick(at(5))
    elif how == "completed":
        submit(desk, "t", queue="q")
        desk.update(whole, at(5))
    elif how == "moved":
        submit(desk, "t", queue="other", customer="acme")
        desk.move("t", "q", at(5))
    else:
        submit(desk, "t", queue="q", customer="acme", duplicate_key="k")
        desk.unlink("t", at(5))
    assert queue_of(desk, "t") == "r"
    verify(desk)


def test_two_full_queues_do_not_toss_a_ticket_for_ever() -> None:
    """The hop limit ends it; the ticket stays somewhere and says why."""
    full = {"q": Overflow(to="r", length=1), "r": Overflow(to="q", length=1)}
    desk = desk_of("ana", 0, overflows=full, most_hops=3)
    submit(desk, "a", queue="q")
    submit(desk, "b", queue="r")
    submit(desk, "t", queue="q")
    assert told(desk.log[2:]) == [
        "submitted t",
        "moved t",
        "moved t",
        "moved t",
        "stayed t",
    ]
    assert desk.log[-1].details == {"reason": "overflow: more than 1 wait"}
    verify(desk)


@pytest.mark.parametrize("how", ["ladder", "reopened", "resumed"])
def test_full_queue_sends_on_whichever_way_they_come(how: str) -> None:
    """A step of a ladder, a reopening and a hold bring tickets into a queue like any other call."""
    promise = Policies(default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(60))]))
    ladders = [Ladder(FIRST_RESPONSE, [Step(0.5, ChangeQueue("q"))])]
    full = {"q": Overflow(to="r", length=1)}
    desk = desk_of("ana", overflows=full, policies=promise, ladders=ladders)
    submit(desk, "t", queue="q" if how != "ladder" else "other")
    if how == "reopened":
        desk.assign("t", "ana", at(0))
        desk.resolve("t", at(0))
    elif how == "resumed":
        desk.hold("t", at(0))
    submit(desk, "first", 1, queue="q")
    desk.report("first", "public reply", at(1))
    if how == "reopened":
        desk.reopen("t", at(2))
    elif how == "resumed":
        desk.resume("t", at(2))
    else:
        desk.tick(at(30))
    assert queue_of(desk, "t") == "r"
