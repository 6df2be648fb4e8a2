"""From hand to hand and back again: transfers, returns, moves, reopening, duplicates."""

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
    told,
    used,
    verify,
)
from ticketroute import Agent
from ticketroute.errors import NotAllowed
from ticketroute.sla import (
    FIRST_RESPONSE,
    ChangeQueue,
    Ladder,
    Objective,
    Policies,
    Policy,
    Step,
)

# From one owner to the next


def test_transfer_moves_the_load() -> None:
    """The new owner has it, not begun; the old one has room again."""
    desk = desk_of("ana bea", 1)
    give(desk, "t", "ana")
    desk.start("t", at(1))
    assert told(desk.transfer("t", "bea", at(2))) == ["transferred t bea"]
    assert (state_of(desk, "t"), used(desk)) == ("assigned", {"ana": 0, "bea": 1})
    verify(desk)


def test_transfer_on_hold_stays_on_hold() -> None:
    """Who takes over what waits for the customer has it when it wakes up, and not before."""
    desk = desk_of("ana bea", 1)
    give(desk, "t", "ana")
    desk.start("t", at(1))
    desk.hold("t", at(2), until=at(9))
    desk.transfer("t", "bea", at(3))
    assert used(desk) == {"ana": 0, "bea": 0}
    desk.tick(at(9))
    assert (state_of(desk, "t"), used(desk)) == ("assigned", {"ana": 0, "bea": 1})
    verify(desk)


def test_transfer_to_somebody_without_room_needs_an_override() -> None:
    """It is refused with the reason; overridden, it counts and is flagged."""
    desk = desk_of("ana bea", 1)
    give(desk, "t", "ana")
    give(desk, "u", "bea")
    with pytest.raises(NotAllowed, match="'t' cannot be transferred: 'bea' has no room"):
        desk.transfer("t", "bea", at(1))
    (event,) = desk.transfer("t", "bea", at(1), override=True)
    assert event.details["over_capacity"] is True
    assert used(desk) == {"ana": 0, "bea": 2}
    verify(desk)


def test_hop_limit_stops_the_wandering() -> None:
    """After so many hands a further transfer, return or move is refused, and says why."""
    desk = desk_of("ana bea cem", most_hops=2)
    give(desk, "t", "ana")
    desk.transfer("t", "bea", at(1))
    desk.transfer("t", "cem", at(2))
    limit = "'t' has been handed on 2 times, which is the limit"
    with pytest.raises(NotAllowed, match=limit):
        desk.transfer("t", "ana", at(3))
    with pytest.raises(NotAllowed, match=limit):
        desk.give_back("t", at(3))
    with pytest.raises(NotAllowed, match=limit):
        desk.move("t", "q", at(3))
    assert desk.owner("t") == "cem"
    verify(desk)


def test_ticket_given_back_keeps_its_place() -> None:
    """It is served before those that came later, and its last owner may have it again."""
    desk = desk_of("ana", 1)
    give(desk, "old", "ana")
    submit(desk, "new", 5)
    desk.give_back("old", at(6))
    assert given_out(desk.dispatch(at(6))) == {"old": "ana"}
    verify(desk)


def test_ticket_given_back_for_good_goes_to_another() -> None:
    """With `again=False` its last owner is not asked any more."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.give_back("t", at(1), again=False, reason="not my field")
    assert given_out(desk.dispatch(at(1))) == {"t": "bea"}
    verify(desk)


# Manual assignment


def test_claim_is_checked_like_a_dispatch() -> None:
    """Skills, presence, exclusions and room hold for a claim too; the reason is given."""
    desk = desk_of([Agent(id="ana", capacity=1), Agent(id="bea", capacity=1, skills={"law": 1})])
    submit(desk, "t", requirements={"law": 1}, exclusions=["bea"])
    for agent_id, reason in (("ana", "lacks"), ("bea", "exclude")):
        with pytest.raises(NotAllowed, match=f"'t' cannot be assigned: .*{reason}"):
            desk.assign("t", agent_id, at(1))
    verify(desk)


def test_override_is_flagged_counts_and_blocks_what_is_new() -> None:
    """Given beyond the limit, the agent gets nothing new until there is room again."""
    desk = desk_of("ana", 1)
    give(desk, "t", "ana")
    submit(desk, "u v", 1)
    (event,) = desk.assign("u", "ana", at(1), override=True, by="lead")
    assert event.details == {"by": "lead", "manual": True, "overridden": ["capacity"]}
    desk.resolve("t", at(2))
    assert desk.dispatch(at(2)) == ()
    desk.resolve("u", at(3))
    assert given_out(desk.dispatch(at(3))) == {"v": "ana"}
    verify(desk)


def test_ticket_with_an_owner_is_not_assigned_again() -> None:
    """Who has it has it: to give it to somebody else is a transfer."""
    desk = desk_of("ana bea")
    give(desk, "t", "ana")
    desk.hold("t", at(1))
    with pytest.raises(NotAllowed, match="somebody has it; transfer it"):
        desk.assign("t", "bea", at(2), override=True)
    verify(desk)


@pytest.mark.parametrize("fields", [{"not_before": at(60)}, {"customer": None}])
def test_claim_does_not_take_what_is_not_ready(fields: dict[str, Any]) -> None:
    """What is scheduled or incomplete needs an override, as its state is what speaks against it."""
    desk = desk_of("ana", required={"": ["customer"]})
    submit(desk, "t", **{"customer": "acme", **fields})
    with pytest.raises(NotAllowed):
        desk.assign("t", "ana", at(1))


# Reopening


# Duplicates


@pytest.mark.parametrize("rule", ["declined", "ladder"])
def test_nothing_moves_a_worn_ticket_by_itself(rule: str) -> None:
    """As the setting says: neither the queue for declined tickets nor a step of a ladder."""
    ladders = [Ladder(FIRST_RESPONSE, [Step(0.5, ChangeQueue("z"))])]
    promise = Policies(default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(60))]))
    desk = desk_of(
        "ana",
        most_hops=1,
        all_declined="move",
        declined_queue="z",
        policies=promise,
        ladders=ladders,
    )
    submit(desk, "t", queue="q")
    desk.move("t", "r", at(1))
    if rule == "declined":
        desk.offer("t", ["ana"], at(1))
        events = desk.decline("t", "ana", at(2))
    else:
        events = desk.tick(at(30))
    assert "moved t" not in told(events)
