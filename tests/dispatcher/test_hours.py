"""Shifts: who is off gets nothing, what ends soon is not begun, and hours are events."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dispatcher.desks import at, desk_of, given_out, make, minutes, submit, told, verify
from ticketroute import Agent, Board, Dispatcher, Setup, Ticket, assign
from ticketroute.board import Shifts
from ticketroute.eligibility import Check
from ticketroute.errors import StaleView
from ticketroute.sla import ALWAYS, BusinessCalendar, HandlingTimes

EARLY = BusinessCalendar.weekdays("06:00", "14:00", "UTC")
DAYS = ("mon", "tue", "wed", "thu", "fri")
SPLIT = BusinessCalendar(
    tz="UTC", weekly={day: [("08:00", "12:00"), ("13:00", "17:00")] for day in DAYS}
)
"""NINE is nine o'clock UTC on a Monday."""


def desk_with(shifts: Shifts, agents: str = "ana bea", **settings: Any) -> Dispatcher:  # noqa: ANN401
    """Make a desk of agents with room for two tickets each."""
    times = HandlingTimes({"long": minutes(90)}, default=minutes(10))
    setup = Setup(shifts=shifts, handling_times=times)
    desk = desk_of(agents, arguments={"setup": setup}, **settings)
    desk.tick(at(0))
    return desk


def test_nobody_gets_anything_outside_their_hours_and_everybody_finishes_what_they_have() -> None:
    """Ana's shift ends at two; Bea has no hours and is always there."""
    desk = desk_with(Shifts(calendars={"ana": EARLY}))
    desk.set_presence("bea", "away", at(0))
    submit(desk, "a")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana"}
    desk.start("a", at(1))
    assert told(desk.tick(at(300))) == ["shift ended ana"]
    submit(desk, "b", 301)
    assert desk.dispatch(at(301)) == ()
    assert desk.owner("a") == "ana"
    desk.resolve("a", at(302))
    waiting = desk.why("b")
    assert "ana" in waiting.reason.text
    assert waiting.lifted_at == at(21 * 60)
    assert waiting.lifted_by == "the hours of ana begin or end"
    assert given_out(desk.dispatch(at(21 * 60))) == {"b": "ana"}
    verify(desk)


def test_breaks_and_weekends_are_hours_too() -> None:
    """Lunch closes an agent like the evening does; from Friday it is closed until Monday."""
    desk = desk_with(Shifts(calendars={"ana": SPLIT}), agents="ana")
    assert desk.next_wake == at(180)
    assert told(desk.tick(at(180))) == ["shift ended ana"]
    assert desk.next_wake == at(240)
    assert told(desk.tick(at(240))) == ["shift started ana"]
    desk.tick(at(4 * 24 * 60 + 8 * 60))
    assert desk.next_wake == at(7 * 24 * 60 - 60)
    verify(desk)


def test_presence_counts_besides() -> None:
    """Whoever is on shift and away gets nothing; whoever is active and off shift neither."""
    desk = desk_with(Shifts(calendars={"ana": EARLY, "bea": EARLY}))
    desk.set_presence("ana", "away", at(0))
    desk.tick(at(300))
    submit(desk, "a", 300)
    failed = desk.view.failed_checks(0).tolist()
    assert failed == [Check.PRESENCE | Check.SHIFT, Check.SHIFT]
    desk.tick(at(21 * 60))
    assert desk.view.failed_checks(0).tolist() == [Check.PRESENCE, 0]
    verify(desk)


@pytest.mark.parametrize(
    ("minute", "kind", "given"),
    [
        (240, None, True),
        (270, None, True),
        (271, None, False),
        (210, "long", True),
        (211, "long", False),
        (299, "long", False),
    ],
)
def test_nothing_is_begun_that_the_shift_is_too_short_for(
    minute: int, kind: str | None, given: bool
) -> None:
    """Half an hour must be left, and for a ticket of ninety minutes ninety."""
    shifts = Shifts(calendars={"ana": EARLY}, at_least=minutes(30), enough_for_ticket=True)
    desk = desk_with(shifts, agents="ana")
    desk.submit(make("a", type=kind), at(minute))
    assert bool(desk.dispatch(at(minute))) == given
    if not given:
        assert "off shift, or will be too soon" in str(desk.decide(at(minute)).explain("a"))
    verify(desk)


def test_guard_takes_the_next_agent_who_is_there_for_long_enough() -> None:
    """Also through the quick way, where one unit is all that a ticket takes."""
    shifts = Shifts(calendars={"ana": EARLY, "bea": SPLIT}, at_least=minutes(60))
    desk = desk_with(shifts)
    submit(desk, "a b", 250)
    assert given_out(desk.dispatch(at(250))) == {"a": "bea", "b": "bea"}
    verify(desk)


def test_desk_begins_with_a_tick_and_says_so() -> None:
    """Whether somebody is on shift is known once time has come to it."""
    desk = desk_of("ana", arguments={"setup": Setup(shifts=Shifts(calendars={"ana": EARLY}))})
    desk.submit(make("a"), at(0))
    with pytest.raises(StaleView, match="call tick first"):
        desk.propose(at(0))
    assert given_out(desk.dispatch(at(0))) == {"a": "ana"}
    verify(desk)


def test_desk_that_has_not_ticked_yet_says_so_and_not_that_it_is_1970() -> None:
    """Before the first time there is none to wake at; then it is due, and `why` says what is."""
    setup = Setup(shifts=Shifts(calendars={"ana": EARLY, "bea": EARLY}))
    desk = desk_of("ana bea", arguments={"setup": setup})
    assert desk.next_wake is None
    desk.submit(make("a"), at(0))
    assert desk.next_wake == at(0)
    waiting = desk.why("a")
    assert waiting.reason.text == (
        "the hours of ana, bea have not been looked at yet, which the next tick does"
    )
    assert (waiting.lifted_at, waiting.lifted_by) == (at(0), "the hours of ana are looked at")
    verify(desk)
    desk.tick(at(0))
    assert desk.next_wake == at(300)
    desk.tick(at(300))
    assert desk.why("a").reason.text == (
        "of those who qualify nobody is on shift for long enough: ana, bea"
    )
    desk = desk_of("ana", arguments={"setup": setup})
    desk.tick(at(300))
    desk.set_agent(Agent(id="bea", capacity=1), at(301))
    submit(desk, "b", 301)
    assert desk.why("b").reason.text == (
        "of those who qualify nobody is on shift for long enough: ana, bea; "
        "the hours of bea have not been looked at yet, which the next tick does"
    )
    assert desk.next_wake == desk.why("b").lifted_at == at(301)
    verify(desk)


def test_new_agent_and_one_without_end_come_on_shift() -> None:
    """Hours may name somebody who is not there yet; a calendar that never closes has no end."""
    desk = desk_with(Shifts(calendars={"cem": EARLY, "ana": ALWAYS}), agents="ana")
    submit(desk, "a b c d")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "b": "ana"}
    desk.set_agent(Agent(id="cem", capacity=1), at(1))
    assert given_out(desk.dispatch(at(1))) == {"c": "cem"}
    desk.set_agent(Agent(id="abe", capacity=1), at(2))  # moves the others by one place
    assert given_out(desk.dispatch(at(2))) == {"d": "abe"}
    assert [event.agent_id for event in desk.tick(at(300))] == ["cem"]
    verify(desk)


def test_one_call_knows_the_hours() -> None:
    """Without a desk: the hours at the time of the decision."""
    setup = Setup(shifts=Shifts(calendars={"ana": EARLY}))
    agents = [Agent(id=name, capacity=5) for name in ("ana", "bea")]
    for minute, names in ((0, {"ana", "bea"}), (400, {"bea"})):
        tickets = [Ticket(id=f"t{n}", created=at(0)) for n in range(4)]
        plan = assign(tickets, agents, strategy="fewest-open", now=at(minute), setup=setup)
        assert {each.agent_id for each in plan.assignments} == names


def test_loaded_desk_knows_who_is_on_shift() -> None:
    """The dump holds it, so that nothing has to be looked at again."""
    desk = desk_with(Shifts(calendars={"ana": EARLY, "bea": ALWAYS}))
    again = Dispatcher.load(desk.dump(), **desk._given)
    assert again.tick(at(1)) == desk.tick(at(1)) == ()
    assert again.next_wake == desk.next_wake == at(300)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"calendars": {"ana": "early"}}, r"Shifts.calendars\['ana'\]: expected a calendar"),
        ({"calendars": 3}, "Shifts.calendars: expected a mapping of agent id to calendar"),
        ({"calendars": {}, "at_least": 3}, "Shifts.at_least: expected a timedelta"),
        ({"calendars": {}, "at_least": timedelta(-1)}, "expected a duration of at least zero"),
        ({"calendars": {}, "longest_break": timedelta(-1)}, "break: expected a duration of"),
        ({"calendars": {}, "enough_for_ticket": 1}, "Shifts.enough_for_ticket: expected"),
    ],
)
def test_shifts_that_make_no_sense_are_refused(given: dict[str, Any], message: str) -> None:
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        Shifts(**given)
    with pytest.raises(TypeError, match=r"Setup\.shifts: expected Shifts"):
        Setup(shifts={"ana": EARLY})  # type: ignore[arg-type]


def test_board_without_hours_pays_nothing() -> None:
    """No wake-ups, no guard."""
    board = Board([Agent(id="ana", capacity=1)])
    assert board.next_wake is None
    assert not board.window.guarded
