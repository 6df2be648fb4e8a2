"""How long tickets took, or have taken so far, in hours of work of who had them."""

from datetime import timedelta
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import duration_to_microseconds, from_microseconds
from ticketroute.simulation._hours import Hours
from ticketroute.simulation.from_log._ticket_log import NOT_KNOWN, TicketLog
from ticketroute.simulation.from_log._working_hours import WorkingHours

Basis = Literal["work recorded", "time in hand, on shift"]
"""What a handling time is made of."""

SHORTEST: Final = timedelta(minutes=1)


@attrs.frozen(eq=False)
class WorkTimes:
    """Times of work, of tickets by their rows in the log.

    Parameters
    ----------
    basis
        What they are.
    span
        Microseconds, at least the shortest; int64, shape (n,); `NOT_KNOWN` (-1) for tickets whose
        agent or time is not known.
    is_over
        Whether the ticket took that long, or takes longer; bool, shape (n,).
    left_out
        How many tickets have none, by why.
    rounded_up
        How many took less than the shortest.
    """

    basis: Basis
    span: NDArray[np.int64]
    is_over: NDArray[np.bool_]
    left_out: dict[str, int]
    rounded_up: int

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """For which tickets there is a time; bool, shape (n,)."""
        mask: NDArray[np.bool_] = self.span != NOT_KNOWN
        return mask


def work_times(
    log: TicketLog,
    hours: WorkingHours,
    shortest: timedelta = SHORTEST,
    basis: Basis | None = None,
) -> WorkTimes:
    """Measure how long tickets took.

    What was recorded counts. Where nothing was, it is the time from when the agent got the ticket
    until it was done, or until the end of the log, within the hours of the agent.
    """
    is_recorded = (log.handled != NOT_KNOWN) & (log.agent != "")
    if basis is None:
        basis = "work recorded" if is_recorded.any() else "time in hand, on shift"
    if basis == "work recorded":
        span = np.where(is_recorded, log.handled, NOT_KNOWN)
    else:
        span = _times_in_hand(log, hours)
    least = duration_to_microseconds(shortest)
    is_known = span != NOT_KNOWN
    return WorkTimes(
        basis,
        np.where(is_known, np.maximum(span, least), NOT_KNOWN),
        ~log.is_open,
        _left_out(log, is_known),
        int((is_known & (span < least) & ~log.is_open).sum()),
    )


def _left_out(log: TicketLog, is_known: NDArray[np.bool_]) -> dict[str, int]:
    nobody = log.agent == ""
    is_waiting = nobody & log.is_open
    reasons = {
        "with nobody yet": is_waiting,
        "done, by whom is not known": nobody & ~log.is_open,
        "done, time of work not known": ~nobody & ~is_known & ~log.is_open,
        "in hand, time of work not known": ~nobody & ~is_known & log.is_open,
    }
    return {why: int(rows.sum()) for why, rows in reasons.items() if rows.any()}


def _times_in_hand(log: TicketLog, hours: WorkingHours) -> NDArray[np.int64]:
    """Measure from start to end within the hours of the agent; each calendar is read once."""
    span = np.full(len(log), NOT_KNOWN, dtype=np.int64)
    has_both = (log.agent != "") & (log.started != NEVER)
    ends = np.minimum(log.ended, log.until)
    if hours.shifts is None:
        return np.where(has_both, ends - log.started, NOT_KNOWN)
    first = from_microseconds(int(log.started.min(initial=log.since)))
    last = from_microseconds(log.until)
    calendars = {name: hours.shifts.calendar_of(name) for name in log.agents}
    for calendar in set(calendars.values()):
        names = [name for name, each in calendars.items() if each == calendar]
        rows = np.flatnonzero(has_both & np.isin(log.agent, names))
        of_work = Hours.of(calendar, first, last)
        span[rows] = of_work.between(log.started[rows], ends[rows])
    return span


def most_in_hand(log: TicketLog, share: float) -> dict[str, int]:
    """Give how many tickets each agent had when getting one, that included, in most cases.

    Parameters
    ----------
    log
        Of the tickets.
    share
        In which share of cases it was no more, above 0, at most 1.

    Returns
    -------
    dict
        By agent, for all whose tickets have a start: at least 1.
    """
    found: dict[str, int] = {}
    for name in log.agents:
        rows = (log.agent == name) & (log.started != NEVER)
        if rows.any():
            starts, ends = np.sort(log.started[rows]), np.sort(log.ended[rows])
            taken = np.arange(1, len(starts) + 1)
            in_hand = np.maximum(taken - np.searchsorted(ends, starts, side="right"), 1)
            found[name] = int(np.quantile(in_hand, share, method="higher"))
    return found
