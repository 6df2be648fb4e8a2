"""The built-in measures: on a desk of five tickets by hand, and of nothing."""

import math

import pytest

from tests.metrics.journeys import journeys_of
from tests.simulation.small_desk import DESK
from ticketroute.metrics import Journeys, Outcome
from ticketroute.simulation import MEASURES, Policy, Result, replicate, simulate
from ticketroute.strategies import LongestIdle

NOTHING = ("left_open", "occupancy", "overtime", "gini_of_load")
# Minutes. Ana and Bea are there for an hour; Ana works 10 + 25 minutes of it, Bea 20.
FIVE = journeys_of(
    {"created": 0, "started": 0, "ended": 10, "agent": "ana", "due": 9},
    {"created": 0, "started": 4, "ended": 24, "agent": "bea", "due": 30, "bounces": 2},
    {"created": 5, "started": 10, "ended": 35, "agent": "ana", "due": 31},
    {"created": 6, "ended": 8, "due": 40},
    {"created": 20, "ended": 20, "outcome": Outcome.BALKED},
    shifts=[("ana", 0, 60), ("bea", 0, 60)],
)
BY_HAND = {
    "mean_wait": (0 + 4 + 5 + 2) / 4 * 60,
    "p90_wait": 5 * 60,
    "p95_wait": 5 * 60,
    "mean_answer": (0 + 4 + 5) / 3 * 60,
    "mean_resolution": (10 + 24 + 30 + 2) / 4 * 60,
    "p95_resolution": 30 * 60,
    "abandoned": 2 / 5,  # one of them on seeing the queue
    "in_time": 1 / 3,  # who left before it was due does not count
    "p95_lateness": 4 * 60,
    "occupancy": 55 / 120,
    "overtime": 0,
    "gini_of_load": 15 / 55 / 2,
    "bounces": 2 / 3,
    "left_open": 0,
}


def run_of(journeys: Journeys) -> Result:
    """Make a result of journeys."""
    return Result(DESK, Policy(LongestIdle()), 0, 0, journeys)


@pytest.mark.parametrize("name", MEASURES)
def test_five_tickets_by_hand(name: str) -> None:
    """Each is what its name says, times in seconds."""
    assert MEASURES[name].number(run_of(FIVE)) == pytest.approx(BY_HAND[name])


def test_work_after_hours_is_overtime() -> None:
    """Bea goes home at 20, and finishes at 24."""
    late = journeys_of(
        {"created": 0, "started": 4, "ended": 24, "agent": "bea"},
        {"created": 0, "started": 30, "agent": "ana"},
        shifts=[("ana", 0, 60), ("bea", 0, 20)],
    )
    assert MEASURES["overtime"].number(run_of(late)) == 4 * 60
    assert MEASURES["left_open"].number(run_of(late)) == 1


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in NOTHING])
def test_of_nothing_there_is_no_number(name: str) -> None:
    """Not 0: a day without tickets has no mean wait."""
    assert math.isnan(MEASURES[name].number(run_of(journeys_of())))


def test_of_nobody_there_is_no_inequality() -> None:
    """And no occupancy."""
    nobody = run_of(journeys_of(agents=()))
    assert math.isnan(MEASURES["gini_of_load"].number(nobody))
    assert math.isnan(MEASURES["occupancy"].number(nobody))
    assert MEASURES["left_open"].number(nobody) == 0


def test_of_a_simulated_day() -> None:
    """All of them at once; the waits of a result are those of its journeys."""
    found = replicate(DESK, LongestIdle(), measures=list(MEASURES), replications=3)
    assert list(found.estimates) == list(MEASURES)
    journeys = simulate(DESK, LongestIdle(), replication=1).journeys
    waits = (journeys.started - journeys.created) / 1e6
    first = found.collected.values[list(MEASURES).index("mean_wait"), 0, 1]
    assert first == pytest.approx(waits.mean(), abs=1e-6)
