"""Attainment by the hour of the week in which tickets arrive."""

from datetime import tzinfo

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.metrics._attainment import judge
from ticketroute.metrics._figure_text import share_text, table
from ticketroute.metrics._hours_of_the_week import HOURS, WEEKDAYS, hours_of_the_week, week_lines
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._stage_passage import Stage
from ticketroute.sla.calendar import to_zone


@attrs.frozen(eq=False, repr=False)
class AttainmentByHour:
    """How many tickets were in time, by when they came; ``str()`` gives a table.

    Parameters
    ----------
    stage
        What is due.
    zone
        The zone on whose wall clock the hours are.
    met, counted
        How many were in time, of how many; int64, shape (7, 24), from Monday on.
    """

    stage: Stage
    zone: str
    met: NDArray[np.int64]
    counted: NDArray[np.int64]

    @property
    def share(self) -> NDArray[np.float64]:
        """Met over counted; float64, shape (7, 24), NaN where none came."""
        shares = np.full(self.met.shape, np.nan)
        np.divide(self.met, self.counted, out=shares, where=self.counted > 0)
        return shares

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each hour of the week as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``weekday``, ``hour``, ``met``, ``counted``, ``share``.
        """
        return {
            "weekday": np.repeat(np.array(WEEKDAYS), HOURS),
            "hour": np.tile(np.arange(HOURS), len(WEEKDAYS)),
            "met": self.met.ravel(),
            "counted": self.counted.ravel(),
            "share": self.share.ravel(),
        }

    def __repr__(self) -> str:
        total = int(self.counted.sum())
        share = share_text(int(self.met.sum()) / total) if total else "-"
        return f"<AttainmentByHour: {share} of {total:,} in time ({self.stage}), {self.zone}>"

    def __str__(self) -> str:
        cells = [[share_text(float(share)) for share in day] for day in self.share]
        return f"in time ({self.stage}), by arrival, {self.zone}\n{table(week_lines(cells))}"


def attainment_by_hour(
    journeys: Journeys,
    zone: str | tzinfo,
    *,
    stage: Stage = "resolution",
    due: ArrayLike | None = None,
) -> AttainmentByHour:
    """Say how many tickets were done in time, by the hour of the week in which they came.

    Parameters
    ----------
    journeys, stage, due
        As for :func:`attainment`.
    zone
        On whose wall clock the hours are.

    Raises
    ------
    ValueError, TypeError
        As for :func:`attainment`, and for an unknown zone.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import journeys_from_columns
    >>> monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [monday + timedelta(hours=each) for each in range(6)]
    >>> table = {"created": after[:2] * 2, "ended": after[1:5], "due": [after[3]] * 4}
    >>> found = attainment_by_hour(journeys_from_columns(table, end=after[5]), "UTC")
    >>> found
    <AttainmentByHour: 75.0% of 4 in time (resolution), UTC>
    >>> found.share[0, 9:11].tolist()
    [1.0, 0.5]
    """
    place = to_zone("zone", zone)
    verdict = judge(journeys, stage, due)
    week = hours_of_the_week(journeys.start, journeys.arrivals_end, place)
    met = week.count(verdict.created[verdict.counted & ~verdict.missed])
    return AttainmentByHour(stage, str(place), met, week.count(verdict.created[verdict.counted]))
