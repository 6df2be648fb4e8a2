"""Planned absences: their start, their end, and who stands in, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
    state_of,
    told,
    verify,
)
from ticketroute import Dispatcher
from ticketroute.board import HandOver
from ticketroute.errors import NotAllowed

RETURN = HandOver("return")


def there(desk: Dispatcher) -> dict[str, str]:
    """Give the presence of each agent."""
    kept = desk.view.attendance.presence
    return dict(zip(desk.view.roster.ids, [each.value for each in kept], strict=True))


def test_leave_begins_and_ends_by_itself() -> None:
    """At its start the agent goes and hands over, at its end he or she is back; each once."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.plan_leave("ana", at(60), at(120), at(0), hand_over=RETURN)
    events = desk.tick(at(60))
    assert told(events) == ["leave started ana", "presence set ana", "returned t ana"]
    assert told(desk.tick(at(120))) == ["leave ended ana", "presence set ana"]
    assert (desk.next_wake, there(desk)["ana"]) == (None, "active")
    verify(desk)


def test_leave_that_was_slept_through_begins_and_ends() -> None:
    """After its end there is nothing to hand over any more: the agent is back already."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.plan_leave("ana", at(60), at(120), at(0), hand_over=HandOver("substitute", ["bea"]))
    desk.tick(at(500))
    assert (desk.owner("t"), there(desk)["ana"], dues(desk)) == ("ana", "active", [])
    verify(desk)


def test_leave_without_an_end_lasts_until_it_is_ended() -> None:
    """Nothing brings the agent back but the call, with which he or she is there again."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), None, at(0))
    desk.tick(at(60))
    assert desk.next_wake is None
    assert told(desk.end_leave("ana", at(99))) == ["leave ended ana", "presence set ana"]
    verify(desk)


def test_leave_is_called_off() -> None:
    """Before it begins, nothing happens but that; the next one is still planned."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    desk.plan_leave("ana", at(200), at(220), at(0))
    assert told(desk.end_leave("ana", at(1))) == ["leave ended ana"]
    assert (there(desk), desk.next_wake) == ({"ana": "active"}, at(200))
    desk.end_leave("ana", at(2))
    with pytest.raises(NotAllowed, match="'ana' has no planned leave"):
        desk.end_leave("ana", at(3))
    verify(desk)


@pytest.mark.parametrize(("start", "end"), [(90, 130), (30, 61), (70, 80), (10, None), (60, 120)])
def test_leaves_do_not_overlap(start: int, end: int | None) -> None:
    """A second leave at the same time is refused, whichever way it overlaps."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    with pytest.raises(ValueError, match="no overlap with the leave from"):
        desk.plan_leave("ana", at(start), None if end is None else at(end), at(0))
    verify(desk)


@pytest.mark.parametrize("gap", [0, 10])
@pytest.mark.parametrize("late", [0, 15])
def test_two_leaves_in_a_row(gap: int, late: int) -> None:
    """The second begins in its own right, with its own hand-over, however late the tick is."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    desk.plan_leave("ana", at(120 + gap), at(180), at(0), hand_over=RETURN)
    desk.tick(at(60))
    desk.tick(at(120 + gap + late))
    assert (there(desk)["ana"], state_of(desk, "t")) == ("offline", "queued")
    assert told(desk.tick(at(180))) == ["leave ended ana", "presence set ana"]
    verify(desk)


def test_planning_another_leave_does_not_swallow_one_that_is_due() -> None:
    """A leave whose start nobody has ticked yet still begins, whatever is called in between."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    desk.plan_leave("ana", at(200), at(220), at(61))
    assert told(desk.tick(at(62))) == ["leave started ana", "presence set ana"]
    verify(desk)


def test_chain_of_substitutes_is_followed_and_never_in_a_circle() -> None:
    """Who stands in and is on leave too hands on to those who stand in there; else the queue."""
    desk = desk_of("ana bea cem")
    give(desk, "t", "ana")
    for number, (name, other) in enumerate([("bea", "cem"), ("cem", "ana"), ("ana", "bea")]):
        plan = HandOver("substitute", [other])
        desk.plan_leave(name, at(10 + number), at(100), at(0), hand_over=plan)
    desk.tick(at(50))
    assert state_of(desk, "t") == "queued"
    assert set(there(desk).values()) == {"offline"}
    assert told(desk.tick(at(100))).count("presence set bea") == 1
    verify(desk)


def test_end_of_a_leave_brings_back_nobody_who_has_gone_since() -> None:
    """Back early and signed off in the evening: the end of the leave in the night is over."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    desk.tick(at(60))
    desk.sign_on("ana", at(70))
    desk.sign_off("ana", at(100))
    desk.tick(at(120))
    assert there(desk) == {"ana": "offline"}


def test_pause_within_a_leave_does_not_end_the_leave() -> None:
    """Who is on leave is away until its end, or until the call."""
    desk = desk_of("ana")
    desk.plan_leave("ana", at(60), at(120), at(0))
    desk.tick(at(60))
    desk.set_presence("ana", "away", at(70), until=at(80))
    desk.tick(at(80))
    assert there(desk) != {"ana": "active"}
