"""Days or weeks of a log, drawn anew: whole, so that what belongs together stays together."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Literal, get_args

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import from_microseconds, refuse, refuse_type, require_aware, to_microseconds
from ticketroute.simulation._known_tickets import KnownTickets
from ticketroute.simulation._ticket_stream import Coming
from ticketroute.sla.calendar import to_zone

Block = Literal["day", "week"]

_LENGTHS: Final = {"day": 1, "week": 7}
_WEEK: Final = 7


def _to_zone(value: str | tzinfo) -> tzinfo:
    return to_zone("ResampledDays.tz", value)


@attrs.frozen(kw_only=True)
class ResampledDays:
    """Days of a log in another order, for ``Scenario.arrivals``: a block bootstrap.

    Each day of the scenario gets the tickets of a day of the log of the same weekday, drawn with
    replacement; or each week, from the weekday on with which the scenario begins, those of seven
    days that follow each other. Busy and quiet days, the mix of kinds, bursts and the times of day
    are those of the log; how busy one day is says nothing about the next (within a week it does).

    Parameters
    ----------
    log
        The tickets, with their kinds and whatever is known of their work.
    first, last
        From when to when the log tells of all that came; days that lie in it whole are drawn from.
    block
        What is drawn: ``"day"`` or ``"week"``.
    tz
        The zone by whose midnight days begin. On days on which clocks are changed, what came after
        the change is an hour off.

    Examples
    --------
    >>> monday = datetime(2026, 5, 4, tzinfo=UTC)
    >>> noons = [monday + timedelta(days=day, hours=12) for day in range(14)]
    >>> log = KnownTickets(noons, ["mail"] * 14)
    >>> stream = ResampledDays(log=log, first=monday, last=monday + timedelta(days=14))
    >>> stream.days
    14
    """

    log: KnownTickets
    first: datetime
    last: datetime
    block: Block = "day"
    tz: tzinfo = attrs.field(converter=_to_zone, default=UTC)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.log, KnownTickets):
            raise refuse_type("ResampledDays.log", "KnownTickets", self.log)
        for name in ("first", "last"):
            require_aware(getattr(self, name), f"ResampledDays.{name}")
        if self.block not in get_args(Block):
            raise refuse("ResampledDays.block", f"one of {get_args(Block)}", self.block)
        needed = _WEEK - 1 + _LENGTHS[self.block]
        if self.days < needed:
            expected = f"at least {needed} whole days after first"
            raise refuse("ResampledDays.last", expected, self.last.isoformat())

    @property
    def days(self) -> int:
        """How many whole days there are to draw from."""
        return max(self._days()[1], 0)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds that may come."""
        return self.log.kinds

    def tickets(self, start: int, end: int, random: np.random.Generator, /) -> Coming:
        """Draw a day of the log for each day, or seven for each week, and shift their tickets."""
        coming = self.log.tickets(start, to_microseconds(self.last), random)
        first, count = self._days()
        edges = self._midnights(first, count + 1)
        rows = np.searchsorted(coming.created, edges)
        parts, moved = [], []
        target = from_microseconds(start, self.tz).date()
        while (begins := self._midnight(target)) < end:
            drawn = self._draw(first, count, target, random)
            for number in range(drawn, drawn + _LENGTHS[self.block]):
                found = np.arange(rows[number], rows[number + 1])
                parts.append(found)
                moved.append(coming.created[found] - edges[number] + begins)
                target += timedelta(days=1)
                begins = self._midnight(target)
        chosen = attrs.evolve(coming.take(np.concatenate(parts)), created=np.concatenate(moved))
        inside = (chosen.created >= start) & (chosen.created < end)
        return chosen.take(inside)

    def _draw(self, first: date, count: int, target: date, random: np.random.Generator) -> int:
        """Draw a day of the log, by number, of the weekday of another."""
        offset = (target.weekday() - first.weekday()) % _WEEK
        choices = (count - _LENGTHS[self.block] - offset) // _WEEK + 1
        return offset + _WEEK * int(random.integers(choices))

    def _days(self) -> tuple[date, int]:
        """Give the first whole day of the log, and how many there are."""
        first = self.first.astimezone(self.tz).date()
        if self._midnight(first) < to_microseconds(self.first):
            first += timedelta(days=1)
        return first, (self.last.astimezone(self.tz).date() - first).days

    def _midnights(self, first: date, count: int) -> NDArray[np.int64]:
        days = (first + timedelta(days=number) for number in range(count))
        return np.array([self._midnight(day) for day in days], dtype=np.int64)

    def _midnight(self, day: date) -> int:
        return to_microseconds(datetime(day.year, day.month, day.day, tzinfo=self.tz))
