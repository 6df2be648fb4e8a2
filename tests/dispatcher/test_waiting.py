"""Why a ticket waits, until when, and behind how many, by worked example."""

import pytest

from tests.dispatcher.desks import at, desk_of, give, minutes, submit, verify
from ticketroute import Agent, Capacity, Setup, Ticket
from ticketroute.board import ReasonCode
from ticketroute.dispatcher import Overflow, ReturnRamp
from ticketroute.errors import NotAllowed, UnknownId
from ticketroute.sla import HandlingTimes, OldestFirst, StrictLevels
from ticketroute.strategies import ByQueue, FewestOpen, Strategy

LEVELS = FewestOpen(order=StrictLevels())


def test_each_state_has_its_reason() -> None:
    """Incomplete, scheduled, offered, on hold, linked: in words, with who or what is waited for."""
    desk = desk_of("ana bea", required={"refund": ["order"]})
    submit(desk, "incomplete", type="refund")
    submit(desk, "scheduled", not_before=at(30))
    submit(desk, "offered held original", duplicate_key=None)
    desk.offer("offered", ["ana", "bea"], at(0), lasting=minutes(5))
    desk.hold("held", at(0), party="third party", until=at(9))
    desk.update(Ticket(id="original", created=at(0), duplicate_key="k"), at(0))
    submit(desk, "linked", duplicate_key="k")
    expected = {
        "incomplete": (ReasonCode.INCOMPLETE, "it lacks order", None),
        "scheduled": (ReasonCode.SCHEDULED, None, at(30)),
        "offered": (ReasonCode.OFFERED, "ana, bea has been asked", at(5)),
        "held": (ReasonCode.ON_HOLD, "on hold: third party", at(9)),
        "linked": (ReasonCode.LINKED, "a duplicate of 'original'", None),
    }
    for name, (code, text, lifted_at) in expected.items():
        waiting = desk.why(name)
        assert (waiting.reason.code, waiting.lifted_at) == (code, lifted_at)
        assert text in (None, waiting.reason.text)
        assert (waiting.position, waiting.expected_wait) == (None, None)
    verify(desk)


def test_who_does_not_wait_has_no_reason() -> None:
    """Assigned, begun, closed: it says so; an unknown id is unknown."""
    desk = desk_of("ana")
    give(desk, "t", "ana")
    with pytest.raises(NotAllowed, match="'t' does not wait: it is assigned"):
        desk.why("t")
    desk.resolve("t", at(1))
    with pytest.raises(NotAllowed, match="'t' does not wait: it is resolved"):
        desk.why("t")
    with pytest.raises(UnknownId):
        desk.why("nobody")
    verify(desk)


def test_each_reason_of_the_queue() -> None:
    """Nobody qualifies, nobody is there, nobody has room, everybody declined: told apart."""
    team = [
        Agent(id="ana", capacity=1, skills={"law": 1}),
        Agent(id="bea", capacity=1, skills={"tax": 1}, presence="away"),
        Agent(id="cem", capacity=1, skills={"art": 1}),
    ]
    desk = desk_of(team)
    submit(desk, "busy1", requirements={"law": 1})
    desk.dispatch(at(0))
    submit(desk, "law", 1, requirements={"law": 1})
    submit(desk, "tax", 1, requirements={"tax": 1})
    submit(desk, "art", 1, requirements={"art": 1})
    submit(desk, "zoo", 1, requirements={"zoo": 1})
    submit(desk, "out", 1, requirements={"art": 1}, exclusions=["cem"])
    desk.offer("art", ["cem"], at(1))
    desk.decline("art", "cem", at(1))
    desk.dispatch(at(1))
    texts = {name: desk.why(name).reason.text for name in ("law", "tax", "art", "zoo", "out")}
    assert texts["law"] == "no room left with ana"
    assert texts["tax"] == "of those who qualify nobody is active with room: bea"
    assert "declined" in texts["art"]
    assert "zoo" in texts["zoo"]
    assert "cem" in texts["out"]
    assert len(set(texts.values())) == 5
    verify(desk)


def test_earliest_time_that_may_lift_it_is_told() -> None:
    """Of several pauses, leaves and steps, the first of those that concern the ticket."""
    ramp = ReturnRamp(at_most=1, every=minutes(10), lasting=minutes(60))
    team = [
        Agent(id="ana", capacity=3, teams={"q"}),
        Agent(id="bea", capacity=3, teams={"q"}),
        Agent(id="cem", capacity=3, teams={"r"}),
    ]
    desk = desk_of(team, returning=ramp)
    desk.plan_leave("ana", at(1), at(90), at(0))
    desk.tick(at(1))
    desk.set_presence("bea", "away", at(1), until=at(50))
    desk.set_presence("cem", "away", at(1), until=at(5))
    submit(desk, "t u", 1, queue="q")
    assert (desk.why("t").lifted_at, desk.why("t").lifted_by) == (at(50), "the pause of bea ends")
    desk.dispatch(at(50))
    waiting = desk.why("u")
    assert (waiting.lifted_at, waiting.lifted_by) == (at(60), "bea may have more")
    desk.sign_off("bea", at(51))
    assert desk.why("u").lifted_by in ("ana is back", "bea may have more")
    verify(desk)


def test_who_declined_lifts_nothing() -> None:
    """The end of a pause of somebody who will not be asked is no hope."""
    desk = desk_of("ana")
    submit(desk, "t")
    desk.offer("t", ["ana"], at(0))
    desk.decline("t", "ana", at(0))
    desk.set_presence("ana", "away", at(1), until=at(9))
    assert desk.why("t").lifted_at is None
    verify(desk)


def test_overflow_is_among_what_lifts_it() -> None:
    """A ticket that will move says when."""
    desk = desk_of("ana", 0, overflows={"q": Overflow(to="r", after=minutes(20))})
    submit(desk, "t", queue="q")
    assert str(desk.why("t")).splitlines()[1:] == [
        "  may change at 2026-05-04T09:20:00+00:00: it moves to another queue",
        "  place 1",
    ]
    verify(desk)


@pytest.mark.parametrize("how", ["wrap-up", "offer"])
def test_room_that_is_set_to_be_free_lifts_it(how: str) -> None:
    """The work after a contact ends at a time, so does an offer: then there is room."""
    desk = desk_of("ana", 1)
    submit(desk, "a")
    if how == "offer":
        desk.offer("a", ["ana"], at(0), lasting=minutes(5))
    else:
        desk.assign("a", "ana", at(0))
        desk.wrap_up("a", at(0), lasting=minutes(5))
    submit(desk, "t")
    assert desk.why("t").lifted_at == at(5)


def test_position_counts_those_who_compete() -> None:
    """Before it stand the more urgent ones who want the same agents, and no others."""
    desk = desk_of(
        [Agent(id="ana", capacity=0, skills={"law": 1}), Agent(id="bea", capacity=0)],
        strategy=FewestOpen(order=OldestFirst()),
    )
    submit(desk, "nobody", 0, requirements={"zoo": 1})
    submit(desk, "law", 1, requirements={"law": 1})
    submit(desk, "out", 2, exclusions=["ana"])
    submit(desk, "any", 3)
    submit(desk, "law2", 4, requirements={"law": 1})
    places = {each: desk.why(each).position for each in ("nobody", "law", "out", "any", "law2")}
    assert places["nobody"] == 1
    assert (places["law"], places["any"]) == (1, 3)
    assert places["law2"] in (3, 4)  # `out` wants bea only, which the profile does not tell
    desk.cancel("law", at(5))
    assert desk.why("any").position == 2
    verify(desk)


@pytest.mark.parametrize(
    "strategy",
    [
        LEVELS,
        ByQueue({"q": LEVELS}, default=FewestOpen()),
    ],
)
def test_position_goes_by_the_order_of_the_strategy(strategy: Strategy) -> None:
    """A rule that serves levels first puts them first here too, also as that of a queue."""
    desk = desk_of("ana", 0, strategy=strategy)
    submit(desk, "old", queue="q", impact=3, urgency=3)
    submit(desk, "top", 5, queue="q", impact=1, urgency=1)
    assert (desk.why("top").position, desk.why("old").position) == (1, 2)
    verify(desk)


def test_expected_wait_shares_the_work_among_those_who_are_there() -> None:
    """Place times handling time over slots; nothing to say where nobody is there."""
    times = HandlingTimes(default=minutes(30))
    desk = desk_of(
        [Agent(id=name, capacity=Capacity(total=2)) for name in ("ana", "bea")],
        arguments={"setup": Setup(handling_times=times)},
    )
    give(desk, "a b", "ana")
    give(desk, "c d", "bea")
    submit(desk, "t u", 1)
    assert desk.why("t").expected_wait == minutes(7.5)
    assert desk.why("u").expected_wait == minutes(15)
    desk.set_presence("bea", "away", at(2))
    assert desk.why("u").expected_wait == minutes(30)
    desk.set_presence("ana", "away", at(2))
    assert desk.why("u").expected_wait is None
    verify(desk)


def test_agent_without_a_limit_makes_no_wait() -> None:
    """Somebody with endless room takes it at once, and the number says so."""
    desk = desk_of("ana", None)
    submit(desk, "t")
    assert desk.why("t").reason.code is ReasonCode.NOT_CHOSEN
    assert desk.why("t").expected_wait == minutes(0)
    verify(desk)
