"""Everything that has come due on some tickets."""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

import attrs

from ticketroute.model import refuse, refuse_type, to_microseconds
from ticketroute.sla.clocks import Clock
from ticketroute.sla.escalation._effects import Effect
from ticketroute.sla.escalation._ladder import Ladder
from ticketroute.sla.policies import TicketClocks

Key: TypeAlias = tuple[str, str, str, int, str]


@attrs.frozen
class Fired:
    """A step that has fired.

    Parameters
    ----------
    ticket_id
        The ticket.
    policy, metric, cycle, step
        Which step: name of the policy, name of the metric, number of the cycle (from 1), place
        of the step in its ladder (from 0).
    at
        When it fired, in the zone of the clock's calendar.
    effects
        What it asks for.
    key
        What tells it from every other step that ever fires, and stays the same if cycles or
        steps are put in before it, or another policy comes to hold: the ticket, the policy if
        several hold at once (else ""), the metric, when the cycle began in microseconds, and when
        the step fires.
    """

    ticket_id: str
    policy: str
    metric: str
    cycle: int
    step: int
    at: datetime
    effects: tuple[Effect, ...]
    key: Key


def due_events(
    tickets: Iterable[TicketClocks],
    ladders: Iterable[Ladder],
    now: datetime,
    *,
    known: Container[Key] = frozenset(),
    after: datetime | None = None,
) -> tuple[Fired, ...]:
    """Give every step that has fired on some tickets, in order of time.

    The same question always has the same answer. Nothing is missed and nothing comes twice if the
    keys of what was given before are passed as `known`, also if the past changes in hindsight: by
    events that are reported late, or by a priority that is raised. Where it does not, it is
    enough to ask from where the last question ended, by `after`.

    Parameters
    ----------
    tickets
        The clocks of the tickets.
    ladders
        The escalation ladders, one for each metric and policy at most.
    now
        Up to when; what fires at this instant is included.
    known
        Keys of what to leave out.
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
        if not isinstance(ladder, Ladder):
            raise refuse_type("ladders", "values of Ladder", ladder)
        key = (ladder.metric, ladder.policy)
        if by_key.setdefault(key, ladder) is not ladder:
            raise refuse("ladders", "one for each metric and policy at most", key)
    fired: list[tuple[int, str, Fired]] = []
    for ticket in tickets:
        if not isinstance(ticket, TicketClocks):
            raise refuse_type("tickets", "values of TicketClocks", ticket)
        for policy, clock in ticket.clocks:
            metric = clock.target.metric.name
            own = by_key.get((metric, policy)) or by_key.get((metric, None))
            for at, each in _fired(ticket, policy, clock, own) if own else ():
                is_new = (first is None or at > first) and each.key not in known
                if at <= last and is_new:
                    fired.append((at, each.ticket_id, each))
    return tuple(each for _, _, each in sorted(fired, key=lambda entry: entry[:2]))


def _fired(
    ticket: TicketClocks, policy: str, clock: Clock, ladder: Ladder
) -> Iterator[tuple[int, Fired]]:
    ticket_id, metric = ticket.ticket.id, clock.target.metric.name
    among = policy if ticket.policies.several else ""
    for at, cycle, place in ladder.firings(clock):
        step = ladder.steps[place]
        key = (ticket_id, among, metric, clock.cycles[cycle - 1].started, step.name)
        local = clock.local(at)
        yield at, Fired(ticket_id, policy, metric, cycle, place, local, step.effects, key)
