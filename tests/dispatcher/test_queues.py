"""Queues of a desk: each with its own strategy, overflow and admission, by worked example."""

from datetime import timedelta

import pytest

from tests.dispatcher.desks import (
    at,
    check_settled,
    desk_of,
    dues,
    give,
    given_out,
    minutes,
    reloaded,
    state_of,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Dispatcher, Ticket
from ticketroute.dispatcher import Overflow
from ticketroute.sla import (
    OldestFirst,
)
from ticketroute.strategies import ByQueue, FewestOpen, RoundRobin

AFTER = {"q": Overflow(to="r", after=minutes(20))}


def queue_of(desk: Dispatcher, ticket_id: str) -> str | None:
    """Give the queue that a ticket is in."""
    return desk.view.ticket(desk.view.ticket_position(ticket_id)).queue


def test_each_queue_has_its_own_strategy_and_order() -> None:
    """One rotates and serves the oldest, the other goes by load and due time."""
    both = frozenset({"q", "r"})
    desk = desk_of(
        [Agent(id=name, capacity=9, teams=both) for name in ("ana", "bea")],
        strategy=ByQueue({"q": RoundRobin(order=OldestFirst())}, default=FewestOpen()),
    )
    give(desk, "x y z", "ana")
    submit(desk, "q1 q2", queue="q")
    submit(desk, "r1 r2", queue="r")
    assert given_out(desk.dispatch(at(1))) == {"q1": "bea", "q2": "ana", "r1": "bea", "r2": "bea"}
    check_settled(desk)
    verify(desk)


def test_who_has_waited_too_long_moves_on() -> None:
    """Exactly then, once; it keeps its place by arrival in the other queue."""
    desk = desk_of([Agent(id="ana", capacity=1, teams={"r"})], overflows=AFTER)
    submit(desk, "old", queue="q")
    submit(desk, "new", 5, queue="r")
    desk.sign_off("ana", at(5))
    assert desk.tick(at(19)) == ()
    assert desk.why("old").lifted_by == "it moves to another queue"
    (event,) = desk.tick(at(20))
    assert event.details == {"reason": "overflow: waited too long", "queue": "r"}
    desk.sign_on("ana", at(21))
    assert given_out(desk.dispatch(at(21))) == {"old": "ana"}
    verify(desk)


def test_late_tick_moves_many_at_once() -> None:
    """Each ticket moves once, and later ticks have nothing to do."""
    desk = desk_of("ana", 0, overflows=AFTER)
    for minute in range(5):
        submit(desk, f"t{minute}", minute, queue="q")
    assert told(desk.tick(at(500))) == [f"moved t{minute}" for minute in range(5)]
    assert desk.tick(at(501)) == ()
    verify(desk)


def test_chain_of_queues_has_a_wait_in_each() -> None:
    """The wait in the next queue begins when it comes there."""
    after = {"q": Overflow(to="r", after=minutes(20)), "r": Overflow(to="s", after=minutes(5))}
    desk = desk_of("ana", 0, overflows=after)
    submit(desk, "t", queue="q")
    desk.tick(at(20))
    assert dues(desk) == [("overflow", "t", 25)]
    desk.tick(at(25))
    assert (queue_of(desk, "t"), dues(desk)) == ("s", [])
    verify(desk)


def test_who_has_been_assigned_does_not_overflow() -> None:
    """Dispatched, held or closed in time, nothing moves it."""
    desk = desk_of("ana", 9, overflows=AFTER)
    submit(desk, "given held closed", queue="q")
    desk.assign("given", "ana", at(1))
    desk.hold("held", at(1))
    desk.cancel("closed", at(1))
    assert (dues(desk), desk.tick(at(60))) == ([], ())
    verify(desk)


def test_offer_that_is_declined_does_not_begin_the_wait_anew() -> None:
    """Time in which agents were asked counts as waiting."""
    desk = desk_of("ana", overflows=AFTER, offers_last=minutes(5))
    submit(desk, "t", queue="q")
    desk.dispatch(at(0))
    desk.decline("t", "ana", at(4))
    assert told(desk.tick(at(20))) == ["moved t"]
    verify(desk)


@pytest.mark.parametrize("minute", [5, 25])
def test_ticket_that_comes_back_from_its_owner_still_overflows(minute: int) -> None:
    """What is returned to a queue has waited there before, and may not wait for ever now."""
    desk = desk_of("ana", overflows=AFTER)
    submit(desk, "t", queue="q")
    desk.assign("t", "ana", at(1))
    desk.give_back("t", at(minute))
    desk.tick(at(60))
    assert queue_of(desk, "t") == "r"
    verify(desk)


def test_update_within_the_queue_does_not_begin_the_wait_anew() -> None:
    """A corrected field, or an urgency that is raised, is no new arrival."""
    desk = desk_of("ana", 0, overflows=AFTER)
    submit(desk, "t", queue="q")
    desk.update(Ticket(id="t", created=at(0), queue="q", urgency=1), at(15))
    assert told(desk.tick(at(20))) == ["moved t"]


def test_worn_ticket_stays_when_its_wait_is_over() -> None:
    """Told once, and never again; the log and the dump say the same afterwards."""
    circle = {"q": Overflow(to="r", after=minutes(20)), "r": Overflow(to="q", after=minutes(20))}
    desk = desk_of("ana", 0, overflows=circle, most_hops=1)
    submit(desk, "t", queue="q")
    assert told(desk.tick(at(20))) == ["moved t"]
    assert told(desk.tick(at(40))) == ["stayed t"]
    assert (dues(desk), desk.tick(at(99))) == ([], ())
    verify(desk)


def test_unused_settings_cost_no_events() -> None:
    """A queue without overflow is left alone, whatever the others do."""
    desk = desk_of("ana", 0, overflows=AFTER)
    submit(desk, "t", queue="other")
    submit(desk, "u")
    assert (dues(desk), desk.tick(at(99))) == ([], ())
    verify(desk)


def test_offer_is_taken_back_when_the_ticket_moves() -> None:
    """Who was asked is free again, and cannot accept what has gone elsewhere."""
    desk = desk_of([Agent(id="ana", capacity=1)], overflows=AFTER)
    submit(desk, "t", 0, queue="q")
    desk.offer("t", ["ana"], at(19), lasting=minutes(30))
    (event,) = desk.tick(at(20))
    assert event.details["rescinded"] == ["ana"]
    assert (state_of(desk, "t"), desk.view.open.tolist()) == ("queued", [0])
    verify(desk)


def test_loaded_desk_overflows_at_the_same_time() -> None:
    """The wait goes on after a restart."""
    desk = desk_of("ana", 0, overflows=AFTER)
    submit(desk, "t", queue="q")
    loaded = reloaded(desk)
    assert loaded.next_wake == at(0) + timedelta(minutes=20)
    assert told(loaded.tick(at(20))) == ["moved t"]
    verify(desk)
