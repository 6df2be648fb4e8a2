"""Opening hours of a day as people write them: ``[("09:00", "12:00"), ("13:00", "18:00")]``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Final, TypeAlias, TypeVar, cast

from ticketroute.model import refuse, refuse_type

_Key = TypeVar("_Key")

ClockTime: TypeAlias = str | time
Ranges: TypeAlias = Iterable[tuple[ClockTime, ClockTime]]
Weekly: TypeAlias = Mapping[str, Ranges] | Iterable[tuple[str, Ranges]]
Dated: TypeAlias = Mapping[date, Ranges] | Iterable[tuple[date, Ranges]]
PlainRanges: TypeAlias = tuple[tuple[str, str], ...]
Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Ranges in microseconds since midnight on the wall clock, in order."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_LENGTH: Final = 86_400_000_000
_END_OF_DAY: Final = "24:00"
_NO_START: Final = "24:00 only as an end"
_PAIRS: Final = 'pairs of times such as [("09:00", "17:00")]'


def to_plain_ranges(field: str, ranges: Ranges) -> PlainRanges:
    """Read the ranges of one day into their plain form: sorted pairs of text.

    Raises
    ------
    ValueError, TypeError
        If a time cannot be read, or ranges are empty, reversed or overlap.
    """
    spans = sorted(_to_span(field, pair) for pair in _to_pairs(field, ranges))
    for (_, end), (start, later) in pairwise(spans):
        if start < end:
            overlap = f"{_to_text(start)}-{_to_text(later)}"
            raise refuse(field, f"ranges that do not overlap one until {_to_text(end)}", overlap)
    return to_ranges(tuple(spans))


def to_spans(ranges: PlainRanges) -> Spans:
    """Give plain ranges as microseconds since midnight."""
    return tuple((_to_microseconds("", start), _to_microseconds("", end)) for start, end in ranges)


def to_ranges(spans: Spans) -> PlainRanges:
    """Give microseconds since midnight as plain ranges."""
    return tuple((_to_text(start), _to_text(end)) for start, end in spans)


def cut(spans: Spans, breaks: Spans) -> Spans:
    """Take breaks out of ranges."""
    for pause_start, pause_end in breaks:
        parts = [
            part
            for start, end in spans
            for part in ((start, min(end, pause_start)), (max(start, pause_end), end))
        ]
        spans = tuple((start, end) for start, end in parts if start < end)
    return spans


def to_weekly(field: str, weekly: Weekly) -> tuple[tuple[str, PlainRanges], ...]:
    """Read the hours of a week, Monday first; days without hours are left out."""
    days = _to_dict(field, weekly, 'a mapping such as {"mon": [("09:00", "17:00")]}')
    for day in days:
        if day not in DAYS:
            raise refuse(field, f"days among {', '.join(DAYS)}", day)
    hours = {day: to_plain_ranges(f"{field}[{day!r}]", days[day]) for day in DAYS if day in days}
    return tuple((day, ranges) for day, ranges in hours.items() if ranges)


def to_dated(field: str, dated: Dated) -> tuple[tuple[date, PlainRanges], ...]:
    """Read hours that belong to dates, earliest date first."""
    dates = _to_dict(field, dated, "a mapping of date to ranges")
    for day in dates:
        require_date(field, day)
    return tuple(
        (day, to_plain_ranges(f"{field}[{day.isoformat()}]", dates[day])) for day in sorted(dates)
    )


def require_date(field: str, value: object) -> None:
    """Insist on a date; a datetime is none, as it would never be equal to one."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refuse_type(field, "dates (datetime.date, not datetime)", value)


def split_at_midnight(weekly: Mapping[str, Ranges]) -> dict[str, PlainRanges]:
    """Split the ranges of a week that end on the next day, for night shifts.

    Parameters
    ----------
    weekly
        As for :class:`BusinessCalendar`, but a range may end at or before its start: it then
        ends on the next day.

    Returns
    -------
    dict
        The same hours with each such range split at midnight.

    Examples
    --------
    >>> split_at_midnight({"sun": [("22:00", "06:00")]})
    {'sun': (('22:00', '24:00'),), 'mon': (('00:00', '06:00'),)}
    """
    parts: dict[str, list[tuple[ClockTime, ClockTime]]] = {}
    for day, ranges in _to_dict("weekly", weekly, "a mapping of day to ranges").items():
        if day not in DAYS:
            raise refuse("weekly", f"days among {', '.join(DAYS)}", day)
        tomorrow = DAYS[(DAYS.index(day) + 1) % 7]
        field = f"weekly[{day!r}]"
        for start, end in _to_pairs(field, ranges):
            first, last = _to_microseconds(field, start), _to_microseconds(field, end)
            if first == DAY_LENGTH:
                raise refuse(field, _NO_START, (start, end))
            if first < last:
                parts.setdefault(day, []).append((start, end))
                continue
            parts.setdefault(day, []).append((start, _END_OF_DAY))
            if last > 0:
                parts.setdefault(tomorrow, []).append(("00:00", end))
    return {day: to_plain_ranges(f"weekly[{day!r}]", ranges) for day, ranges in parts.items()}


def _to_dict(
    field: str, value: Mapping[_Key, Ranges] | Iterable[tuple[_Key, Ranges]], expected: str
) -> dict[_Key, Ranges]:
    try:
        items = list(value.items()) if isinstance(value, Mapping) else list(value)
        pairs = cast("list[tuple[_Key, Ranges]]", items)
        result = dict(pairs)
    except (TypeError, ValueError):
        raise refuse_type(field, expected, value) from None
    if len(result) < len(pairs):
        raise refuse(field, "each day once", [key for key, _ in pairs])
    return result


def _to_pairs(field: str, ranges: object) -> list[tuple[ClockTime, ClockTime]]:
    """Insist on pairs, whatever they hold."""
    if isinstance(ranges, str) or not isinstance(ranges, Iterable):
        raise refuse_type(field, _PAIRS, ranges)
    pairs: list[tuple[ClockTime, ClockTime]] = []
    for pair in ranges:
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:  # noqa: PLR2004
            raise refuse_type(field, _PAIRS, pair)
        pairs.append((pair[0], pair[1]))
    return pairs


def _to_span(field: str, pair: tuple[ClockTime, ClockTime]) -> tuple[int, int]:
    first, last = (_to_microseconds(field, each) for each in pair)
    if first == DAY_LENGTH:
        raise refuse(field, _NO_START, pair)
    if first >= last:
        hint = "each start before its end (24:00 ends a day; split_at_midnight splits a night)"
        raise refuse(field, hint, pair)
    return first, last


def _to_microseconds(field: str, value: ClockTime) -> int:
    """Read a time of day; 24:00 is the end of the day."""
    if value == _END_OF_DAY:
        return DAY_LENGTH
    try:
        clock = value if isinstance(value, time) else time.fromisoformat(value)
    except TypeError:
        raise refuse_type(field, 'times such as "09:00"', value) from None
    except ValueError:
        raise refuse(field, 'times from "00:00" to "24:00"', value) from None
    if clock.tzinfo is not None:
        raise refuse(field, "times without a zone (the calendar has one)", value)
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


def _to_text(microseconds: int) -> str:
    if microseconds == DAY_LENGTH:
        return _END_OF_DAY
    seconds, fraction = divmod(microseconds, 1_000_000)
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction)
    return clock.isoformat("auto" if seconds % 60 or fraction else "minutes")
