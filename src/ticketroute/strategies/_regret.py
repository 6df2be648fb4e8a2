"""What strategies leave on the table: their plans beside the best for the same tickets."""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import refuse_type
from ticketroute.scores import Score
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._in_turn import require_to_call
from ticketroute.strategies._pair_scores import total_score
from ticketroute.strategies._posing import tickets_that_draw_alike
from ticketroute.strategies._protocols import Strategy
from ticketroute.strategies._slots import pose


@attrs.frozen
class RegretRow:
    """How the plan of one strategy compares.

    Parameters
    ----------
    strategy
        Its name.
    served
        How many tickets its plan gives to somebody.
    score
        The sum of their scores, each as it is when its turn comes.
    best
        The largest sum with which the same tickets can be served; None if they draw differently on
        the limits, so that it is not known.
    """

    strategy: str
    served: int
    score: float
    best: float | None

    @property
    def regret(self) -> float | None:
        """By how much the sum is smaller than it could be, at least 0; None if not known."""
        return None if self.best is None else max(self.best - self.score, 0.0)


@attrs.frozen(repr=False)
class Regret(Sequence[RegretRow]):
    """Plans of several strategies for one backlog, by one score.

    Parameters
    ----------
    rows
        One for each strategy.
    """

    rows: tuple[RegretRow, ...]

    def __getitem__(self, place: int) -> RegretRow:  # type: ignore[override]  # no slices
        return self.rows[place]

    def __len__(self) -> int:
        return len(self.rows)

    def columns(self) -> Mapping[str, NDArray[np.generic]]:
        """Give a row for each strategy as columns for a data frame; NaN for what is not known."""
        best = [np.nan if row.best is None else row.best for row in self.rows]
        regret = [np.nan if row.regret is None else row.regret for row in self.rows]
        return {
            "strategy": np.array([row.strategy for row in self.rows], dtype=object),
            "served": np.array([row.served for row in self.rows], dtype=np.int64),
            "score": np.array([row.score for row in self.rows], dtype=np.float64),
            "best": np.array(best, dtype=np.float64),
            "regret": np.array(regret, dtype=np.float64),
        }

    def __repr__(self) -> str:
        width = max((len(row.strategy) for row in self.rows), default=0)
        lines = [f"{'':{width}}  served     score      best    regret"]
        for row in self.rows:
            best, regret = (
                "-" if each is None else f"{each:.4g}" for each in (row.best, row.regret)
            )
            lines.append(
                f"{row.strategy:{width}}  {row.served:6}  {row.score:8.4g}  {best:>8}  {regret:>8}"
            )
        return "\n".join(lines)


def regret(
    view: View,
    strategies: Mapping[str, Strategy],
    *,
    score: Score,
    order: UrgencyRule | None = None,
) -> Regret:
    """Let strategies plan for a backlog, and compare each plan with the best for its tickets.

    What counts is a score, which need not be what a strategy goes by: so one sees what a simple
    rule costs, or that it costs next to nothing. Nothing is carried out.

    Parameters
    ----------
    view
        The board.
    strategies
        What is to be compared, by name.
    score
        What rates the pairs; it must not grow with the load.
    order
        Which ticket's turn comes first where a score depends on loads; the earliest due unless
        given.

    Returns
    -------
    Regret
        A row for each strategy.

    Raises
    ------
    TypeError
        If a strategy or the score is nothing to call.
    ValueError
        If the score grows with the load.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Board, Ticket
    >>> from ticketroute.scores import SkillFit
    >>> from ticketroute.strategies import FewestOpen, OptimalAssignment
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> board = Board(
    ...     [
    ...         Agent(id="ana", capacity=1, skills={"billing": 5, "french": 5}),
    ...         Agent(id="bea", capacity=1, skills={"billing": 3, "french": 1}),
    ...     ]
    ... )
    >>> tickets = [
    ...     Ticket(id="t1", created=morning, requirements={"billing": 1}),
    ...     Ticket(id="t2", created=morning, requirements={"billing": 1, "french": 1}),
    ... ]
    >>> board.submit(tickets, morning)
    >>> score = SkillFit()
    >>> strategies = {"fewest open": FewestOpen(), "optimal": OptimalAssignment(score)}
    >>> regret(board.window, strategies, score=score)
                 served     score      best    regret
    fewest open       2       1.4       1.6       0.2
    optimal           2       1.6       1.6         0
    """
    if not isinstance(strategies, Mapping):
        raise refuse_type("strategies", "a mapping of names to strategies", strategies)
    for name, strategy in strategies.items():
        expected = "a strategy, which is something to call"
        require_to_call(f"strategies[{name!r}]", expected, strategy)
    require_to_call("score", "a score, which is something to call", score)
    rule = EarliestDue() if order is None else order
    line = list(view.most_urgent_first(rule))
    alike = tickets_that_draw_alike(view, rule)
    demand = None if alike is None else alike[1]
    rows = []
    for name, strategy in strategies.items():
        agent_of = dict(strategy(view).pairs)
        served = [ticket for ticket in line if ticket in agent_of]
        total = total_score(view, score, [(ticket, agent_of[ticket]) for ticket in served])
        best = None if demand is None else pose(view, score, served, demand).solve().score
        rows.append(RegretRow(name, len(served), total, best))
    return Regret(tuple(rows))
