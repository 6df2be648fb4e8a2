"""Agents who do not answer, and owners who do not begin, by worked example."""

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


def test_silent_agent_is_set_away_and_comes_back() -> None:
    """After so many misses in a row, not before; an answer in between begins the count anew."""
    desk = desk_of("ana", 9, offers_last=minutes(1), pause_after=2, pause_for=minutes(10))
    for minute, (name, answers) in enumerate([("a", False), ("b", True), ("c", False)]):
        submit(desk, name, 2 * minute)
        desk.offer(name, ["ana"], at(2 * minute), lasting=minutes(1))
        if answers:
            desk.accept(name, "ana", at(2 * minute))
        assert "presence set ana" not in told(desk.tick(at(2 * minute + 1)))
    submit(desk, "d", 6)
    desk.offer("d", ["ana"], at(6), lasting=minutes(1))
    assert told(desk.tick(at(7))) == ["timed out d ana", "presence set ana"]
    assert desk.next_wake == at(17)
    assert told(desk.tick(at(17))) == ["presence set ana"]
    submit(desk, "e", 17)
    assert given_out(desk.dispatch(at(17))) == {"e": "ana"}
    verify(desk)


def test_owner_who_does_not_begin_loses_the_ticket() -> None:
    """After the limit it goes back, and not to the same agent; whoever begins keeps it."""
    desk = desk_of("ana bea", start_within=minutes(10))
    submit(desk, "t u")
    assert given_out(desk.dispatch(at(0))) == {"t": "ana", "u": "bea"}
    desk.start("u", at(5))
    assert told(desk.tick(at(10))) == ["returned t ana"]
    assert given_out(desk.dispatch(at(10))) == {"t": "bea"}
    assert dues(desk) == [("reply_limit", "t", 20)]
    verify(desk)


def test_limit_begins_anew_with_a_new_owner_and_after_a_hold() -> None:
    """A transfer starts it again; while on hold it does not run."""
    desk = desk_of("ana bea", start_within=minutes(10))
    give(desk, "t", "ana")
    desk.transfer("t", "bea", at(8))
    assert desk.next_wake == at(18)
    desk.hold("t", at(9))
    assert desk.next_wake is None
    desk.resume("t", at(30))
    assert desk.next_wake == at(40)
    verify(desk)


def test_worn_ticket_stays_with_its_owner() -> None:
    """Where the hops are used up, nobody takes it away; the desk says so once, and it replays."""
    desk = desk_of("ana bea", start_within=minutes(10), most_hops=1)
    give(desk, "t", "ana")
    desk.transfer("t", "bea", at(1))
    (event,) = desk.tick(at(11))
    assert event.details == {"reason": "not begun in time"}
    assert desk.tick(at(99)) == ()
    assert desk.owner("t") == "bea"
    verify(desk)


def test_message_of_the_customer_is_not_the_beginning_of_work() -> None:
    """Only what the owner does counts as a beginning; a customer who asks again does not."""
    desk = desk_of("ana", start_within=minutes(10))
    give(desk, "t", "ana")
    desk.report("t", "customer reply", at(5))
    assert told(desk.tick(at(10))) == ["returned t ana"]
