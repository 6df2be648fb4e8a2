"""Instants and durations: aware datetimes at the edge, integer microseconds inside."""

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = 86_400_000_000
_SECOND: Final = 1_000_000


def duration_to_microseconds(duration: timedelta) -> int:
    """Give a duration in microseconds, exactly."""
    return duration.days * _DAY + duration.seconds * _SECOND + duration.microseconds


def to_microseconds(instant: object, field: str = "now") -> int:
    """Give the microseconds since 1970-01-01 UTC of an aware datetime.

    Raises
    ------
    TypeError
        If `instant` is not a datetime.
    ValueError
        If `instant` is naive; the message names `field`.
    """
    return duration_to_microseconds(require_aware(instant, field) - EPOCH)


def from_microseconds(microseconds: int) -> datetime:
    """Give the instant in UTC that lies so many microseconds after 1970-01-01."""
    return EPOCH + timedelta(microseconds=microseconds)


def require_aware(instant: object, field: str) -> datetime:
    """Return `instant` if it is a timezone-aware datetime, else say what is wrong with it."""
    if not isinstance(instant, datetime):
        message = f"{field}: expected a timezone-aware datetime, got {instant!r}"
        raise TypeError(message)
    if instant.tzinfo is None or instant.utcoffset() is None:
        message = f"{field}: expected a timezone-aware datetime, got the naive {instant!r}"
        raise ValueError(message)
    return instant
