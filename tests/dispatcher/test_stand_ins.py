"""Who stands in for whoever has signed off or is on leave, by worked example."""

from itertools import pairwise
from typing import Any, cast

from tests.dispatcher.desks import at, desk_of, give, reloaded, state_of, told, verify
from ticketroute import Agent, Dispatcher
from ticketroute.board import HandOver


def to(*names: str) -> HandOver:
    """Hand over to substitutes."""
    return HandOver("substitute", names)


def stand_ins(desk: Dispatcher) -> dict[str, list[str]]:
    """Give who stands in for whom, as the dump says."""
    rows = cast("list[dict[str, Any]]", desk.dump()["agents"])
    return {row["agent"]["id"]: row["stand_ins"] for row in rows if "stand_ins" in row}


def test_sign_off_tells_who_stands_in_until_he_or_she_is_back() -> None:
    """The substitutes stand in the event, and go with the first call that brings the agent back."""
    desk = desk_of("ana bea cem")
    (event,) = desk.sign_off("ana", at(1), hand_over=to("bea", "cem"))
    assert event.details == {"presence": "offline", "substitutes": ["bea", "cem"]}
    assert stand_ins(desk) == {"ana": ["bea", "cem"]}
    verify(desk)
    desk.set_presence("ana", "away", at(2))
    assert stand_ins(desk) == {"ana": ["bea", "cem"]}
    desk.sign_on("ana", at(3))
    assert stand_ins(desk) == {}
    assert all("stand_ins" not in row for row in cast("list[Any]", desk.dump()["agents"]))
    verify(desk)


def test_who_has_signed_off_hands_on_to_those_who_stand_in() -> None:
    """A chain of three, each of whom went with a sign-off and not with a leave."""
    desk = desk_of("ana bea cem dee")
    give(desk, "t", "ana")
    desk.sign_off("cem", at(1), hand_over=to("dee"))
    desk.sign_off("bea", at(2), hand_over=to("cem"))
    events = desk.sign_off("ana", at(3), hand_over=to("bea"))
    assert told(events) == ["presence set ana", "transferred t dee"]
    verify(desk)


def test_leaves_and_sign_offs_chain_alike() -> None:
    """One who is on leave stands behind one who has signed off, and the other way round."""
    desk = desk_of("ana bea cem dee")
    desk.plan_leave("bea", at(10), at(500), at(0), hand_over=to("cem"))
    desk.sign_off("cem", at(5), hand_over=to("dee"))
    desk.tick(at(10))
    give(desk, "t", "ana", 11)
    desk.plan_leave("ana", at(20), at(500), at(11), hand_over=to("bea"))
    desk.tick(at(20))
    assert desk.owner("t") == "dee"
    verify(desk)


def test_who_is_back_and_goes_without_a_word_has_nobody() -> None:
    """Stand-ins of an earlier absence are not asked; the ticket goes back to its queue."""
    desk = desk_of("ana bea cem")
    give(desk, "t", "ana")
    desk.sign_off("bea", at(1), hand_over=to("cem"))
    desk.sign_on("bea", at(2))
    desk.sign_off("bea", at(3))
    desk.sign_off("ana", at(4), hand_over=to("bea"))
    assert state_of(desk, "t") == "queued"
    verify(desk)


def test_nobody_is_asked_for_whoever_is_there_but_full() -> None:
    """An agent who is active and has no room has no stand-ins: the next one named is asked."""
    desk = desk_of("ana bea cem", 1)
    desk.sign_off("bea", at(0), hand_over=to("cem"))
    desk.sign_on("bea", at(1))
    give(desk, "full", "bea", 1)
    give(desk, "t", "ana", 1)
    desk.sign_off("ana", at(2), hand_over=to("bea"))
    assert state_of(desk, "t") == "queued"
    verify(desk)


def test_circle_of_sign_offs_ends_in_the_queue() -> None:
    """Each of three names the next; nobody is asked twice."""
    desk = desk_of("ana bea cem")
    give(desk, "t", "ana")
    for minute, (name, other) in enumerate([("bea", "cem"), ("cem", "ana"), ("ana", "bea")], 1):
        desk.sign_off(name, at(minute), hand_over=to(other))
    assert state_of(desk, "t") == "queued"
    verify(desk)


def test_chain_may_be_as_long_as_there_are_agents() -> None:
    """Each of very many has named the next; the first of each list goes before the second."""
    names = [f"a{number:04}" for number in range(1500)]
    desk = desk_of(" ".join(names), 3)
    for name, following in pairwise(names[1:-1]):
        desk.sign_off(name, at(1), hand_over=to(following, "a1499"))
    give(desk, "b", "a1498", 1)
    give(desk, "t u v", names[0], 1)
    desk.sign_off(names[0], at(2), hand_over=to(names[1]))
    assert [desk.owner(each) for each in "tuv"] == ["a1498", "a1498", "a1499"]


def test_end_of_a_leave_ends_its_stand_ins_also_for_one_who_stays_away() -> None:
    """Who was not there before the leave is not there after it, and nobody stands in any more."""
    desk = desk_of("ana bea")
    desk.set_presence("ana", "away", at(0))
    desk.plan_leave("ana", at(10), at(20), at(0), hand_over=to("bea"))
    desk.tick(at(10))
    assert stand_ins(desk) == {"ana": ["bea"]}
    desk.tick(at(20))
    assert (stand_ins(desk), desk.presence("ana").value) == ({}, "offline")
    verify(desk)


def test_leave_that_is_called_off_or_names_nobody_leaves_stand_ins_alone() -> None:
    """Only the end of the leave that named them, or being back, is the end of it."""
    desk = desk_of("ana bea")
    desk.sign_off("ana", at(0), hand_over=to("bea"))
    desk.plan_leave("ana", at(10), at(20), at(1), hand_over=to("bea"))
    desk.end_leave("ana", at(2))
    assert stand_ins(desk) == {"ana": ["bea"]}
    desk.plan_leave("ana", at(10), at(20), at(3))
    desk.tick(at(10))
    desk.tick(at(20))
    assert stand_ins(desk) == {"ana": ["bea"]}
    desk.sign_off("ana", at(30))
    assert stand_ins(desk) == {"ana": ["bea"]}
    verify(desk)


def test_stand_ins_survive_a_load_and_move_with_their_agent() -> None:
    """A loaded desk knows the chain; a new agent in front takes nobody's stand-ins."""
    desk = desk_of("mia nia zoe")
    give(desk, "t", "mia")
    desk.sign_off("nia", at(1), hand_over=to("zoe"))
    desk.checkpoint()
    desk.set_agent(Agent(id="ana", capacity=9), at(2))
    assert stand_ins(desk) == {"nia": ["zoe"]}
    verify(desk)
    for each in (reloaded(desk), desk):
        each.sign_off("mia", at(3), hand_over=to("nia"))
        assert each.owner("t") == "zoe"
    verify(desk)
