"""The calendar agrees with the walk along the clock, in many zones and around clock changes.

How many opening hours are tried in each zone is read from ``TICKETROUTE_CASES``.
"""

import zlib
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.sla.calendar.configurations import CASES, ZONES, random_hours
from tests.sla.calendar.reference import (
    DAY,
    MINUTE,
    Hours,
    Reference,
    Walk,
    clock_changes,
    disagreements,
    utc,
    walk,
)
from ticketroute.sla import Calendar

DAYS = 9
QUESTIONS = 30


def some_walk(rng: np.random.Generator, zone: ZoneInfo, years: tuple[int, ...]) -> Walk:
    """Walk some days around a change of clocks in one of the years, if there is one."""
    year = int(rng.choice(years)) if rng.random() < 0.7 else int(rng.integers(1974, 2037))
    changes = clock_changes(zone, utc(year, 1, 1), timedelta(days=367))
    middle = changes[rng.integers(len(changes))] if changes else utc(year, 6, 1)
    return walk(zone, middle - timedelta(days=int(rng.integers(1, DAYS - 2))), DAYS)


def compare(
    rng: np.random.Generator, reference: Reference, calendar: Calendar, questions: int = QUESTIONS
) -> None:
    """Ask both about windows and single instants, at which something happens or nothing."""
    steps = reference.walk
    start, end = steps.when(steps.hidden), steps.when(len(steps.readings))
    windows = [
        (window.start.astimezone(UTC), window.end.astimezone(UTC))  # in the repeated hour,
        for window in calendar.intervals(start, end)  # datetimes of two zones are never equal
    ]
    assert windows == reference.windows(), calendar
    positions = np.arange(steps.hidden, len(steps.readings))
    instants = np.datetime64(start.replace(tzinfo=None), "us") + np.timedelta64(
        steps.step
    ) * np.arange(len(positions))
    assert (calendar.is_open_many(instants) == reference.open_at[steps.hidden :]).all(), calendar
    events = np.flatnonzero(reference.opens_at | reference.closes_at)
    near = (events[:, np.newaxis] + [-1, 0, 1]).ravel()
    near = near[(near >= steps.hidden) & (near < len(steps.readings))]
    for _ in range(questions):
        pool = near if len(near) and rng.random() < 0.5 else positions
        at, other = int(rng.choice(pool)), int(rng.choice(positions))
        exact = reference.between(at, other)  # leads exactly to an edge, now and then
        scale = int(rng.choice([1, 60, 600, 6000]))
        amount = exact if rng.random() < 0.5 else int(rng.integers(-scale, scale + 1))
        assert disagreements(reference, calendar, at, amount, other) == [], calendar


@pytest.mark.parametrize("name", ZONES)
def test_random_hours_in_a_zone(name: str) -> None:
    """Every question has the answer of the walk, at openings, closings, clock changes and between.

    Each walk serves several sets of hours. The zone is not shared with other tests, so that what
    they asked does not matter.
    """
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    zone = ZoneInfo.no_cache(name)
    steps = some_walk(rng, zone, ZONES[name])
    for case in range(CASES):
        if case % 3 == 2:
            steps = some_walk(rng, zone, ZONES[name])
        hours = random_hours(rng, steps.dates())
        compare(rng, Reference(steps, steps.flags(hours)), hours.calendar(zone))


@pytest.mark.parametrize("name", ["Europe/London", "America/Santiago", "Asia/Gaza"])
@pytest.mark.parametrize("year", [2090, 2390, 2400, 9000])
def test_far_future(name: str, year: int) -> None:
    """The rules of a zone go on for ever, and so does the calendar.

    The zone is new, as a calendar that is asked about 2026 and 9000 needs all that lies between.
    """
    rng = np.random.default_rng(year)
    zone = ZoneInfo.no_cache(name)
    changes = clock_changes(zone, utc(year, 1, 1), timedelta(days=366))
    steps = walk(zone, changes[0] - 4 * DAY, DAYS)
    for _ in range(2):
        hours = random_hours(rng, steps.dates())
        compare(rng, Reference(steps, steps.flags(hours)), hours.calendar(zone))


@pytest.mark.parametrize("name", ["Europe/London", "Australia/Lord_Howe", "Pacific/Apia"])
def test_calendars_that_share_what_is_known_of_a_zone(name: str) -> None:
    """Zones are looked into once for all calendars; the order in which they grow is no matter."""
    rng = np.random.default_rng(5)
    zone = ZoneInfo.no_cache(name)
    for year in (2011, 1985, 2012, 2030, 1996, 2011):
        steps = walk(zone, utc(year, int(rng.integers(1, 13)), 1), DAYS)
        hours = random_hours(rng, steps.dates())
        compare(rng, Reference(steps, steps.flags(hours)), hours.calendar(zone), 8)


def test_every_minute_of_a_week_with_two_changes_of_clocks() -> None:
    """In Freetown clocks were changed and changed back within four days of 1939."""
    zone = ZoneInfo.no_cache("Africa/Freetown")
    steps = walk(zone, utc(1939, 8, 31), 8)
    hours = Hours(
        weekly={
            day: [("00:10", "00:40"), ("01:00", "01:30"), ("23:00", "24:00")]
            for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        }
    )
    reference, calendar = Reference(steps, steps.flags(hours)), hours.calendar(zone)
    for at in range(steps.hidden, len(steps.readings), 7):
        assert disagreements(reference, calendar, at, 45, at + 3 if at % 2 else at - 3) == []


def test_reference_by_hand() -> None:
    """The walk itself is right where anybody can see it: a night of the change in London."""
    steps = walk(ZoneInfo("Europe/London"), utc(2026, 3, 28), 3, MINUTE)
    hours = Hours(weekly={"sun": [("00:30", "01:30"), ("01:40", "03:00")]})
    reference = Reference(steps, steps.flags(hours))
    # At 01:00 UTC the clock goes from 00:59 to 02:00: the first range closes, the second opens.
    assert reference.windows() == [(utc(2026, 3, 29, 0, 30), utc(2026, 3, 29, 2))]
    noon = steps.position(utc(2026, 3, 28, 12))
    assert reference.add(noon, 90) == steps.position(utc(2026, 3, 29, 2))
    assert reference.add(noon, 91) is None
