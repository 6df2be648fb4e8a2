"""Backlogs for the tests of urgency rules: by hand, and drawn with calendars and paused clocks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs
import numpy as np
from hypothesis import strategies as st

from ticketroute.model import to_microseconds
from ticketroute.sla import (
    AROUND_THE_CLOCK,
    NO_DUE,
    Backlog,
    BusinessCalendar,
    ClockColumns,
    UrgencyRule,
    rank,
)
from ticketroute.sla._clock_columns import STILL

MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MONDAY: Final = to_microseconds(datetime(2026, 5, 4, tzinfo=UTC))
"""Midnight before a Monday without anything special about it."""

CALENDARS: Final = (
    BusinessCalendar.weekdays("09:00", "17:00", "UTC", name="desk"),
    BusinessCalendar.weekdays("22:00", "23:30", "Asia/Kolkata", name="night"),
)


@attrs.frozen
class Row:
    """One clock of a ticket, and what its ticket has in common with its other clocks.

    Times in microseconds; `used` is what the clock showed when it began to run at `since`.
    """

    created: int = MONDAY
    target: int = 0
    level: int = 0
    tier: int = 0
    weight: float = 1.0
    work: int = HOUR
    signal: float = float("nan")
    since: int | None = None
    used: int = 0
    calendar: int = AROUND_THE_CLOCK
    paused: bool = False

    @property
    def start(self) -> int:
        """Since when the clock runs."""
        return self.created if self.since is None else self.since

    def elapsed(self, now: int) -> int:
        """Give what the clock shows, asked of the calendar as a person would."""
        if self.paused:
            return self.used
        if self.calendar == AROUND_THE_CLOCK:
            return self.used + now - self.start
        passed = CALENDARS[self.calendar].between(instant(self.start), instant(now))
        return self.used + passed // timedelta(microseconds=1)

    @property
    def due(self) -> int:
        """When the target runs out; `NO_DUE` if it does not."""
        if self.target == 0 or self.paused:
            return NO_DUE
        left = max(self.target - self.used, 0)
        if self.calendar == AROUND_THE_CLOCK:
            return self.start + left
        due = CALENDARS[self.calendar].add(instant(self.start), timedelta(microseconds=left))
        return to_microseconds(due)


def instant(microseconds: int) -> datetime:
    """Give the datetime of an instant."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


Ticket = Sequence[Row]


def columns(rows: Sequence[Row], ticket: Sequence[int] | None = None) -> Backlog:
    """Make a backlog of rows, with columns that nobody can write to."""
    since = np.array([row.start for row in rows], dtype=np.int64)
    used = np.array([row.used for row in rows], dtype=np.int64)
    clocks = ClockColumns.started(
        since,
        np.array([row.target for row in rows], dtype=np.int64),
        calendar=np.array([row.calendar for row in rows], dtype=np.int64),
        calendars=CALENDARS,
        used=used,
    )
    paused = np.array([row.paused for row in rows], dtype=bool)
    clocks.meter[paused], clocks.zero[paused], clocks.due[paused] = STILL, -used[paused], NO_DUE
    backlog = Backlog(
        np.array([row.created for row in rows], dtype=np.int64),
        clocks,
        np.array([row.level for row in rows], dtype=np.int64),
        np.array([row.tier for row in rows], dtype=np.int64),
        np.array([row.weight for row in rows], dtype=np.float64),
        np.array([row.work for row in rows], dtype=np.int64),
        {"signal": np.array([row.signal for row in rows], dtype=np.float64)},
        None if ticket is None else np.array(ticket, dtype=np.intp),
    )
    for column in (
        *(clocks.target, clocks.due, clocks.meter, clocks.zero, backlog.created, backlog.level),
        *(backlog.tier, backlog.weight, backlog.work, backlog.signals["signal"]),
    ):
        column.flags.writeable = False
    return backlog


def of_tickets(tickets: Sequence[Ticket]) -> tuple[Backlog, list[Row]]:
    """Make a backlog of tickets with several clocks each."""
    numbered = [(number, row) for number, rows in enumerate(tickets) for row in rows]
    rows = [row for _, row in numbered]
    return columns(rows, [number for number, _ in numbered]), rows


def hours(
    created: float = 0,
    allowed: float = 0,
    work: float = 1,
    *,
    level: int = 0,
    tier: int = 0,
    weight: float = 1.0,
    signal: float = float("nan"),
    calendar: int = AROUND_THE_CLOCK,
) -> Row:
    """Make a row in hours after midnight of that Monday."""
    return Row(
        MONDAY + round(created * HOUR),
        round(allowed * HOUR),
        level,
        tier,
        weight,
        round(work * HOUR),
        signal,
        calendar=calendar,
    )


def numbers(rule: UrgencyRule, hour: float, *rows: Row) -> list[float]:
    """Give the numbers of rows at an hour after midnight of that Monday."""
    answer: list[float] = rule(columns(rows), MONDAY + round(hour * HOUR)).tolist()
    return answer


def order(rule: UrgencyRule, hour: float, *rows: Row) -> list[int]:
    """Rank rows, each a ticket, at an hour after midnight of that Monday."""
    ids = [f"{number:03}" for number in range(len(rows))]
    ranked = rank(rule, columns(rows), MONDAY + round(hour * HOUR), ids)
    answer: list[int] = ranked.tolist()
    return answer


NOW: Final = MONDAY + 4 * DAY + 11 * HOUR + 123_457
"""A Friday morning, at an instant that is no round number."""

spans = st.one_of(
    st.integers(0, 40).map(lambda each: each * 30 * MINUTE), st.integers(0, 100 * HOUR)
)
amounts = st.one_of(
    st.sampled_from([1, 10 * MINUTE, 30 * MINUTE, HOUR, 8 * HOUR]), st.integers(1, 50 * HOUR)
)
signals = st.one_of(st.just(float("nan")), st.floats(-5, 5))


@st.composite
def tickets(draw: st.DrawFn, clocks: int = 3) -> Ticket:
    """Draw a ticket with up to so many clocks."""
    ticket = Row(
        created=NOW - draw(spans),
        level=draw(st.integers(0, 4)),
        tier=draw(st.integers(0, 3)),
        weight=draw(st.sampled_from([1.0, 1.0, 2.0, 0.5, 7.25])),
        work=draw(amounts),
        signal=draw(signals),
    )
    return [
        attrs.evolve(
            ticket,
            target=draw(st.one_of(st.just(0), amounts)),
            since=draw(st.integers(ticket.created, NOW)),
            used=draw(st.one_of(st.just(0), amounts)),
            calendar=draw(st.integers(AROUND_THE_CLOCK, len(CALENDARS) - 1)),
            paused=draw(st.sampled_from([False, False, False, True])),
        )
        for _ in range(draw(st.integers(1, clocks)))
    ]


ticket_lists = st.lists(tickets(), max_size=7)
running_rows = ticket_lists.map(
    lambda drawn: [row for rows in drawn for row in rows if not row.paused]
)
"""What a rule is asked about: only clocks that run."""

waits = st.one_of(st.integers(0, 60 * HOUR), st.just(0))
