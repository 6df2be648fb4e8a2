"""Runs with the luck of a simulation, worked out one after the other or side by side."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import MICROSECOND, to_microseconds
from ticketroute.simulation._first_come_starts import (
    SideBySide,
    starts_of_a_run,
    starts_of_one_agent,
)
from ticketroute.simulation._first_come_waits import FirstComeWaits
from ticketroute.simulation._luck import Luck, draw
from ticketroute.simulation._scenario import Scenario

Instants = NDArray[np.int64]

_FEW_RUNS: Final = 16
"""So many runs of several agents are quicker one after the other."""
_ROWS: Final = 256
"""How many tickets of each run are worked on at a time: what a processor keeps at hand."""
_MOST: Final = 1 << 62


def waits_of_runs(scenario: Scenario, seed: int, numbers: range) -> FirstComeWaits:
    """Work out some replications of a scenario that fits."""
    start = to_microseconds(scenario.start)
    end = start + (scenario.length + scenario.runs_on) // MICROSECOND
    # All agents have the same pace for a kind.
    paces = np.array([scenario.paces_for(kind.name)[0] for kind in scenario.kinds])
    lucks = (draw(scenario, seed, number) for number in numbers)
    pairs = [(luck.created, _needs(luck, paces)) for luck in lucks]
    bounds = np.cumsum([0, *(len(created) for created, _ in pairs)], dtype=np.int64)
    created, needs = (np.concatenate(columns) for columns in zip(*pairs, strict=True))
    del pairs
    started = _starts(np.maximum(created, start), needs, bounds, len(scenario.agents), end)
    # What would happen later is not simulated; the difference cannot run over as a sum might.
    happens = needs < end - started
    ended = np.add(started, needs, out=needs, where=happens)
    ended[~happens] = NEVER
    started[started >= end] = NEVER
    return FirstComeWaits(created, started, ended, bounds, numbers.start)


def _needs(luck: Luck, paces: NDArray[np.float64]) -> Instants:
    """Give how long each ticket takes at the pace for its kind."""
    if (paces == 1).all():
        return luck.work
    paced: Instants = np.rint(luck.work * paces[luck.kind]).astype(np.int64)
    return paced


def _starts(ready: Instants, needs: Instants, bounds: Instants, agents: int, end: int) -> Instants:
    """Give when each ticket is begun, by the quickest way that does not run over."""
    runs = len(bounds) - 1
    if float(needs.sum(dtype=np.float64)) + end > _MOST or (agents > 1 and runs > _FEW_RUNS):
        return _side_by_side(ready, needs, bounds, agents, end)
    starts = np.empty_like(ready)
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        part = slice(first, last)
        starts[part] = (
            starts_of_one_agent(ready[part], needs[part])
            if agents == 1
            else starts_of_a_run(ready[part], needs[part], agents)
        )
    return starts


def _side_by_side(
    ready: Instants, needs: Instants, bounds: Instants, agents: int, end: int
) -> Instants:
    """Cut all runs into parts of so many tickets, and work out the same part of all at once."""
    counts = np.diff(bounds)
    line = SideBySide(len(counts), agents, end)
    starts = np.empty_like(ready)
    for first in range(0, int(counts.max(initial=0)), _ROWS):
        left = np.clip(counts - first, 0, _ROWS).tolist()
        begins = (bounds[:-1] + first).tolist()
        parts = [slice(at, at + count) for at, count in zip(begins, left, strict=True)]
        shape = (max(left), len(parts))
        # Shorter runs go on with tickets that nobody will look at.
        coming, taking = np.full(shape, end), np.zeros(shape, dtype=np.int64)
        for run, part in enumerate(parts):
            coming[: left[run], run] = ready[part]
            taking[: left[run], run] = needs[part]
        begun = line.serve(coming, taking)
        for run, part in enumerate(parts):
            starts[part] = begun[: left[run], run]
    return starts
