"""Durations, dates, instants and zones, as text."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final, cast
from zoneinfo import ZoneInfo

from ticketroute.configuration._durations import (
    EXPECTED,
    PATTERN,
    duration_to_text,
    text_to_duration,
)
from ticketroute.configuration._leaves import Leaf
from ticketroute.model import refuse
from ticketroute.sla.calendar import to_zone

_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")

DURATION: Final = Leaf(
    EXPECTED,
    "string",
    lambda value: isinstance(value, timedelta),
    lambda value: duration_to_text(cast("timedelta", value)),
    lambda path, data: text_to_duration(path, cast("str", data)),
    {"type": "string", "pattern": PATTERN},
)


def _read_date(path: str, data: object) -> date:
    try:
        return date.fromisoformat(cast("str", data))
    except (TypeError, ValueError):
        raise refuse(path, "an ISO date such as '2026-12-24'", data) from None


def _read_instant(path: str, data: object) -> datetime:
    try:
        instant = datetime.fromisoformat(cast("str", data))
    except ValueError:
        raise refuse(path, "an ISO instant with an offset", data) from None
    if instant.tzinfo is None:
        raise refuse(path, "an ISO instant with an offset", data)
    return instant


DATE: Final = Leaf(
    "an ISO date such as '2026-12-24'",
    "string",
    lambda value: isinstance(value, date) and not isinstance(value, datetime),
    lambda value: cast("date", value).isoformat(),
    _read_date,
    {"type": "string", "pattern": "^[0-9]{4}-?[0-9]{2}-?[0-9]{2}$"},
)
INSTANT: Final = Leaf(
    "an ISO instant with an offset",
    "string",
    lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    lambda value: cast("datetime", value).isoformat(),
    _read_instant,
    {"type": "string", "format": "date-time"},
)


def _zone_to_text(value: object) -> str:
    """Name a zone; a fixed offset is written as one, so that UTC does not become another zone."""
    if isinstance(value, ZoneInfo):
        return value.key
    offset = cast("timezone", value).utcoffset(None)
    seconds = abs(offset) // timedelta(seconds=1)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{'-' if offset < timedelta(0) else '+'}{text}" + (
        f":{seconds % 60:02d}" if seconds % 60 else ""
    )


def _read_zone(path: str, data: object) -> tzinfo:
    text = cast("str", data)
    if not (found := _OFFSET.fullmatch(text)):
        return to_zone(path, text)
    sign, hours, minutes, seconds = found.groups(default="0")
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    if offset >= timedelta(days=1):
        raise refuse(path, "an offset of less than a day", data)
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def _can_be_named(value: object) -> bool:
    if isinstance(value, ZoneInfo):
        return value.key is not None
    return isinstance(value, timezone) and not value.utcoffset(None) % timedelta(seconds=1)


ZONE: Final = Leaf(
    "an IANA time zone such as 'Europe/London', or an offset such as '+05:30'",
    "string",
    _can_be_named,
    _zone_to_text,
    _read_zone,
    {"type": "string", "minLength": 1},
)


def _read_dates(path: str, data: object) -> frozenset[date]:
    given = cast("list[object]", data)
    return frozenset(_read_date(f"{path}[{place}]", each) for place, each in enumerate(given))


DATES: Final = Leaf(
    "a list of dates (a container that cannot be listed cannot be written down)",
    "array",
    lambda value: isinstance(value, frozenset),
    lambda value: [each.isoformat() for each in sorted(cast("frozenset[date]", value))],
    _read_dates,
    {"type": "array", "items": dict(DATE.described)},
)
