"""Journeys of the log of a live desk: by hand, and of desks driven through calls of every kind."""

from collections import Counter
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.dispatcher.desks import at, desk_of, give, make, minutes, submit
from tests.dispatcher.driver import Driver
from tests.dispatcher.driver_choices import SeededChoices
from tests.dispatcher.driver_operations import step
from tests.dispatcher.profiles import AGENTS, PROFILES, Profile
from ticketroute import Agent, Dispatcher, Setup
from ticketroute.board import NEVER, EventType, Shifts, TicketState
from ticketroute.metrics import (
    Journeys,
    Kind,
    Outcome,
    agent_time,
    journeys_from_log,
    rework,
    time_to,
)
from ticketroute.model import to_microseconds
from ticketroute.sla import BusinessCalendar

TEAM = [Agent(id="ana", capacity=3, teams=["north"]), Agent(id="bea", capacity=3)]
MINUTE = 60_000_000
NINE_US = to_microseconds(at(0))


def read(desk: Dispatcher, end: float = 60, **more: Any) -> Journeys:  # noqa: ANN401 - any argument
    """Read the log of a desk of this team, from nine until so many minutes after."""
    return journeys_from_log(desk.log, TEAM, start=at(0), end=at(end), **more)


def after(column: Any) -> list[float | None]:  # noqa: ANN401 - any array
    """Give instants as minutes after nine, None for NEVER."""
    return [None if each == NEVER else (each - NINE_US) / MINUTE for each in column.tolist()]


def stays_of(journeys: Journeys) -> list[list[float | str | None]]:
    """Give the stays as agent, and minutes of assignment, start and end."""
    stays = journeys.stays
    names = [journeys.agents[each] for each in stays.agent]
    columns = [after(column) for column in (stays.assigned, stays.started, stays.ended)]
    return [list(row) for row in zip(names, *columns, strict=True)]


def test_a_ticket_goes_its_way() -> None:
    """Assigned, started, put off, gone on with, resolved, reopened, resolved."""
    desk = desk_of(TEAM)
    give(desk, "t", "ana", 1)
    desk.start("t", at(3))
    desk.hold("t", at(8))
    desk.resume("t", at(10))
    desk.resolve("t", at(14))
    desk.reopen("t", at(20))
    owner = desk.owner("t")
    assert owner is None
    desk.assign("t", "bea", at(21))
    desk.start("t", at(22))
    desk.resolve("t", at(30))
    journeys = read(desk)
    assert stays_of(journeys) == [
        ["ana", 1, 3, 8],
        ["ana", 10, 10, 14],
        ["bea", 21, 22, 30],
    ]
    assert (after(journeys.created), after(journeys.started), after(journeys.ended)) == (
        [1],
        [3],
        [30],
    )
    assert (journeys.reopenings.tolist(), journeys.bounces.tolist()) == ([1], [0])
    assert journeys.handled.tolist() == [(5 + 4 + 8) * MINUTE]
    frame = pd.DataFrame(journeys.columns())
    assert frame[["agent", "first_agent"]].to_numpy().tolist() == [["bea", "ana"]]
    assert time_to(journeys, "resolution").mean == minutes(29)


def test_a_hold_is_no_work_and_work_goes_on_after_it() -> None:
    """If it had begun; what had not begun begins when that is said, and wrap-up is no beginning."""
    desk = desk_of(TEAM)
    give(desk, "a b c", "ana", 1)
    desk.start("b", at(2))
    desk.start("c", at(2))
    desk.hold("a", at(3))
    desk.hold("b", at(3))
    desk.resume("a", at(5))
    desk.resume("b", at(6))
    desk.wrap_up("c", at(7))
    desk.start("a", at(9))
    desk.resolve("c", at(10))
    journeys = read(desk)
    assert stays_of(journeys) == [
        ["ana", 1, None, 3],
        ["ana", 5, 9, None],
        ["ana", 1, 2, 3],
        ["ana", 6, 6, None],
        ["ana", 1, 2, 10],
    ]
    assert after(journeys.started) == [9, 2, 2]
    assert journeys.handled.tolist() == [51 * MINUTE, 55 * MINUTE, 8 * MINUTE]


def test_from_hand_to_hand() -> None:
    """Transferred, given back, moved: each is a bounce if somebody had it."""
    desk = desk_of(TEAM)
    give(desk, "a b c", "ana")
    give(desk, "d", "bea")
    desk.start("a", at(1))
    desk.start("c", at(1))
    desk.transfer("a", "bea", at(2))
    desk.hold("c", at(2))
    desk.give_back("b", at(3))
    desk.transfer("c", "bea", at(4))
    submit(desk, "e", 5)
    desk.resume("c", at(6))
    desk.move("e", "north", at(6))
    desk.move("d", "north", at(7))
    journeys = read(desk)
    assert journeys.bounces.tolist() == [1, 1, 1, 1, 0]
    assert stays_of(journeys)[:3] == [["ana", 0, 1, 2], ["bea", 2, None, None], ["ana", 0, None, 3]]
    assert stays_of(journeys)[3:] == [
        ["ana", 0, 1, 2],
        ["bea", 6, None, None],
        ["bea", 0, None, 7],
    ]
    assert [Outcome(each).label for each in journeys.outcome] == [
        "in hand",
        "waiting",
        "in hand",
        "waiting",
        "waiting",
    ]
    assert rework(journeys).misdispatched == 2


def test_who_is_never_said_to_begin_began_when_given() -> None:
    """Else they would count as having left; also before wrap-up, and out of a hold."""
    desk = desk_of(TEAM)
    give(desk, "a b c", "ana", 1)
    submit(desk, "d", 2)
    desk.hold("c", at(3))
    desk.hold("d", at(3))
    desk.wrap_up("b", at(4))
    desk.resolve("a", at(5))
    desk.resolve("b", at(6))
    desk.resolve("d", at(8))
    desk.resolve("c", at(9))
    journeys = read(desk)
    assert after(journeys.started) == [1, 1, 9, 8]
    assert after(journeys.ended) == [5, 6, 9, 8]
    assert journeys.handled.tolist() == [4 * MINUTE, 5 * MINUTE, 0, 0]
    assert journeys.agent.tolist() == [0, 0, 0, -1]
    assert time_to(journeys, "start").left == 0


def test_the_window_is_that_of_the_log_unless_told() -> None:
    """From the first event to the last."""
    desk = desk_of(TEAM)
    give(desk, "t", "ana", 1)
    desk.start("t", at(3))
    desk.resolve("t", at(9))
    assert journeys_from_log(desk.log, TEAM).window == (at(1), at(9))


def test_what_is_told_late_counts_from_when_it_was() -> None:
    """But not from before what was told first."""
    desk = desk_of(TEAM)
    give(desk, "a b", "ana")
    desk.start("a", at(5))
    desk.resolve("a", at(20), occurred_at=at(12))
    desk.start("b", at(25))
    desk.resolve("b", at(30), occurred_at=at(24))
    journeys = read(desk)
    assert after(journeys.ended) == [12, 25]


def test_duplicates_cancellations_and_ids_that_come_again() -> None:
    """A linked ticket stays linked unless it is unlinked; a forgotten id is another ticket."""
    desk = desk_of(TEAM)
    submit(desk, "a b c", 0, duplicate_key="order-7")
    desk.unlink("c", at(1))
    desk.cancel("a", at(4))
    desk.forget(["a"], at(5))
    desk.submit(make("a", created=at(6)), at(6))
    journeys = read(desk)
    assert [Outcome(each).label for each in journeys.outcome] == [
        "abandoned",
        "linked",
        "waiting",
        "waiting",
    ]
    assert after(journeys.created) == [0, 0, 0, 6]


def test_kinds_due_times_and_teams_are_taken() -> None:
    """By type, channel and queue, as last told of, or as one says; due times by id."""
    desk = desk_of(TEAM)
    submit(desk, "a", 0, type="refund", channel="chat")
    submit(desk, "b", 0)
    submit(desk, "c", 0, channel="refund")
    desk.submit(make("d", created=at(-5), type="refund"), at(1))
    desk.update(make("b", type="refund", channel="chat"), at(2))
    journeys = read(desk, due={"a": at(30), "b": None})
    assert [kind.name for kind in journeys.kinds] == [
        "refund / chat",
        "refund (channel refund)",
        "refund (type refund)",
    ]
    assert journeys.kind.tolist() == [0, 0, 1, 2]
    assert after(journeys.created) == [0, 0, 0, -5]
    assert after(journeys.due) == [30, None, None, None]
    assert journeys.teams == (frozenset(["north"]), None)
    by_level = read(desk, kind=lambda ticket: Kind("one", level=len(ticket.id)))
    assert by_level.kinds == (Kind("one", level=1),)


def test_attendance_is_presence_and_shift() -> None:
    """Who is away or off shift is not there; nobody is lost who comes later or again."""
    away = Agent(id="cleo", capacity=1, presence="away")
    desk = Dispatcher([*TEAM, away], strategy="fewest-open")
    desk.set_presence("ana", "away", at(10))
    desk.set_presence("ana", "active", at(20))
    desk.set_agent(Agent(id="dan", capacity=1), at(30))
    desk.forget_agent("bea", at(40))
    desk.set_agent(Agent(id="bea", capacity=1), at(50))
    desk.set_agent(Agent(id="dan", capacity=2), at(55))
    journeys = journeys_from_log(desk.log, [*TEAM, away], start=at(0), end=at(60))
    shifts = journeys.attendance
    rows = zip(
        [journeys.agents[each] for each in shifts.agent],
        after(shifts.start),
        after(shifts.end),
        strict=True,
    )
    assert list(rows) == [
        ("ana", 0, 10),
        ("ana", 20, 60),
        ("bea", 0, 40),
        ("bea", 50, 60),
        ("cleo", 60, 60),
        ("dan", 30, 60),
    ]
    found = agent_time(journeys)
    assert (found.on_shift / MINUTE).tolist() == [50, 50, 0, 30]
    unknown = journeys_from_log(desk.log, start=at(0), end=at(60))
    assert unknown.agents == ("ana", "dan", "bea")
    assert unknown.teams == (None, None, None)


def test_shifts_of_a_calendar_are_followed() -> None:
    """As the desk has them, looked at when it ticks."""
    hours = BusinessCalendar.weekdays("09:30", "10:00", "UTC")
    desk = desk_of(TEAM, arguments={"setup": Setup(shifts=Shifts(calendars={"ana": hours}))})
    submit(desk, "a", 0)
    desk.dispatch(at(0))
    desk.tick(at(30))
    desk.tick(at(60))
    journeys = journeys_from_log(desk.log, TEAM, end=at(90))
    assert (agent_time(journeys).on_shift / MINUTE).tolist() == [30, 90]


def outcome_of(state: TicketState, owner: str | None) -> Outcome:
    """Say what a state on the board is as an outcome."""
    closed = {
        TicketState.RESOLVED: Outcome.RESOLVED,
        TicketState.CANCELLED: Outcome.ABANDONED,
        TicketState.LINKED: Outcome.LINKED,
    }
    return closed.get(state, Outcome.WAITING if owner is None else Outcome.IN_HAND)


@pytest.mark.parametrize("profile", PROFILES[::4], ids=str)
def test_what_a_desk_says_of_itself_is_what_its_log_says(profile: Profile) -> None:
    """Calls of every kind, valid and not; then each ticket beside its journey."""
    driver = Driver(profile, SeededChoices(PROFILES.index(profile) + 100), often=0)
    for _ in range(160):
        step(driver)
    desk = driver.desk
    journeys = journeys_from_log(desk.log, AGENTS, end=desk.now + timedelta(hours=1))
    events = list(desk.log)
    submitted = [event.ticket_id for event in events if event.type is EventType.SUBMITTED]
    rows = {str(name): row for row, name in enumerate(submitted)}  # the last of each id
    assert len(journeys) == len(submitted)
    on_board = list(desk.tickets())
    assert on_board
    owners: Counter[str] = Counter()
    for name in on_board:
        row, owner = rows[name], desk.owner(name)
        state = desk.state(name)
        was_linked = journeys.outcome[row] == Outcome.LINKED and state is TicketState.CANCELLED
        assert was_linked or journeys.outcome[row] == outcome_of(state, owner), (name, state)
        if owner is not None:
            owners[owner] += 1
            assert journeys.agents[journeys.agent[row]] == owner
        working = state is TicketState.WORKING
        open_stays = (journeys.stays.ticket == row) & (journeys.stays.ended == NEVER)
        in_hand = state in (TicketState.ASSIGNED, TicketState.WORKING, TicketState.WRAPPING)
        assert open_stays.sum() == in_hand
        if working:
            assert journeys.stays.started[open_stays] < NEVER
    counts = Counter(event.type for event in events)
    assert journeys.reopenings.sum() == counts[EventType.REOPENED]
    hops = counts[EventType.RETURNED] + counts[EventType.TRANSFERRED]
    moved = sum(e.type is EventType.MOVED and e.agent_id is not None for e in events)
    assert journeys.bounces.sum() == hops + moved
    spans = np.minimum(journeys.stays.ended, journeys.end) - journeys.stays.started
    begun = journeys.stays.started != NEVER
    assert journeys.handled.sum() == spans[begun].sum()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"end": at(-1)}, ValueError, "end: expected not before the last event"),
        ({"end": at(60).replace(tzinfo=None)}, ValueError, "end: .*naive"),
        ({"agents": ["ana"]}, TypeError, "agents: expected values of Agent"),
        ({"events": ["started"]}, TypeError, "events: expected values of Event"),
        ({"events": []}, ValueError, "events: expected at least one"),
        ({"due": {"t": at(1).replace(tzinfo=None)}}, ValueError, r"due\['t'\]"),
    ],
)
def test_what_cannot_be_read_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Other values, and windows that end too early."""
    desk = desk_of(TEAM)
    give(desk, "t", "ana")
    given: dict[str, Any] = {"events": desk.log, **arguments}
    with pytest.raises(error, match=message):
        journeys_from_log(**given)


def test_a_log_that_begins_in_the_middle_is_refused() -> None:
    """What came before a checkpoint is not known."""
    desk = desk_of(TEAM)
    give(desk, "t", "ana")
    with pytest.raises(ValueError, match="events: expected those from the submission of 't' on"):
        journeys_from_log(desk.log[1:], TEAM)
    with pytest.raises(ValueError, match="events: expected at least one, or a start and an end"):
        journeys_from_log([], TEAM, start=at(0))
    empty = journeys_from_log([], TEAM, start=at(0), end=at(60))
    assert (len(empty), len(empty.attendance)) == (0, 2)
