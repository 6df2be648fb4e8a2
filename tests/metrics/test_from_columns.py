"""Journeys of tables: what is read, what follows from what is missing, what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest

from tests.metrics.journeys import NINE, at, instant, minutes
from ticketroute.board import NEVER
from ticketroute.metrics import Kind, Outcome, TimesOnShift, journeys_from_columns

TABLE: dict[str, list[Any]] = {
    "created": [at(0), at(10), at(20), at(30)],
    "kind": ["billing", "sales", "billing", "sales"],
    "first_assigned": [at(2), None, at(21), None],
    "started": [at(5), None, None, None],
    "ended": [at(20), at(12), None, None],
    "agent": ["bea", None, "ana", None],
    "due": [at(60), None, None, None],
}


def test_a_table_is_read() -> None:
    """What is not said follows from what is."""
    journeys = journeys_from_columns(TABLE, end=at(60))
    assert [Outcome(each).label for each in journeys.outcome] == [
        "resolved",
        "abandoned",
        "in hand",
        "waiting",
    ]
    assert journeys.created.tolist() == [instant(each) for each in (0, 10, 20, 30)]
    assert journeys.first_assigned.tolist() == [instant(2), NEVER, instant(21), NEVER]
    assert (journeys.agents, journeys.agent.tolist()) == (("ana", "bea"), [1, -1, 0, -1])
    assert journeys.first_agent.tolist() == journeys.agent.tolist()
    assert journeys.handled.tolist() == [15 * 60_000_000, 0, 0, 0]
    assert journeys.kinds == (Kind("billing"), Kind("sales"))
    assert journeys.window == (at(0), at(60))


def test_frames_give_the_same() -> None:
    """With zones and without, of pandas and polars, there and back."""
    journeys = journeys_from_columns(TABLE, end=at(60))
    assert journeys_from_columns(journeys.columns(), end=at(60)) == journeys
    frame = pd.DataFrame(journeys.columns())
    assert journeys_from_columns(dict(frame), end=at(60)) == journeys
    frame["created"] = frame["created"].dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")
    frame["ended"] = frame["ended"].dt.tz_localize("UTC")
    assert journeys_from_columns(dict(frame), end=at(60)) == journeys
    other = pl.DataFrame(journeys.columns())
    assert journeys_from_columns(other.to_dict(as_series=True), end=at(60)) == journeys


def test_only_the_arrival_is_needed() -> None:
    """With an end and without a start column, tickets were resolved, not abandoned."""
    journeys = journeys_from_columns({"created": [at(0)]}, end=at(60))
    assert (journeys.outcome.tolist(), journeys.kinds) == ([Outcome.WAITING], (Kind("any"),))
    journeys = journeys_from_columns({"created": [at(0)], "ended": [at(3)]}, end=at(60))
    assert journeys.outcome.tolist() == [Outcome.RESOLVED]
    empty = journeys_from_columns({"created": []}, end=at(60), start=at(0))
    assert (len(empty), empty.window) == (0, (at(0), at(60)))


def test_kinds_are_told_apart_by_all_that_is_there() -> None:
    """In the order of their first tickets; what is missing is not known."""
    table: dict[str, list[Any]] = {
        "created": [NINE] * 4,
        "channel": ["chat", "voice", "chat", None],
        "level": [1, 2, 1, 3],
    }
    journeys = journeys_from_columns(table, end=at(1))
    assert journeys.kinds == (
        Kind("chat / 1", channel="chat", level=1),
        Kind("voice / 2", channel="voice", level=2),
        Kind("3", level=3),
    )
    assert journeys.kind.tolist() == [0, 1, 0, 2]


def test_counts_durations_and_parts_are_taken() -> None:
    """Floats of frames with gaps, timedeltas of both sorts, times on shift."""
    more: dict[str, Any] = {
        "bounces": [1.0, np.nan, 0.0, 2.0],
        "reopenings": [0, 1, 0, 0],
        "handled": [minutes(3), None, None, None],
        "first_agent": ["ana", None, "ana", None],
    }
    shifts = TimesOnShift([0], [instant(0)], [instant(60)])
    journeys = journeys_from_columns(TABLE | more, end=at(60), start=at(-5), attendance=shifts)
    assert journeys.bounces.tolist() == [1, 0, 0, 2]
    assert journeys.reopenings.tolist() == [0, 1, 0, 0]
    assert journeys.handled.tolist() == [180_000_000, 0, 0, 0]
    assert journeys.first_agent.tolist() == [0, -1, 0, -1]
    assert (journeys.start, len(journeys.attendance)) == (instant(-5), 1)
    numpy_spans = np.array([180, "NaT", "NaT", "NaT"], dtype="timedelta64[s]")
    again = journeys_from_columns(
        TABLE | more | {"handled": numpy_spans}, end=at(60), start=at(-5), attendance=shifts
    )
    assert again == journeys
    assert attrs.evolve(again, bounces=[0] * 4) != journeys


def test_zones_are_heeded() -> None:
    """An instant is the same in every zone."""
    there = datetime(2026, 5, 4, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    journeys = journeys_from_columns({"created": [there]}, end=there + timedelta(hours=1))
    assert journeys.window[0] == datetime(2026, 5, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"created": None}, TypeError, r"columns\['created'\]: expected a column"),
        ({"ended": [at(20).replace(tzinfo=None)] * 4}, ValueError, r"columns\['ended'\].*naive"),
        ({"ended": ["noon"] * 4}, TypeError, r"columns\['ended'\]"),
        ({"outcome": ["done"] * 4}, ValueError, r"columns\['outcome'\]: expected one of"),
        ({"bounces": [0.5] * 4}, TypeError, r"columns\['bounces'\]: expected small integers"),
        ({"bounces": ["x"] * 4}, TypeError, r"columns\['bounces'\]: expected small integers"),
        ({"handled": [3.0] * 4}, TypeError, r"columns\['handled'\]: expected timedeltas"),
        ({"handled": [minutes(-1)] * 4}, ValueError, r"Journeys.handled: expected values from 0"),
        ({"level": ["high"] * 4}, ValueError, r"columns\['level'\]: expected integers"),
        ({"agent": ["ana"]}, ValueError, r"columns\['agent'\]: expected 4 values .* got 1"),
    ],
)
def test_what_cannot_be_read_is_refused(
    change: dict[str, Any], error: type[Exception], message: str
) -> None:
    """The message names the column."""
    with pytest.raises(error, match=message):
        journeys_from_columns(TABLE | change, end=at(60))


def test_the_arrival_is_needed() -> None:
    """A table without it is none of tickets."""
    with pytest.raises(ValueError, match="columns: expected a column 'created'"):
        journeys_from_columns({"ended": [at(0)]}, end=at(60))
