"""Who may: checks of tickets against agents, as bit sets over plain columns."""

from ticketroute.eligibility._check import (
    CHECK_DTYPE,
    READS,
    STANDING_CHECKS,
    Check,
    bit,
    describe_failure,
)
from ticketroute.eligibility._roster import Roster
from ticketroute.eligibility._rows import standing_row

__all__ = [
    "CHECK_DTYPE",
    "READS",
    "STANDING_CHECKS",
    "Check",
    "Roster",
    "bit",
    "describe_failure",
    "standing_row",
]
