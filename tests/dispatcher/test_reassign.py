"""Tickets of an agent who goes are given at once to whoever has the lowest load, by example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    give,
    make,
    minutes,
    state_of,
    submit,
    told,
    used,
    verify,
)
from ticketroute import Agent, Capacity, Dispatcher
from ticketroute.board import HandOver

REASSIGN = HandOver("reassign")


def owners(desk: Dispatcher, names: str) -> list[str | None]:
    """Give who has each ticket."""
    return [desk.owner(name) for name in names.split()]


def agents(**capacities: int | None) -> list[Agent]:
    """Make agents of their limits."""
    return [Agent(id=name, capacity=units) for name, units in capacities.items()]


def test_lowest_load_ratio_counts_from_ticket_to_ticket() -> None:
    """Bea has 1 of 4, cem 0 of 2: cem (0), bea (1/4), cem and bea at 1/2: bea never had one."""
    desk = desk_of(agents(ana=9, bea=4, cem=2))
    give(desk, "b", "bea")
    give(desk, "s t u v w x", "ana")
    events = desk.sign_off("ana", at(1), hand_over=REASSIGN)
    assert told(events)[:2] == ["presence set ana", "transferred s cem"]
    assert events[1].details == {"reason": "ana has gone", "from": "ana"}
    assert owners(desk, "s t u v w x") == ["cem", "bea", "cem", "bea", "bea", None]
    assert used(desk) == {"ana": 0, "bea": 4, "cem": 2}
    verify(desk)


def test_ties_go_to_the_least_recently_assigned_and_then_by_id() -> None:
    """Dee and eve never had one and come by id; bea had hers before cem."""
    desk = desk_of("ana bea cem dee eve", 6)
    for name in ("bea", "cem"):
        give(desk, f"of-{name}", name)
        desk.resolve(f"of-{name}", at(0))
    give(desk, "s t u v", "ana")
    desk.sign_off("ana", at(1), hand_over=REASSIGN)
    assert owners(desk, "s t u v") == ["dee", "eve", "bea", "cem"]
    verify(desk)


def test_agents_without_a_limit_get_them_in_turn() -> None:
    """Their load ratio is 0 whatever they have, so the last to be given one comes last."""
    desk = desk_of(agents(ana=None, bea=None, cem=None))
    give(desk, "s t u v", "ana")
    desk.sign_off("ana", at(1), hand_over=REASSIGN)
    assert owners(desk, "s t u v") == ["bea", "cem", "bea", "cem"]
    verify(desk)


def test_only_who_is_there_may_have_it_and_has_room() -> None:
    """Away, unskilled, excluded, having declined, full on the channel: none of them gets it."""
    desk = desk_of(
        [
            Agent(id="ana", capacity=9, skills={"law": 1}),
            Agent(id="away", capacity=9, skills={"law": 1}, presence="away"),
            Agent(id="busy", capacity=Capacity(total=9, channels={"chat": 0}), skills={"law": 1}),
            Agent(id="good", capacity=2, skills={"law": 1}),
            Agent(id="unskilled", capacity=9),
        ]
    )
    wanted = {"requirements": {"law": 1}, "channel": "chat"}
    give(desk, "g", "good")
    desk.submit(make("t", **wanted), at(0))
    desk.submit(make("u", **wanted), at(0))
    desk.submit(make("v", **wanted, exclusions={"good"}), at(0))
    for name in "tuv":
        desk.assign(name, "ana", at(0))
    desk.sign_off("ana", at(1), hand_over=REASSIGN)
    assert owners(desk, "t u v") == ["good", None, None]
    assert state_of(desk, "u") == state_of(desk, "v") == "queued"
    verify(desk)


@pytest.mark.parametrize("counts", [True, False])
def test_what_is_on_hold_needs_room_only_where_it_counts(counts: bool) -> None:
    """Bea is full: a hold that frees room goes to her and stays on hold, another one goes back."""
    desk = desk_of("ana bea", 1)
    give(desk, "b", "bea")
    give(desk, "t", "ana")
    desk.start("t", at(1))
    desk.hold("t", at(1), until=at(9), counts=counts)
    desk.sign_off("ana", at(2), hand_over=REASSIGN)
    expected = ("queued", None) if counts else ("on hold", "bea")
    assert (state_of(desk, "t"), desk.owner("t")) == expected
    assert used(desk) == {"ana": 0, "bea": 1}
    verify(desk)


def test_holds_and_wrap_up_may_stay() -> None:
    """With ``on_hold=False`` holds stay with their owner, and wrap-up does in any case."""
    desk = desk_of("ana bea", 9)
    give(desk, "fresh begun held wrapping", "ana")
    desk.start("begun", at(1))
    desk.hold("held", at(1))
    desk.wrap_up("wrapping", at(1), lasting=minutes(5))
    desk.sign_off("ana", at(2), hand_over=HandOver("reassign", on_hold=False))
    assert owners(desk, "fresh begun held wrapping") == ["bea", "bea", "ana", "ana"]
    assert state_of(desk, "begun") == "assigned"
    verify(desk)


def test_leave_reassigns_at_its_start() -> None:
    """A planned absence may have the same hand-over, also out of a dump."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.plan_leave("ana", at(10), at(20), at(0), hand_over=REASSIGN)
    verify(desk)
    assert told(desk.tick(at(10)))[-1] == "transferred t bea"
    verify(desk)


def test_nobody_is_left() -> None:
    """Where nobody else is there everything goes back to its queue, at its old place."""
    desk = desk_of("ana bea")
    desk.set_presence("bea", "away", at(0))
    give(desk, "t u", "ana")
    submit(desk, "v", 1)
    assert told(desk.sign_off("ana", at(2), hand_over=REASSIGN))[1:] == [
        "returned t ana",
        "returned u ana",
    ]
    verify(desk)


def test_reassigning_names_no_substitutes() -> None:
    """Ids of agents are for those who are named."""
    with pytest.raises(ValueError, match="if, and only if, kind is 'substitute'"):
        HandOver("reassign", ["bea"])
