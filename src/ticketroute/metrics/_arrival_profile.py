"""When tickets arrive: by hour and weekday, with its peaks and valleys."""

from datetime import tzinfo

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._figure_text import number_text, table
from ticketroute.metrics._hours_of_the_week import HOURS, WEEKDAYS, hours_of_the_week, week_lines
from ticketroute.metrics._journeys import Journeys
from ticketroute.model import require_integer
from ticketroute.sla.calendar import to_zone


@attrs.frozen
class HourOfWeek:
    """An hour of a weekday, and how many arrive in it.

    Parameters
    ----------
    weekday
        Its English name in three letters.
    hour
        From 0 to 23: it begins at so many o'clock.
    per_hour
        How many arrive in such an hour, on average.
    """

    weekday: str
    hour: int
    per_hour: float

    def __str__(self) -> str:
        return f"{self.weekday} {self.hour:02}:00, {number_text(self.per_hour)} an hour"


@attrs.frozen(eq=False, repr=False)
class ArrivalProfile:
    """How many tickets arrive in which hour of which weekday; ``str()`` gives a table.

    Parameters
    ----------
    zone
        The zone on whose wall clock the hours are.
    arrivals
        How many came; int64, shape (7, 24), from Monday on.
    observed
        For how many hours of each sort was observed; float64, shape (7, 24).
    """

    zone: str
    arrivals: NDArray[np.int64]
    observed: NDArray[np.float64]

    @property
    def per_hour(self) -> NDArray[np.float64]:
        """Arrivals per hour that was observed; float64, shape (7, 24), NaN where none was."""
        return _rates(self.arrivals, self.observed)

    @property
    def by_hour(self) -> NDArray[np.float64]:
        """The same for each hour of all days; float64, shape (24,)."""
        return _rates(self.arrivals.sum(axis=0), self.observed.sum(axis=0))

    @property
    def by_weekday(self) -> NDArray[np.float64]:
        """The same for each weekday, still per hour; float64, shape (7,)."""
        return _rates(self.arrivals.sum(axis=1), self.observed.sum(axis=1))

    def peaks(self, count: int = 3) -> tuple[HourOfWeek, ...]:
        """Give the hours of the week in which most arrive, the first of them first."""
        return self._extremes(count, -1)

    def valleys(self, count: int = 3) -> tuple[HourOfWeek, ...]:
        """Give the hours of the week in which fewest arrive, of those that were observed."""
        return self._extremes(count, 1)

    def _extremes(self, count: int, sign: int) -> tuple[HourOfWeek, ...]:
        require_integer("count", count, 0)
        rates = self.per_hour.ravel()
        order = np.argsort(sign * rates, kind="stable")  # NaN comes last
        known = order[~np.isnan(rates[order])][:count].tolist()
        return tuple(
            HourOfWeek(WEEKDAYS[place // HOURS], place % HOURS, float(rates[place]))
            for place in known
        )

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each hour of the week as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``weekday``, ``hour``, ``arrivals``, ``observed`` (hours), ``per_hour``.
        """
        return {
            "weekday": np.repeat(np.array(WEEKDAYS), HOURS),
            "hour": np.tile(np.arange(HOURS), len(WEEKDAYS)),
            "arrivals": self.arrivals.ravel(),
            "observed": self.observed.ravel(),
            "per_hour": self.per_hour.ravel(),
        }

    def __repr__(self) -> str:
        peak = next(iter(self.peaks(1)), "none")
        return f"<ArrivalProfile of {self.arrivals.sum():,} arrivals, {self.zone}: peak {peak}>"

    def __str__(self) -> str:
        cells = [[number_text(float(rate)) for rate in day] for day in self.per_hour]
        return f"arrivals per hour, {self.zone}\n{table(week_lines(cells))}"


def arrival_profile(journeys: Journeys, zone: str | tzinfo) -> ArrivalProfile:
    """Say how many tickets arrive in which hour of which weekday.

    All that came count, also those that were turned away, or were duplicates: they are the demand.
    Rates are per hour that was observed, so that a weekday that came more often, or an hour that a
    change of clocks left out, does not mislead.

    Parameters
    ----------
    journeys
        What became of the tickets. Their window counts, until the end of arrivals; what had arrived
        before its start does not.
    zone
        On whose wall clock the hours are: people rise and write by it, whatever UTC says.

    Raises
    ------
    ValueError, TypeError
        For an unknown zone, or more than 50 years.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import journeys_from_columns
    >>> monday = datetime(2026, 5, 4, tzinfo=UTC)
    >>> hours = [9, 9, 9, 10, 24 + 9]
    >>> table = {"created": [monday + timedelta(hours=each) for each in hours]}
    >>> week = journeys_from_columns(table, start=monday, end=monday + timedelta(days=7))
    >>> arrival_profile(week, "Europe/London")
    <ArrivalProfile of 5 arrivals, Europe/London: peak Mon 10:00, 3 an hour>
    >>> [str(each) for each in arrival_profile(week, "Asia/Tokyo").peaks(2)]
    ['Mon 18:00, 3 an hour', 'Mon 19:00, 1 an hour']
    """
    place = to_zone("zone", zone)
    week = hours_of_the_week(journeys.start, journeys.arrivals_end, place)
    return ArrivalProfile(str(place), week.count(journeys.created), week.lengths())


def _rates(counts: NDArray[np.int64], hours: NDArray[np.float64]) -> NDArray[np.float64]:
    rates = np.full(counts.shape, np.nan)
    np.divide(counts, hours, out=rates, where=hours > 0)
    return rates
