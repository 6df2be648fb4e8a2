"""Escalation: what to do, and when, about targets that are nearly or already missed."""

from ticketroute.sla.escalation._due_events import Fired, due_events
from ticketroute.sla.escalation._effects import (
    AddWatcher,
    ChangeQueue,
    Effect,
    Notify,
    RaiseUrgency,
)
from ticketroute.sla.escalation._forecast import BreachForecast
from ticketroute.sla.escalation._ladder import Ladder
from ticketroute.sla.escalation._step import Step

__all__ = [
    "AddWatcher",
    "BreachForecast",
    "ChangeQueue",
    "Effect",
    "Fired",
    "Ladder",
    "Notify",
    "RaiseUrgency",
    "Step",
    "due_events",
]
