"""How much an agent may be given in a period, whatever has become of it since."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal, TypeAlias

import attrs

from ticketroute.model import (
    MICROSECOND,
    MOST_UNITS,
    Ticket,
    from_microseconds,
    refuse,
    refuse_type,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
    to_microseconds,
)
from ticketroute.sla.calendar import to_zone

TicketCondition: TypeAlias = Callable[[Ticket], bool]
"""A condition on tickets that says which of their fields it reads, by an attribute ``reads``."""

Period: TypeAlias = "timedelta | CalendarPeriod | Literal['shift']"
"""The time just gone by, days or weeks by the clock on the wall, or the shift of each agent."""

_DAYS: Final = {"day": 1, "week": 7}


@attrs.frozen
class CalendarPeriod:
    """Days or weeks by the clock on the wall.

    A period begins once, also where clocks are changed: at the first instant at which the clock
    shows its time or a later one. So a time that comes twice counts when it comes first, and one
    that is skipped is reached at the moment of the change.

    Parameters
    ----------
    unit
        ``"day"``, or ``"week"`` from Monday on.
    zone
        Name of the time zone.
    begins
        When a day begins, counted from midnight on the clock; less than a day.

    Examples
    --------
    >>> CalendarPeriod("day", "Europe/London")
    CalendarPeriod(unit='day', zone='Europe/London', begins=datetime.timedelta(0))
    """

    unit: Literal["day", "week"]
    zone: str
    begins: timedelta = timedelta(0)

    def __attrs_post_init__(self) -> None:
        if self.unit not in _DAYS:
            raise refuse("CalendarPeriod.unit", f"one of {tuple(_DAYS)}", self.unit)
        to_zone("CalendarPeriod.zone", self.zone)
        if not timedelta(0) <= self.begins < timedelta(days=1):
            raise refuse("CalendarPeriod.begins", "from 0 to less than a day", self.begins)

    def end_after(self, now_us: int) -> int:
        """Give the end of the period in which an instant lies; both in microseconds."""
        zone = to_zone("CalendarPeriod.zone", self.zone)
        wall = from_microseconds(now_us, zone).replace(tzinfo=None) - self.begins
        begins = wall.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + self.begins
        if self.unit == "week":
            begins -= timedelta(days=wall.weekday())
        while (end := _first_instant(begins, zone)) <= now_us:
            begins += timedelta(days=_DAYS[self.unit])
        return end


def _first_instant(reading: datetime, zone: tzinfo) -> int:
    """Give the first instant at which the clock on the wall shows a reading or a later one."""
    first, second = (to_microseconds(reading.replace(tzinfo=zone, fold=f)) for f in (0, 1))
    if first <= second:  # once, or twice where clocks are put back
        return first
    before, after = second - 1, first  # it is skipped: the change lies between
    while after - before > 1:
        middle = (before + after) // 2
        if from_microseconds(middle, zone).replace(tzinfo=None) < reading:
            before = middle
        else:
            after = middle
    return after


def _to_numbers(
    value: Mapping[str, int] | Iterable[tuple[str, int]],
) -> tuple[tuple[str, int], ...]:
    return sorted_pairs(value)


def _look_up(allowance: "Allowance") -> dict[str, int]:
    return dict(allowance.by_agent)


@attrs.frozen(kw_only=True, cache_hash=True)
class Allowance:
    """At most so much new work in a period; it comes back with time, not when work is done.

    A cool-down between assignments is an allowance of 1 in the last minutes.

    Parameters
    ----------
    name
        What reasons and explanations call it; unique on a board.
    most
        How much, an integer of at least 0; None only counts, for strategies that go by it.
    per
        A duration, for the time just gone by; a :class:`CalendarPeriod`; or ``"shift"``, until the
        agent's shift ends, see :meth:`Shifts.end_of_shift`. Of whoever has no hours, or hours that
        never end, the shift ends when he or she goes offline.
    counts
        ``"tickets"``, or ``"effort"`` for units of effort.
    when
        Which tickets draw on it; None for all. A condition that names the fields it reads.
    by_agent
        Other numbers for single agents, by id.

    Examples
    --------
    >>> Allowance(name="twenty a day", most=20, per=CalendarPeriod("day", "Asia/Shanghai")).most
    20
    >>> Allowance(name="breath", most=1, per=timedelta(minutes=2)).end_after(0)
    120000000
    """

    name: str
    most: int | None
    per: Period
    counts: Literal["tickets", "effort"] = "tickets"
    when: TicketCondition | None = None
    by_agent: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_numbers)
    _numbers: dict[str, int] = attrs.field(
        default=attrs.Factory(_look_up, takes_self=True), init=False, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        require_text("Allowance.name", self.name)
        if self.most is not None:
            require_integer("Allowance.most", self.most, 0, MOST_UNITS)
        if self.counts not in ("tickets", "effort"):
            raise refuse("Allowance.counts", "'tickets' or 'effort'", self.counts)
        self._require_period()
        require_pairs("Allowance.by_agent", "a mapping of agent id to units", self.by_agent)
        for agent_id, most in self.by_agent:
            require_text("Allowance.by_agent", agent_id)
            require_integer(f"Allowance.by_agent[{agent_id!r}]", most, 0, MOST_UNITS)
        when: object = self.when
        if when is not None and not (callable(when) and hasattr(when, "reads")):
            raise refuse_type("Allowance.when", "a condition that has `reads`", self.when)

    def _require_period(self) -> None:
        per: object = self.per
        if isinstance(per, timedelta):
            if per <= timedelta(0):
                raise refuse("Allowance.per", "a duration longer than zero", per)
        elif not isinstance(per, CalendarPeriod) and per != "shift":
            raise refuse_type("Allowance.per", "a timedelta, a CalendarPeriod or 'shift'", per)

    @property
    def reads(self) -> tuple[str, ...]:
        """The ticket fields that say whether a ticket draws on it."""
        fields: tuple[str, ...] = getattr(self.when, "reads", ())
        return fields

    def units(self, ticket: Ticket) -> int:
        """Give how much a ticket draws on it; 0 for nothing."""
        if self.when is not None and not self.when(ticket):
            return 0
        return ticket.effort if self.counts == "effort" else 1

    def of_agent(self, agent_id: str) -> int | None:
        """Give how much an agent may be given in a period; None for no limit."""
        return self._numbers.get(agent_id, self.most)

    def end_after(self, now_us: int) -> int:
        """Give when something that is given now counts no more, in microseconds.

        Raises
        ------
        ValueError
            If that is when a shift ends, which depends on whose it is.
        """
        if self.per == "shift":
            raise refuse("Allowance.per", "a period that is the same for all", self.per)
        if isinstance(self.per, CalendarPeriod):
            return self.per.end_after(now_us)
        return now_us + self.per // MICROSECOND
