"""The state of a desk as plain data, and back."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

import attrs

from ticketroute.board import (
    NO_OWNER,
    Cause,
    Ceiling,
    Hold,
    Leave,
    Memory,
    TicketState,
    View,
    count_loads,
)
from ticketroute.dispatcher._plain import (
    Plain,
    agent_from_plain,
    agent_to_plain,
    hand_over_from_plain,
    leave_from_plain,
    ticket_from_plain,
    ticket_to_plain,
    to_plain,
)
from ticketroute.model import Agent, Presence, refuse

if TYPE_CHECKING:
    from ticketroute.dispatcher._desk import Desk

VERSION: Final = 1
_STATES: Final = {state.label: state for state in TicketState}
_CAUSES: Final = {cause.name.lower(): cause for cause in Cause}


def dump(desk: "Desk") -> Plain:
    """Give the state of a desk as plain data; two desks in the same state give the same."""
    view = desk.view
    memory = view.remembered()
    return {
        "version": VERSION,
        "now": view.now_us,
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
            [time, cause.name.lower(), _subject(view, cause, subject)]
            for time, cause, subject in view.wake_ups.pending()
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
    data: Plain = {
        "agent": agent_to_plain(view.agents[position]),
        "presence": attendance.presence[position].value,
        "misses": attendance.misses[position],
        "leaves": to_plain(attendance.leaves.get(position, ())),
    }
    ceiling = attendance.ceilings.get(position)
    if ceiling is not None:
        data["ceiling"] = [ceiling.units, ceiling.ends]
    return data


def _ticket(desk: "Desk", position: int) -> Plain:
    view, more, names = desk.view, desk.view.tickets.more, desk.view.roster.ids
    owner, hold = view.tickets.owner.at[position], more.holds.get(position)
    former = more.former_owner.get(position)
    offers = more.offers.get(position, {})
    link = more.links.get(position)
    sparse: Plain = {
        "owner": None if owner == NO_OWNER else names[owner],
        "offers": {names[agent]: until for agent, until in sorted(offers.items())},
        "declined": sorted(more.declined.get(position, ())),
        "offers_made": more.offers_made.get(position, 0),
        "hops": more.hops.get(position, 0),
        "hold": None if hold is None else attrs.asdict(hold),
        "missing": list(more.missing.get(position, ())),
        "duplicate_of": None if link is None else view.tickets.ids[link],
        "over_capacity": position in more.over_capacity,
        "former_owner": None if former is None else names[former],
        "held_back": more.held_back.get(position),
        **desk.kept_about(position),
    }
    return {
        "ticket": ticket_to_plain(view.ticket(position)),
        "state": TicketState(view.tickets.state.at[position]).label,
        "since": view.tickets.since.at[position],
        **{name: value for name, value in sparse.items() if value not in (None, [], {}, 0)},
    }


def _subject(view: View, cause: Cause, subject: int) -> str:
    return view.roster.ids[subject] if cause.is_of_agents else view.tickets.ids[subject]


# And back


def agents_of(data: Mapping[str, object]) -> list[Agent]:
    """Read the agents of a dump, and refuse one of another version."""
    if data.get("version") != VERSION:
        raise refuse("version", f"{VERSION}, which this release knows", data.get("version"))
    rows = cast("list[Mapping[str, Plain]]", data["agents"])
    return [agent_from_plain(row["agent"]) for row in rows]


def memory_of(data: Mapping[str, object]) -> Memory:
    """Read what policies remember."""
    return Memory(**cast("Plain", data["memory"]))  # type: ignore[arg-type]


def fill(desk: "Desk", data: Mapping[str, object]) -> None:
    """Bring a new desk of the same agents into the state of a dump."""
    view = desk.view
    view.now_us = cast("int", data["now"])
    desk.log.begin_at(
        cast("int", data["number"]), cast("Mapping[str, dict[str, int]]", data["last_events"])
    )
    view.attendance.elsewhere[:] = [
        (str(agent), str(channel), cast("int", units))
        for agent, channel, units in cast("list[list[object]]", data["in_hand"])
    ]
    for position, row in enumerate(cast("list[Plain]", data["agents"])):
        _fill_agent(view, position, row)
    rows = cast("list[Plain]", data["tickets"])
    for row in rows:
        _fill_ticket(desk, row)
    for row in rows:
        _fill_links(view, row)
    view.start_waiting([view.tickets.find(each) for each in cast("list[str]", data["waiting"])])
    for time, name, subject in cast("list[tuple[int, str, str]]", data["wake_ups"]):
        cause = _CAUSES[name]
        find = view.roster.index if cause.is_of_agents else view.tickets.find
        view.wake_ups.add(time, cause, find(subject))
    count_loads(view, view.workload.sequence())


def _fill_agent(view: View, position: int, row: Plain) -> None:
    attendance = view.attendance
    attendance.presence[position] = Presence(row["presence"])
    attendance.misses[position] = cast("int", row["misses"])
    leaves = cast("Sequence[Plain]", row["leaves"])
    if leaves:
        attendance.leaves[position] = tuple(map(_leave, leaves))
    if "ceiling" in row:
        attendance.ceilings[position] = Ceiling(*cast("list[int]", row["ceiling"]))


def _leave(data: Plain) -> Leave:
    told = leave_from_plain(data)
    told["hand_over"] = hand_over_from_plain(cast("Plain", told["hand_over"]))
    return Leave(**told)  # type: ignore[arg-type]


def _fill_ticket(desk: "Desk", row: Plain) -> None:
    view = desk.view
    tickets, index = view.tickets, view.roster.index
    ticket = ticket_from_plain(cast("Plain", row["ticket"]))
    position = tickets.append(ticket, tickets.terms_of(ticket), cast("int", row["since"]))
    tickets.state.at[position] = _STATES[str(row["state"])]
    more = tickets.more
    if "owner" in row:
        tickets.owner.at[position] = index(str(row["owner"]))
    if "offers" in row:
        offers = cast("dict[str, int]", row["offers"])
        more.offers[position] = {index(name): until for name, until in offers.items()}
    if "declined" in row:
        more.declined[position] = frozenset(cast("list[str]", row["declined"]))
    if "hold" in row:
        more.holds[position] = Hold(**cast("Plain", row["hold"]))  # type: ignore[arg-type]
    if "missing" in row:
        more.missing[position] = tuple(cast("list[str]", row["missing"]))
    if "former_owner" in row:
        more.former_owner[position] = index(str(row["former_owner"]))
    if "held_back" in row:
        more.held_back[position] = str(row["held_back"])
    if row.get("over_capacity"):
        more.over_capacity[position] = None
    for name in ("offers_made", "hops"):
        if name in row:
            getattr(more, name)[position] = cast("int", row[name])
    tickets.refresh_barred(position)
    desk.take_over(position, row)


def _fill_links(view: View, row: Plain) -> None:
    if "duplicate_of" in row:
        ticket_id = cast("Plain", row["ticket"])["id"]
        link = view.tickets.find(str(row["duplicate_of"]))
        view.tickets.more.links[view.tickets.find(str(ticket_id))] = link
