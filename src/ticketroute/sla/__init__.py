"""By when: targets, due times, and the urgency rules that order the backlog.

Plain arithmetic around the clock; everything works on columns and knows nothing of the board.
"""

from ticketroute.sla._backlog import NO_DUE, Backlog
from ticketroute.sla._ranking import rank
from ticketroute.sla._targets import Targets, priority_level
from ticketroute.sla._urgency import (
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    Ordering,
    ShareOfTargetUsed,
    UrgencyRule,
)
from ticketroute.sla.calendar import (
    BusinessCalendar,
    Calendar,
    CombinedCalendar,
    Trace,
    Window,
    split_at_midnight,
)

__all__ = [
    "NO_DUE",
    "Backlog",
    "BusinessCalendar",
    "Calendar",
    "CombinedCalendar",
    "EarliestDue",
    "LinearAgeing",
    "OldestFirst",
    "Ordering",
    "ShareOfTargetUsed",
    "Targets",
    "Trace",
    "UrgencyRule",
    "Window",
    "priority_level",
    "rank",
    "split_at_midnight",
]
