"""How soon a ticket is to be dealt with, by its priority level, and on which calendar."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

import attrs

from ticketroute.model import (
    Ticket,
    duration_to_microseconds,
    refuse,
    refuse_type,
    require_integer,
    require_pairs,
    sorted_pairs,
)
from ticketroute.sla._durations import require_duration
from ticketroute.sla.calendar import ALWAYS, Calendar


def priority_level(impact: int | None, urgency: int | None) -> int | None:
    """Give the priority level of an impact and an urgency; 1 is the highest.

    The usual ITIL table, ``impact + urgency - 1``; with only one of the two known, that one.

    Parameters
    ----------
    impact, urgency
        Integers of at least 1, where 1 is the highest, or None for unknown.

    Returns
    -------
    int or None
        The level, or None if neither is known.

    Examples
    --------
    >>> priority_level(1, 2), priority_level(None, 3), priority_level(None, None)
    (2, 3, None)
    """
    if impact is None or urgency is None:
        return urgency if impact is None else impact
    return impact + urgency - 1


_PAIR: Final = ("impact", "urgency")
_Levels = tuple[tuple[tuple[int, int], int], ...]


def _to_levels(
    levels: Mapping[tuple[int, int], int] | Iterable[tuple[tuple[int, int], int]],
) -> _Levels:
    return sorted_pairs(levels)


@attrs.frozen
class PriorityMatrix:
    """Priority level by impact and urgency: a table of one's own, with the usual one behind it.

    For agreements that differ from ``impact + urgency - 1`` in some cells, or in all. Trap: only
    pairs are looked up; with one of the two unknown the level is the other one, as ever.

    Parameters
    ----------
    levels
        The level of pairs (impact, urgency), all integers of at least 1 where 1 is the highest:
        ``{(1, 1): 1, (1, 2): 1}``. Other pairs follow :func:`priority_level`.

    Raises
    ------
    ValueError, TypeError
        If a key is no pair, or a number no integer of at least 1.

    Examples
    --------
    >>> matrix = PriorityMatrix({(1, 2): 1, (3, 3): 4})
    >>> matrix.level(1, 2), matrix.level(2, 1), matrix.level(None, 3), matrix.level(None, None)
    (1, 2, 3, None)
    """

    levels: _Levels = attrs.field(default=(), converter=_to_levels)

    def __attrs_post_init__(self) -> None:
        field = "PriorityMatrix.levels"
        require_pairs(field, "a mapping of (impact, urgency) to level", self.levels)
        for pair, level in self.levels:
            given: object = pair
            if not isinstance(given, tuple) or len(given) != len(_PAIR):
                raise refuse_type(field, "pairs (impact, urgency) as keys", given)
            for name, number in zip(_PAIR, given, strict=True):
                require_integer(f"{field}: {name} of {given}", number, 1)
            require_integer(f"{field}[{given}]", level, 1)

    def level(self, impact: int | None, urgency: int | None) -> int | None:
        """Give the priority level, or None if neither impact nor urgency is known."""
        usual = priority_level(impact, urgency)
        if impact is None or urgency is None:
            return usual
        return dict(self.levels).get((impact, urgency), usual)


def _to_pairs(
    by_level: Mapping[int, timedelta] | Iterable[tuple[int, timedelta]],
) -> tuple[tuple[int, timedelta], ...]:
    return sorted_pairs(by_level)


@attrs.frozen
class Targets:
    """Time allowed for a ticket from its arrival, by priority level.

    Parameters
    ----------
    by_level
        Time allowed for each priority level (see :meth:`level`), each longer than zero.
    default
        Time allowed for every other ticket; None for no target.
    calendar
        The calendar whose open time counts; None for around the clock. A configuration may give
        its name, which :meth:`resolve` replaces by the calendar.
    matrix
        How levels follow from impact and urgency; by default as :func:`priority_level` says.

    Raises
    ------
    ValueError, TypeError
        If a level is no integer of at least 1, or a target no timedelta longer than zero.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> targets = Targets({1: timedelta(hours=2)}, default=timedelta(hours=24))
    >>> arrived = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> targets.due(Ticket(id="t1", created=arrived, impact=1, urgency=1)).isoformat()
    '2026-05-04T11:00:00+00:00'
    """

    by_level: tuple[tuple[int, timedelta], ...] = attrs.field(default=(), converter=_to_pairs)
    default: timedelta | None = attrs.field(default=None, kw_only=True)
    calendar: Calendar | str | None = attrs.field(default=None, kw_only=True)
    matrix: PriorityMatrix = attrs.field(default=PriorityMatrix(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_pairs("Targets.by_level", "a mapping of level to timedelta", self.by_level)
        for level, target in self.by_level:
            require_integer("Targets.by_level", level, 1)
            require_duration(f"Targets.by_level[{level}]", target)
        if self.default is not None:
            require_duration("Targets.default", self.default)
        if self.calendar is not None and not isinstance(self.calendar, Calendar | str):
            raise refuse_type("Targets.calendar", "a calendar or its name", self.calendar)
        if self.calendar == "":
            raise refuse("Targets.calendar", "a calendar or its name", self.calendar)
        if not isinstance(self.matrix, PriorityMatrix):
            raise refuse_type("Targets.matrix", "a PriorityMatrix", self.matrix)

    def resolve(self, calendars: Iterable[Calendar]) -> "Targets":
        """Put the calendar of that name where a name stands.

        Raises
        ------
        ValueError
            If none of the calendars has the name, or several have.
        """
        if not isinstance(self.calendar, str):
            return self
        calendars = list(calendars)
        found = [each for each in calendars if each.name == self.calendar]
        if len(found) != 1:
            names = sorted(each.name for each in calendars)
            raise refuse(
                "Targets.calendar", f"the name of one of the calendars {names}", self.calendar
            )
        return attrs.evolve(self, calendar=found[0])

    def open_calendar(self) -> Calendar | None:
        """Give the calendar, None for around the clock; a name must have been resolved."""
        if isinstance(self.calendar, str):
            raise refuse("Targets.calendar", "a calendar (see Targets.resolve)", self.calendar)
        return self.calendar

    def level(self, impact: int | None, urgency: int | None) -> int | None:
        """Give the priority level of an impact and an urgency; None if neither is known."""
        return self.matrix.level(impact, urgency)

    def target(self, level: int | None) -> timedelta | None:
        """Give the time allowed at a priority level, or None for no target."""
        return self.default if level is None else dict(self.by_level).get(level, self.default)

    def due(self, ticket: Ticket) -> datetime | None:
        """Give the instant by which a ticket is to be dealt with, or None for no target."""
        target = self.target(self.level(ticket.impact, ticket.urgency))
        if target is None:
            return None
        return (self.open_calendar() or ALWAYS).add(ticket.created, target)

    def microseconds(self, level: int | None) -> int:
        """Give the time allowed at a priority level in microseconds; 0 for no target."""
        target = self.target(level)
        return 0 if target is None else duration_to_microseconds(target)
