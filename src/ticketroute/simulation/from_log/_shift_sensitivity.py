"""How much a comparison of policies hangs on when agents are taken to work."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Shifts
from ticketroute.model import refuse, to_tuple
from ticketroute.simulation._compare import compare
from ticketroute.simulation._comparison import Comparison
from ticketroute.simulation._figures import side_by_side, with_half_width
from ticketroute.simulation._measure import MeasuresLike
from ticketroute.simulation._policies import PoliciesLike
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation.from_log._shift_model import (
    ShiftModel,
    ShiftsLike,
    title_of,
    to_shift_model,
)


@attrs.frozen(eq=False, repr=False)
class ShiftSensitivity:
    """The same policies under several shift models; ``print`` shows a table for each measure.

    A difference that keeps its sign under all models that are plausible does not hang on them. How
    long things take mostly does.

    Parameters
    ----------
    by_model
        The comparison under each model, by its name.
    """

    by_model: dict[str, Comparison]

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models."""
        return tuple(self.by_model)

    def __getitem__(self, model: str) -> Comparison:
        if model not in self.by_model:
            raise refuse("model", f"one of {self.models}", model)
        return self.by_model[model]

    def agrees(self, measure: str, policy: str) -> bool:
        """Say whether a policy differs from the baseline in the same direction under all models.

        Parameters
        ----------
        measure, policy
            Their names.

        Returns
        -------
        bool
            Whether no interval of the difference holds 0, and all lie on the same side.
        """
        signs = {_side(each, measure, policy) for each in self.by_model.values()}
        return len(signs) == 1 and 0 not in signs

    def difference_intervals(
        self, measure: str, policy: str
    ) -> list[tuple[str, float, float, float]]:
        """Give (model, mean, low, high) of the difference to the baseline, to be drawn.

        Parameters
        ----------
        measure, policy
            Their names.

        Returns
        -------
        list of tuple
            Nothing for the baseline itself.
        """
        rows = {name: each[measure, policy].difference for name, each in self.by_model.items()}
        return [
            (name, row.estimate.mean, row.estimate.low, row.estimate.high)
            for name, row in rows.items()
            if row is not None
        ]

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each model, measure and policy as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``shift_model``, and the columns of :class:`Comparison`.
        """
        tables = {name: each.columns() for name, each in self.by_model.items()}
        first = next(iter(tables.values()))
        counts = [len(table["measure"]) for table in tables.values()]
        stacked: dict[str, NDArray[np.generic]] = {
            name: np.concatenate([table[name] for table in tables.values()]) for name in first
        }
        return {"shift_model": np.repeat(np.array(self.models), counts), **stacked}

    def __repr__(self) -> str:
        any_model = next(iter(self.by_model.values()))
        tables = [self._table(measure) for measure in any_model.measures]
        said = (
            f"{len(any_model.collected.numbers)} replications, {100 * any_model.level:g} % "
            f"intervals; differences to {any_model.baseline}"
        )
        return "\n\n".join([*tables, said])

    def _table(self, measure: str) -> str:
        """Set the models one below the other, for each policy what it has and has more."""
        cells: dict[str, list[str]] = {measure: list(self.models)}
        any_model = next(iter(self.by_model.values()))
        for policy in any_model.policies:
            rows = [each[measure, policy] for each in self.by_model.values()]
            cells[policy] = [with_half_width(row.estimate) for row in rows]
            if policy != any_model.baseline:
                cells[f"{policy}, difference"] = [
                    "" if row.difference is None else with_half_width(row.difference.estimate)
                    for row in rows
                ]
        return side_by_side(cells)


def _side(comparison: Comparison, measure: str, policy: str) -> int:
    """Give the sign of a difference, 0 where it is not sure."""
    difference = comparison[measure, policy].difference
    if difference is None:
        return 0
    return int(difference.estimate.low > 0) - int(difference.estimate.high < 0)


def compare_shift_models(
    scenario_of: Callable[[ShiftModel | Shifts], Scenario],
    models: Iterable[ShiftsLike],
    policies: PoliciesLike,
    *,
    measures: MeasuresLike,
    replications: int | None = None,
    baseline: str | None = None,
    level: float = 0.95,
    seed: int = 0,
    executor: Executor | None = None,
) -> ShiftSensitivity:
    """Compare policies under one shift model after the other.

    A log does not say when people were there, and what is estimated from it, how long tickets take
    most of all, changes with what is assumed. A result is to be trusted as far as it stays.

    Parameters
    ----------
    scenario_of
        Makes the scenario of a model: estimates from the log by it, and replays or resamples.
    models
        At least two, with names that differ: values of :class:`ShiftModel`, their names, or
        :class:`~ticketroute.board.Shifts`.
    policies, measures, replications, baseline, level, seed, executor
        As for :func:`compare`.

    Returns
    -------
    ShiftSensitivity
        Policies meet the same luck under each model.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.simulation import ShiftModel, estimate_from_log, read_log
    >>> from ticketroute.simulation import scenario_from_log
    >>> from ticketroute.strategies import LongestIdle, Sequential
    >>> nine, minute = np.datetime64("2026-05-04T09:00"), np.timedelta64(1, "m")
    >>> started = nine + 10 * minute * np.arange(40)
    >>> minutes = np.array([2, 9, 4, 6, 3, 8, 1, 7] * 5)
    >>> table = {
    ...     "created": started,
    ...     "agent": ["ana", "bea"] * 20,
    ...     "started": started,
    ...     "ended": started + minutes * minute,
    ... }
    >>> log = read_log(table, until=datetime(2026, 5, 5, 9, tzinfo=UTC))
    >>> def scenario_of(model):
    ...     estimates = estimate_from_log(log, shifts=model, least_tickets=10)
    ...     return scenario_from_log(log, estimates)
    >>> compare_shift_models(
    ...     scenario_of,
    ...     ["always", ShiftModel("same hours", middle=1.0)],
    ...     {"longest idle": LongestIdle(), "ana first": Sequential(sequence=["ana"])},
    ...     measures=["mean_resolution"],
    ...     replications=10,
    ... )
    mean_resolution  longest idle    ana first  ana first, difference
    always               300 ± 11  148.3 ± 5.8           -152.2 ± 5.5
    same hours           300 ± 11  148.3 ± 5.8           -152.2 ± 5.5
    <BLANKLINE>
    10 replications, 95 % intervals; differences to longest idle
    """
    given = [to_shift_model("models", each) for each in to_tuple("models", "several", models)]
    titles = [title_of(each) for each in given]
    if len(titles) < 2 or len(set(titles)) < len(titles):  # noqa: PLR2004
        raise refuse("models", "at least two, with names that differ", titles)
    return ShiftSensitivity(
        {
            title: compare(
                scenario_of(model),
                policies,
                measures=measures,
                replications=replications,
                baseline=baseline,
                level=level,
                seed=seed,
                executor=executor,
            )
            for title, model in zip(titles, given, strict=True)
        }
    )
