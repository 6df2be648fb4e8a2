"""How simulated numbers are compared with exact ones: by intervals over replications.

Seeds are fixed, so a test gives the same every time. The intervals are at 99.9 %, which is 3.7
standard errors with the usual 30 replications. They have to be narrow as well: 3 % of a mean and
half a point of a share, unless a test says otherwise. And what a theory says that is not quite
right has to lie outside, or the test would prove little.
"""

import os
from collections.abc import Callable, Sequence
from typing import Final, Literal

import numpy as np

from ticketroute.metrics import Journeys
from ticketroute.simulation import PolicyLike, Scenario, mean_interval, simulate

LEVEL: Final = 0.999
MOST_OF_A_MEAN: Final = 0.03
MOST_OF_A_SHARE: Final = 0.005

MORE: Final = int(os.environ.get("TICKETROUTE_REPLICATIONS", "1"))
"""How many times as many replications as usual; 10 tells theories apart that are quite near."""

Engine = Literal["auto", "board", "live"]


def replicated(
    scenario: Scenario, policy: PolicyLike, runs: int = 30, *, engine: Engine = "auto"
) -> list[Journeys]:
    """Simulate some replications."""
    return [
        simulate(scenario, policy, seed=2026, replication=number, engine=engine).journeys
        for number in range(runs * MORE)
    ]


def agree_on_mean(
    values: Sequence[float], expected: float, wrong: float, within: float = MOST_OF_A_MEAN
) -> None:
    """Insist that replications have an expected mean, and do not have a wrong one.

    Parameters
    ----------
    values
        A number for each replication.
    expected, wrong
        What theory says, and what a theory says that is not quite right.
    within
        How wide half of the interval may be, by what is expected.
    """
    _agree(values, expected, wrong, within * expected)


def agree_on_share(
    values: Sequence[float], expected: float, wrong: float, within: float = MOST_OF_A_SHARE
) -> None:
    """Insist that replications have an expected share, and do not have a wrong one."""
    _agree(values, expected, wrong, within)


def _agree(values: Sequence[float], expected: float, wrong: float, half_width: float) -> None:
    found = mean_interval(values, level=LEVEL)
    assert found.low <= expected <= found.high, f"{expected} is not in {found}"
    assert found.half_width <= half_width, f"{found} is wider than {half_width}"
    assert not found.low <= wrong <= found.high, f"{wrong} is in {found}, too"


def by_run(runs: Sequence[Journeys], measure: Callable[[Journeys], float]) -> list[float]:
    """Measure each run."""
    return [float(measure(journeys)) for journeys in runs]


def share(mask: np.ndarray) -> float:
    """Give the share of what is true."""
    return float(np.mean(mask))
