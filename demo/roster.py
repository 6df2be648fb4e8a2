"""Who is on duty in which hour of May: an assumption, because the log has no roster."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, cast

import attrs
import pandas as pd

from demo.learning import Learned, daily_counts
from demo.log import START
from ticketroute import Agent, Presence

ROSTER_SHIFT: Final = timedelta(weeks=5)
"""May repeats the days five weeks before: 27 March to 26 April, all of them before the cut.

The holiday of 26 May falls on that of 21 April, and weekends on weekends.
"""
HOURS_QUANTILES: Final = (0.05, 0.95)


@attrs.frozen(eq=False)
class Roster:
    """The agents, and when they are there.

    Parameters
    ----------
    present, absent
        The same agents, active and offline, in the same order.
    caps
        Tickets a day by agent.
    hours
        First hour of duty and the hour at which it ends, 0 to 24, by agent.
    days
        Agents and days before the cut on which they resolved something.
    """

    present: Sequence[Agent]
    absent: Sequence[Agent]
    caps: Mapping[str, int]
    hours: Mapping[str, tuple[int, int]]
    days: frozenset[tuple[str, date]]

    def is_on_duty(self, agent_id: str, hour: datetime) -> bool:
        """Say whether an agent works in the hour that begins then."""
        begin, end = self.hours[agent_id]
        return begin <= hour.hour < end and self.works(agent_id, hour.date())

    def works(self, agent_id: str, day: date) -> bool:
        """Say whether an agent works on a day of May."""
        return (agent_id, day - ROSTER_SHIFT) in self.days

    def agents(self, hour: datetime) -> list[Agent]:
        """Give all agents, with their presence in the hour that begins then."""
        return [
            here if self.is_on_duty(here.id, hour) else away
            for here, away in zip(self.present, self.absent, strict=True)
        ]

    def offered(self, days: Sequence[date]) -> dict[str, int]:
        """Give the tickets that each agent could take on some days, for those who work at all."""
        room = {
            agent.id: sum(self.caps[agent.id] for day in days if self.works(agent.id, day))
            for agent in self.present
        }
        return {agent_id: tickets for agent_id, tickets in room.items() if tickets}


def draw_up(settled: pd.DataFrame, learned: Learned) -> Roster:
    """Draw up the roster from what was resolved before 1 May.

    Parameters
    ----------
    settled
        Incidents resolved before 1 May; see :func:`demo.log.settled`.
    learned
        What they teach about the agents.
    """
    present = [
        Agent(
            id=agent_id,
            capacity=cap,
            skills=learned.skills(agent_id),
            teams=learned.teams[agent_id],
        )
        for agent_id, cap in learned.caps.items()
    ]
    absent = [attrs.evolve(agent, presence=Presence.OFFLINE) for agent in present]
    pairs = cast("list[tuple[str, pd.Timestamp]]", daily_counts(settled).index.tolist())
    days = frozenset((agent_id, day.date()) for agent_id, day in pairs)
    return Roster(present, absent, learned.caps, _hours(settled), days)


def _hours(settled: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Give whole hours around the middle nine tenths of each agent's resolutions."""
    time = settled["resolved_at"].dt
    by_agent = (time.hour + time.minute / 60).groupby(settled["agent"])
    begins, ends = (by_agent.quantile(share) for share in HOURS_QUANTILES)
    return {
        str(agent_id): (math.floor(begin), max(math.ceil(end), math.floor(begin) + 1))
        for agent_id, begin, end in zip(begins.index, begins, ends, strict=True)
    }


def days_of_may(count: int) -> list[date]:
    """Give the first days of May."""
    return [START.date() + timedelta(days=number) for number in range(count)]
