"""How fast the best plan for all tickets is found and proven, beside compiled solvers.

Contestants take turns, and the median of the turns counts: from arrays to the agent of each ticket,
cold. All must find the same optimum. Peers get a row for each ticket; ours is told the types, as a
board knows them, where there are some.
"""

import argparse
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median
from time import perf_counter
from typing import Final

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: one thread for everybody

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.transport_instances import FAMILIES, RATIOS, Instance, make
from benchmarks.transport_live import measure_churn, measure_single
from benchmarks.transport_memory import measure_memory
from benchmarks.transport_peers import BY_HAND, OURS, PEERS, Agents, Solve, solve_ours, takes_part
from benchmarks.transport_strategy import measure_strategy

PACKAGES: Final = ("numpy", "scipy", "ortools", "POT", "pylmcf")
_SLOW: Final = 10.0
"""Who takes so many seconds gets one turn."""
NOTES: Final = """\
Milliseconds; in brackets how many times longer than ours. A dash: not asked, as it would take hours
or more memory than there is. "By hand": OR-tools given a node for each type, as an expert would."""


def cost_of(problem: Instance, agent: Agents) -> int:
    """Give what a plan costs, and insist that it keeps to the rules."""
    served = np.flatnonzero(agent >= 0)
    row = served if problem.groups is None else problem.groups[served]
    assert problem.eligible[row, agent[served]].all()
    assert (np.bincount(agent[served], minlength=len(problem.capacity)) <= problem.capacity).all()
    paid = problem.cost[row, agent[served]].sum(dtype=np.int64)
    return int(paid) + int(problem.penalty[agent < 0].sum())


def race(
    family: str, size: str, ratio: float, turns: int, without: Sequence[str]
) -> tuple[str, dict[str, float]]:
    """Give the seconds that each contestant takes for an instance."""
    problem = make(family, size, ratio)
    raw = problem.expanded()
    contestants: dict[str, tuple[Solve, Instance]] = {OURS: (solve_ours, problem)}
    for name, (solve, sizes) in PEERS.items():
        if takes_part(sizes, family, size) and name not in without:
            contestants[name] = solve, problem if name == BY_HAND else raw
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    optimum = cost_of(problem, solve_ours(problem))
    for _ in range(turns):
        for name, (solve, given) in contestants.items():
            if taken[name] and taken[name][0] > _SLOW:
                continue
            start = perf_counter()
            agent = solve(given)
            taken[name].append(perf_counter() - start)
            cost = cost_of(problem, agent)
            assert cost == optimum, (problem.name, name, cost, optimum)
    return problem.name, {name: median(times) for name, times in taken.items()}


def measure_races(
    families: Sequence[str], sizes: str, turns: int, without: Sequence[str] = ()
) -> Table:
    """Race on each instance."""
    table = Table("", title="The best plan, proven")
    for name in (OURS, *PEERS, "best raw peer"):
        table.add_column(name, justify="right")
    for size in sizes:
        for family in families:
            for ratio in RATIOS:
                name, row = race(family, size, ratio, turns, without)
                ours = row[OURS]
                cells = [
                    f"{1e3 * row[peer]:,.0f} ({row[peer] / ours:.2g})" if peer in row else "-"
                    for peer in PEERS
                ]
                raw = [row[peer] for peer in PEERS if peer in row and peer != BY_HAND]
                best = f"{min(raw) / ours:.2f}x" if raw else "-"
                table.add_row(name, f"{1e3 * ours:,.0f}", *cells, best)
                print(name, *(f"{key} {1e3 * each:.1f}" for key, each in row.items()), flush=True)
    return table


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one turn, sizes a and b")
    parser.add_argument("--sizes", default="abc", help="which sizes, of a to e; d and e take hours")
    parser.add_argument("--families", default="".join(FAMILIES), help="which of U, S, Q, P")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--without", nargs="*", default=(), choices=PEERS, help="leave out peers")
    parser.add_argument("--only", choices=("races", "live", "memory", "strategy"))
    given = parser.parse_args()
    sizes, turns = ("ab", 1) if given.quick else (given.sizes, given.turns)
    console = Console(width=170)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    console.print(python, *(f"{name} {version(name)}" for name in PACKAGES), sep=", ")
    solve_ours(make("P", "a", 1.1))
    if given.only in {None, "races"}:
        console.print(measure_races(given.families, sizes, turns, given.without), NOTES)
    if given.only in {None, "live"}:
        size = "b" if given.quick else "c"
        console.print(measure_single(size), measure_churn(size, turns))
    if given.only in {None, "strategy"}:
        console.print(measure_strategy(*((5_000, 100) if given.quick else (100_000, 1_000)), turns))
    if given.only in {None, "memory"} and not given.quick:
        console.print(measure_memory("d" if "d" in sizes else "c"))


if __name__ == "__main__":
    main()
