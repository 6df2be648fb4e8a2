"""Old decisions, looked at again on the board as it was."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, cast

import attrs

from ticketroute.board import EventType, Plan
from ticketroute.dispatcher._decide import decide, to_strategy
from ticketroute.dispatcher._events import Event
from ticketroute.model import to_microseconds
from ticketroute.strategies import Strategy

if TYPE_CHECKING:
    from ticketroute.dispatcher._history import History

Choice = tuple[str, str]
"""A ticket and an agent who got it or was asked."""


@attrs.frozen
class Difference:
    """Where a strategy decides otherwise than the log says.

    Parameters
    ----------
    decision
        The number of the decision.
    recorded, decided
        Pairs of ticket and agent, as they are in the log and as they come out now.
    """

    decision: int
    recorded: tuple[Choice, ...]
    decided: tuple[Choice, ...]


def plan_of(desk: "History", decision: int) -> Plan:
    """Give the plan of an old decision, on a twin of the desk as it was then."""
    event = desk.log.numbered(decision)
    if event.decision != decision:
        message = f"event {decision}: expected the first of a decision, got {event!r}"
        raise LookupError(message)
    return _decided_anew(desk, event, desk.strategy)


def first_difference(desk: "History", strategy: Strategy | str | None) -> Difference | None:
    """Go through the log with a twin, and decide anew at each decision."""
    decider = desk.strategy if strategy is None else to_strategy(strategy)
    twin, proposals = desk.twin(), _proposals(desk)
    proposed: dict[int, tuple[Choice, ...]] = {}
    for decision, events in _decisions(desk):
        for proposal in proposals.get(events[0].number, ()):
            proposed[proposal.number] = _decided(_decided_on(twin, proposal, decider))
        if decision is not None:
            recorded = _recorded(events)
            decided = proposed.pop(decision, None)
            if decided is None:
                decided = _decided(_decided_on(twin, events[0], decider))
            if recorded != decided:
                return Difference(decision, recorded, decided)
        twin.apply(events)
    return None


def _decided_anew(desk: "History", event: Event, strategy: Strategy) -> Plan:
    """Decide anew on a twin of the desk as it was at a decision."""
    number = _decided_before(event)
    desk.log.numbered(number)  # refuses what lies before the checkpoint
    twin = desk.twin()
    twin.apply(desk.log[: number - desk.log.first])
    return _decided_on(twin, event, strategy)


def _decided_on(twin: "History", event: Event, strategy: Strategy) -> Plan:
    """Decide on a desk at the time of a decision, which may lie ahead of what it knows."""
    snapshot = twin.view.keep()
    snapshot.now_us = to_microseconds(cast("datetime", event.details.get("decided_at", event.at)))
    return decide(snapshot, strategy)


def _decided_before(event: Event) -> int:
    """Give the number of the event before which was decided: others may have come in between."""
    return cast("int", event.details.get("decided_on", event.number))


def _proposals(desk: "History") -> dict[int, list[Event]]:
    """Find the decisions that were committed later than they were made, by when they were made."""
    found: dict[int, list[Event]] = {}
    for event in desk.log:
        if event.decision == event.number and "decided_on" in event.details:
            number = _decided_before(event)
            desk.log.numbered(number)  # refuses what lies before the checkpoint
            found.setdefault(number, []).append(event)
    return found


def _decisions(desk: "History") -> Iterator[tuple[int | None, list[Event]]]:
    """Go through the log: each decision as a whole, and everything else one by one."""
    for _, group in groupby(desk.log, key=lambda event: event.decision or -event.number):
        events = list(group)
        yield events[0].decision, events


def _recorded(events: list[Event]) -> tuple[Choice, ...]:
    given = (EventType.ASSIGNED, EventType.OFFERED)
    return tuple(sorted((str(e.ticket_id), str(e.agent_id)) for e in events if e.type in given))


def _decided(plan: Plan) -> tuple[Choice, ...]:
    pairs = [(each.ticket_id, each.agent_id) for each in plan.assignments]
    ids, names = plan.view.tickets.ids, plan.view.roster.ids
    pairs += [(ids[t], names[a]) for t, asked in plan.offers.items() for a in asked]
    return tuple(sorted(pairs))
