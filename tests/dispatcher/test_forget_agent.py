"""Agents who have left for good are let go of, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
    given_out,
    minutes,
    plain,
    reloaded,
    submit,
    told,
    used,
    verify,
)
from ticketroute import Agent, Dispatcher, Memory
from ticketroute.board import HandOver
from ticketroute.dispatcher import ReturnRamp
from ticketroute.errors import NotAllowed, UnknownId


def names(desk: Dispatcher) -> list[str]:
    """Give the ids of all agents."""
    return [each.id for each in desk.agents]


# What changes, and what does not


def test_everybody_else_keeps_what_they_have() -> None:
    """Owners, offers, leaves, pauses, ceilings, misses, former owners and memory stay in place."""
    ramp = ReturnRamp(at_most=1, every=minutes(40), lasting=minutes(80))
    desk = desk_of(
        "abe mia nia zoe", 3, strategy="round-robin", reopen_within=minutes(99), returning=ramp
    )
    submit(desk, "owned asked closed held")
    desk.assign("owned", "mia", at(0))
    desk.offer("asked", ["zoe"], at(0), lasting=minutes(9))
    desk.assign("closed", "mia", at(0))
    desk.resolve("closed", at(0))
    desk.assign("held", "zoe", at(0))
    desk.hold("held", at(0), until=at(5))
    desk.plan_leave("zoe", at(50), at(60), at(0), hand_over=HandOver("substitute", ["mia"]))
    desk.set_presence("mia", "away", at(0), until=at(20))
    desk.sign_off("nia", at(0), hand_over=HandOver("substitute", ["zoe"]))
    assert told(desk.forget_agent("nia", at(1))) == ["agent forgotten nia"]
    assert told(desk.forget_agent("abe", at(1))) == ["agent forgotten abe"]
    assert names(desk) == ["mia", "zoe"]
    assert (desk.owner("owned"), desk.owner("held")) == ("mia", "zoe")
    assert used(desk) == {"mia": 1, "zoe": 1}
    assert list(desk.offers("asked")) == ["zoe"]
    verify(desk)
    assert told(desk.tick(at(9))) == ["resumed held zoe", "timed out asked zoe"]
    assert told(desk.tick(at(20))) == ["presence set mia", "ceiling set mia"]
    verify(desk)
    desk.reopen("closed", at(21))
    assert desk.owner("closed") == "mia"
    assert told(desk.tick(at(50)))[:2] == ["leave started zoe", "presence set zoe"]
    verify(desk)


def test_nothing_is_left_of_who_is_forgotten() -> None:
    """Leave, pause, ceiling, stand-ins, misses, memory, work from elsewhere: all of it goes."""
    ramp = ReturnRamp(at_most=1, every=minutes(5), lasting=minutes(30))
    arguments = {
        "in_hand": {"ana": {"chat": 1}, "bea": 2},
        "memory": Memory(("bea", "ana", "out"), {"p": {"": {"ana": 3, "out": 1}}}),
    }
    desk = desk_of("ana bea", 9, strategy="round-robin", arguments=arguments, returning=ramp)
    submit(desk, "t u v w")
    desk.dispatch(at(0))
    for name in "tuvw":
        desk.resolve(name, at(0))
    desk.set_presence("ana", "away", at(0))
    desk.sign_on("ana", at(1))
    desk.plan_leave("ana", at(10), at(90), at(1), hand_over=HandOver("substitute", ["bea"]))
    desk.plan_leave("ana", at(100), at(190), at(1))
    desk.tick(at(10))
    desk.set_presence("ana", "away", at(11), until=at(20))
    assert {who for _, who, _ in dues(desk)} == {"ana"}
    desk.forget_agent("ana", at(12))
    assert (dues(desk), desk.next_wake) == ([], None)
    assert '"ana"' not in plain(desk)
    assert used(desk) == {"bea": 2}
    assert desk.view.remembered().last_assigned == ("out", "bea")
    verify(desk)


def test_the_same_id_comes_again_as_somebody_new() -> None:
    """Neither place in the sequence nor former tickets, neither ceiling nor leave come back."""
    desk = desk_of("ana bea", 2, strategy="least-recently-assigned", reopen_within=minutes(99))
    give(desk, "t", "ana")
    give(desk, "u", "bea")
    desk.resolve("t", at(1))
    desk.resolve("u", at(1))
    desk.plan_leave("ana", at(30), at(60), at(1))
    desk.forget_agent("ana", at(2))
    desk.set_agent(Agent(id="ana", capacity=1), at(3))
    assert desk.presence("ana").value == "active"
    assert told(desk.reopen("t", at(4))) == ["reopened t"]
    assert given_out(desk.dispatch(at(4))) == {"t": "ana"}  # who never had one
    assert desk.next_wake is None
    verify(desk)


def test_last_assigned_of_the_others_stays() -> None:
    """Who is forgotten from the middle of the sequence leaves the order of the others."""
    desk = desk_of("ana bea cem", strategy="least-recently-assigned")
    for name in ("cem", "bea", "ana"):
        give(desk, f"of-{name}", name)
        desk.resolve(f"of-{name}", at(0))
    desk.forget_agent("bea", at(1))
    submit(desk, "t u", 1)
    assert given_out(desk.dispatch(at(1))) == {"t": "cem", "u": "ana"}
    verify(desk)


def test_newcomer_whom_the_memory_names_has_the_place_that_it_says() -> None:
    """So it is after a load, and so it is at once."""
    memory = {"memory": Memory(("bea", "zoe", "ana"))}
    desk = desk_of("ana bea", strategy="least-recently-assigned", arguments=memory)
    desk.set_agent(Agent(id="zoe", capacity=2), at(0))
    assert desk.view.last_assigned.tolist() == [3, 1, 2]
    assert reloaded(desk).view.last_assigned.tolist() == [3, 1, 2]
    verify(desk)


# When it is refused


def test_refused_while_anything_is_left() -> None:
    """Tickets in hand, also on hold; wrap-ups; offers: all are named and counted."""
    desk = desk_of("ana bea", 9)
    give(desk, "fresh begun held wrapping", "ana")
    desk.start("begun", at(0))
    desk.hold("held", at(0))
    desk.wrap_up("wrapping", at(0))
    submit(desk, "asked")
    desk.offer("asked", ["ana", "bea"], at(0))
    before = plain(desk)
    left = "'ana' cannot be forgotten; tickets in hand: 3, wrap-ups: 1, offers pending: 1"
    with pytest.raises(NotAllowed, match=left):
        desk.forget_agent("ana", at(1))
    with pytest.raises(NotAllowed, match="'bea' cannot be forgotten; offers pending: 1"):
        desk.forget_agent("bea", at(1))
    assert plain(desk) == before
    desk.sign_off("ana", at(2), hand_over=HandOver("return"))
    with pytest.raises(NotAllowed, match="'ana' cannot be forgotten; wrap-ups: 1"):
        desk.forget_agent("ana", at(2))
    desk.resolve("wrapping", at(3))
    desk.forget_agent("ana", at(3))
    assert names(desk) == ["bea"]
    verify(desk)


def test_refused_for_an_id_that_nobody_has() -> None:
    """Also the second time, and for every other call about whoever was forgotten."""
    desk = desk_of("ana bea")
    desk.forget_agent("ana", at(0))
    with pytest.raises(UnknownId, match="expected one of 'bea', got 'ana'"):
        desk.forget_agent("ana", at(0))
    with pytest.raises(UnknownId):
        desk.sign_off("bea", at(0), hand_over=HandOver("substitute", ["ana"]))
    verify(desk)
