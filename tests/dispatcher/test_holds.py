"""Holds: what they free, what they keep, and how they end, by worked example."""

from typing import Any

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    give,
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
from ticketroute.errors import NotAllowed


def test_hold_does_not_bring_a_scheduled_ticket_forward() -> None:
    """A ticket that was held before its time still waits for that when it is resumed."""
    desk = desk_of("ana")
    submit(desk, "t", not_before=at(60))
    desk.hold("t", at(1))
    desk.resume("t", at(2))
    assert desk.dispatch(at(2)) == ()
    verify(desk)


def test_hold_frees_room_and_the_owner_stays() -> None:
    """While the customer is waited for, another ticket fits; the owner goes on with it later."""
    desk = desk_of("ana", 1)
    give(desk, "t", "ana")
    desk.start("t", at(1))
    desk.hold("t", at(2))
    assert (desk.owner("t"), used(desk)) == ("ana", {"ana": 0})
    desk.resume("t", at(3))
    assert (state_of(desk, "t"), used(desk)) == ("working", {"ana": 1})
    verify(desk)


@pytest.mark.parametrize(("by_settings", "by_call"), [(True, None), (False, True)])
def test_hold_that_counts_takes_room(by_settings: bool, by_call: bool | None) -> None:
    """By the settings or by the call, a hold may keep the owner's room."""
    desk = desk_of("ana", 1, holds_count=by_settings)
    give(desk, "t", "ana")
    desk.hold("t", at(1), counts=by_call)
    submit(desk, "next", 1)
    assert desk.dispatch(at(1)) == ()
    assert used(desk) == {"ana": 1}
    desk.resume("t", at(2))
    assert "over_capacity" not in row_of(desk, "t")
    assert used(desk) == {"ana": 1}
    verify(desk)


def test_hold_before_anybody_has_it() -> None:
    """A ticket in the queue can be put on hold, and waits again afterwards."""
    desk = desk_of("ana")
    submit(desk, "t")
    desk.hold("t", at(1), party="third party", until=minutes(10))
    assert desk.dispatch(at(2)) == ()
    assert told(desk.tick(at(11))) == ["resumed t"]
    assert given_out(desk.dispatch(at(11))) == {"t": "ana"}
    verify(desk)


def test_earlier_resume_calls_the_end_of_the_hold_off() -> None:
    """Nothing happens any more at the time at which the hold would have ended."""
    desk = desk_of("ana")
    give(desk, "t", "ana")
    desk.hold("t", at(1), until=at(30))
    desk.resume("t", at(2))
    assert (dues(desk), desk.tick(at(60))) == ([], ())
    verify(desk)


def test_urgent_ticket_interrupts_a_slow_one() -> None:
    """The slow one is laid aside for the urgent one, and goes on before anything new."""
    desk = desk_of("ana", 1)
    give(desk, "slow", "ana")
    desk.start("slow", at(1))
    submit(desk, "urgent next", 2)
    assert told(desk.interrupt("slow", "urgent", at(2))) == ["held slow ana", "assigned urgent ana"]
    assert desk.dispatch(at(3)) == ()
    desk.resolve("urgent", at(5))
    assert told(desk.dispatch(at(5))) == ["resumed slow ana"]
    assert (state_of(desk, "slow"), used(desk)) == ("working", {"ana": 1})
    verify(desk)


def test_interruption_that_gains_nothing_is_refused() -> None:
    """Nothing is laid aside for a ticket that the owner may not have, or has no room for then."""
    desk = desk_of("ana", 2)
    give(desk, "slow", "ana")
    submit(desk, "large", effort=3)
    submit(desk, "barred", exclusions=["ana"])
    for urgent in ("large", "barred", "slow"):
        before = desk.dump()
        with pytest.raises(NotAllowed, match="cannot be interrupted"):
            desk.interrupt("slow", urgent, at(2))
        assert desk.dump() == before
    with pytest.raises(NotAllowed, match="cannot be interrupted: nobody has it"):
        desk.interrupt("large", "barred", at(2))
    verify(desk)


@pytest.mark.parametrize("field", ["not_before", "customer"])
@pytest.mark.parametrize("way", ["declined", "rescinded", "given back", "held"])
def test_ticket_that_comes_back_and_is_not_ready_waits_for_that(way: str, field: str) -> None:
    """Changed while somebody had it: back from there it waits for its time, or its fields."""
    fields: dict[str, Any] = {field: at(60) if field == "not_before" else None}
    desk = desk_of("ana bea", required={"": ["customer"]})
    submit(desk, "t", customer="acme")
    if way in ("declined", "rescinded"):
        desk.offer("t", ["ana"], at(0))
    elif way == "held":
        desk.hold("t", at(0))
    else:
        desk.assign("t", "ana", at(0))
    desk.update(make("t", **{"customer": "acme", **fields}), at(1))
    if way == "declined":
        desk.decline("t", "ana", at(2))
    elif way == "rescinded":
        desk.rescind("t", "ana", at(2))
    elif way == "held":
        desk.resume("t", at(2))
    else:
        desk.give_back("t", at(2))
    assert desk.dispatch(at(3)) == ()
    verify(desk)
