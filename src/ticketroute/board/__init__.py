"""Where things stand: the kernel of columns, views, plans, invariants and reasons."""

from ticketroute.board._allowances import Allowance, CalendarPeriod
from ticketroute.board._attendance import Attendance, Ceiling, HandOver, Leave
from ticketroute.board._board import Board
from ticketroute.board._change import Change, ChangeKind
from ticketroute.board._counterfactual import Counterfactual
from ticketroute.board._draft import Draft
from ticketroute.board._drawn import Draw
from ticketroute.board._expected_wait import expected_wait, position_in_line
from ticketroute.board._explanation import Candidate, Explanation, GreaterNeed, Rejection
from ticketroute.board._hooks import (
    Alternative,
    Explains,
    Held,
    Holds,
    Preference,
    Remembers,
    Traces,
    WeighsWhole,
)
from ticketroute.board._in_hand import InHand
from ticketroute.board._invariants import Problem, check_plan, find_problems
from ticketroute.board._loads import NEVER, ONE_UNIT, Demand
from ticketroute.board._memory import Memory
from ticketroute.board._moves import Details, Keeper
from ticketroute.board._particulars import NOBODY_FOUND, Hold, RelaxedWait
from ticketroute.board._plan import Assignment, Plan
from ticketroute.board._reasons import Reason, ReasonCode, reason_of
from ticketroute.board._remembered import MemoryChange
from ticketroute.board._reseating import count_loads
from ticketroute.board._setup import Setup
from ticketroute.board._shifts import Shifts
from ticketroute.board._solution import Solution
from ticketroute.board._sources import Key, Source, number_rows
from ticketroute.board._standing import AgentOrder, last_assignment, open_tickets, tie_order
from ticketroute.board._states import (
    CLOSED_STATES,
    IN_HAND,
    LIFE_CYCLE,
    OPEN_STATES,
    UNOWNED,
    EventType,
    TicketState,
)
from ticketroute.board._ticket_frame import TicketColumnsLike
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._travel import Travel
from ticketroute.board._view import NOBODY, Snapshot, View
from ticketroute.board._wake_ups import Cause
from ticketroute.board._workload import Workload

__all__ = [
    "CLOSED_STATES",
    "IN_HAND",
    "LIFE_CYCLE",
    "NEVER",
    "NOBODY",
    "NOBODY_FOUND",
    "NO_OWNER",
    "ONE_UNIT",
    "OPEN_STATES",
    "UNOWNED",
    "AgentOrder",
    "Allowance",
    "Alternative",
    "Assignment",
    "Attendance",
    "Board",
    "CalendarPeriod",
    "Candidate",
    "Cause",
    "Ceiling",
    "Change",
    "ChangeKind",
    "Counterfactual",
    "Demand",
    "Details",
    "Draft",
    "Draw",
    "EventType",
    "Explains",
    "Explanation",
    "GreaterNeed",
    "HandOver",
    "Held",
    "Hold",
    "Holds",
    "InHand",
    "Keeper",
    "Key",
    "Leave",
    "Memory",
    "MemoryChange",
    "Plan",
    "Preference",
    "Problem",
    "Reason",
    "ReasonCode",
    "Rejection",
    "RelaxedWait",
    "Remembers",
    "Setup",
    "Shifts",
    "Snapshot",
    "Solution",
    "Source",
    "TicketColumnsLike",
    "TicketState",
    "Traces",
    "Travel",
    "View",
    "WeighsWhole",
    "Workload",
    "check_plan",
    "count_loads",
    "expected_wait",
    "find_problems",
    "last_assignment",
    "number_rows",
    "open_tickets",
    "position_in_line",
    "reason_of",
    "tie_order",
]
