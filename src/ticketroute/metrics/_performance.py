"""How quick agents or teams are, with regard to the tickets that they got."""

from typing import Final, Literal, get_args

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Outcome
from ticketroute.metrics._performance_result import Performance
from ticketroute.model import refuse

PerformanceOf = Literal["agent", "team"]
_OF: Final[tuple[PerformanceOf, ...]] = get_args(PerformanceOf)


def performance(
    journeys: Journeys, of: PerformanceOf = "agent", *, confidence: float = 0.95
) -> Performance:
    """Compare the handling times of agents or teams with what is usual for the tickets they got.

    Whoever gets the hard tickets takes longer, so plain means are unfair. Expected is, for each
    ticket, the mean of its kind over all; the ratio of the sums of observed and expected times says
    how quick somebody is. Ratios of few tickets are mostly luck, so they are drawn towards 1, the
    more so the fewer tickets they rest on, by the random effects of DerSimonian and Laird (also
    known as empirical Bayes). What only one agent handles says nothing about him or her.

    Parameters
    ----------
    journeys
        What became of the tickets. Only those count that were resolved and in one agent's hands
        alone: else it is not known who took how much of the time, and whoever passes tickets on
        at once would look quick.
    of
        ``"agent"``, or ``"team"``: whoever is in several teams counts in each.
    confidence
        Of the intervals, more than 0 and less than 1.

    Raises
    ------
    ValueError
        For anything else, and for teams that are not known.

    References
    ----------
    R. DerSimonian and N. Laird, *Meta-analysis in clinical trials*, Controlled Clinical Trials 7,
    1986.

    Examples
    --------
    Bea takes longer on average, for she gets the hard ones; she is as quick as the others.

    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> rows = [("ana", "easy", 10), ("ana", "easy", 12), ("ana", "hard", 40)]
    >>> rows += [("bea", "easy", 11), ("bea", "hard", 38), ("bea", "hard", 42)]
    >>> agents, kinds, minutes = zip(*rows)
    >>> table = {
    ...     "created": [nine] * 6,
    ...     "ended": [nine + timedelta(minutes=60)] * 6,
    ...     "agent": agents,
    ...     "kind": kinds,
    ...     "handled": [timedelta(minutes=each) for each in minutes],
    ... }
    >>> found = performance(journeys_from_columns(table, end=nine + timedelta(hours=1)))
    >>> print(found)
    agent  tickets  mean time  expected  ratio  adjusted   from     to
    ana          3   20.7 min  20.7 min      1         1    0.9    1.1
    bea          3   30.3 min  30.3 min      1         1  0.909  1.091
    """
    if of not in _OF:
        raise refuse("of", f"one of {_OF}", of)
    if not 0 < confidence < 1:
        raise refuse("confidence", "a number between 0 and 1", confidence)
    own = (
        (journeys.outcome == Outcome.RESOLVED)
        & (journeys.agent >= 0)
        & (journeys.agent == journeys.first_agent)
        & (journeys.bounces == 0)
        & (journeys.handled > 0)
    )
    kind, agent = journeys.kind[own], journeys.agent[own]
    observed = journeys.handled[own].astype(np.float64)
    counts = np.bincount(kind, minlength=len(journeys.kinds))
    sums = np.bincount(kind, observed, len(journeys.kinds))
    expected = (sums / np.maximum(counts, 1))[kind]
    names, members = _members(journeys, of)
    masks = [np.isin(agent, each) for each in members]
    given = [(name, mask) for name, mask in zip(names, masks, strict=True) if mask.any()]
    groups = [_Group(observed[mask], expected[mask]) for _, mask in given]
    return _result(of, [name for name, _ in given], groups, confidence)


def _members(journeys: Journeys, of: PerformanceOf) -> tuple[list[str], list[list[int]]]:
    """Give the names of the groups, and the agents of each as positions."""
    if of == "agent":
        return list(journeys.agents), [[place] for place in range(len(journeys.agents))]
    if not journeys.teams:
        raise refuse("Journeys.teams", "the teams of each agent", journeys.teams)
    places: dict[str, list[int]] = {}
    for place, teams in enumerate(journeys.teams):
        for team in sorted(teams or ()):
            places.setdefault(team, []).append(place)
    names = sorted(places)
    return names, [places[name] for name in names]


@attrs.frozen(eq=False)
class _Group:
    """Observed and expected times of somebody's tickets; float64, shape (m,)."""

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]

    @property
    def ratio(self) -> float:
        return float(self.observed.sum() / self.expected.sum())

    @property
    def share_of_variance(self) -> float:
        """How the variance of the ratio is to that of one ticket's relative time."""
        return float((self.expected**2).sum() / self.expected.sum() ** 2)

    @property
    def squares(self) -> float:
        """The squared relative deviations from this group's own ratio, summed."""
        return float(((self.observed / self.expected - self.ratio) ** 2).sum())


def _result(
    of: PerformanceOf, names: list[str], groups: list[_Group], confidence: float
) -> Performance:
    tickets = np.array([len(group.observed) for group in groups], dtype=np.int64)
    ratios = np.array([group.ratio for group in groups])
    shares = np.array([group.share_of_variance for group in groups])
    free = int(tickets.sum()) - len(groups)
    pooled = sum(group.squares for group in groups) / free if free > 0 else np.nan
    variances = pooled * shares
    between = _between(ratios, variances)
    weights = _weights(between, variances)
    from scipy.stats import norm

    margin = float(norm.ppf((1 + confidence) / 2)) * np.sqrt(variances)
    return Performance(
        of=of,
        names=tuple(names),
        tickets=tickets,
        observed=np.array([group.observed.mean() for group in groups]),
        expected=np.array([group.expected.mean() for group in groups]),
        ratio=ratios,
        adjusted=1 + weights * (ratios - 1),
        low=ratios - margin,
        high=ratios + margin,
        spread=float(np.sqrt(between)),
    )


def _between(ratios: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    """Estimate how much the true ratios vary around 1, as DerSimonian and Laird do."""
    if not len(ratios) or np.isnan(variances).any():
        return 0.0
    if not variances.all():  # nobody's times vary: all differences are true
        return float(((ratios - 1) ** 2).mean())
    precision = 1 / variances
    excess = float(precision @ (ratios - 1) ** 2) - len(ratios)
    return max(0.0, excess / float(precision.sum()))


def _weights(between: float, variances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give how much of each deviation is taken for true, 0 to 1."""
    total = between + np.nan_to_num(variances, nan=1.0)
    weights = np.zeros(len(variances))
    np.divide(between, total, out=weights, where=total > 0)
    return weights
