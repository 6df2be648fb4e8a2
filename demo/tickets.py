"""From the first row of an incident to a ticket, with nothing that was known only later."""

from datetime import datetime, timedelta, timezone
from typing import Final

import pandas as pd

from demo.log import UNKNOWN
from ticketroute import Requirement, Ticket
from ticketroute.sla import Targets

ZONE: Final = timezone(timedelta(hours=-3), "Brasilia")
"""Sao Paulo from 1 March to 31 May 2016, when no clock was changed; a guess of the publishers."""

TARGETS: Final = Targets(
    {
        1: timedelta(hours=4),
        2: timedelta(hours=8),
        3: timedelta(hours=24),
        4: timedelta(hours=72),
        5: timedelta(hours=120),
    }
)
"""Time allowed by priority level (impact + urgency - 1); assumed, the log has no targets."""


def to_tickets(arrivals: pd.DataFrame) -> list[Ticket]:
    """Make tickets of what was known at arrival, in the order of arrival.

    The queue is a hard condition, the type an optional one: everybody in the team of the queue
    may have the ticket, and scores may prefer those who know its type.
    """
    columns = ("number", "opened_at", "known_at", "category", "assignment_group")
    texts = (arrivals[name].tolist() for name in columns)
    levels = (arrivals[name].str[0].astype(int).tolist() for name in ("impact", "urgency"))
    return [
        _to_ticket(number, opened, known, category, group, impact, urgency)
        for number, opened, known, category, group, impact, urgency in zip(
            *texts, *levels, strict=True
        )
    ]


def _to_ticket(
    number: str,
    opened: pd.Timestamp,
    known: pd.Timestamp,
    category: str,
    group: str,
    impact: int,
    urgency: int,
) -> Ticket:
    """Make one ticket; it can be dispatched once its first row has been written."""
    created, known_at = aware(opened), aware(known)
    has_type = category != UNKNOWN
    return Ticket(
        id=number,
        created=created,
        type=category if has_type else None,
        queue=None if group == UNKNOWN else group,
        requirements=(Requirement(category, 1, optional=True),) if has_type else (),
        impact=impact,
        urgency=urgency,
        not_before=known_at if known_at > created else None,
    )


def aware(time: datetime) -> datetime:
    """Put a time of the log into the zone in which it is taken to be."""
    plain = time.to_pydatetime() if isinstance(time, pd.Timestamp) else time
    return plain.replace(tzinfo=ZONE)
