"""A desk in the state of a dump."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from ticketroute.board import (
    Cause,
    Ceiling,
    Draw,
    Hold,
    Leave,
    Memory,
    TicketState,
    View,
    count_loads,
)
from ticketroute.dispatcher._dump import VERSION
from ticketroute.dispatcher._plain import (
    Plain,
    agent_from_plain,
    hand_over_from_plain,
    leave_from_plain,
    ticket_from_plain,
    wait_from_plain,
)
from ticketroute.model import Agent, Presence, refuse

if TYPE_CHECKING:
    from ticketroute.dispatcher._desk import Desk

_PARTS: Final = {
    *("now", "number", "agents", "in_hand", "memory", "tickets", "waiting", "wake_ups"),
    "last_events",
}
_STATES: Final = {state.label: state for state in TicketState}
_CAUSES: Final = {cause.name.lower(): cause for cause in Cause}


def agents_of(data: Mapping[str, object]) -> list[Agent]:
    """Read the agents of a dump, and refuse one of another version."""
    if data.get("version") != VERSION:
        raise refuse("version", f"{VERSION}, which this release knows", data.get("version"))
    lacking = sorted(_PARTS - data.keys())
    if lacking:
        raise refuse("data", f"a dump with {lacking}", sorted(data))
    rows = cast("list[Mapping[str, Plain]]", data["agents"])
    return [agent_from_plain(row["agent"]) for row in rows]


def memory_of(data: Mapping[str, object]) -> Memory:
    """Read what policies remember."""
    return Memory(**cast("Plain", data["memory"]))  # type: ignore[arg-type]


def fill(desk: "Desk", data: Mapping[str, object]) -> None:
    """Bring a new desk of the same agents into the state of a dump."""
    view = desk.view
    view.now_us = cast("int", data["now"])
    last_events = cast("Mapping[str, dict[str, int]]", data["last_events"])
    desk.log.begin_at(cast("int", data["number"]), view.now_us, last_events)
    view.attendance.elsewhere[:] = [
        (str(agent), str(channel), cast("int", units))
        for agent, channel, units in cast("list[list[object]]", data["in_hand"])
    ]
    for position, row in enumerate(cast("list[Plain]", data["agents"])):
        _fill_agent(view, position, row)
    rows = cast("list[Plain]", data["tickets"])
    for row in rows:
        _fill_ticket(desk, row)
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
    if row["on_leave"]:
        attendance.on_leave[position] = Presence(row["on_leave"])
    if "shift" in row:
        attendance.shifts[position] = cast("int", row["shift"])
        view.wake_ups.remove(Cause.SHIFT_CHANGE, position)  # it is among those of the dump
    for draw in cast("list[list[object]]", row.get("drawn", ())):
        attendance.drawn.add(position, cast("Draw", tuple(draw)))
    view.workload.times.set(position, cast("dict[str, int]", row.get("times", {})))
    if "ceiling" in row:
        attendance.ceilings[position] = Ceiling(*cast("list[int]", row["ceiling"]))
    if "stand_ins" in row:
        attendance.stand_ins[position] = tuple(cast("list[str]", row["stand_ins"]))


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
    if "owner" in row:
        tickets.owner.at[position] = index(str(row["owner"]))
    _fill_particulars(view, position, row)
    tickets.refresh_barred(position)
    desk.take_over(position, row)


def _fill_particulars(view: View, position: int, row: Plain) -> None:
    more, index = view.tickets.more, view.roster.index
    readers: Mapping[str, Callable[[object], object]] = {
        "offers": lambda told: {
            index(name): until for name, until in cast("dict[str, int]", told).items()
        },
        "declined": lambda told: frozenset(cast("list[str]", told)),
        "missing": lambda told: tuple(cast("list[str]", told)),
        "former_owner": lambda told: index(str(told)),
        "held_back": str,
        "waits": lambda told: wait_from_plain(cast("Plain", told)),
        "links": str,
        "offers_made": lambda told: told,
        "hops": lambda told: told,
        "over_capacity": lambda _: None,
    }
    names = {"links": "duplicate_of", "waits": "wait"}
    for name, read in readers.items():
        told = row.get(names.get(name, name))
        if told is not None:
            getattr(more, name)[position] = read(told)
    if "hold" in row:
        more.holds[position] = Hold(**cast("Plain", row["hold"]))  # type: ignore[arg-type]
