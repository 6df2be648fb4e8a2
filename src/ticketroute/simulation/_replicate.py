"""A policy by itself: what is measured of it, with intervals."""

from collections.abc import Iterable
from concurrent.futures import Executor

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.simulation._collected import Collected, Replication, collect
from ticketroute.simulation._enough import least_two, note_of
from ticketroute.simulation._estimate import Estimate, require_level
from ticketroute.simulation._figures import number_columns, side_by_side, with_half_width
from ticketroute.simulation._intervals import estimate_of
from ticketroute.simulation._measure import MeasuresLike
from ticketroute.simulation._policy import PolicyLike
from ticketroute.simulation._replications import replications as replications_of
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._stopping import Precision


@attrs.frozen(eq=False, repr=False)
class Measured:
    """What was measured of a policy; ``str()`` gives a table, ``measured["mean_wait"]`` a row.

    Parameters
    ----------
    policy
        Its name.
    estimates
        The means over replications with their intervals, by the name of the measure.
    collected
        The numbers of each replication, from which they were made.
    note
        What to know before relying on it, or ``""``.
    """

    policy: str
    estimates: dict[str, Estimate]
    collected: Collected
    note: str = ""

    @classmethod
    def of(cls, rows: Iterable[Replication], *, level: float = 0.95) -> "Measured":
        """Make it of rows as :func:`replications` gives them.

        Parameters
        ----------
        rows
            Of one policy.
        level
            How sure the intervals are to be, above 0 and below 1.
        """
        require_level(level)
        return _measured(collect(rows), level)

    def __getitem__(self, measure: str) -> Estimate:
        if measure not in self.estimates:
            raise refuse("measure", f"one of {', '.join(self.estimates)}", measure)
        return self.estimates[measure]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each measure as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``measure``, ``mean``, ``low``, ``high``, ``half_width``, ``n`` and ``missing``.
        """
        return {"measure": np.array(list(self.estimates))} | number_columns(
            list(self.estimates.values())
        )

    def __repr__(self) -> str:
        cells = {
            self.policy: list(self.estimates),
            "mean": [with_half_width(each) for each in self.estimates.values()],
        }
        if any(each.missing for each in self.estimates.values()):
            cells["missing"] = [str(each.missing) for each in self.estimates.values()]
        level = next(iter(self.estimates.values())).level
        count = len(self.collected.numbers)
        below = f"{count} replications, {100 * level:g} % intervals"
        return "\n".join([side_by_side(cells), "", below, *([self.note] if self.note else [])])


def replicate(
    scenario: Scenario,
    policy: PolicyLike,
    *,
    measures: MeasuresLike,
    replications: int | None = None,
    precision: Precision | None = None,
    level: float = 0.95,
    seed: int = 0,
    executor: Executor | None = None,
    in_flight: int = 256,
) -> Measured:
    """Simulate a policy over and over, and estimate what is measured of it.

    Parameters
    ----------
    scenario
        What comes, who works, how long things take.
    policy
        What decides.
    measures
        What to measure: names of ``MEASURES``, functions of a :class:`Result` that give a
        number, or values of :class:`Measure`.
    replications
        How many, at least 2; 20 unless `precision` is given. Ten or more are advisable.
    precision
        How precise the means are to be; as many replications are made as that takes.
    level
        How sure the intervals are to be, above 0 and below 1.
    seed, executor, in_flight
        As for :func:`replications`.

    Returns
    -------
    Measured
        The same to the last bit whatever the executor.

    Raises
    ------
    ReplicationFailed
        If one raises an error; it names the replication.

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
    >>> replicate(hour, "fewest-open", measures=["mean_wait", "p95_wait"], replications=10)
    FewestOpen       mean
    mean_wait   321 ± 189
    p95_wait    779 ± 310
    <BLANKLINE>
    10 replications, 95 % intervals
    """
    rows = replications_of(
        scenario,
        policy,
        measures=measures,
        replications=least_two(replications),
        precision=precision,
        level=level,
        seed=seed,
        executor=executor,
        in_flight=in_flight,
    )
    measured = Measured.of(rows, level=level)
    return attrs.evolve(measured, note=note_of(measured.collected, precision, 0, level))


def _measured(collected: Collected, level: float) -> Measured:
    policy, *others = collected.policies
    if others:
        raise refuse("rows", "those of one policy", collected.policies)
    of_policy = collected.values[:, 0]
    means = {
        name: estimate_of(values, level)
        for name, values in zip(collected.measures, of_policy, strict=True)
    }
    return Measured(policy, means, collected)
