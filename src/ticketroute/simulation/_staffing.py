"""Who works when in a run: the hours of the scenario or the policy, less the days of absence."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Setup, Shifts
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Purpose, stream
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.sla import ALWAYS, BusinessCalendar, Calendar

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
    """Take the days on which agents are missing off their hours."""
    shifts = setup.shifts or Shifts(calendars={})
    ids = sorted(agent.id for agent in scenario.agents)
    calendars = {
        name: _without(
            shifts.calendar_of(name) or ALWAYS,
            _missing(scenario, stream(seed, replication, Purpose.ABSENCE, number).random),
        )
        for number, name in enumerate(ids)
    }
    return attrs.evolve(shifts, calendars=calendars)


def _missing(scenario: Scenario, draw: _Draw) -> list[date]:
    """Draw the dates on which an agent is missing, one number for each date."""
    first = scenario.start.date() - _A_DAY  # dates begin a day earlier in some zones
    last = (scenario.start + scenario.length + scenario.runs_on).date() + _A_DAY
    luck = draw((last - first).days + 1)
    return [first + number * _A_DAY for number in (luck < scenario.absence).nonzero()[0].tolist()]


def _without(calendar: Calendar, dates: Iterable[date]) -> Calendar:
    whole_days = {each: [("00:00", "24:00")] for each in dates}
    return calendar - BusinessCalendar(tz=calendar.tz, overrides=whole_days)


def hours_of_run(scenario: Scenario, setup: Setup) -> list[Hours]:
    """Give when each agent works in a run, by position; each calendar is read once."""
    first, last = scenario.start, scenario.start + scenario.length + scenario.runs_on
    read: dict[Calendar | None, Hours] = {}
    found = []
    for name in sorted(agent.id for agent in scenario.agents):
        calendar = None if setup.shifts is None else setup.shifts.calendar_of(name)
        if calendar not in read:
            read[calendar] = Hours.of(calendar, first, last)
        found.append(read[calendar])
    return found
