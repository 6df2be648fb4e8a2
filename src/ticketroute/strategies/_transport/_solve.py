"""A proven optimum of a problem in whole numbers: good prices first, then the exact finish."""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._balance import Balance
from ticketroute.strategies._transport._first_holdings import Wishes, hold_counted, hold_single
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._opening import opening_prices
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers

_MARGIN: Final = 1 / 64
"""How far pairs may be dearer than the cheapest, as a share of the highest price, at first."""

_SMALL: Final = 1 << 11
"""With fewer pairs, prices to start from cost more than they save."""


def solve(problem: Problem, warm: Integers | None = None) -> Balance:
    """Find the optimum; any prices will do to start from, and better ones are faster.

    Parameters
    ----------
    problem
        With one agent or more, and one ticket or more.
    warm
        ``int64, shape (m,)``, prices to start from, if there are any.
    """
    n_agents = len(problem.capacity)
    nearby = Nearby(problem.rows)
    margin = max(int(problem.highest_price() * _MARGIN), 1)
    if warm is not None:
        price = np.clip(warm, 0, problem.highest_price())
    elif problem.n_tickets * n_agents <= _SMALL:
        price = np.zeros(n_agents, dtype=np.int64)
    else:
        price, margin = opening_prices(problem, nearby)
    return balanced(problem, nearby, price, margin)


def balanced(problem: Problem, nearby: Nearby, price: Integers, margin: int) -> Balance:
    """Give each ticket to an agent who is cheapest at some prices, and finish from there."""
    penalties = Penalties.of(problem.penalty, problem.row_of, problem.rows.shape[0])
    wishes = Wishes.at(nearby.find(price, 0), price, penalties)
    hold = hold_single if problem.row_of is None else hold_counted
    holdings = hold(wishes, price, problem.capacity, penalties)
    balance = Balance(nearby, holdings, price, problem.capacity, margin)
    balance.finish()
    return balance
