"""How a board stands at a moment: backlog and its age, what is late or will be, who has what."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NO_OWNER, TicketState, View
from ticketroute.errors import UnknownId
from ticketroute.model import (
    MICROSECOND,
    Presence,
    duration_to_microseconds,
    refuse,
    refuse_type,
)

_HALF_HOUR = timedelta(minutes=30)


@attrs.frozen
class QueueFigures:
    """The tickets that wait in a queue.

    Parameters
    ----------
    waiting
        How many wait for an agent.
    oldest
        The age of the oldest of them; zero of none.
    delayed
        How many have waited longer than the threshold.
    at_risk
        How many have used more of their target than the threshold, and not all of it.
    breached
        How many have used more than their target.
    """

    waiting: int
    oldest: timedelta
    delayed: int
    at_risk: int
    breached: int


@attrs.frozen
class AgentFigures:
    """What an agent has.

    Parameters
    ----------
    present
        Whether he or she is active.
    offered, assigned, working, on_hold, wrapping
        Tickets in each state.
    load_ratio
        Used / limit.
    """

    present: bool
    offered: int
    assigned: int
    working: int
    on_hold: int
    wrapping: int
    load_ratio: float


@attrs.frozen
class BoardFigures:
    """How a board stands at a moment.

    Parameters
    ----------
    now
        The moment.
    backlog
        All tickets that wait for an agent.
    ages
        Their ages in seconds, ``ndarray of float64``, oldest first.
    queues
        The same by queue; ``""`` for tickets without one.
    agents
        What each agent has, by id.
    over_capacity
        How many tickets were given to, or came back to, their owner beyond a limit.
    """

    now: datetime
    backlog: QueueFigures
    ages: NDArray[np.float64] = attrs.field(eq=False, repr=False)
    queues: Mapping[str, QueueFigures]
    agents: Mapping[str, AgentFigures]
    over_capacity: int

    def team(self, agent_ids: tuple[str, ...]) -> AgentFigures:
        """Add up what several agents have; the load ratio is their mean."""
        for agent_id in agent_ids:
            if agent_id not in self.agents:
                message = f"agent id: expected one of {sorted(self.agents)}, got {agent_id!r}"
                raise UnknownId(message)
        rows = [self.agents[agent_id] for agent_id in agent_ids]
        if not rows:
            raise refuse("agent_ids", "at least one id", agent_ids)
        names = ("offered", "assigned", "working", "on_hold", "wrapping")
        sums = {name: sum(getattr(row, name) for row in rows) for name in names}
        ratio = sum(row.load_ratio for row in rows) / len(rows)
        return AgentFigures(present=any(row.present for row in rows), load_ratio=ratio, **sums)


def board_figures(
    view: View, *, delayed_after: timedelta = _HALF_HOUR, at_risk_from: float = 0.75
) -> BoardFigures:
    """Read off how a board stands; nothing has to be kept up for it.

    Parameters
    ----------
    view
        The board, at its time.
    delayed_after
        From which age a waiting ticket counts as delayed.
    at_risk_from
        From which share of its target a ticket is at risk, 0 to 1.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> desk = Dispatcher([Agent(id="ana", capacity=0)], strategy="fewest-open")
    >>> _ = desk.submit(Ticket(id="t1", created=nine), nine)
    >>> _ = desk.tick(nine + timedelta(hours=1))
    >>> figures = board_figures(desk.view)
    >>> figures.backlog.delayed, str(figures.backlog.oldest)
    (1, '1:00:00')
    """
    if not isinstance(delayed_after, timedelta):
        raise refuse_type("delayed_after", "a timedelta", delayed_after)
    if not 0 <= at_risk_from <= 1:
        raise refuse("at_risk_from", "a share from 0 to 1", at_risk_from)
    waiting = view.waiting
    backlog = view.backlog(waiting)
    age = view.now_us - backlog.created
    breached = backlog.clocks.breached(view.now_us)
    marks = np.stack(
        (
            age > duration_to_microseconds(delayed_after),
            (backlog.clocks.fraction(view.now_us) >= at_risk_from) & ~breached,
            breached,
        )
    )
    names = np.array([view.queue_of(ticket) or "" for ticket in waiting.tolist()], dtype=object)
    queues = {name: _figures(age, marks, names == name) for name in sorted(set(names.tolist()))}
    return BoardFigures(
        view.now,
        _figures(age, marks, np.ones(len(waiting), dtype=bool)),
        np.sort(age)[::-1] / 1e6,
        queues,
        _agents(view),
        len(view.tickets.more.over_capacity),
    )


def _figures(
    age: NDArray[np.int64], marks: NDArray[np.bool_], chosen: NDArray[np.bool_]
) -> QueueFigures:
    delayed, at_risk, breached = (int(row.sum()) for row in marks[:, chosen])
    oldest = int(age[chosen].max(initial=0)) * MICROSECOND
    return QueueFigures(int(chosen.sum()), oldest, delayed, at_risk, breached)


def _agents(view: View) -> Mapping[str, AgentFigures]:
    owner, state = view.tickets.owner.array, view.tickets.state.array
    counts = np.zeros((len(TicketState), view.n_agents), dtype=np.int64)
    owned = owner != NO_OWNER
    np.add.at(counts, (state[owned], owner[owned]), 1)
    for offers in view.tickets.more.offers.values():
        for agent in offers:
            counts[TicketState.OFFERED, agent] += 1
    return {
        name: AgentFigures(
            present=view.attendance.presence[agent] is Presence.ACTIVE,
            offered=int(counts[TicketState.OFFERED, agent]),
            assigned=int(counts[TicketState.ASSIGNED, agent]),
            working=int(counts[TicketState.WORKING, agent]),
            on_hold=int(counts[TicketState.ON_HOLD, agent]),
            wrapping=int(counts[TicketState.WRAPPING, agent]),
            load_ratio=view.workload.load_ratio(agent),
        )
        for agent, name in enumerate(view.roster.ids)
    }
