"""Open time in whole microseconds: a timetable that grows with what is asked of it."""

from collections.abc import Callable
from typing import Final

import numpy as np

from ticketroute.errors import NeverClosedError, NeverOpenError
from ticketroute.model import from_microseconds, refuse
from ticketroute.sla.calendar._hours import DAY_LENGTH
from ticketroute.sla.calendar._runs import Runs, clip, tidy
from ticketroute.sla.calendar._timetable import Timetable
from ticketroute.sla.calendar._zone import FIRST, LAST

_YEAR: Final = 366 * DAY_LENGTH
_CYCLE: Final = 400 * _YEAR
"""After 400 Gregorian years, dates, weekdays and the rules of clock changes come round again."""
METER_START: Final = 1_577_836_800_000_000  # 2020-01-01 UTC
_NOTHING: Final[Runs] = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


class OpenTime:
    """Questions about a calendar in microseconds, instants since 1970 UTC.

    Parameters
    ----------
    runs
        Gives the runs of open time that touch the span between two instants.
    settled
        Before the first and after the second of these instants the calendar repeats itself every
        400 years: closed for so long is closed for good.
    title
        What to call the calendar in errors.
    """

    __slots__ = ("_runs", "_settled", "_table", "_title")

    def __init__(
        self, runs: Callable[[int, int], Runs], settled: tuple[int, int], title: str
    ) -> None:
        self._runs = runs
        self._settled = settled
        self._title = title
        self._table = Timetable(0, 0, _NOTHING)

    def is_open(self, instant: int) -> bool:
        """Say whether an instant lies in open time."""
        table = self.table(instant)
        return instant < table.ends[table.run(instant)]

    def between(self, start: int, end: int) -> int:
        """Give the open time between two instants, negative if the second is the earlier one."""
        table = self.covering(start, end)
        return table.open_time(end) - table.open_time(start)

    def reading(self, instant: int) -> int:
        """Give the open time from 2020 UTC until an instant, as a meter that runs when open."""
        return self.between(METER_START, instant)

    def add(self, instant: int, amount: int) -> int:
        """Give the earliest instant with an amount of open time since another."""
        table = self.table(instant)
        if amount <= 0:
            return instant if amount == 0 else self.sub(instant, -amount)
        answer = table.add(instant, amount)
        if answer is None:
            answer = self.grow_later(table, instant, amount).add(instant, amount)
            if answer is None:
                raise self._never_open("has not enough open time after", instant)
        return answer

    def sub(self, instant: int, amount: int) -> int:
        """Give the latest instant with an amount of open time until another."""
        table = self.table(instant)
        if amount <= 0:
            return instant if amount == 0 else self.add(instant, -amount)
        answer = table.sub(instant, amount)
        if answer is None:
            answer = self.grow_earlier(table, instant, amount).sub(instant, amount)
            if answer is None:
                raise self._never_open("has not enough open time before", instant)
        return answer

    def next_open(self, instant: int) -> int:
        """Give the earliest open instant at or after another."""
        return instant if self.is_open(instant) else self.next_opening(instant)

    def next_opening(self, instant: int) -> int:
        """Give the first opening after an instant."""
        table = self.grow_to(Timetable.next_opening, self.table(instant), instant)
        opening = table.next_opening(instant)
        if opening is None:
            raise self._never_open("never opens after", instant)
        return opening

    def next_close(self, instant: int) -> int:
        """Give the first closing after an instant."""
        table = self.grow_to(Timetable.next_close, self.table(instant), instant)
        closing = table.next_close(instant)
        if closing is None:
            raise NeverClosedError(f"{self._title} never closes after {_text(instant)}")
        return closing

    def prev_close(self, instant: int) -> int:
        """Give the last closing at or before an instant."""
        table = self.grow_back_to_close(self.table(instant), instant)
        closing = table.prev_close(instant)
        if closing is None:
            raise NeverClosedError(f"{self._title} never closed before {_text(instant)}")
        return closing

    # The table. Threads may share a calendar: a table never changes, and who needs a larger one
    # makes it from the one at hand, and goes on with that, whatever others do in the meantime.

    def table(self, instant: int) -> Timetable:
        """Give a table that covers an instant."""
        table = self._table
        if table.first <= instant < table.last:
            return table
        return self._reach(table, instant)

    def covering(self, one: int, other: int) -> Timetable:
        """Give a table that covers two instants."""
        table = self.table(one)
        if table.first <= other < table.last:
            return table
        return self._reach(table, other)

    def grow_later(self, table: Timetable, instant: int, amount: int) -> Timetable:
        """Grow a table until it has an amount of open time after an instant, if there is one."""
        while table.total - table.open_time(instant) < amount <= LAST - instant:
            if table.last == LAST or (self._is_over(table) and not table.ends_open):
                break
            table = self._extend(table, table.first, table.last + table.length)
        return table

    def grow_earlier(self, table: Timetable, instant: int, amount: int) -> Timetable:
        """Grow a table until it has an amount of open time before an instant, if there is one."""
        while table.open_time(instant) < amount <= instant - FIRST:
            if table.first == FIRST or (self._is_before_all(table) and not table.starts_open):
                break
            table = self._extend(table, table.first - table.length, table.last)
        return table

    def grow_to(
        self, question: Callable[[Timetable, int], int | None], table: Timetable, instant: int
    ) -> Timetable:
        """Grow a table into the future until it answers a question, if there is an answer."""
        while question(table, instant) is None and not self._is_over(table):
            table = self._extend(table, table.first, table.last + table.length)
        return table

    def grow_back_to_close(self, table: Timetable, instant: int) -> Timetable:
        """Grow a table into the past until it has a closing before an instant, if there is one."""
        while table.prev_close(instant) is None and not self._is_before_all(table):
            table = self._extend(table, table.first - table.length, table.last)
        return table

    def _reach(self, table: Timetable, instant: int) -> Timetable:
        require_in_range(instant)
        if table.length == 0:
            return self._extend(table, instant - _YEAR, instant + 2 * _YEAR)
        if instant < table.first:
            return self._extend(table, min(instant, table.first - table.length), table.last)
        return self._extend(table, table.first, max(instant + 1, table.last + table.length))

    def _extend(self, table: Timetable, first: int, last: int) -> Timetable:
        """Widen a table, and compile only what it did not cover."""
        first, last = max(first, FIRST), min(last, LAST)
        parts = [self._compile(first, last)]
        if table.length:
            known = table.start_column[1:], table.end_column[1:]
            parts = [self._compile(first, table.first), known, self._compile(table.last, last)]
        starts, ends = (np.concatenate(edges) for edges in zip(*parts, strict=True))
        self._table = table = Timetable(first, last, tidy(starts, ends))
        return table

    def _compile(self, first: int, last: int) -> Runs:
        return clip(self._runs(first, last), first, last) if first < last else _NOTHING

    def _is_over(self, table: Timetable) -> bool:
        """Say whether what holds at the end of a table holds for ever."""
        quiet = table.last - max(table.last_change, self._settled[1])
        return table.last == LAST or quiet >= _CYCLE

    def _is_before_all(self, table: Timetable) -> bool:
        """Say whether what holds at the start of a table has always held."""
        quiet = min(table.first_change, self._settled[0]) - table.first
        return table.first == FIRST or quiet >= _CYCLE

    def _never_open(self, problem: str, instant: int) -> NeverOpenError:
        return NeverOpenError(f"{self._title} {problem} {_text(instant)}")


def require_in_range(instant: int) -> None:
    """Refuse an instant that cannot be written in every zone, microseconds since 1970 UTC."""
    if not FIRST <= instant < LAST:
        expected = f"an instant from {_text(FIRST)} to before {_text(LAST)}"
        try:
            raise refuse("instant", expected, from_microseconds(instant))
        except OverflowError:
            raise refuse("instant", expected, f"{instant} us since 1970") from None


def _text(instant: int) -> str:
    return from_microseconds(instant).isoformat(" ")
