"""Abandonment: who leaves before being answered, with and without those who leave soon."""

from datetime import timedelta

import attrs

from ticketroute.metrics._figure_text import as_share, duration_text, share_text
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Outcome
from ticketroute.metrics._stage_passage import passage
from ticketroute.model import duration_to_microseconds, refuse, refuse_type


@attrs.frozen
class Abandonment:
    """How many left before they were answered.

    Parameters
    ----------
    short
        Up to which wait leaving is short.
    answered, left, left_short
        How many were answered, left, and left after a short wait; who balked left after none.
    waiting
        How many were still waiting at the end; they count as neither.
    balked, blocked
        How many went on seeing the queue (they are among `left`), and how many found no room.
    """

    short: timedelta
    answered: int
    left: int
    left_short: int
    waiting: int
    balked: int
    blocked: int

    @property
    def rate(self) -> float:
        """Those who left over those who left or were answered, 0 to 1; NaN of none."""
        return as_share(self.left, self.answered + self.left)

    @property
    def rate_without_short(self) -> float:
        """The same as if those who left after a short wait had never come."""
        long = self.left - self.left_short
        return as_share(long, self.answered + long)

    def __str__(self) -> str:
        return (
            f"{share_text(self.rate)} left ({self.left:,} of {self.answered + self.left:,}), "
            f"{share_text(self.rate_without_short)} without those who left within "
            f"{duration_text(self.short)}"
        )


def abandonment(journeys: Journeys, *, short: timedelta) -> Abandonment:
    """Say how many left before they were answered, that is before work on them began.

    Parameters
    ----------
    journeys
        What became of the tickets.
    short
        Up to which wait leaving is short: a wrong number, a second thought. At least 0.

    Raises
    ------
    ValueError, TypeError
        For a negative or another `short`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(seconds=each) for each in range(600)]
    >>> table = {
    ...     "created": [nine] * 4,
    ...     "started": [after[20], after[60], None, None],
    ...     "ended": [after[200], after[300], after[4], after[240]],
    ... }
    >>> print(abandonment(journeys_from_columns(table, end=after[599]), short=after[5] - nine))
    50.0% left (2 of 4), 33.3% without those who left within 5 s
    """
    if not isinstance(short, timedelta):
        raise refuse_type("short", "a timedelta", short)
    if short < timedelta(0):
        raise refuse("short", "a duration of at least 0", str(short))
    way = passage(journeys, "start")
    balked = int((journeys.outcome == Outcome.BALKED).sum())
    left, soon = way.left, way.waits <= duration_to_microseconds(short)
    return Abandonment(
        short,
        answered=int(way.reached.sum()),
        left=int(left.sum()) + balked,
        left_short=int((left & soon).sum()) + balked,
        waiting=int((~way.reached & ~left).sum()),
        balked=balked,
        blocked=int((journeys.outcome == Outcome.BLOCKED).sum()),
    )
