"""Offers and their answers, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
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
from ticketroute import Agent
from ticketroute.board import Plan, View
from ticketroute.errors import NotAllowed


def test_offer_is_accepted() -> None:
    """Asked, room is reserved; accepted, the ticket is owned and the room stays taken once."""
    desk = desk_of("ana", 1, offers_last=minutes(2))
    submit(desk, "t")
    assert told(desk.dispatch(at(0))) == ["offered t ana"]
    assert (state_of(desk, "t"), desk.owner("t"), used(desk)) == ("offered", None, {"ana": 1})
    assert desk.why("t").lifted_at == at(2)
    desk.accept("t", "ana", at(1))
    assert (desk.owner("t"), used(desk), dues(desk)) == ("ana", {"ana": 1}, [])
    verify(desk)


def test_first_of_several_has_it() -> None:
    """Of all who were asked the first who accepts has it; the others are told and free again."""
    desk = desk_of("ana bea cem", 1)
    submit(desk, "t u")
    desk.offer("t", ["ana", "bea", "cem"], at(0), lasting=minutes(5))
    assert desk.dispatch(at(1)) == ()
    (event,) = desk.accept("t", "bea", at(2))
    assert event.details == {"rescinded": ["ana", "cem"]}
    with pytest.raises(NotAllowed, match="cannot be accepted: it is assigned"):
        desk.accept("t", "ana", at(2))
    assert given_out(desk.dispatch(at(2))) == {"u": "ana"}
    verify(desk)


def test_further_agents_can_be_asked_with_other_ends() -> None:
    """Each offer has its own end; the ticket waits again when the last is over."""
    desk = desk_of("ana bea")
    submit(desk, "t")
    desk.offer("t", ["ana"], at(0), lasting=minutes(2))
    desk.offer("t", ["bea"], at(1), lasting=minutes(5))
    assert told(desk.tick(at(2))) == ["timed out t ana"]
    assert (state_of(desk, "t"), desk.next_wake) == ("offered", at(6))
    assert told(desk.tick(at(6))) == ["timed out t bea"]
    assert state_of(desk, "t") == "queued"
    verify(desk)


def test_offers_that_end_at_once_end_once() -> None:
    """A late tick ends all that are over, each in one event, and no answer counts afterwards."""
    desk = desk_of("ana bea cem")
    submit(desk, "t")
    desk.offer("t", ["ana", "bea"], at(0), lasting=minutes(2))
    desk.offer("t", ["cem"], at(0), lasting=minutes(3))
    assert told(desk.tick(at(99))) == ["timed out t ana", "timed out t bea", "timed out t cem"]
    for call in (desk.accept, desk.decline, desk.rescind):
        with pytest.raises(NotAllowed, match="it is queued"):
            call("t", "ana", at(99))
    verify(desk)


def test_offer_that_has_run_out_is_not_accepted_before_the_tick_either() -> None:
    """The end counts, not the moment at which somebody ticks."""
    desk = desk_of("ana", offers_last=minutes(2))
    submit(desk, "t")
    desk.dispatch(at(0))
    with pytest.raises(NotAllowed, match="the offer has run out"):
        desk.accept("t", "ana", at(2))
    verify(desk)


def test_who_declined_is_not_asked_again() -> None:
    """A decline is remembered for the ticket, with its reason; others are asked."""
    desk = desk_of("ana bea", offers_last=minutes(2))
    submit(desk, "t")
    desk.dispatch(at(0))
    (event,) = desk.decline("t", "ana", at(1), reason="busy")
    assert event.details == {"reason": "busy"}
    assert given_out(desk.dispatch(at(1))) == {"t": "bea"}
    with pytest.raises(NotAllowed, match="'ana' has declined"):
        desk.offer("t", ["ana"], at(1))
    verify(desk)


def test_reason_may_say_ask_me_again() -> None:
    """With `again` the agent may be asked at once."""
    desk = desk_of("ana", offers_last=minutes(2))
    submit(desk, "t")
    desk.dispatch(at(0))
    desk.decline("t", "ana", at(1), again=True)
    assert given_out(desk.dispatch(at(1))) == {"t": "ana"}
    verify(desk)


def test_rescinded_offer_is_no_decline() -> None:
    """Taken back by the desk, it says nothing about the agent."""
    desk = desk_of("ana", offers_last=minutes(2))
    submit(desk, "t")
    desk.dispatch(at(0))
    desk.rescind("t", "ana", at(1), reason="wrong queue")
    assert "declined" not in row_of(desk, "t")
    assert given_out(desk.dispatch(at(1))) == {"t": "ana"}
    verify(desk)


def test_declined_by_all_waits_for_somebody_new() -> None:
    """By default it stays, says who declined, and goes to the next who comes."""
    desk = desk_of("bea", offers_last=minutes(2))
    submit(desk, "t")
    desk.dispatch(at(0))
    desk.decline("t", "bea", at(1))
    assert desk.dispatch(at(5)) == ()
    assert "declined" in desk.why("t").reason.text
    desk.set_agent(Agent(id="ana", capacity=1), at(6))
    assert given_out(desk.dispatch(at(6))) == {"t": "ana"}
    verify(desk)


def test_declined_by_all_asks_again_until_enough_were_asked() -> None:
    """Round after round, then it is put on hold for somebody to see to, and is not lost."""
    desk = desk_of("ana bea", offers_last=minutes(2), all_declined="ask again", most_offers=4)
    submit(desk, "t")
    asked = []
    for minute in range(4):
        (agent_id,) = given_out(desk.dispatch(at(minute))).values()
        asked.append(agent_id)
        desk.decline("t", agent_id, at(minute))
    assert asked == ["ana", "bea", "ana", "bea"]
    assert desk.why("t").reason.text == "on hold: offers used up"
    verify(desk)


def test_declined_by_all_moves_on() -> None:
    """With a queue to move to it goes there, once."""
    desk = desk_of(
        [
            Agent(id="ana", capacity=1, teams={"first"}),
            Agent(id="bea", capacity=1, teams={"second"}),
        ],
        offers_last=minutes(2),
        all_declined="move",
        declined_queue="second",
    )
    submit(desk, "t", queue="first")
    desk.dispatch(at(0))
    assert told(desk.decline("t", "ana", at(1))) == ["declined t ana", "moved t"]
    assert given_out(desk.dispatch(at(1))) == {"t": "bea"}
    assert told(desk.decline("t", "bea", at(2))) == ["declined t bea"]
    assert state_of(desk, "t") == "queued"
    verify(desk)


def test_absent_agent_has_not_declined() -> None:
    """A ticket is declined by all only if nobody is left who could still be asked."""
    desk = desk_of("ana bea", offers_last=minutes(2), all_declined="ask again")
    desk.set_presence("bea", "away", at(0))
    submit(desk, "t")
    desk.dispatch(at(0))
    assert told(desk.decline("t", "ana", at(1))) == ["declined t ana"]
    verify(desk)


@pytest.mark.parametrize("end", ["decline", "cancel", "move", "assign", "scheduled"])
def test_offered_ticket_that_grew_is_not_marked_afterwards(end: str) -> None:
    """A ticket that nobody has is nobody's excess, nor is it that of somebody with room for it."""
    desk = desk_of([Agent(id="ana", capacity=2), Agent(id="bea", capacity=9)])
    submit(desk, "t")
    desk.offer("t", ["ana"], at(0))
    later = at(60) if end == "scheduled" else None
    desk.update(make("t", effort=5, not_before=later), at(1))
    if end == "cancel":
        desk.cancel("t", at(2))
    elif end == "move":
        desk.move("t", "q", at(2))
    elif end == "assign":
        desk.assign("t", "bea", at(2))
    else:
        desk.decline("t", "ana", at(2))
    assert "over_capacity" not in row_of(desk, "t")
    verify(desk)


def test_strategy_may_ask_several() -> None:
    """A plan with offers asks them all; the first who accepts has it."""

    def broadcast(view: View) -> Plan:
        asked = {t: view.candidates(t).tolist() for t in view.waiting.tolist()}
        return view.plan(offer={t: agents for t, agents in asked.items() if agents})

    desk = desk_of("ana bea", strategy=broadcast, offers_last=minutes(2))
    submit(desk, "t")
    assert told(desk.dispatch(at(0))) == ["offered t ana", "offered t bea"]
    desk.accept("t", "bea", at(1))
    assert used(desk) == {"ana": 0, "bea": 1}
    verify(desk)
