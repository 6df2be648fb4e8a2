"""How fast a plan follows: one ticket more or less, and a share of all tickets at a time."""

from statistics import mean, median
from time import perf_counter
from typing import Final

import numpy as np
from rich.table import Table

from benchmarks.transport_instances import Instance, make
from ticketroute.strategies import TransportState, transport

_SINGLE: Final = 200
_CASES: Final = (("U", 1.1), ("U", 0.7), ("P", 1.1), ("P", 0.7))


def _state(problem: Instance, n_first: int) -> TransportState:
    return TransportState(
        problem.cost[:n_first],
        problem.capacity,
        penalty=problem.penalty[:n_first],
        eligible=problem.eligible[:n_first],
    )


def _add(state: TransportState, problem: Instance, ticket: int) -> None:
    state.add(
        problem.cost[ticket],
        penalty=int(problem.penalty[ticket]),
        eligible=problem.eligible[ticket],
    )


def _cold(problem: Instance, tickets: np.ndarray) -> tuple[float, float]:
    """Give the seconds and the objective of a new solution."""
    cost, eligible = problem.cost[tickets], problem.eligible[tickets]
    start = perf_counter()
    result = transport(
        cost,
        problem.capacity,
        penalty=problem.penalty[tickets],
        eligible=None if eligible.all() else eligible,
    )
    return perf_counter() - start, result.objective


def measure_single(size: str) -> Table:
    """Time single arrivals and departures; the plan is optimal after each."""
    table = Table("", title=f"One ticket, ms (median / mean / most of {_SINGLE})")
    for name in ("added", "removed", "cold", "cold / added"):
        table.add_column(name, justify="right")
    for family, ratio in _CASES:
        problem = make(family, size, ratio)
        n = len(problem.penalty)
        state = _state(problem, n - _SINGLE)
        added = [_timed(_add, state, problem, ticket) for ticket in range(n - _SINGLE, n)]
        seconds, objective = _cold(problem, np.arange(n))
        assert state.objective == objective
        gone = np.random.default_rng(5).choice(n, _SINGLE, replace=False)
        removed = [_timed(TransportState.remove, state, int(ticket)) for ticket in gone]
        assert state.check().gap == 0
        ratio_of_cold = f"{1e3 * seconds / median(added):.0f}"
        table.add_row(
            problem.name, _three(added), _three(removed), f"{1e3 * seconds:.0f}", ratio_of_cold
        )
    return table


def measure_churn(size: str, turns: int) -> Table:
    """Time a batch in which 2 % of tickets come and 2 % go, against a new solution."""
    table = Table("", title="4 % of tickets at once, ms")
    for name in ("followed", "cold", "cold / followed"):
        table.add_column(name, justify="right")
    for family, ratio in _CASES:
        problem = make(family, size, ratio)
        n = len(problem.penalty)
        some = n // 50
        followed, cold = [], []
        for turn in range(turns):
            state = _state(problem, n - some)
            gone = np.random.default_rng(turn).choice(n - some, some, replace=False)
            start = perf_counter()
            with state.batch():
                for ticket in gone.tolist():
                    state.remove(ticket)
                for ticket in range(n - some, n):
                    _add(state, problem, ticket)
            followed.append(perf_counter() - start)
            seconds, objective = _cold(problem, np.setdiff1d(np.arange(n), gone))
            assert state.objective == objective
            cold.append(seconds)
        ours, new = 1e3 * median(followed), 1e3 * median(cold)
        table.add_row(problem.name, f"{ours:.0f}", f"{new:.0f}", f"{new / ours:.1f}")
    return table


def _timed(call: object, *arguments: object) -> float:
    assert callable(call)
    start = perf_counter()
    call(*arguments)
    return 1e3 * (perf_counter() - start)


def _three(times: list[float]) -> str:
    return f"{median(times):.2f} / {mean(times):.2f} / {max(times):.1f}"
