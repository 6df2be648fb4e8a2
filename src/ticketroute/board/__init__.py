"""Where things stand: the kernel of columns, views, plans, invariants and reasons."""

from ticketroute.board._board import Board
from ticketroute.board._draft import Draft
from ticketroute.board._explanation import Candidate, Explanation, Rejection
from ticketroute.board._hooks import Alternative, Explains, Remembers, WeighsWhole
from ticketroute.board._in_hand import InHand
from ticketroute.board._invariants import Problem, check_plan, find_problems
from ticketroute.board._memory import Memory, MemoryChange
from ticketroute.board._plan import Assignment, Plan, Solution
from ticketroute.board._reasons import Reason, ReasonCode
from ticketroute.board._standing import AgentOrder, last_assignment, open_tickets
from ticketroute.board._ticket_frame import TicketColumnsLike
from ticketroute.board._view import NOBODY, Snapshot, View
from ticketroute.board._workload import ONE_UNIT, Demand, Workload

__all__ = [
    "NOBODY",
    "ONE_UNIT",
    "AgentOrder",
    "Alternative",
    "Assignment",
    "Board",
    "Candidate",
    "Demand",
    "Draft",
    "Explains",
    "Explanation",
    "InHand",
    "Memory",
    "MemoryChange",
    "Plan",
    "Problem",
    "Reason",
    "ReasonCode",
    "Rejection",
    "Remembers",
    "Snapshot",
    "Solution",
    "TicketColumnsLike",
    "View",
    "WeighsWhole",
    "Workload",
    "check_plan",
    "find_problems",
    "last_assignment",
    "open_tickets",
]
