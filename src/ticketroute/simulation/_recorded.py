"""What became of each ticket, as columns, from what the world noted down."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import Journeys, Kind, Outcome, Stays, TimesOnShift
from ticketroute.model import to_microseconds
from ticketroute.simulation._course import Course
from ticketroute.simulation._hours import Hours, attendance
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._scenario import Scenario
from ticketroute.sla import Targets

Instants = NDArray[np.int64]


def journeys_of(course: Course, notes: Notes, due: Instants) -> Journeys:
    """Build the columns.

    The observation ends with the last ticket, or as late as it may if any is open.

    Parameters
    ----------
    course
        What was to come.
    notes
        What happened.
    due
        By when each ticket was to be done, shape (n,).
    """
    scenario, luck, targets = course.scenario, course.luck, course.setup.targets
    hours = None if course.setup.shifts is None else course.hours
    agents = scenario.agents_by_id
    ended = np.frombuffer(notes.ended, dtype=np.int64)
    latest = int(ended.max(initial=course.arrivals_end))
    end = course.end if latest == NEVER else latest
    stays = _stays(notes)
    first_assigned, started, first_agent = _firsts(notes)
    counted = len(luck)
    return Journeys(
        created=luck.created,
        kind=luck.kind,
        first_assigned=first_assigned,
        started=started,
        ended=ended,
        outcome=_outcomes(notes),
        agent=np.frombuffer(notes.agent, dtype=np.int32),
        first_agent=first_agent,
        handled=_handled(stays, counted, end, hours if scenario.after_hours == "pause" else None),
        bounces=_counts(notes.bounces, counted),
        reopenings=_counts(notes.reopenings, counted),
        due=due,
        kinds=tuple(_kind(scenario, number, targets) for number in range(len(scenario.kinds))),
        agents=tuple(agent.id for agent in agents),
        teams=tuple(agent.teams for agent in agents),
        start=to_microseconds(scenario.start),
        end=end,
        arrivals_end=course.arrivals_end,
        attendance=TimesOnShift() if hours is None else _clipped(hours, end),
        stays=stays,
    )


def _kind(scenario: Scenario, number: int, targets: Targets) -> Kind:
    kind = scenario.kinds[number]
    template = kind.template
    level = targets.level(template.impact, template.urgency)
    return Kind(kind.name, template.type, template.channel, template.queue, level)


def _outcomes(notes: Notes) -> NDArray[np.uint8]:
    assigned = np.frombuffer(notes.assigned, dtype=np.int64)
    ended = np.frombuffer(notes.ended, dtype=np.int64)
    outcomes = np.where(assigned == NEVER, Outcome.WAITING, Outcome.IN_HAND).astype(np.uint8)
    outcomes[ended != NEVER] = Outcome.RESOLVED
    outcomes[list(notes.turned_away)] = list(notes.turned_away.values())
    return outcomes


def _counts(known: dict[int, int], count: int) -> NDArray[np.int16]:
    counts = np.zeros(count, dtype=np.int16)
    counts[list(known)] = list(known.values())
    return counts


def _stays(notes: Notes) -> Stays:
    """Give all times in somebody's hands: the last one of each ticket, and the earlier ones."""
    assigned = np.frombuffer(notes.assigned, dtype=np.int64)
    ticket = np.flatnonzero(assigned != NEVER).astype(np.int32)
    started = np.frombuffer(notes.started, dtype=np.int64)[ticket]
    ended = np.frombuffer(notes.ended, dtype=np.int64)[ticket]
    agent = np.frombuffer(notes.agent, dtype=np.int32)[ticket]
    if not notes.earlier:
        return Stays(ticket, agent, assigned[ticket], started, ended)
    earlier = np.array(notes.earlier, dtype=np.int64)
    numbers, hands, given, begun, left = earlier.T
    return Stays(
        np.concatenate((numbers, ticket)).astype(np.int32),
        np.concatenate((hands, agent)).astype(np.int32),
        np.concatenate((given, assigned[ticket])),
        np.concatenate((begun, started)),
        np.concatenate((left, ended)),
    )


def _firsts(notes: Notes) -> tuple[Instants, Instants, NDArray[np.int32]]:
    """Give for each ticket the first assignment, the first start, and who had it first."""
    assigned = np.frombuffer(notes.assigned, dtype=np.int64)
    started = np.frombuffer(notes.started, dtype=np.int64)
    agent = np.frombuffer(notes.agent, dtype=np.int32)
    if not notes.earlier:
        return assigned, started, agent
    assigned, started, agent = assigned.copy(), started.copy(), agent.copy()
    for stay in reversed(notes.earlier):  # the first one of a ticket is written last
        assigned[stay.ticket] = stay.assigned
        agent[stay.ticket] = stay.agent
        if stay.started != NEVER:
            started[stay.ticket] = stay.started
    return assigned, started, agent


def _handled(stays: Stays, count: int, end: int, hours: list[Hours] | None) -> Instants:
    """Sum the work on each ticket; where work rests after hours, only the hours count."""
    begun = stays.started != NEVER
    ticket, agent = stays.ticket[begun], stays.agent[begun]
    started, ended = stays.started[begun], np.minimum(stays.ended[begun], end)
    worked = ended - started
    if hours is not None:
        for number in np.unique(agent).tolist():
            of_agent = agent == number
            worked[of_agent] = hours[number].between(started[of_agent], ended[of_agent])
    handled = np.zeros(count, dtype=np.int64)
    np.add.at(handled, ticket, worked)
    return handled


def _clipped(hours: list[Hours], end: int) -> TimesOnShift:
    """Give the times on shift up to an end."""
    agents, starts, ends = attendance(hours)
    begun = starts < end
    return TimesOnShift(agents[begun], starts[begun], np.minimum(ends[begun], end))
