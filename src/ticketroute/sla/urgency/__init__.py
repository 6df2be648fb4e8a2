"""Who first: urgency rules, a number for each waiting ticket, the larger the sooner."""

from ticketroute.sla.urgency._ageing import (
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    ShareOfTargetUsed,
)
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import Ordering, PairIndex, UrgencyRule
from ticketroute.sla.urgency._ranking import in_order, rank

__all__ = [
    "Backlog",
    "EarliestDue",
    "LinearAgeing",
    "OldestFirst",
    "Ordering",
    "PairIndex",
    "ShareOfTargetUsed",
    "UrgencyRule",
    "in_order",
    "rank",
]
