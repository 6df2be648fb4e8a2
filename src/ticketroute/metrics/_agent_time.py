"""What became of the time of agents: occupancy, utilisation and overtime, and who had how much."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._agent_time_result import AgentTime
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._times_in_line import TimesInLine, in_line
from ticketroute.model import duration_to_microseconds, refuse, refuse_type


def agent_time(journeys: Journeys, *, paid: Mapping[str, timedelta] | None = None) -> AgentTime:
    """Say how busy each agent was, and how much of that was overtime.

    It is counted over the window of observation where shifts are known: work after closing is
    overtime. Else, and of a part by arrival, it is counted until the end of arrivals. Work on
    several tickets at once is busy once; ``work`` counts it as often. Of a part of the tickets, all
    work of the agents counts nevertheless, or they would seem idle while they work on others.

    Parameters
    ----------
    journeys
        With stays; without `attendance` everybody was there all the time. Breaks are gaps in it.
    paid
        For how long each agent is paid, by id, where that is more than the time on shift: breaks,
        meetings, training. All agents, or none.

    Raises
    ------
    ValueError, TypeError
        If there are tickets that were handled but no stays, or `paid` is not as described.

    Examples
    --------
    Ana has 30 minutes on shift; she works on two tickets at once, and on one of them until 10
    minutes after its end.

    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import Stays, TimesOnShift, journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> begun, ended = [after[10], after[20]], [after[25], after[40]]
    >>> us = lambda instants: [int(each.timestamp()) * 1_000_000 for each in instants]
    >>> journeys = journeys_from_columns(
    ...     {"created": [nine] * 2, "started": begun, "ended": ended, "agent": ["ana", "ana"]},
    ...     end=after[60],
    ...     attendance=TimesOnShift([0], us([nine]), us([after[30]])),
    ...     stays=Stays([0, 1], [0, 0], us(begun), us(begun), us(ended)),
    ... )
    >>> print(agent_time(journeys))
    agent  on shift    busy    work  overtime  occupancy  utilisation
    ana      30 min  30 min  35 min    10 min      75.0%       100.0%
    all      30 min  30 min  35 min    10 min      75.0%       100.0%
    """
    if not len(journeys.stays) and journeys.handled.any():
        raise refuse("Journeys.stays", "when tickets were in whose hands", journeys.stays)
    window, count = _window(journeys), len(journeys.agents)
    stays = journeys.stays
    busy = in_line(stays.agent, stays.started, stays.ended, window, count)
    shift = _on_shift(journeys, window)
    on_shift, busy_on_shift = shift.totals(), busy.common(shift)
    first, last = window
    spans = np.clip(stays.ended, first, last) - np.clip(stays.started, first, last)
    work = np.zeros(count, dtype=np.int64)
    np.add.at(work, stays.agent, spans)
    return AgentTime(
        agents=journeys.agents,
        on_shift=on_shift,
        paid=on_shift if paid is None else _paid(journeys, paid),
        busy=busy.totals(),
        work=work,
        overtime=busy.totals() - busy_on_shift,
    )


def _window(journeys: Journeys) -> tuple[int, int]:
    is_whole = len(journeys.attendance) and not journeys.is_part
    return journeys.start, journeys.end if is_whole else journeys.arrivals_end


def _on_shift(journeys: Journeys, window: tuple[int, int]) -> TimesInLine:
    count, times = len(journeys.agents), journeys.attendance
    if len(times):
        return in_line(times.agent, times.start, times.end, window, count)
    everybody = np.arange(count, dtype=np.int32)
    starts, ends = (np.full(count, instant) for instant in window)
    return in_line(everybody, starts, ends, window, count)


def _paid(journeys: Journeys, paid: Mapping[str, timedelta]) -> NDArray[np.int64]:
    if not isinstance(paid, Mapping):
        raise refuse_type("paid", "a mapping of agent id to timedelta", paid)
    if missing := set(journeys.agents) - set(paid):
        raise refuse("paid", "a duration for each agent", f"none for {sorted(missing)}")
    for name in journeys.agents:
        if not isinstance(paid[name], timedelta):
            raise refuse_type(f"paid[{name!r}]", "a timedelta", paid[name])
        if paid[name] < timedelta(0):
            raise refuse(f"paid[{name!r}]", "a duration of at least 0", str(paid[name]))
    return np.array([duration_to_microseconds(paid[name]) for name in journeys.agents], np.int64)
