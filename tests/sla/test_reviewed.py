"""Faults that a review found, each by its smallest example."""

from datetime import UTC, date, datetime, timedelta

import attrs
import numpy as np
import pytest

from tests.builders import NOON, agents, at, minutes
from ticketroute import Board, Setup, Ticket
from ticketroute.board._tickets import TicketColumns
from ticketroute.errors import NeverOpenError
from ticketroute.sla import (
    NEXT_RESPONSE,
    RESOLUTION,
    Backlog,
    BreachForecast,
    BusinessCalendar,
    ClockColumns,
    FieldsAre,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    PriorityMatrix,
    Signal,
    Step,
    Target,
    Targets,
    TicketClocks,
    TicketEvent,
    due_events,
    replay,
)

HOUR = timedelta(hours=1)
DESK = BusinessCalendar.weekdays("09:00", "17:00", "UTC", name="desk")


def test_changed_fields_change_the_clocks() -> None:
    """`attrs.evolve` and `changed` give the same."""
    by_level = Targets({1: HOUR}, default=24 * HOUR)
    policies = Policies(default=Policy("p", [Objective(RESOLUTION, by_level)]))
    ticket = Ticket(id="t1", created=NOON, impact=3, urgency=3)
    clocks = TicketClocks(ticket, policies, [TicketEvent("created", NOON)])
    urgent = attrs.evolve(ticket, impact=1, urgency=1)
    assert attrs.evolve(clocks, ticket=urgent)["resolution"].due == at(60)
    assert attrs.evolve(clocks, ticket=urgent)["resolution"] == clocks.changed(urgent)["resolution"]


def test_clock_of_another_target_counts_nothing_of_the_old() -> None:
    """It has to be replayed."""
    clock = replay([TicketEvent("created", NOON)], Target(RESOLUTION, HOUR))
    assert attrs.evolve(clock, target=Target(RESOLUTION, HOUR, calendar=DESK)).cycle == 0


def test_key_of_a_step_outlives_events_that_are_reported_late() -> None:
    """A miss that shows afterwards is new; the one that was known is not repeated."""
    policies = Policies(default=Policy("p", [Objective(NEXT_RESPONSE, HOUR)]))
    ladder = Ladder(NEXT_RESPONSE, [Step(1, Notify("lead"))])
    told = [
        TicketEvent("created", at(-240)),
        TicketEvent("public reply", at(-230)),
        TicketEvent("customer message", at(0)),
        TicketEvent("public reply", at(90)),
    ]
    clocks = TicketClocks(Ticket(id="t1", created=at(-240)), policies, told)
    known = {each.key for each in due_events([clocks], [ladder], at(200))}
    late = clocks.apply(TicketEvent("customer message", at(-119)))
    late = late.apply(TicketEvent("public reply", at(-30)))
    fired = due_events([late], [ladder], at(200), known=known)
    assert [each.at for each in fired] == [at(-59)]


def test_key_of_a_step_outlives_a_change_of_policy() -> None:
    """Levels have policies of their own; the supervisor is told once."""
    policies = Policies(
        [Policy("first", [Objective(RESOLUTION, HOUR)], when={"level": [1]})],
        default=Policy("rest", [Objective(RESOLUTION, HOUR)]),
    )
    ticket = Ticket(id="t1", created=NOON, impact=3, urgency=3)
    clocks = TicketClocks(ticket, policies, [TicketEvent("created", NOON)])
    ladder = Ladder(RESOLUTION, [Step(1, Notify("supervisor"))])
    known = {each.key for each in due_events([clocks], [ladder], at(90))}
    raised = clocks.changed(attrs.evolve(ticket, impact=1, urgency=1))
    assert due_events([raised], [ladder], at(120), known=known) == ()


def test_steps_of_a_ladder_fire_at_different_times() -> None:
    """Two of the same time would be one to whoever keeps keys; 1 and 1.0 are the same."""
    with pytest.raises(ValueError, match="steps that fire at different times"):
        Ladder(RESOLUTION, [Step(1, Notify("a")), Step(1.0, Notify("b"))])


def test_nobody_is_told_at_night_what_could_be_told_before() -> None:
    """Half is used up when the pause begins; it ends in the evening."""
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    events = [
        TicketEvent("created", monday, status="open"),
        TicketEvent("status", monday + 2 * HOUR, status="pending"),
        TicketEvent("status", monday + 13 * HOUR, status="open"),
    ]
    clock = replay(events, Target(RESOLUTION, 4 * HOUR, calendar=DESK, pause_in={"pending"}))
    ladder = Ladder(RESOLUTION, [Step(0.5, Notify("owner"))])
    assert ladder.next_fire(clock, events[-1].at) == monday + 24 * HOUR


def test_breach_step_comes_with_the_breach() -> None:
    """Used up at closing time; the next microsecond of open time is next morning's."""
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    clock = replay([TicketEvent("created", monday)], Target(RESOLUTION, 8 * HOUR, calendar=DESK))
    instant = timedelta(microseconds=1)
    ladder = Ladder(RESOLUTION, [Step(timedelta(0), Notify("a")), Step(instant, Notify("b"))])
    fired = [when for _, _, when in ladder.fired(clock, monday + 48 * HOUR)]
    assert fired == [monday + 8 * HOUR, monday + 24 * HOUR + instant]
    assert not clock.breached(fired[0])
    assert clock.breached(fired[1])


def test_cycles_that_were_missed_are_not_forgotten() -> None:
    """The first answer was late, the second is not due yet."""
    kinds = [(-60, "created"), (-50, "public reply"), (0, "customer message")]
    kinds += [(90, "public reply"), (100, "customer message")]
    events = [TicketEvent(kind, at(minute)) for minute, kind in kinds]
    clock = replay(events, Target(NEXT_RESPONSE, HOUR))
    assert not clock.breached(at(110))
    assert clock.missed(at(110)) == (1,)
    assert clock.missed(at(161)) == (1, 2)


def test_condition_without_fields_is_refused() -> None:
    """It would hold for every ticket."""
    with pytest.raises(ValueError, match=r"^when: expected at least one field"):
        FieldsAre({})


def test_condition_on_the_level_takes_the_table_it_is_given() -> None:
    """The level that chooses the policy is the level that chooses the target."""
    major = Ticket(id="t1", created=NOON, impact=3, urgency=3)
    matrix = PriorityMatrix({(3, 3): 1})
    assert FieldsAre({"level": [1]}, matrix=matrix)(major)
    assert not FieldsAre({"level": [1]})(major)


def test_forecast_is_for_rows_that_run() -> None:
    """Not for a paused clock, and not where a ticket has several rows."""
    start = np.array([0, 0])
    clocks = ClockColumns.started(start, start + 1)
    clocks.meter[1] = 0
    order = np.arange(2)
    assert np.isnan(BreachForecast(agents=1)(Backlog(start, clocks), 0, order)).tolist() == [
        False,
        True,
    ]
    several = Backlog(start, clocks, ticket=np.array([0, 0]))
    with pytest.raises(ValueError, match="backlog: expected one row for each ticket"):
        BreachForecast(agents=1)(several, 0, order)


def test_rows_of_a_ticket_stand_together() -> None:
    """Or it would be served twice."""
    start = np.array([0, 0, 0])
    with pytest.raises(ValueError, match=r"Backlog.ticket: expected ascending positions"):
        Backlog(start, ClockColumns.started(start, start), ticket=np.array([1, 0, 1]))


@pytest.mark.parametrize("column", [np.array([2**60], "M8[s]"), np.array([2**60 // 3], "M8[D]")])
def test_units_do_not_wrap_around(column: object) -> None:
    """Numpy would give a date in the past."""
    with pytest.raises(ValueError, match="at: expected times within 290,000 years"):
        DESK.next_open_many(column)  # type: ignore[arg-type]


def test_unsigned_numbers_are_no_instants() -> None:
    """They would wrap around as well."""
    with pytest.raises(TypeError, match=r"^at: expected"):
        DESK.next_open_many(np.array([2**64 - 5], dtype=np.uint64))  # type: ignore[arg-type]


def test_combined_calendars_explain_themselves() -> None:
    """Each by its name."""
    holiday = BusinessCalendar.weekdays("09:00", "17:00", "UTC", holidays={date(2026, 5, 4)})
    trace = (DESK & holiday).trace(datetime(2026, 5, 1, 16, tzinfo=UTC), 2 * HOUR)
    assert (date(2026, 5, 4), "second: holiday") in trace.remarks
    assert (date(2026, 5, 2), "desk: closed on sat") in trace.remarks


def test_trace_of_a_stopped_clock_ends_where_it_stopped() -> None:
    """And says nothing of the weeks since."""
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    events = [TicketEvent("created", monday), TicketEvent("resolved", monday + HOUR)]
    clock = replay(events, Target(RESOLUTION, 8 * HOUR, calendar=DESK))
    trace = clock.trace(monday + timedelta(days=30))
    assert trace.remarks == ()
    assert trace.pauses == ()
    assert trace.counted == HOUR


def test_name_of_a_calendar_is_text() -> None:
    """It is looked up in configurations."""
    with pytest.raises(TypeError, match=r"BusinessCalendar.name: expected a string, got None"):
        BusinessCalendar(tz="UTC", name=None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"Targets.calendar: expected a calendar or its name"):
        Targets(calendar="")


def test_target_beyond_all_time_is_never_due() -> None:
    """With a calendar or without one, the error is the same."""
    targets = Targets(default=timedelta(days=3_650_000))
    with pytest.raises(NeverOpenError):
        targets.due(Ticket(id="t1", created=NOON))


def test_refused_tickets_do_not_move_the_clock_of_a_board() -> None:
    """A calendar does not reach back to the first day of all."""
    board = Board(agents("ana"), setup=Setup(targets=Targets(default=minutes(5), calendar=DESK)))
    with pytest.raises(ValueError, match="expected an instant from 0001-01-02"):
        board.submit([Ticket(id="t1", created=datetime(1, 1, 1, tzinfo=UTC))], NOON)
    assert board.now == datetime(1970, 1, 1, tzinfo=UTC)
    assert len(board.window.tickets) == 0
    assert isinstance(board.window.tickets, TicketColumns)


def test_signal_that_no_ticket_carries_is_refused() -> None:
    """A misspelt name would rank nobody; one that only some tickets carry is fine."""
    board = Board(agents("ana"))
    angry = Ticket(id="t1", created=NOON, attributes={"anger": 0.5})
    board.submit([angry, Ticket(id="t2", created=at(-5))], NOON)
    assert list(board.window.most_urgent_first(Signal("anger"))) == [0, 1]
    with pytest.raises(ValueError, match="angre"):
        next(board.window.most_urgent_first(Signal("angre")))
    board.submit([attrs.evolve(angry, id="t3", attributes={"anger": 0.9})], NOON)
    assert list(board.window.most_urgent_first(Signal("anger"))) == [2, 0, 1]
