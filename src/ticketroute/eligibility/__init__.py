"""Who may: checks of tickets against agents as bit sets, and conditions as data."""

from ticketroute.eligibility._check import (
    CHECK_DTYPE,
    READS,
    STANDING_CHECKS,
    Check,
    bit,
    describe_failure,
)
from ticketroute.eligibility._comparison import Comparison, Field
from ticketroute.eligibility._condition import (
    AllOf,
    AnyOf,
    Condition,
    ConditionLike,
    Not,
    condition_from_data,
    is_condition_data,
    to_condition,
    to_data,
    to_ticket_condition,
)
from ticketroute.eligibility._describe import describe, failed_parts
from ticketroute.eligibility._operators import Operator
from ticketroute.eligibility._relaxation import (
    Relaxation,
    Relaxations,
    RelaxationsLike,
    TicketCondition,
    to_relaxations,
)
from ticketroute.eligibility._relaxation_data import relaxations_from_data, relaxations_to_data
from ticketroute.eligibility._relaxation_step import RelaxationStep, describe_change
from ticketroute.eligibility._roster import Roster
from ticketroute.eligibility._row_of import row_of
from ticketroute.eligibility._rows import standing_row
from ticketroute.eligibility._rules import Eligibility, EligibilityRule
from ticketroute.eligibility._rules_data import eligibility_from_data, eligibility_to_data

__all__ = [
    "CHECK_DTYPE",
    "READS",
    "STANDING_CHECKS",
    "AllOf",
    "AnyOf",
    "Check",
    "Comparison",
    "Condition",
    "ConditionLike",
    "Eligibility",
    "EligibilityRule",
    "Field",
    "Not",
    "Operator",
    "Relaxation",
    "RelaxationStep",
    "Relaxations",
    "RelaxationsLike",
    "Roster",
    "TicketCondition",
    "bit",
    "condition_from_data",
    "describe",
    "describe_change",
    "describe_failure",
    "eligibility_from_data",
    "eligibility_to_data",
    "failed_parts",
    "is_condition_data",
    "relaxations_from_data",
    "relaxations_to_data",
    "row_of",
    "standing_row",
    "to_condition",
    "to_data",
    "to_relaxations",
    "to_ticket_condition",
]
