"""All clocks of a ticket, and what becomes of them when something else is promised."""

import pickle
from typing import Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sla.clocks.by_hand import DESK, HOUR, MINUTE, Told, at, told
from tests.sla.clocks.histories import histories
from tests.sla.clocks.scenes import DAY, DAYS, NIGHTS
from tests.sla.clocks.scenes import DESK as SPRING
from tests.sla.clocks.walk import History
from ticketroute import Ticket
from ticketroute.sla import (
    AGENT_WORK,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    PAUSABLE_UPDATE,
    PERIODIC_UPDATE,
    REQUESTER_WAIT,
    RESOLUTION,
    ClockState,
    Objective,
    Policies,
    Policy,
    Targets,
    TicketClocks,
    TicketEvent,
    group_ownership,
)

BY_LEVEL: Final = Targets({1: 2 * HOUR}, default=24 * HOUR, calendar=DESK)
HELPDESK: Final = Policies(
    [
        Policy(
            "vip",
            [Objective(FIRST_RESPONSE, HOUR), Objective(RESOLUTION, 4 * HOUR, pause_in=["held"])],
            when={"tier": ["vip"]},
        )
    ],
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, 4 * HOUR),
            Objective(RESOLUTION, BY_LEVEL, pause_in=["held"]),
        ],
    ),
)
EVERYTHING: Final = Policies(
    default=Policy(
        "everything",
        [
            Objective(metric, Targets(default=5 * HOUR, calendar=SPRING.calendar), on_reopen=each)
            for metric, each in (
                (FIRST_RESPONSE, "continue"),
                (NEXT_RESPONSE, "continue"),
                (PERIODIC_UPDATE, "ignore"),
                (PAUSABLE_UPDATE, "new_cycle"),
                (RESOLUTION, "new_cycle"),
                (REQUESTER_WAIT, "ignore"),
                (AGENT_WORK, "continue"),
                (group_ownership("network"), "new_cycle"),
            )
        ],
    )
)
TICKET: Final = Ticket(id="t1", created=at(9), impact=3, urgency=3)


def clocks(*stories: Told, policies: Policies = HELPDESK, ticket: Ticket = TICKET) -> TicketClocks:
    """Give the clocks of a story."""
    return TicketClocks(ticket, policies, told(*stories))


@given(history=histories(), data=st.data())
@settings(max_examples=40)
def test_late_events_are_put_in_their_place(history: History, data: st.DataObject) -> None:
    """In whatever order events are reported, the clocks are those of the sorted events."""
    distinct = {(each.minute, each.kind): each for each in history}.values()
    events = [each.event(SPRING) for each in distinct]
    reported = TicketClocks(TICKET, EVERYTHING)
    for event in data.draw(st.permutations(events)):
        reported = reported.apply(event)
    in_order = TicketClocks(TICKET, EVERYTHING, sorted(events, key=lambda each: each.at))
    assert reported.clocks == in_order.clocks
    assert [clock.cycles for _, clock in reported.clocks] == [
        clock.cycles for _, clock in in_order.clocks
    ]


@given(history=histories())
@settings(max_examples=40)
def test_one_after_the_other_or_all_at_once(history: History) -> None:
    """The clocks are equal at every prefix, and survive being sent around."""
    led = TicketClocks(TICKET, EVERYTHING)
    events = sorted((each.event(SPRING) for each in history), key=lambda each: each.at)
    for count, event in enumerate(events, start=1):
        led = led.apply(event)
        again = TicketClocks(TICKET, EVERYTHING, events[:count])
        assert led == again
        assert led.clocks == again.clocks
    twin: object = pickle.loads(pickle.dumps(led))  # noqa: S301 - our own bytes
    assert isinstance(twin, TicketClocks)
    assert twin == led
    assert twin.clocks == led.clocks


@given(history=histories(), changed_at=st.integers(0, DAYS * DAY))
@settings(max_examples=40)
def test_when_a_change_is_made_does_not_matter(history: History, changed_at: int) -> None:
    """Policies that change midway show what they show had they held from the start."""
    other = Policies(
        default=Policy(
            "other",
            [Objective(RESOLUTION, Targets(default=7 * HOUR, calendar=NIGHTS.calendar))],
        )
    )
    events = sorted((each.event(SPRING) for each in history), key=lambda each: each.at)
    midway = TicketClocks(TICKET, EVERYTHING)
    for event in events:
        if event.at >= SPRING.at(changed_at):
            midway = midway.changed(policies=other)
        midway = midway.apply(event)
    assert midway.changed(policies=other) == TicketClocks(TICKET, other, events)
    assert midway.changed(policies=other).clocks == TicketClocks(TICKET, other, events).clocks


# By hand


def test_change_of_priority_keeps_elapsed_and_paused_time() -> None:
    """A ticket raised to level 1 counts from creation, less what it was on hold."""
    story: tuple[Told, ...] = ((9, "created"), (10, "status", "held"), (13, "status", "open"))
    before = clocks(*story)
    raised = before.changed(attrs.evolve(TICKET, impact=1, urgency=1))
    assert before["resolution"].due == DESK.add(at(13), 23 * HOUR)
    assert raised["resolution"].due == at(14)
    assert not raised["resolution"].breached(at(13))
    assert raised["resolution"].elapsed(at(13)) == before["resolution"].elapsed(at(13)) == HOUR


def test_change_of_tier_changes_the_policy_and_keeps_the_hold() -> None:
    """The first response that was given stays given, and hold stays hold."""
    story: tuple[Told, ...] = (
        (9, "created"),
        (9.5, "public reply", "held"),
        (15, "customer message", "open"),
    )
    vip = clocks(*story).changed(attrs.evolve(TICKET, tier="vip"))
    assert [name for name, _ in vip.clocks] == ["vip", "vip"]
    assert vip["first response"].state is ClockState.STOPPED
    assert vip["first response"].elapsed(at(99)) == 30 * MINUTE
    assert vip["resolution"].due == at(18.5)


def test_change_while_paused() -> None:
    """A ticket on hold stays on hold under another policy, with what it had used."""
    held = clocks((9, "created"), (10, "status", "held"))
    vip = held.changed(attrs.evolve(TICKET, tier="vip"))
    assert vip["resolution"].state is ClockState.PAUSED
    assert vip["resolution"].elapsed(at(500)) == HOUR
    assert not vip["resolution"].breached(at(500))


def test_there_and_back_again() -> None:
    """A priority that was changed and changed back leaves no trace."""
    story: tuple[Told, ...] = ((9, "created"), (10, "status", "held"), (13, "status", "open"))
    before = clocks(*story)
    back = before.changed(attrs.evolve(TICKET, impact=1, urgency=1)).changed(TICKET)
    assert back == before
    assert back.clocks == before.clocks


def test_clocks_of_a_ticket_by_metric() -> None:
    """First response, next response and resolution, each with a target of its priority."""
    named = [clock.target.metric.name for _, clock in clocks((9, "created")).clocks]
    assert named == ["first response", "resolution"]
    assert clocks((9, "created"))["first response"].due == at(13)
    assert clocks()["resolution"].state is ClockState.NOT_STARTED


def test_ticket_without_a_promise_has_no_clocks() -> None:
    """Nothing to ask, and nothing goes wrong."""
    bare = clocks((9, "created"), policies=Policies())
    assert bare.clocks == ()
    assert bare.most_urgent(at(9)) is None
    assert bare.apply(TicketEvent("resolved", at(10))).clocks == ()


def test_most_urgent_is_the_running_clock_with_least_left() -> None:
    """Not the last one that was made; one that stands is not urgent at all."""
    story: list[Told] = [(9, "created")]
    first = clocks(*story).most_urgent(at(10))
    assert first is not None
    assert first.target.metric is FIRST_RESPONSE
    second = clocks(*story, (11, "public reply")).most_urgent(at(11))
    assert second is not None
    assert second.target.metric is RESOLUTION
    held = clocks(*story, (11, "public reply", "held"))
    assert held.most_urgent(at(11)) is None


def test_several_policies_of_one_metric() -> None:
    """An agreement with the customer and one in the house run side by side."""
    both = Policies(
        [
            Policy("sla", [Objective(RESOLUTION, 8 * HOUR)], when=lambda _: True),
            Policy("ola", [Objective(RESOLUTION, 4 * HOUR)], when=lambda _: True),
        ],
        several=True,
    )
    found = clocks((9, "created"), policies=both)
    assert [(name, clock.due) for name, clock in found.clocks] == [("sla", at(17)), ("ola", at(13))]
    most = found.most_urgent(at(10))
    assert most is not None
    assert most.due == at(13)
    with pytest.raises(LookupError, match="resolution"):
        found["resolution"]


def test_clocks_can_be_looked_for() -> None:
    """Whether a ticket has a clock of a metric is a question, and no error."""
    found = clocks((9, "created"))
    assert "resolution" in found
    assert "next response" not in found


def test_what_is_refused_changes_nothing() -> None:
    """They are values."""
    before = clocks((9, "created"))
    twin: object = pickle.loads(pickle.dumps(before))  # noqa: S301 - our own bytes
    with pytest.raises(ValueError, match="ticket"):
        before.changed(attrs.evolve(TICKET, id="t2"))
    before.apply(TicketEvent("resolved", at(10)))
    assert before == twin
