"""When tickets come: random streams, and the arrivals of a log."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta, tzinfo
from typing import Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    duration_to_microseconds,
    from_microseconds,
    refuse,
    refuse_type,
    require_amount,
    to_tuple,
)
from ticketroute.sla.calendar import to_zone

HOUR: Final = 3_600_000_000
_HOURS_OF_DAY: Final = range(24)
_HOURS_OF_WEEK: Final = 168
_MOST: Final = 100_000_000


@runtime_checkable
class Arrivals(Protocol):
    """A stream of tickets."""

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Give the arrivals of a period in any order, in microseconds since 1970 UTC.

        Parameters
        ----------
        start, end
            The period, in microseconds since 1970 UTC; `end` is not part of it.
        random
            Where luck comes from.
        """
        ...


def require_arrivals(field: str, value: object) -> None:
    """Insist on a stream."""
    if not isinstance(value, Arrivals) or isinstance(value, type):
        raise refuse_type(field, "a stream of arrivals, such as Poisson(per_hour=12)", value)


def _require_few(count: float) -> None:
    """Refuse more arrivals than memory and the numbers of tickets have room for."""
    if count > _MOST:
        raise refuse("arrivals", f"at most {_MOST:,} expected in a period", count)


def _uniformly(count: int, start: int, end: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Scatter arrivals over a period: what those of a Poisson stream are, given their number."""
    return start + (random.random(count) * (end - start)).astype(np.int64)


@attrs.frozen
class Poisson:
    """Independent arrivals at one rate, around the clock.

    Parameters
    ----------
    per_hour
        How many come in an hour on average.

    Examples
    --------
    >>> stream = Poisson(per_hour=60)
    >>> len(stream.times(0, 3_600_000_000, np.random.default_rng(1)))
    60
    """

    per_hour: float

    def __attrs_post_init__(self) -> None:
        require_amount("Poisson.per_hour", self.per_hour)

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Draw the number of arrivals, and scatter them."""
        expected = self.per_hour * (end - start) / HOUR
        _require_few(expected)
        return _uniformly(int(random.poisson(expected)), start, end, random)


def _to_rates(rates: Mapping[int, float] | Sequence[float]) -> tuple[float, ...]:
    if not isinstance(rates, Mapping):
        given = to_tuple("HourlyPoisson.per_hour", "24 or 168 rates", rates)
        return tuple(each.item() if isinstance(each, np.generic) else each for each in given)
    for hour in rates:
        if hour not in _HOURS_OF_DAY:
            raise refuse("HourlyPoisson.per_hour", "hours of a day, from 0 to 23", hour)
    return tuple(rates.get(hour, 0.0) for hour in _HOURS_OF_DAY)


def _to_zone(value: str | tzinfo) -> tzinfo:
    return to_zone("HourlyPoisson.tz", value)


@attrs.frozen
class HourlyPoisson:
    """Independent arrivals at a rate that goes by the hour of the day, or of the week.

    Parameters
    ----------
    per_hour
        24 rates from midnight on, 168 from Monday midnight on, or a mapping from the hours of a
        day, where those that are missing have none.
    tz
        The zone by whose wall clock the hours go.

    Examples
    --------
    >>> day = HourlyPoisson({9: 30, 10: 20}, tz="Europe/Berlin")
    >>> sum(day.per_hour)
    50.0
    """

    per_hour: tuple[float, ...] = attrs.field(converter=_to_rates)
    tz: tzinfo = attrs.field(converter=_to_zone, kw_only=True, default=UTC)

    def __attrs_post_init__(self) -> None:
        if len(self.per_hour) not in (24, _HOURS_OF_WEEK):
            raise refuse("HourlyPoisson.per_hour", "24 or 168 rates", len(self.per_hour))
        for rate in self.per_hour:
            require_amount("HourlyPoisson.per_hour", rate)

    def times(self, start: int, end: int, random: np.random.Generator, /) -> NDArray[np.int64]:
        """Draw a stream at the highest rate, and keep each arrival by its own rate (thinning)."""
        highest = max(self.per_hour)
        every = Poisson(highest).times(start, end, random)
        kept = random.random(len(every)) * highest < self._rates_at(every, start, end)
        return every[kept]

    def _rates_at(self, times: NDArray[np.int64], start: int, end: int) -> NDArray[np.float64]:
        """Give the rate at each of some times; it only changes with the wall clock's hour."""
        edges = _local_hours(start, end, self.tz)
        rates = np.array([self._rate_at(edge) for edge in edges.tolist()])
        place = edges.searchsorted(times, side="right") - 1
        return rates[place]

    def _rate_at(self, instant: int) -> float:
        local = from_microseconds(instant, self.tz)
        return self.per_hour[(local.weekday() * 24 + local.hour) % len(self.per_hour)]


def _local_hours(start: int, end: int, zone: tzinfo) -> NDArray[np.int64]:
    """Give a period's beginning and the quarters of hours in it: zones have no finer steps."""
    quarter = HOUR // 4
    offset = from_microseconds(start, zone).utcoffset() or timedelta(0)
    first = start - (start + duration_to_microseconds(offset)) % quarter
    edges = np.arange(first, max(end, first + 1), quarter, dtype=np.int64)
    edges[0] = start
    return edges
