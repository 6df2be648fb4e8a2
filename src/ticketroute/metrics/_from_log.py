"""Journeys from the log of a live desk."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.dispatcher import Event
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Kind, Outcome, tell_apart
from ticketroute.metrics._log_attendance import AttendanceFold
from ticketroute.metrics._log_fold import JourneySoFar, LogFold
from ticketroute.metrics._stays import Stays, TimesOnShift
from ticketroute.model import Agent, Ticket, refuse, refuse_type, to_microseconds


def kind_of_ticket(ticket: Ticket) -> Kind:
    """Give the kind of a ticket: its type, channel and queue, as far as they are known."""
    known = [each for each in (ticket.type, ticket.channel, ticket.queue) if each is not None]
    name = " / ".join(known) or "any"
    return Kind(name, type=ticket.type, channel=ticket.channel, queue=ticket.queue)


def journeys_from_log(
    events: Iterable[Event],
    agents: Iterable[Agent] = (),
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    due: Mapping[str, datetime | None] | None = None,
    kind: Callable[[Ticket], Kind] = kind_of_ticket,
) -> Journeys:
    """Make journeys of the log of a :class:`~ticketroute.dispatcher.Dispatcher`.

    What is told late counts from when it took place. A ticket that is resolved although nobody said
    that work had begun was begun when it was given; one that is cancelled has left. A ticket that
    is on hold is in its owner's hands, and no work goes on.

    Parameters
    ----------
    events
        The log from its beginning: ``desk.log``, or what you have stored of it.
    agents
        With whom the desk began. Others are found in the log, and counted as there from the start
        if nothing else is known of them.
    start, end
        From when until when was observed; by default, from the first event to the last. Give the
        time at which you look as the end: what is open now has been open until now.
    due
        When tickets are due, by id: the log does not know it, the clocks of the desk do.
    kind
        Gives the kind of a ticket, as it was last told of; by default, by type, channel and queue.

    Returns
    -------
    Journeys
        With stays, and with times on shift as presence and shifts were told.

    Raises
    ------
    ValueError, TypeError
        For a log that begins in the middle of things, as it does after a checkpoint, or ends after
        `end`, and for other values than these.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=2)]
    >>> desk = Dispatcher(team, strategy="fewest-open")
    >>> _ = desk.submit(Ticket(id="t1", created=nine, queue=None, type="refund"), nine)
    >>> _ = desk.dispatch(nine + timedelta(minutes=2))
    >>> _ = desk.start("t1", nine + timedelta(minutes=5))
    >>> _ = desk.resolve("t1", nine + timedelta(minutes=15))
    >>> journeys = journeys_from_log(desk.log, team, end=nine + timedelta(hours=1))
    >>> journeys
    <Journeys of 1 ticket, 2026-05-04 09:00 to 10:00 UTC: 1 resolved; 1 kind, 2 agents>
    >>> print(journeys.columns()["handled"][0])
    600000000 microseconds
    """
    told = _require_events(events)
    team = _require_agents(agents)
    begins, ends = _window(told, start, end)
    tickets, people = LogFold(), AttendanceFold(team, begins)
    for event in told:
        tickets.lead_on(event)
        people.lead_on(event)
    names = list(people.agents)
    positions = {name: place for place, name in enumerate(names)}
    kinds = [kind(journey.ticket) for journey in tickets.journeys]
    places = {each: place for place, each in enumerate(dict.fromkeys(kinds))}
    rows = tickets.journeys
    return Journeys(
        created=_instants(row.created for row in rows),
        kind=np.array([places[each] for each in kinds], dtype=np.int32),
        first_assigned=_instants(row.first_assigned for row in rows),
        started=_instants(row.started for row in rows),
        ended=_instants(row.ended for row in rows),
        outcome=[Outcome.LINKED if row.is_linked else row.outcome for row in rows],
        agent=[positions.get(row.agent or "", -1) for row in rows],
        first_agent=[positions.get(row.first_agent or "", -1) for row in rows],
        handled=_instants(_handled(row, ends) for row in rows),
        bounces=[row.bounces for row in rows],
        reopenings=[row.reopenings for row in rows],
        due=_instants(_due(row, due or {}) for row in rows),
        kinds=tell_apart(places),
        agents=tuple(names),
        teams=tuple(None if each is None else each.teams for each in people.agents.values()),
        start=begins,
        end=ends,
        attendance=_attendance(people.rows(ends), positions),
        stays=_stays(rows, positions),
    )


def _require_events(events: Iterable[Event]) -> list[Event]:
    told = list(events)
    for event in told:
        if not isinstance(event, Event):
            raise refuse_type("events", "values of Event", event)
    return told


def _require_agents(agents: Iterable[Agent]) -> list[Agent]:
    team = list(agents)
    for agent in team:
        if not isinstance(agent, Agent):
            raise refuse_type("agents", "values of Agent", agent)
    return team


def _window(events: list[Event], start: datetime | None, end: datetime | None) -> tuple[int, int]:
    if not events and (start is None or end is None):
        raise refuse("events", "at least one, or a start and an end", events)
    begins = to_microseconds(events[0].at if start is None else start, "start")
    ends = to_microseconds(events[-1].at if end is None else end, "end")
    if events and ends < to_microseconds(events[-1].at):
        raise refuse("end", f"not before the last event, {events[-1].at}", str(end))
    return begins, ends


def _instants(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)


def _handled(row: JourneySoFar, end: int) -> int:
    begun = [stay for stay in row.stays if stay.started != NEVER]
    return sum(min(stay.ended, end) - stay.started for stay in begun)


def _due(row: JourneySoFar, due: Mapping[str, datetime | None]) -> int:
    instant = due.get(row.ticket.id)
    return NEVER if instant is None else to_microseconds(instant, f"due[{row.ticket.id!r}]")


def _attendance(rows: list[tuple[str, int, int]], positions: Mapping[str, int]) -> TimesOnShift:
    return TimesOnShift(
        np.array([positions[name] for name, _, _ in rows], dtype=np.int32),
        _instants(first for _, first, _ in rows),
        _instants(last for _, _, last in rows),
    )


def _stays(rows: list[JourneySoFar], positions: Mapping[str, int]) -> Stays:
    pairs = [(place, stay) for place, row in enumerate(rows) for stay in row.stays]
    return Stays(
        np.array([place for place, _ in pairs], dtype=np.int32),
        np.array([positions[stay.agent] for _, stay in pairs], dtype=np.int32),
        _instants(stay.assigned for _, stay in pairs),
        _instants(stay.started for _, stay in pairs),
        _instants(stay.ended for _, stay in pairs),
    )
