"""Arrivals and attainment by hour and weekday: zones, changes of clocks, peaks and valleys."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import Row, at, journeys_of
from ticketroute.metrics import (
    ArrivalProfile,
    Outcome,
    arrival_profile,
    attainment_by_hour,
    journeys_from_columns,
)

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
WEEK = timedelta(days=7)


def profile_of(
    instants: list[datetime], zone: str, start: datetime = MONDAY, end: datetime = MONDAY + WEEK
) -> ArrivalProfile:
    """Give the profile of arrivals at some instants."""
    return arrival_profile(journeys_from_columns({"created": instants}, start=start, end=end), zone)


def test_by_hand() -> None:
    """Two weeks: 14 hours of each sort of day are half as many arrivals."""
    hours = [0, 9.5, 9, 7 * 24 + 9, 33]
    found = profile_of(
        [MONDAY + timedelta(hours=each) for each in hours], "UTC", end=MONDAY + 2 * WEEK
    )
    assert found.arrivals.sum() == 5
    assert (found.observed == 2).all()
    assert found.per_hour[0, 9] == 1.5
    assert found.by_weekday.tolist() == [4 / 48, 1 / 48, 0, 0, 0, 0, 0]
    assert found.by_hour[9] == 4 / 14
    assert [(each.weekday, each.hour) for each in found.peaks(3)] == [
        ("Mon", 9),
        ("Mon", 0),
        ("Tue", 9),
    ]
    assert [str(each) for each in found.valleys(1)] == ["Mon 01:00, 0 an hour"]
    assert repr(found) == "<ArrivalProfile of 5 arrivals, UTC: peak Mon 09:00, 1.5 an hour>"


def test_demand_is_all_that_came() -> None:
    """Blocked and linked tickets too, and not what was there before."""
    rows: list[Row] = [
        {"created": -5},
        {"created": 0},
        {"created": 1, "ended": 1, "outcome": Outcome.BLOCKED},
        {"created": 2, "outcome": Outcome.LINKED},
        {"created": 60},
    ]
    found = arrival_profile(journeys_of(*rows), "UTC")
    assert found.arrivals[0, 9] == 4
    assert found.observed[0, 9] == 1.0
    part = arrival_profile(journeys_of(*rows).between(at(0), at(30)), "UTC")
    assert (part.arrivals.sum(), part.observed.sum()) == (3, 0.5)


def test_what_was_not_observed_is_not_zero() -> None:
    """An hour without any observation is no valley."""
    found = profile_of([], "UTC", end=MONDAY + timedelta(hours=2))
    assert np.isnan(found.per_hour).sum() == 7 * 24 - 2
    assert [each.hour for each in found.valleys(5)] == [0, 1]
    nothing = profile_of([], "UTC", end=MONDAY)
    assert (nothing.peaks(), nothing.arrivals.sum()) == ((), 0)
    assert "peak none" in repr(nothing)


def test_changes_of_clocks() -> None:
    """In London an hour comes twice in October, and none of it is missing in March."""
    zone = ZoneInfo("Europe/London")
    october = datetime(2026, 10, 25, tzinfo=zone)
    found = profile_of([], "Europe/London", october, october + timedelta(days=1))
    assert found.observed[6].tolist() == [1, 2, *[1] * 22]
    march = datetime(2026, 3, 29, tzinfo=zone)
    found = profile_of([], "Europe/London", march, march + timedelta(days=1))
    assert found.observed[6].tolist() == [1, 0, *[1] * 22]


@given(
    st.lists(st.integers(0, 14 * 24 * 60), max_size=20),
    st.sampled_from(["UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/London"]),
    st.integers(0, 60),
)
def test_as_read_off_a_clock(minutes: list[int], zone: str, offset: int) -> None:
    """Each arrival by itself; quarter-hour zones and crooked windows, over a change of clocks."""
    start = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=offset, microseconds=offset)
    instants = [start + timedelta(minutes=each) for each in minutes]
    found = profile_of(instants, zone, start, start + 2 * WEEK)
    expected = np.zeros((7, 24), dtype=int)
    for instant in instants:
        wall = (min(instant, start + 2 * WEEK - timedelta.resolution)).astimezone(ZoneInfo(zone))
        expected[wall.weekday(), wall.hour] += 1
    assert found.arrivals.tolist() == expected.tolist()
    assert found.observed.sum() == pytest.approx(14 * 24)


def test_tables_and_columns() -> None:
    """A column for each weekday, or a row for each hour of the week."""
    found = profile_of([MONDAY], "Europe/London")
    lines = str(found).splitlines()
    assert lines[0] == "arrivals per hour, Europe/London"
    assert lines[3].split() == ["01:00", "1", "0", "0", "0", "0", "0", "0"]
    frame = pd.DataFrame(found.columns())
    assert frame.loc[frame["arrivals"] > 0, ["weekday", "hour"]].to_numpy().tolist() == [["Mon", 1]]
    assert len(frame) == 168


def test_attainment_by_the_hour_of_arrival() -> None:
    """Met over counted, as attainment counts; nothing where none came."""
    journeys = journeys_of(
        {"created": 0, "started": 1, "ended": 100, "due": 90},
        {"created": 5, "started": 6, "ended": 70, "due": 90},
        {"created": 70, "started": 71, "ended": 80, "due": 90},
        {"created": 70, "started": 71, "due": 500},
        {"created": 70, "started": 71, "ended": 80, "due": 500},
        {"created": 70},
        end=180,
    )
    found = attainment_by_hour(journeys, "UTC")
    assert found.counted[0, 9:11].tolist() == [2, 1]
    assert found.met[0, 9:11].tolist() == [1, 1]
    assert found.counted.sum() == 3
    assert np.isnan(found.share).sum() == 7 * 24 - 2
    assert attainment_by_hour(journeys, "UTC", stage="start").met.sum() == 5
    assert repr(found) == "<AttainmentByHour: 66.7% of 3 in time (resolution), UTC>"
    assert str(found).splitlines()[11].split() == ["09:00", "50.0%", *["-"] * 6]
    frame = pd.DataFrame(found.columns())
    assert frame["share"].dropna().tolist() == [0.5, 1.0]
    assert repr(attainment_by_hour(journeys_of(), "UTC")).startswith("<AttainmentByHour: - of 0")


@pytest.mark.parametrize(("zone", "error"), [("Mars", ValueError), (1, TypeError)])
def test_unknown_zones_are_refused(zone: Any, error: type[Exception]) -> None:  # noqa: ANN401
    """Names of the IANA data, or a tzinfo."""
    with pytest.raises(error, match="zone"):
        arrival_profile(journeys_of(), zone)
    with pytest.raises(error, match="zone"):
        attainment_by_hour(journeys_of(), zone)


def test_very_long_windows_are_refused() -> None:
    """More than 50 years of quarter-hours is a mistake."""
    with pytest.raises(ValueError, match="window: expected at most 50 years"):
        profile_of([], "UTC", MONDAY - timedelta(days=51 * 366))
    with pytest.raises(ValueError, match="count"):
        profile_of([], "UTC").peaks(-1)
