"""When a wall clock first reads a time: local readings to instants, across all clock changes."""

from datetime import datetime, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    EPOCH,
    duration_to_microseconds,
    from_microseconds,
    refuse,
    refuse_type,
)
from ticketroute.sla.calendar._hours import DAY_LENGTH

# One day is kept free at both ends of what a datetime can hold, so that every instant in between
# can be written in every zone.
FIRST: Final = duration_to_microseconds(datetime(1, 1, 2, tzinfo=EPOCH.tzinfo) - EPOCH)
LAST: Final = duration_to_microseconds(datetime(9999, 12, 31, tzinfo=EPOCH.tzinfo) - EPOCH)
# The two closest changes of the IANA data lie just under four days apart (Freetown, 1939), so that
# none is missed between two instants three days apart.
_STRIDE: Final = 3 * DAY_LENGTH


@attrs.frozen(eq=False)
class Offsets:
    """What a zone's clocks show over a span of instants.

    Parameters
    ----------
    first, last
        The span.
    since
        Instants from which an offset holds, ascending; the first of them is `first`.
    offset
        What is added to an instant to have the reading of the wall clock, one for each `since`.
    """

    first: int
    last: int
    since: NDArray[np.int64]
    offset: NDArray[np.int64]

    def first_instants(self, readings: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the first instant at which the wall clock shows each reading or a later one.

        This one rule settles clock changes: a reading that is skipped is reached at the moment
        of the change, one that comes twice the first time.
        """
        highest: NDArray[np.int64] = np.maximum.accumulate(self.since[1:] + self.offset[:-1])
        period = np.searchsorted(highest, readings, side="right")
        instants: NDArray[np.int64] = np.maximum(self.since[period], readings - self.offset[period])
        return instants


class Zone:
    """The offsets of a time zone, found by asking it and kept."""

    __slots__ = ("_known", "_tz")

    def __init__(self, tz: tzinfo) -> None:
        self._tz = tz
        self._known: Offsets | None = None

    def offsets(self, first: int, last: int) -> Offsets:
        """Give the offsets that hold between two instants."""
        known = self._known
        if known is None:
            known = self._known = self._find(first, last)
        if first < known.first:
            known = self._known = _join(self._find(first, known.first), known)
        if last > known.last:
            known = self._known = _join(known, self._find(known.last, last))
        return known

    def _find(self, first: int, last: int) -> Offsets:
        """Ask for the offset every few days, and look for the change between two that differ."""
        instants = [first, last]
        if not isinstance(self._tz, timezone):  # else the offset never changes
            instants = [*range(first, last, _STRIDE), last]
        offsets = [self._offset(instant) for instant in instants]
        since, offset = [first], [offsets[0]]
        for day in np.flatnonzero(np.diff(offsets)).tolist():
            since.append(self._change(instants[day], instants[day + 1]))
            offset.append(offsets[day + 1])
        return Offsets(first, last, np.array(since), np.array(offset))

    def _change(self, before: int, after: int) -> int:
        """Find the first instant with another offset, to the microsecond."""
        old = self._offset(before)
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset(middle) == old:
                before = middle
            else:
                after = middle
        return after

    def _offset(self, instant: int) -> int:
        offset = from_microseconds(instant, self._tz).utcoffset()
        return 0 if offset is None else duration_to_microseconds(offset)


def _join(before: Offsets, after: Offsets) -> Offsets:
    """Join what is known of two spans, the second of which starts at the end of the first."""
    since = np.concatenate((before.since, after.since))
    offset = np.concatenate((before.offset, after.offset))
    changes = np.append(True, offset[1:] != offset[:-1])
    return Offsets(before.first, after.last, since[changes], offset[changes])


def zone(tz: tzinfo) -> Zone:
    """Give what is known of a zone, found once for all calendars in it."""
    try:
        return _kept_zone(tz)
    except TypeError:  # some zones of other libraries cannot be hashed
        return Zone(tz)


@lru_cache(maxsize=1024)
def _kept_zone(tz: tzinfo) -> Zone:
    return Zone(tz)


def to_zone(field: str, tz: str | tzinfo) -> tzinfo:
    """Find a time zone by its IANA name; a ``tzinfo`` is one already."""
    if isinstance(tz, tzinfo):
        return tz
    if not isinstance(tz, str):
        raise refuse_type(field, "an IANA time zone name or a tzinfo", tz)
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError):
        expected = "an IANA time zone name (is the package tzdata installed?)"
        raise refuse(field, expected, tz) from None
