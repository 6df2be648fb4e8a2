"""Who works when in a run: the hours of the scenario or the policy, less the days of absence."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Setup, Shifts
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Purpose, stream
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.sla import ALWAYS, BusinessCalendar, Calendar, Window

_A_DAY: Final = timedelta(days=1)

_Draw = Callable[[int], NDArray[np.float64]]


def setup_of_run(scenario: Scenario, policy: Policy, seed: int, replication: int) -> Setup:
    """Give what the desk is told in one run: that of the policy, with the hours of this run."""
    setup = policy.setup
    if setup.shifts is None and scenario.shifts is not None:
        setup = attrs.evolve(setup, shifts=scenario.shifts)
    if scenario.absence:
        setup = attrs.evolve(setup, shifts=_without_absence(scenario, setup, seed, replication))
    return setup


def _without_absence(scenario: Scenario, setup: Setup, seed: int, replication: int) -> Shifts:
    """Take the shifts that agents miss off their hours."""
    shifts = setup.shifts or Shifts(calendars={})
    calendars = {}
    for number, agent in enumerate(scenario.agents_by_id):
        draw = stream(seed, replication, Purpose.ABSENCE, number).random
        hours = shifts.calendar_of(agent.id) or ALWAYS
        calendars[agent.id] = hours - _missed(
            scenario, shifts, hours, set(_missing(scenario, draw))
        )
    return attrs.evolve(shifts, calendars=calendars)


def _missing(scenario: Scenario, draw: _Draw) -> list[date]:
    """Draw the dates on which an agent is missing, one number for each date."""
    first = scenario.start.date() - _A_DAY  # dates begin a day earlier in some zones
    last = (scenario.start + scenario.length + scenario.runs_on).date() + _A_DAY
    luck = draw((last - first).days + 1)
    return [first + number * _A_DAY for number in (luck < scenario.absence).nonzero()[0].tolist()]


def _missed(scenario: Scenario, shifts: Shifts, hours: Calendar, dates: set[date]) -> Calendar:
    """Give the time that somebody is missing: the shifts that begin on some dates.

    Where there is no such thing as a shift, around the clock, it is those days.
    """
    first, last = scenario.start, scenario.start + scenario.length + scenario.runs_on
    found = list(_by_shift(hours.intervals(first - _A_DAY, last + _A_DAY), shifts.longest_break))
    if any(shift[-1].end - shift[0].start > _A_DAY for shift in found):
        whole_days = {each: [("00:00", "24:00")] for each in dates}
        return BusinessCalendar(tz=hours.tz, overrides=whole_days)
    missed = [shift for shift in found if shift[0].start.date() in dates]
    return _only(window for shift in missed for window in shift)


def _by_shift(windows: Iterable[Window], longest_break: timedelta) -> Iterator[list[Window]]:
    """Group the ranges of a calendar: those with no more than a break between them are a shift."""
    shift: list[Window] = []
    for window in windows:
        if shift and window.start - shift[-1].end > longest_break:
            yield shift
            shift = []
        shift.append(window)
    if shift:
        yield shift


def _only(windows: Iterable[Window]) -> Calendar:
    """Give a calendar that is open in some ranges and else never."""
    open_on: dict[date, list[tuple[time, time | str]]] = {}
    for window in windows:
        start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
        while start < end:
            midnight = datetime.combine(start.date() + _A_DAY, time(), UTC)
            until = end.time() if end < midnight else "24:00"
            open_on.setdefault(start.date(), []).append((start.time(), until))
            start = midnight
    return BusinessCalendar(tz=UTC, overrides=open_on)


def hours_of_run(scenario: Scenario, setup: Setup) -> list[Hours]:
    """Give when each agent works in a run, by position; each calendar is read once."""
    first, last = scenario.start, scenario.start + scenario.length + scenario.runs_on
    read: dict[Calendar | None, Hours] = {}
    found = []
    for agent in scenario.agents_by_id:
        calendar = None if setup.shifts is None else setup.shifts.calendar_of(agent.id)
        if calendar not in read:
            read[calendar] = Hours.of(calendar, first, last)
        found.append(read[calendar])
    return found
