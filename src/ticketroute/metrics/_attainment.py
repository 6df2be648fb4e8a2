"""Attainment: the share that is done by its due time, and how late the others are."""

from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._column_checks import to_int64
from ticketroute.metrics._figure_text import as_share, duration_text, share_text
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._stage_passage import (
    Stage,
    known_by_the_end,
    passage,
)
from ticketroute.metrics._survival import survival
from ticketroute.model import refuse, refuse_type

_TAIL: Final = 95.0


@attrs.frozen
class Attainment:
    """How many tickets were done by when they were due.

    Parameters
    ----------
    stage
        What is due: the start, or the resolution.
    met, missed
        How many; a ticket that is open after it was due, or left after that, is missed.
    withdrawn
        How many left before they were due; they count as neither.
    not_due
        How many were due after the end of the observation, and are not counted, because some of
        them are open: of these, only the quick ones would be known.
    p95_late
        By how much 95 percent of all that count are at most late; those in time are late by 0. None
        if that was not seen, because more are still open.
    p95_late_of_missed
        The same of the missed ones only; None of none, too.
    """

    stage: Stage
    met: int
    missed: int
    withdrawn: int
    not_due: int
    p95_late: timedelta | None
    p95_late_of_missed: timedelta | None

    @property
    def share(self) -> float:
        """Met over met and missed, 0 to 1; NaN of nothing."""
        return as_share(self.met, self.met + self.missed)

    def __str__(self) -> str:
        count = self.met + self.missed
        return (
            f"{share_text(self.share)} of {count:,} in time ({self.stage}); "
            f"P95 late by {_late_text(self.p95_late, count)}, "
            f"of the {self.missed:,} missed by {_late_text(self.p95_late_of_missed, self.missed)}"
        )


def _late_text(late: timedelta | None, count: int) -> str:
    return "more than was seen" if late is None and count else duration_text(late)


def attainment(
    journeys: Journeys, *, stage: Stage = "resolution", due: ArrayLike | None = None
) -> Attainment:
    """Say how many tickets were done by when they were due, and how late the others are.

    A policy that serves only what can still be in time looks good by the share alone; the lateness
    beside it tells. Tickets without a due time do not count, and neither do those that never came
    to queue.

    Parameters
    ----------
    journeys
        What became of the tickets.
    stage
        By when what has to have happened: ``"start"`` for a first response, else ``"resolution"``.
    due
        The due times of another clock than that of the journeys, microseconds since 1970 UTC,
        ``NEVER`` for none; int64, shape (n,).

    Raises
    ------
    ValueError, TypeError
        For an unknown stage, or due times of another type or number.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> table = {
    ...     "created": [nine] * 4,
    ...     "ended": [after[10], after[20], after[35], after[50]],
    ...     "due": [after[30]] * 4,
    ... }
    >>> print(attainment(journeys_from_columns(table, end=after[60])))
    50.0% of 4 in time (resolution); P95 late by 20 min, of the 2 missed by 20 min
    """
    verdict = judge(journeys, stage, due)
    counted, missed, is_over = verdict.counted, verdict.missed, verdict.is_over
    lateness = np.where(missed, verdict.late, 0)
    return Attainment(
        stage,
        met=int((counted & ~missed).sum()),
        missed=int(missed.sum()),
        withdrawn=int(verdict.withdrawn.sum()),
        not_due=int((verdict.asked & ~counted).sum()),
        p95_late=survival(lateness[counted], (is_over | ~missed)[counted]).percentile(_TAIL),
        p95_late_of_missed=survival(lateness[missed], is_over[missed]).percentile(_TAIL),
    )


@attrs.frozen(eq=False)
class Verdict:
    """Whether each ticket that came to queue was in time; columns of shape (m,).

    Parameters
    ----------
    created
        When it came, microseconds; int64.
    withdrawn
        Whether it left before it was due; bool.
    asked
        Whether something was promised that was not withdrawn; bool.
    counted, missed
        Whether of these it is known whether it was in time, and whether it was late; bool.
    late
        How long after it was due it was reached, left, or open at the end; int64.
    is_over
        Whether it is reached or has left; bool.
    """

    created: NDArray[np.int64]
    withdrawn: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    missed: NDArray[np.bool_]
    late: NDArray[np.int64]
    is_over: NDArray[np.bool_]


def judge(journeys: Journeys, stage: Stage, due: ArrayLike | None = None) -> Verdict:
    """Say of each ticket whether it was in time."""
    way = passage(journeys, stage)
    limits = _targets(journeys, due)[way.rows]
    promised, is_over = limits != NEVER, way.reached | way.left
    withdrawn = promised & way.left & (way.instant <= limits)
    asked = promised & ~withdrawn
    counted = asked.copy()
    counted[asked] = known_by_the_end(limits[asked], is_over[asked], journeys.end)
    missed = counted & ((way.instant > limits) | ~is_over)
    return Verdict(way.created, withdrawn, asked, counted, missed, way.instant - limits, is_over)


def _targets(journeys: Journeys, due: ArrayLike | None) -> NDArray[np.int64]:
    if due is None:
        return journeys.due
    targets = to_int64(due)
    if targets.dtype != np.int64:
        raise refuse_type("due", "a column of int64", targets)
    if targets.shape != journeys.due.shape:
        raise refuse("due", f"a value for each of {len(journeys):,} tickets", targets.shape)
    return targets
