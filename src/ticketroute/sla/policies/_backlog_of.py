"""From the clocks of tickets to the columns that urgency rules read."""

from collections.abc import Iterable

import numpy as np

from ticketroute.model import duration_to_microseconds, to_microseconds
from ticketroute.sla._clock_columns import ClockColumns
from ticketroute.sla._handling_times import HandlingTimes
from ticketroute.sla._targets import PriorityMatrix
from ticketroute.sla._tiers import Tiers
from ticketroute.sla.clocks import ClockState
from ticketroute.sla.policies._ticket_clocks import TicketClocks
from ticketroute.sla.urgency import Backlog


def backlog_of(
    tickets: Iterable[TicketClocks],
    *,
    matrix: PriorityMatrix | None = None,
    tiers: Tiers | None = None,
    handling_times: HandlingTimes | None = None,
) -> Backlog:
    """Make the backlog of tickets with clocks: a row for each clock that has not been stopped.

    A ticket is as urgent as its most urgent clock, and leaves the ranking while all of them are
    paused. One whose clocks have not started, or are all stopped, has no row.

    Parameters
    ----------
    tickets
        The clocks of the tickets.
    matrix
        The table that priority levels are taken from.
    tiers, handling_times
        What counts more, and how long it is expected to take.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Ticket
    >>> from ticketroute.sla import (
    ...     FIRST_RESPONSE,
    ...     RESOLUTION,
    ...     EarliestDue,
    ...     Objective,
    ...     Policies,
    ...     Policy,
    ...     TicketEvent,
    ...     rank,
    ... )
    >>> promised = [
    ...     Objective(FIRST_RESPONSE, timedelta(hours=4)),
    ...     Objective(RESOLUTION, timedelta(hours=6)),
    ... ]
    >>> policies = Policies(default=Policy("desk", promised))
    >>> def opened(name, hour, *more):
    ...     at = datetime(2026, 5, 4, hour, tzinfo=UTC)
    ...     events = [TicketEvent("created", at), *(TicketEvent(kind, at) for kind in more)]
    ...     return TicketClocks(Ticket(id=name, created=at), policies, events)
    >>> backlog = backlog_of([opened("a", 9, "public reply"), opened("b", 10)])
    >>> backlog.ticket.tolist()  # the answered ticket has one clock left, the other two
    [0, 1, 1]
    >>> rank(EarliestDue(), backlog, 1_777_888_800_000_000, ["a", "b"]).tolist()
    [1, 0]
    """
    matrix, tiers = matrix or PriorityMatrix(), tiers or Tiers()
    times = handling_times or HandlingTimes()
    going = (ClockState.RUNNING, ClockState.PAUSED)
    rows = [
        (position, each.ticket, clock)
        for position, each in enumerate(tickets)
        for _, clock in each.clocks
        if clock.state in going
    ]
    asked = [ticket for _, ticket, _ in rows]
    levels = [matrix.level(ticket.impact, ticket.urgency) or 0 for ticket in asked]
    work = [duration_to_microseconds(times.of(ticket.type)) for ticket in asked]
    return Backlog(
        np.array([to_microseconds(ticket.created) for ticket in asked], dtype=np.int64),
        ClockColumns.of(clock for _, _, clock in rows),
        np.array(levels, dtype=np.int64),
        np.array([tiers.rank(ticket.tier) for ticket in asked], dtype=np.int64),
        np.array([tiers.weight(ticket.tier) for ticket in asked], dtype=np.float64),
        np.array(work, dtype=np.int64),
        ticket=np.array([position for position, _, _ in rows], dtype=np.intp),
    )
