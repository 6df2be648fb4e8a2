"""Who gets it: strategies, each a value that takes a view and gives a plan."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ticketroute.strategies._in_turn import InTurn, TicketByTicket, picked_agent, serve_in_turn
from ticketroute.strategies._protocols import PicksAgent, PicksTicket, Strategy

if TYPE_CHECKING:
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
    from ticketroute.strategies._in_buckets import InBuckets
    from ticketroute.strategies._least_recently_assigned import LeastRecentlyAssigned
    from ticketroute.strategies._longest_idle import IdleClock, LongestIdle
    from ticketroute.strategies._lowest_load_ratio import LowestLoadRatio
    from ticketroute.strategies._mix import Mix
    from ticketroute.strategies._most_spare_capacity import MostSpareCapacity
    from ticketroute.strategies._optimal import OptimalAssignment
    from ticketroute.strategies._place_values import PlaceValue, PlaceValues
    from ticketroute.strategies._power_of_choices import PowerOfChoices
    from ticketroute.strategies._preferred import Preferred
    from ticketroute.strategies._proportional_shares import ProportionalShares
    from ticketroute.strategies._regret import Regret, RegretRow, regret
    from ticketroute.strategies._reserve import Reserve
    from ticketroute.strategies._round_robin import RoundRobin
    from ticketroute.strategies._sequential import Sequential
    from ticketroute.strategies._specialists_first import SpecialistsFirst
    from ticketroute.strategies._transport._redispatch import redispatch
    from ticketroute.strategies._transport._result import Transport
    from ticketroute.strategies._transport._state import TransportState
    from ticketroute.strategies._transport._transport import transport
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
    "InBuckets",
    "InTurn",
    "LeastRecentlyAssigned",
    "LongestIdle",
    "LowestLoadRatio",
    "Mix",
    "MostSpareCapacity",
    "OptimalAssignment",
    "PicksAgent",
    "PicksTicket",
    "PlaceValue",
    "PlaceValues",
    "PowerOfChoices",
    "Preferred",
    "ProportionalShares",
    "Regret",
    "RegretRow",
    "Reserve",
    "RoundRobin",
    "Sequential",
    "SkillWeighted",
    "SpecialistsFirst",
    "Strategy",
    "SurgeTest",
    "TicketByTicket",
    "Transport",
    "TransportState",
    "WeightedRandom",
    "picked_agent",
    "redispatch",
    "regret",
    "serve_in_turn",
    "transport",
]

# Where the strategies stand: imported when one is asked for.
_LATE: Final = {
    "Bounded": "_bounded",
    "Broadcast": "_broadcast",
    "ByCase": "_by_case",
    "ByLevel": "_by_level",
    "ByPairIndex": "_by_pair_index",
    "ByQueue": "_by_queue",
    "BySurge": "_by_surge",
    "SurgeTest": "_by_surge",
    "EarliestFinish": "_earliest_finish",
    "FairByHours": "_fair_by_hours",
    "FastestFirst": "_fastest_first",
    "FewestGiven": "_fewest_given",
    "FewestOpen": "_fewest_open",
    "FirstOf": "_first_of",
    "FixedQueueRatio": "_fixed_queue_ratio",
    "SKILL_WEIGHTED": "_greedy",
    "Greedy": "_greedy",
    "SkillWeighted": "_greedy",
    "InBuckets": "_in_buckets",
    "LeastRecentlyAssigned": "_least_recently_assigned",
    "IdleClock": "_longest_idle",
    "LongestIdle": "_longest_idle",
    "LowestLoadRatio": "_lowest_load_ratio",
    "Mix": "_mix",
    "MostSpareCapacity": "_most_spare_capacity",
    "OptimalAssignment": "_optimal",
    "PlaceValue": "_place_values",
    "PlaceValues": "_place_values",
    "PowerOfChoices": "_power_of_choices",
    "Preferred": "_preferred",
    "ProportionalShares": "_proportional_shares",
    "Regret": "_regret",
    "RegretRow": "_regret",
    "Reserve": "_reserve",
    "RoundRobin": "_round_robin",
    "Sequential": "_sequential",
    "SpecialistsFirst": "_specialists_first",
    "Transport": "_transport._result",
    "TransportState": "_transport._state",
    "redispatch": "_transport._redispatch",
    "regret": "_regret",
    "transport": "_transport._transport",
    "WeightedRandom": "_weighted_random",
}


def __getattr__(name: str) -> object:
    """Import a strategy when it is asked for."""
    if name in _LATE:
        value: object = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
        globals()[name] = value
        return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
