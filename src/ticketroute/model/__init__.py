"""Tickets and agents: frozen values, validated where they enter."""

from ticketroute.model._agent import Agent, Capacity, CapacityLike, Presence, SkillsLike
from ticketroute.model._cells import is_missing, plain_cell
from ticketroute.model._instants import (
    EPOCH,
    duration_to_microseconds,
    from_microseconds,
    require_aware,
    to_microseconds,
)
from ticketroute.model._requirement import Requirement, RequirementsLike, to_requirements
from ticketroute.model._rows import agents_from_rows, tickets_from_rows
from ticketroute.model._ticket import Ticket
from ticketroute.model._validation import (
    AttributeValue,
    refuse,
    refuse_type,
    require_integer,
    require_text,
)

__all__ = [
    "EPOCH",
    "Agent",
    "AttributeValue",
    "Capacity",
    "CapacityLike",
    "Presence",
    "Requirement",
    "RequirementsLike",
    "SkillsLike",
    "Ticket",
    "agents_from_rows",
    "duration_to_microseconds",
    "from_microseconds",
    "is_missing",
    "plain_cell",
    "refuse",
    "refuse_type",
    "require_aware",
    "require_integer",
    "require_text",
    "tickets_from_rows",
    "to_microseconds",
    "to_requirements",
]
