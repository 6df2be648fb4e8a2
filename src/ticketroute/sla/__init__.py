"""By when: calendars, clocks, policies, escalation, and the urgency rules that order the backlog.

Everything works on plain values and columns, and knows nothing of the board.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ticketroute.sla._clock_columns import AROUND_THE_CLOCK, NO_DUE, ClockColumns
from ticketroute.sla._handling_times import HandlingTimes
from ticketroute.sla._targets import PriorityMatrix, Targets, priority_level
from ticketroute.sla._tiers import Tiers
from ticketroute.sla.calendar import (
    ALWAYS,
    BusinessCalendar,
    Calendar,
    CombinedCalendar,
    Trace,
    Window,
    split_at_midnight,
)
from ticketroute.sla.urgency import (
    Backlog,
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    MarginalCost,
    Ordering,
    PairIndex,
    ShareOfTargetUsed,
    SlackPerWork,
    UrgencyRule,
    asked,
    in_order,
    rank,
)

if TYPE_CHECKING:
    from ticketroute.sla.clocks import (
        AGENT_WORK,
        FIRST_RESPONSE,
        NEXT_RESPONSE,
        PAUSABLE_UPDATE,
        PERIODIC_UPDATE,
        REQUESTER_WAIT,
        RESOLUTION,
        Clock,
        ClockState,
        Cycle,
        EventKind,
        Metric,
        OnReopen,
        Situation,
        Span,
        Target,
        TicketEvent,
        group_ownership,
        replay,
    )
    from ticketroute.sla.escalation import (
        AddWatcher,
        BreachForecast,
        ChangeQueue,
        Effect,
        Fired,
        Ladder,
        Notify,
        RaiseUrgency,
        Step,
        due_events,
    )
    from ticketroute.sla.policies import (
        Condition,
        FieldsAre,
        Objective,
        Policies,
        Policy,
        TicketClocks,
        backlog_of,
    )
    from ticketroute.sla.urgency import (
        AccumulatingPriority,
        ApparentTardinessCost,
        CMu,
        Covert,
        GeneralizedCMu,
        LinearAgeing,
        ModifiedDueDate,
        NewestFirst,
        OldestFirst,
        PowerCost,
        RisingCost,
        Signal,
        SteppedAgeing,
        StrictLevels,
        ThenBy,
        TierFactor,
        TierFirst,
        UrgencyTerm,
        WeightedModifiedDueDate,
        WeightedShortestWork,
        WeightedUrgency,
    )

__all__ = [
    "AGENT_WORK",
    "ALWAYS",
    "AROUND_THE_CLOCK",
    "FIRST_RESPONSE",
    "NEXT_RESPONSE",
    "NO_DUE",
    "PAUSABLE_UPDATE",
    "PERIODIC_UPDATE",
    "REQUESTER_WAIT",
    "RESOLUTION",
    "AccumulatingPriority",
    "AddWatcher",
    "ApparentTardinessCost",
    "Backlog",
    "BreachForecast",
    "BusinessCalendar",
    "CMu",
    "Calendar",
    "ChangeQueue",
    "Clock",
    "ClockColumns",
    "ClockState",
    "CombinedCalendar",
    "Condition",
    "Covert",
    "CriticalRatio",
    "Cycle",
    "EarliestDue",
    "Effect",
    "EventKind",
    "FieldsAre",
    "Fired",
    "GeneralizedCMu",
    "HandlingTimes",
    "Ladder",
    "LeastSlack",
    "LinearAgeing",
    "MarginalCost",
    "Metric",
    "ModifiedDueDate",
    "NewestFirst",
    "Notify",
    "Objective",
    "OldestFirst",
    "OnReopen",
    "Ordering",
    "PairIndex",
    "Policies",
    "Policy",
    "PowerCost",
    "PriorityMatrix",
    "RaiseUrgency",
    "RisingCost",
    "ShareOfTargetUsed",
    "Signal",
    "Situation",
    "SlackPerWork",
    "Span",
    "Step",
    "SteppedAgeing",
    "StrictLevels",
    "Target",
    "Targets",
    "ThenBy",
    "TicketClocks",
    "TicketEvent",
    "TierFactor",
    "TierFirst",
    "Tiers",
    "Trace",
    "UrgencyRule",
    "UrgencyTerm",
    "WeightedModifiedDueDate",
    "WeightedShortestWork",
    "WeightedUrgency",
    "Window",
    "asked",
    "backlog_of",
    "due_events",
    "group_ownership",
    "in_order",
    "priority_level",
    "rank",
    "replay",
    "split_at_midnight",
]


def __getattr__(name: str) -> object:
    """Import what no dispatch needs when one of its names is asked for."""
    if name in __all__:
        for room in ("urgency", "clocks", "policies", "escalation"):
            module = import_module(f"{__name__}.{room}")
            if name in module.__all__:
                value: object = getattr(module, name)
                globals()[name] = value
                return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
