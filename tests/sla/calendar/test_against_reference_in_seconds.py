"""The calendar agrees with a walk second by second, where offsets or hours are no whole minutes."""

import zlib
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.sla.calendar.configurations import random_hours
from tests.sla.calendar.reference import (
    DAY,
    SECOND,
    Hours,
    Reference,
    clock_changes,
    disagreements,
    utc,
    walk,
)
from ticketroute.sla import Calendar

LOCAL_MEAN_TIME = [
    ("Africa/Freetown", 1882),
    ("Africa/Freetown", 1939),
    ("Africa/Monrovia", 1972),  # the last zone to give up an offset with seconds
    ("America/Caracas", 1890),
    ("America/Juneau", 1867),  # one date twice
    ("America/New_York", 1883),
    ("America/Sao_Paulo", 1890),
    ("Asia/Kathmandu", 1919),
    ("Asia/Manila", 1844),  # a date that never was
    ("Asia/Singapore", 1905),
    ("Asia/Tehran", 1945),
    ("Australia/Lord_Howe", 1895),
    ("Europe/Dublin", 1916),
    ("Europe/Lisbon", 1911),
    ("Europe/London", 1847),
    ("Europe/Paris", 1911),
    ("Pacific/Apia", 1892),  # one date twice
    ("Pacific/Kiritimati", 1890),
]
HOUR = timedelta(hours=1)
QUESTIONS = 20


def ask_around(rng: np.random.Generator, reference: Reference, calendar: Calendar) -> None:
    """Ask both about seconds near openings and closings, and about others."""
    steps = reference.walk
    visible = np.arange(steps.hidden, len(steps.readings))
    instants = np.datetime64(steps.when(steps.hidden).replace(tzinfo=None), "us")
    every_second = instants + np.timedelta64(1, "s") * np.arange(len(visible))
    assert (calendar.is_open_many(every_second) == reference.open_at[visible]).all(), calendar
    events = np.flatnonzero(reference.opens_at | reference.closes_at)
    near = (events[:, np.newaxis] + [-1, 0, 1]).ravel()
    near = near[(near >= steps.hidden) & (near <= visible[-1])]
    for _ in range(QUESTIONS):
        at = int(rng.choice(near if len(near) and rng.random() < 0.7 else visible))
        other = int(rng.choice(visible))
        exact = reference.between(at, other)
        amount = exact if rng.random() < 0.5 else int(rng.integers(-40_000, 40_000))
        assert disagreements(reference, calendar, at, amount, other) == [], calendar


@pytest.mark.parametrize(("name", "year"), LOCAL_MEAN_TIME)
def test_offsets_with_seconds(name: str, year: int) -> None:
    """Before standard time each place had its own noon, to the second."""
    rng = np.random.default_rng(zlib.crc32(name.encode()) + year)
    zone = ZoneInfo.no_cache(name)
    changes = clock_changes(zone, utc(year, 1, 1), timedelta(days=367))
    middle = changes[rng.integers(len(changes))] if changes else utc(year, 6, 1)
    for hour in clock_changes(zone, middle, DAY, HOUR):
        middle = hour
    steps = walk(zone, middle - int(rng.integers(6, 15)) * HOUR, 1, SECOND)
    for _ in range(3):
        hours = random_hours(rng, steps.dates(), seconds=bool(rng.random() < 0.5))
        ask_around(rng, Reference(steps, steps.flags(hours)), hours.calendar(zone))


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [("Europe/London", 3, 28), ("Australia/Lord_Howe", 4, 4), ("America/St_Johns", 10, 31)],
)
def test_hours_with_seconds(name: str, month: int, day: int) -> None:
    """Ranges may start and end at any second, also in a modern zone."""
    rng = np.random.default_rng(month)
    zone = ZoneInfo.no_cache(name)
    steps = walk(zone, utc(2026, month, day, 6), 1, SECOND)
    for _ in range(4):
        hours = random_hours(rng, steps.dates(), seconds=True)
        ask_around(rng, Reference(steps, steps.flags(hours)), hours.calendar(zone))


def test_noon_that_came_twice() -> None:
    """At noon of 1883-11-18 in New York clocks went back by 3 minutes and 58 seconds.

    A range from 12:00 opens when the clock reads 12:00 for the first time, and stays open.
    """
    hours = Hours(weekly={"sun": [("12:00", "12:05")]})
    calendar = hours.calendar(ZoneInfo("America/New_York"))
    (window,) = calendar.intervals(utc(1883, 11, 18), utc(1883, 11, 19))
    assert window.start.astimezone(UTC) == utc(1883, 11, 18, 16, 56, 2)  # 4:56:02 before noon
    assert window.end.astimezone(UTC) == utc(1883, 11, 18, 17, 5)
    assert window.length == timedelta(minutes=8, seconds=58)
