"""Short names for stories that are written by hand: hours count from a Monday at midnight."""

from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from ticketroute.sla import BusinessCalendar, Clock, Metric, Target, TicketEvent, replay

__all__ = ["DESK", "HOUR", "MINUTE", "MONDAY", "Told", "at", "clock", "elapsed", "hours", "told"]

MONDAY: Final = datetime(2026, 5, 4, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
DESK: Final = BusinessCalendar.weekdays("09:00", "17:00", "UTC", name="desk")

Told: TypeAlias = tuple[float, str] | tuple[float, str, str]
"""When, what, and the status from then on, or the group for a hand-over."""


def hours(number: float) -> timedelta:
    """Give a duration in hours."""
    return timedelta(hours=number)


def at(number: float) -> datetime:
    """Give the instant so many hours after Monday began."""
    return MONDAY + hours(number)


def told(*stories: Told) -> list[TicketEvent]:
    """Give the events of a story."""
    events = []
    for each in stories:
        word = each[2] if len(each) == 3 else None
        status, group = (None, word) if each[1] == "group" else (word, None)
        events.append(TicketEvent(each[1], at(each[0]), status=status, group=group))
    return events


def clock(target: Target | Metric, *stories: Told) -> Clock:
    """Give the clock of a story; of a metric alone, with four hours around the clock."""
    target = target if isinstance(target, Target) else Target(target, 4 * HOUR)
    return replay(told(*stories), target)


def elapsed(shown: Clock, now: float) -> float:
    """Give what a clock shows, in hours."""
    return shown.elapsed(at(now)) / HOUR
