"""Clocks of a live desk: what leads them on, and what they lead to, by worked example."""

from typing import Any

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    give,
    given_out,
    minutes,
    state_of,
    submit,
    verify,
)
from ticketroute import Dispatcher, Ticket
from ticketroute.board import HandOver
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    Clock,
    ClockState,
    EarliestDue,
    FieldsAre,
    LeastSlack,
    Objective,
    Policies,
    Policy,
    ShareOfTargetUsed,
    Targets,
    UrgencyRule,
)
from ticketroute.strategies import FewestOpen

PAUSES = {"pending", "on hold", "incomplete"}
PROMISE = Policies(
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, minutes(60)),
            Objective(RESOLUTION, minutes(240), pause_in=PAUSES),
        ],
    )
)
BY_LEVEL = Policies(
    default=Policy(
        "desk", [Objective(FIRST_RESPONSE, Targets({1: minutes(30)}, default=minutes(120)))]
    )
)


def promised(names: str = "ana", capacity: int = 9, **settings: Any) -> Dispatcher:  # noqa: ANN401
    """Make a desk with promises."""
    return desk_of(names, capacity, **{"policies": PROMISE, **settings})


def resolution(desk: Dispatcher, ticket_id: str = "t") -> Clock:
    """Give the clock of the time to resolution."""
    return desk.clocks(ticket_id)["resolution"]


def test_holds_pause_and_resumptions_go_on() -> None:
    """Time on hold does not count where the policy says so."""
    desk = promised()
    give(desk, "t", "ana")
    desk.hold("t", at(30), party="customer")
    assert resolution(desk).state is ClockState.PAUSED
    desk.resume("t", at(90))
    assert resolution(desk).due == at(300)
    verify(desk)


def test_late_event_counts_from_when_it_took_place() -> None:
    """The log has the time at which it was told; the clock the time at which it happened."""
    desk = promised()
    give(desk, "t", "ana")
    (event,) = desk.hold("t", at(50), occurred_at=at(30))
    assert (event.at, event.occurred_at) == (at(50), at(30))
    desk.resume("t", at(90), occurred_at=at(80))
    assert resolution(desk).due == at(290)
    verify(desk)


def test_reply_and_resolution_stop_their_clocks() -> None:
    """The first reply stops the one, the resolution the other; reopening goes on."""
    desk = promised()
    give(desk, "t", "ana")
    desk.report("t", "public reply", at(20))
    assert desk.clocks("t")["first response"].state is ClockState.STOPPED
    desk.resolve("t", at(60))
    assert resolution(desk).state is ClockState.STOPPED
    desk.reopen("t", at(100))
    assert resolution(desk).state is ClockState.RUNNING
    verify(desk)


def test_wrap_up_is_the_resolution() -> None:
    """The work after the contact is not the customer's time, with notes in between or not."""
    desk = promised()
    give(desk, "t", "ana")
    desk.wrap_up("t", at(30), lasting=minutes(10))
    desk.report("t", "note", at(35))
    desk.tick(at(40))
    assert resolution(desk).elapsed(at(90)) == minutes(30)
    verify(desk)


def test_missing_fields_pause_where_the_policy_says_so() -> None:
    """Time in which the customer owes something is not ours, by a status of its own."""
    desk = promised(required={"": ["customer"]})
    submit(desk, "t")
    assert resolution(desk).state is ClockState.PAUSED
    desk.move("t", "q", at(5))
    assert resolution(desk).state is ClockState.PAUSED
    desk.update(Ticket(id="t", created=at(0), customer="acme"), at(10))
    assert resolution(desk).state is ClockState.RUNNING
    desk.update(Ticket(id="t", created=at(0)), at(20))
    assert (state_of(desk, "t"), resolution(desk).state) == ("incomplete", ClockState.PAUSED)
    verify(desk)


@pytest.mark.parametrize("way", ["returned", "moved", "claimed", "given back"])
def test_ticket_that_leaves_its_hold_otherwise_runs_again(way: str) -> None:
    """Whichever way it comes back into the queue or a hand, nobody waits for the customer."""
    desk = promised("ana bea")
    give(desk, "t", "ana")
    if way == "claimed":
        desk.give_back("t", at(1))
    desk.hold("t", at(2))
    if way == "returned":
        desk.sign_off("ana", at(3), hand_over=HandOver("return"))
    elif way == "moved":
        desk.move("t", "q", at(3))
    elif way == "given back":
        desk.give_back("t", at(3))
    else:
        desk.assign("t", "bea", at(3))
    assert resolution(desk).state is ClockState.RUNNING
    verify(desk)


def test_update_counts_anew_under_the_new_promise() -> None:
    """What has been counted stays: at a higher level the due time is as if it had been so."""
    desk = promised(policies=BY_LEVEL)
    submit(desk, "t", impact=3, urgency=3)
    assert desk.clocks("t")["first response"].due == at(120)
    desk.update(Ticket(id="t", created=at(0), impact=1, urgency=1), at(20))
    assert desk.clocks("t")["first response"].due == at(30)
    verify(desk)


@pytest.mark.parametrize("rule", [EarliestDue(), LeastSlack(), ShareOfTargetUsed()])
def test_board_serves_by_clocks(rule: UrgencyRule) -> None:
    """A raised level, a hold, a reply: the queue follows, for rules of every kind."""
    desk = promised("ana", 0, policies=BY_LEVEL, strategy=FewestOpen(order=rule))
    submit(desk, "a b", impact=3, urgency=3)

    def order() -> list[str]:
        return [desk.view.tickets.ids[ticket] for ticket in desk.view.most_urgent_first(rule)]

    assert (order(), desk.why("b").position) == (["a", "b"], 2)
    desk.update(Ticket(id="b", created=at(0), impact=1, urgency=1), at(5))
    assert order() == ["b", "a"]
    desk.report("b", "public reply", at(6))
    assert order() == ["a", "b"]
    desk.hold("a", at(7), until=at(8))
    desk.tick(at(8))
    assert (order(), desk.why("b").position) == (["a", "b"], 2)
    verify(desk)


def test_ticket_that_is_queued_anew_is_ranked_by_its_clock() -> None:
    """After an owner, a hold and a move it stands where its clock puts it."""
    desk = promised("ana", 1, policies=BY_LEVEL)
    submit(desk, "slow", impact=3, urgency=3)
    submit(desk, "fast", 5, impact=1, urgency=1)
    desk.assign("fast", "ana", at(5))
    desk.give_back("fast", at(6))
    desk.move("fast", "q", at(7))
    assert given_out(desk.dispatch(at(7))) == {"fast": "ana"}
    verify(desk)


def test_policies_choose_by_fields() -> None:
    """A ticket of another kind has another promise, also after it was changed."""
    policies = Policies(
        [Policy("vip", [Objective(FIRST_RESPONSE, minutes(5))], when=FieldsAre({"tier": ["vip"]}))],
        default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(60))]),
    )
    desk = promised(policies=policies)
    submit(desk, "t")
    desk.update(Ticket(id="t", created=at(0), tier="vip"), at(1))
    assert desk.clocks("t")["first response"].due == at(5)
    verify(desk)
