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
    """What was counted from an instant to a due time, and what was passed over.

    Written out, ``print(trace)``, it has a line for each date on which something was counted, was
    paused, or was out of the ordinary.

    Parameters
    ----------
    at
        From where; all times are in the calendar's zone.
    due
        When the duration was or will be used up; None if that is not known, as of a paused clock.
    duration
        The open time to be counted.
    windows
        The open time that was counted, in order of time.
    remarks
        Dates in between that are closed or have other hours than their day of the week, each
        with what decided so, such as ``"holiday (Boxing Day)"``.
    pauses
        When a clock was paused or stopped in between.
    """

    at: datetime
    due: datetime | None
    duration: timedelta
    windows: tuple[Window, ...]
    remarks: tuple[tuple[date, str], ...] = ()
    pauses: tuple[Window, ...] = ()

    @property
    def counted(self) -> timedelta:
        """The open time that was counted."""
        return sum((window.length for window in self.windows), timedelta(0))

    def __str__(self) -> str:
        lines = [(day, _DAWN, remark) for day, remark in self.remarks]
        for describe, windows in ((_counted, self.windows), (_paused, self.pauses)):
            lines += [(each.start.date(), each.start - EPOCH, describe(each)) for each in windows]
        body = [
            f"  {day:%a %Y-%m-%d}  {', '.join(text for _, _, text in group)}"
            for day, group in groupby(sorted(lines), key=itemgetter(0))
        ]
        back = " back" if self.duration < timedelta(0) else ""
        first = f"{abs(self.duration)} of open time{back} from {self.at:{_LONG} %Z}"
        last = f"due {self.due:{_LONG} %Z}" if self.due else f"{self.counted} counted so far"
        return "\n".join([first, *body, last])


_DAWN = timedelta.min  # remarks come first
_TIME = "%H:%M:%S"
_LONG = f"%a %Y-%m-%d {_TIME}"


def _counted(window: Window) -> str:
    return f"{window.start:{_TIME}} to {_end(window)} = {window.length}"


def _paused(pause: Window) -> str:
    return f"paused {pause.start:{_TIME}} to {_end(pause)}"


def _end(window: Window) -> str:
    same_day = window.start.date() == window.end.date()
    return f"{window.end:{_TIME if same_day else _LONG}}"
