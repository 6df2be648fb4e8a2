"""Samples of tickets, each larger than the one before, that stand for all."""

from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers, Places
from ticketroute.strategies._transport._smoothed import Crowd

_SMALLEST: Final = 1000
_FOR_EACH_AGENT: Final = 2
_GROWTH: Final = 4


@attrs.frozen(eq=False)
class Sample:
    """Some tickets or all, and what finds their pairs."""

    nearby: Nearby
    crowd: Crowd
    is_all: bool


def samples(problem: Problem, whole: Nearby, cheapest: Places) -> Iterator[Sample]:
    """Go through samples; the last is all tickets.

    Tickets are taken at even distances from an order by kind and penalty, so that each kind is
    there as often as it should be. Without known kinds, the cheapest agent tells what a ticket is.

    Parameters
    ----------
    problem
        What is sampled.
    whole
        What finds pairs of all rows.
    cheapest
        ``shape (rows,)``, the cheapest agent of each row.
    """
    kind = cheapest if problem.row_of is None else problem.row_of
    order = np.lexsort((problem.penalty, kind))
    n_tickets = problem.n_tickets
    size = max(_FOR_EACH_AGENT * len(problem.capacity), _SMALLEST)
    while 3 * size < 2 * n_tickets:
        distance = n_tickets / size
        tickets = np.sort(order[(distance * (np.arange(size) + 0.5)).astype(np.intp)])
        nearby = whole if problem.row_of is not None else Nearby(problem.rows.take(tickets))
        row_of = None if problem.row_of is None else problem.row_of[tickets]
        yield Sample(nearby, _crowd(problem, row_of, problem.penalty[tickets]), is_all=False)
        size *= _GROWTH
    yield Sample(whole, _crowd(problem, problem.row_of, problem.penalty), is_all=True)


def _crowd(problem: Problem, row_of: Places | None, penalty: Integers) -> Crowd:
    weight = problem.n_tickets / len(penalty)
    capacity = problem.capacity.astype(np.float64)
    return Crowd(row_of, penalty.astype(np.float64), weight, capacity)
