"""Rates of arrival by hour of the week, and how much days differ beyond chance."""

from typing import Final

import numpy as np

from ticketroute.metrics import arrival_profile
from ticketroute.model import refuse
from ticketroute.simulation._arrivals import HourlyPoisson
from ticketroute.simulation._varied_arrivals import OverDispersed
from ticketroute.simulation.from_log._ticket_log import TicketLog
from ticketroute.simulation.from_log._wall_clock import wall_clock, weekday_of

_WEEK: Final = 7


def hourly_arrivals(log: TicketLog) -> HourlyPoisson | OverDispersed:
    """Estimate a random stream from the arrivals of a log.

    Rates are arrivals per hour of the week that was observed, by the wall clock. If days differ
    more than independent arrivals would let them, each day has a level of its own, whose variation
    is what the squares of daily counts show beyond their means (the method of moments).

    Parameters
    ----------
    log
        At least a week of it; more, to tell how much days differ.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.simulation import read_log
    >>> monday = datetime(2026, 5, 4, tzinfo=UTC)
    >>> hours = [24 * day + hour for day in range(14) for hour in (9, 9, 10)]
    >>> table = {"created": [monday + timedelta(hours=each) for each in hours]}
    >>> log = read_log(table, since=monday, until=monday + timedelta(days=14))
    >>> stream = hourly_arrivals(log)
    >>> stream.per_hour[9:11]
    (2.0, 1.0)
    """
    start, end = log.window
    if (end - start).days < _WEEK:
        raise refuse("log", "at least a week", str(end - start))
    rates = np.nan_to_num(arrival_profile(log.journeys(), log.zone).per_hour.ravel())
    stream = HourlyPoisson(rates.tolist(), tz=log.zone)
    variation = variation_of_days(log)
    return OverDispersed(stream, variation=variation) if variation else stream


def variation_of_days(log: TicketLog) -> float:
    """Give how much the level of days varies beyond chance: standard deviation by mean, or 0."""
    first, last = wall_clock(np.array([log.since, log.until]), log.zone).day.tolist()
    days = np.arange(first + 1, last)  # whole ones
    came = wall_clock(log.created, log.zone).day
    counts = np.bincount(came[(came > first) & (came < last)] - (first + 1), minlength=len(days))
    weekday = weekday_of(days)
    seen = np.bincount(weekday, minlength=_WEEK)
    mean = np.bincount(weekday, counts, _WEEK)[weekday] / seen[weekday]
    is_repeated = seen[weekday] > 1
    if not mean[is_repeated].any():
        return 0.0
    # The mean is of the same days, which makes squares too small by one in as many as there are.
    factor = seen[weekday] / np.maximum(seen[weekday] - 1, 1)
    squares = factor * (counts - mean) ** 2
    beyond = (squares - mean)[is_repeated].sum() / (mean[is_repeated] ** 2).sum()
    return float(np.sqrt(max(beyond, 0.0)))
