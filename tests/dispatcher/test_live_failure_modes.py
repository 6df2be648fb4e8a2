"""Failures that users of other systems report of live desks, each kept from happening here.

The numbers are those of the project's notes on such reports; others are in test_failure_modes.
"""

import pytest

from tests.dispatcher.desks import (
    at,
    check_settled,
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
from ticketroute import Agent
from ticketroute.dispatcher import ReturnRamp
from ticketroute.errors import NotAllowed
from ticketroute.sla import LinearAgeing
from ticketroute.strategies import FewestOpen, LeastRecentlyAssigned, RoundRobin, Strategy

IN_TURN: list[Strategy | str] = [
    FewestOpen(),
    RoundRobin(),
    LeastRecentlyAssigned(),
    FewestOpen(order=LinearAgeing({1: 60})),
    "skill-weighted",
    "optimal",
]


# 3. A returning agent is flooded with up to the whole limit at once (Salesforce).


@pytest.mark.parametrize("strategy", IN_TURN)
def test_3_returning_agent_is_not_flooded(strategy: Strategy | str) -> None:
    """However much waits, and however large the limit: a step at a time, with every strategy."""
    ramp = ReturnRamp(at_most=2, every=minutes(10), lasting=minutes(30))
    desk = desk_of("ana", 100, strategy=strategy, returning=ramp)
    desk.set_presence("ana", "offline", at(0))
    submit(desk, " ".join(f"t{number:02}" for number in range(40)))
    desk.sign_on("ana", at(1))
    sizes = [len(given_out(desk.dispatch(at(minute)))) for minute in (1, 5, 11, 21, 31)]
    assert sizes == [2, 0, 2, 2, 34]
    verify(desk)


# 6. A waiting ticket is overtaken by a newer one when capacity is freed (Chatwoot).


@pytest.mark.parametrize("strategy", IN_TURN)
@pytest.mark.parametrize("how", ["resolve", "hold", "transfer", "sign on", "limit", "give back"])
def test_6_whoever_frees_room_the_one_that_waited_gets_it(
    strategy: Strategy | str, how: str
) -> None:
    """On any trigger the oldest is served, although a newer one comes in the same moment."""
    desk = desk_of("ana bea", 1, strategy=strategy)
    give(desk, "first", "ana")
    desk.set_presence("bea", "away", at(0))
    submit(desk, "waited", 1)
    desk.dispatch(at(1))
    submit(desk, "newer", 5)
    if how == "resolve":
        desk.resolve("first", at(5))
    elif how == "hold":
        desk.hold("first", at(5))
    elif how == "give back":
        desk.give_back("first", at(5), again=False)
    elif how == "sign on":
        desk.sign_on("bea", at(5))
    elif how == "limit":
        desk.set_agent(Agent(id="ana", capacity=2), at(5))
    else:
        desk.transfer("first", "bea", at(5), override=True)
    assert list(given_out(desk.dispatch(at(5)))) == ["waited"]
    check_settled(desk)
    verify(desk)


@pytest.mark.parametrize("strategy", IN_TURN)
def test_6_several_who_become_free_at_once_serve_the_most_urgent(
    strategy: Strategy | str,
) -> None:
    """Three are freed, five wait: the three oldest are served, by one dispatch as by a plan."""
    desk = desk_of("ana bea cem", 1, strategy=strategy)
    for number, name in enumerate(("ana", "bea", "cem")):
        give(desk, f"x{number}", name)
    for number in (3, 1, 4, 2, 5):
        submit(desk, f"w{number}", 1, created=at(number - 10))
    desk.dispatch(at(1))
    for number in range(3):
        desk.resolve(f"x{number}", at(2))
    decided = {(each.ticket_id, each.agent_id) for each in desk.decide(at(2)).assignments}
    events = desk.dispatch(at(2))
    assert set(given_out(events)) == {"w1", "w2", "w3"}
    assert set(given_out(events).items()) == decided
    check_settled(desk)
    verify(desk)


# 7. The same agent is offered the same ticket for ever (MikoPBX, FreePBX), or nobody any more.


@pytest.mark.parametrize("strategy", IN_TURN)
@pytest.mark.parametrize("answer", ["declines", "says nothing"])
def test_7_nobody_is_asked_about_the_same_ticket_for_ever(
    strategy: Strategy | str, answer: str
) -> None:
    """Each is asked once, then it waits with a reason; the next who comes is asked."""
    desk = desk_of("ana bea cem", 1, strategy=strategy, offers_last=minutes(1))
    submit(desk, "t")
    asked = []
    for minute in range(10):
        for agent_id in given_out(desk.dispatch(at(minute))).values():
            asked.append(agent_id)
            if answer == "declines":
                desk.decline("t", agent_id, at(minute))
    assert sorted(asked) == ["ana", "bea", "cem"]
    assert "declined" in desk.why("t").reason.text
    desk.set_agent(Agent(id="dee", capacity=1), at(20))
    assert given_out(desk.dispatch(at(20))) == {"t": "dee"}
    verify(desk)


def test_7_declined_ticket_blocks_nobody_behind_it() -> None:
    """Who declined the head of the line gets the next in it."""
    desk = desk_of("ana", 1, offers_last=minutes(1))
    submit(desk, "head")
    submit(desk, "next", 1)
    desk.dispatch(at(1))
    desk.decline("head", "ana", at(1))
    assert given_out(desk.dispatch(at(1))) == {"next": "ana"}
    verify(desk)


def test_7_asking_again_ends_with_somebody_to_see_to_it() -> None:
    """Also where everybody is asked again, the number of offers is limited."""
    desk = desk_of("ana", offers_last=minutes(1), all_declined="ask again", most_offers=5)
    submit(desk, "t")
    for minute in range(60):
        desk.dispatch(at(minute))
    assert told(desk.log).count("offered t ana") == 5
    assert (state_of(desk, "t"), dues(desk)) == ("on hold", [])
    verify(desk)


# 8. The reserved state leaks when another accepted first (FreeSWITCH).


@pytest.mark.parametrize(
    "end", ["accept", "assign", "cancel", "move", "decline", "time out", "rescind", "sign off"]
)
def test_8_no_reservation_outlives_its_offer(end: str) -> None:
    """However it ends, nobody but the owner keeps room reserved, and nothing is due any more."""
    desk = desk_of("ana bea cem", 1)
    submit(desk, "t")
    desk.offer("t", ["ana", "bea"], at(0), lasting=minutes(5))
    owner = None
    if end in ("accept", "assign"):
        owner = "bea" if end == "accept" else "cem"
        getattr(desk, end)("t", owner, at(1))
    elif end in ("decline", "rescind"):
        for name in ("ana", "bea"):
            getattr(desk, end)("t", name, at(1))
    elif end == "cancel":
        desk.cancel("t", at(1))
    elif end == "move":
        desk.move("t", "q", at(1))
    elif end == "sign off":
        for name in ("ana", "bea"):
            desk.sign_off(name, at(1))
    else:
        desk.tick(at(5))
    assert used(desk) == {name: int(name == owner) for name in ("ana", "bea", "cem")}
    assert dues(desk) == []
    verify(desk)


# 14. A second agent takes ownership within seconds (Zammad).


def test_14_second_claim_is_refused_and_told_who_has_it() -> None:
    """Of two who claim, accept or are given the same ticket, one has it."""
    desk = desk_of("ana bea")
    submit(desk, "t")
    desk.assign("t", "ana", at(1))
    for call in (desk.assign, desk.accept):
        with pytest.raises(NotAllowed, match=r"'t' cannot be .*: it is assigned"):
            call("t", "bea", at(1))
    with pytest.raises(NotAllowed, match="'bea' does not have it"):
        desk.start("t", at(1), agent_id="bea")
    assert desk.owner("t") == "ana"
    verify(desk)


def test_14_dispatch_does_not_give_what_was_claimed() -> None:
    """A claim between two dispatches, or while others are asked, has the ticket."""
    desk = desk_of("ana bea cem", 1, offers_last=minutes(5))
    submit(desk, "t u")
    desk.dispatch(at(0))
    desk.assign("t", "cem", at(1))
    assert desk.dispatch(at(1)) == ()
    with pytest.raises(NotAllowed, match="it is assigned"):
        desk.accept("t", "ana", at(1))
    assert (desk.owner("t"), used(desk)) == ("cem", {"ana": 0, "bea": 1, "cem": 1})
    verify(desk)


# 15. Inactive conversations wake up over capacity (Zendesk).


def test_15_those_that_wake_up_are_counted_and_flagged() -> None:
    """Three held ones wake up with one of two places free: nothing new until there is room."""
    desk = desk_of("ana", 2)
    for name in ("a", "b", "c"):
        give(desk, name, "ana")
        desk.hold(name, at(0), until=at(30))
    give(desk, "d", "ana")
    submit(desk, "new", 1)
    desk.set_presence("ana", "away", at(1))
    events = desk.tick(at(30))
    assert [bool(event.details.get("over_capacity")) for event in events] == [False, True, True]
    assert used(desk) == {"ana": 4}
    desk.sign_on("ana", at(31))
    for minute, name in enumerate(("a", "b", "c", "d"), start=40):
        assert ("new" in given_out(desk.dispatch(at(minute)))) == (name == "d")
        desk.resolve(name, at(minute))
    assert "over_capacity" not in row_of(desk, "c")
    verify(desk)
