"""Measures without the warm-up: what they leave out, and that this is what theory asks for."""

from datetime import timedelta

import numpy as np
import pytest

from tests.simulation.scenarios import call_centre
from tests.simulation.small_desk import DESK, arrivals, share_of_ana
from ticketroute.simulation import (
    MEASURES,
    Measure,
    MeasureLike,
    ReplicationFailed,
    Result,
    after_warm_up,
    mser,
    replicate,
    simulate,
)
from ticketroute.strategies import LongestIdle

HOUR = timedelta(hours=1)


def tickets(result: Result) -> float:
    """Count what is measured."""
    return len(result.journeys)


def test_tickets_of_the_warm_up_are_left_out() -> None:
    """Those that came in the first hour, and nothing else."""
    found = replicate(DESK, LongestIdle(), measures=after_warm_up(tickets, HOUR), replications=4)
    for number, counted in enumerate(found.collected.values[0, 0].tolist()):
        journeys = simulate(DESK, LongestIdle(), replication=number).journeys
        later = journeys.created >= journeys.start + 3_600_000_000
        assert counted == later.sum() < len(journeys)


def test_what_a_measure_is_called_stays() -> None:
    """And what is better."""
    given: list[MeasureLike] = ["in_time", share_of_ana, Measure("all", arrivals, "more")]
    found = after_warm_up(given, HOUR)
    assert [(each.name, each.better) for each in found] == [
        ("in_time", "more"),
        ("share_of_ana", None),
        ("all", "more"),
    ]


def test_no_warm_up_changes_nothing() -> None:
    """Each measure is what it was."""
    result = simulate(DESK, LongestIdle())
    for before, after in zip(
        MEASURES.values(), after_warm_up(list(MEASURES), timedelta(0)), strict=True
    ):
        assert np.array_equal(before.number(result), after.number(result), equal_nan=True)


def test_one_agent_around_the_clock() -> None:
    """M/M/1 with a load of 0.7 and 5 minutes of service: a mean wait of 0.7 / 0.3 x 5 minutes.

    From empty, short runs stay below that; without the warm-up they do not.
    """
    desk = call_centre(agents=1, per_hour=8.4, hours=60)
    runs = []
    for number in range(30):
        journeys = simulate(desk, LongestIdle(), seed=5, replication=number).journeys
        runs.append((journeys.started - journeys.created) / 60e6)
    warm_up = mser(runs)
    assert 0 < warm_up.share < 1 / 3
    cut = timedelta(hours=warm_up.cut / 8.4)
    measures = [
        *after_warm_up("mean_wait", cut),
        Measure("from_empty", MEASURES["mean_wait"].of),
    ]
    found = replicate(desk, LongestIdle(), measures=measures, replications=200, seed=5)
    assert 0.7 / 0.3 * 5 * 60 in found["mean_wait"]
    assert found["from_empty"].mean < found["mean_wait"].mean


def test_refused() -> None:
    """What is no duration, or lies before the beginning; and longer than the run."""
    with pytest.raises(TypeError, match="warm_up: expected a timedelta, got 3"):
        after_warm_up("mean_wait", 3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="warm_up: expected a duration of at least 0"):
        after_warm_up("mean_wait", -HOUR)
    with pytest.raises(ValueError, match="measures: expected one of abandoned"):
        after_warm_up("wait", HOUR)
    with pytest.raises(ReplicationFailed, match=r"replication 0 .* not before the start"):
        replicate(DESK, LongestIdle(), measures=after_warm_up("mean_wait", 30 * HOUR))
