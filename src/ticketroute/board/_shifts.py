"""When agents work, and how late is too late for a ticket."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

import attrs

from ticketroute.errors import NeverClosedError, NeverOpenError
from ticketroute.model import flag, refuse, refuse_type, require_text
from ticketroute.sla import Calendar

_A_WEEK: Final = timedelta(days=7)

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


def _look_up(shifts: "Shifts") -> dict[str, Calendar]:
    return dict(shifts.calendars)


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
    longest_break
        Hours that are interrupted by no more than this are one shift, for allowances that go by
        shifts; 0 to have each range of a calendar be a shift.

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
    longest_break: timedelta = timedelta(hours=4)
    _hours: dict[str, Calendar] = attrs.field(
        default=attrs.Factory(_look_up, takes_self=True), init=False, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        durations: dict[str, object] = {
            "at_least": self.at_least,
            "longest_break": self.longest_break,
        }
        for name, duration in durations.items():
            if not isinstance(duration, timedelta):
                raise refuse_type(f"Shifts.{name}", "a timedelta", duration)
            if duration < timedelta(0):
                raise refuse(f"Shifts.{name}", "a duration of at least zero", duration)

    @property
    def guards(self) -> bool:
        """Whether the end of a shift keeps tickets away before it comes."""
        return self.enough_for_ticket or self.at_least > timedelta(0)

    def calendar_of(self, agent_id: str) -> Calendar | None:
        """Give the hours of an agent, or None for whenever he or she is active."""
        return self._hours.get(agent_id)

    def end_of_shift(self, agent_id: str, now: datetime) -> datetime | None:
        """Give when an agent's shift ends, or the next one of an agent who is off shift.

        A break of at most `longest_break` does not end it. Whoever has no longer one within a week
        has a shift that ends with the last closing within that week.

        Returns
        -------
        datetime or None
            None for an agent without hours, or with hours that never end.
        """
        calendar = self.calendar_of(agent_id)
        if calendar is None:
            return None
        try:
            return self._end(calendar, now)
        except NeverClosedError:
            return None

    def _end(self, calendar: Calendar, now: datetime) -> datetime:
        closes = calendar.next_close(now)
        while True:
            try:
                opens = calendar.next_open(closes)
            except NeverOpenError:
                return closes
            if opens - closes > self.longest_break:
                return closes
            later = calendar.next_close(opens)
            if later - now > _A_WEEK:
                return closes
            closes = later
