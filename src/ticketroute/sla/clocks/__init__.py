"""Clocks: what has been used of a target, and when it runs out."""

from ticketroute.sla._clock_columns import AROUND_THE_CLOCK, NO_DUE, ClockColumns
from ticketroute.sla.clocks._clock import Clock, ClockState, replay
from ticketroute.sla.clocks._cycle import Cycle, Span
from ticketroute.sla.clocks._events import EventKind, Situation, TicketEvent
from ticketroute.sla.clocks._metrics import (
    AGENT_WORK,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    PAUSABLE_UPDATE,
    PERIODIC_UPDATE,
    REQUESTER_WAIT,
    RESOLUTION,
    Metric,
    group_ownership,
)
from ticketroute.sla.clocks._target import OnReopen, Target

__all__ = [
    "AGENT_WORK",
    "AROUND_THE_CLOCK",
    "FIRST_RESPONSE",
    "NEXT_RESPONSE",
    "NO_DUE",
    "PAUSABLE_UPDATE",
    "PERIODIC_UPDATE",
    "REQUESTER_WAIT",
    "RESOLUTION",
    "Clock",
    "ClockColumns",
    "ClockState",
    "Cycle",
    "EventKind",
    "Metric",
    "OnReopen",
    "Situation",
    "Span",
    "Target",
    "TicketEvent",
    "group_ownership",
    "replay",
]
