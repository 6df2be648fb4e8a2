"""Formulas of queueing theory, in minutes; checked in test_theory_references.py."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def birth_death(
    births: Callable[[int], float], deaths: Callable[[int], float], states: int
) -> NDArray[np.float64]:
    """Give how likely 0, 1, 2 ... are where a number only goes up and down by one."""
    ratios = [births(number) / deaths(number + 1) for number in range(states - 1)]
    weights = np.cumprod([1.0, *ratios])
    return np.asarray(weights / weights.sum())


def erlang_b(agents: int, load: float) -> float:
    """Give how likely all agents are busy if nobody waits."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(agents: int, load: float) -> float:
    """Give how likely somebody waits if all do."""
    blocked = erlang_b(agents, load)
    return blocked / (1 - load / agents * (1 - blocked))


def wait_of_many(agents: int, per_minute: float, handling: float) -> float:
    """Give the mean wait in one line before several agents with exponential work (M/M/c)."""
    load = per_minute * handling
    return erlang_c(agents, load) * handling / (agents - load)


def wait_of_one(per_minute: float, mean: float, variation: float) -> float:
    """Give the mean wait before one agent with any work (Pollaczek and Khinchine)."""
    load = per_minute * mean
    return load * mean * (1 + variation**2) / (2 * (1 - load))


def tail_of_many(agents: int, per_minute: float, handling: float, longer: float) -> float:
    """Give how likely somebody waits longer than so many minutes (M/M/c, first come first)."""
    load = per_minute * handling
    return erlang_c(agents, load) * math.exp(-(agents - load) * longer / handling)


def root_of_erlang_arrivals(stages: int, per_minute: float, handling: float) -> float:
    """Give how likely somebody waits before one agent who gets every so-manieth of a stream.

    That is E_k/M/1: the root below 1 of ``root = transform(rate * (1 - root))`` for the Laplace
    transform of the time between arrivals.
    """
    root = 0.5
    for _ in range(500):
        root = (per_minute / (per_minute + (1 - root) / handling)) ** stages
    return root
