"""Hours of work, read off what people did when."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER, Shifts
from ticketroute.simulation.from_log._shift_model import ShiftModel, title_of
from ticketroute.simulation.from_log._ticket_log import TicketLog
from ticketroute.simulation.from_log._wall_clock import (
    HOURS,
    WEEKDAYS,
    WallClock,
    wall_clock,
    weekday_of,
)
from ticketroute.sla import BusinessCalendar, split_at_midnight

_WEEK: Final = len(WEEKDAYS)


@attrs.frozen
class HoursOfAgent:
    """The hours that an agent is taken to work, the same on each weekday that is worked.

    Parameters
    ----------
    first
        The hour of the day at which they begin, 0 to 23.
    length
        How many they are, 1 to 24.
    weekdays
        On which weekdays they begin, 0 for Monday to 6, ascending.
    things
        How many things the agent did, on which this rests.
    is_own
        Whether they are the agent's own, or those of all.
    """

    first: int
    length: int
    weekdays: tuple[int, ...]
    things: int
    is_own: bool

    def calendar(self, log: TicketLog) -> BusinessCalendar:
        """Give them as a calendar on the wall clock of a log."""
        end = (self.first + self.length) % HOURS
        hours = (f"{self.first:02}:00", f"{end:02}:00" if end or not self.first else "24:00")
        if self.length == HOURS:
            hours = ("00:00", "24:00")
        weekly = {WEEKDAYS[each]: [hours] for each in self.weekdays}
        return BusinessCalendar(tz=log.zone, weekly=split_at_midnight(weekly))

    def __str__(self) -> str:
        end = (self.first + self.length - 1) % HOURS + 1
        days = ", ".join(WEEKDAYS[each].capitalize() for each in self.weekdays)
        return f"{self.first:02}:00-{end:02}:00 {days}"


@attrs.frozen
class WorkingHours:
    """When agents are taken to work.

    Parameters
    ----------
    model
        What it is called.
    shifts
        The hours; None for around the clock.
    of_agent
        What was read off for each agent; empty where nothing was.
    absence
        On which share of their days of work agents did nothing, 0 to 1; NaN where that is not
        known.
    counts_absence
        Whether scenarios have them missing that often.
    """

    model: str
    shifts: Shifts | None
    of_agent: dict[str, HoursOfAgent]
    absence: float
    counts_absence: bool


def working_hours(log: TicketLog, model: ShiftModel | Shifts) -> WorkingHours:
    """Read the hours of agents off a log, by a model."""
    nothing_known = float("nan")
    if isinstance(model, Shifts):
        return WorkingHours(title_of(model), model, {}, nothing_known, counts_absence=False)
    if model.name == "always":
        return WorkingHours(model.title, None, {}, nothing_known, counts_absence=False)
    agents, at = _activity(log)
    clock = wall_clock(at, log.zone)
    pooled = _hours_of(clock, model, by_dates=False, is_own=False)
    found: dict[str, HoursOfAgent] = {}
    clocks: list[WallClock] = []
    for name in sorted({*agents.tolist(), *log.agents}):
        rows = agents == name
        own = WallClock(clock.hour[rows], clock.day[rows])
        clocks.append(own)
        is_own = model.name == "observed hours" and len(own.hour) >= max(model.least, 1)
        of_all = attrs.evolve(pooled, things=len(own.hour))
        found[name] = _hours_of(own, model, by_dates=True, is_own=True) if is_own else of_all
    shifts = Shifts(calendars={name: each.calendar(log) for name, each in found.items()})
    absence = _absence(clocks, list(found.values()))
    return WorkingHours(model.title, shifts, found, absence, counts_absence=model.absence)


def _activity(log: TicketLog) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Give who did something when: what the log says, or starts and ends of tickets."""
    if len(log.activity_at):
        return log.activity_agent, log.activity_at
    has_agent = log.agent != ""
    parts = [(has_agent & (times != NEVER), times) for times in (log.started, log.ended)]
    agents = np.concatenate([log.agent[rows] for rows, _ in parts])
    return agents, np.concatenate([times[rows] for rows, times in parts])


def _hours_of(clock: WallClock, model: ShiftModel, *, by_dates: bool, is_own: bool) -> HoursOfAgent:
    """Find the shortest hours that hold so much, and the weekdays on which they begin."""
    if not len(clock.hour):
        return HoursOfAgent(0, HOURS, tuple(range(_WEEK)), 0, is_own=False)
    first, length = _shortest(np.bincount(clock.hour, minlength=HOURS), model.middle)
    day = _day_of_shift(clock, first, length)
    counted = np.unique(day) if by_dates else day
    busy = np.bincount(weekday_of(counted), minlength=_WEEK)
    worked = np.flatnonzero(busy >= max(model.weekdays_from * busy.max(), 1)).tolist()
    return HoursOfAgent(first, length, tuple(worked), len(clock.hour), is_own)


def _shortest(counts: NDArray[np.int64], share: float) -> tuple[int, int]:
    """Find the shortest stretch of hours around the clock that holds a share of all counts."""
    before = np.concatenate(([0], np.cumsum(np.tile(counts, 2))))
    needed = share * before[HOURS] - 1e-9
    starts = np.arange(HOURS)
    for length in range(1, HOURS + 1):
        held = before[starts + length] - before[starts]
        if held.max() >= needed:
            return int(held.argmax()), length
    raise AssertionError  # a whole day holds everything


def _day_of_shift(clock: WallClock, first: int, length: int) -> NDArray[np.int64]:
    """Give the day on which the shift began in which something was done; without the rest."""
    inside = (clock.hour - first) % HOURS < length
    return (clock.day - (clock.hour < first))[inside]


def _absence(clocks: list[WallClock], hours: list[HoursOfAgent]) -> float:
    """Give the share of days of work without activity, from each agent's first to last one."""
    due = idle = 0
    for own, each in zip(clocks, hours, strict=True):
        active = np.unique(_day_of_shift(own, each.first, each.length))
        if not len(active):
            continue
        span = np.arange(active[0], active[-1] + 1)
        planned = span[np.isin(weekday_of(span), each.weekdays)]
        due += len(planned)
        idle += len(np.setdiff1d(planned, active))
    return idle / due if due else float("nan")
