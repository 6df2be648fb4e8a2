"""The calendar's rule taken literally: a walk along the clock that shares no idea with the engine.

A walk asks `zoneinfo` step by step, minute after minute or second after second, what the wall
clock reads. A range opens at the first step at which the clock reads its start or later and closes
at the first at which it reads its end or later. All questions are then answered by counting steps.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.errors import NeverClosedError, NeverOpenError
from ticketroute.sla import BusinessCalendar, Calendar

Ranges: TypeAlias = Sequence[tuple[str, str]]
Flags: TypeAlias = NDArray[np.bool_]

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
SECOND: Final = timedelta(seconds=1)
WEEKDAYS: Final[tuple[str, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MARGIN: Final = timedelta(hours=25)
"""How much earlier than asked a walk starts: no clock was ever set back by more than a day."""


@attrs.frozen(kw_only=True)
class Hours:
    """What a calendar is configured with, apart from its zone."""

    weekly: Mapping[str, Ranges]
    holidays: Collection[date] = ()
    overrides: Mapping[date, Ranges] = attrs.field(factory=dict)
    breaks: Mapping[date, Ranges] = attrs.field(factory=dict)

    def calendar(self, tz: str | tzinfo) -> BusinessCalendar:
        """Make the calendar under test."""
        return BusinessCalendar(
            tz=tz,
            weekly=self.weekly,
            holidays=frozenset(self.holidays),
            overrides=self.overrides,
            breaks=self.breaks,
        )

    def on(self, day: date) -> Ranges:
        """Give the ranges of a date before its breaks are cut."""
        if day in self.overrides:
            return self.overrides[day]
        if day in self.holidays:
            return ()
        return self.weekly.get(WEEKDAYS[day.weekday()], ())


@attrs.frozen(eq=False)
class Walk:
    """What the clock of a zone reads at each step from `first` on."""

    first: datetime
    step: timedelta
    readings: NDArray[np.datetime64]
    hidden: int
    """So many steps at the start are there for the rule only and are not asked about."""

    def when(self, position: int) -> datetime:
        """Give the instant of a step."""
        return self.first + position * self.step

    def position(self, instant: datetime) -> int:
        """Give the step at an instant."""
        return (instant - self.first) // self.step

    def reached(self, reading: datetime) -> int:
        """Give the first step at which the clock reads so much or more."""
        return _first(self.readings >= np.datetime64(reading, "s"), len(self.readings))

    def dates(self) -> list[date]:
        """Give the dates that may have to do with the walk, those that are skipped included."""
        first = self.readings.min().astype("M8[D]") - 1
        last = self.readings.max().astype("M8[D]") + 2
        return [each.item() for each in np.arange(first, last)]

    def flags(self, hours: Hours) -> Flags:
        """Say of each step whether it is open."""
        open_at = np.zeros(len(self.readings), dtype=bool)
        for day in self.dates():
            for start, end in hours.on(day):
                open_at[self.reached(_moment(day, start)) : self.reached(_moment(day, end))] = True
            for start, end in hours.breaks.get(day, ()):
                open_at[self.reached(_moment(day, start)) : self.reached(_moment(day, end))] = False
        return open_at


@lru_cache(maxsize=64)
def walk(tz: tzinfo, first: datetime, days: int, step: timedelta = MINUTE) -> Walk:
    """Walk along the clock of a zone for some days."""
    start = first - MARGIN
    count = (days * DAY + MARGIN) // step
    clock = [(start + n * step).astimezone(tz).replace(tzinfo=None) for n in range(count)]
    return Walk(start, step, np.array(clock, dtype="M8[s]"), MARGIN // step)


def clock_changes(
    tz: tzinfo, first: datetime, span: timedelta, step: timedelta = DAY
) -> list[datetime]:
    """Give the steps, as UTC instants, during which the zone's offset changes."""
    instants = [first + n * step for n in range(span // step + 1)]
    offsets = [instant.astimezone(tz).utcoffset() for instant in instants]
    return [instants[n] for n in range(len(instants) - 1) if offsets[n] != offsets[n + 1]]


class Reference:
    """Answers to a calendar's questions about steps of a walk, from whether each step is open.

    An answer is None if it lies beyond the walk.

    Parameters
    ----------
    steps
        The walk.
    open_at
        Whether each step is open.
    """

    def __init__(self, steps: Walk, open_at: Flags) -> None:
        self.walk = steps
        self.open_at = open_at
        before = np.concatenate(([False], open_at[:-1]))
        self.opens_at = open_at & ~before
        self.closes_at = ~open_at & before
        self.count = np.concatenate(([0], np.cumsum(open_at)))[:-1]
        """How many open steps lie before each step."""
        for flags in (self.opens_at, self.closes_at):
            flags[0] = False  # what was before the walk is not known

    def is_open(self, at: int) -> bool:
        """Say whether a step is open."""
        return bool(self.open_at[at])

    def between(self, start: int, end: int) -> int:
        """Count the open steps from one to another."""
        return int(self.count[end] - self.count[start])

    def add(self, at: int, amount: int) -> int | None:
        """Give the earliest step with so many open steps since another."""
        if amount <= 0:
            return at if amount == 0 else self.sub(at, -amount)
        return self._next(self.count >= self.count[at] + amount, at)

    def sub(self, at: int, amount: int) -> int | None:
        """Give the latest step with so many open steps until another."""
        if amount <= 0:
            return at if amount == 0 else self.add(at, -amount)
        return self._last(self.count <= self.count[at] - amount, at)

    def next_open(self, at: int) -> int | None:
        """Give the earliest open step at or after another."""
        return self._next(self.open_at, at)

    def next_opening(self, at: int) -> int | None:
        """Give the first opening after a step."""
        return self._next(self.opens_at, at + 1)

    def next_close(self, at: int) -> int | None:
        """Give the first closing after a step."""
        return self._next(self.closes_at, at + 1)

    def prev_close(self, at: int) -> int | None:
        """Give the last closing at or before a step."""
        return self._last(self.closes_at, at)

    def windows(self) -> list[tuple[datetime, datetime]]:
        """Give the open time of the part that may be asked about."""
        open_at = np.concatenate(([False], self.open_at[self.walk.hidden :], [False]))
        changes = np.flatnonzero(open_at[1:] != open_at[:-1]) + self.walk.hidden
        edges = [self.walk.when(position) for position in changes.tolist()]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def _next(self, flags: Flags, at: int) -> int | None:
        """Give the first step, from one on, of which something is true."""
        position = at + _first(flags[at:], len(flags))
        return position if position < len(flags) else None

    def _last(self, flags: Flags, at: int) -> int | None:
        """Give the last step, up to one, of which something is true."""
        position = at - _first(flags[at::-1], len(flags))
        return position if position >= self.walk.hidden else None


def disagreements(
    reference: Reference, calendar: Calendar, at: int, amount: int, other: int
) -> list[str]:
    """Ask both everything about a step, and say where they differ."""
    steps = reference.walk
    instant, duration, later = steps.when(at), amount * steps.step, steps.when(other)
    found = []
    pairs: list[tuple[str, int | None, Callable[[], datetime]]] = [
        ("add", reference.add(at, amount), lambda: calendar.add(instant, duration)),
        ("sub", reference.sub(at, amount), lambda: calendar.sub(instant, duration)),
        ("next_open", reference.next_open(at), lambda: calendar.next_open(instant)),
        ("next_opening", reference.next_opening(at), lambda: calendar.next_opening(instant)),
        ("next_close", reference.next_close(at), lambda: calendar.next_close(instant)),
        ("prev_close", reference.prev_close(at), lambda: calendar.prev_close(instant)),
    ]
    for name, expected, ask in pairs:
        answer = _answer(ask)
        if not _agree(steps, expected, answer):
            wanted = "beyond the walk" if expected is None else steps.when(expected)
            found.append(f"{name}({instant}, {duration}) is {answer}, not {wanted}")
    if calendar.is_open(instant) != reference.is_open(at):
        found.append(f"is_open({instant}) is not {reference.is_open(at)}")
    expected_time = reference.between(at, other) * steps.step
    if calendar.between(instant, later) != expected_time:
        found.append(f"between({instant}, {later}) is not {expected_time}")
    return found


def _answer(ask: Callable[[], datetime]) -> datetime | None:
    try:
        return ask()
    except (NeverOpenError, NeverClosedError):
        return None


def _agree(steps: Walk, expected: int | None, answer: datetime | None) -> bool:
    if expected is not None:
        return answer == steps.when(expected)
    seen_from, seen_to = steps.when(steps.hidden), steps.when(len(steps.readings))
    return answer is None or not seen_from <= answer < seen_to


def _first(flags: Flags, otherwise: int) -> int:
    return int(flags.argmax()) if flags.any() else otherwise


def _moment(day: date, clock: str) -> datetime:
    """Read a time of a date on the wall clock; 24:00 is the next midnight."""
    if clock == "24:00":
        return datetime.combine(day + DAY, time())
    return datetime.combine(day, time.fromisoformat(clock))


def utc(*parts: int) -> datetime:
    """Give an instant in UTC: year, month, day, hour, minute, ..."""
    year, month, day, *rest = parts
    return datetime(year, month, day, tzinfo=UTC) + sum(
        (n * unit for n, unit in zip(rest, (timedelta(hours=1), MINUTE, SECOND), strict=False)),
        timedelta(),
    )
