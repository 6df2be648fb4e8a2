"""Who first: urgency rules, a number for each waiting ticket, the larger the sooner."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ticketroute.sla.urgency._asking import asked
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._due import (
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    ShareOfTargetUsed,
    SlackPerWork,
)
from ticketroute.sla.urgency._protocols import MarginalCost, Ordering, PairIndex, UrgencyRule
from ticketroute.sla.urgency._ranking import in_order, rank

if TYPE_CHECKING:
    from ticketroute.sla.urgency._ageing import AccumulatingPriority, LinearAgeing, SteppedAgeing
    from ticketroute.sla.urgency._arrival import NewestFirst, OldestFirst
    from ticketroute.sla.urgency._cost import CMu, WeightedShortestWork
    from ticketroute.sla.urgency._delay_cost import PowerCost, RisingCost
    from ticketroute.sla.urgency._levels import StrictLevels
    from ticketroute.sla.urgency._mixed import UrgencyTerm, WeightedUrgency
    from ticketroute.sla.urgency._modified_due import ModifiedDueDate, WeightedModifiedDueDate
    from ticketroute.sla.urgency._pair_index import GeneralizedCMu
    from ticketroute.sla.urgency._signal import Signal
    from ticketroute.sla.urgency._tardiness import ApparentTardinessCost, Covert
    from ticketroute.sla.urgency._then_by import ThenBy
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
    "NewestFirst",
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
    "ThenBy",
    "TierFactor",
    "TierFirst",
    "UrgencyRule",
    "UrgencyTerm",
    "WeightedModifiedDueDate",
    "WeightedShortestWork",
    "WeightedUrgency",
    "asked",
    "in_order",
    "rank",
]

# Where the rules stand that few programs use: imported when one is asked for.
_LATE: Final = {
    "AccumulatingPriority": "_ageing",
    "LinearAgeing": "_ageing",
    "SteppedAgeing": "_ageing",
    "NewestFirst": "_arrival",
    "OldestFirst": "_arrival",
    "CMu": "_cost",
    "WeightedShortestWork": "_cost",
    "PowerCost": "_delay_cost",
    "RisingCost": "_delay_cost",
    "StrictLevels": "_levels",
    "UrgencyTerm": "_mixed",
    "WeightedUrgency": "_mixed",
    "ModifiedDueDate": "_modified_due",
    "WeightedModifiedDueDate": "_modified_due",
    "GeneralizedCMu": "_pair_index",
    "Signal": "_signal",
    "ApparentTardinessCost": "_tardiness",
    "Covert": "_tardiness",
    "ThenBy": "_then_by",
    "TierFactor": "_tiers",
    "TierFirst": "_tiers",
}


def __getattr__(name: str) -> object:
    """Import a rule when it is asked for."""
    if name in _LATE:
        value: object = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
        globals()[name] = value
        return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
