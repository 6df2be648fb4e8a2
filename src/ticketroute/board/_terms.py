"""By when, and how much it matters: what was promised for each ticket, as columns."""

from collections.abc import Mapping
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._sources import Source
from ticketroute.model import duration_to_microseconds, given_or_new
from ticketroute.sla import (
    AROUND_THE_CLOCK,
    Backlog,
    Calendar,
    ClockColumns,
    HandlingTimes,
    Targets,
    Tiers,
)

CREATED, DUE, TARGET, ZERO, METER, LEVEL, TIER, WORK = range(8)
WIDTH: Final = 8

_Key = tuple[int | None, int | None, str | None, str | None]


@attrs.frozen
class Terms:
    """How the columns of a board follow from its tickets.

    Parameters
    ----------
    targets, tiers, handling_times
        What the board was given.
    """

    targets: Targets
    tiers: Tiers
    handling_times: HandlingTimes

    @classmethod
    def of(
        cls, targets: Targets | None, tiers: Tiers | None, handling_times: HandlingTimes | None
    ) -> "Terms":
        """Make the terms of what was given, and of nothing where nothing was."""
        targets = given_or_new("targets", targets, Targets)
        targets.open_calendar()  # refuses a name here rather than at the first ticket
        return cls(
            targets,
            given_or_new("tiers", tiers, Tiers),
            given_or_new("handling_times", handling_times, HandlingTimes),
        )

    def read(self, source: Source) -> NDArray[np.int64]:
        """Give the columns of new tickets, shape (`WIDTH`, n)."""
        keys, members = source.groups(("impact", "urgency", "tier", "type"), 0)
        of_group = np.array([self._of(*cast("_Key", key)) for key in keys], dtype=np.int64)
        level, target, tier, work = of_group.reshape(-1, 4).T[:, members]
        calendars = self._calendars
        calendar = np.full(len(members), 0 if calendars else AROUND_THE_CLOCK)
        clocks = ClockColumns.started(
            source.created, target, calendar=calendar, calendars=calendars
        )
        return np.stack(
            (source.created, clocks.due, target, clocks.zero, clocks.meter, level, tier, work)
        )

    @property
    def _calendars(self) -> tuple[Calendar, ...]:
        calendar = self.targets.open_calendar()
        return () if calendar is None else (calendar,)

    def _of(
        self, impact: int | None, urgency: int | None, tier: str | None, kind: str | None
    ) -> tuple[int, int, int, int]:
        level = self.targets.level(impact, urgency)
        work = duration_to_microseconds(self.handling_times.of(kind))
        return level or 0, self.targets.microseconds(level), self.tiers.rank(tier), work

    def backlog(
        self, columns: NDArray[np.int64], signals: Mapping[str, NDArray[np.float64]]
    ) -> Backlog:
        """Give columns to urgency rules, without copying them."""
        clocks = ClockColumns(
            columns[TARGET], columns[DUE], columns[METER], columns[ZERO], self._calendars
        )
        tier = columns[TIER]
        weight = np.broadcast_to(1.0, tier.shape)
        if self.tiers.weights:
            weight = np.array([1.0, *(each for _, each in self.tiers.weights)]).take(tier)
        return Backlog(
            columns[CREATED],
            clocks,
            columns[LEVEL],
            tier,
            weight,
            columns[WORK],
            signals,
        )
