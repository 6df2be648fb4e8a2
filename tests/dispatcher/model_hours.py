"""When the agents of a model work, as plain ranges; and the calendars that say the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from ticketroute import Ticket
from ticketroute.board import Shifts
from ticketroute.sla import ALWAYS, BusinessCalendar, Calendar, HandlingTimes

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """Ranges of each day by a clock on the wall; none of them at all for around the clock."""

    ranges: tuple[tuple[str, str], ...]
    zone: str = "UTC"
    days: tuple[str, ...] = DAYS

    @property
    def calendar(self) -> Calendar:
        """The calendar that the desk is given."""
        if not self.ranges:
            return ALWAYS
        return BusinessCalendar(tz=self.zone, weekly=dict.fromkeys(self.days, self.ranges))

    def is_open(self, now: datetime) -> bool:
        """Say whether it is within one of the ranges."""
        wall = now.astimezone(ZoneInfo(self.zone))
        clock, day = wall.strftime("%H:%M:%S.%f"), DAYS[wall.weekday()]
        within = any(start <= clock < end for start, end in self.ranges)
        return not self.ranges or (day in self.days and within)

    def next_change(self, now: datetime) -> datetime | None:
        """Give when it next opens or closes: the first edge of a range that does."""
        wall = now.astimezone(ZoneInfo(self.zone))
        for ahead in range(9):
            for clock in sorted(edge for each in self.ranges for edge in each):
                hour, minute = map(int, clock.split(":"))
                edge = wall + timedelta(days=ahead)
                edge = edge.replace(hour=hour, minute=minute, second=0, microsecond=0)
                if edge > now and self.is_open(edge) != self.is_open(now):
                    return edge
        return None


def alternating(minutes_on: int, minutes_off: int) -> tuple[tuple[str, str], ...]:
    """Give ranges that come and go all day long."""
    edges, minute = [], 0
    while minute < 24 * 60:
        edges.append(f"{minute // 60:02}:{minute % 60:02}")
        minute += minutes_off if len(edges) % 2 == 0 else minutes_on
    return tuple(pairwise(edges))[::2]


@dataclass(frozen=True)
class Rota:
    """When everybody works, and how late is too late for a ticket."""

    hours: Mapping[str, Hours] = field(default_factory=dict)
    at_least: timedelta = timedelta(0)
    takes: Mapping[str | None, timedelta] = field(default_factory=dict)
    """How long tickets take by their type; None for all others."""
    enough_for_ticket: bool = False

    @property
    def shifts(self) -> Shifts:
        """What the desk is given."""
        return Shifts(
            calendars={name: each.calendar for name, each in self.hours.items()},
            at_least=self.at_least,
            enough_for_ticket=self.enough_for_ticket,
        )

    @property
    def handling_times(self) -> HandlingTimes | None:
        """What else the desk is given."""
        if not self.takes:
            return None
        types = {kind: time for kind, time in self.takes.items() if kind is not None}
        return HandlingTimes(types, default=self.takes[None])

    def needed(self, ticket: Ticket) -> timedelta:
        """Give how much of a shift must be left for a ticket."""
        if not self.enough_for_ticket:
            return self.at_least
        takes = self.takes[ticket.type] if ticket.type in self.takes else self.takes[None]
        return max(self.at_least, takes)

    def is_late(self, ends: datetime | None, now: datetime, ticket: Ticket) -> bool:
        """Say whether too little is left of a shift; one of no end is long enough."""
        needed = self.needed(ticket)
        return needed > timedelta(0) and ends is not None and now + needed > ends
