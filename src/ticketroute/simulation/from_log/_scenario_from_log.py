"""A scenario from a log: its tickets replayed or drawn anew, and what was estimated."""

from datetime import datetime, timedelta
from math import isnan
from typing import Final, Literal, get_args

import numpy as np

from ticketroute.model import Agent, refuse, refuse_type, require_aware
from ticketroute.simulation._arrivals import Arrivals
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._resampled_days import ResampledDays
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._ticket_stream import TicketStream
from ticketroute.simulation.from_log._hourly_rates import hourly_arrivals
from ticketroute.simulation.from_log._log_estimates import KindEstimate, LogEstimates
from ticketroute.simulation.from_log._replayed import WorkOfReplay, replayed
from ticketroute.simulation.from_log._ticket_log import TicketLog

ArrivalsFromLog = Literal["replay", "hourly", "days", "weeks"]
"""What comes; see :func:`scenario_from_log`."""

_FOUR_WEEKS: Final = timedelta(weeks=4)


def scenario_from_log(
    log: TicketLog,
    estimates: LogEstimates,
    *,
    arrivals: ArrivalsFromLog = "replay",
    work: WorkOfReplay = "drawn",
    start: datetime | None = None,
    length: timedelta | None = None,
    after_hours: Literal["finish", "pause"] = "pause",
    runs_on: timedelta = _FOUR_WEEKS,
) -> Scenario:
    """Make a scenario of the tickets of a log and of what was estimated, from this log or another.

    To judge policies on what was not known when they were made, estimate from the first part of
    :meth:`TicketLog.split` and replay the second.

    Parameters
    ----------
    log
        Whose tickets come.
    estimates
        Kinds, skills, handling times, capacities and hours. Types that are not in it come as
        ``"other types"``.
    arrivals
        ``"replay"``: each ticket at its time, and those that were open when the log begins wait at
        the start, the work done until then taken off. ``"hourly"``: a random stream by the rates
        of the hours of the week, on days as different as those of the log; kinds in their shares.
        ``"days"``, ``"weeks"``: days of the same weekday, or weeks, drawn anew whole. What is
        random begins without a backlog.
    work
        ``"drawn"``: from what was estimated. ``"observed"``: each ticket that was done takes what
        it took, by the pace of who had it; the rest is drawn, open ones from what takes longer
        than they had until then.
    start, length
        When the scenario begins, and how long tickets come; as the log unless given. A replay has
        those of the log.
    after_hours
        What becomes of work in hand when a shift ends: it rests (tickets that take days) or is
        finished (calls).
    runs_on
        For how long after the last arrival it goes on at most.

    Returns
    -------
    Scenario
        To be changed with ``attrs.evolve`` where more is known.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ticketroute.simulation import estimate_from_log, read_log, simulate
    >>> nine, minute = np.datetime64("2026-05-04T09:00"), np.timedelta64(1, "m")
    >>> table = {
    ...     "created": nine + 10 * minute * np.arange(40),
    ...     "agent": ["ana", "bea"] * 20,
    ...     "started": nine + 10 * minute * np.arange(40),
    ...     "ended": nine + 10 * minute * np.arange(40) + [3 * minute, 6 * minute] * 20,
    ... }
    >>> log = read_log(table, until=datetime(2026, 5, 4, 17, tzinfo=UTC))
    >>> estimates = estimate_from_log(log, shifts="always", least_tickets=10)
    >>> again = scenario_from_log(log, estimates, work="observed")
    >>> again.arrivals
    <KnownTickets: 40 of 1 kinds, 40 with known work>
    >>> journeys = simulate(again, "longest-idle").journeys
    >>> bool((journeys.created == log.created).all())
    True
    """
    _require(log, estimates, arrivals, start, length)
    begins, until = log.window
    hours = estimates.hours
    return Scenario(
        start=begins if start is None else start,
        length=until - begins if length is None else length,
        agents=[
            Agent(id=each.id, capacity=each.capacity, skills=dict.fromkeys(each.skills, 1))
            for each in estimates.agents
        ],
        kinds=[_kind(each, log, estimates) for each in estimates.kinds],
        arrivals=_arrivals(log, estimates, arrivals, work),
        shifts=hours.shifts,
        after_hours=after_hours,
        paces=_paces(estimates),
        absence=hours.absence if hours.counts_absence and not isnan(hours.absence) else 0.0,
        runs_on=runs_on,
    )


def _require(
    log: object, estimates: object, arrivals: object, start: object, length: object
) -> None:
    if not isinstance(log, TicketLog):
        raise refuse_type("log", "a TicketLog, as read_log gives it", log)
    if not isinstance(estimates, LogEstimates):
        raise refuse_type("estimates", "LogEstimates, as estimate_from_log gives them", estimates)
    if arrivals not in get_args(ArrivalsFromLog):
        raise refuse("arrivals", f"one of {get_args(ArrivalsFromLog)}", arrivals)
    for name, value in (("start", start), ("length", length)):
        if value is not None and arrivals == "replay":
            raise refuse(name, "None, as a replay has the times of the log", value)
    if start is not None:
        require_aware(start, "start")
    if not len(log):
        raise refuse("log", "at least one ticket", 0)


def _kind(kind: KindEstimate, log: TicketLog, estimates: LogEstimates) -> TicketKind:
    """Make a kind that asks for the skill of its name, and comes as often as in the log."""
    came = np.isin(log.type[log.created >= log.since], _types(kind, log, estimates))
    return TicketKind(
        name=kind.name,
        handling=kind.handling,
        weight=float(came.sum()),
        fields={} if kind.is_open_to_all else {"requirements": {kind.name: 1}},
    )


def _types(kind: KindEstimate, log: TicketLog, estimates: LogEstimates) -> list[str]:
    types: list[str] = np.unique(log.type).tolist()
    return [each for each in types if estimates.kind_of(each) == kind.name]


def _paces(estimates: LogEstimates) -> dict[str, dict[str, float]]:
    """Give the pace of each agent with each kind: as estimated, or as with what is new."""
    kinds = [kind.name for kind in estimates.kinds]
    paces = {agent.id: dict.fromkeys(kinds, agent.pace) for agent in estimates.agents}
    for pair in estimates.pairs:
        paces[pair.agent][pair.kind] = pair.pace
    return paces


def _arrivals(
    log: TicketLog, estimates: LogEstimates, arrivals: ArrivalsFromLog, work: WorkOfReplay
) -> Arrivals | TicketStream:
    if arrivals == "hourly":
        return hourly_arrivals(log)
    tickets = replayed(log, estimates, work, backlog=arrivals == "replay")
    if arrivals == "replay":
        return tickets
    first, last = log.window
    block: Literal["day", "week"] = "day" if arrivals == "days" else "week"
    return ResampledDays(log=tickets, first=first, last=last, block=block, tz=log.zone)
