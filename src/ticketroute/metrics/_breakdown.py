"""The main figures of each kind of tickets, and which kind is worst off."""

from collections.abc import Callable
from datetime import timedelta
from math import inf, isnan

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._attainment import attainment
from ticketroute.metrics._figure_text import as_share, duration_text, share_text, table
from ticketroute.metrics._groups import GroupedBy, groups
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._stage_passage import Stage
from ticketroute.metrics._waits import time_to


@attrs.frozen
class GroupFigures:
    """The main figures of one group of tickets.

    Parameters
    ----------
    name
        Of the group.
    tickets
        How many came.
    open
        How many of those in the queue were not resolved by the end, and had not left.
    mean_wait
        Until the start, of those that were started; None of none.
    p90_wait
        By when 90 percent were started or had left; None if not seen.
    left
        The share that left the queue, of those that left or were started; NaN of nothing.
    in_time
        The share that was in time, see :func:`attainment`; NaN of nothing.
    p95_late
        By how much 95 percent are at most late; None if not seen.
    """

    name: str
    tickets: int
    open: int
    mean_wait: timedelta | None
    p90_wait: timedelta | None
    left: float
    in_time: float
    p95_late: timedelta | None


@attrs.frozen
class Breakdown:
    """The main figures of each group; ``str()`` gives a table.

    Parameters
    ----------
    by
        What tells the groups apart.
    rows
        The groups that have tickets.
    """

    by: GroupedBy
    rows: tuple[GroupFigures, ...]

    @property
    def worst(self) -> GroupFigures | None:
        """The group with the least share in time, or without targets that which waits longest.

        Among equals the one that is latest at P95, then the first. None if there is none. With many
        groups of few tickets it is often one of the smallest, by chance.
        """
        if not self.rows:
            return None
        with_targets = [row for row in self.rows if not isnan(row.in_time)]
        if with_targets:
            return min(with_targets, key=lambda row: (row.in_time, -_seconds(row.p95_late)))
        return max(self.rows, key=lambda row: _seconds(row.p90_wait))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each group as columns for a data frame.

        Returns
        -------
        dict of ndarray
            The fields of :class:`GroupFigures`; durations as timedelta64, NaT if not known.
        """
        durations = ("mean_wait", "p90_wait", "p95_late")
        return {
            field.name: np.array(
                [getattr(row, field.name) for row in self.rows],
                dtype="timedelta64[us]" if field.name in durations else None,
            )
            for field in attrs.fields(GroupFigures)
        }

    def __str__(self) -> str:
        columns: dict[str, Callable[[GroupFigures], str]] = {
            self.by: lambda row: row.name,
            "tickets": lambda row: f"{row.tickets:,}",
            "open": lambda row: f"{row.open:,}",
            "mean wait": lambda row: duration_text(row.mean_wait),
            "P90 wait": lambda row: duration_text(row.p90_wait),
            "left": lambda row: share_text(row.left),
            "in time": lambda row: share_text(row.in_time),
            "P95 late": lambda row: duration_text(row.p95_late),
        }
        return table({name: [text(row) for row in self.rows] for name, text in columns.items()})


def breakdown(
    journeys: Journeys, by: GroupedBy = "kind", *, stage: Stage = "resolution"
) -> Breakdown:
    """Give the main figures of each kind, type, channel, queue or level of tickets.

    Parameters
    ----------
    journeys
        What became of the tickets.
    by
        What tells the groups apart; tickets of which it is not known are ``"unknown"``.
    stage
        What is due, see :func:`attainment`.

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> table = {
    ...     "created": [nine] * 3,
    ...     "channel": ["chat", "chat", "mail"],
    ...     "started": [after[1], None, after[30]],
    ...     "ended": [after[10], after[4], after[50]],
    ...     "due": [after[30]] * 3,
    ... }
    >>> found = breakdown(journeys_from_columns(table, end=after[60]), "channel")
    >>> print(found)
    channel  tickets  open  mean wait  P90 wait   left  in time  P95 late
    chat           2     0      1 min     4 min  50.0%   100.0%       0 s
    mail           1     0     30 min    30 min   0.0%     0.0%    20 min
    >>> found.worst.name
    'mail'
    """
    return Breakdown(by, tuple(_figures(name, part, stage) for name, part in groups(journeys, by)))


def _figures(name: str, part: Journeys, stage: Stage) -> GroupFigures:
    answered = time_to(part, "start", of="answered", percentiles=())
    waited = time_to(part, "start", percentiles=(90,))
    resolved = time_to(part, "resolution", percentiles=())
    promised = attainment(part, stage=stage)
    return GroupFigures(
        name,
        tickets=len(part),
        open=resolved.open,
        mean_wait=answered.mean,
        p90_wait=waited.percentiles[90],
        left=as_share(waited.left, waited.left + waited.reached),
        in_time=promised.share,
        p95_late=promised.p95_late,
    )


def _seconds(duration: timedelta | None) -> float:
    """Give a duration as a number; one that was not seen is longer than all that were."""
    return inf if duration is None else duration.total_seconds()
