"""Policies: what is promised to which tickets, and the clocks that follow from it."""

from ticketroute.sla.policies._backlog_of import backlog_of
from ticketroute.sla.policies._condition import Condition, FieldsAre
from ticketroute.sla.policies._policy import Objective, Policies, Policy
from ticketroute.sla.policies._ticket_clocks import TicketClocks

__all__ = [
    "Condition",
    "FieldsAre",
    "Objective",
    "Policies",
    "Policy",
    "TicketClocks",
    "backlog_of",
]
