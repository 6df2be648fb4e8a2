"""Tickets and agents: frozen values, validated where they enter."""

from ticketroute.model._agent import (
    Agent,
    Capacity,
    CapacityLike,
    Presence,
    SkillsLike,
    to_presence,
)
from ticketroute.model._cells import is_missing, plain_cell
from ticketroute.model._instants import (
    EPOCH,
    MICROSECOND,
    duration_to_microseconds,
    from_microseconds,
    require_aware,
    to_microseconds,
)
from ticketroute.model._representation import sparse_repr
from ticketroute.model._requirement import Requirement, RequirementsLike, to_requirements
from ticketroute.model._rows import agents_from_rows, tickets_from_rows
from ticketroute.model._ticket import Ticket
from ticketroute.model._validation import (
    MOST_UNITS,
    AttributeValue,
    given_or_new,
    is_finite,
    refuse,
    refuse_type,
    require_integer,
    require_pairs,
    require_text,
    require_texts,
    sorted_pairs,
    to_optional_text_set,
    to_text_set,
    to_tuple,
)

__all__ = [
    "EPOCH",
    "MICROSECOND",
    "MOST_UNITS",
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
    "given_or_new",
    "is_finite",
    "is_missing",
    "plain_cell",
    "refuse",
    "refuse_type",
    "require_aware",
    "require_integer",
    "require_pairs",
    "require_text",
    "require_texts",
    "sorted_pairs",
    "sparse_repr",
    "tickets_from_rows",
    "to_microseconds",
    "to_optional_text_set",
    "to_presence",
    "to_requirements",
    "to_text_set",
    "to_tuple",
]
