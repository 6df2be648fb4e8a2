"""Everything that has come due on some tickets."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from ticketroute.model import refuse, to_microseconds
from ticketroute.sla.clocks import Clock
from ticketroute.sla.escalation._effects import Effect
from ticketroute.sla.escalation._ladder import Ladder
from ticketroute.sla.policies import TicketClocks


@attrs.frozen
class Fired:
    """A step that has fired.

    Parameters
    ----------
    ticket_id
        The ticket.
    policy, metric, cycle, step
        Which step: name of the policy, name of the metric, number of the cycle (from 1), place
        of the step in its ladder (from 0). Together with the ticket they make a key that never
        comes twice.
    at
        When it fired, in the zone of the clock's calendar.
    effects
        What it asks for.
    """

    ticket_id: str
    policy: str
    metric: str
    cycle: int
    step: int
    at: datetime
    effects: tuple[Effect, ...]


def due_events(
    tickets: Iterable[TicketClocks],
    ladders: Iterable[Ladder],
    now: datetime,
    *,
    after: datetime | None = None,
) -> tuple[Fired, ...]:
    """Give every step that has fired on some tickets, in order of time.

    The same question always has the same answer. Nothing is missed and nothing comes twice if
    each time is asked from where the last one ended; where events are reported late, ask without
    `after`, and leave out the keys that are known.

    Parameters
    ----------
    tickets
        The clocks of the tickets.
    ladders
        The escalation ladders, one for each metric and policy at most.
    now
        Up to when; what fires at this instant is included.
    after
        From when; what fired at this instant or before is left out.

    Raises
    ------
    ValueError
        If there are two ladders for the same metric and policy.
    """
    last = to_microseconds(now)
    first = None if after is None else to_microseconds(after, "after")
    by_key: dict[tuple[str, str | None], Ladder] = {}
    for ladder in ladders:
        key = (ladder.metric, ladder.policy)
        if by_key.setdefault(key, ladder) is not ladder:
            raise refuse("ladders", "one for each metric and policy at most", key)
    fired: list[tuple[int, str, Fired]] = []
    for ticket in tickets:
        for policy, clock in ticket.clocks:
            metric = clock.target.metric.name
            own = by_key.get((metric, policy)) or by_key.get((metric, None))
            for at, each in _fired(ticket.ticket.id, policy, clock, own) if own else ():
                if at <= last and (first is None or at > first):
                    fired.append((at, each.ticket_id, each))
    return tuple(each for _, _, each in sorted(fired, key=lambda entry: entry[:2]))


def _fired(
    ticket_id: str, policy: str, clock: Clock, ladder: Ladder
) -> Iterator[tuple[int, Fired]]:
    for at, cycle, step in ladder.firings(clock):
        metric, effects = clock.target.metric.name, ladder.steps[step].effects
        yield at, Fired(ticket_id, policy, metric, cycle, step, clock.local(at), effects)
