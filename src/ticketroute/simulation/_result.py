"""What a simulation gives."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics import Journeys
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario


@attrs.frozen(repr=False)
class Result:
    """One simulated run; everything in it follows from the first four fields.

    Attributes
    ----------
    scenario, policy, seed, replication
        What was simulated.
    journeys
        What became of each ticket; the measures of :mod:`ticketroute.metrics` are functions of it.
    """

    scenario: Scenario
    policy: Policy
    seed: int
    replication: int
    journeys: Journeys

    @property
    def policy_name(self) -> str:
        """What the policy is called."""
        return self.policy.title

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each ticket as columns for a data frame; see :class:`Journeys`."""
        return self.journeys.columns()

    def __len__(self) -> int:
        return len(self.journeys)

    def __repr__(self) -> str:
        which = f"seed {self.seed}, replication {self.replication}"
        return f"<Result of {self.policy_name}, {which}: {self.journeys!r}>"
