"""How a due time comes about: the windows of open time that lie before it."""

from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

import attrs

from ticketroute.model import EPOCH


@attrs.frozen
class Window:
    """A stretch of open time, from `start` until just before `end`."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Its elapsed time, also across a change of clocks."""
        return (self.end - EPOCH) - (self.start - EPOCH)


@attrs.frozen
class Trace:
    """What adding a duration to an instant counted, and what it passed over.

    Written out, ``print(trace)``, it has a line for each window and each date with a remark.

    Parameters
    ----------
    at, due
        From where, and where that led; in the calendar's zone.
    duration
        The open time in between.
    windows
        The open time that was counted, in order of time.
    remarks
        Dates in between that are closed or have other hours than their day of the week, each
        with what decided so, such as ``"holiday (Boxing Day)"``.
    """

    at: datetime
    due: datetime
    duration: timedelta
    windows: tuple[Window, ...]
    remarks: tuple[tuple[date, str], ...] = ()

    def __str__(self) -> str:
        lines = [(window.start.date(), _describe(window)) for window in self.windows]
        lines += self.remarks
        body = [
            f"  {day:%a %Y-%m-%d}  {', '.join(text for _, text in group)}"
            for day, group in groupby(sorted(lines), key=itemgetter(0))
        ]
        first = f"{self.duration} of open time from {self.at:%a %Y-%m-%d %H:%M:%S %Z}"
        return "\n".join([first, *body, f"due {self.due:%a %Y-%m-%d %H:%M:%S %Z}"])


def _describe(window: Window) -> str:
    return f"{window.start:%H:%M:%S} to {_end(window)} = {window.length}"


def _end(window: Window) -> str:
    same_day = window.start.date() == window.end.date()
    return f"{window.end:%H:%M:%S}" if same_day else f"{window.end:%a %Y-%m-%d %H:%M:%S}"
