"""What the agents of a model may be given in a period, as lists of what they were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ticketroute import Ticket
from ticketroute.board import Allowance, CalendarPeriod


@dataclass(frozen=True, eq=False)
class Draw:
    """What somebody was given on an allowance; each is one of its own, also if two are alike."""

    allowance: str
    units: int
    ends: datetime


def period_end(per: object, now: datetime) -> datetime:
    """Give when something that is given now counts no more."""
    if isinstance(per, timedelta):
        return now + per
    if not isinstance(per, CalendarPeriod):
        message = f"the model knows of no period {per!r}"
        raise TypeError(message)
    zone = ZoneInfo(per.zone)
    today = now.astimezone(zone).date()
    ends = (_begin(per, today + timedelta(days=ahead), zone) for ahead in range(-1, 9))
    return next(end for end in ends if end is not None and end > now)


def _begin(per: CalendarPeriod, day: date, zone: ZoneInfo) -> datetime | None:
    """Give when a period begins that begins on a day, if one does."""
    if per.unit == "week" and day.isoweekday() != 1:
        return None
    return datetime.combine(day, time(0), zone) + per.begins


def draws_of(allowances: Iterable[Allowance], ticket: Ticket, now: datetime) -> list[Draw]:
    """Give what a ticket draws on allowances if it is given to somebody now."""
    return [
        Draw(each.name, ticket.effort if each.counts == "effort" else 1, period_end(each.per, now))
        for each in allowances
        if each.when is None or each.when(ticket)
    ]


def most_of(allowance: Allowance, name: str) -> int | None:
    """Give how much an agent may be given; None for as much as there is."""
    for agent, most in allowance.by_agent:
        if agent == name:
            return most
    return allowance.most


def is_allowed(
    allowances: Iterable[Allowance], name: str, drawn: Iterable[Draw], new: Iterable[Draw]
) -> bool:
    """Say whether an agent may be given something, after all that counts still."""
    drawn, new = list(drawn), list(new)
    for allowance in allowances:
        most = most_of(allowance, name)
        given = sum(each.units for each in drawn if each.allowance == allowance.name)
        units = sum(each.units for each in new if each.allowance == allowance.name)
        if units and most is not None and given + units > most:
            return False
    return True
