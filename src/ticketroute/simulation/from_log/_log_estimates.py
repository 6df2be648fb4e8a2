"""What was estimated from a log, from how much, and by which assumptions."""

from datetime import datetime
from math import exp
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.simulation._observed_so_far import ObservedSoFar
from ticketroute.simulation.from_log._widths import Widths
from ticketroute.simulation.from_log._work_times import Basis
from ticketroute.simulation.from_log._working_hours import WorkingHours
from ticketroute.sla import HandlingTimes

OTHER: Final = "other types"
"""The kind that rare types make together, and those that come for the first time."""

_NORMAL_95: Final = 1.959964


@attrs.frozen(kw_only=True)
class KindEstimate:
    """A kind of ticket.

    Attributes
    ----------
    name
        Its type, or `OTHER`.
    types
        The types that it is made of.
    came
        How many came.
    over, so_far
        How many times of work it rests on, over and not over yet. `OTHER` rests on those of all
        kinds if it has none that is over.
    lasting
        Which share is not over by the longest time that was seen, 0 to 1.
    handling
        How long the work takes at ordinary pace.
    agents
        How many have the skill.
    is_open_to_all
        Whether anybody may have it, as nobody has handled any.
    """

    name: str
    types: tuple[str, ...]
    came: int
    over: int
    so_far: int
    lasting: float
    handling: ObservedSoFar
    agents: int
    is_open_to_all: bool


@attrs.frozen(kw_only=True)
class AgentEstimate:
    """An agent.

    Attributes
    ----------
    id
        The name in the log.
    handled
        How many tickets he or she was the last to have that are done.
    skills
        The kinds that he or she may have.
    capacity
        How many tickets at a time.
    pace
        How long he or she takes by comparison, with kinds that he or she has not handled.
    hours
        The hours of work in words, or an empty string where they are no estimate.
    """

    id: str
    handled: int
    skills: tuple[str, ...]
    capacity: int
    pace: float
    hours: str


@attrs.frozen(kw_only=True)
class PairEstimate:
    """An agent with a kind of ticket.

    Attributes
    ----------
    agent, kind
        Their names.
    handled
        How many of the kind the agent has done.
    is_skill
        Whether that is enough to get more of them.
    pace
        How long the agent takes by comparison, 0.5 for half as long; within bounds.
    effect, error
        On the logarithm of times, shrunk; and its standard error.
    """

    agent: str
    kind: str
    handled: int
    is_skill: bool
    pace: float
    effect: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the pace lies with 95 %, were it not for the bounds."""
        half = _NORMAL_95 * self.error
        return exp(self.effect - half), exp(self.effect + half)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LogEstimates:
    """What was estimated from a log; ``str()`` gives a report.

    Attributes
    ----------
    window
        The window of the log.
    tickets
        How many tickets were in it.
    kinds, agents, pairs
        What was estimated of each; agents without a skill are not among them.
    hours
        When agents work, by which model.
    basis
        What times of work are.
    left_out
        How many tickets say nothing about times of work, by why.
    rounded_up
        How many took less than the shortest time that counts.
    agents_left_out
        How many tickets those have done who have no skill, by agent.
    widths
        How much agents differ: standard deviations on the logarithm of times.
    least_handled
        How many tickets of a kind make a skill.
    most_pace
        The bound of paces: from 1 / bound to the bound.
    """

    window: tuple[datetime, datetime]
    tickets: int
    kinds: tuple[KindEstimate, ...]
    agents: tuple[AgentEstimate, ...]
    pairs: tuple[PairEstimate, ...]
    hours: WorkingHours
    basis: Basis
    left_out: dict[str, int]
    rounded_up: int
    agents_left_out: dict[str, int]
    widths: Widths
    least_handled: int
    most_pace: float

    def kind_of(self, type_: str) -> str:
        """Give the name of the kind to which a type belongs."""
        return self._kind_of_type.get(type_, OTHER)

    @property
    def _kind_of_type(self) -> dict[str, str]:
        return {each: kind.name for kind in self.kinds for each in kind.types}

    @property
    def handling_times(self) -> HandlingTimes:
        """What a desk would expect tickets to take, for ``Setup.handling_times``.

        Means by kind, and paces by agent.
        """
        by_type = {kind.name: kind.handling.mean for kind in self.kinds}
        paces = {agent.id: agent.pace for agent in self.agents}
        return HandlingTimes(by_type, paces=paces)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each agent and kind that he or she has handled, for a data frame.

        Returns
        -------
        dict of ndarray
            ``agent``, ``kind``, ``handled``, ``is_skill``, ``pace``, ``low``, ``high``.
        """
        low, high = zip(*(each.interval for each in self.pairs), strict=True)
        names = ("agent", "kind", "handled", "is_skill", "pace")
        found = {name: np.array([getattr(each, name) for each in self.pairs]) for name in names}
        return {**found, "low": np.array(low), "high": np.array(high)}

    def kind_columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each kind, for a data frame.

        Returns
        -------
        dict of ndarray
            ``kind``, ``types`` (how many), ``came``, ``over``, ``so_far``, ``median`` and ``mean``
            (timedelta64, at ordinary pace), ``lasting``, ``agents``.
        """
        halves = np.array([0.5])
        return {
            "kind": np.array([each.name for each in self.kinds]),
            "types": np.array([len(each.types) for each in self.kinds]),
            "came": np.array([each.came for each in self.kinds]),
            "over": np.array([each.over for each in self.kinds]),
            "so_far": np.array([each.so_far for each in self.kinds]),
            "median": np.array(
                [each.handling.draw(halves)[0] for each in self.kinds], dtype="timedelta64[us]"
            ),
            "mean": np.array([each.handling.mean for each in self.kinds], dtype="timedelta64[us]"),
            "lasting": np.array([each.lasting for each in self.kinds]),
            "agents": np.array([each.agents for each in self.kinds]),
        }

    def agent_columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each agent, for a data frame.

        Returns
        -------
        dict of ndarray
            ``agent``, ``handled``, ``skills`` (how many), ``capacity``, ``pace``, ``hours``.
        """
        return {
            "agent": np.array([each.id for each in self.agents]),
            "handled": np.array([each.handled for each in self.agents]),
            "skills": np.array([len(each.skills) for each in self.agents]),
            "capacity": np.array([each.capacity for each in self.agents]),
            "pace": np.array([each.pace for each in self.agents]),
            "hours": np.array([each.hours for each in self.agents]),
        }

    def __repr__(self) -> str:
        counts = f"{len(self.kinds)} kinds, {len(self.agents)} agents"
        return f"<LogEstimates from {self.tickets:,} tickets by {self.hours.model!r}: {counts}>"

    def __str__(self) -> str:
        from ticketroute.simulation.from_log._report import report  # noqa: PLC0415 - is about this

        return report(self)
