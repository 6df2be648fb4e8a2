"""What is to be simulated and measured, read and checked; the tasks that this makes."""

from collections.abc import Iterator

import attrs

from ticketroute.model import refuse_type, require_integer
from ticketroute.simulation._built_in_measures import MEASURES
from ticketroute.simulation._collected import Replication
from ticketroute.simulation._measure import Better, Measure, MeasuresLike, read_measures
from ticketroute.simulation._policies import PoliciesLike, read_policies
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._task import Task


@attrs.frozen(eq=False, kw_only=True)
class Study:
    """Policies that meet the same luck in one scenario, and what is measured of them."""

    scenario: Scenario
    policies: tuple[Policy, ...]
    measures: tuple[Measure, ...]
    seed: int

    @property
    def better(self) -> dict[str, Better | None]:
        """Whether less or more is better, by the name of the measure."""
        return {measure.name: measure.better for measure in self.measures}

    def tasks(self, first: int, last: int) -> Iterator[Task]:
        """Give the tasks of some replications; those of one replication follow each other."""
        for replication in range(first, last):
            for place, policy in enumerate(self.policies):
                yield Task(
                    scenario=self.scenario,
                    policy=policy,
                    place=place,
                    seed=self.seed,
                    replication=replication,
                    measures=self.measures,
                )

    def row(self, task: Task, numbers: tuple[float, ...]) -> Replication:
        """Name the numbers of a task."""
        names = [measure.name for measure in self.measures]
        return Replication(
            policy=task.policy.title,
            number=task.replication,
            values=dict(zip(names, numbers, strict=True)),
            place=task.place,
            better=self.better,
        )


def read_study(
    scenario: Scenario,
    policies: PoliciesLike,
    measures: MeasuresLike,
    seed: int,
) -> Study:
    """Read and check it, before anything is simulated."""
    if not isinstance(scenario, Scenario):
        raise refuse_type("scenario", "a Scenario", scenario)
    require_integer("seed", seed, 0)
    return Study(
        scenario=scenario,
        policies=read_policies(policies),
        measures=read_measures(measures, MEASURES),
        seed=seed,
    )
