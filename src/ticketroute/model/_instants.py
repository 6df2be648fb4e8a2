"""Instants and durations: aware datetimes at the edge, integer microseconds inside."""

from datetime import UTC, datetime, timedelta
from typing import Final, cast

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def duration_to_microseconds(duration: timedelta) -> int:
    """Give a duration in microseconds, exactly."""
    return duration // _MICROSECOND


def to_microseconds(instant: object, field: str = "now") -> int:
    """Give the microseconds since 1970-01-01 UTC of an aware datetime.

    Raises
    ------
    TypeError
        If `instant` is not a datetime.
    ValueError
        If `instant` is naive; the message names `field`.
    """
    try:
        return (cast("datetime", instant) - EPOCH) // _MICROSECOND
    except TypeError:
        require_aware(instant, field)
        raise


def from_microseconds(microseconds: int) -> datetime:
    """Give the instant in UTC that lies so many microseconds after 1970-01-01."""
    return EPOCH + microseconds * _MICROSECOND


def require_aware(instant: object, field: str) -> datetime:
    """Return `instant` if it is a timezone-aware datetime, else say what is wrong with it."""
    if not isinstance(instant, datetime):
        message = f"{field}: expected a timezone-aware datetime, got {instant!r}"
        raise TypeError(message)
    if instant.tzinfo is None or instant.utcoffset() is None:
        message = f"{field}: expected a timezone-aware datetime, got the naive {instant!r}"
        raise ValueError(message)
    return instant
