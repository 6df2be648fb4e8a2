"""Coming back step by step, by worked example."""

import pytest

from tests.dispatcher.desks import at, desk_of, dues, give, given_out, minutes, submit, told, verify
from ticketroute import Agent, Capacity, Dispatcher
from ticketroute.dispatcher import ReturnRamp

RAMP = ReturnRamp(at_most=1, every=minutes(10), lasting=minutes(30))


def returned(capacity: int | Capacity | None, ramp: ReturnRamp = RAMP, **fields: int) -> Dispatcher:
    """Make a desk of one agent who comes back at 0 to six tickets that wait."""
    desk = desk_of([Agent(id="ana", capacity=capacity)], returning=ramp)
    desk.set_presence("ana", "offline", at(0))
    submit(desk, "a b c d e f", **fields)
    desk.sign_on("ana", at(0))
    return desk


def steps(desk: Dispatcher, *minutes_of: int) -> list[int]:
    """Count what is given out at some minutes."""
    return [len(given_out([*desk.tick(at(m)), *desk.dispatch(at(m))])) for m in minutes_of]


@pytest.mark.parametrize("capacity", [6, None, Capacity(channels={"chat": 1})])
def test_work_comes_step_by_step(capacity: int | Capacity | None) -> None:
    """One more with every step, and all that fits at the end, with or without a total limit."""
    desk = returned(capacity)
    assert steps(desk, 0, 9, 10, 20, 29, 30) == [1, 0, 1, 1, 0, 3]
    assert dues(desk) == []
    verify(desk)


def test_larger_tickets_wait_for_enough_steps() -> None:
    """Steps are units of effort: a ticket of two waits for the second, and none is split."""
    desk = returned(9, effort=2)
    assert steps(desk, 0, 10, 20, 30) == [0, 1, 0, 3]
    verify(desk)


def test_what_is_in_hand_already_does_not_count_against_the_step() -> None:
    """The step is beyond what he or she has kept."""
    desk = desk_of("ana", 9, returning=RAMP)
    give(desk, "x y", "ana")
    desk.set_presence("ana", "away", at(0))
    submit(desk, "a b c")
    desk.sign_on("ana", at(0))
    assert steps(desk, 0, 10) == [1, 1]
    verify(desk)


def test_going_away_again_begins_anew() -> None:
    """Steps that pass during another absence are not saved up."""
    desk = returned(9)
    assert steps(desk, 0) == [1]
    desk.set_presence("ana", "away", at(5))
    assert steps(desk, 10, 20) == [0, 0]
    desk.sign_on("ana", at(25))
    assert steps(desk, 25, 30, 35, 45, 55) == [1, 0, 1, 1, 2]
    verify(desk)


def test_signing_on_twice_is_no_return() -> None:
    """Who is there already has not come back: no ramp."""
    desk = desk_of("ana", 9, returning=RAMP)
    desk.sign_on("ana", at(0))
    submit(desk, "a b c")
    assert steps(desk, 0) == [3]
    verify(desk)


def test_late_tick_goes_on_from_when_it_came() -> None:
    """Steps that nobody ticked are not made up for; the end is the end."""
    desk = returned(9)
    assert steps(desk, 0, 25) == [1, 1]
    assert desk.next_wake == at(30)
    assert steps(desk, 30) == [4]
    verify(desk)


def test_ramp_that_reaches_the_limit_ends() -> None:
    """As soon as the steps allow the whole capacity there is nothing left to lift."""
    desk = returned(2)
    assert steps(desk, 0, 10) == [1, 1]
    assert dues(desk) == []
    verify(desk)


def test_changed_capacity_keeps_the_ramp() -> None:
    """A new limit during the ramp does not open the gates."""
    desk = returned(3)
    assert steps(desk, 0) == [1]
    desk.set_agent(Agent(id="ana", capacity=20), at(1))
    desk.set_agent(Agent(id="aaa", capacity=0), at(1))
    assert steps(desk, 1, 10, 30) == [0, 1, 4]
    verify(desk)


@pytest.mark.parametrize("how", ["pause", "leave", "set presence"])
def test_every_way_back_has_the_ramp(how: str) -> None:
    """After a pause, a leave, or by the call: nobody is flooded."""
    desk = desk_of("ana", 9, returning=RAMP)
    if how == "leave":
        desk.plan_leave("ana", at(1), at(5), at(0))
        desk.tick(at(1))
    else:
        desk.set_presence("ana", "away", at(1), until=at(5) if how == "pause" else None)
    submit(desk, "a b c", 2)
    if how == "set presence":
        desk.set_presence("ana", "active", at(5))
    events = [*desk.tick(at(5)), *desk.dispatch(at(5))]
    assert len(given_out(events)) == 1
    assert told(desk.log).count("ceiling set ana") == 1
    verify(desk)


def test_others_get_what_the_returner_does_not() -> None:
    """The ramp holds up nobody else."""
    desk = desk_of("ana bea", 3, returning=RAMP)
    desk.set_presence("ana", "offline", at(0))
    desk.sign_on("ana", at(1))
    submit(desk, "a b c d e", 1)
    owners = list(given_out(desk.dispatch(at(1))).values())
    assert (owners.count("ana"), owners.count("bea")) == (1, 3)
    verify(desk)


def test_what_is_closed_meanwhile_is_replaced_one_by_one_at_most() -> None:
    """Ten old tickets closed in a minute do not bring eleven new ones."""
    desk = desk_of("ana", 50, returning=RAMP)
    old = [f"x{number}" for number in range(10)]
    give(desk, " ".join(old), "ana")
    desk.set_presence("ana", "away", at(0))
    submit(desk, " ".join(f"w{number}" for number in range(30)))
    desk.sign_on("ana", at(1))
    for name in old:
        desk.resolve(name, at(2))
    assert steps(desk, 2) == [1]
