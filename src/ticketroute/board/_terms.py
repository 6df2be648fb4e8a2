"""By when, and how much it matters: what was promised for each ticket, as columns."""

from collections.abc import Mapping
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._setup import Setup
from ticketroute.board._sources import Source
from ticketroute.model import Ticket, duration_to_microseconds
from ticketroute.sla import (
    AROUND_THE_CLOCK,
    NO_DUE,
    Backlog,
    Calendar,
    Clock,
    ClockColumns,
)

CREATED, DUE, TARGET, ZERO, METER, LEVEL, TIER, WORK = range(8)
WIDTH: Final = 8

_Key = tuple[int | None, int | None, str | None, str | None]
_FIRST: Final = np.zeros(1, dtype=np.int64)


@attrs.frozen
class Terms:
    """How the columns of a board follow from its tickets.

    Parameters
    ----------
    setup
        What the board was told.
    """

    setup: Setup
    _known: dict[_Key, tuple[int, int, int, int]] = attrs.field(factory=dict, init=False)
    _calendars: list[Calendar] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        calendar = (
            self.setup.targets.open_calendar()
        )  # refuses a name here, not at the first ticket
        if calendar is not None:
            self._calendars.append(calendar)

    def read(self, source: Source) -> NDArray[np.int64]:
        """Give the columns of new tickets, shape (`WIDTH`, n)."""
        keys, members = source.groups(("impact", "urgency", "tier", "type"), 0)
        of_group = np.array([self._of(*cast("_Key", key)) for key in keys], dtype=np.int64)
        level, target, tier, work = of_group.reshape(-1, 4).T[:, members]
        calendars = self._calendars if self.setup.targets.open_calendar() else ()
        calendar = np.full(len(members), 0 if calendars else AROUND_THE_CLOCK)
        clocks = ClockColumns.started(
            source.created, target, calendar=calendar, calendars=calendars
        )
        return np.stack(
            (source.created, clocks.due, target, clocks.zero, clocks.meter, level, tier, work)
        )

    def read_one(self, ticket: Ticket, created: int) -> tuple[int, ...]:
        """Give the row of a single ticket that arrived at a time, as :meth:`read` does."""
        key = (ticket.impact, ticket.urgency, ticket.tier, ticket.type)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._of(*key)
        level, target, tier, work = found
        due = created + target if target else NO_DUE
        if self.setup.targets.open_calendar() is None:
            return (created, due, target, created, AROUND_THE_CLOCK + 2, level, tier, work)
        columns = ClockColumns.started(
            np.array([created]), np.array([target]), calendar=_FIRST, calendars=self._calendars
        )
        due, zero, meter = (int(each[0]) for each in (columns.due, columns.zero, columns.meter))
        return (created, due, target, zero, meter, level, tier, work)

    def _of(
        self, impact: int | None, urgency: int | None, tier: str | None, kind: str | None
    ) -> tuple[int, int, int, int]:
        level = self.setup.targets.level(impact, urgency)
        work = duration_to_microseconds(self.setup.handling_times.of(kind))
        return level or 0, self.setup.targets.microseconds(level), self.setup.tiers.rank(tier), work

    def of_clock(self, clock: Clock | None) -> tuple[int, int, int, int]:
        """Give due time, target, zero and meter of a clock; None stands for no promise."""
        if clock is None:
            return NO_DUE, 0, 0, AROUND_THE_CLOCK + 2
        calendar = clock.target.calendar
        if calendar not in self._calendars:
            self._calendars.append(calendar)
        columns = ClockColumns.of([clock])
        due, target, zero = (int(c[0]) for c in (columns.due, columns.target, columns.zero))
        return due, target, zero, self._calendars.index(calendar) + 2

    def backlog(
        self, columns: NDArray[np.int64], signals: Mapping[str, NDArray[np.float64]]
    ) -> Backlog:
        """Give columns to urgency rules, without copying them."""
        clocks = ClockColumns(
            columns[TARGET], columns[DUE], columns[METER], columns[ZERO], tuple(self._calendars)
        )
        tier = columns[TIER]
        weight = np.broadcast_to(1.0, tier.shape)
        if self.setup.tiers.weights:
            weight = np.array([1.0, *(each for _, each in self.setup.tiers.weights)]).take(tier)
        return Backlog(
            columns[CREATED],
            clocks,
            columns[LEVEL],
            tier,
            weight,
            columns[WORK],
            signals,
        )
