"""What everything at once costs, and what the engine costs around any strategy."""

from datetime import timedelta
from statistics import median
from time import perf_counter_ns

import attrs

from benchmarks.simulation_cases import START
from ticketroute import Agent
from ticketroute.board import Shifts, View
from ticketroute.simulation import (
    HourlyPoisson,
    LogNormal,
    Policy,
    Scenario,
    TicketKind,
    simulate,
)
from ticketroute.sla import BusinessCalendar, StrictLevels
from ticketroute.strategies import LongestIdle, TicketByTicket

AGENTS = 60
TYPES = 12


def _desk(tickets: int) -> Scenario:
    """Make a desk with shifts, several in hand, slow-down, patience, bounces and reopenings."""
    early = BusinessCalendar.weekdays("06:00", "14:00", "Europe/Berlin")
    late = BusinessCalendar.weekdays("10:00", "18:00", "Europe/Berlin")
    agents = [
        Agent(
            id=f"agent{number:03}",
            capacity=3,
            skills={f"type{(number + step) % TYPES}": 1 for step in range(3)},
        )
        for number in range(AGENTS)
    ]
    kinds = [
        TicketKind(
            name=f"type{number}",
            handling=LogNormal(timedelta(minutes=12), variation=1.2),
            fields={
                "requirements": {f"type{number}": 1},
                "impact": 1 + number % 3,
                "urgency": 1 + number % 3,
            },
            patience=LogNormal(timedelta(hours=5)),
            bounce=0.1,
            reopen=0.05,
            reopen_after=LogNormal(timedelta(hours=8)),
        )
        for number in range(TYPES)
    ]
    per_hour = 300.0
    hours = dict.fromkeys(range(6, 18), per_hour)
    days = tickets / (per_hour * len(hours)) * 7 / 5
    return Scenario(
        start=START,
        length=timedelta(days=days),
        agents=agents,
        kinds=kinds,
        arrivals=HourlyPoisson(hours, tz="Europe/Berlin"),
        shifts=Shifts(
            calendars={
                agent.id: late if number % 2 else early for number, agent in enumerate(agents)
            }
        ),
        slow_down=[1, 0.8, 0.6],
    )


def all_features(tickets: int, rounds: int) -> str:
    """Measure everything at once, with urgent levels first and the longest idle agent."""
    scenario = _desk(tickets)
    policy = Policy(LongestIdle(order=StrictLevels()))
    journeys = simulate(scenario, policy, 1).journeys
    taken = []
    for _ in range(rounds):
        start = perf_counter_ns()
        simulate(scenario, policy, 1)
        taken.append((perf_counter_ns() - start) / len(journeys))
    counts = f"{journeys.bounces.sum():,} bounces, {journeys.reopenings.sum():,} reopenings"
    return (
        f"all features, {len(journeys):,} tickets ({counts}): {median(taken) / 1_000:.1f} us a "
        f"ticket, {1e9 / median(taken):,.0f} tickets a second"
    )


@attrs.define
class _Timed:
    """A function of a user's, and the time spent in it."""

    nanoseconds: int = 0
    calls: int = 0

    def __call__(self, view: View, ticket: int) -> int:
        """Pick the first who can."""
        start = perf_counter_ns()
        candidates = view.candidates(ticket)
        agent = int(candidates[0]) if len(candidates) else -1
        self.nanoseconds += perf_counter_ns() - start
        self.calls += 1
        return agent


def overhead_of_any_strategy(tickets: int, rounds: int) -> str:
    """Measure what an event costs around a strategy that somebody has written."""
    scenario = attrs.evolve(
        _desk(tickets),
        slow_down=(),
        shifts=None,
        kinds=[
            attrs.evolve(kind, patience=None, bounce=0.0, reopen=0.0, reopen_after=None)
            for kind in _desk(tickets).kinds
        ],
    )
    taken = []
    for _ in range(rounds):
        pick = _Timed()
        start = perf_counter_ns()
        result = simulate(scenario, TicketByTicket(pick), 1)
        around = perf_counter_ns() - start - pick.nanoseconds
        taken.append(around / (2 * len(result)))
    return f"around a user's strategy: {median(taken) / 1_000:.1f} us an event, beside its own time"
