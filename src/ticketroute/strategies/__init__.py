"""Who gets it: strategies, each a value that takes a view and gives a plan."""

from ticketroute.strategies._by_queue import ByQueue
from ticketroute.strategies._fewest_open import FewestOpen
from ticketroute.strategies._greedy import SKILL_WEIGHTED, Greedy, SkillWeighted
from ticketroute.strategies._in_turn import (
    InTurn,
    TicketByTicket,
    picked_agent,
    serve_in_turn,
)
from ticketroute.strategies._least_recently_assigned import LeastRecentlyAssigned
from ticketroute.strategies._optimal import OptimalAssignment
from ticketroute.strategies._protocols import PicksAgent, PicksTicket, Strategy
from ticketroute.strategies._round_robin import RoundRobin

__all__ = [
    "SKILL_WEIGHTED",
    "ByQueue",
    "FewestOpen",
    "Greedy",
    "InTurn",
    "LeastRecentlyAssigned",
    "OptimalAssignment",
    "PicksAgent",
    "PicksTicket",
    "RoundRobin",
    "SkillWeighted",
    "Strategy",
    "TicketByTicket",
    "picked_agent",
    "serve_in_turn",
]
