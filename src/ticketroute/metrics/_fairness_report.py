"""How a fairness report is made of what was given in a period."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Shifts
from ticketroute.metrics._fairness_result import AgentShare, Fairness, Inequality, Outlier
from ticketroute.metrics._given import Given
from ticketroute.metrics._inequality import gini, jain, max_over_mean, outlying
from ticketroute.model import (
    from_microseconds,
    refuse,
    refuse_type,
    require_amount,
    require_text,
)
from ticketroute.sla import Calendar

HoursLike: TypeAlias = Mapping[str, float] | Shifts
"""Hours by agent id, or the calendars by which agents work."""

_HOUR: Final = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class Report:
    """How to report: everything but what was given, and when."""

    hours: HoursLike | None
    agents: tuple[str, ...]
    hard_from: float | None
    ordinary: Calendar | None
    outlier_from: float

    def __attrs_post_init__(self) -> None:
        for agent_id in self.agents:
            require_text("agents", agent_id)
        if self.hard_from is not None:
            require_amount("hard_from", self.hard_from)
        require_amount("outlier_from", self.outlier_from)
        given: object = self.ordinary
        if given is not None and not isinstance(given, Calendar):
            raise refuse_type("ordinary", "a calendar", given)
        hours: object = self.hours
        if isinstance(hours, Mapping):
            for agent_id, number in hours.items():
                require_text("hours", agent_id)
                require_amount(f"hours[{agent_id!r}]", number)
        elif hours is not None and not isinstance(hours, Shifts):
            raise refuse_type("hours", "a mapping of agent id to hours, or Shifts", hours)

    def of(self, given: Given, start: int | None, end: int | None) -> Fairness:
        """Report on a period."""
        if (start is not None or end is not None) and given.at is None:
            raise refuse("given", "times, in a column 'at' or 'at_us'", "none")
        if start is not None and end is not None and end <= start:
            raise refuse("end", "an instant after the start", from_microseconds(end))
        rows = given.between(start, end)
        named = self._named()
        everybody = {*named, *given.everybody, *rows.agent_ids.tolist()}
        marks = self._marks(rows)
        shares = tuple(
            self._share(rows, marks, name, self._hours(name, start, end))
            for name in sorted(everybody)
        )
        measures = _measures(shares)
        return Fairness(
            start=None if start is None else from_microseconds(start),
            end=None if end is None else from_microseconds(end),
            agents=shares,
            only="" if named else given.only,
            inequality={
                name: Inequality(
                    *(index(list(of.values())) for index in (gini, jain, max_over_mean))
                )
                for name, of in measures.items()
            },
            outliers=tuple(
                each for name, of in measures.items() for each in self._outliers(name, of)
            ),
        )

    def _named(self) -> frozenset[str]:
        """Give all of whom it was said that they are there."""
        if isinstance(self.hours, Shifts):
            return frozenset((*self.agents, *(name for name, _ in self.hours.calendars)))
        return frozenset((*self.agents, *(self.hours or ())))

    def _hours(self, agent_id: str, start: int | None, end: int | None) -> float | None:
        """Give the hours in which an agent was there to work."""
        if self.hours is None:
            return None
        if not isinstance(self.hours, Shifts):
            number = self.hours.get(agent_id)
            return None if number is None else float(number)
        if start is None or end is None:
            raise refuse("start, end", "both, to count hours by calendars", (start, end))
        calendar = self.hours.calendar_of(agent_id)
        first, last = from_microseconds(start), from_microseconds(end)
        return (last - first if calendar is None else calendar.between(first, last)) / _HOUR

    def _marks(self, rows: Given) -> NDArray[np.float64]:
        """Say of each row whether it is hard, and whether out of hours; NaN for not known."""
        marks = np.full((2, len(rows.agent_ids)), np.nan)
        if self.hard_from is not None:
            marks[0] = rows.difficulty >= self.hard_from
        if self.ordinary is not None:
            if rows.at is None:
                raise refuse("given", "times, in a column 'at' or 'at_us'", "none")
            marks[1] = ~self.ordinary.is_open_many(rows.at)
        return marks

    def _share(
        self, rows: Given, marks: NDArray[np.float64], agent_id: str, hours: float | None
    ) -> AgentShare:
        """Add up what an agent was given."""
        mine = rows.agent_ids == agent_id
        tickets, effort = int(mine.sum()), float(rows.effort[mine].sum())
        hard, off_hours = (
            None if not tickets or np.isnan(row[mine]).any() else float(row[mine].mean())
            for row in marks
        )
        per_hour = effort / hours if hours else None
        return AgentShare(agent_id, tickets, effort, hard, off_hours, hours, per_hour)

    def _outliers(self, measure: str, of_agents: Mapping[str, float]) -> Iterator[Outlier]:
        """Name the agents who are far from the median."""
        amounts = list(of_agents.values())
        median = float(np.median(amounts))
        for (name, value), marked in zip(
            of_agents.items(), outlying(amounts, self.outlier_from).tolist(), strict=True
        ):
            if marked:
                yield Outlier(name, measure, value, median)


def _measures(shares: tuple[AgentShare, ...]) -> dict[str, dict[str, float]]:
    """Give what is to be equal, by name and agent; without what nobody has a number of."""
    measures = {
        "tickets": {each.agent_id: float(each.tickets) for each in shares},
        "effort": {each.agent_id: each.effort for each in shares},
        "effort per hour": {
            each.agent_id: each.effort_per_hour
            for each in shares
            if each.effort_per_hour is not None
        },
    }
    return {name: of_agents for name, of_agents in measures.items() if of_agents}
