"""How fast the live desk is: life cycles, growth, single calls, memory, replay, a naive peer.

Contestants take turns in rounds, and the median of the rounds counts. Before they are timed, they
run the same life cycles and must give the same tickets to the same agents in the same order.
"""

import argparse
import math
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from statistics import median
from time import perf_counter_ns
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.live_calls import measure_calls
from benchmarks.live_cases import Case, Faces, Kernel, make_ticket, naive, public
from benchmarks.live_figures import Contestant, Size, race, require_same, tabulate
from benchmarks.live_state import measure_memory, measure_replay
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.sla.urgency import LinearAgeing, ShareOfTargetUsed

NOTES = """\
Medians of interleaved rounds on shared cores, with garbage collection. A cycle: submit, dispatch,
accept if there are offers, start, resolve, dispatch, each call at its own time; tickets are made
beforehand. Busy: who becomes free is served from the backlog. Quiet: half of the room is free, and
what waits nobody may have. Kernel: moves on a board by position, without log and settings."""

BACKLOGS: Final = (0, 10, 100, 1_000, 10_000, 100_000)
FULL: Final = Size(
    21, 200, BACKLOGS, 5_000, 50_000, 1_000_000, ((100, 1_000, 20), (1_000, 10_000, 1))
)
QUICK: Final = Size(7, 200, BACKLOGS[:-1], 500, 5_000, 50_000, ((100, 1_000, 5),))

GOALS: Final = {"public": (25_000, 60_000), "kernel": (100_000, 200_000)}
"""Cycles a second, and what would be splendid."""
RULES: Final[Mapping[str, tuple[UrgencyRule, float | None]]] = {
    "earliest due": (EarliestDue(), None),
    "linear ageing": (LinearAgeing({1: 240, 2: 60}), None),
    "share of target": (ShareOfTargetUsed(), 5.0),
}
"""Rules, and the goal in ns for each waiting ticket; without one, growth is to be logarithmic."""

# Life cycles

PEERS = ("ticketroute", "naive, skips the busy", "naive")


def measure_cycles(size: Size) -> Table:
    """Time full life cycles through the public face and in the kernel."""
    contestants: dict[str, Contestant] = {}
    for case in (Case(offers=o, quiet=q) for q in (False, True) for o in (True, False)):
        kind = f"{'quiet' if case.quiet else 'busy'}, {'offers' if case.offers else 'no offers'}"
        pair = {"public": Contestant(public(case)), "kernel": Contestant(Kernel(case))}
        require_same(list(pair.values()), size.cycles)
        contestants |= {f"{face}, {kind}": each for face, each in pair.items()}
    rounds = {name: partial(each.round, size.cycles) for name, each in contestants.items()}
    taken = race(size.rounds, rounds | {"made": partial(_make_tickets, size.cycles)})
    rows: list[Sequence[str]] = []
    for name in sorted(contestants, key=lambda name: name.startswith("kernel")):
        speed, (goal, stretch) = 1e6 / taken[name], GOALS[name.split(",")[0]]
        figures = (f"{taken[name]:.1f}", f"{speed:,.0f}", f"{goal:,} ({speed / goal:.2f})")
        rows.append((name, *figures, f"{stretch:,} ({speed / stretch:.2f})"))
    rows.append(("to make the ticket beforehand", f"{taken['made']:.1f}"))
    headings = ("us", "a second", "goal (share)", "stretch (share)")
    return tabulate("Life cycles, 100 agents, 1,000 waiting", headings, rows)


def _make_tickets(number: int) -> float:
    created = datetime.now(UTC)
    start = perf_counter_ns()
    for place in range(number):
        make_ticket("ticket", created, place)
    return (perf_counter_ns() - start) / number / 1_000


# Growth


def measure_growth(size: Size) -> Table:
    """Time the two pairs of calls that lead to a decision, at growing backlogs."""
    rows = []
    for name, (rule, goal) in RULES.items():
        desks = {n: Contestant(public(Case(backlog=n, order=rule))) for n in size.backlogs}
        taken: dict[str, dict[int, list[float]]] = {}
        for _ in range(size.rounds):
            for backlog, desk in desks.items():
                for what, each in _time_pairs(desk, size.cycles // 4).items():
                    taken.setdefault(what, {}).setdefault(backlog, []).append(each)
        for what, series in taken.items():
            medians = {backlog: median(each) for backlog, each in series.items()}
            figures = (f"{each:.1f}" for each in medians.values())
            rows.append((f"{name}: {what}", *figures, *_growth(medians, goal)))
    headings = (*(f"{n:,}" for n in size.backlogs), "ns a ticket", "growth / log", "goal")
    return tabulate("Growth with the backlog, us (100 agents, no offers)", headings, rows)


def _time_pairs(contestant: Contestant, cycles: int) -> dict[str, float]:
    """Run life cycles, and give the median microseconds of each pair of calls."""
    runner = contestant.desk
    assert isinstance(runner, Faces)
    desk, freed, come = runner.desk, [], []
    for turn in contestant.turns(cycles):
        at, ticket_id = turn.at, runner.working.popleft()
        start = perf_counter_ns()
        desk.submit(turn.ticket, at[0])
        given = desk.dispatch(at[1])
        come.append(perf_counter_ns() - start)
        runner.begin(given, at[2])
        start = perf_counter_ns()
        desk.resolve(ticket_id, at[3])
        given = desk.dispatch(at[4])
        freed.append(perf_counter_ns() - start)
        runner.begin(given, at[5])
    return {"resolve, dispatch": median(freed) / 1_000, "submit, dispatch": median(come) / 1_000}


def _growth(taken: Mapping[int, float], goal: float | None) -> tuple[str, str, str]:
    """Give the slope of the straight line through all, and growth against the logarithm's."""
    slope = float(np.polyfit([*taken], [*taken.values()], 1)[0]) * 1_000
    few, many = sorted(taken)[-3], max(taken)
    growth = taken[many] / taken[few] / (math.log(many) / math.log(few))
    return f"{slope:.2f}", f"{growth:.2f}", f"{goal:g} ns a ticket" if goal else "growth / log 1"


# Peers


def measure_peers(size: Size) -> Table:
    """Time the same life cycles beside desks in plain Python."""
    rows = []
    for agents, backlog, cycles in size.peers:
        case = Case(agents=agents, backlog=backlog, offers=True)
        desks = {
            "ticketroute": Contestant(public(case)),
            "naive, skips the busy": Contestant(naive(case, skips_the_busy=True)),
            "naive": Contestant(naive(case, skips_the_busy=False)),
        }
        require_same(list(desks.values()), cycles)
        often = {name: cycles if name == "naive" else size.cycles for name in desks}
        rounds = {name: partial(each.round, often[name]) for name, each in desks.items()}
        taken = race(max(size.rounds // 4, 3), rounds)
        ours = taken["ticketroute"]
        figures = (f"{each:,.0f} ({each / ours:,.1f})" for each in taken.values())
        rows.append((f"{agents:,} agents, {backlog:,} waiting", *figures))
    return tabulate("Busy, with offers: us a cycle (ratio to ours)", [*PEERS], rows)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller sizes")
    parser.add_argument("--only", help="a table: cycles, growth, calls, memory, replay, peers")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else FULL
    console = Console(width=150 if not sys.stdout.isatty() else None)
    console.print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}", end=", ")
    console.print(f"{platform.python_implementation()} {platform.python_version()}", end=", ")
    console.print(f"numpy {version('numpy')}, attrs {version('attrs')}")
    console.print(NOTES)
    for name, measure in MEASURES.items():
        if arguments.only in (None, name):
            console.print(measure(size))


MEASURES: Final = {
    "cycles": measure_cycles,
    "growth": measure_growth,
    "calls": measure_calls,
    "memory": measure_memory,
    "replay": measure_replay,
    "peers": measure_peers,
}

if __name__ == "__main__":
    main()
