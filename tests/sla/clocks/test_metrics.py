"""What each metric measures, by hand, with the rules that other products are known for."""

from typing import Final

import pytest

from tests.sla.clocks.by_hand import HOUR, Told, at, clock, elapsed, told
from ticketroute.sla import (
    AGENT_WORK,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    PAUSABLE_UPDATE,
    PERIODIC_UPDATE,
    REQUESTER_WAIT,
    RESOLUTION,
    Clock,
    ClockState,
    Metric,
    Target,
    replay,
)

CREATED: Final[Told] = (9, "created", "open")
REPLIED: Final[Told] = (10, "public reply")


def lengths(shown: Clock, now: float = 100) -> list[float]:
    """Give what each cycle of a clock around the clock shows, in hours."""
    end = at(now).timestamp() * 1_000_000
    return [
        sum((end if span.end is None else span.end) - span.start for span in cycle.spans)
        / (HOUR.total_seconds() * 1_000_000)
        for cycle in shown.cycles
    ]


# First response


def test_first_response_ends_with_the_first_public_reply() -> None:
    """A private note is none, a second reply changes nothing, nor does a customer's message."""
    shown = clock(
        FIRST_RESPONSE,
        CREATED,
        (9.5, "private note"),
        (9.6, "customer message"),
        (11, "public reply"),
        (12, "customer message"),
        (15, "public reply"),
    )
    assert (shown.state, shown.cycle, elapsed(shown, 50)) == (ClockState.STOPPED, 1, 2)


@pytest.mark.parametrize("kind", ["resolved", "cancelled"])
def test_closing_ends_the_wait_for_a_response(kind: str) -> None:
    """A ticket that is closed without a reply is not overdue for ever."""
    for metric in (FIRST_RESPONSE, RESOLUTION, REQUESTER_WAIT, AGENT_WORK):
        assert clock(metric, CREATED, (10, kind)).state is ClockState.STOPPED


def test_ticket_created_by_a_reply_has_been_answered() -> None:
    """At one instant the clock starts before it stops: a cycle of no time."""
    shown = clock(FIRST_RESPONSE, (9, "public reply"), (9, "created"))
    assert (shown.state, shown.cycle, elapsed(shown, 50)) == (ClockState.STOPPED, 1, 0)
    assert not shown.breached(at(50))


# Next response


def test_next_response_counts_from_the_oldest_unanswered_message() -> None:
    """A second message does not put the answer off."""
    shown = clock(
        NEXT_RESPONSE, CREATED, REPLIED, (11, "customer message"), (14, "customer message")
    )
    assert (shown.state, shown.due) == (ClockState.RUNNING, at(15))


def test_messages_before_the_first_reply_wait_for_the_first_response() -> None:
    """Only once a public reply exists is there a next one."""
    early = clock(NEXT_RESPONSE, CREATED, (9.5, "customer message"))
    assert early.state is ClockState.NOT_STARTED
    answered = clock(NEXT_RESPONSE, CREATED, (9.5, "customer message"), REPLIED)
    assert answered.state is ClockState.NOT_STARTED


def test_each_next_response_is_a_cycle_with_the_whole_target() -> None:
    """Also when reopening is to be ignored: to write again is not to reopen."""
    story: tuple[Told, ...] = (
        CREATED,
        REPLIED,
        (11, "customer message"),
        (13, "public reply"),
        (20, "customer message"),
        (21, "public reply"),
        (22, "customer message"),
    )
    for choice in ("continue", "new_cycle", "ignore"):
        shown = clock(Target(NEXT_RESPONSE, 4 * HOUR, on_reopen=choice), *story)
        assert lengths(shown, now=23) == [2, 1, 1]
        assert (shown.cycle, shown.due) == (3, at(26))


def test_own_further_reply_starts_nothing() -> None:
    """An agent who writes twice is not waited for."""
    shown = clock(NEXT_RESPONSE, CREATED, REPLIED, (11, "public reply"))
    assert shown.state is ClockState.NOT_STARTED


def test_response_clocks_never_pause_of_themselves() -> None:
    """Pending stops the clocks of the customer's waiting and no other."""
    pending: tuple[Told, ...] = (CREATED, (9.5, "status", "pending"))
    for metric in (FIRST_RESPONSE, RESOLUTION):
        assert clock(metric, *pending).state is ClockState.RUNNING
    for metric in (REQUESTER_WAIT, AGENT_WORK):
        assert clock(metric, *pending).state is ClockState.PAUSED


def test_on_hold_pauses_the_work_and_not_the_wait() -> None:
    """While a third party is waited for, the customer waits too."""
    held: tuple[Told, ...] = (CREATED, (10, "status", "on hold"))
    assert clock(REQUESTER_WAIT, *held).state is ClockState.RUNNING
    assert clock(AGENT_WORK, *held).state is ClockState.PAUSED


def test_target_may_name_other_pausing_statuses() -> None:
    """They replace those of the metric; none at all is a choice, too."""
    pending: tuple[Told, ...] = (CREATED, (9.5, "status", "pending"))
    none, other = (Target(AGENT_WORK, HOUR, pause_in=each) for each in ((), ("held",)))
    assert clock(none, *pending).state is ClockState.RUNNING
    assert clock(other, *pending).state is ClockState.RUNNING
    assert clock(other, *pending, (9.6, "status", "held")).state is ClockState.PAUSED


# Updates


def test_each_public_reply_begins_a_new_period() -> None:
    """From each to the next, whoever writes in between; closing ends the last one."""
    shown = clock(
        PERIODIC_UPDATE,
        CREATED,
        REPLIED,
        (12, "customer message"),
        (13, "public reply"),
        (18, "public reply"),
        (20, "resolved"),
    )
    assert lengths(shown) == [3, 5, 2]
    assert (shown.state, shown.cycle) == (ClockState.STOPPED, 3)


def test_missed_update_stays_missed_in_its_own_cycle() -> None:
    """The next period begins with the whole target."""
    shown = clock(PERIODIC_UPDATE, CREATED, REPLIED)
    assert shown.breached(at(15))
    after = shown.apply(told((15, "public reply"))[0])
    assert not after.breached(at(15))
    assert after.due == at(19)


def test_update_begins_again_after_reopening() -> None:
    """With the next reply, not with the reopening itself."""
    closed: tuple[Told, ...] = (CREATED, REPLIED, (11, "resolved"), (20, "reopened"))
    assert clock(PERIODIC_UPDATE, *closed).state is ClockState.STOPPED
    again = clock(PERIODIC_UPDATE, *closed, (21, "public reply"))
    assert (again.state, again.cycle, again.due) == (ClockState.RUNNING, 2, at(25))


def test_pausable_update_stands_while_the_customer_is_waited_for() -> None:
    """Also when the reply itself sets the ticket to pending; a new reply in pending begins anew."""
    story: tuple[Told, ...] = (CREATED, (10, "public reply", "pending"))
    shown = clock(PAUSABLE_UPDATE, *story)
    assert (shown.state, elapsed(shown, 30)) == (ClockState.PAUSED, 0)
    shown = clock(PAUSABLE_UPDATE, *story, (12, "status", "open"), (13, "public reply", "pending"))
    assert (shown.state, shown.cycle, elapsed(shown, 30)) == (ClockState.PAUSED, 2, 0)
    assert lengths(shown) == [1, 0]


# Several things at one instant


def test_stop_beats_pause_beats_start() -> None:
    """What happens together is taken in this order, however it is reported."""
    target = Target(RESOLUTION, 4 * HOUR, pause_in=["pending"])
    start, pause, stop = told((9, "created"), (9, "status", "pending"), (9, "resolved"))
    assert replay([pause, start], target).state is ClockState.PAUSED
    assert replay([stop, pause, start], target).state is ClockState.STOPPED
    assert replay([stop, start], target).state is ClockState.STOPPED


def test_reply_and_closing_together() -> None:
    """All clocks that either ends are ended, with what had elapsed by then."""
    story: tuple[Told, ...] = (CREATED, (11, "resolved"), (11, "public reply"))
    for metric in (FIRST_RESPONSE, RESOLUTION):
        shown = clock(metric, *story)
        assert (shown.state, elapsed(shown, 50)) == (ClockState.STOPPED, 2)
    update = clock(PERIODIC_UPDATE, *story)
    assert (update.state, elapsed(update, 50)) == (ClockState.STOPPED, 0)


def test_message_and_reply_together() -> None:
    """A message that is answered at once has been answered: no clock runs."""
    shown = clock(NEXT_RESPONSE, CREATED, REPLIED, (12, "public reply"), (12, "customer message"))
    assert (shown.state, elapsed(shown, 50)) == (ClockState.STOPPED, 0)


# Shares of the target


def test_share_of_the_target_passes_100_percent() -> None:
    """It goes on growing, as long as the clock runs."""
    shown = clock(RESOLUTION, CREATED)
    assert [shown.fraction(at(hour)) for hour in (9, 11, 13, 21)] == [0, 0.5, 1, 3]
    assert shown.remaining(at(21)) == -8 * HOUR


# Metrics of one's own


def test_metric_of_ones_own() -> None:
    """Start, pause, stop and reset may be anything that events and the situation tell."""
    delivery = Metric(
        "delivery",
        starts=lambda event, before: event.kind == "ordered" and before.group == "field",
        stops=lambda event, _: event.kind == "delivered",
        resets=lambda event, _: event.kind == "wrong part",
        pauses=lambda situation: situation.status == "strike",
    )
    shown = clock(
        delivery,
        (9, "created"),
        (10, "ordered"),  # by nobody in the field
        (11, "group", "field"),
        (12, "ordered"),
        (13, "status", "strike"),
        (23, "status", "open"),
        (24, "wrong part"),
        (26, "delivered"),
    )
    assert lengths(shown) == [2, 2]
    assert (shown.state, shown.cycle) == (ClockState.STOPPED, 2)


def test_retroactive_start_is_a_matter_of_what_is_measured() -> None:
    """A clock that is defined later counts from when its ticket met the condition."""
    story = told(CREATED, (12, "status", "escalated"))
    since_escalation = Metric(
        "since escalation",
        starts=lambda event, _: event.status == "escalated",
        stops=lambda event, _: event.kind == "resolved",
    )
    assert elapsed(replay(story, Target(since_escalation, HOUR)), 20) == 8
    assert elapsed(replay(story, Target(RESOLUTION, HOUR)), 20) == 11
