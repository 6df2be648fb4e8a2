"""Instants and durations: aware datetimes at the edge, integer microseconds inside."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_NO_OFFSET: Final = timedelta(0)


def duration_to_microseconds(duration: timedelta) -> int:
    """Give a duration in microseconds, exactly."""
    return duration // MICROSECOND


@lru_cache(maxsize=256)
def _epoch_in(zone: ZoneInfo) -> datetime:
    """Give what a wall clock of a zone would show at the epoch, were its offset zero."""
    return EPOCH.replace(tzinfo=zone)


def to_microseconds(instant: object, field: str = "now") -> int:
    """Give the microseconds since 1970-01-01 UTC of an aware datetime.

    Raises
    ------
    TypeError
        If `instant` is not a datetime.
    ValueError
        If `instant` is naive; the message names `field`.
    """
    # Two kinds of zones are much quicker by hand. Subclasses of datetime may subtract otherwise.
    if type(instant) is datetime:
        zone = instant.tzinfo
        if zone is UTC:
            return (instant - EPOCH) // MICROSECOND
        if type(zone) is ZoneInfo:
            offset = zone.utcoffset(instant) or _NO_OFFSET
            return (instant - _epoch_in(zone) - offset) // MICROSECOND
    return (require_aware(instant, field) - EPOCH) // MICROSECOND


def from_microseconds(microseconds: int, zone: tzinfo | None = UTC) -> datetime:
    """Give the instant that lies so many microseconds after 1970-01-01 UTC, in a zone."""
    if type(zone) is ZoneInfo:
        return zone.fromutc(_epoch_in(zone) + microseconds * MICROSECOND)
    instant = EPOCH + microseconds * MICROSECOND
    return instant if zone is UTC else instant.astimezone(zone)


def require_aware(instant: object, field: str) -> datetime:
    """Return `instant` if it is a timezone-aware datetime, else say what is wrong with it."""
    if not isinstance(instant, datetime):
        message = f"{field}: expected a timezone-aware datetime, got {instant!r}"
        raise TypeError(message)
    if instant.tzinfo is None or instant.utcoffset() is None:
        message = f"{field}: expected a timezone-aware datetime, got the naive {instant!r}"
        raise ValueError(message)
    return instant
