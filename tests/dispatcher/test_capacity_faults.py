"""Faults of limits, allowances, hours and times, found with the model or while writing it."""

from datetime import timedelta

import pytest

from tests.dispatcher.desks import at, desk_of, give, given_out, make, minutes, submit, verify
from ticketroute import Agent, Capacity, Setup
from ticketroute.board import Allowance, HandOver, Shifts
from ticketroute.eligibility import Field
from ticketroute.errors import Conflict
from ticketroute.model import to_microseconds
from ticketroute.sla import ALWAYS, BusinessCalendar, HandlingTimes, Targets
from ticketroute.strategies import ByQueue, FewestOpen

HARD = Allowance(
    name="hard", most=1, per=timedelta(hours=9), when=Field("ticket.difficulty").at_least(3)
)
HOURLY = Allowance(name="hourly", most=1, per=timedelta(hours=1))
EARLY = BusinessCalendar.weekdays("06:00", "14:00", "UTC")


def test_last_resort_gets_what_those_who_are_there_have_no_room_for_after_all() -> None:
    """Both become free at once; while Zoe is free Dan is no candidate, and then he is."""
    zoe, dan = Agent(id="zoe", capacity=1), Agent(id="dan", capacity=1)
    desk = desk_of([zoe, dan])
    submit(desk, "p q")
    desk.dispatch(at(0))
    desk.set_presence("dan", "away", at(1))
    desk.submit(make("x", created=at(1)), at(1))
    desk.submit(make("y", created=at(2), presence="away"), at(2))
    assert desk.dispatch(at(2)) == ()
    for name in "pq":
        desk.resolve(name, at(3))
    assert given_out(desk.dispatch(at(3))) == {"x": "zoe", "y": "dan"}
    verify(desk)


def test_offer_gives_back_what_it_has_drawn_and_nothing_older() -> None:
    """The ticket was hard when it was first given, and is not when it is offered again."""
    desk = desk_of("ana", None, arguments={"setup": Setup(allowances=[HARD])})
    desk.submit(make("a", difficulty=4), at(0))
    desk.dispatch(at(0))
    desk.give_back("a", at(1))
    desk.update(make("a", difficulty=1), at(2))
    desk.offer("a", ["ana"], at(3))
    desk.decline("a", "ana", at(4))
    desk.submit(make("b", difficulty=4), at(5))
    assert desk.dispatch(at(5)) == ()
    verify(desk)


def test_ticket_that_grows_in_hand_draws_nothing_and_is_not_too_much() -> None:
    """What an agent may be given in a period is not about what he or she has."""
    desk = desk_of("ana", 3, arguments={"setup": Setup(allowances=[HARD])})
    for name, difficulty in (("a", 4), ("b", 1)):
        desk.submit(make(name, difficulty=difficulty), at(0))
    desk.dispatch(at(0))
    desk.update(make("b", difficulty=4), at(1))
    assert not desk.view.tickets.more.over_capacity
    verify(desk)


def test_offer_beyond_a_limit_is_settled_by_what_is_in_hand() -> None:
    """It grew while it was offered; by the answer there is room, whatever was given by hand."""
    desk = desk_of("ana", 3, arguments={"setup": Setup(allowances=[HOURLY])})
    submit(desk, "a b")
    desk.assign("a", "ana", at(0))
    desk.tick(at(61))
    desk.offer("b", ["ana"], at(61))
    desk.update(make("b", effort=3), at(62))
    submit(desk, "c", 63)
    desk.assign("c", "ana", at(63), override=True)
    for name in "ac":
        desk.resolve(name, at(64))
    desk.accept("b", "ana", at(65))
    assert not desk.view.tickets.more.over_capacity
    verify(desk)


def test_work_laid_aside_goes_on_whatever_was_given_lately() -> None:
    """It comes back to its owner, which is nothing new."""
    desk = desk_of("ana", 1, arguments={"setup": Setup(allowances=[HOURLY])})
    submit(desk, "a")
    desk.dispatch(at(0))
    desk.start("a", at(0))
    desk.hold("a", at(1), party="a more urgent ticket")
    (event,) = desk.tick(at(2))
    assert (event.type, event.ticket_id) == ("resumed", "a")
    verify(desk)


def test_whoever_joins_later_has_come_then() -> None:
    """Else a newcomer would have been idle since 1970, and come before all others."""
    desk = desk_of("ana", 9, strategy="longest-idle")
    submit(desk, "a")
    desk.dispatch(at(0))
    desk.resolve("a", at(1))
    desk.set_agent(Agent(id="bea", capacity=9), at(5))
    desk.set_agent(Agent(id="cem", capacity=9, presence="away"), at(6))
    came = desk.view.workload.times.came.tolist()
    assert came == [0, to_microseconds(at(5)), 0]
    submit(desk, "b", 7)
    assert given_out(desk.dispatch(at(7))) == {"b": "ana"}
    verify(desk)


def test_newcomer_with_hours_is_looked_at_once_and_not_put_off_by_the_next() -> None:
    """The wake-up stays where it was set, so that two desks agree on it."""
    shifts = Shifts(calendars={"bea": EARLY, "cem": ALWAYS})
    desk = desk_of("ana", arguments={"setup": Setup(shifts=shifts)})
    desk.set_agent(Agent(id="bea", capacity=1), at(1))
    desk.set_agent(Agent(id="abe", capacity=1), at(2))
    assert desk.next_wake == at(1)
    verify(desk)


def test_short_ticket_is_not_passed_over_for_a_long_one_before_it() -> None:
    """The rest of the shift is too short for the first; the second differs by its type alone."""
    setup = Setup(
        shifts=Shifts(calendars={"ana": EARLY}, enough_for_ticket=True),
        handling_times=HandlingTimes({"long": minutes(90)}, default=minutes(10)),
    )
    desk = desk_of("ana", 9, arguments={"setup": setup})
    for name, kind in (("a", "long"), ("b", None)):
        desk.submit(make(name, type=kind), at(240))
    desk.tick(at(240))
    plan = desk.decide(at(240))
    assert [each.ticket_id for each in plan.assignments] == ["b"]
    assert given_out(desk.dispatch(at(240))) == {"b": "ana"}
    verify(desk)


def test_limit_of_a_type_that_went_and_came_again_holds() -> None:
    """Nobody had one for a while, in which an agent changed; types are told apart all along."""
    ana = Agent(id="ana", capacity=Capacity(total=9, types={"call": 1}))
    desk = desk_of([ana, Agent(id="bea", capacity=0)])
    desk.submit(make("a"), at(0))
    desk.submit(make("b", type="call"), at(0))
    desk.set_capacity("ana", 9, at(1))
    desk.set_agent(Agent(id="bea", capacity=0, skills={"tax": 1}), at(2))
    desk.set_capacity("ana", ana.capacity, at(3))
    desk.submit(make("c", type="call"), at(4))
    desk.submit(make("d"), at(4))
    assert given_out(desk.dispatch(at(4))) == {"a": "ana", "b": "ana", "d": "ana"}
    row = desk.view.workload.row_of(("type", "call"))
    assert desk.view.workload.room[row, 0] == 0
    verify(desk)


def test_nobody_overtakes_in_a_queue_while_an_agent_is_served_from_another() -> None:
    """What Dan alone can have is first in its queue, also while he is to have what came before."""
    tax = Agent(id="dan", capacity=1, skills={"tax": 1})
    targets = Targets({1: minutes(10)}, default=minutes(600))
    strategy = ByQueue({"second": FewestOpen()}, default=FewestOpen())
    agents = [Agent(id="cem", capacity=1), tax]
    desk = desk_of(agents, strategy=strategy, arguments={"setup": Setup(targets=targets)})
    give(desk, "p", "cem")
    give(desk, "q", "dan")
    for ticket in (
        make("m", queue="second"),
        make("z", created=at(1), queue="third"),
        make("t", created=at(2), queue="second", impact=1, urgency=1, requirements={"tax": 1}),
    ):
        desk.submit(ticket, at(2))
    assert desk.dispatch(at(2)) == ()
    for name in "pq":
        desk.resolve(name, at(3))
    assert given_out(desk.dispatch(at(3))) == {"z": "cem", "t": "dan"}
    verify(desk)


def test_handed_on_to_somebody_away_only_if_nobody_is_there() -> None:
    """On hold it takes no room, so that Bea can have it whatever she has in hand."""
    agents = [Agent(id=name, capacity=1) for name in ("ana", "bea", "cem")]
    desk = desk_of(agents)
    desk.submit(make("a", presence="away"), at(0))
    desk.assign("a", "ana", at(0))
    desk.hold("a", at(1), party="customer")
    give(desk, "b", "bea", 1)
    desk.set_presence("cem", "away", at(2))
    desk.sign_off("ana", at(3), hand_over=HandOver("reassign"))
    assert desk.owner("a") == "bea"
    verify(desk)


def test_proposal_for_whom_the_shift_is_too_short_by_now_is_in_conflict() -> None:
    """Time alone has won, which is no fault of the strategy."""
    setup = Setup(shifts=Shifts(calendars={"ana": EARLY}, at_least=minutes(30)))
    desk = desk_of("ana", arguments={"setup": setup})
    desk.tick(at(0))
    submit(desk, "a", 240)
    proposal, before = desk.propose(at(240)), desk.dump()
    with pytest.raises(Conflict, match=r"agent 'ana': .* on shift long enough for 'a'"):
        desk.commit(proposal, at(271))
    assert desk.dump() == before
    assert given_out(desk.commit(proposal, at(270))) == {"a": "ana"}
    verify(desk)
