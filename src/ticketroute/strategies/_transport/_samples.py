"""Samples of tickets, each larger than the one before, that stand for all."""

from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers, Places, Rows, SparseRows
from ticketroute.strategies._transport._smoothed import Crowd, Takers

_SMALLEST: Final = 1000
_FOR_EACH_AGENT: Final = 2
_GROWTH: Final = 4
_SEED: Final = 20261123


@attrs.frozen(eq=False)
class Sample:
    """Some tickets, and what finds their pairs."""

    nearby: Nearby
    crowd: Crowd


def samples(problem: Problem) -> Iterator[Sample]:
    """Go through samples of tickets with rows of their own, all of them smaller than the whole.

    Tickets are taken at even distances from an order by kind and penalty, so that each kind is
    there as often as it should be.
    """
    n_tickets, n_agents = problem.rows.shape
    size = max(_FOR_EACH_AGENT * n_agents, _SMALLEST)
    if 3 * size >= 2 * n_tickets:
        return
    order = np.lexsort((problem.penalty, _kinds(problem.rows)))
    while 3 * size < 2 * n_tickets:
        distance = n_tickets / size
        tickets = np.sort(order[(distance * (np.arange(size) + 0.5)).astype(np.intp)])
        yield Sample(
            Nearby(problem.rows.take(tickets)), crowd_of(problem, problem.penalty[tickets])
        )
        size *= _GROWTH


def crowd_of(problem: Problem, penalty: Integers) -> Crowd:
    """Let tickets with rows of their own stand for all, given their penalties."""
    offers = problem.offers
    return Crowd(
        tickets=Takers(
            group=None,
            value=penalty.astype(np.float64),
            count=np.asarray(problem.n_tickets / len(penalty)),
            blur=np.zeros(()),
        ),
        places=Takers(
            group=offers.owner(),
            value=-offers.ask.astype(np.float64),
            count=offers.counts.astype(np.float64),
            blur=np.zeros(()),
        ),
    )


def _kinds(rows: Rows) -> Places | Integers:
    """Guess what kind of ticket each row is of: by who may take it, or by who is cheapest."""
    n_agents = rows.shape[1]
    if isinstance(rows, SparseRows):
        number = np.random.default_rng(_SEED).integers(0, 1 << 40, n_agents)
        kinds: Integers = np.add.reduceat(number[rows.agent], rows.start[:-1])
        if len(np.unique(kinds)) <= n_agents:
            return kinds
    return rows.cheapest(np.zeros(n_agents, dtype=np.int64))[1]
