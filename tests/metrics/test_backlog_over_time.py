"""Backlog: how many were open when, and how old."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import MINUTE, Row, at, instant, journeys_of, minutes
from ticketroute.board import CalendarPeriod
from ticketroute.metrics import Outcome, backlog

ROWS: list[Row] = [
    {"created": 0, "started": 5, "ended": 30},
    {"created": 10, "ended": 15},
    {"created": 20, "started": 40},
    {"created": 30},
    {"created": 12, "outcome": Outcome.LINKED},
    {"created": 12, "ended": 12, "outcome": Outcome.BLOCKED},
]


def test_by_hand() -> None:
    """Who comes at the instant is there; who ends at it is not."""
    found = backlog(journeys_of(*ROWS), minutes(15))
    assert found.at.tolist() == [instant(each) for each in (15, 30, 45, 60)]
    assert found.open.tolist() == [1, 2, 2, 2]
    assert found.not_started.tolist() == [0, 2, 1, 1]
    assert found.mean_age.tolist() == [each * MINUTE for each in (15, 5, 20, 35)]
    assert found.oldest.tolist() == [each * MINUTE for each in (15, 10, 25, 40)]
    assert repr(found) == "<BacklogOverTime at 4 instants: 1 to 2 open, 2 at the end>"
    shorter = backlog(journeys_of(*ROWS[:2]), minutes(15))
    assert repr(shorter) == "<BacklogOverTime at 4 instants: 0 to 1 open, 0 at the end>"


tickets = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 90)), max_size=12
)


@given(tickets, st.integers(1, 70))
def test_as_counted_one_by_one(triples: list[tuple[int, int, int]], every: int) -> None:
    """At each instant, over all tickets."""
    rows: list[Row] = []
    for created, wait, end in triples:
        started = created + wait if created + wait <= 60 else None
        later = max(created, started or 0) + end
        rows.append({"created": created, "started": started, "ended": min(later, 60)})
        if later > 60:
            rows[-1]["ended"] = None
    journeys = journeys_of(*rows)
    found = backlog(journeys, minutes(every))
    assert found.at[-1] == instant(60)
    for place, moment in enumerate(found.at.tolist()):
        open_rows = [
            row for row in range(len(rows)) if journeys.created[row] <= moment < journeys.ended[row]
        ]
        ages = [moment - int(journeys.created[row]) for row in open_rows]
        assert found.open[place] == len(ages)
        assert found.oldest[place] == max(ages, default=0)
        assert found.mean_age[place] == sum(ages) // max(len(ages), 1)
        waiting = [row for row in open_rows if journeys.started[row] > moment]
        assert found.not_started[place] == len(waiting)


def test_sums_beyond_64_bits_come_back() -> None:
    """A hundred thousand tickets over ten thousand years of days."""
    many = 100_000
    rows: list[Row] = [{"created": 0, "ended": 1}] * many
    journeys = journeys_of(*rows, {"created": 5}, end=60 * 24 * 365 * 1000)
    found = backlog(journeys, timedelta(days=365 * 1000))
    assert found.open.tolist() == [1]
    assert found.mean_age.tolist() == found.oldest.tolist()


def test_windows_days_and_tables() -> None:
    """A window of one's own, days by the wall clock, and long tables cut short."""
    journeys = journeys_of(*ROWS, end=60 * 72)
    part = backlog(journeys, minutes(60), start=at(30), end=at(75))
    assert part.at.tolist() == [instant(75)]
    days = backlog(journeys, CalendarPeriod("day", "UTC"))
    assert [(each - instant(0)) // (60 * MINUTE) for each in days.at.tolist()] == [15, 39, 63, 72]
    lines = str(backlog(journeys, minutes(60))).splitlines()
    assert lines[1].split() == ["2026-05-04", "10:00", "2", "1", "35", "min", "40", "min"]
    assert lines[-1] == "... and 60 more"
    frame = pd.DataFrame(part.columns())
    assert frame["oldest"].tolist() == [minutes(55)]
    empty = backlog(journeys_of(end=0), minutes(1))
    assert (len(empty), repr(empty)) == (0, "<BacklogOverTime at no instant>")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"every": minutes(0)}, ValueError, "every: expected a duration longer than zero"),
        ({"every": timedelta(microseconds=1)}, ValueError, "every: .* at most 1,000,000"),
        ({"every": 60}, TypeError, "every: expected a timedelta or a CalendarPeriod"),
        ({"every": minutes(1), "end": at(61)}, ValueError, "start and end: expected from"),
        ({"every": minutes(1), "start": at(9), "end": at(8)}, ValueError, "start and end"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Intervals of no length, and windows that were not observed."""
    with pytest.raises(error, match=message):
        backlog(journeys_of(*ROWS), **arguments)


def test_a_part_has_no_backlog() -> None:
    """Whoever came before may still be there."""
    with pytest.raises(ValueError, match="journeys: expected all tickets"):
        backlog(journeys_of(*ROWS).between(at(5)), minutes(1))
    by_kind = journeys_of(*ROWS, {"kind": "sales"}).of_kinds(["sales"])
    assert backlog(by_kind, minutes(60)).open.tolist() == [1]
