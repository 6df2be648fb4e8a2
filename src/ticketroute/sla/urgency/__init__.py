"""Who first: urgency rules, a number for each waiting ticket, the larger the sooner."""

from ticketroute.sla.urgency._ageing import AccumulatingPriority, LinearAgeing, SteppedAgeing
from ticketroute.sla.urgency._arrival import OldestFirst
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._cost import CMu, WeightedShortestWork
from ticketroute.sla.urgency._delay_cost import PowerCost, RisingCost
from ticketroute.sla.urgency._due import (
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    ShareOfTargetUsed,
    SlackPerWork,
)
from ticketroute.sla.urgency._levels import StrictLevels
from ticketroute.sla.urgency._mixed import UrgencyTerm, WeightedUrgency
from ticketroute.sla.urgency._modified_due import ModifiedDueDate, WeightedModifiedDueDate
from ticketroute.sla.urgency._pair_index import GeneralizedCMu
from ticketroute.sla.urgency._protocols import MarginalCost, Ordering, PairIndex, UrgencyRule
from ticketroute.sla.urgency._ranking import in_order, rank
from ticketroute.sla.urgency._signal import Signal
from ticketroute.sla.urgency._tardiness import ApparentTardinessCost, Covert
from ticketroute.sla.urgency._tiers import TierFactor, TierFirst

__all__ = [
    "AccumulatingPriority",
    "ApparentTardinessCost",
    "Backlog",
    "CMu",
    "Covert",
    "CriticalRatio",
    "EarliestDue",
    "GeneralizedCMu",
    "LeastSlack",
    "LinearAgeing",
    "MarginalCost",
    "ModifiedDueDate",
    "OldestFirst",
    "Ordering",
    "PairIndex",
    "PowerCost",
    "RisingCost",
    "ShareOfTargetUsed",
    "Signal",
    "SlackPerWork",
    "SteppedAgeing",
    "StrictLevels",
    "TierFactor",
    "TierFirst",
    "UrgencyRule",
    "UrgencyTerm",
    "WeightedModifiedDueDate",
    "WeightedShortestWork",
    "WeightedUrgency",
    "in_order",
    "rank",
]
