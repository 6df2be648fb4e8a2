"""What the incidents resolved before 1 May teach: skill levels, teams and daily caps."""

from collections.abc import Mapping
from typing import Final, cast

import attrs
import pandas as pd

from demo.log import UNKNOWN

LEVEL_FROM: Final = (1, 3, 10, 30, 100)
"""Resolved tickets of a type from which an agent has level 1, 2, 3, 4, 5."""
TEAM_FROM: Final = 3
"""Resolved tickets that had arrived in a queue from which an agent is in its team."""
CAP_QUANTILE: Final = 0.9


@attrs.frozen(eq=False)
class Learned:
    """What is known of the agents on the eve of 1 May.

    Parameters
    ----------
    levels
        Skill level, 1 to 5, by agent and type.
    teams
        Queues that each agent serves.
    caps
        Tickets that each agent takes in a day at most.
    """

    levels: Mapping[tuple[str, str], int]
    teams: Mapping[str, frozenset[str]]
    caps: Mapping[str, int]

    def level(self, agent: str, type_: str) -> int:
        """Give an agent's level in a type; 0 if he or she has never resolved one."""
        return self.levels.get((agent, type_), 0)

    def skills(self, agent: str) -> dict[str, int]:
        """Give an agent's levels by type."""
        return {type_: level for (who, type_), level in self.levels.items() if who == agent}


def learn(settled: pd.DataFrame) -> Learned:
    """Learn from settled incidents; see :func:`demo.log.settled`."""
    return Learned(_levels(settled), _teams(settled), _caps(settled))


def daily_counts(settled: pd.DataFrame) -> "pd.Series[int]":
    """Count resolutions by agent and day, for days with at least one."""
    return settled.groupby(["agent", settled["resolved_at"].dt.normalize()]).size()


def _levels(settled: pd.DataFrame) -> dict[tuple[str, str], int]:
    counts = settled[settled["type"] != UNKNOWN].groupby(["agent", "type"]).size()
    return {
        cast("tuple[str, str]", pair): sum(count >= least for least in LEVEL_FROM)
        for pair, count in counts.items()
    }


def _teams(settled: pd.DataFrame) -> dict[str, frozenset[str]]:
    counts = settled[settled["queue"] != UNKNOWN].groupby(["agent", "queue"]).size()
    teams: dict[str, set[str]] = {agent: set() for agent in settled["agent"]}
    for pair in counts[counts >= TEAM_FROM].index:
        agent, queue = cast("tuple[str, str]", pair)
        teams[agent].add(queue)
    return {agent: frozenset(queues) for agent, queues in teams.items()}


def _caps(settled: pd.DataFrame) -> dict[str, int]:
    """Take the quantile that is a number of tickets, the higher one where it lies between two."""
    counts = daily_counts(settled[settled["resolved_at"] >= pd.Timestamp(2016, 3, 1)])
    caps = counts.groupby(level="agent").quantile(CAP_QUANTILE, interpolation="higher")
    return {str(agent): int(cap) for agent, cap in caps.items()}
