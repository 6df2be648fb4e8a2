"""Measures of a desk that never closes: without the tickets that came while it filled."""

from collections.abc import Callable
from datetime import timedelta

import attrs

from ticketroute.model import refuse, refuse_type
from ticketroute.simulation._built_in_measures import MEASURES
from ticketroute.simulation._measure import Measure, MeasuresLike, read_measures
from ticketroute.simulation._result import Result


@attrs.frozen
class _AfterWarmUp:
    """Measures a result of which the beginning is left out; a class, so that it can travel."""

    of: Callable[[Result], float]
    warm_up: timedelta

    def __call__(self, result: Result) -> float:
        start = result.journeys.window[0] + self.warm_up
        return self.of(attrs.evolve(result, journeys=result.journeys.between(start)))


def after_warm_up(measures: MeasuresLike, warm_up: timedelta) -> tuple[Measure, ...]:
    """Leave the tickets out of measures that arrive before the warm-up of a run is over.

    For a desk that never closes, and is simulated from empty. See :func:`mser` on how long that
    takes. A desk that opens and closes has none: its mornings count.

    Parameters
    ----------
    measures
        What to measure: names, functions, or measures, as for :func:`replicate`.
    warm_up
        From the beginning of the run; at least 0, and shorter than the run.

    Examples
    --------
    >>> (measure,) = after_warm_up("mean_wait", timedelta(hours=8))
    >>> measure.name
    'mean_wait'
    """
    if not isinstance(warm_up, timedelta):
        raise refuse_type("warm_up", "a timedelta", warm_up)
    if warm_up < timedelta(0):
        raise refuse("warm_up", "a duration of at least 0", str(warm_up))
    read = read_measures(measures, MEASURES)
    return tuple(attrs.evolve(each, of=_AfterWarmUp(each.of, warm_up)) for each in read)
