"""The life cycle of a ticket as a table: which event leads from which state to which."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final


class TicketState(IntEnum):
    """Where a ticket is; each is in exactly one of these.

    To be submitted and to be reopened are events and no states: both lead on at once, so that no
    ticket can come to rest, and be lost, in between.
    """

    INCOMPLETE = 0
    """Waits for required fields; nobody may have it yet."""
    SCHEDULED = 1
    """Not to be dispatched before some time."""
    QUEUED = 2
    """Waits for an agent."""
    OFFERED = 3
    """One or several agents have been asked and have not answered yet."""
    ASSIGNED = 4
    """Has an owner who has not begun."""
    WORKING = 5
    """Its owner works on it."""
    ON_HOLD = 6
    """Waits for somebody else, such as the customer or a third party."""
    WRAPPING = 7
    """Done but for the work after the contact; still takes its owner's room."""
    RESOLVED = 8
    """Done; may be reopened."""
    CANCELLED = 9
    """Withdrawn."""
    LINKED = 10
    """A duplicate of another ticket; not dispatched."""
    FORGOTTEN = 11
    """Closed and let go of; its id is free and its place will be used again."""

    @property
    def label(self) -> str:
        """The name in words, as it stands in logs and dumps."""
        return self.name.lower().replace("_", " ")

    def __str__(self) -> str:
        return self.label


class EventType(StrEnum):
    """What can happen; each changes the state of the board in one way."""

    SUBMITTED = "submitted"
    UPDATED = "updated"
    UNLINKED = "unlinked"
    WOKEN = "woken"
    HELD_BACK = "held back"
    RELAXED = "relaxed"
    NOT_RELAXED = "not relaxed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed out"
    RESCINDED = "rescinded"
    DECLINES_FORGOTTEN = "declines forgotten"
    ASSIGNED = "assigned"
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    WRAPPED_UP = "wrapped up"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    MOVED = "moved"
    STAYED = "stayed"
    REPORTED = "reported"
    ESCALATED = "escalated"
    REMEMBERED = "remembered"
    AGENT_SET = "agent set"
    AGENT_FORGOTTEN = "agent forgotten"
    PRESENCE_SET = "presence set"
    CEILING_SET = "ceiling set"
    SHIFT_STARTED = "shift started"
    SHIFT_ENDED = "shift ended"
    ALLOWANCE_RENEWED = "allowance renewed"
    LEAVE_PLANNED = "leave planned"
    LEAVE_STARTED = "leave started"
    LEAVE_ENDED = "leave ended"
    FORGOTTEN = "forgotten"


_S = TicketState
_E = EventType

UNOWNED: Final = (_S.INCOMPLETE, _S.SCHEDULED, _S.QUEUED, _S.OFFERED)
"""Nobody has had the ticket yet, or nobody has it any more."""
IN_HAND: Final = (_S.ASSIGNED, _S.WORKING, _S.WRAPPING)
"""An owner has it and it takes room."""
CLOSED_STATES: Final = (_S.RESOLVED, _S.CANCELLED, _S.LINKED)
"""Nothing is to be done."""
OPEN_STATES: Final = (*UNOWNED, *IN_HAND, _S.ON_HOLD)

_NEW: Final = (_S.INCOMPLETE, _S.SCHEDULED, _S.QUEUED)

LIFE_CYCLE: Final[Mapping[EventType, Mapping[TicketState, tuple[TicketState, ...]]]] = {
    _E.UPDATED: {
        _S.INCOMPLETE: _NEW,
        _S.SCHEDULED: _NEW,
        _S.QUEUED: _NEW,
        **{
            state: (state,)
            for state in (_S.OFFERED, _S.ASSIGNED, _S.WORKING, _S.ON_HOLD, _S.WRAPPING)
        },
    },
    _E.UNLINKED: {_S.LINKED: _NEW},
    _E.WOKEN: {_S.SCHEDULED: (_S.QUEUED,), _S.QUEUED: (_S.QUEUED,)},
    _E.HELD_BACK: {_S.QUEUED: (_S.QUEUED,)},
    _E.RELAXED: {_S.QUEUED: (_S.QUEUED,)},
    _E.NOT_RELAXED: {_S.QUEUED: (_S.QUEUED,)},
    _E.OFFERED: {_S.QUEUED: (_S.OFFERED,), _S.OFFERED: (_S.OFFERED,)},
    _E.ACCEPTED: {_S.OFFERED: (_S.ASSIGNED,)},
    _E.DECLINED: {_S.OFFERED: (_S.OFFERED, *_NEW)},
    _E.TIMED_OUT: {_S.OFFERED: (_S.OFFERED, *_NEW)},
    _E.RESCINDED: {_S.OFFERED: (_S.OFFERED, *_NEW)},
    _E.DECLINES_FORGOTTEN: {_S.QUEUED: (_S.QUEUED,)},
    _E.ASSIGNED: dict.fromkeys((*UNOWNED, _S.ON_HOLD), (_S.ASSIGNED,)),
    _E.STARTED: {_S.ASSIGNED: (_S.WORKING,)},
    _E.HELD: dict.fromkeys((_S.SCHEDULED, _S.QUEUED, _S.ASSIGNED, _S.WORKING), (_S.ON_HOLD,)),
    _E.RESUMED: {_S.ON_HOLD: (*_NEW, _S.ASSIGNED, _S.WORKING)},
    _E.WRAPPED_UP: {_S.ASSIGNED: (_S.WRAPPING,), _S.WORKING: (_S.WRAPPING,)},
    _E.RESOLVED: dict.fromkeys((*IN_HAND, _S.ON_HOLD), (_S.RESOLVED,)),
    _E.CANCELLED: dict.fromkeys((*OPEN_STATES, _S.LINKED), (_S.CANCELLED,)),
    _E.REOPENED: {_S.RESOLVED: (*_NEW, _S.ASSIGNED)},
    _E.RETURNED: dict.fromkeys((_S.ASSIGNED, _S.WORKING, _S.ON_HOLD), (_S.QUEUED,)),
    _E.TRANSFERRED: {
        _S.ASSIGNED: (_S.ASSIGNED,),
        _S.WORKING: (_S.ASSIGNED,),
        _S.ON_HOLD: (_S.ON_HOLD,),
    },
    _E.MOVED: {
        _S.INCOMPLETE: (_S.INCOMPLETE,),
        _S.SCHEDULED: (_S.SCHEDULED,),
        _S.QUEUED: (_S.QUEUED,),
        **dict.fromkeys((_S.OFFERED, _S.ASSIGNED, _S.WORKING, _S.ON_HOLD), _NEW),
    },
    _E.STAYED: {state: (state,) for state in OPEN_STATES},
    _E.REPORTED: {state: (state,) for state in (*OPEN_STATES, _S.RESOLVED)},
    _E.FORGOTTEN: dict.fromkeys(CLOSED_STATES, (_S.FORGOTTEN,)),
    _E.ESCALATED: {state: (state,) for state in (*OPEN_STATES, *CLOSED_STATES)},
}
"""For each event of a ticket, the states in which it may happen and where it leads from there."""

ALLOWED: Final[Mapping[EventType, int]] = {
    event: sum(1 << state for state in leads) for event, leads in LIFE_CYCLE.items()
}
"""The states in which an event may happen, as a set of bits: quick to ask."""
