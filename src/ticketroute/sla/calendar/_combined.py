"""Two calendars as one: open together, open at either, open at one and not at the other."""

from datetime import date, tzinfo
from typing import Final

import attrs
import numpy as np

from ticketroute.model import refuse, refuse_type
from ticketroute.sla.calendar._calendar import Calendar
from ticketroute.sla.calendar._compiled import require_name
from ticketroute.sla.calendar._runs import Combination, Runs, clip, combine

_OPERATIONS: Final[dict[str, Combination]] = {
    "&": np.logical_and,
    "|": np.logical_or,
    "-": lambda left, right: left & ~right,
}


@attrs.frozen(slots=False)
class CombinedCalendar(Calendar):
    """Two calendars combined instant by instant, whatever their zones.

    Written ``left & right`` (both are open), ``left | right`` (at least one is) and
    ``left - right`` (the first is and the second is not).

    Parameters
    ----------
    left, right
        The calendars.
    operation
        ``"&"``, ``"|"`` or ``"-"``.
    name
        How a configuration refers to the combination.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.sla import BusinessCalendar
    >>> london = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    >>> madrid = BusinessCalendar.weekdays("09:00", "17:00", "Europe/Madrid")
    >>> monday = datetime(2026, 5, 4, tzinfo=UTC)
    >>> (london & madrid).next_open(monday).isoformat()
    '2026-05-04T08:00:00+00:00'
    >>> (london | madrid).between(monday, monday + timedelta(days=1))
    datetime.timedelta(seconds=32400)
    """

    left: Calendar
    right: Calendar
    operation: str = attrs.field()
    name: str = ""
    tz: tzinfo = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for side in ("left", "right"):
            if not isinstance(getattr(self, side), Calendar):
                raise refuse_type(f"CombinedCalendar.{side}", "a calendar", getattr(self, side))
        if self.operation not in tuple(_OPERATIONS):
            raise refuse("CombinedCalendar.operation", "'&', '|' or '-'", self.operation)
        require_name("CombinedCalendar.name", self.name)
        object.__setattr__(self, "tz", self.left.tz)

    def runs(self, first: int, last: int) -> Runs:
        """Combine the runs of both."""
        left = clip(self.left.runs(first, last), first, last)
        right = clip(self.right.runs(first, last), first, last)
        return combine(left, right, _OPERATIONS[self.operation])

    def remarks(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Say what both remark on, each by its name."""
        sides = (("first", self.left), ("second", self.right))
        return tuple(
            (day, f"{calendar.name or side}: {remark}")
            for side, calendar in sides
            for day, remark in calendar.remarks(first, last)
        )

    def settled(self) -> tuple[int, int]:
        """Give the instants beyond which both repeat."""
        left, right = self.left.settled(), self.right.settled()
        return min(left[0], right[0]), max(left[1], right[1])
