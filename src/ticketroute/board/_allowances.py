"""How much an agent may be given in a period, whatever has become of it since."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
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

_DAYS: Final = {"day": 1, "week": 7}


@attrs.frozen
class CalendarPeriod:
    """Days or weeks by the clock on the wall.

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
        midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        days = 1 if self.unit == "day" else 7 - midnight.weekday()
        end = (midnight + timedelta(days=days) + self.begins).replace(tzinfo=zone)
        first = to_microseconds(end)
        # Clocks that are put back show a time twice; between the two, the second is meant.
        return first if first > now_us else to_microseconds(end.replace(fold=1))


def _to_numbers(
    value: Mapping[str, int] | Iterable[tuple[str, int]],
) -> tuple[tuple[str, int], ...]:
    return sorted_pairs(value)


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
        A duration, for the time just gone by, or a :class:`CalendarPeriod`.
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
    per: timedelta | CalendarPeriod
    counts: Literal["tickets", "effort"] = "tickets"
    when: TicketCondition | None = None
    by_agent: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_to_numbers)

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
        elif not isinstance(per, CalendarPeriod):
            raise refuse_type("Allowance.per", "a timedelta or a CalendarPeriod", per)

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
        return dict(self.by_agent).get(agent_id, self.most)

    def end_after(self, now_us: int) -> int:
        """Give when something that is given now counts no more, in microseconds."""
        if isinstance(self.per, CalendarPeriod):
            return self.per.end_after(now_us)
        return now_us + self.per // MICROSECOND
