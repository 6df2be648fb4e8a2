"""Replications of policies as an iterator: each is given when it is done."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse_type, require_integer
from ticketroute.simulation._collected import Replication
from ticketroute.simulation._enough import Enough, read_enough
from ticketroute.simulation._in_flight import run_tasks
from ticketroute.simulation._measure import MeasuresLike
from ticketroute.simulation._policies import PoliciesLike
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._stopping import Precision
from ticketroute.simulation._study import Study, read_study


def replications(
    scenario: Scenario,
    policies: PoliciesLike,
    *,
    measures: MeasuresLike,
    replications: int | None = None,
    precision: Precision | None = None,
    baseline: str | None = None,
    level: float = 0.95,
    seed: int = 0,
    executor: Executor | None = None,
    in_flight: int = 256,
) -> Iterator[Replication]:
    """Simulate over and over, and give what was measured as it comes.

    An iterator, so that progress can be watched, rows can be kept as they come, and who has seen
    enough stops. :meth:`Comparison.of` and :meth:`Measured.of` make a result of the rows:
    ``Comparison.of(tqdm(replications(...), total=2000))``.

    Parameters
    ----------
    scenario
        What comes, who works, how long things take.
    policies
        One, several, or several by name; all meet the same luck in replications of one number.
    measures
        What to measure: names of ``MEASURES``, functions of a :class:`Result` that give a
        number, or values of :class:`Measure`.
    replications
        How many of each policy, at least 1; 20 unless `precision` is given.
    precision
        How precise the means are to be; with several policies, the paired differences to the
        baseline. As many replications are made as that takes.
    baseline
        The name of the policy with which `precision` compares the others; the first unless given.
    level
        How sure the intervals are to be of which `precision` speaks.
    seed
        Where luck comes from, an integer of at least 0.
    executor
        Any :class:`concurrent.futures.Executor`: threads, processes, a cluster. It stays open, as
        it belongs to whoever made it. None: here, one after the other.
    in_flight
        How many replications are handed to the executor at a time: some more than it has workers.

    Yields
    ------
    Replication
        In the order in which they are done. What is in them depends neither on that nor on the
        executor.

    Raises
    ------
    ReplicationFailed
        As soon as one raises an error; it names the policy and the replication. What was handed to
        the executor and not begun is cancelled.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Agent
    >>> from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind
    >>> hour = Scenario(
    ...     start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ...     length=timedelta(hours=1),
    ...     agents=[Agent(id="ana", capacity=1)],
    ...     kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=4)))],
    ...     arrivals=Poisson(per_hour=10),
    ... )
    >>> def tickets(result):
    ...     return len(result.journeys)
    >>> for each in replications(hour, "fewest-open", measures=tickets, replications=2):
    ...     print(each.policy, each.number, each.values)
    FewestOpen 0 {'tickets': 13.0}
    FewestOpen 1 {'tickets': 7.0}
    """
    require_integer("in_flight", in_flight, 1)
    if executor is not None and not isinstance(executor, Executor):
        expected = "a concurrent.futures.Executor, such as client.get_executor() of Dask gives"
        raise refuse_type("executor", expected, executor)
    study = read_study(scenario, policies, measures, seed)
    enough = read_enough(replications, precision, baseline, level, study)
    return _run(study, enough, executor, in_flight)


def _run(
    study: Study, enough: Enough, executor: Executor | None, in_flight: int
) -> Iterator[Replication]:
    looks: list[NDArray[np.float64]] = []
    first = 0
    while last := enough.next_stop(first, looks):
        look = enough.empty_look(last - first)
        with closing(run_tasks(study.tasks(first, last), executor, in_flight)) as done:
            for task, numbers in done:
                if look is not None:
                    look[:, task.place, task.replication - first] = numbers
                yield study.row(task, numbers)
        if look is not None:
            looks.append(look)
        first = last
