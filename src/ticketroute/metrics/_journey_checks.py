"""What has to hold of journeys: lengths, ranges, the order of things."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._column_checks import (
    require_equal_lengths,
    require_order,
    require_range,
)
from ticketroute.metrics._journey_columns import INSTANTS, TICKET_COLUMNS
from ticketroute.metrics._kind import Kind, Outcome
from ticketroute.metrics._stays import Stays, TimesOnShift
from ticketroute.model import refuse, refuse_type, require_integer, require_text

if TYPE_CHECKING:
    from ticketroute.metrics._journeys import Journeys

_LARGEST: Final = NEVER - 1
_MOST_TIMES: Final = 2**15 - 1


def check_journeys(journeys: "Journeys") -> None:
    """Refuse what cannot be; the message names the field."""
    require_equal_lengths("Journeys", {name: getattr(journeys, name) for name in TICKET_COLUMNS})
    _check_window(journeys)
    _check_names(journeys)
    _check_ranges(journeys)
    _check_order(journeys)
    _check_positions(journeys)


def _check_window(journeys: "Journeys") -> None:
    for name in ("start", "end", "arrivals_end"):
        require_integer(f"Journeys.{name}", getattr(journeys, name), -_LARGEST, _LARGEST)
    if journeys.end < journeys.start:
        raise refuse("Journeys.end", f"not before start, {journeys.start}", journeys.end)
    if not journeys.start <= journeys.arrivals_end <= journeys.end:
        expected = f"an instant from {journeys.start} to {journeys.end}"
        raise refuse("Journeys.arrivals_end", expected, journeys.arrivals_end)


def _check_names(journeys: "Journeys") -> None:
    for name in ("kinds", "agents", "teams"):
        if not isinstance(value := getattr(journeys, name), tuple):
            raise refuse_type(f"Journeys.{name}", "a tuple", value)
    for kind in journeys.kinds:
        if not isinstance(kind, Kind):
            raise refuse_type("Journeys.kinds", "several Kind", kind)
    _check_unique("kinds", tuple(kind.name for kind in journeys.kinds))
    for agent in journeys.agents:
        require_text("Journeys.agents", agent)
    _check_unique("agents", journeys.agents)
    if journeys.teams and len(journeys.teams) != len(journeys.agents):
        expected = f"nothing, or as many as agents, {len(journeys.agents)}"
        raise refuse("Journeys.teams", expected, len(journeys.teams))


def _check_unique(field: str, names: tuple[str, ...]) -> None:
    if len(set(names)) != len(names):
        doubles = sorted({name for name in names if names.count(name) > 1})
        raise refuse(f"Journeys.{field}", "names that occur once", doubles)


def _check_ranges(journeys: "Journeys") -> None:
    n_agents = len(journeys.agents)
    require_range("Journeys.kind", journeys.kind, 0, len(journeys.kinds) - 1)
    require_range("Journeys.agent", journeys.agent, -1, n_agents - 1)
    require_range("Journeys.first_agent", journeys.first_agent, -1, n_agents - 1)
    require_range("Journeys.outcome", journeys.outcome, 0, len(Outcome) - 1)
    require_range("Journeys.handled", journeys.handled, 0, _LARGEST)
    require_range("Journeys.bounces", journeys.bounces, 0, _MOST_TIMES)
    require_range("Journeys.reopenings", journeys.reopenings, 0, _MOST_TIMES)
    for name in INSTANTS:
        if name != "due":
            _check_seen(f"Journeys.{name}", getattr(journeys, name), journeys.end)
    if (journeys.created == NEVER).any():
        raise refuse("Journeys.created", "an instant for each ticket", "NEVER")


def _check_seen(field: str, instants: NDArray[np.int64], end: int) -> None:
    late = (instants > end) & (instants != NEVER)
    if late.any():
        raise refuse(field, f"nothing after the end, {end}", instants[late.argmax()])


def _check_order(journeys: "Journeys") -> None:
    created, assigned = journeys.created, journeys.first_assigned
    started, ended = journeys.started, journeys.ended
    require_order("Journeys", "created", created, "first_assigned", assigned)
    require_order("Journeys", "first_assigned", assigned, "started", started)
    begun = np.where(started == NEVER, created, started)
    require_order("Journeys", "created or started", begun, "ended", ended)
    wrong = (journeys.is_open != (ended == NEVER)) & (journeys.outcome != Outcome.LINKED)
    if wrong.any():
        row = int(wrong.argmax())
        expected = f"NEVER for open tickets and only for them (outcome in row {row}: "
        outcome = Outcome(int(journeys.outcome[row])).label
        raise refuse("Journeys.ended", f"{expected}{outcome})", ended[row])


def _check_positions(journeys: "Journeys") -> None:
    if not isinstance(journeys.attendance, TimesOnShift):
        raise refuse_type("Journeys.attendance", "TimesOnShift", journeys.attendance)
    if not isinstance(journeys.stays, Stays):
        raise refuse_type("Journeys.stays", "Stays", journeys.stays)
    last = len(journeys.agents) - 1
    require_range("Journeys.attendance.agent", journeys.attendance.agent, 0, last)
    require_range("Journeys.stays.agent", journeys.stays.agent, 0, last)
    require_range("Journeys.stays.ticket", journeys.stays.ticket, -1, len(journeys) - 1)
