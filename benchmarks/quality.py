"""How good the decisions are: every installed strategy on synthetic days, one table.

A day of ten hours at a desk that is staffed for its expected load. Every five minutes the waiting
tickets are handed out; an agent may have three tickets in hand, and a ticket leaves when its
handling time is over: about an hour, shorter for those who are better at it. Arrivals, types and
handling times are drawn per ticket beforehand, so every strategy meets the same day.
"""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from ticketroute import Agent, Board, Setup, Ticket, decide
from ticketroute.plugins import available
from ticketroute.sla import Targets

MORNING = datetime(2026, 5, 4, 8, tzinfo=UTC)
TICK = timedelta(minutes=5)
HOURS = 10
SKILLS = tuple(f"skill{number}" for number in range(8))
HANDLING = timedelta(hours=1)
IN_HAND = 3
TARGETS = Targets({1: timedelta(minutes=30), 2: timedelta(hours=2)}, default=timedelta(hours=4))
DAYS = {"150": 150, "200": 200, "500": 500, "500 + surge": 500, "5,000": 5000}


@attrs.frozen
class Day:
    """Tickets in the order of their arrival, how long each takes at level 3, and who is there."""

    tickets: list[Ticket]
    hours: list[float]
    agents: list[Agent]


@attrs.define
class Outcome:
    """What became of a day under a strategy."""

    waits: list[float]
    late: int
    left: int
    fit: list[float]
    busy: list[float]
    seconds: float

    @property
    def jain(self) -> float:
        """Fairness of handling hours over agents, 1 for equal shares."""
        busy = np.array(self.busy)
        return float(busy.sum() ** 2 / (len(busy) * (busy**2).sum()))


def make_day(number: int, *, surge: bool, seed: int = 1) -> Day:
    """Draw a day of so many tickets; a surge puts half as many again into two hours."""
    rng = np.random.default_rng([seed, number, int(surge)])
    arrivals = rng.uniform(0, HOURS, number)
    if surge:
        arrivals = np.concatenate([arrivals, rng.uniform(3, 5, number // 2)])
    agents = int(np.ceil(number * 1.0 / (HOURS * IN_HAND * 0.9)))
    return Day(
        [_draw_ticket(rng, place, hour) for place, hour in enumerate(np.sort(arrivals))],
        rng.lognormal(-0.125, 0.5, len(arrivals)).tolist(),
        [_draw_agent(rng, place) for place in range(agents)],
    )


def _draw_ticket(rng: np.random.Generator, place: int, hour: float) -> Ticket:
    return Ticket(
        id=f"ticket{place:05}",
        created=MORNING + timedelta(hours=float(hour)),
        requirements={SKILLS[int(rng.integers(len(SKILLS)))]: 1},
        impact=int(rng.choice([1, 2, 3], p=[0.1, 0.3, 0.6])),
    )


def _draw_agent(rng: np.random.Generator, place: int) -> Agent:
    """Draw four of eight skills; every skill is somebody's, whatever the size of the desk."""
    held = {place % len(SKILLS), *rng.choice(len(SKILLS), 3, replace=False).tolist()}
    skills = {SKILLS[skill]: int(rng.integers(1, 6)) for skill in sorted(held)}
    return Agent(id=f"agent{place:04}", capacity=IN_HAND, skills=skills)


def run(day: Day, strategy: str) -> Outcome:
    """Hand a day out under a strategy, tick by tick, until everything that can be is served."""
    board = Board(day.agents, setup=Setup(targets=TARGETS))
    agents = {agent.id: agent for agent in day.agents}
    tickets = {ticket.id: place for place, ticket in enumerate(day.tickets)}
    outcome = Outcome([], 0, 0, [], [0.0] * len(day.agents), 0.0)
    rank = {agent_id: place for place, agent_id in enumerate(agents)}
    ends: list[tuple[datetime, str]] = []
    for now, arrived in _ticks(day):
        board.submit(arrived, now)
        for _, ticket_id in [each for each in ends if each[0] <= now]:
            board.release(ticket_id)
        ends = [each for each in ends if each[0] > now]
        started = time.perf_counter()
        plan = decide(board.view(now), strategy)
        board.commit(plan)
        outcome.seconds += time.perf_counter() - started
        for each in plan.assignments:
            ticket = day.tickets[tickets[each.ticket_id]]
            level = agents[each.agent_id].level(ticket.requirements[0].skill) or 0.0
            hours = day.hours[tickets[ticket.id]] * (1.3 - 0.1 * level)
            ends.append((now + timedelta(hours=hours), ticket.id))
            outcome.busy[rank[each.agent_id]] += hours
            outcome.fit.append(level / 5)
            outcome.waits.append((now - ticket.created) / timedelta(minutes=1))
            due = TARGETS.due(ticket)
            outcome.late += due is not None and now > due
    outcome.left = len(day.tickets) - len(outcome.waits)
    return outcome


def _ticks(day: Day) -> Iterator[tuple[datetime, list[Ticket]]]:
    """Go through the day and six hours more, with the tickets that came since the last tick."""
    now, first = MORNING, 0
    while now < MORNING + timedelta(hours=HOURS + 6):
        now += TICK
        last = first
        while last < len(day.tickets) and day.tickets[last].created <= now:
            last += 1
        yield now, day.tickets[first:last]
        first = last


def main() -> None:
    """Run every strategy on every day and print one table."""
    console = Console(width=120 if not sys.stdout.isatty() else None)
    table = Table(title="Synthetic days: waits until dispatch in minutes; late against targets")
    for column in ("tickets", "agents", "strategy", "served", "mean", "P90", "late", "fit", "Jain"):
        table.add_column(column, justify="left" if column == "strategy" else "right")
    table.add_column("us / decision", justify="right")
    for label, number in DAYS.items():
        day = make_day(number, surge="surge" in label)
        for strategy in available():
            console.print(f"{label} tickets: {strategy}", style="dim")
            outcome = run(day, strategy)
            waits = np.array(outcome.waits)
            table.add_row(
                label,
                str(len(day.agents)),
                strategy,
                f"{len(waits):,}",
                f"{waits.mean():.1f}",
                f"{np.percentile(waits, 90):.1f}",
                f"{outcome.late / len(day.tickets):.1%}",
                f"{np.mean(outcome.fit):.2f}",
                f"{outcome.jain:.3f}",
                f"{outcome.seconds / len(waits) * 1e6:.0f}",
            )
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
