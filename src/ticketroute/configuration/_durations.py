"""Durations as ISO 8601 text, such as ``PT15M``."""

import re
from datetime import timedelta
from typing import Final

from ticketroute.model import MICROSECOND, refuse

EXPECTED: Final = "an ISO 8601 duration such as 'PT15M'"

PATTERN: Final = (
    r"^[+-]?P(?!$)(?:[0-9]+W)?(?:[0-9]+D)?"
    r"(?:T(?!$)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]{1,6})?S)?)?$"
)
"""Weeks and days are so many hours; months and years have no fixed length and are no part of it."""

_PART: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?([WDHMS])")
_UNITS: Final = {
    "W": timedelta(weeks=1),
    "D": timedelta(days=1),
    "H": timedelta(hours=1),
    "M": timedelta(minutes=1),
    "S": timedelta(seconds=1),
}
_PLACES: Final = 6
_SECOND: Final = 1_000_000


def duration_to_text(duration: timedelta) -> str:
    """Write a duration in hours, minutes and seconds, exact to the microsecond.

    Examples
    --------
    >>> duration_to_text(timedelta(days=1, minutes=5)), duration_to_text(-timedelta(seconds=0.25))
    ('PT24H5M', '-PT0.25S')
    """
    minutes, left = divmod(abs(duration) // MICROSECOND, 60 * _SECOND)
    hours, minutes = divmod(minutes, 60)
    seconds, fraction = divmod(left, _SECOND)
    text = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    if fraction:
        text += f"{seconds}.{fraction:06d}".rstrip("0") + "S"
    elif seconds or not text:
        text += f"{seconds}S"
    return f"{'-' if duration < timedelta(0) else ''}PT{text}"


def text_to_duration(path: str, text: str) -> timedelta:
    """Read a duration.

    Examples
    --------
    >>> print(text_to_duration("wait", "P1DT90M"))
    1 day, 1:30:00
    """
    if not re.fullmatch(PATTERN, text):
        raise refuse(path, EXPECTED, text)
    try:
        total = sum((_length(*part) for part in _PART.findall(text)), timedelta(0))
    except OverflowError:
        raise refuse(path, "a duration that a timedelta can hold", text) from None
    return -total if text.startswith("-") else total


def _length(whole: str, fraction: str, unit: str) -> timedelta:
    length = int(whole) * _UNITS[unit]
    return length + MICROSECOND * int(fraction.ljust(_PLACES, "0")) if fraction else length
