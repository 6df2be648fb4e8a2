"""By when: targets, due times, and the urgency rules that order the backlog.

Plain arithmetic around the clock; everything works on columns and knows nothing of the board.
"""

from ticketroute.sla._handling_times import HandlingTimes
from ticketroute.sla._targets import Targets, priority_level
from ticketroute.sla._tiers import Tiers
from ticketroute.sla.calendar import (
    BusinessCalendar,
    Calendar,
    CombinedCalendar,
    Trace,
    Window,
    split_at_midnight,
)
from ticketroute.sla.clocks import AROUND_THE_CLOCK, NO_DUE, STILL, ClockColumns
from ticketroute.sla.urgency import (
    Backlog,
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    Ordering,
    PairIndex,
    ShareOfTargetUsed,
    UrgencyRule,
    in_order,
    rank,
)

__all__ = [
    "AROUND_THE_CLOCK",
    "NO_DUE",
    "STILL",
    "Backlog",
    "BusinessCalendar",
    "Calendar",
    "ClockColumns",
    "CombinedCalendar",
    "EarliestDue",
    "HandlingTimes",
    "LinearAgeing",
    "OldestFirst",
    "Ordering",
    "PairIndex",
    "ShareOfTargetUsed",
    "Targets",
    "Tiers",
    "Trace",
    "UrgencyRule",
    "Window",
    "in_order",
    "priority_level",
    "rank",
    "split_at_midnight",
]
