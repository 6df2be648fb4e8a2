"""The state of a desk as plain data, and back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ticketroute.board import (
    NO_OWNER,
    TicketState,
    View,
)
from ticketroute.dispatcher._plain import (
    Plain,
    agent_to_plain,
    ticket_to_plain,
    to_plain,
    wait_to_plain,
)

if TYPE_CHECKING:
    from ticketroute.dispatcher._desk import Desk

VERSION: Final = 1


def dump(desk: "Desk") -> Plain:
    """Give the state of a desk as plain data; two desks in the same state give the same."""
    view = desk.view
    memory = view.remembered()
    return {
        "version": VERSION,
        "now": desk.log.time_us,
        "number": desk.log.next_number,
        "agents": [_agent(view, position) for position in range(view.n_agents)],
        "in_hand": [list(each) for each in sorted(view.attendance.elsewhere)],
        "memory": {
            "last_assigned": list(memory.last_assigned),
            "numbers": _sparse(memory.numbers),
        },
        "tickets": [_ticket(desk, position) for position in _known(view)],
        "waiting": [view.tickets.ids[ticket] for ticket in view.waiting_set],
        "wake_ups": [
            [time, cause, name]
            for time, cause, name in sorted(
                (time, cause.name.lower(), view.name_of(cause, subject))
                for time, cause, subject in view.wake_ups.pending()
            )
        ],
        "last_events": {
            "tickets": dict(sorted(desk.log.tickets.items())),
            "agents": dict(sorted(desk.log.agents.items())),
            "memory": dict(sorted(desk.log.memory.items())),
        },
    }


def _sparse(numbers: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Plain:
    """Leave out zeros, which say nothing, and sort."""
    return {
        policy: {
            queue: {agent: number for agent, number in sorted(each.items()) if number}
            for queue, each in sorted(queues.items())
        }
        for policy, queues in sorted(numbers.items())
    }


def _known(view: View) -> list[int]:
    """Give the positions of all tickets, by id."""
    tickets = view.tickets
    known = (t for t in range(len(tickets)) if tickets.state.at[t] != TicketState.FORGOTTEN)
    return sorted(known, key=tickets.ids.__getitem__)


def _agent(view: View, position: int) -> Plain:
    attendance = view.attendance
    before = attendance.on_leave.get(position)
    data: Plain = {
        "agent": agent_to_plain(view.agents[position]),
        "presence": attendance.presence[position].value,
        "misses": attendance.misses[position],
        "leaves": to_plain(attendance.leaves.get(position, ())),
        "on_leave": before.value if before else None,
    }
    if position in attendance.shifts:
        data["shift"] = attendance.shifts[position]
    if drawn := attendance.drawn.by_agent.get(position):
        data["drawn"] = [list(draw) for draw in drawn]
    if times := view.workload.times.of(position):
        data["times"] = times
    ceiling = attendance.ceilings.get(position)
    if ceiling is not None:
        data["ceiling"] = [ceiling.units, ceiling.ends]
    stand_ins = attendance.stand_ins.get(position)
    if stand_ins is not None:
        data["stand_ins"] = list(stand_ins)
    return data


def _ticket(desk: "Desk", position: int) -> Plain:
    view, more, names = desk.view, desk.view.tickets.more, desk.view.roster.ids
    owner, hold = view.tickets.owner.at[position], more.holds.get(position)
    former = more.former_owner.get(position)
    offers = more.offers.get(position, {})
    sparse: Plain = {
        "owner": None if owner == NO_OWNER else names[owner],
        "offers": {names[agent]: until for agent, until in sorted(offers.items())},
        "declined": sorted(more.declined.get(position, ())),
        "offers_made": more.offers_made.get(position, 0),
        "hops": more.hops.get(position, 0),
        "hold": None if hold is None else attrs.asdict(hold),
        "missing": list(more.missing.get(position, ())),
        "duplicate_of": more.links.get(position),
        "over_capacity": position in more.over_capacity,
        "former_owner": None if former is None else names[former],
        "held_back": more.held_back.get(position),
        "wait": None if (wait := more.waits.get(position)) is None else wait_to_plain(wait),
        **desk.kept_about(position),
    }
    return {
        "ticket": ticket_to_plain(view.ticket(position)),
        "state": TicketState(view.tickets.state.at[position]).label,
        "since": view.tickets.since.at[position],
        **{name: value for name, value in sparse.items() if value not in (None, [], {}, 0)},
    }
