"""Prices to start from: the smoothed dual, cooled step by step.

Where tickets share rows, they are looked at in bundles. Where each has its own, a small sample
shows the few features of a hot problem. As it cools, the noise of the sample would come through;
then a larger sample takes over.
"""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._basis import tree_prices
from ticketroute.strategies._transport._bundles import ladder_of_places, ladder_of_tickets
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._path import Path
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._samples import crowd_of, samples
from ticketroute.strategies._transport._settling import Range
from ticketroute.strategies._transport._smoothed import Crowd, Spread

_HOTTEST: Final = 1 / 64
"""The first temperature, as a share of the highest price."""
_PROPORTION: Final = 16
"""Penalties that are so many times larger than all differences are as good as larger ones."""
_ENOUGH: Final = 1.0
"""A sample serves until fewer of its tickets than this waver, for each agent."""
_SETTLED: Final = 0.7
"""Cool enough: fewer tickets than this waver, for each agent."""
_NOTICED: Final = 0.01
"""So many tickets going one way are noticed."""
_BEYOND: Final = 4
"""So many times it gets cooler after rows are split as in an optimal plan."""
_DOUBT: Final = 16
_DOUBT_WHERE_SHARED: Final = 64
"""Prices are expected to be this near to the best, in temperatures."""


def opening_prices(problem: Problem, nearby: Nearby, penalties: Penalties) -> tuple[Integers, int]:
    """Give prices near the best, and how near they may be expected to be.

    Parameters
    ----------
    problem
        The problem.
    nearby
        What finds pairs of the problem's rows; it keeps what it saw last.
    penalties
        The penalties of the problem, by row.
    """
    value, _ = problem.rows.cheapest(np.zeros(problem.rows.shape[1], dtype=np.int64))
    lowest, highest = problem.price_range()
    price = np.maximum(_uniform_price(problem, value), lowest).astype(np.float64)
    heat = _first_heat(problem)
    path = Path(price, heat, Range(lowest.astype(np.float64), highest.astype(np.float64)))
    if problem.row_of is None:
        crowd, now = _by_samples(problem, nearby, path)
        doubt = _DOUBT * path.heat
    else:
        crowd, now = _by_bundles(problem, nearby, penalties, path)
        doubt = _DOUBT_WHERE_SHARED * path.heat
    return _whole_prices(problem, crowd, path, now), int(doubt) + 1


def _first_heat(problem: Problem) -> float:
    """Give a temperature at which prices hang on few features."""
    size = problem.highest_price()
    if problem.row_of is not None:  # penalties may be out of all proportion
        span = problem.rows.highest() - problem.rows.lowest() + int(np.ptp(problem.penalty))
        size = min(size, _PROPORTION * span)
    return size * _HOTTEST + 1


def _uniform_price(problem: Problem, value: Integers) -> int:
    """Give the price that would leave as many tickets as there are places, if all agents had it."""
    places = int(problem.capacity.sum())
    if places >= problem.n_tickets:
        return 0
    gain = problem.penalty - (value if problem.row_of is None else value[problem.row_of])
    return max(int(-np.partition(-gain, places)[places]), 0)


def _by_samples(problem: Problem, nearby: Nearby, path: Path) -> tuple[Crowd, Spread]:
    """Follow the path with larger and larger samples, then all, to where hardly a ticket wavers."""
    for sample in samples(problem):
        _follow(path, sample.nearby, sample.crowd, _ENOUGH * float(sample.crowd.tickets.count))
    crowd = crowd_of(problem, problem.penalty)
    return crowd, _follow(path, nearby, crowd, _SETTLED)


def _follow(path: Path, nearby: Nearby, crowd: Crowd, limit: float) -> Spread:
    """Follow the path with the same tickets until fewer than a limit waver."""
    path.start_anew()
    while (now := path.settle(nearby, crowd)).wavering() >= limit and not path.is_at_end:
        path.cool()
    return now


def _by_bundles(
    problem: Problem, nearby: Nearby, penalties: Penalties, path: Path
) -> tuple[Crowd, Spread]:
    """Follow the path to where tickets of a row waver only between agents who share it for good."""
    tickets, places = ladder_of_tickets(penalties), ladder_of_places(problem.offers)
    beyond = 0
    while True:
        price = path.whole()
        value, _ = problem.rows.cheapest(price)
        crowd = Crowd(tickets.bundles(value), places.bundles(-price))
        now = path.settle(nearby, crowd)
        beyond += beyond > 0 or _is_forest(now)
        if beyond > _BEYOND or path.is_at_end:
            return crowd, now
        path.cool()


def _is_forest(now: Spread) -> bool:
    """Say whether rows that are shared are split as in an optimal plan: without going in circles.

    Then tickets of a kind waver between agents however cool it gets.
    """
    return int(np.count_nonzero(now.flow() > _NOTICED)) < sum(now.pairs.shape)


def _whole_prices(problem: Problem, crowd: Crowd, path: Path, now: Spread) -> Integers:
    """Round prices, or take those along the tree of the largest flows if they are better."""
    lowest, highest = problem.price_range()
    rounded = np.clip(path.whole(), lowest, highest)
    tree = np.clip(tree_prices(crowd, now, path.price), lowest, highest)
    return max((tree, rounded), key=problem.bound)
