"""One replication of one policy, as a task that can be done anywhere."""

import attrs

from ticketroute.errors import TicketRouteError
from ticketroute.simulation._measure import Measure
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._simulation import simulate


class ReplicationFailed(TicketRouteError, RuntimeError):
    """A replication that raised an error, which is its ``__cause__``.

    ``policy``, ``replication`` and ``seed`` say which, so that it can be run again by itself.
    """

    def __init__(self, message: str, policy: str, replication: int, seed: int) -> None:
        super().__init__(message)
        self.policy = policy
        self.replication = replication
        self.seed = seed

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str(self), self.policy, self.replication, self.seed)


@attrs.frozen(eq=False, kw_only=True)
class Task:
    """One replication of one policy, with everything that it needs, its luck included."""

    scenario: Scenario
    policy: Policy
    place: int
    seed: int
    replication: int
    measures: tuple[Measure, ...]

    def failed(self, error: Exception) -> ReplicationFailed:
        """Say which replication of which policy an error comes from."""
        name = self.policy.title
        which = f"replication {self.replication} of policy {name!r}, seed {self.seed}"
        message = f"{which}: {type(error).__name__}: {error}"
        return ReplicationFailed(message, name, self.replication, self.seed)


def run_task(task: Task) -> tuple[float, ...]:
    """Simulate, and give back the measured numbers only: a result may be large."""
    result = simulate(task.scenario, task.policy, task.seed, replication=task.replication)
    return tuple(measure.number(result) for measure in task.measures)
