"""What may be given in a shift: it comes back when the shift of the agent ends."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.dispatcher.desks import at, desk_of, given_out, minutes, submit, told, verify
from ticketroute import Agent, Dispatcher, Memory, Setup, Ticket, assign
from ticketroute.board import Allowance, Shifts
from ticketroute.configuration import Configuration
from ticketroute.model import to_microseconds
from ticketroute.sla import ALWAYS, BusinessCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri")
LUNCH = BusinessCalendar(
    tz="UTC", weekly={day: [("08:00", "12:00"), ("13:00", "17:00")] for day in DAYS}
)
NIGHT = BusinessCalendar(
    tz="UTC", weekly={day: [("00:00", "06:00"), ("22:00", "24:00")] for day in DAYS}
)
BRIEF = BusinessCalendar(
    tz="UTC",
    weekly={day: [("00:00", "11:00"), ("11:30", "23:30")] for day in (*DAYS, "sat", "sun")},
)
"""NINE is nine o'clock UTC on a Monday."""

ONE = Allowance(name="a shift", most=1, per="shift")


def desk_with(
    calendars: dict[str, Any],
    agents: str = "ana",
    *,
    allowance: Allowance = ONE,
    **settings: Any,  # noqa: ANN401
) -> Dispatcher:
    """Make a desk of agents who may be given one ticket a shift."""
    shifts = Shifts(calendars=calendars, **settings)
    desk = desk_of(agents, None, arguments={"setup": Setup(shifts=shifts, allowances=[allowance])})
    desk.tick(at(0))
    return desk


def test_shift_that_ends_gives_back_and_lunch_does_not() -> None:
    """What was given in the morning counts until five; work that is done gives nothing back."""
    desk = desk_with({"ana": LUNCH})
    submit(desk, "a b c")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana"}
    desk.resolve("a", at(1))
    for minute in (180, 240):
        desk.tick(at(minute))
        assert desk.dispatch(at(minute)) == ()
    waiting = desk.why("b")
    assert (waiting.lifted_at, waiting.reason.code.value) == (at(480), "nobody allowed")
    assert told(desk.tick(at(480))) == ["shift ended ana", "allowance renewed ana"]
    assert desk.dispatch(at(480)) == ()
    next_morning = at(23 * 60)
    assert given_out(desk.dispatch(next_morning)) == {"b": "ana"}
    assert desk.view.drawn_on("a shift").tolist() == [1]
    verify(desk)


def test_each_range_is_a_shift_without_breaks() -> None:
    """With no break that belongs to the shift, lunch ends it."""
    desk = desk_with({"ana": LUNCH}, longest_break=timedelta(0))
    submit(desk, "a b")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana"}
    assert given_out(desk.dispatch(at(240))) == {"b": "ana"}
    verify(desk)


def test_shift_of_one_night_is_one() -> None:
    """Midnight is no end; what is given by hand before the shift counts for it."""
    desk = desk_with({"ana": NIGHT})
    submit(desk, "a b")
    desk.assign("a", "ana", at(0), override=True)
    for hour in (13, 16):
        assert given_out(desk.dispatch(at(hour * 60))) == {}
    assert told(desk.tick(at(21 * 60))) == ["shift ended ana", "allowance renewed ana"]
    verify(desk)


def test_who_has_no_hours_or_no_end_of_them_is_there_until_offline() -> None:
    """To be away is a break; to go offline ends the shift, also of an offer that is pending."""
    desk = desk_with({"bea": ALWAYS}, "ana bea")
    submit(desk, "a b c d e")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "b": "bea"}
    assert desk.next_wake is None
    for name in ("ana", "bea"):
        desk.set_presence(name, "away", at(1))
        desk.set_presence(name, "active", at(1))
    assert desk.dispatch(at(2)) == ()
    verify(desk)
    desk.set_presence("ana", "offline", at(3))
    desk.set_presence("ana", "active", at(4))
    assert given_out(desk.dispatch(at(4))) == {"c": "ana"}
    assert desk.view.drawn_on("a shift").tolist() == [1, 1]
    verify(desk)


def test_offer_of_a_shift_that_is_over_gives_back_nothing_twice() -> None:
    """Who goes offline with an offer pending, and declines it later, has drawn nothing."""
    shifts = Setup(shifts=Shifts(calendars={}), allowances=[ONE])
    desk = desk_of("ana", None, arguments={"setup": shifts}, offers_last=minutes(30))
    submit(desk, "a b")
    desk.dispatch(at(0))
    desk.set_presence("ana", "offline", at(1))
    assert desk.view.drawn_on("a shift").tolist() == [0]
    desk.tick(at(30))
    assert desk.view.drawn_on("a shift").tolist() == [0]
    verify(desk)


@pytest.mark.parametrize(
    ("calendar", "minute", "end"),
    [
        (LUNCH, 0, 480),
        (LUNCH, 200, 480),
        (LUNCH, 480, 480 + 24 * 60),
        (LUNCH, 4 * 24 * 60 + 480, 7 * 24 * 60 + 480),
        (NIGHT, 0, 21 * 60),
        (BRIEF, 0, 7 * 24 * 60 - 9.5 * 60 + 0),
        (ALWAYS, 0, None),
    ],
)
def test_end_of_a_shift(calendar: BusinessCalendar, minute: float, end: float | None) -> None:
    """The next closing that is no break; without one, the last within a week."""
    shifts = Shifts(calendars={"ana": calendar})
    found = shifts.end_of_shift("ana", at(minute))
    assert found == (None if end is None else at(end))
    assert shifts.end_of_shift("bea", at(minute)) is None


def test_hours_that_come_to_an_end() -> None:
    """After the last range there is no shift, and after a last opening no end."""
    week = LUNCH & BusinessCalendar(
        tz="UTC", overrides={at(0).date(): [("00:00", "24:00")]}, weekly={}
    )
    shifts = Shifts(calendars={"ana": week, "bea": ALWAYS - week})
    assert shifts.end_of_shift("ana", at(0)) == at(480)
    assert shifts.end_of_shift("ana", at(480)) is None
    assert shifts.end_of_shift("bea", at(0)) is None


def test_memory_of_a_plan_carries_what_counts_in_a_shift() -> None:
    """Without a desk too, until the shift ends or the agent is offline."""
    setup = Setup(shifts=Shifts(calendars={"ana": LUNCH}), allowances=[ONE])
    given = []
    memory = None
    for minute, presence in ((0, "active"), (300, "active"), (301, "offline"), (23 * 60, "active")):
        agents = [
            Agent(id=name, capacity=None, presence=presence if name == "bea" else "active")
            for name in ("ana", "bea")
        ]
        tickets = [Ticket(id=f"{minute}-{n}", created=at(0)) for n in range(3)]
        now = at(minute)
        plan = assign(tickets, agents, strategy="fewest-open", now=now, setup=setup, memory=memory)
        given.append(sorted(each.agent_id for each in plan.assignments))
        memory = Memory(**json.loads(json.dumps({"drawn": dict(plan.memory.drawn)})))
    assert given == [["ana", "bea"], [], [], ["ana", "bea"]]
    assert memory is not None
    assert memory.drawn["ana"][-1][0] == to_microseconds(at(24 * 60 + 480))


def test_configuration_holds_it() -> None:
    """As the word, beside durations and periods."""
    setup = Setup(shifts=Shifts(calendars={"ana": LUNCH}), allowances=[ONE])
    data = json.loads(json.dumps(Configuration(strategy="fewest-open", setup=setup).to_data()))
    assert data["setup"]["allowances"][0]["per"] == "shift"
    assert Configuration.from_data(data).setup == setup
    data["setup"]["allowances"][0]["per"] = "shifty"
    with pytest.raises(ValueError, match=r"allowances.*per: expected an ISO 8601 duration"):
        Configuration.from_data(data)
