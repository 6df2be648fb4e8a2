"""How long tickets wait until they are assigned, started, resolved."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final, Literal, get_args

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._figure_text import duration_text, table
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._stage_passage import STAGES, Stage, passage
from ticketroute.metrics._survival import Survival, survival
from ticketroute.model import refuse

Of = Literal["answered", "all", "patient"]
_OF: Final[tuple[Of, ...]] = get_args(Of)
_PERCENTILES: Final = (50.0, 90.0, 95.0)
_WHOLE: Final = 100


@attrs.frozen
class TimeTo:
    """How long it takes from arrival to a stage.

    Parameters
    ----------
    stage
        Which.
    of
        Of whom: see :func:`time_to`.
    reached, left, open
        How many tickets reached the stage, left before, and neither by the end of the observation.
    mean
        On average; None if nothing is known.
    mean_is_bound
        Whether the mean is longer than that, because the longest times were not over by the end.
    percentiles
        By which time so many percent are through (the shortest such time); None where more
        are still open than that.
    """

    stage: Stage
    of: Of
    reached: int
    left: int
    open: int
    mean: timedelta | None
    mean_is_bound: bool
    percentiles: Mapping[float, timedelta | None]

    @property
    def median(self) -> timedelta | None:
        """The 50th percentile; None if it was not seen, or not asked for."""
        return self.percentiles.get(50.0)

    def __str__(self) -> str:
        return str(Waits((self,)))


@attrs.frozen
class Waits:
    """How long it takes to each stage; ``str()`` gives a table, ``waits["start"]`` a row.

    Parameters
    ----------
    rows
        Assignment, start, resolution.
    """

    rows: tuple[TimeTo, ...]

    def __getitem__(self, stage: Stage) -> TimeTo:
        found = [row for row in self.rows if row.stage == stage]
        if not found:
            raise refuse("stage", f"one of {STAGES}", stage)
        return found[0]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each stage as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``stage``, ``of``, ``reached``, ``left``, ``open``, ``mean`` and ``p50``, ``p90`` ...;
            durations as timedelta64, NaT where they are not known.
        """
        named = {
            name: np.array([getattr(row, name) for row in self.rows])
            for name in ("stage", "of", "reached", "left", "open")
        }
        percents = self.rows[0].percentiles
        times = {f"p{each:g}": [row.percentiles[each] for row in self.rows] for each in percents}
        durations = {"mean": [row.mean for row in self.rows], **times}
        return named | {
            name: np.array(cells, dtype="timedelta64[us]") for name, cells in durations.items()
        }

    def __str__(self) -> str:
        cells: dict[str, list[str]] = {
            "to": [row.stage for row in self.rows],
            "of": [row.of for row in self.rows],
            "reached": [f"{row.reached:,}" for row in self.rows],
            "left": [f"{row.left:,}" for row in self.rows],
            "open": [f"{row.open:,}" for row in self.rows],
            "mean": ["> " * row.mean_is_bound + duration_text(row.mean) for row in self.rows],
        }
        for each in self.rows[0].percentiles:
            cells[f"P{each:g}"] = [duration_text(row.percentiles[each]) for row in self.rows]
        return table(cells)


def time_to(
    journeys: Journeys, stage: Stage, *, of: Of = "all", percentiles: Iterable[float] = _PERCENTILES
) -> TimeTo:
    """Say how long it takes from the arrival of a ticket to a stage.

    What is open at the end of the observation is not forgotten but censored: it takes longer than
    until then (Kaplan and Meier). Balked, blocked and linked tickets are not counted, and neither
    are those that were resolved at an unknown time after the stage.

    Parameters
    ----------
    journeys
        What became of the tickets.
    stage
        ``"assignment"`` (the first), ``"start"`` (of work) or ``"resolution"`` (the last).
    of
        ``"all"``: until the stage or until they left, whichever came first: the time there.
        ``"answered"``: only those who got there; for the start, its mean is the average speed of
        answer (ASA). While tickets are open this is too short, because the slow ones are missing:
        ``open`` says how many. ``"patient"``: as if nobody left; who left would have waited longer
        than that. It rests on those who left not being others than those who stayed.
    percentiles
        More than 0, up to 100.

    Raises
    ------
    ValueError
        For an unknown stage, an unknown `of`, or a percentile out of range.

    Examples
    --------
    Of three tickets two are resolved after 20 and 30 minutes. The third is open since an hour, so
    that the median is 30 minutes, and not 25.

    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> table = {"created": [nine] * 3, "ended": [after[20], after[30], None]}
    >>> journeys = journeys_from_columns(table, end=after[60])
    >>> time_to(journeys, "resolution").median
    datetime.timedelta(seconds=1800)
    >>> print(time_to(journeys, "resolution"))
    to          of   reached  left  open      mean     P50  P90  P95
    resolution  all        2     0     1  > 36.7 min  30 min    -    -
    """
    wanted = tuple(float(each) for each in percentiles)
    for each in wanted:
        if not 0 < each <= _WHOLE:
            raise refuse("percentiles", "numbers above 0, up to 100", each)
    way, curve = passage(journeys, stage), waiting_curve(journeys, stage, of=of)
    reached, left = int(way.reached.sum()), int(way.left.sum())
    return TimeTo(
        stage,
        of,
        reached,
        left,
        len(way.reached) - reached - left,
        curve.mean,
        bool(len(curve.over)) and not curve.is_whole,
        {each: curve.percentile(each) for each in wanted},
    )


def waiting_curve(journeys: Journeys, stage: Stage, *, of: Of = "all") -> Survival:
    """Give which share of tickets is through after how long; :func:`time_to` reads it off.

    Parameters
    ----------
    journeys, stage, of
        As there.
    """
    if of not in _OF:
        raise refuse("of", f"one of {_OF}", of)
    way = passage(journeys, stage)
    counted = way.reached if of == "answered" else np.ones(len(way.reached), dtype=bool)
    is_over = way.reached | way.left if of == "all" else way.reached
    return survival(way.waits[counted], is_over[counted])


def waits(
    journeys: Journeys, *, of: Of = "all", percentiles: Iterable[float] = _PERCENTILES
) -> Waits:
    """Say how long it takes to each stage; see :func:`time_to`.

    Parameters
    ----------
    journeys, of, percentiles
        As there.
    """
    wanted = tuple(percentiles)
    return Waits(tuple(time_to(journeys, stage, of=of, percentiles=wanted) for stage in STAGES))
