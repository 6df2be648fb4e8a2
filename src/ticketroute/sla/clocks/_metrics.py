"""What a clock measures: when it starts, pauses and stops."""

from collections.abc import Callable
from typing import Final, TypeAlias

import attrs

from ticketroute.model import refuse_type, require_text, require_texts, to_text_set
from ticketroute.sla.clocks._events import EventKind, Situation, TicketEvent

EventTest: TypeAlias = Callable[[TicketEvent, Situation], bool]
"""Asked with an event and where the ticket stood before it."""
StateTest: TypeAlias = Callable[[Situation], bool]
"""Asked with where the ticket stands."""


def never(event: TicketEvent, before: Situation) -> bool:  # noqa: ARG001
    """Say no."""
    return False


@attrs.frozen
class Metric:
    """What a clock measures.

    A start while the clock runs changes nothing, and so does a stop while it does not. A clock
    that starts while its ticket is in a pausing status begins paused.

    Parameters
    ----------
    name
        What it is called; the name of its clocks.
    starts, stops
        Which events start and stop the clock: ``(event, situation before it) -> bool``.
    resets
        Which events end a cycle of a clock that has not been stopped, and begin the next.
    pauses
        In which situations it pauses besides the statuses: ``(situation) -> bool``.
    pause_in
        Statuses in which it pauses, if a target does not name others.
    repeats
        Whether each start after a stop is a new cycle, whatever a target says of reopening.

    Examples
    --------
    >>> parts = Metric(
    ...     "parts delivery",
    ...     starts=lambda event, before: event.kind == "parts ordered",
    ...     stops=lambda event, before: event.kind == "parts arrived",
    ... )
    >>> parts.name
    'parts delivery'
    """

    name: str
    starts: EventTest = attrs.field(kw_only=True)
    stops: EventTest = attrs.field(kw_only=True)
    resets: EventTest = attrs.field(default=never, kw_only=True)
    pauses: StateTest | None = attrs.field(default=None, kw_only=True)
    pause_in: frozenset[str] = attrs.field(default=frozenset(), converter=to_text_set, kw_only=True)
    repeats: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_text("Metric.name", self.name)
        for name in ("starts", "stops", "resets"):
            if not callable(getattr(self, name)):
                expected = "a function (event, situation before)"
                raise refuse_type(f"Metric.{name}", expected, getattr(self, name))
        if self.pauses is not None and not callable(self.pauses):
            raise refuse_type("Metric.pauses", "a function (situation)", self.pauses)
        require_texts("Metric.pause_in", self.pause_in)

    def __repr__(self) -> str:
        return f"<Metric {self.name}>"


def _created(event: TicketEvent, before: Situation) -> bool:  # noqa: ARG001
    return event.kind == EventKind.CREATED


def _opened(event: TicketEvent, before: Situation) -> bool:  # noqa: ARG001
    return event.kind in (EventKind.CREATED, EventKind.REOPENED)


def _closed(event: TicketEvent, before: Situation) -> bool:  # noqa: ARG001
    return event.kind in (EventKind.RESOLVED, EventKind.CANCELLED)


def _replied(event: TicketEvent, before: Situation) -> bool:
    return event.kind == EventKind.PUBLIC_REPLY and not before.closed


def _replied_or_closed(event: TicketEvent, before: Situation) -> bool:
    return event.kind == EventKind.PUBLIC_REPLY or _closed(event, before)


def _asked_again(event: TicketEvent, before: Situation) -> bool:
    # Thanks for a ticket that is closed wait for no answer, unless they open it again.
    return event.kind == EventKind.CUSTOMER_MESSAGE and before.replied and not before.closed


@attrs.frozen
class _Comes:
    """Whether a group comes to have a ticket that is open, or no longer has it."""

    group: str
    here: bool

    def __call__(self, event: TicketEvent, before: Situation) -> bool:
        had, has = self._has(before), self._has(before.after(event))
        return had != has and has == self.here

    def _has(self, situation: Situation) -> bool:
        return situation.group == self.group and not situation.closed


FIRST_RESPONSE: Final = Metric("first response", starts=_created, stops=_replied_or_closed)
"""From creation to the first public reply, or until the ticket is closed without one."""

NEXT_RESPONSE: Final = Metric(
    "next response", starts=_asked_again, stops=_replied_or_closed, repeats=True
)
"""From the oldest unanswered customer message to the next public reply, once one was given."""

PERIODIC_UPDATE: Final = Metric(
    "periodic update", starts=_replied, stops=_closed, resets=_replied, repeats=True
)
"""From each public reply to the next, until the ticket is closed."""

PAUSABLE_UPDATE: Final = attrs.evolve(PERIODIC_UPDATE, name="pausable update", pause_in={"pending"})
"""As `PERIODIC_UPDATE`, but it pauses while the customer is waited for."""

RESOLUTION: Final = Metric("resolution", starts=_opened, stops=_closed)
"""From creation until the ticket is closed."""

REQUESTER_WAIT: Final = attrs.evolve(RESOLUTION, name="requester wait", pause_in={"pending"})
"""As `RESOLUTION`, but for the time in which the customer is waited for."""

AGENT_WORK: Final = attrs.evolve(RESOLUTION, name="agent work", pause_in={"pending", "on hold"})
"""As `RESOLUTION`, but for the time in which anybody outside is waited for."""


def group_ownership(group: str) -> Metric:
    """Make the internal metric (OLA) of a group: while the group has the ticket.

    Parameters
    ----------
    group
        Name of the group. A ticket that comes back to it is treated as one that is reopened:
        the target says whether its clock goes on.

    Examples
    --------
    >>> group_ownership("network").name
    'ownership by network'
    """
    require_text("group", group)
    return Metric(
        f"ownership by {group}", starts=_Comes(group, here=True), stops=_Comes(group, here=False)
    )
