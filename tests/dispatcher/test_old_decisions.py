"""Old decisions explained and made anew, and decisions that are not carried out."""

import pytest

from tests.dispatcher.desks import (
    again,
    at,
    desk_of,
    give,
    minutes,
    plain,
    state_of,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Dispatcher
from ticketroute.board import NOBODY, HandOver, View
from ticketroute.dispatcher import Difference
from ticketroute.errors import StaleView
from ticketroute.strategies import (
    Strategy,
    TicketByTicket,
)


def busy_desk(strategy: Strategy | str = "fewest-open") -> Dispatcher:
    """Make a desk to which nearly everything has happened."""
    desk = desk_of("bea cem", 3, strategy=strategy, reopen_within=minutes(99))
    submit(desk, "a b c d e f", queue="q", duplicate_key=None)
    submit(desk, "g h", 1, duplicate_key="k")
    desk.dispatch(at(1))
    desk.set_agent(Agent(id="ana", capacity=2), at(2))
    desk.dispatch(at(2))
    desk.start("a", at(3))
    desk.hold("a", at(4), until=at(30))
    desk.resolve("b", at(5))
    desk.dispatch(at(5))
    desk.reopen("b", at(6))
    desk.plan_leave("cem", at(10), at(20), at(6), hand_over=HandOver("substitute", ["ana"]))
    desk.tick(at(12))
    desk.dispatch(at(12))
    desk.report("a", "public reply", at(13), occurred_at=at(9))
    submit(desk, "later", 13, not_before=at(40))
    submit(desk, "asked", 13)
    desk.cancel("h", at(14))
    desk.forget(["h"], at(14))
    desk.dispatch(at(14))
    return desk


def test_old_decision_is_explained_as_it_was() -> None:
    """On the board of then, whatever has become of ticket and agents since."""
    desk = desk_of("ana bea", 1)
    submit(desk, "a b c")
    decision = desk.dispatch(at(1))[0].decision
    assert decision is not None
    before = str(desk.explain(decision, "b"))
    desk.resolve("b", at(5))
    desk.sign_off("ana", at(6))
    desk.set_agent(Agent(id="aaa", capacity=9), at(7))
    assert str(desk.explain(decision, "b")) == before
    assert before.startswith("b goes to bea")
    assert "c" in str(desk.explain(decision, "c"))
    verify(desk)


def test_old_decision_of_a_desk_that_asks_is_explained() -> None:
    """Offers are decisions too, also step by step and after a tick of the same call."""
    desk = desk_of("ana bea", 1, strategy="round-robin", offers_last=minutes(2))
    submit(desk, "a b")
    desk.dispatch(at(0))
    events = desk.dispatch(at(2))
    decisions = {each.decision for each in events if each.decision is not None}
    assert len(decisions) == 1
    for name in ("a", "b"):
        assert str(desk.explain(decisions.pop() if decisions else events[2].number, name))
    verify(desk)


def test_event_that_is_no_decision_has_no_explanation() -> None:
    """Nobody decided anything when the ticket came."""
    desk = desk_of("ana")
    submit(desk, "a b")
    with pytest.raises(LookupError):
        desk.explain(1, "a")


def test_another_strategy_is_compared() -> None:
    """The first decision that comes out otherwise is told with both outcomes."""
    desk = desk_of("ana bea", 9)
    give(desk, "x y", "ana")
    submit(desk, "a", 1)
    (event,) = desk.dispatch(at(1))
    pick_first = TicketByTicket(lambda view, ticket: int(view.candidates(ticket)[0]))
    assert desk.redecide(pick_first) == Difference(event.number, (("a", "bea"),), (("a", "ana"),))
    assert desk.redecide("fewest-open") is None
    verify(desk)


def test_decide_changes_nothing() -> None:
    """Neither the state nor the time; the dispatch afterwards does what it said."""
    desk = busy_desk()
    submit(desk, "n1 n2", 15)
    before = plain(desk)
    plan = desk.decide(at(16))
    assert plain(desk) == before
    decided = {(each.ticket_id, each.agent_id) for each in plan.assignments}
    events = desk.dispatch(at(16))
    assert decided == {(e.ticket_id, e.agent_id) for e in events if e.type.value == "assigned"}
    verify(desk)


def test_decide_does_not_pass_over_what_is_due() -> None:
    """It cannot tick, so it says that somebody has to."""
    desk = desk_of("ana")
    submit(desk, "a", not_before=at(10))
    with pytest.raises(StaleView, match="call tick first"):
        desk.decide(at(10))
    assert state_of(desk, "a") == "scheduled"


def test_strategy_that_waits_for_a_time_is_asked_again() -> None:
    """A dispatch says what a plan for everything would say, also if only time has passed."""

    def after_ten(view: View, ticket: int) -> int:
        return 0 if view.now >= at(60) and view.fits(ticket, 0) else NOBODY

    desk = desk_of("ana", strategy=TicketByTicket(after_ten))
    submit(desk, "a")
    assert desk.dispatch(at(1)) == ()
    assert told(desk.dispatch(at(60))) == ["assigned a ana"]
    assert plain(again(desk)) == plain(desk)


def test_proposals_are_decided_on_the_board_that_they_saw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Things happen between each proposal and its commit; one pass through the log is enough."""
    desk = desk_of("ana bea dee", None)
    desk.sign_off("dee", at(0))
    submit(desk, "t0")
    for number in range(1, 30):
        proposal = desk.propose(at(number))
        desk.sign_off("dee", at(number - 0.5))  # before it was decided, and told late
        submit(desk, f"t{number}", number)
        desk.commit(proposal, at(number))
    twins: list[Dispatcher] = []
    make = Dispatcher.twin

    def counted(desk: Dispatcher) -> Dispatcher:
        twins.append(make(desk))
        return twins[-1]

    monkeypatch.setattr(Dispatcher, "twin", counted)
    assert desk.redecide() is None
    assert len(twins) == 1
    pick_last = TicketByTicket(lambda view, ticket: int(view.candidates(ticket)[-1]))
    difference = desk.redecide(pick_last)
    assert difference is not None
    assert difference.recorded == (("t0", "ana"),)
    assert difference.decided == (("t0", "bea"),)
