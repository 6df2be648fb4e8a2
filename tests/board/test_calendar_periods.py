"""Days and weeks by the clock on the wall, around every way in which clocks are changed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketroute.board import CalendarPeriod
from ticketroute.model import MICROSECOND, from_microseconds, to_microseconds

CHANGES = {
    "Europe/Berlin": [datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1)],
    "America/Sao_Paulo": [datetime(2018, 11, 4, 3), datetime(2018, 2, 18, 2)],  # skips midnight
    "America/Havana": [datetime(2026, 11, 1, 5), datetime(2026, 3, 8, 5)],  # midnight comes twice
    "Australia/Lord_Howe": [datetime(2026, 4, 4, 15), datetime(2026, 10, 3, 15, 30)],
    "Pacific/Apia": [datetime(2011, 12, 30, 10)],  # skips a day
    "Pacific/Kwajalein": [datetime(1993, 8, 21, 12), datetime(1969, 9, 30, 13)],
    "UTC": [datetime(2026, 1, 1)],
}
"""Zones, and instants in UTC at which or near which their clocks are changed."""

PLACES = [(zone, each.replace(tzinfo=UTC)) for zone, times in CHANGES.items() for each in times]


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[CalendarPeriod, datetime]:
    """Give a period, most often one that begins near a change of clocks, and an instant near it."""
    zone, change = draw(st.sampled_from(PLACES))
    wall = change.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    near = wall + timedelta(minutes=draw(st.integers(-90, 90)))
    at_change = near - near.replace(hour=0, minute=0)
    begins = draw(st.sampled_from([at_change, at_change, timedelta(0), timedelta(hours=23)]))
    unit = draw(st.sampled_from(["day", "week"]))
    period = CalendarPeriod(unit, zone, begins)  # type: ignore[arg-type]
    far = draw(st.sampled_from([180, 180, 12_000]))
    return period, change + timedelta(minutes=draw(st.integers(-far, far)))


@given(near_changes(), st.lists(st.integers(0, 240) | st.integers(0, 10_000), max_size=8))
def test_end_is_after_now_and_never_falls(
    near: tuple[CalendarPeriod, datetime], steps: list[int]
) -> None:
    """As time goes on, so does the end; until it has come, it is the same."""
    period, start = near
    instants = [to_microseconds(start + timedelta(minutes=each)) for each in sorted({0, *steps})]
    ends = [period.end_after(each) for each in instants]
    assert all(end > now for now, end in zip(instants, ends, strict=True))
    for (now, later), (end, later_end) in zip(pairwise(instants), pairwise(ends), strict=True):
        assert later_end == end if later < end else later_end > end
        assert period.end_after(now + (end - now) // 2) == period.end_after(end - 1) == end


@given(near_changes())
def test_each_period_begins_once_and_at_the_first_reading(
    near: tuple[CalendarPeriod, datetime],
) -> None:
    """No two ends are the same day's, and no instant before one of them shows its time."""
    period, start = near
    zone, now, begun = ZoneInfo(period.zone), to_microseconds(start), list[datetime]()
    for _ in range(12):
        now = period.end_after(now)
        wall = from_microseconds(now, zone).replace(tzinfo=None)
        midnight = (wall - period.begins).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        begun.append(midnight + period.begins)
        hour_before = (from_microseconds(now - k * 60_000_000, zone) for k in range(1, 181))
        assert all(each.replace(tzinfo=None) < begun[-1] for each in hour_before)
        assert from_microseconds(now, zone) - wall.replace(tzinfo=zone) == timedelta(0)
    apart = {later - one for one, later in pairwise(begun)}
    usual = timedelta(days=1 if period.unit == "day" else 7)
    assert apart <= {usual, 2 * usual}  # twice as far where a day is skipped altogether


@pytest.mark.parametrize(
    ("zone", "begins", "now", "end"),
    [
        ("Europe/Berlin", (2, 30), (2026, 10, 24, 23, 45), (2026, 10, 25, 0, 30)),
        ("Europe/Berlin", (2, 30), (2026, 10, 25, 0, 30), (2026, 10, 26, 1, 30)),
        ("Europe/Berlin", (2, 30), (2026, 10, 25, 0, 45), (2026, 10, 26, 1, 30)),
        ("Europe/Berlin", (2, 30), (2026, 10, 25, 1, 0), (2026, 10, 26, 1, 30)),
        ("Europe/Berlin", (2, 30), (2026, 3, 29, 0, 59), (2026, 3, 29, 1, 0)),
        ("Europe/Berlin", (2, 30), (2026, 3, 29, 1, 0), (2026, 3, 30, 0, 30)),
        ("America/Sao_Paulo", (0, 0), (2018, 11, 4, 2, 59), (2018, 11, 4, 3, 0)),
        ("America/Havana", (0, 0), (2026, 11, 1, 3, 59), (2026, 11, 1, 4, 0)),
        ("America/Havana", (0, 0), (2026, 11, 1, 4, 30), (2026, 11, 2, 5, 0)),
        ("Pacific/Apia", (0, 0), (2011, 12, 30, 9, 59), (2011, 12, 30, 10, 0)),
        ("Pacific/Apia", (0, 0), (2011, 12, 30, 10, 0), (2011, 12, 31, 10, 0)),
    ],
)
def test_changes_by_hand(
    zone: str, begins: tuple[int, int], now: tuple[int, ...], end: tuple[int, ...]
) -> None:
    """A time that comes twice counts the first time; one that is skipped, as soon as it is past."""
    hours, minutes = begins
    period = CalendarPeriod("day", zone, timedelta(hours=hours, minutes=minutes))
    now_us, end_us = (to_microseconds(datetime(*each, tzinfo=UTC)) for each in (now, end))  # type: ignore[misc,arg-type]
    assert period.end_after(now_us) * MICROSECOND == end_us * MICROSECOND
