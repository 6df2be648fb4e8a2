"""Why a ticket waits, when that may change, and how many are before it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import attrs

from ticketroute.board import (
    Cause,
    Held,
    Plan,
    Reason,
    ReasonCode,
    TicketState,
    View,
    expected_wait,
    position_in_line,
    reason_of,
)
from ticketroute.eligibility import describe_change
from ticketroute.errors import NotAllowed
from ticketroute.model import from_microseconds
from ticketroute.strategies import Strategy


@attrs.frozen
class Waiting:
    """Why a ticket waits.

    Parameters
    ----------
    ticket_id
        The ticket.
    state
        Where it is.
    reason
        Why nobody has it.
    lifted_at
        The earliest time at which something is set to happen that may lift this, or None if
        nothing is: then it takes an event.
    lifted_by
        What that is, in words.
    position
        Its place in line, from 1, among the waiting tickets that compete with it for an agent;
        None for one that does not wait for an agent.
    expected_wait
        How long it is likely to wait from now, where it waits for work in hand to be done and
        there are handling times to tell from.
    relaxed
        What it asks for less than at first, and after how long, in words.
    """

    ticket_id: str
    state: TicketState
    reason: Reason
    lifted_at: datetime | None
    lifted_by: str | None
    position: int | None
    expected_wait: timedelta | None
    relaxed: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.ticket_id} is {self.state.label}: {self.reason.text}"]
        if self.lifted_at is not None:
            lines.append(f"  may change at {self.lifted_at.isoformat()}: {self.lifted_by}")
        lines += [f"  asked for more at first; {text}" for text in self.relaxed]
        if self.position is not None:
            lines.append(f"  place {self.position}")
        if self.expected_wait is not None:
            lines.append(f"  expected wait {self.expected_wait}")
        return "\n".join(lines)


_OF_TICKETS = {
    Cause.START: "its time comes",
    Cause.HOLD_END: "the hold ends",
    Cause.OFFER_END: "the offer ends",
    Cause.RECONSIDER: "it is looked at again",
    Cause.OVERFLOW: "it moves to another queue",
    Cause.RELAX: "the next step of its relaxation",
}
_OF_AGENTS = {
    Cause.LEAVE_END: "{name} is back",
    Cause.PAUSE_END: "the pause of {name} ends",
    Cause.CEILING_STEP: "{name} may have more",
    Cause.SHIFT_CHANGE: "the hours of {name} begin or end",
    Cause.ALLOWANCE: "{name} may be given more",
}


_WORKED_OFF = (ReasonCode.NOBODY_HAS_ROOM, ReasonCode.OUTRANKED, ReasonCode.NOT_CHOSEN)
"""Reasons that work in hand lifts; for the others handling times tell nothing."""


def why_waiting(view: View, ticket: int, strategy: Strategy) -> Waiting:
    """Say why a ticket waits.

    Raises
    ------
    NotAllowed
        If it does not.
    """
    state = TicketState(view.tickets.state.at[ticket])
    reason = _reason(view, ticket, state, strategy)
    lifted_at, lifted_by = _lifted(view, ticket, reason)
    position = expected = None
    if state is TicketState.QUEUED:
        position = position_in_line(view, ticket, strategy)
        if reason.code in _WORKED_OFF:
            expected = expected_wait(view, ticket, position)
    return Waiting(
        view.tickets.ids[ticket],
        state,
        reason,
        lifted_at,
        lifted_by,
        position,
        expected,
        _relaxed(view, ticket),
    )


def _reason(view: View, ticket: int, state: TicketState, strategy: Strategy) -> Reason:
    more, names = view.tickets.more, view.roster.ids
    if state is TicketState.QUEUED:
        holds = {ticket: more.held_back[ticket]} if ticket in more.held_back else {}
        held_by: Callable[[View, int], Held | None] | None = getattr(strategy, "held", None)
        if held_by is not None:  # it can say how it stands now
            held = held_by(view, ticket)
            holds = {} if held is None else {ticket: held.reason}
        return reason_of(Plan(view, (), holds), ticket)
    if state is TicketState.SCHEDULED:
        return reason_of(Plan(view, (), {}), ticket)
    if state is TicketState.INCOMPLETE:
        return Reason(ReasonCode.INCOMPLETE, f"it lacks {', '.join(more.missing[ticket])}")
    if state is TicketState.OFFERED:
        asked = ", ".join(names[agent] for agent in more.offers[ticket])
        return Reason(ReasonCode.OFFERED, f"{asked} has been asked")
    if state is TicketState.ON_HOLD:
        return Reason(ReasonCode.ON_HOLD, f"on hold: {more.holds[ticket].party}")
    if state is TicketState.LINKED:
        return Reason(ReasonCode.LINKED, f"a duplicate of {more.links[ticket]!r}")
    message = f"ticket {view.tickets.ids[ticket]!r} does not wait: it is {state.label}"
    raise NotAllowed(message)


def _lifted(view: View, ticket: int, reason: Reason) -> tuple[datetime | None, str | None]:
    """Give the earliest time that is set at which the ticket's case changes, and by what."""
    times: list[tuple[int, str]] = []
    for cause, text in _OF_TICKETS.items():
        time = view.wake_ups.time_of(cause, ticket)
        if time is not None:
            times.append((time, text))
    if view.is_waiting(ticket) and reason.code is not ReasonCode.HELD:
        for agent in view.profile(ticket).agent_list:
            name = view.roster.ids[agent]
            if name in view.tickets.barred.get(ticket, ()):
                continue
            for cause, text in _OF_AGENTS.items():
                time = view.wake_ups.time_of(cause, agent)
                if cause is Cause.SHIFT_CHANGE and not view.hours_are_known(agent):
                    times.append((view.now_us, f"the hours of {name} are looked at"))
                elif time is not None:
                    times.append((time, text.format(name=name)))
        times += _room_to_come(view, set(view.profile(ticket).agent_list))
    if not times:
        return None, None
    time, text = min(times)
    return from_microseconds(time), text


def _relaxed(view: View, ticket: int) -> tuple[str, ...]:
    """Say what a ticket asks for no more, and after how long."""
    wait, relaxations = view.tickets.more.waits.get(ticket), view.setup.relaxations
    if wait is None or wait.original is None or wait.relaxation >= len(relaxations):
        return ()
    told, value = list[str](), wait.original
    for number, step in enumerate(relaxations[wait.relaxation].steps[: wait.step], 1):
        before = value
        if number not in wait.passed:
            value = step.apply(value)
        if changes := ", ".join(describe_change(before, value)):
            early = " or as nobody was there" if step.skip_unstaffed else ""
            told.append(f"after {step.after}{early}: {changes}")
    return tuple(told)


def _room_to_come(view: View, agents: set[int]) -> Iterator[tuple[int, str]]:
    """Give the times at which work of some agents is set to end, and what it is."""
    tickets, names = view.tickets, view.roster.ids
    for time, cause, ticket in view.wake_ups.pending():
        if cause is Cause.WRAP_UP_END and tickets.owner.at[ticket] in agents:
            yield time, f"{names[tickets.owner.at[ticket]]} has wrapped up {tickets.ids[ticket]}"
        elif cause is Cause.OFFER_END:
            for agent, end in tickets.more.offers[ticket].items():
                if end and agent in agents:
                    yield end, f"{names[agent]} has answered about {tickets.ids[ticket]}"
