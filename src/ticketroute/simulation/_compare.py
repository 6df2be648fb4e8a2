"""Compare policies under the same luck."""

from concurrent.futures import Executor

import attrs

from ticketroute.model import refuse
from ticketroute.simulation._comparison import Comparison
from ticketroute.simulation._enough import least_two, note_of
from ticketroute.simulation._measure import MeasuresLike
from ticketroute.simulation._policies import PoliciesLike, read_policies
from ticketroute.simulation._replications import replications as replications_of
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._stopping import Precision


def compare(
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
) -> Comparison:
    """Compare policies that meet the same tickets, the same work and the same patience.

    Differences are taken replication by replication, so that the luck of the day goes out of them;
    that takes far fewer replications than policies with luck of their own.

    Parameters
    ----------
    scenario
        What comes, who works, how long things take.
    policies
        At least two, with names that differ, or a mapping from names to policies. One that was
        tuned by simulation is to be compared on another seed than it was tuned on. With more than
        about ten, tests tell little: choose a few by their means first.
    measures
        What to measure: names of ``MEASURES``, functions of a :class:`Result` that give a
        number, or values of :class:`Measure`.
    replications
        How many of each policy, at least 2; 20 unless `precision` is given. Ten or more are
        advisable.
    precision
        How precise the paired differences are to be; as many replications are made as that takes.
    baseline
        The name of the policy with which to compare the others; the first unless given. See
        :meth:`Comparison.all_pairs` for each with each.
    level
        How sure each interval is to be, above 0 and below 1.
    seed, executor, in_flight
        As for :func:`replications`.

    Returns
    -------
    Comparison
        The same to the last bit whatever the executor.

    Raises
    ------
    ReplicationFailed
        If one raises an error; it names the policy and the replication.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Agent
    >>> from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind
    >>> from ticketroute.strategies import LongestIdle, Sequential
    >>> day = Scenario(
    ...     start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ...     length=timedelta(hours=8),
    ...     agents=[Agent(id="ana", capacity=1), Agent(id="bea", capacity=1)],
    ...     kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=5)))],
    ...     arrivals=Poisson(per_hour=10),
    ...     paces={"bea": 2},
    ... )
    >>> policies = {"longest idle": LongestIdle(), "ana first": Sequential(sequence=["ana"])}
    >>> compare(day, policies, measures="mean_resolution", replications=10)
    mean_resolution       mean  difference      p  wins  same luck
    longest idle     628 ± 104
    ana first         597 ± 99    -32 ± 27  0.026   80%       28.5
    <BLANKLINE>
    10 replications, 95 % intervals; differences to longest idle
    """
    named = read_policies(policies)
    if len(named) < 2:  # noqa: PLR2004
        raise refuse("policies", "at least two to compare; replicate takes one", policies)
    rows = replications_of(
        scenario,
        named,
        measures=measures,
        replications=least_two(replications),
        precision=precision,
        baseline=baseline,
        level=level,
        seed=seed,
        executor=executor,
        in_flight=in_flight,
    )
    comparison = Comparison.of(rows, baseline=baseline, level=level)
    place = comparison.policies.index(comparison.baseline)
    return attrs.evolve(comparison, note=note_of(comparison.collected, precision, place, level))
