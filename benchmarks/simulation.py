"""How quickly desks are simulated, beside SimPy and Ciw on the same tickets with the same answer.

``python -m benchmarks.simulation [--quick]``. Contestants take turns in one process; each figure is
the median of the rounds. A contestant whose mean wait differs from ours stops the benchmark.
"""

import argparse
import platform
import tracemalloc
from collections.abc import Callable, Mapping
from importlib.metadata import version
from math import isclose
from statistics import median
from time import perf_counter_ns
from typing import Final

import numpy as np
from rich.console import Console

from benchmarks.live_figures import tabulate
from benchmarks.simulation_cases import Case, one_line, two_skills_each
from benchmarks.simulation_features import all_features, overhead_of_any_strategy
from benchmarks.simulation_peers import (
    Outcome,
    ciw_by_skill,
    ciw_one_line,
    simpy_dispatcher,
    simpy_filter_store,
    simpy_impatient,
    simpy_one_line,
)
from ticketroute.simulation import first_come_waits, simulate

Peer = Callable[[Case], Outcome]

ROUGHLY: Final = 0.15
"""Ciw hands out handling times as work begins, so that leavers shift them: equal in law only."""


def ours(case: Case) -> Outcome:
    """Simulate a case with ticketroute."""
    journeys = simulate(case.scenario, case.policy, case.luck.seed).journeys
    served = journeys.agent >= 0
    waits = (journeys.first_assigned - journeys.created)[served]
    return float(waits.mean()) / 1e6, int((~served).sum())


def race(case: Case, peers: Mapping[str, Peer], rounds: int) -> list[str]:
    """Let all simulate a case in turns; give microseconds a ticket, and ratios to ours."""
    taken: dict[str, list[int]] = {name: [] for name in ("ours", *peers)}
    expected = ours(case)
    for _ in range(rounds):
        for name, simulation in {"ours": ours, **peers}.items():
            start = perf_counter_ns()
            outcome = simulation(case)
            taken[name].append(perf_counter_ns() - start)
            _require_same(case, name, outcome, expected)
    each = {name: median(times) / len(case.luck) / 1_000 for name, times in taken.items()}
    mine = each.pop("ours")
    ratios = [f"{time:.1f} us, {time / mine:.1f} x" for time in each.values()]
    return [case.name, f"{mine:.2f} us", *ratios]


def _require_same(case: Case, name: str, outcome: Outcome, expected: Outcome) -> None:
    is_exact = not (name == "Ciw" and case.luck.patience is not None)
    tolerance = 1e-6 if is_exact else ROUGHLY
    assert isclose(outcome[0], expected[0], rel_tol=tolerance), (case.name, name, outcome, expected)
    assert isclose(outcome[1], expected[1], rel_tol=tolerance), (case.name, name, outcome, expected)


def first_come(agents: int, tickets: int, runs: int, rounds: int) -> list[str]:
    """Measure the fast path, one run and many shorter ones together, beside SimPy."""
    case, short = one_line(agents, tickets), one_line(agents, tickets // 100)
    waits = first_come_waits(case.scenario, case.luck.seed).waits
    assert isclose(float(waits.mean()) / 1e6, simpy_one_line(case)[0], rel_tol=1e-6)
    contestants: dict[str, tuple[int, Callable[[], object]]] = {
        "SimPy": (len(case.luck), lambda: simpy_one_line(case)),
        "one": (len(case.luck), lambda: first_come_waits(case.scenario, case.luck.seed)),
        "many": (
            runs * len(short.luck),
            lambda: first_come_waits(short.scenario, case.luck.seed, replications=runs),
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (count, run) in contestants.items():
            start = perf_counter_ns()
            run()
            taken[name].append((perf_counter_ns() - start) / count / 1_000)
    simpy, one, many = (median(times) for times in taken.values())
    return [
        f"{case.name}, {runs:,} runs of {len(short.luck):,}",
        f"{simpy:.1f} us",
        f"{one:.3f} us, {simpy / one:.0f} x",
        f"{many:.3f} us, {simpy / many:.0f} x",
    ]


def memory(tickets: int) -> str:
    """Weigh the columns of a run."""
    case = one_line(100, tickets)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    result = simulate(case.scenario, case.policy, case.luck.seed)
    kept, peak = (each - before for each in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    return (
        f"complete columns and stays: {kept / len(result):.0f} bytes a ticket kept, "
        f"{peak / len(result):.0f} at the peak"
    )


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the tickets, fewer rounds")
    quick = parser.parse_args().quick
    tickets, rounds = (20_000, 3) if quick else (200_000, 5)
    console = Console(width=120)
    libraries = [f"{name} {version(name)}" for name in ("numpy", "simpy", "ciw")]
    console.print(
        f"Python {platform.python_version()}, {', '.join(libraries)}, {tickets:,} tickets"
    )
    one: dict[str, Peer] = {"SimPy": simpy_one_line, "Ciw": ciw_one_line}
    rows = [race(one_line(agents, tickets), one, rounds) for agents in (10, 100)]
    impatient: dict[str, Peer] = {"SimPy": simpy_impatient, "Ciw": ciw_one_line}
    rows.append(race(one_line(100, tickets // 2, load=1.0, patient=False), impatient, rounds))
    console.print(_table("Simulation of one line, per ticket", ["ticketroute", *one], rows))
    skilled: dict[str, Peer] = {
        "SimPy, own dispatcher": simpy_dispatcher,
        "SimPy FilterStore": simpy_filter_store,
        "Ciw, own node": ciw_by_skill,
    }
    rows = [race(two_skills_each(90, tickets), skilled, rounds)]
    console.print(_table("Skills, per ticket", ["ticketroute", *skilled], rows))
    rows = [first_come(agents, tickets, 1_000, rounds) for agents in (1, 10, 100)]
    columns = ["SimPy", "fast path, one run", "1,000 runs together"]
    console.print(_table("First come, first served, per ticket", columns, rows))
    console.print(all_features(tickets, rounds))
    console.print(overhead_of_any_strategy(tickets // 10, rounds))
    console.print(memory(tickets))


def _table(title: str, columns: list[str], rows: list[list[str]]) -> object:
    return tabulate(title, columns, rows)


if __name__ == "__main__":
    np.seterr(all="raise")
    main()
