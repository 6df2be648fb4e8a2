"""Work that was done twice, or by the wrong one: transfers, reopenings, duplicates."""

from datetime import timedelta

import attrs
import numpy as np

from ticketroute.metrics._figure_text import as_share, share_text, table
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Outcome
from ticketroute.model import duration_to_microseconds, refuse, refuse_type


@attrs.frozen
class Rework:
    """How often tickets went from hand to hand, came back, or came twice.

    Parameters
    ----------
    tickets
        All, duplicates among them.
    assigned
        How many were given to somebody.
    transferred
        How many of these were given back or transferred at least once.
    bounces
        How often that happened.
    misdispatched
        How many of these are, or ended, with somebody else than the one who had them first.
    resolved, reopened, fixed_first_time
        How many were resolved at least once, how many of them came back, and how many were resolved
        in the first pair of hands and have not come back.
    duplicates
        How many were linked to another ticket.
    """

    tickets: int
    assigned: int
    transferred: int
    bounces: int
    misdispatched: int
    resolved: int
    reopened: int
    fixed_first_time: int
    duplicates: int

    @property
    def transfer_rate(self) -> float:
        """Transferred over assigned, 0 to 1; NaN of nothing, as all of these."""
        return as_share(self.transferred, self.assigned)

    @property
    def bounces_per_ticket(self) -> float:
        """How often an assigned ticket was given back or transferred, on average."""
        return as_share(self.bounces, self.assigned)

    @property
    def misdispatch_rate(self) -> float:
        """Misdispatched over assigned."""
        return as_share(self.misdispatched, self.assigned)

    @property
    def reopening_rate(self) -> float:
        """Reopened over resolved."""
        return as_share(self.reopened, self.resolved)

    @property
    def first_time_fix_rate(self) -> float:
        """Fixed the first time over resolved."""
        return as_share(self.fixed_first_time, self.resolved)

    @property
    def duplicate_rate(self) -> float:
        """Duplicates over all tickets."""
        return as_share(self.duplicates, self.tickets)

    def __str__(self) -> str:
        rows = {
            "transferred": (self.transfer_rate, self.transferred, self.assigned),
            "misdispatched": (self.misdispatch_rate, self.misdispatched, self.assigned),
            "reopened": (self.reopening_rate, self.reopened, self.resolved),
            "fixed first time": (self.first_time_fix_rate, self.fixed_first_time, self.resolved),
            "duplicates": (self.duplicate_rate, self.duplicates, self.tickets),
        }
        return table(
            {
                "": list(rows),
                "share": [share_text(share) for share, _, _ in rows.values()],
                "count": [f"{count:,}" for _, count, _ in rows.values()],
                "of": [f"{whole:,}" for _, _, whole in rows.values()],
            }
        )


def rework(journeys: Journeys, *, settled_after: timedelta = timedelta(0)) -> Rework:
    """Say how often tickets went from hand to hand, came back, or came twice.

    Parameters
    ----------
    journeys
        What became of the tickets.
    settled_after
        How long a ticket has to have been resolved by the end of the observation to count among
        those that have not come back: what was resolved yesterday may be reopened tomorrow. Those
        that have come back count always.

    Raises
    ------
    ValueError, TypeError
        For a negative or another `settled_after`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> table = {
    ...     "created": [nine] * 4,
    ...     "ended": [nine + timedelta(minutes=30)] * 3 + [None],
    ...     "agent": ["ana", "bea", "ana", "bea"],
    ...     "first_agent": ["ana", "ana", "ana", "bea"],
    ...     "bounces": [0, 1, 0, 0],
    ...     "reopenings": [0, 0, 1, 0],
    ... }
    >>> print(rework(journeys_from_columns(table, end=nine + timedelta(hours=1))))
                      share  count  of
    transferred       25.0%      1   4
    misdispatched     25.0%      1   4
    reopened          33.3%      1   3
    fixed first time  33.3%      1   3
    duplicates         0.0%      0   4
    """
    if not isinstance(settled_after, timedelta):
        raise refuse_type("settled_after", "a timedelta", settled_after)
    if settled_after < timedelta(0):
        raise refuse("settled_after", "a duration of at least 0", str(settled_after))
    linked = journeys.outcome == Outcome.LINKED
    assigned = (journeys.first_agent >= 0) & ~linked
    bounced = assigned & (journeys.bounces > 0)
    elsewhere = bounced & (journeys.agent >= 0) & (journeys.agent != journeys.first_agent)
    limit = journeys.end - duration_to_microseconds(settled_after)
    again = journeys.reopenings > 0
    resolved = (journeys.outcome == Outcome.RESOLVED) & (journeys.ended <= limit) | again
    at_once = resolved & ~again & (journeys.bounces == 0)
    return Rework(
        tickets=len(journeys),
        assigned=int(assigned.sum()),
        transferred=int(bounced.sum()),
        bounces=int(journeys.bounces[assigned].sum(dtype=np.int64)),
        misdispatched=int(elsewhere.sum()),
        resolved=int(resolved.sum()),
        reopened=int((resolved & again).sum()),
        fixed_first_time=int(at_once.sum()),
        duplicates=int(linked.sum()),
    )
