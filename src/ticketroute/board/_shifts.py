"""When agents work, and how late is too late for a ticket."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import cast

import attrs

from ticketroute.model import flag, refuse, refuse_type, require_text
from ticketroute.sla import Calendar

CalendarsLike = Mapping[str, Calendar] | Iterable[tuple[str, Calendar]]


def _to_calendars(value: CalendarsLike) -> tuple[tuple[str, Calendar], ...]:
    try:
        pairs = dict(value)
    except (TypeError, ValueError):
        expected = "a mapping of agent id to calendar"
        raise refuse_type("Shifts.calendars", expected, value) from None
    for agent_id, calendar in pairs.items():
        require_text("Shifts.calendars", agent_id)
        given: object = calendar
        if not isinstance(given, Calendar):
            raise refuse_type(f"Shifts.calendars[{agent_id!r}]", "a calendar", given)
    return tuple(sorted(pairs.items(), key=lambda pair: pair[0]))


@attrs.frozen(kw_only=True, cache_hash=True)
class Shifts:
    """When agents work. Outside their hours they get nothing new; what they have they finish.

    An agent without a calendar works whenever he or she is active. Presence counts besides: whoever
    is at lunch within a shift is away.

    Parameters
    ----------
    calendars
        The hours of each agent, by id: shifts, breaks, leave, in any time zone.
    at_least
        An agent gets nothing new when less is left of the shift.
    enough_for_ticket
        Nor when less is left than the ticket is expected to take.

    Examples
    --------
    >>> from ticketroute.sla import BusinessCalendar
    >>> early = BusinessCalendar.weekdays("06:00", "14:00", "Europe/Berlin")
    >>> shifts = Shifts(calendars={"ana": early}, at_least=timedelta(minutes=30))
    >>> shifts.guards
    True
    """

    calendars: tuple[tuple[str, Calendar], ...] = attrs.field(converter=_to_calendars)
    at_least: timedelta = timedelta(0)
    enough_for_ticket: bool = attrs.field(default=False, validator=flag)

    def __attrs_post_init__(self) -> None:
        at_least: object = self.at_least
        if not isinstance(at_least, timedelta):
            raise refuse_type("Shifts.at_least", "a timedelta", at_least)
        if at_least < timedelta(0):
            raise refuse("Shifts.at_least", "a duration of at least zero", at_least)

    @property
    def guards(self) -> bool:
        """Whether the end of a shift keeps tickets away before it comes."""
        return self.enough_for_ticket or self.at_least > timedelta(0)

    def calendar_of(self, agent_id: str) -> Calendar | None:
        """Give the hours of an agent, or None for whenever he or she is active."""
        return cast("dict[str, Calendar]", dict(self.calendars)).get(agent_id)
