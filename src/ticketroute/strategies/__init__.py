"""Who gets it: strategies, each a value that takes a view and gives a plan."""

from ticketroute.strategies._bounded import Bounded
from ticketroute.strategies._broadcast import Broadcast
from ticketroute.strategies._by_case import ByCase
from ticketroute.strategies._by_level import ByLevel
from ticketroute.strategies._by_pair_index import ByPairIndex
from ticketroute.strategies._by_queue import ByQueue
from ticketroute.strategies._by_surge import BySurge, SurgeTest
from ticketroute.strategies._earliest_finish import EarliestFinish
from ticketroute.strategies._fair_by_hours import FairByHours
from ticketroute.strategies._fastest_first import FastestFirst
from ticketroute.strategies._fewest_given import FewestGiven
from ticketroute.strategies._fewest_open import FewestOpen
from ticketroute.strategies._first_of import FirstOf
from ticketroute.strategies._fixed_queue_ratio import FixedQueueRatio
from ticketroute.strategies._greedy import SKILL_WEIGHTED, Greedy, SkillWeighted
from ticketroute.strategies._in_turn import (
    InTurn,
    TicketByTicket,
    picked_agent,
    serve_in_turn,
)
from ticketroute.strategies._least_recently_assigned import LeastRecentlyAssigned
from ticketroute.strategies._longest_idle import IdleClock, LongestIdle
from ticketroute.strategies._lowest_load_ratio import LowestLoadRatio
from ticketroute.strategies._mix import Mix
from ticketroute.strategies._most_spare_capacity import MostSpareCapacity
from ticketroute.strategies._optimal import OptimalAssignment
from ticketroute.strategies._power_of_choices import PowerOfChoices
from ticketroute.strategies._preferred import Preferred
from ticketroute.strategies._proportional_shares import ProportionalShares
from ticketroute.strategies._protocols import PicksAgent, PicksTicket, Strategy
from ticketroute.strategies._reserve import Reserve
from ticketroute.strategies._round_robin import RoundRobin
from ticketroute.strategies._sequential import Sequential
from ticketroute.strategies._specialists_first import SpecialistsFirst
from ticketroute.strategies._weighted_random import WeightedRandom

__all__ = [
    "SKILL_WEIGHTED",
    "Bounded",
    "Broadcast",
    "ByCase",
    "ByLevel",
    "ByPairIndex",
    "ByQueue",
    "BySurge",
    "EarliestFinish",
    "FairByHours",
    "FastestFirst",
    "FewestGiven",
    "FewestOpen",
    "FirstOf",
    "FixedQueueRatio",
    "Greedy",
    "IdleClock",
    "InTurn",
    "LeastRecentlyAssigned",
    "LongestIdle",
    "LowestLoadRatio",
    "Mix",
    "MostSpareCapacity",
    "OptimalAssignment",
    "PicksAgent",
    "PicksTicket",
    "PowerOfChoices",
    "Preferred",
    "ProportionalShares",
    "Reserve",
    "RoundRobin",
    "Sequential",
    "SkillWeighted",
    "SpecialistsFirst",
    "Strategy",
    "SurgeTest",
    "TicketByTicket",
    "WeightedRandom",
    "picked_agent",
    "serve_in_turn",
]
