"""From an event to the change that it is the record of; nothing is decided here."""

from collections.abc import Callable, Mapping
from typing import Final, cast

import numpy as np

from ticketroute.board import (
    NOBODY,
    Board,
    Details,
    EventType,
    HandOver,
    Hold,
    Leave,
    MemoryChange,
)
from ticketroute.dispatcher._events import Event
from ticketroute.model import Agent, Presence, Ticket, to_microseconds


def apply(board: Board, event: Event) -> None:
    """Make the change that an event tells of.

    Raises
    ------
    NotAllowed
        If it cannot have happened on this board.
    """
    board.advance(to_microseconds(event.at, "Event.at"))
    _CHANGES[event.type](board, event)


def _ticket(board: Board, event: Event) -> int:
    return board.window.tickets.find(event.ticket_id or "")


def _agent(board: Board, event: Event) -> int:
    return board.window.roster.index(event.agent_id or "")


def _until(event: Event) -> int:
    return 0 if event.until is None else to_microseconds(event.until, "Event.until")


def _without(details: Details, *names: str) -> Details | None:
    """Give the details but for those that the change itself tells."""
    return {name: value for name, value in details.items() if name not in names} or None


def _submit(board: Board, event: Event) -> None:
    details = event.details
    board.intake.submit(
        cast("Ticket", details["ticket"]),
        missing=_names(details.get("missing")),
        duplicate_of=cast("str | None", details.get("duplicate_of")),
        details=_without(details, "ticket", "missing", "duplicate_of"),
    )


def _update(board: Board, event: Event) -> None:
    board.intake.update(
        _ticket(board, event),
        cast("Ticket", event.details["ticket"]),
        missing=_names(event.details.get("missing")),
        details=_without(event.details, "ticket", "missing"),
    )


def _names(value: object) -> tuple[str, ...]:
    return tuple(cast("list[str]", value or ()))


def _relax(board: Board, event: Event) -> None:
    value = cast("Ticket", event.details["ticket"])
    board.intake.relax(_ticket(board, event), value, _without(event.details, "step", "ticket"))


def _put_off(board: Board, event: Event) -> None:
    details = _without(event.details, "step")
    board.intake.put_off(_ticket(board, event), _until(event), details)


def _offer(board: Board, event: Event) -> None:
    agents = (_agent(board, event),)
    board.offers.offer(_ticket(board, event), agents, _until(event), event.details or None)


def _assign(board: Board, event: Event) -> None:
    details = _without(event.details, "overridden", "rescinded")
    override = "overridden" in event.details
    board.offers.assign(_ticket(board, event), _agent(board, event), details, override=override)


def _hold(board: Board, event: Event) -> None:
    party, counts = str(event.details["party"]), bool(event.details["counts"])
    hold = Hold(party, _until(event), counts)
    board.work.hold(_ticket(board, event), hold, _without(event.details, "party", "counts"))


def _resume(board: Board, event: Event) -> None:
    board.work.resume(_ticket(board, event), _without(event.details, "over_capacity"))


def _reopen(board: Board, event: Event) -> None:
    agent = NOBODY if event.agent_id is None else _agent(board, event)
    details = _without(event.details, "over_capacity")
    board.work.reopen(_ticket(board, event), agent, details)


def _transfer(board: Board, event: Event) -> None:
    details = _without(event.details, "from", "over_capacity")
    override = bool(event.details.get("override"))
    board.work.transfer(_ticket(board, event), _agent(board, event), details, override=override)


def _move(board: Board, event: Event) -> None:
    queue = cast("str | None", event.details["queue"])
    board.work.move(_ticket(board, event), queue, _without(event.details, "queue", "rescinded"))


def _set_presence(board: Board, event: Event) -> None:
    presence = Presence(event.details["presence"])
    details = _without(event.details, "presence", "substitutes")
    board.staff.set_presence(
        _agent(board, event),
        presence,
        _until(event),
        details,
        substitutes=_names(event.details.get("substitutes")),
    )


def _set_ceiling(board: Board, event: Event) -> None:
    units, ends = cast("int | None", event.details["units"]), cast("int", event.details["ends"])
    board.staff.set_ceiling(_agent(board, event), units, _until(event), ends)


def _set_shift(board: Board, event: Event) -> None:
    on_shift = event.type is EventType.SHIFT_STARTED
    board.staff.set_shift(_agent(board, event), _until(event), on_shift=on_shift)


def _set_agent(board: Board, event: Event) -> None:
    details = _without(event.details, "agent")
    board.staff.set_agent(cast("Agent", event.details["agent"]), details)


def _plan_leave(board: Board, event: Event) -> None:
    told = dict(cast("Mapping[str, object]", event.details["leave"]))
    told["hand_over"] = HandOver(**cast("dict[str, str]", told["hand_over"]))  # type: ignore[arg-type]
    board.staff.plan_leave(_agent(board, event), Leave(**told))  # type: ignore[arg-type]


def _remember(board: Board, event: Event) -> None:
    numbers = cast("Mapping[str, int]", event.details["numbers"])
    agents = [board.window.roster.index(agent_id) for agent_id in numbers]
    board.staff.remember(
        MemoryChange(
            str(event.details["policy"]),
            str(event.details["queue"]),
            np.array(agents, dtype=np.intp),
            np.array(list(numbers.values()), dtype=np.int64),
        ),
        _without(event.details, "policy", "queue", "numbers"),
    )


_CHANGES: Final[Mapping[EventType, Callable[[Board, Event], None]]] = {
    EventType.SUBMITTED: _submit,
    EventType.UPDATED: _update,
    EventType.UNLINKED: lambda board, event: board.intake.unlink(
        _ticket(board, event), _names(event.details.get("missing"))
    ),
    EventType.WOKEN: lambda board, event: board.intake.wake(_ticket(board, event)),
    EventType.HELD_BACK: lambda board, event: board.offers.hold_back(
        _ticket(board, event),
        str(event.details["reason"]),
        _until(event),
        _without(event.details, "reason"),
    ),
    EventType.RELAXED: _relax,
    EventType.NOT_RELAXED: _put_off,
    EventType.OFFERED: _offer,
    EventType.ACCEPTED: lambda board, event: board.offers.accept(
        _ticket(board, event), _agent(board, event)
    ),
    EventType.DECLINED: lambda board, event: board.offers.decline(
        _ticket(board, event), _agent(board, event), event.details or None
    ),
    EventType.TIMED_OUT: lambda board, event: board.offers.time_out(
        _ticket(board, event), _agent(board, event), event.details or None
    ),
    EventType.RESCINDED: lambda board, event: board.offers.rescind(
        _ticket(board, event), _agent(board, event), event.details or None
    ),
    EventType.DECLINES_FORGOTTEN: lambda board, event: board.offers.forget_declines(
        _ticket(board, event)
    ),
    EventType.ASSIGNED: _assign,
    EventType.STARTED: lambda board, event: board.work.start(_ticket(board, event)),
    EventType.HELD: _hold,
    EventType.RESUMED: _resume,
    EventType.WRAPPED_UP: lambda board, event: board.work.wrap_up(
        _ticket(board, event), _until(event), event.details or None
    ),
    EventType.RESOLVED: lambda board, event: board.work.resolve(
        _ticket(board, event), event.details or None
    ),
    EventType.CANCELLED: lambda board, event: board.work.cancel(
        _ticket(board, event), _without(event.details, "rescinded")
    ),
    EventType.REOPENED: _reopen,
    EventType.RETURNED: lambda board, event: board.work.give_up(
        _ticket(board, event), event.details or None
    ),
    EventType.TRANSFERRED: _transfer,
    EventType.MOVED: _move,
    EventType.REPORTED: lambda board, event: board.work.report(
        _ticket(board, event), event.details
    ),
    EventType.STAYED: lambda board, event: board.work.stay(_ticket(board, event), event.details),
    EventType.ESCALATED: lambda board, event: board.work.escalate(
        _ticket(board, event), event.details
    ),
    EventType.REMEMBERED: _remember,
    EventType.AGENT_SET: _set_agent,
    EventType.AGENT_FORGOTTEN: lambda board, event: board.staff.forget_agent(
        _agent(board, event), event.details or None
    ),
    EventType.PRESENCE_SET: _set_presence,
    EventType.CEILING_SET: _set_ceiling,
    EventType.SHIFT_STARTED: _set_shift,
    EventType.SHIFT_ENDED: _set_shift,
    EventType.ALLOWANCE_RENEWED: lambda board, event: board.staff.renew_allowances(
        _agent(board, event)
    ),
    EventType.LEAVE_PLANNED: _plan_leave,
    EventType.LEAVE_STARTED: lambda board, event: board.staff.start_leave(_agent(board, event)),
    EventType.LEAVE_ENDED: lambda board, event: board.staff.end_leave(_agent(board, event)),
    EventType.FORGOTTEN: lambda board, event: board.work.forget([_ticket(board, event)]),
}
