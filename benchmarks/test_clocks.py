"""What open clocks cost: scoring a million at once, and finding the most urgent ticket of many."""

from datetime import UTC, datetime, timedelta
from itertools import count, cycle

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from ticketroute import Agent, Board, Setup
from ticketroute.board import TicketColumnsLike
from ticketroute.model import to_microseconds
from ticketroute.sla import (
    ApparentTardinessCost,
    Backlog,
    BusinessCalendar,
    ClockColumns,
    EarliestDue,
    LinearAgeing,
    ShareOfTargetUsed,
    Targets,
    UrgencyRule,
)

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
NOW_US = to_microseconds(NOW)
HOUR = 3_600_000_000
CLOCKS = 1_000_000
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Asia/Tokyo")
RULES: tuple[UrgencyRule, ...] = (
    EarliestDue(),
    LinearAgeing({1: 60}),
    ShareOfTargetUsed(),
    ApparentTardinessCost(),
)


def arrivals(rows: int) -> NDArray[np.int64]:
    """Give arrivals of the last ten days."""
    return NOW_US - np.random.default_rng(1).integers(0, 240 * HOUR, rows)


def name_of(rule: object) -> str:
    """Name a parameter by its class."""
    return type(rule).__name__


@pytest.fixture(scope="module")
def million() -> Backlog:
    """Make a million open tickets with clocks on ten calendars in five zones."""
    calendars = [
        BusinessCalendar.weekdays(f"{opens:02}:00", "17:00", zone)
        for zone in ZONES
        for opens in (8, 9)
    ]
    rng = np.random.default_rng(2)
    created = arrivals(CLOCKS)
    clocks = ClockColumns.started(
        created,
        rng.integers(1, 80, CLOCKS) * HOUR,
        calendar=rng.integers(0, len(calendars), CLOCKS),
        calendars=calendars,
    )
    return Backlog(created, clocks, work=rng.integers(HOUR // 10, 4 * HOUR, CLOCKS))


@pytest.mark.benchmark(group="a million open clocks on ten calendars")
@pytest.mark.parametrize("what", ["used", "remaining", "fraction", "breached"])
def test_clocks_at_an_instant(benchmark: BenchmarkFixture, million: Backlog, what: str) -> None:
    """One reading of each calendar, one subtraction per clock."""
    benchmark.pedantic(getattr(million.clocks, what), args=(NOW_US,), rounds=10, warmup_rounds=2)


@pytest.mark.benchmark(group="a million open clocks on ten calendars")
@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_urgency_of_a_million(
    benchmark: BenchmarkFixture, million: Backlog, rule: UrgencyRule
) -> None:
    """A number for each ticket."""
    benchmark.pedantic(rule, args=(million, NOW_US), rounds=10, warmup_rounds=2)


@pytest.mark.benchmark(group="re-rank the backlog of a board and take the first, 100 times")
@pytest.mark.parametrize("rule", RULES, ids=name_of)
@pytest.mark.parametrize("waiting", [1000, 10_000, 100_000])
def test_most_urgent(benchmark: BenchmarkFixture, rule: UrgencyRule, waiting: int) -> None:
    """At each of a hundred instants the rule is asked about all tickets anew."""
    desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    by_level = {level: timedelta(hours=4 * level) for level in range(1, 6)}
    board = Board(
        [Agent(id="ana", capacity=1)], setup=Setup(targets=Targets(by_level, calendar=desk))
    )
    level = cycle((1, 2, 3))
    columns: TicketColumnsLike = {
        "id": [f"t{number}" for number in range(waiting)],
        "created": arrivals(waiting).view("M8[us]"),
        "impact": [next(level) for _ in range(waiting)],
    }
    board.submit(columns, NOW)
    instants = count(NOW_US, 1_000_000)  # a second later each time

    def take_first() -> None:
        for _ in range(100):
            next(board.view_at(next(instants)).most_urgent_first(rule))

    benchmark.pedantic(take_first, rounds=20, warmup_rounds=2)
