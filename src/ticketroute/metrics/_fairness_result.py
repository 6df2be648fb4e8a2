"""What a fairness report says, as data and as text."""

from collections.abc import Mapping
from datetime import datetime

import attrs
import numpy as np
from numpy.typing import NDArray


@attrs.frozen
class AgentShare:
    """What an agent was given.

    Parameters
    ----------
    agent_id
        Who.
    tickets, effort
        How many tickets, and how many units of effort.
    hard
        The share of the tickets that are hard, 0 to 1; None of none, or without a threshold.
    off_hours
        The share that was given out of ordinary hours; None of none, or without a calendar.
    hours
        Hours in which he or she was there to work, or None if they are not known.
    effort_per_hour
        Units of effort per such hour; None without hours.
    """

    agent_id: str
    tickets: int
    effort: float
    hard: float | None
    off_hours: float | None
    hours: float | None
    effort_per_hour: float | None


@attrs.frozen
class Inequality:
    """How unequal something is over agents.

    Parameters
    ----------
    gini
        See :func:`gini`; 0 for equal.
    jain
        See :func:`jain`; 1 for equal.
    max_over_mean
        See :func:`max_over_mean`; 1 for equal.
    """

    gini: float
    jain: float
    max_over_mean: float


@attrs.frozen
class Outlier:
    """An agent who was given much more, or much less, than most.

    Parameters
    ----------
    agent_id
        Who.
    measure
        Of what: a key of ``Fairness.inequality``.
    value, median
        How much, and how much the agent in the middle has.
    """

    agent_id: str
    measure: str
    value: float
    median: float

    def __str__(self) -> str:
        side = "more" if self.value > self.median else "less"
        return (
            f"{self.agent_id} has {side} {self.measure} than most: "
            f"{self.value:.4g}, median {self.median:.4g}"
        )


@attrs.frozen
class Fairness:
    """Who was given how much; ``str()`` gives it as a table.

    Parameters
    ----------
    start, end
        The period, as far as it was set.
    agents
        What each agent was given, by id.
    inequality
        Indices over agents of ``"tickets"``, ``"effort"`` and, where hours are known,
        ``"effort per hour"``.
    outliers
        Agents far from the median.
    only
        Who is counted, where nobody has said who is there: ``"those who were given something"`` of
        columns, ``"those whom the log names"`` of a log. Whoever had nothing may be missing then,
        and all looks fairer than it is. Else ``""``.
    """

    start: datetime | None
    end: datetime | None
    agents: tuple[AgentShare, ...]
    inequality: Mapping[str, Inequality]
    outliers: tuple[Outlier, ...]
    only: str = ""

    def columns(self) -> dict[str, NDArray[np.object_] | NDArray[np.float64] | NDArray[np.int64]]:
        """Give a row for each agent as columns for a data frame; NaN for what is not known.

        Returns
        -------
        dict of ndarray
            The fields of :class:`AgentShare`.
        """
        names = ("effort", "hard", "off_hours", "hours", "effort_per_hour")
        numbers = {
            name: np.array([getattr(row, name) for row in self.agents], dtype=np.float64)
            for name in names
        }
        return {
            "agent_id": np.array([row.agent_id for row in self.agents], dtype=object),
            "tickets": np.array([row.tickets for row in self.agents], dtype=np.int64),
            **numbers,
        }

    def __str__(self) -> str:
        lines = _table(self._cells())
        if self.start is not None or self.end is not None:
            lines.insert(0, f"from {_instant(self.start)} to {_instant(self.end)}")
        if self.only and self.inequality:
            lines.append(f"counted are only {self.only}:")
        for name, each in self.inequality.items():
            lines.append(
                f"{name}: Gini {each.gini:.3f}, Jain {each.jain:.3f}, "
                f"max / mean {each.max_over_mean:.2f}"
            )
        return "\n".join([*lines, *map(str, self.outliers)])

    def _cells(self) -> list[list[str]]:
        """Write the rows, without the columns of which nothing is known."""
        columns = {
            "agent": [row.agent_id for row in self.agents],
            "tickets": [str(row.tickets) for row in self.agents],
            "effort": [f"{row.effort:g}" for row in self.agents],
            "hard": [_share(row.hard) for row in self.agents],
            "off hours": [_share(row.off_hours) for row in self.agents],
            "hours": [_number(row.hours) for row in self.agents],
            "effort / hour": [_number(row.effort_per_hour) for row in self.agents],
        }
        always = ("agent", "tickets", "effort")
        return [[name, *col] for name, col in columns.items() if name in always or any(col)]


def _table(columns: list[list[str]]) -> list[str]:
    """Set columns side by side, the first to the left and the others to the right."""
    padded: list[list[str]] = []
    for place, cells in enumerate(columns):
        width = max(map(len, cells))
        padded.append([cell.rjust(width) if place else cell.ljust(width) for cell in cells])
    return ["  ".join(cells).rstrip() for cells in zip(*padded, strict=True)]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.4g}"


def _instant(instant: datetime | None) -> str:
    return "..." if instant is None else instant.isoformat()
