"""Prices to start from: the smoothed dual, cooled step by step, on samples first and then on all.

A hot problem has few features, and a small sample of tickets shows them. As it cools, the noise of
the sample would come through; then a larger sample takes over.
"""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._basis import tree_prices
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._samples import samples
from ticketroute.strategies._transport._settling import settle
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread

_HOTTEST: Final = 1 / 256
"""The first temperature, as a share of the highest price."""
_COOLING: Final = 4.0
_WARMER: Final = 2.0
_WARMER_WHERE_SHARED: Final = 4.0
"""How much warmer it gets for a larger sample."""
_COLDEST: Final = 0.5
"""Whole numbers have no features smaller than this."""
_ENOUGH: Final = 1.0
"""A sample serves until fewer of its tickets than this waver, for each agent."""
_SETTLED: Final = 0.7
"""Cool enough: fewer tickets than this waver, for each agent."""
_NOTICED: Final = 0.01
"""So many tickets going one way are noticed."""
_DOUBT: Final = 16
"""Prices are expected to be this near to the best, in temperatures."""


def opening_prices(problem: Problem, nearby: Nearby) -> tuple[Integers, int]:
    """Give prices near the best, and how near they may be expected to be.

    Parameters
    ----------
    problem
        The problem.
    nearby
        What finds pairs of the problem's rows; it keeps what it saw last.
    """
    value, cheapest = problem.rows.cheapest(np.zeros(len(problem.capacity), dtype=np.int64))
    price = np.full(len(problem.capacity), float(_uniform_price(problem, value)))
    heat = max(problem.highest_price() * _HOTTEST, _COLDEST)
    best = price.astype(np.int64)
    for sample in samples(problem, nearby, cheapest):
        limit = _SETTLED if sample.is_all else _ENOUGH * sample.crowd.weight
        while True:
            price, now = settle(sample.nearby, sample.crowd, price, heat)
            if now.wavering() < limit or heat <= _COLDEST or _is_forest(problem, now):
                break
            heat = max(heat / _COOLING, _COLDEST)
        if sample.is_all:
            best = _whole_prices(problem, sample.crowd, price, now)
        else:  # what the next sample has to tell is not seen when it is too cold
            heat *= _WARMER if problem.row_of is None else _WARMER_WHERE_SHARED
    return best, int(_DOUBT * heat) if heat > 1 else 1


def _uniform_price(problem: Problem, value: Integers) -> int:
    """Give the price that would leave as many tickets as there are places, if all agents had it."""
    places = int(problem.capacity.sum())
    if places >= problem.n_tickets:
        return 0
    gain = problem.penalty - (value if problem.row_of is None else value[problem.row_of])
    return max(int(-np.partition(-gain, places)[places]), 0)


def _is_forest(problem: Problem, now: Spread) -> bool:
    """Say whether rows that are shared are split as in an optimal plan: without going in circles.

    Then tickets of a kind waver between agents however cool it gets.
    """
    used = int(np.count_nonzero(now.flow() > _NOTICED))
    return problem.row_of is not None and used < sum(now.pairs.shape)


def _whole_prices(problem: Problem, crowd: Crowd, price: Floats, now: Spread) -> Integers:
    """Round prices, or take those along the tree of the largest flows if they are better."""
    highest = problem.highest_price()
    rounded = np.clip(np.rint(price), 0, highest).astype(np.int64)
    tree = np.clip(tree_prices(crowd, now, price), 0, highest)
    return max((tree, rounded), key=problem.bound)
