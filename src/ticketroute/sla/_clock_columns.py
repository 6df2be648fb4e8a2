"""Many clocks as columns: what they show at an instant takes one subtraction each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla.calendar import NAT, Calendar

if TYPE_CHECKING:
    from ticketroute.sla.clocks import Clock

NO_DUE: Final = int(np.iinfo(np.int64).max)
"""Stands in a column of due times for a clock that is due at no time: later than any instant."""

AROUND_THE_CLOCK: Final = -1
"""Stands in a column of calendars for a clock that always runs."""

STILL: Final = 0
_WALL, _CALENDARS = 1, 2


@attrs.frozen(eq=False)
class ClockColumns:
    """Columns of clocks, all of the same length, in microseconds; instants since 1970 UTC.

    A clock reads the meter that drives it, less what that meter showed when the clock was at
    zero. A meter is the open time of a calendar, or time itself, or none for a clock that stands
    still: so what all clocks show is one reading of each meter and one subtraction per clock.

    Parameters
    ----------
    target
        Time allowed, ``ndarray of int64``; 0 for none.
    due
        When the target runs out if the clock runs on; `NO_DUE` if it stands or has no target.
    meter
        Which meter drives each clock: 0 none, 1 time itself, ``2 + i`` the i-th calendar.
    zero
        What that meter showed when the clock was at zero.
    calendars
        The calendars.
    """

    target: NDArray[np.int64]
    due: NDArray[np.int64]
    meter: NDArray[np.intp]
    zero: NDArray[np.int64]
    calendars: tuple[Calendar, ...] = ()

    @classmethod
    def started(
        cls,
        since: NDArray[np.int64],
        target: NDArray[np.int64],
        *,
        calendar: NDArray[np.int64] | None = None,
        calendars: Sequence[Calendar] = (),
        used: NDArray[np.int64] | None = None,
    ) -> "ClockColumns":
        """Make columns of running clocks.

        Parameters
        ----------
        since
            When each began to run, in microseconds since 1970 UTC.
        target
            Time allowed, in microseconds; 0 for none.
        calendar
            Which of `calendars` each counts on; `AROUND_THE_CLOCK` for none. Without it, all run
            around the clock.
        calendars
            The calendars.
        used
            What each showed already when it began to run. One that is beyond its target is due
            at `since`; when exactly it ran out is not in the columns.

        Examples
        --------
        >>> from datetime import UTC, datetime, timedelta
        >>> from ticketroute.sla import BusinessCalendar
        >>> desk = BusinessCalendar.weekdays("09:00", "17:00", "UTC")
        >>> hour = 3_600_000_000
        >>> friday = np.datetime64("2026-05-01T15:00", "us").astype(np.int64)
        >>> clocks = ClockColumns.started(
        ...     np.array([friday, friday]),
        ...     np.array([4 * hour, 4 * hour]),
        ...     calendar=np.array([0, AROUND_THE_CLOCK]),
        ...     calendars=[desk],
        ... )
        >>> clocks.due.view("M8[us]").astype("M8[m]").astype(str).tolist()
        ['2026-05-04T11:00', '2026-05-01T19:00']
        >>> (clocks.remaining(friday + 66 * hour) / hour).tolist()
        [2.0, -62.0]
        """
        count = len(since)
        meter = np.full(count, _WALL) if calendar is None else calendar + _CALENDARS
        if count and not _WALL <= meter.min() <= meter.max() < _CALENDARS + len(calendars):
            raise refuse("calendar", f"positions in {len(calendars)} calendars, or -1", calendar)
        left = target if used is None else np.maximum(target - used, 0)
        zero, due = since.copy(), since + left
        for number, each in enumerate(calendars, start=_CALENDARS):
            rows = np.flatnonzero(meter == number)
            zero[rows] = each.readings_many(since[rows])
            due[rows] = each.add_many(since[rows], left[rows])
        if used is not None:
            zero -= used
        due[(target == 0) | (due == NAT)] = NO_DUE
        return cls(target, due, meter, zero, tuple(calendars))

    @classmethod
    def of(cls, clocks: "Iterable[Clock]") -> "ClockColumns":
        """Make columns of clocks as they are; those that do not run stand still."""
        rows = list(clocks)
        by_identity = {id(each.target.calendar): each.target.calendar for each in rows}
        calendars = list(dict.fromkeys(by_identity.values()))  # equal ones share a meter
        meters = {
            identity: calendars.index(calendar) + _CALENDARS
            for identity, calendar in by_identity.items()
        }
        return cls(
            np.array([each.target.microseconds for each in rows], dtype=np.int64),
            np.array([_due(each) for each in rows], dtype=np.int64),
            np.array([_meter(each, meters) for each in rows], dtype=np.intp),
            np.array([_zero(each) for each in rows], dtype=np.int64),
            tuple(calendars),
        )

    def __len__(self) -> int:
        return len(self.target)

    @property
    def running(self) -> NDArray[np.bool_]:
        """Which clocks run."""
        running: NDArray[np.bool_] = self.meter != STILL
        return running

    def take(self, rows: NDArray[np.intp]) -> "ClockColumns":
        """Give some of the clocks."""
        return ClockColumns(
            self.target[rows], self.due[rows], self.meter[rows], self.zero[rows], self.calendars
        )

    def used(self, now: int) -> NDArray[np.int64]:
        """Give what each clock shows at a time."""
        readings = [0, now, *(each.open_time.reading(now) for each in self.calendars)]
        return np.array(readings).take(self.meter) - self.zero

    def remaining(self, now: int) -> NDArray[np.int64]:
        """Give what is left of each target, negative beyond it; `NO_DUE` without a target."""
        return np.where(self.target == 0, NO_DUE, self.target - self.used(now))

    def fraction(self, now: int) -> NDArray[np.float64]:
        """Give the share of each target that is used, more than 1 beyond it; 0 without a target."""
        share = np.zeros(len(self))
        return np.divide(self.used(now), self.target, out=share, where=self.target > 0)

    def breached(self, now: int) -> NDArray[np.bool_]:
        """Say which clocks show more than their target."""
        return (self.target > 0) & (self.used(now) > self.target)


def _due(clock: "Clock") -> int:
    due = clock.reached(clock.target.microseconds) if clock.running_since is not None else None
    return NO_DUE if due is None else due


def _meter(clock: "Clock", meters: Mapping[int, int]) -> int:
    return STILL if clock.running_since is None else meters[id(clock.target.calendar)]


def _zero(clock: "Clock") -> int:
    """Give what the meter showed when the clock was at zero; a still meter always shows 0."""
    if clock.running_since is None:
        return -clock.cycles[-1].paused_used if clock.cycles else 0
    since = clock.running_since
    return clock.target.calendar.open_time.reading(since) - clock.used(since)
