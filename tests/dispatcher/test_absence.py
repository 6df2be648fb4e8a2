"""Agents come, go, fall silent and come back, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
    given_out,
    minutes,
    row_of,
    state_of,
    submit,
    told,
    used,
    verify,
)
from ticketroute import Agent, Capacity, Dispatcher, Ticket
from ticketroute.board import HandOver

RETURN = HandOver("return")


def there(desk: Dispatcher) -> dict[str, str]:
    """Give the presence of each agent."""
    kept = desk.view.attendance.presence
    return dict(zip(desk.view.roster.ids, [each.value for each in kept], strict=True))


# Presence


def test_pause_ends_by_itself() -> None:
    """With an end the agent is back by then, once, and gets what waited."""
    desk = desk_of("ana", 1)
    desk.set_presence("ana", "away", at(0), until=minutes(30), reason="lunch")
    submit(desk, "t")
    assert desk.dispatch(at(10)) == ()
    assert desk.why("t").lifted_at == at(30)
    assert told(desk.tick(at(45))) == ["presence set ana"]
    assert given_out(desk.dispatch(at(45))) == {"t": "ana"}
    assert dues(desk) == []
    verify(desk)


def test_who_comes_back_early_is_not_brought_back_again() -> None:
    """Signing on, or going for good, calls the end of a pause off."""
    desk = desk_of("ana bea")
    for name in ("ana", "bea"):
        desk.set_presence(name, "away", at(0), until=at(30))
    desk.sign_on("ana", at(5))
    desk.sign_off("bea", at(5))
    assert (desk.next_wake, desk.tick(at(60))) == (None, ())
    assert there(desk) == {"ana": "active", "bea": "offline"}
    verify(desk)


def test_tickets_in_hand_stay_with_who_is_away() -> None:
    """Away means nothing new; what he or she has can be worked on and finished."""
    desk = desk_of("ana", 1)
    give(desk, "t", "ana")
    desk.set_presence("ana", "away", at(1))
    desk.start("t", at(2))
    desk.resolve("t", at(3))
    verify(desk)


# Agents who are new or change


def test_new_agent_in_front_takes_nobody_s_place() -> None:
    """Owners, offers, leaves, pauses, former owners and memory stay with whom they belong to."""
    desk = desk_of("mia zoe", 3, strategy="round-robin", reopen_within=minutes(99))
    submit(desk, "owned asked closed held")
    desk.assign("owned", "mia", at(0))
    desk.offer("asked", ["zoe"], at(0), lasting=minutes(9))
    desk.assign("closed", "mia", at(0))
    desk.resolve("closed", at(0))
    desk.assign("held", "zoe", at(0))
    desk.hold("held", at(0), until=at(5))
    desk.plan_leave("zoe", at(50), at(60), at(0))
    desk.set_presence("mia", "away", at(0), until=at(20))
    for name in ("ana", "nia"):
        desk.set_agent(Agent(id=name, capacity=1), at(1))
    assert (desk.owner("owned"), desk.owner("held")) == ("mia", "zoe")
    assert used(desk) == {"ana": 0, "mia": 1, "nia": 0, "zoe": 1}
    assert there(desk)["mia"] == "away"
    verify(desk)
    assert told(desk.tick(at(9))) == ["resumed held zoe", "timed out asked zoe"]
    assert told(desk.tick(at(20))) == ["presence set mia"]
    desk.reopen("closed", at(21))
    assert desk.owner("closed") == "mia"
    assert told(desk.tick(at(50))) == ["leave started zoe", "presence set zoe"]
    verify(desk)


def test_known_agent_changes_and_stays_as_present_as_before() -> None:
    """New skills and limits count at once; presence, tickets and pauses stay."""
    desk = desk_of("ana", 1)
    give(desk, "t", "ana")
    desk.set_presence("ana", "away", at(1), until=at(9))
    desk.set_agent(Agent(id="ana", capacity=3, skills={"law": 1}), at(2))
    assert there(desk) == {"ana": "away"}
    submit(desk, "u v", 3, requirements={"law": 1})
    desk.tick(at(9))
    assert given_out(desk.dispatch(at(9))) == {"u": "ana", "v": "ana"}
    verify(desk)


def test_lower_limit_takes_nothing_away_and_gives_nothing_new() -> None:
    """Capacity may fall below the load, also for a channel that had no limit before."""
    desk = desk_of("ana", 5)
    submit(desk, "t u v", channel="chat")
    desk.dispatch(at(0))
    desk.set_agent(Agent(id="ana", capacity=Capacity(channels={"chat": 1})), at(1))
    submit(desk, "w", 1, channel="chat")
    submit(desk, "mail", 1, channel="mail")
    assert given_out(desk.dispatch(at(1))) == {"mail": "ana"}
    assert desk.view.workload.room[1].tolist() == [-2]
    verify(desk)


# Going home


def test_sign_off_keeps_by_default_but_takes_offers_back() -> None:
    """Tickets stay with the owner; what he or she was asked about goes on."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    submit(desk, "u")
    desk.offer("u", ["ana"], at(0), lasting=minutes(5))
    assert told(desk.sign_off("ana", at(1))) == ["presence set ana", "rescinded u ana"]
    assert desk.owner("t") == "ana"
    assert given_out(desk.dispatch(at(1))) == {"u": "bea"}
    verify(desk)


@pytest.mark.parametrize("on_hold", [True, False])
def test_sign_off_returns_what_others_can_do(on_hold: bool) -> None:
    """Assigned, begun and held tickets go back to their place; one in wrap-up stays."""
    desk = desk_of("ana", 9)
    give(desk, "fresh begun held wrapping", "ana")
    desk.start("begun", at(1))
    desk.hold("held", at(1), until=at(50))
    desk.wrap_up("wrapping", at(1), lasting=minutes(5))
    desk.sign_off("ana", at(2), hand_over=HandOver("return", on_hold=on_hold))
    states = [state_of(desk, each) for each in ("fresh", "begun", "held", "wrapping")]
    assert states == ["queued", "queued", "queued" if on_hold else "on hold", "wrapping"]
    assert used(desk) == {"ana": 1}
    desk.tick(at(6))
    assert state_of(desk, "wrapping") == "resolved"
    verify(desk)


def test_substitute_gets_what_he_or_she_may_have_and_has_room_for() -> None:
    """In the order given; what nobody of them can take goes back to the queue."""
    desk = desk_of(
        [
            Agent(id="ana", capacity=9, skills={"law": 1}),
            Agent(id="bea", capacity=9),
            Agent(id="cem", capacity=1, skills={"law": 1}),
        ]
    )
    for name in ("bea", "cem"):
        desk.set_presence(name, "away", at(0))
    submit(desk, "l1 l2", requirements={"law": 1})
    submit(desk, "plain")
    desk.dispatch(at(0))
    for name in ("bea", "cem"):
        desk.sign_on(name, at(1))
    desk.sign_off("ana", at(2), hand_over=HandOver("substitute", ["cem", "bea"]))
    assert [desk.owner(each) for each in ("l1", "l2", "plain")] == ["cem", None, "bea"]
    assert state_of(desk, "l2") == "queued"
    verify(desk)


# Leave


def test_hand_over_may_put_nothing_beyond_the_limit() -> None:
    """A substitute who has room for one gets one."""
    desk = desk_of("ana bea", 2)
    give(desk, "t u", "ana")
    give(desk, "v", "bea")
    desk.sign_off("ana", at(1), hand_over=HandOver("substitute", ["bea"]))
    assert (desk.owner("t"), state_of(desk, "u")) == ("bea", "queued")
    assert "over_capacity" not in row_of(desk, "t")
    assert used(desk) == {"ana": 0, "bea": 2}
    desk.submit(Ticket(id="w", created=at(2)), at(2))
    assert desk.dispatch(at(2)) == ()
    verify(desk)
