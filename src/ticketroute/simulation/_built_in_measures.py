"""The measures that have a name: what most comparisons ask of each replication.

All come from :mod:`ticketroute.metrics`, where they are defined. Times are in seconds.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import nan
from types import MappingProxyType
from typing import Final

from ticketroute.metrics import Stage, abandonment, agent_time, attainment, rework, time_to
from ticketroute.simulation._measure import Better, Measure
from ticketroute.simulation._result import Result

_AT_ONCE: Final = timedelta(0)


def mean_wait(result: Result) -> float:
    """Average the wait until work began, or until the ticket left."""
    return _seconds(time_to(result.journeys, "start", percentiles=()).mean)


def p90_wait(result: Result) -> float:
    """Give the wait that nine tickets in ten do not exceed."""
    return _percentile(result, "start", 90.0)


def p95_wait(result: Result) -> float:
    """Give the wait that 19 tickets in twenty do not exceed."""
    return _percentile(result, "start", 95.0)


def mean_answer(result: Result) -> float:
    """Average the wait of those only on which work began: the average speed of answer."""
    return _seconds(time_to(result.journeys, "start", of="answered", percentiles=()).mean)


def mean_resolution(result: Result) -> float:
    """Average the time until a ticket was resolved, or left."""
    return _seconds(time_to(result.journeys, "resolution", percentiles=()).mean)


def p95_resolution(result: Result) -> float:
    """Give the time until it is over that 19 tickets in twenty do not exceed."""
    return _percentile(result, "resolution", 95.0)


def abandoned(result: Result) -> float:
    """Give the share of tickets that left before work began, 0 to 1."""
    return abandonment(result.journeys, short=_AT_ONCE).rate


def in_time(result: Result) -> float:
    """Give the share of tickets that were resolved by their due time, 0 to 1."""
    return attainment(result.journeys).share


def p95_lateness(result: Result) -> float:
    """Give the time beyond the target that 19 in twenty do not exceed, 0 for what was in time.

    To be read beside ``in_time``: to serve only what can still be in time makes that one look good.
    """
    return _seconds(attainment(result.journeys).p95_late)


def occupancy(result: Result) -> float:
    """Give the share of the time on shift in which agents were busy, 0 to 1."""
    return agent_time(result.journeys).occupancy


def overtime(result: Result) -> float:
    """Sum the time that agents worked outside their shifts."""
    return _seconds(agent_time(result.journeys).total_overtime)


def gini_of_load(result: Result) -> float:
    """Say how unequal busy time over time on shift is among agents: 0 for all alike."""
    found = agent_time(result.journeys).inequality
    return nan if found is None else found.gini


def bounces(result: Result) -> float:
    """Give how often a ticket was given back or handed on, on average."""
    return rework(result.journeys).bounces_per_ticket


def left_open(result: Result) -> float:
    """Count the tickets that were open when the run ended."""
    return float(result.journeys.is_open.sum())


def _percentile(result: Result, stage: Stage, percent: float) -> float:
    found = time_to(result.journeys, stage, percentiles=[percent])
    return _seconds(found.percentiles[percent])


def _seconds(duration: timedelta | None) -> float:
    return nan if duration is None else duration.total_seconds()


def _measure(of: Callable[[Result], float], better: Better | None = "less") -> Measure:
    return Measure(of.__name__, of, better)


_IN_ORDER: Final = (
    _measure(mean_wait),
    _measure(p90_wait),
    _measure(p95_wait),
    _measure(mean_answer),
    _measure(mean_resolution),
    _measure(p95_resolution),
    _measure(abandoned),
    _measure(in_time, "more"),
    _measure(p95_lateness),
    _measure(occupancy, None),
    _measure(overtime),
    _measure(gini_of_load),
    _measure(bounces),
    _measure(left_open),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {measure.name: measure for measure in _IN_ORDER}
)
"""The built-in measures by name; those of time are in seconds."""
