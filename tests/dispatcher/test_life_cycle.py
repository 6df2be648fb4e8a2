"""A ticket's life on a desk, from the first message to the last, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
    given_out,
    make,
    minutes,
    row_of,
    state_of,
    submit,
    told,
    used,
    verify,
)
from ticketroute import Agent, Capacity, Dispatcher, Ticket
from ticketroute.errors import NotAllowed, UnknownId


def test_ticket_goes_its_straight_way() -> None:
    """Submitted, assigned, begun, wrapped up, resolved: one event each, and room is free again."""
    desk = desk_of("ana", 1)
    submit(desk, "t")
    assert told(desk.dispatch(at(1))) == ["assigned t ana"]
    assert told(desk.start("t", at(2))) == ["started t ana"]
    assert told(desk.wrap_up("t", at(3), lasting=minutes(5))) == ["wrapped up t ana"]
    assert used(desk) == {"ana": 1}
    assert told(desk.tick(at(8))) == ["resolved t ana"]
    assert (state_of(desk, "t"), desk.owner("t"), used(desk)) == ("resolved", None, {"ana": 0})
    verify(desk)


def test_late_tick_does_everything_once_and_in_order() -> None:
    """A tick that is hours late resolves, resumes and wakes what was due, each exactly once."""
    desk = desk_of("ana", 3)
    give(desk, "held wrapped", "ana")
    desk.hold("held", at(1), until=at(10))
    desk.wrap_up("wrapped", at(1), lasting=minutes(4))
    submit(desk, "later", 1, not_before=at(7))
    events = desk.tick(at(600))
    assert told(events) == ["resolved wrapped ana", "woken later", "resumed held ana"]
    assert {event.at for event in events} == {at(600)}
    assert desk.tick(at(601)) == ()
    assert desk.next_wake is None
    verify(desk)


def test_wrap_up_without_an_end_lasts_until_told() -> None:
    """Without a duration nothing ends it but the call."""
    desk = desk_of("ana")
    give(desk, "t", "ana")
    desk.wrap_up("t", at(1))
    assert desk.next_wake is None
    desk.resolve("t", at(9))
    verify(desk)


def test_same_ticket_again_changes_nothing() -> None:
    """A message that comes twice gives no events; another ticket of the id is refused."""
    desk = desk_of("ana")
    submit(desk, "t")
    assert desk.submit(Ticket(id="t", created=at(0)), at(5)) == ()
    with pytest.raises(ValueError, match=r"Ticket\.id: expected a new id"):
        desk.submit(Ticket(id="t", created=at(1)), at(5))
    verify(desk)


def test_incomplete_ticket_waits_for_what_its_type_requires() -> None:
    """Fields per type, and open attributes; once nothing lacks it goes into its queue."""
    desk = desk_of("ana", required={"": ["customer"], "refund": ["order"]})
    submit(desk, "t", type="refund")
    assert desk.why("t").reason.text == "it lacks customer, order"
    assert desk.dispatch(at(1)) == ()
    desk.update(Ticket(id="t", created=at(0), type="refund", customer="acme"), at(2))
    assert desk.why("t").reason.text == "it lacks order"
    whole = Ticket(id="t", created=at(0), type="refund", customer="acme", attributes={"order": "7"})
    desk.update(whole, at(3))
    assert given_out(desk.dispatch(at(3))) == {"t": "ana"}
    verify(desk)


def test_ticket_that_becomes_incomplete_leaves_the_queue() -> None:
    """An update that takes a required field away sends it back to wait for that."""
    desk = desk_of("ana", required={"": ["customer"]})
    submit(desk, "t", customer="acme")
    desk.update(Ticket(id="t", created=at(0)), at(1))
    assert state_of(desk, "t") == "incomplete"
    assert desk.dispatch(at(2)) == ()
    verify(desk)


@pytest.mark.parametrize("field", ["not_before", "created"])
def test_scheduled_ticket_waits_for_its_time(field: str) -> None:
    """Nobody gets it before; then it is woken once and dispatched."""
    desk = desk_of("ana")
    desk.submit(make("t", **{field: at(30)}), at(0))
    assert (state_of(desk, "t"), desk.next_wake) == ("scheduled", at(30))
    assert desk.dispatch(at(29)) == ()
    assert told(desk.tick(at(30))) == ["woken t"]
    assert given_out(desk.dispatch(at(30))) == {"t": "ana"}
    verify(desk)


def test_completed_ticket_still_waits_for_its_time() -> None:
    """Completed before its time it is scheduled, not queued."""
    desk = desk_of("ana", required={"": ["customer"]})
    submit(desk, "t", not_before=at(30))
    desk.update(Ticket(id="t", created=at(0), customer="acme", not_before=at(30)), at(1))
    assert (state_of(desk, "t"), dues(desk)) == ("scheduled", [("start", "t", 30)])
    verify(desk)


PLACES = ("incomplete", "scheduled", "queued", "offered", "assigned", "working", "wrapping")


def desk_with_ticket_in(state: str) -> Dispatcher:
    """Make a desk whose ticket `t` is in some state."""
    desk = desk_of("ana", required={"refund": ["order"]})
    kind = "refund" if state == "incomplete" else None
    submit(desk, "t", type=kind, not_before=at(60) if state == "scheduled" else None)
    if state == "offered":
        desk.offer("t", ["ana"], at(1), lasting=minutes(5))
    if state in ("assigned", "working", "wrapping", "on hold"):
        desk.assign("t", "ana", at(1))
    if state == "working":
        desk.start("t", at(1))
    if state == "wrapping":
        desk.wrap_up("t", at(1), lasting=minutes(9))
    if state in ("on hold", "on hold, queued"):
        desk.hold("t", at(1), until=at(9))
    return desk


@pytest.mark.parametrize("state", [*PLACES, "on hold", "on hold, queued"])
def test_cancelled_ticket_leaves_nothing_behind(state: str) -> None:
    """From every open state: no load, no offer, no timer, and it cannot come back."""
    desk = desk_with_ticket_in(state)
    assert state_of(desk, "t") == state.partition(",")[0]
    desk.cancel("t", at(2), reason="spam")
    assert (used(desk), dues(desk), desk.owner("t")) == ({"ana": 0}, [], None)
    assert desk.tick(at(99)) == ()
    with pytest.raises(NotAllowed, match="it is cancelled"):
        desk.reopen("t", at(99))
    verify(desk)


def test_forgotten_ticket_makes_its_id_and_place_free() -> None:
    """What comes under the same id afterwards has nothing of the old one: no bars, no hops."""
    desk = desk_of("ana bea")
    submit(desk, "t", exclusions=["ana"])
    desk.offer("t", ["bea"], at(1))
    desk.decline("t", "bea", at(1))
    desk.move("t", "q", at(2))
    desk.cancel("t", at(3))
    desk.forget(["t"], at(3))
    with pytest.raises(UnknownId):
        desk.state("t")
    submit(desk, "t", 4)
    assert set(row_of(desk, "t")) == {"ticket", "state", "since"}
    assert given_out(desk.dispatch(at(4))) == {"t": "ana"}
    verify(desk)


@pytest.mark.parametrize("state", ["queued", "assigned", "on hold"])
def test_open_ticket_is_not_forgotten(state: str) -> None:
    """Only what is closed can be let go of, all of a call or none."""
    desk = desk_with_ticket_in(state)
    submit(desk, "closed", 2)
    desk.cancel("closed", at(2))
    with pytest.raises(NotAllowed, match=f"cannot be forgotten: it is {state}"):
        desk.forget(["closed", "t"], at(3))
    assert state_of(desk, "closed") == "cancelled"
    verify(desk)


def test_changed_effort_changes_the_load_of_the_owner() -> None:
    """What a ticket takes follows an update, also beyond the limit, and is given back in full."""
    desk = desk_of([Agent(id="ana", capacity=Capacity(total=4, channels={"chat": 2}))])
    give(desk, "t", "ana")
    desk.update(Ticket(id="t", created=at(0), effort=3, channel="chat"), at(1))
    assert used(desk) == {"ana": 3}
    assert row_of(desk, "t")["over_capacity"] is True
    submit(desk, "chat", 1, channel="chat")
    assert desk.dispatch(at(1)) == ()
    desk.resolve("t", at(2))
    assert given_out(desk.dispatch(at(2))) == {"chat": "ana"}
    assert desk.view.workload.room.tolist() == [[3], [1]]
    verify(desk)


def test_forgotten_ticket_leaves_nothing_that_it_lacked() -> None:
    """Incomplete, cancelled and forgotten: the next ticket in its place lacks nothing."""
    desk = desk_of("ana", required={"": ["customer"]})
    submit(desk, "t")
    desk.cancel("t", at(1))
    desk.forget(["t"], at(1))
    submit(desk, "u", 2, customer="acme")
    assert set(row_of(desk, "u")) == {"ticket", "state", "since"}
    assert given_out(desk.dispatch(at(2))) == {"u": "ana"}
    verify(desk)
