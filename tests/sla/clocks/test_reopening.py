"""Tickets that are closed and opened again, and handed over from group to group, by hand."""

from typing import Final

import pytest

from tests.sla.clocks.by_hand import DESK, HOUR, Told, at, clock, elapsed
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    ClockState,
    Target,
    TicketEvent,
    group_ownership,
    replay,
)

CHOICES: Final = ("continue", "new_cycle", "ignore")
NETWORK: Final = group_ownership("network")


@pytest.mark.parametrize(
    ("choice", "state", "cycle", "shown_at_20"),
    [
        ("continue", ClockState.RUNNING, 1, 5),
        ("new_cycle", ClockState.RUNNING, 2, 3),
        ("ignore", ClockState.STOPPED, 1, 2),
    ],
)
def test_answers_to_reopening(
    choice: str, state: ClockState, cycle: int, shown_at_20: float
) -> None:
    """Go on with what was left, begin anew, or leave it: time in between never counts.

    The first and the total resolution that some products keep apart are two of the choices.
    """
    target = Target(RESOLUTION, 4 * HOUR, on_reopen=choice)
    shown = clock(target, (9, "created"), (11, "resolved"), (17, "reopened"))
    assert (shown.state, shown.cycle) == (state, cycle)
    assert elapsed(shown, 20) == shown_at_20


@pytest.mark.parametrize(
    ("choice", "cycle", "used", "state"),
    [
        ("continue", 1, 6, ClockState.STOPPED),
        ("new_cycle", 4, 2, ClockState.STOPPED),
        ("ignore", 1, 1, ClockState.STOPPED),
    ],
)
def test_reopened_several_times(choice: str, cycle: int, used: float, state: ClockState) -> None:
    """Each time the same answer."""
    shown = clock(
        Target(RESOLUTION, 4 * HOUR, on_reopen=choice),
        (9, "created"),
        (10, "resolved"),
        (20, "reopened"),
        (21, "resolved"),
        (30, "reopened"),
        (32, "resolved"),
        (40, "reopened"),
        (42, "resolved"),
    )
    assert (shown.cycle, elapsed(shown, 99), shown.state) == (cycle, used, state)


def test_reopened_in_a_pausing_status() -> None:
    """The clock is taken up again, and stands."""
    target = Target(RESOLUTION, 4 * HOUR, pause_in=["pending"])
    shown = clock(target, (9, "created"), (10, "resolved"), (11, "reopened", "pending"))
    assert (shown.state, elapsed(shown, 20)) == (ClockState.PAUSED, 1)
    assert shown.due_if_resumed(at(20)) == at(23)


def test_closed_while_pending_and_reopened() -> None:
    """The status of before holds unless the reopening names another."""
    target = Target(RESOLUTION, 4 * HOUR, pause_in=["pending"])
    story: tuple[Told, ...] = ((9, "created"), (10, "status", "pending"), (11, "resolved"))
    assert clock(target, *story, (12, "reopened")).state is ClockState.PAUSED
    assert clock(target, *story, (12, "reopened", "open")).state is ClockState.RUNNING


def test_breach_survives_reopening_in_one_cycle() -> None:
    """What was missed stays missed if the clock goes on, and is another cycle's if it begins."""
    story: tuple[Told, ...] = ((9, "created"), (14, "resolved"), (20, "reopened"))
    assert clock(Target(RESOLUTION, 4 * HOUR), *story).breached(at(20))
    anew = clock(Target(RESOLUTION, 4 * HOUR, on_reopen="new_cycle"), *story)
    assert not anew.breached(at(20))
    assert anew.due == at(24)


def test_target_that_ran_out_stays_due_when_it_ran_out() -> None:
    """A late ticket that is reopened is late since then, not since the reopening."""
    story: tuple[Told, ...] = ((9, "created"), (14, "resolved"), (20, "reopened"))
    assert clock(Target(RESOLUTION, 4 * HOUR), *story).due == at(13)


@pytest.mark.parametrize("choice", CHOICES)
def test_created_and_resolved_at_once(choice: str) -> None:
    """One cycle of no time: neither breached nor running."""
    shown = clock(Target(RESOLUTION, HOUR, on_reopen=choice), (9, "resolved"), (9, "created"))
    assert (shown.state, shown.cycle, elapsed(shown, 99)) == (ClockState.STOPPED, 1, 0)
    assert shown.due is None
    assert shown.due_if_resumed(at(99)) is None


@pytest.mark.parametrize("choice", CHOICES)
def test_first_response_that_was_given_is_not_taken_back(choice: str) -> None:
    """Whatever is chosen, a reopened ticket needs no other first response."""
    target = Target(FIRST_RESPONSE, 4 * HOUR, on_reopen=choice)
    shown = clock(target, (9, "created"), (10, "public reply"), (11, "resolved"), (12, "reopened"))
    assert (shown.state, shown.cycle, elapsed(shown, 99)) == (ClockState.STOPPED, 1, 1)


def test_reopening_an_open_ticket_changes_nothing() -> None:
    """A start while the clock runs is none, and a stop while it does not."""
    target = Target(RESOLUTION, 4 * HOUR, on_reopen="new_cycle")
    shown = clock(target, (8, "resolved"), (9, "created"), (10, "reopened"))
    assert (shown.cycle, shown.due) == (1, at(13))


# Groups


@pytest.mark.parametrize(
    ("choice", "state", "cycle", "shown_at_20"),
    [
        ("continue", ClockState.RUNNING, 1, 6),
        ("new_cycle", ClockState.RUNNING, 2, 5),
        ("ignore", ClockState.STOPPED, 1, 1),
    ],
)
def test_hand_over_and_back(choice: str, state: ClockState, cycle: int, shown_at_20: float) -> None:
    """A ticket that comes back is treated as one that is reopened."""
    target = Target(NETWORK, 4 * HOUR, on_reopen=choice)
    shown = clock(
        target,
        (9, "created"),
        (10, "group", "network"),
        (11, "group", "front"),
        (15, "group", "network"),
    )
    assert (shown.state, shown.cycle, elapsed(shown, 20)) == (state, cycle, shown_at_20)


def test_group_of_others_is_no_concern() -> None:
    """Each group has its own clock, and hand-overs between others do not touch it."""
    story: tuple[Told, ...] = ((9, "created"), (10, "group", "front"), (12, "group", "network"))
    front = clock(group_ownership("front"), *story)
    assert (front.state, elapsed(front, 50)) == (ClockState.STOPPED, 2)
    assert clock(NETWORK, *story).state is ClockState.RUNNING
    assert clock(group_ownership("field"), *story).state is ClockState.NOT_STARTED


def test_closing_ends_the_ownership_and_reopening_takes_it_up() -> None:
    """A closed ticket is nobody's; it comes back to the group that had it."""
    story: tuple[Told, ...] = ((9, "created"), (10, "group", "network"), (12, "resolved"))
    shown = clock(NETWORK, *story)
    assert (shown.state, elapsed(shown, 50)) == (ClockState.STOPPED, 2)
    again = clock(NETWORK, *story, (20, "reopened"))
    assert (again.state, again.due) == (ClockState.RUNNING, at(22))
    elsewhere = clock(NETWORK, *story, (20, "group", "front"), (21, "reopened"))
    assert elsewhere.state is ClockState.STOPPED


def test_closed_ticket_that_is_handed_over_is_not_owned() -> None:
    """Only once it is reopened does the clock of its new group start."""
    story: tuple[Told, ...] = ((9, "created"), (10, "resolved"), (11, "group", "network"))
    assert clock(NETWORK, *story).state is ClockState.NOT_STARTED
    assert clock(NETWORK, *story, (12, "reopened")).due == at(16)


def test_ownership_counts_on_the_calendar_of_the_group() -> None:
    """And pauses where its target says so."""
    target = Target(NETWORK, 4 * HOUR, calendar=DESK, pause_in=["vendor"])
    shown = clock(
        target,
        (9, "created"),
        (16, "group", "network"),
        (34, "status", "vendor"),
        (38, "status", "open"),
    )
    assert elapsed(shown, 38) == 2
    assert shown.due == at(40)


def test_created_in_a_group() -> None:
    """The first group may come with the ticket."""
    created = TicketEvent("created", at(9), group="network")
    assert replay([created], Target(NETWORK, HOUR)).due == at(10)


@pytest.mark.parametrize(
    "story",
    [
        ((9, "created"), (9, "group", "network")),
        ((8, "created"), (9, "status", "open"), (9, "group", "network")),
        ((8, "created"), (8, "group", "front"), (9, "status", "open"), (9, "group", "network")),
    ],
)
def test_handed_over_together_with_something_else(story: tuple[Told, ...]) -> None:
    """A ticket that is routed when it is created, or changes status as it moves, is owned."""
    shown = clock(NETWORK, *story)
    assert (shown.state, shown.due) == (ClockState.RUNNING, at(13))


@pytest.mark.parametrize("with_it", [(12, "status", "open"), (12, "customer message")])
def test_reopened_together_with_something_else(with_it: Told) -> None:
    """What happens to a closed ticket in the moment it is reopened does not stop its clock."""
    shown = clock(NETWORK, (9, "group", "network"), (10, "resolved"), (12, "reopened"), with_it)
    assert (shown.state, shown.due) == (ClockState.RUNNING, at(15))
