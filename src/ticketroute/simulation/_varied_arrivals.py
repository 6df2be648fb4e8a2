"""Streams made of others: busier days, batches, surges; and the arrivals of a log."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    MICROSECOND,
    refuse,
    refuse_type,
    require_amount,
    to_microseconds,
    to_tuple,
)
from ticketroute.simulation._arrivals import (
    HOUR,
    Arrivals,
    HourlyPoisson,
    Poisson,
    require_arrivals,
)
from ticketroute.simulation._numbers import require_factor


@attrs.frozen
class OverDispersed:
    """A stream whose level is drawn anew for each day: busier and quieter days than chance gives.

    Parameters
    ----------
    stream
        What comes on an ordinary day.
    variation
        Standard deviation of a day's level by its mean, above 0; levels are gamma distributed.
    """

    stream: "Poisson | HourlyPoisson"
    variation: float = attrs.field(default=0.2, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.stream, Poisson | HourlyPoisson):
            raise refuse_type("OverDispersed.stream", "Poisson or HourlyPoisson", self.stream)
        require_factor("OverDispersed.variation", self.variation)

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Draw a level for each day from the start on, and the arrivals of that day."""
        shape = 1 / self.variation**2
        days = range(start, end, 24 * HOUR)
        parts = [
            self._of_level(random.gamma(shape, 1 / shape)).times(
                day, min(day + 24 * HOUR, end), random
            )
            for day in days
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def _of_level(self, level: float) -> "Poisson | HourlyPoisson":
        if isinstance(self.stream, Poisson):
            return Poisson(self.stream.per_hour * level)
        rates = [rate * level for rate in self.stream.per_hour]
        return HourlyPoisson(rates, tz=self.stream.tz)


def _to_sizes(sizes: Iterable[float]) -> tuple[float, ...]:
    return to_tuple("Batches.sizes", "several numbers", sizes)


@attrs.frozen
class Batches:
    """A stream in which several tickets come at once.

    Parameters
    ----------
    stream
        When batches come.
    sizes
        How likely a batch is of one, two, three ... tickets: numbers that are scaled to sum to 1.

    Examples
    --------
    >>> pairs = Batches(Poisson(per_hour=10), sizes=[0.5, 0.5])
    """

    stream: Arrivals
    sizes: tuple[float, ...] = attrs.field(kw_only=True, converter=_to_sizes)

    def __attrs_post_init__(self) -> None:
        require_arrivals("Batches.stream", self.stream)
        for size in self.sizes:
            require_amount("Batches.sizes", size)
        if not sum(self.sizes) > 0:
            raise refuse("Batches.sizes", "numbers of which at least one is above 0", self.sizes)

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Draw when batches come, and how many tickets come with each."""
        batches = self.stream.times(start, end, random)
        shares = np.array(self.sizes) / sum(self.sizes)
        return np.repeat(batches, random.choice(len(shares), size=len(batches), p=shares) + 1)


@attrs.frozen
class Surge:
    """A stream, and for a while more of it.

    Parameters
    ----------
    stream
        What comes anyway.
    extra
        What comes besides while the surge lasts.
    start, lasting
        When the surge begins, and how long it lasts.
    """

    stream: Arrivals
    extra: Arrivals
    start: datetime = attrs.field(kw_only=True)
    lasting: timedelta = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_arrivals("Surge.stream", self.stream)
        require_arrivals("Surge.extra", self.extra)
        to_microseconds(self.start, "Surge.start")
        if not isinstance(self.lasting, timedelta):
            raise refuse_type("Surge.lasting", "a timedelta", self.lasting)
        if self.lasting <= timedelta(0):
            raise refuse("Surge.lasting", "a duration longer than zero", self.lasting)

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Draw both streams; the extra one where the surge and the period meet."""
        usual = self.stream.times(start, end, random)
        begins = to_microseconds(self.start)
        first = max(start, begins)
        last = min(end, begins + self.lasting // MICROSECOND)
        more = self.extra.times(first, last, random) if first < last else usual[:0]
        return np.concatenate((usual, more))


def _to_instants(instants: Iterable[datetime] | NDArray[np.datetime64]) -> tuple[int, ...]:
    if isinstance(instants, np.ndarray) and instants.dtype.kind == "M":
        if np.isnat(instants).any():
            raise refuse("AtTimes.instants", "an instant in each place", "NaT")
        return tuple(np.sort(instants.astype("datetime64[us]").astype(np.int64)).tolist())
    given = to_tuple("AtTimes.instants", "several instants", instants)
    return tuple(sorted(to_microseconds(each, "AtTimes.instants") for each in given))


@attrs.frozen
class AtTimes:
    """The arrivals of a log, exactly.

    Parameters
    ----------
    instants
        Timezone-aware datetimes, or an array of ``datetime64`` in UTC; kept as microseconds since
        1970 UTC. Those outside the period are left out.
    """

    instants: tuple[int, ...] = attrs.field(
        converter=_to_instants, repr=lambda known: f"{len(known)} instants"
    )

    def times(self, start: int, end: int, _: np.random.Generator, /) -> NDArray[np.int64]:
        """Give those that lie in the period."""
        known = np.array(self.instants, dtype=np.int64)
        return known[(known >= start) & (known < end)]
