"""How much memory solving takes at its peak, beyond the arrays of the problem: one process each."""

import resource
import subprocess
import sys
from typing import Final

from rich.table import Table

from benchmarks.transport_instances import Instance, make
from benchmarks.transport_peers import OURS, PEERS, solve_ours, takes_part

_ASKED: Final = ("U", "S", "P")


def measure_memory(size: str) -> Table:
    """Measure each contestant in a process of its own."""
    table = Table("", title=f"Peak memory over the arrays, MiB, size {size}")
    names = (OURS, *PEERS)
    for name in names:
        table.add_column(name, justify="right")
    for family in _ASKED:
        cells = []
        for name in names:
            sizes = PEERS[name][1] if name in PEERS else size
            asked = takes_part(sizes, family, size)
            cells.append(f"{_peak_of(family, size, name):,.0f}" if asked else "-")
        table.add_row(f"{family}-{size} 1.1", *cells)
    return table


def _peak_of(family: str, size: str, name: str) -> float:
    command = [sys.executable, "-m", "benchmarks.transport_memory", family, size, name]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print_peak(family: str, size: str, name: str) -> None:
    solve = PEERS[name][0] if name in PEERS else solve_ours
    solve(make("S", "a", 1.1) if "hand" in name else make("S", "a", 1.1).expanded())
    problem: Instance = make(family, size, 1.1)
    if name in PEERS and "hand" not in name:
        problem = problem.expanded()
    before = _peak()
    solve(problem)
    print(_peak() - before)


if __name__ == "__main__":
    _print_peak(*sys.argv[1:])
