"""Streams of tickets: rates by the wall clock, and moments that are known."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ticketroute.model import to_microseconds
from ticketroute.simulation import (
    Arrivals,
    AtTimes,
    Batches,
    HourlyPoisson,
    OverDispersed,
    Poisson,
    Surge,
)

HOUR = 3_600_000_000
DAY = 24 * HOUR


def counts(stream: Arrivals, start: datetime, hours: int, days: int = 4_000) -> np.ndarray:
    """Count arrivals by the hour on average over many draws of the same period."""
    first = to_microseconds(start)
    total = np.zeros(hours)
    random = np.random.default_rng(5)
    for _ in range(days):
        times = stream.times(first, first + hours * HOUR, random)
        total += np.histogram((times - first) / HOUR, bins=hours, range=(0, hours))[0]
    return total / days


@pytest.mark.parametrize(
    ("midnight", "expected"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), [10, 20, 40, 50]),  # no third hour of the night
        (datetime(2026, 10, 24, 22, tzinfo=UTC), [10, 20, 30, 30, 40]),  # it comes twice
        (datetime(2026, 5, 3, 22, tzinfo=UTC), [10, 20, 30, 40]),
    ],
)
def test_rates_go_by_the_wall_clock(midnight: datetime, expected: list[float]) -> None:
    """In Berlin, where clocks are set forward and back at two or three in the night."""
    stream = HourlyPoisson([*range(10, 70, 10), *[0] * 18], tz="Europe/Berlin")
    found = counts(stream, midnight, len(expected))
    # Four standard errors of a mean over 4,000 draws.
    np.testing.assert_allclose(found, expected, atol=4 * np.sqrt(max(expected) / 4_000))


def daily(stream: Arrivals, days: int = 3_000) -> np.ndarray:
    """Count arrivals by the day."""
    times = stream.times(0, days * DAY, np.random.default_rng(9))
    return np.bincount(times // DAY, minlength=days)


@pytest.mark.parametrize(
    ("stream", "mean", "variance"),
    [
        (Poisson(10), 240, 240),
        # A level with a variation of 0.3 on top of chance.
        (OverDispersed(Poisson(10), variation=0.3), 240, 240 + (0.3 * 240) ** 2),
        # One or three at a time, two on average: 240 batches of a mean square of five.
        (Batches(Poisson(10), sizes=[1, 0, 1]), 480, 240 * 5),
    ],
)
def test_moments_of_a_day(stream: Arrivals, mean: float, variance: float) -> None:
    """Mean and variance are those of theory."""
    found = daily(stream)
    assert found.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / len(found)))
    assert found.var() == pytest.approx(variance, rel=0.15)


def test_a_surge_comes_on_top_while_it_lasts() -> None:
    """And nothing of it before or after, nor beyond the period."""
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    extra = Surge(AtTimes([]), Poisson(60), start=noon, lasting=timedelta(hours=2))
    found = counts(extra, noon - timedelta(hours=1), 3, days=500)
    assert found[0] == 0.0
    np.testing.assert_allclose(found[1:], 60, atol=4 * np.sqrt(60 / 500))


def test_those_of_a_log_come_as_they_came() -> None:
    """In order, and those outside the period not at all."""
    log = AtTimes(np.array(["2026-05-04T09:00", "2026-05-04T08:00", "2026-05-05T08:00"], "M8[s]"))
    start = to_microseconds(datetime(2026, 5, 4, tzinfo=UTC))
    found = log.times(start, start + DAY, np.random.default_rng(0))
    assert ((found - start) / HOUR).tolist() == [8, 9]
