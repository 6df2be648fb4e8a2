"""Fairness reports: by worked example, from columns, from a log and from a ledger."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.builders import NOON, at, minutes
from tests.dispatcher.desks import desk_of, give, submit
from ticketroute import Agent, Dispatcher, Ticket
from ticketroute.board import CalendarPeriod, Shifts
from ticketroute.metrics import (
    AgentShare,
    Fairness,
    FairnessLedger,
    Inequality,
    fairness,
    fairness_by_period,
)
from ticketroute.sla import BusinessCalendar

DAY = BusinessCalendar.weekdays("08:00", "18:00", "Europe/Berlin")
WEEK: dict[str, list[object]] = {
    "agent_id": ["ana", "ana", "ana", "bea", "bea"],
    "effort": [1, 1, 2, 3, 1],
    "difficulty": [1, 5, None, 5, 5],
    "at": [
        datetime(2026, 5, 4, 6, 30, tzinfo=UTC),  # a Monday, half past eight in Berlin
        datetime(2026, 5, 4, 17, tzinfo=UTC),  # seven in the evening
        datetime(2026, 5, 9, 10, tzinfo=UTC),  # a Saturday
        datetime(2026, 5, 5, 10, tzinfo=UTC),
        datetime(2026, 5, 6, 10, tzinfo=UTC),
    ],
}


def shares(found: Fairness) -> dict[str, AgentShare]:
    """Give the rows of a report by agent."""
    return {row.agent_id: row for row in found.agents}


def test_report_by_hand() -> None:
    """Counts, effort, shares and indices of a week."""
    found = fairness(WEEK, hours={"ana": 40, "bea": 20, "cem": 0}, hard_from=3, ordinary=DAY)
    rows = shares(found)
    assert (rows["ana"].tickets, rows["ana"].effort, rows["ana"].effort_per_hour) == (3, 4, 0.1)
    assert (rows["bea"].tickets, rows["bea"].effort, rows["bea"].effort_per_hour) == (2, 4, 0.2)
    assert (rows["ana"].hard, rows["ana"].off_hours) == (1 / 3, 2 / 3)
    assert (rows["bea"].hard, rows["bea"].off_hours) == (1, 0)
    cem = rows["cem"]
    assert (cem.tickets, cem.effort, cem.hard, cem.off_hours) == (0, 0, None, None)
    assert (cem.hours, cem.effort_per_hour) == (0, None)
    assert list(found.inequality) == ["tickets", "effort", "effort per hour"]
    # 0, 2, 3: differences of ordered pairs 12, over 2 * 9 * 5/3; 25 / (3 * 13); 3 / (5/3)
    expected = Inequality(pytest.approx(0.4), pytest.approx(25 / 39), pytest.approx(1.8))  # type: ignore[arg-type]
    assert found.inequality["tickets"] == expected
    assert found.inequality["effort"].jain == pytest.approx(2 / 3)
    assert found.inequality["effort per hour"].jain == pytest.approx(0.9)


def test_text_is_a_small_table() -> None:
    """Columns of which nothing is known are left out."""
    found = fairness(WEEK, hours={"ana": 40, "bea": 20}, hard_from=3, ordinary=DAY)
    assert str(found) == (
        "agent  tickets  effort  hard  off hours  hours  effort / hour\n"
        "ana          3       4   33%        67%     40            0.1\n"
        "bea          2       4  100%         0%     20            0.2\n"
        "tickets: Gini 0.100, Jain 0.962, max / mean 1.20\n"
        "effort: Gini 0.000, Jain 1.000, max / mean 1.00\n"
        "effort per hour: Gini 0.167, Jain 0.900, max / mean 1.33"
    )
    assert str(fairness({"agent_id": ["ana"]})).splitlines()[:3] == [
        "agent  tickets  effort",
        "ana          1       1",
        "counted are only those who were given something:",
    ]
    assert str(fairness({"agent_id": []}, agents=["ana"])).splitlines()[:2] == [
        "agent  tickets  effort",
        "ana          0       0",
    ]
    assert str(fairness({"agent_id": []})) == "agent  tickets  effort"


def test_outliers_are_named() -> None:
    """One who has much more than most, and where most are alike, also one who has less."""
    counts = {"ana": 10, "bea": 11, "cem": 12, "dan": 13, "eva": 40}
    many = {"agent_id": [name for name, count in counts.items() for _ in range(count)]}
    (first, second) = fairness(many).outliers
    assert (first.agent_id, first.measure, first.value, first.median) == ("eva", "tickets", 40, 12)
    assert second.measure == "effort"
    assert str(first) == "eva has more tickets than most: 40, median 12"
    alike = {f"a{n}": 10 for n in range(9)} | {"z": 2}
    rows = {"agent_id": [name for name, count in alike.items() for _ in range(count)]}
    assert str(fairness(rows).outliers[0]) == "z has less tickets than most: 2, median 10"
    assert fairness(WEEK).outliers == ()
    assert fairness(many, outlier_from=100).outliers == ()


def test_columns_are_one_row_for_each_agent() -> None:
    """What is not known is NaN."""
    columns = fairness(WEEK, agents=["cem"]).columns()
    assert columns["agent_id"].tolist() == ["ana", "bea", "cem"]
    assert columns["tickets"].tolist() == [3, 2, 0]
    assert columns["effort"].tolist() == [4, 4, 0]
    assert all(np.isnan(columns[name]).all() for name in ("hard", "hours", "effort_per_hour"))
    assert pd.DataFrame(columns).shape == (3, 7)


def test_data_frames_are_columns() -> None:
    """With gaps and instants of their own."""
    frame = pd.DataFrame(WEEK)
    assert fairness(dict(frame), hard_from=3, ordinary=DAY).agents == (
        fairness(WEEK, hard_from=3, ordinary=DAY).agents
    )


def test_hours_by_calendars_of_a_period() -> None:
    """Open time from start to end; all of it for who has no calendar."""
    shifts = Shifts(calendars={"ana": DAY})
    monday = datetime(2026, 5, 4, tzinfo=UTC)
    found = fairness(WEEK, hours=shifts, start=monday, end=monday + timedelta(days=2))
    rows = shares(found)
    assert (rows["ana"].hours, rows["bea"].hours) == (20, 48)
    assert (rows["ana"].tickets, rows["bea"].tickets) == (2, 1)
    assert str(found).startswith("from 2026-05-04T00:00:00+00:00 to 2026-05-06T00:00:00+00:00\n")
    with pytest.raises(ValueError, match="start, end: expected both"):
        fairness(WEEK, hours=shifts)


def test_periods_follow_each_other() -> None:
    """Nothing is in two of them, and nothing is lost; all agents are in each."""
    weekly = fairness_by_period(WEEK, timedelta(days=2), hours=Shifts(calendars={}))
    assert [[row.tickets for row in each.agents] for each in weekly] == [[2, 1], [0, 1], [1, 0]]
    assert [each.start for each in weekly][1:] == [each.end for each in weekly][:-1]
    daily = fairness_by_period(WEEK, CalendarPeriod("day", "Europe/Berlin"))
    assert [sum(row.tickets for row in each.agents) for each in daily] == [2, 1, 1, 0, 0, 1]
    assert daily[1].start == datetime(2026, 5, 4, 22, tzinfo=UTC)
    assert fairness_by_period({"agent_id": [], "at": []}, timedelta(days=1)) == ()


def working_desk() -> tuple[Dispatcher, FairnessLedger]:
    """Let tickets be assigned, offered, accepted, declined, handed on and put back."""
    desk = desk_of("ana bea cem", 9)
    ledger = desk.attach(FairnessLedger(desk.view))
    give(desk, "t1", "ana")
    submit(desk, "t2", effort=3, difficulty=5.0)
    desk.offer("t2", ["ana"], at(5))
    desk.decline("t2", "ana", at(6))
    desk.offer("t2", ["bea"], at(7))
    desk.accept("t2", "bea", at(8))
    desk.transfer("t1", "bea", at(9))
    return desk, ledger


def test_ledger_and_log_say_the_same() -> None:
    """Who is given what nobody had; hand-overs do not count again."""
    desk, ledger = working_desk()
    rows = {name: column.tolist() for name, column in ledger.columns().items()}
    assert rows["ticket_id"] == ["t1", "t2"]
    assert rows["agent_id"] == ["ana", "bea"]
    assert rows["effort"] == [1, 3]
    assert rows["difficulty"][1] == 5
    kept, told = fairness(ledger, hard_from=3), fairness(desk.log, hard_from=3)
    assert [(row.agent_id, row.tickets, row.effort) for row in kept.agents] == [
        ("ana", 1, 1),
        ("bea", 1, 3),
        ("cem", 0, 0),
    ]
    assert kept.agents[:2] == told.agents  # the log does not know of cem
    assert (kept.only, told.only) == ("", "those whom the log names")
    assert fairness(desk.log, hard_from=3, agents=["cem"]) == kept
    assert repr(ledger) == "<FairnessLedger: 2 given to 2 agents>"


def test_who_had_nothing_counts_or_the_report_says_that_they_do_not() -> None:
    """One of two gets everything: a ledger and names know of it, and a log alone says so."""
    desk = desk_of("ana bea", 9)
    ledger = desk.attach(FairnessLedger(desk.view))
    give(desk, "t1 t2", "ana")
    unequal = Inequality(0.5, 0.5, 2)
    assert fairness(ledger).inequality["tickets"] == unequal
    assert fairness(desk.log, agents=desk.view.roster.ids).inequality["tickets"] == unequal
    alone = fairness(desk.log)
    assert alone.inequality["tickets"] == Inequality(0, 1, 1)
    assert "counted are only those whom the log names:\ntickets: Gini 0.000" in str(alone)
    desk.set_presence("bea", "away", at(1))
    assert fairness(desk.log).inequality["tickets"] == unequal
    desk.set_agent(Agent(id="cem", capacity=1), at(2))
    assert [row.agent_id for row in fairness(desk.log).agents] == ["ana", "bea", "cem"]
    (day,) = fairness_by_period(desk.log, timedelta(days=1))
    assert [row.tickets for row in day.agents] == [2, 0, 0]
    assert day.only == "those whom the log names"


def test_who_has_a_calendar_is_there() -> None:
    """Hours name agents, in numbers or as shifts."""
    shifts = Shifts(calendars={"ana": DAY, "cem": DAY})
    found = fairness(WEEK, hours=shifts, start=at(-600), end=at(9000))
    assert [row.agent_id for row in found.agents] == ["ana", "bea", "cem"]
    assert (found.only, fairness(WEEK).only) == ("", "those who were given something")
    assert fairness_by_period(WEEK, timedelta(days=9))[0].only == fairness(WEEK).only


def test_agent_who_is_gone_is_still_in_the_ledger() -> None:
    """What was given stays given."""
    desk = desk_of("ana bea", 9)
    ledger = desk.attach(FairnessLedger(desk.view))
    give(desk, "t1", "ana")
    desk.resolve("t1", at(3))
    desk.sign_off("ana", at(4))
    desk.forget_agent("ana", at(5))
    assert [row.agent_id for row in fairness(ledger).agents] == ["ana", "bea"]


def test_changed_ticket_counts_as_it_was_when_given() -> None:
    """An update before it is given is known from the log."""
    desk = Dispatcher([Agent(id="ana", capacity=9)], strategy="fewest-open")
    desk.submit(Ticket(id="t1", created=NOON), NOON)
    desk.update(Ticket(id="t1", created=NOON, effort=4), at(1))
    desk.dispatch(at(2))
    assert fairness(desk.log).agents[0].effort == 4


def test_empty_ledger_and_log() -> None:
    """Nobody has anything: all is equal."""
    desk = desk_of("ana bea", 9)
    ledger = desk.attach(FairnessLedger(desk.view))
    assert {len(column) for column in ledger.columns().values()} == {0}
    found = fairness(ledger)
    assert found.inequality["tickets"] == Inequality(0, 1, 1)
    assert fairness(desk.log).agents == ()


REFUSED: dict[str, tuple[dict[str, object], type[Exception], str]] = {
    "no agents": ({"given": {"effort": [1]}}, ValueError, "columns with 'agent_id'"),
    "no texts": ({"given": {"agent_id": [3]}}, TypeError, "texts"),
    "effort below 0": ({"given": {"agent_id": ["a"], "effort": [-1]}}, ValueError, "'effort'"),
    "effort no number": ({"given": {"agent_id": ["a"], "effort": ["x"]}}, TypeError, "numbers"),
    "uneven": ({"given": {"agent_id": ["a"], "effort": [1, 2]}}, ValueError, "as many values"),
    "naive": ({"given": {"agent_id": ["a"], "at": [datetime(2026, 5, 4)]}}, ValueError, "naive"),
    "no column": ({"given": {"agent_id": "ana"}}, TypeError, "a column of values"),
    "neither": ({"given": 3}, TypeError, "columns, events or a FairnessLedger"),
    "no events": ({"given": ["x"]}, TypeError, "values of Event"),
    "no times": ({"given": {"agent_id": ["a"]}, "ordinary": DAY}, ValueError, "column 'at'"),
    "no times for a start": ({"given": {"agent_id": ["a"]}, "start": NOON}, ValueError, "times"),
    "reversed": ({"given": WEEK, "start": NOON, "end": NOON}, ValueError, "after the start"),
    "hours below 0": ({"given": WEEK, "hours": {"ana": -1}}, ValueError, "hours\\['ana'\\]"),
    "no hours": ({"given": WEEK, "hours": 8}, TypeError, "hours: expected"),
    "no calendar": ({"given": WEEK, "ordinary": "9 to 5"}, TypeError, "ordinary: exp"),
    "no threshold": ({"given": WEEK, "hard_from": "x"}, TypeError, "hard_from: exp"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused(case: str) -> None:
    """Field, value and expectation."""
    arguments, error, message = REFUSED[case]
    with pytest.raises(error, match=message):
        fairness(**arguments)  # type: ignore[arg-type]


def test_log_that_begins_too_late_is_refused() -> None:
    """What a ticket was is in its submission."""
    desk, _ = working_desk()
    with pytest.raises(ValueError, match="from the submission of ticket 't1' on"):
        fairness(desk.log[1:])


def test_periods_without_end_are_refused() -> None:
    """A period has a length, and there are not too many of them."""
    for per, error in ((timedelta(0), ValueError), (minutes(1e-6), ValueError), ("day", TypeError)):
        with pytest.raises(error, match=r"^per: expected"):
            fairness_by_period(WEEK, per)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="column 'at'"):
        fairness_by_period({"agent_id": ["a"]}, timedelta(days=1))
