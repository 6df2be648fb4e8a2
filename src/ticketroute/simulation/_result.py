"""What a simulation gives."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Setup
from ticketroute.dispatcher import Event
from ticketroute.metrics import Journeys
from ticketroute.simulation._expected import ticket_ids
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._staffing import setup_of_run


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
        """Give a row for each ticket as columns for a data frame; see its journeys."""
        return self.journeys.columns()

    @property
    def ticket_ids(self) -> list[str]:
        """The ids of the tickets, by arrival, as in :meth:`events`."""
        return ticket_ids(len(self))

    @property
    def setup(self) -> Setup:
        """What the desk was told in this run, where days of absence are off the shifts."""
        return setup_of_run(self.scenario, self.policy, self.seed, self.replication)

    def events(self) -> tuple[Event, ...]:
        """Give the event log of the run, by running it again on a whole dispatcher.

        Fed to ``Dispatcher.replay`` with the agents of the scenario and
        :attr:`setup`, it gives the desk as it was at the end.
        """
        from ticketroute.simulation._simulation import Simulation  # noqa: PLC0415 - makes results

        again = Simulation(
            self.scenario, self.policy, self.seed, replication=self.replication, engine="live"
        )
        for _ in again:
            pass
        return () if again.dispatcher is None else tuple(again.dispatcher.log)

    def __len__(self) -> int:
        return len(self.journeys)

    def __repr__(self) -> str:
        which = f"seed {self.seed}, replication {self.replication}"
        return f"<Result of {self.policy_name}, {which}: {self.journeys!r}>"
