"""Threads may share a calendar: each gets the answers that it would get alone."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.sla.calendar.reference import utc
from ticketroute.sla import BusinessCalendar

HOUR: Final = timedelta(hours=1)
THREADS: Final = 4
ROUNDS: Final = 120
YEARS: Final = range(1975, 2075)

Question: TypeAlias = tuple[datetime, datetime]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Let threads take turns as often as Python can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def fresh(zone: ZoneInfo) -> BusinessCalendar:
    """Make a calendar of which nothing is compiled."""
    return BusinessCalendar(tz=zone, weekly={"mon": [("09:00", "17:00")]})


def questions(rng: np.random.Generator, count: int) -> list[Question]:
    """Make pairs of instants in a century, far from each other, so that tables have to grow."""
    years, months = rng.choice(YEARS, (count, 2)), rng.integers(1, 13, (count, 2))
    return [
        (utc(int(y[0]), int(m[0]), 3, 12), utc(int(y[1]), int(m[1]), 3, 12))
        for y, m in zip(years, months, strict=True)
    ]


def answers(calendar: BusinessCalendar, start: datetime, end: datetime) -> tuple[object, ...]:
    """Ask one thing after the other, alone and as arrays."""
    return (
        calendar.between(start, end),
        calendar.next_opening(start),
        calendar.is_open(end),
        calendar.add(start, 100 * HOUR),
        calendar.between_many([start, end], [end, start]).tolist(),
        calendar.prev_close_many([start, end]).tolist(),
    )


def heard_by_threads(calendar: BusinessCalendar, asked: list[list[Question]]) -> list[object]:
    """Ask in several threads at a time, and give all that each of them is told."""

    def ask(mine: list[Question]) -> list[object]:
        start.wait()
        return [answers(calendar, *question) for question in mine]

    start = threading.Barrier(len(asked))
    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(ask, asked))


@pytest.mark.usefixtures("impatient")
def test_many_threads_one_calendar() -> None:
    """Random questions at a time: every thread is told what a calendar says when it is alone."""
    zone = ZoneInfo("Europe/London")
    rng = np.random.default_rng(1)
    alone = fresh(zone)
    for _ in range(ROUNDS):
        asked = [questions(rng, 6) for _ in range(THREADS)]
        expected = [[answers(alone, *question) for question in each] for each in asked]
        assert heard_by_threads(fresh(zone), asked) == expected


class Interrupted:
    """Holidays that, when asked for the first time after `arm`, let another thread ask first.

    This is what the scheduler may do at any time; here it happens when it should. If the calendar
    keeps the other thread waiting until it has finished, that is right too.
    """

    def __init__(self) -> None:
        self.other: Callable[[], object] | None = None
        self.threads: list[threading.Thread] = []

    def arm(self, other: Callable[[], object]) -> None:
        """Say what the other thread asks."""
        self.other = other

    def __contains__(self, day: object) -> bool:
        """Say that no day is a holiday, after the other thread had its turn."""
        other, self.other = self.other, None
        if other is not None:
            thread = threading.Thread(target=other)
            self.threads.append(thread)
            thread.start()
            thread.join(timeout=0.5)
        return False

    def finish(self) -> None:
        """Wait for the other thread."""
        for thread in self.threads:
            thread.join()


def interrupted(zone: str = "UTC") -> tuple[BusinessCalendar, Interrupted]:
    """Make a calendar that can be interrupted, and has been asked about 2026."""
    holidays = Interrupted()
    calendar = BusinessCalendar.weekdays("09:00", "17:00", zone, holidays=holidays)
    calendar.is_open(utc(2026, 5, 4))
    return calendar, holidays


def undisturbed() -> BusinessCalendar:
    """Make the same calendar without interruptions."""
    return BusinessCalendar.weekdays("09:00", "17:00", "UTC")


def test_one_thread_goes_on_while_another_goes_further() -> None:
    """While the table is extended to 2031, another thread extends it in both directions."""
    calendar, holidays = interrupted()
    holidays.arm(lambda: (calendar.is_open(utc(2060, 1, 5)), calendar.is_open(utc(1980, 1, 7))))
    calendar.is_open(utc(2031, 1, 6, 10))
    holidays.finish()
    for year in (1979, 1985, 2000, 2026, 2031, 2040, 2060):
        at = utc(year, 6, 1, 12)
        assert calendar.next_opening(at) == undisturbed().next_opening(at)
        assert calendar.between(at, at + 100 * HOUR) == undisturbed().between(at, at + 100 * HOUR)
