"""The measures that have a name: what most comparisons ask of each replication.

Times are in seconds. Who is turned away, goes on seeing the queue, or is a duplicate never waits,
and does not count among the waits.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import Outcome
from ticketroute.simulation._measure import Better, Measure
from ticketroute.simulation._result import Result

_SECOND: Final = 1_000_000

Times = NDArray[np.float64]


def mean_wait(result: Result) -> float:
    """Average the wait until work began, or until the ticket left or the run ended."""
    return _mean(_waits(result))


def p90_wait(result: Result) -> float:
    """Give the wait that nine tickets in ten do not exceed."""
    return _quantile(_waits(result), 0.9)


def p95_wait(result: Result) -> float:
    """Give the wait that 19 tickets in twenty do not exceed."""
    return _quantile(_waits(result), 0.95)


def mean_answer(result: Result) -> float:
    """Average the wait of those only on which work began: the average speed of answer."""
    journeys = result.journeys
    answered = journeys.started != NEVER
    return _mean((journeys.started[answered] - journeys.created[answered]) / _SECOND)


def mean_resolution(result: Result) -> float:
    """Average the time until a ticket was resolved, or left, or the run ended."""
    return _mean(_times_to_the_end(result))


def p95_resolution(result: Result) -> float:
    """Give the time to the end that 19 tickets in twenty do not exceed."""
    return _quantile(_times_to_the_end(result), 0.95)


def abandonment(result: Result) -> float:
    """Give the share of tickets that left before work began, at once or later, 0 to 1."""
    journeys = result.journeys
    gone = (journeys.outcome == Outcome.BALKED) | (
        (journeys.outcome == Outcome.ABANDONED) & (journeys.started == NEVER)
    )
    asked = gone | (journeys.outcome <= Outcome.ABANDONED)
    return _mean(gone[asked])


def in_time(result: Result) -> float:
    """Give the share of tickets with a target that were resolved by then, 0 to 1.

    What was not due before the run ended and is open counts as little as what left before.
    """
    journeys = result.journeys
    resolved = journeys.outcome == Outcome.RESOLVED
    missed = journeys.is_open & (journeys.due <= journeys.end)
    counted = (journeys.due != NEVER) & (resolved | missed)
    return _mean((resolved & (journeys.ended <= journeys.due))[counted])


def p95_lateness(result: Result) -> float:
    """Give the time beyond the target that 19 in twenty do not exceed, 0 for what was in time.

    To be read beside ``in_time``: to serve only what can still be in time makes that one look good.
    """
    journeys = result.journeys
    counted = (journeys.due != NEVER) & ((journeys.outcome == Outcome.RESOLVED) | journeys.is_open)
    until = np.minimum(journeys.ended, journeys.end)[counted]
    return _quantile(np.maximum(until - journeys.due[counted], 0) / _SECOND, 0.95)


def bounces(result: Result) -> float:
    """Give how often a ticket was given back or handed on, on average."""
    journeys = result.journeys
    return _mean(journeys.bounces[journeys.first_assigned != NEVER])


def left_open(result: Result) -> float:
    """Count the tickets that were open when the run ended."""
    return float(result.journeys.is_open.sum())


def _waits(result: Result) -> Times:
    """Give how long each ticket queued, in seconds."""
    journeys = result.journeys
    queued = journeys.outcome <= Outcome.ABANDONED
    until = np.minimum(np.minimum(journeys.started, journeys.ended), journeys.end)
    waits: Times = (until - journeys.created)[queued] / _SECOND
    return waits


def _times_to_the_end(result: Result) -> Times:
    journeys = result.journeys
    queued = journeys.outcome <= Outcome.ABANDONED
    times: Times = (np.minimum(journeys.ended, journeys.end) - journeys.created)[queued] / _SECOND
    return times


def _mean(values: Times | NDArray[np.bool_] | NDArray[np.int16]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _quantile(values: Times, quantile: float) -> float:
    return float(np.quantile(values, quantile)) if len(values) else float("nan")


def _measure(of: Callable[[Result], float], better: Better = "less") -> Measure:
    return Measure(of.__name__, of, better)


_IN_ORDER: Final = (
    _measure(mean_wait),
    _measure(p90_wait),
    _measure(p95_wait),
    _measure(mean_answer),
    _measure(mean_resolution),
    _measure(p95_resolution),
    _measure(abandonment),
    _measure(in_time, "more"),
    _measure(p95_lateness),
    _measure(bounces),
    _measure(left_open),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {measure.name: measure for measure in _IN_ORDER}
)
"""The built-in measures by name."""
