"""What comes again: tickets that are reopened, and duplicates, by worked example."""

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    give,
    given_out,
    minutes,
    reloaded,
    row_of,
    state_of,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Ticket


def test_reopened_ticket_goes_to_the_queue_by_default() -> None:
    """Without a setting it is dispatched anew."""
    desk = desk_of("ana")
    give(desk, "t", "ana")
    desk.resolve("t", at(1))
    assert told(desk.reopen("t", at(2))) == ["reopened t"]
    assert given_out(desk.dispatch(at(2))) == {"t": "ana"}
    verify(desk)


@pytest.mark.parametrize(
    ("minute", "absent", "busy", "owner"),
    [
        (31, False, False, "ana"),
        (32, False, False, None),
        (31, True, False, None),
        (31, False, True, None),
    ],
)
def test_reopened_ticket_goes_to_its_owner_if_that_is_right(
    minute: int, absent: bool, busy: bool, owner: str | None
) -> None:
    """Within the limit, present and with room: the owner; else the queue, never an empty chair."""
    desk = desk_of("ana bea", 1, reopen_within=minutes(30))
    give(desk, "t", "ana")
    desk.resolve("t", at(1))
    if absent:
        desk.set_presence("ana", "away", at(2))
    if busy:
        give(desk, "u", "ana", 2)
    desk.reopen("t", at(minute))
    assert desk.owner("t") == owner
    assert state_of(desk, "t") == ("assigned" if owner else "queued")
    verify(desk)


def test_reopened_ticket_does_not_go_to_an_owner_who_may_not_have_it_any_more() -> None:
    """Skills are looked at again."""
    desk = desk_of([Agent(id="ana", capacity=1, skills={"law": 1})], reopen_within=minutes(30))
    submit(desk, "t", requirements={"law": 1})
    desk.dispatch(at(0))
    desk.resolve("t", at(1))
    desk.set_agent(Agent(id="ana", capacity=1), at(2))
    desk.reopen("t", at(3))
    assert desk.why("t").reason.code.value == "nobody qualifies"
    verify(desk)


def test_reopening_an_owner_s_ticket_after_a_new_agent_sat_down_in_front() -> None:
    """The former owner is still the former owner when positions have moved."""
    desk = desk_of("mia", reopen_within=minutes(30))
    give(desk, "t", "mia")
    desk.resolve("t", at(1))
    desk.set_agent(Agent(id="ana", capacity=1), at(2))
    desk.reopen("t", at(3))
    assert desk.owner("t") == "mia"
    verify(desk)


def test_duplicate_is_linked_and_never_dispatched() -> None:
    """The second of a key waits for nobody, and says of what it is a duplicate."""
    desk = desk_of("ana")
    submit(desk, "t u", duplicate_key="k")
    assert given_out(desk.dispatch(at(1))) == {"t": "ana"}
    assert desk.why("u").reason.text == "a duplicate of 't'"
    verify(desk)


@pytest.mark.parametrize("end", ["cancelled", "resolved"])
def test_ticket_after_a_closed_one_is_new(end: str) -> None:
    """A request that comes again after the first was closed is a request of its own."""
    desk = desk_of("ana")
    submit(desk, "t", duplicate_key="k")
    desk.dispatch(at(0))
    desk.cancel("t", at(1)) if end == "cancelled" else desk.resolve("t", at(1))
    submit(desk, "u", 2, duplicate_key="k")
    assert state_of(desk, "u") == "queued"
    verify(desk)


@pytest.mark.parametrize("first", ["t", "u"])
def test_key_is_held_as_long_as_one_of_its_tickets_is_open(first: str) -> None:
    """Of two that are both open, whichever is closed first, the next is linked to the other."""
    desk = desk_of("ana")
    submit(desk, "t u", duplicate_key="k")
    desk.unlink("u", at(1))
    desk.cancel(first, at(2))
    submit(desk, "v", 3, duplicate_key="k")
    other = "u" if first == "t" else "t"
    assert desk.why("v").reason.text == f"a duplicate of {other!r}"
    verify(desk)


def test_reopened_ticket_holds_its_key_again() -> None:
    """A third message is linked to the first, reopened one, also on a desk that was loaded."""
    desk = desk_of("ana")
    give(desk, "z", "ana")
    desk.update(Ticket(id="z", created=at(0), duplicate_key="k"), at(0))
    desk.resolve("z", at(1))
    submit(desk, "b", 2, duplicate_key="k")
    desk.reopen("z", at(3))
    loaded = reloaded(desk)
    for each in (desk, loaded):
        submit(each, "c", 4, duplicate_key="k")
        assert each.why("c").reason.text == "a duplicate of 'z'"
    verify(desk)


def test_forgetting_the_first_does_not_break_its_duplicates() -> None:
    """Either it is refused, or the duplicates are on their own; the desk can still be loaded."""
    desk = desk_of("ana")
    submit(desk, "t u", duplicate_key="k")
    desk.cancel("t", at(1))
    desk.forget(["t"], at(2))
    submit(desk, "other", 3)
    assert row_of(desk, "u").get("duplicate_of") != "other"
    verify(desk)


def test_unlinked_ticket_has_to_be_complete() -> None:
    """What lacks a required field waits for it, also if it comes to life by being unlinked."""
    desk = desk_of("ana", required={"": ["customer"]})
    submit(desk, "t", duplicate_key="k", customer="acme")
    submit(desk, "u", duplicate_key="k")
    desk.unlink("u", at(1))
    assert state_of(desk, "u") == "incomplete"
