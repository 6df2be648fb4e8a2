"""A proven optimum of a problem in whole numbers: good prices first, then the exact finish."""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._balance import Balance
from ticketroute.strategies._transport._first_holdings import Wishes, hold_counted, hold_single
from ticketroute.strategies._transport._holdings import Holdings, Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers

_MARGIN: Final = 1 / 64
"""How far pairs may be dearer than the cheapest, as a share of the highest price, at first."""


def solve(problem: Problem, price: Integers) -> Balance:
    """Find the optimum; any prices will do to start from, and better ones are faster.

    Parameters
    ----------
    problem
        With one agent or more, and one ticket or more.
    price
        ``int64, shape (m,)``.
    """
    price = np.clip(price, 0, problem.highest_price())
    penalties = Penalties.of(problem.penalty, problem.row_of, problem.rows.shape[0])
    holdings = hold_at(problem, penalties, price)
    margin = max(int(problem.highest_price() * _MARGIN), 1)
    balance = Balance(problem.rows, holdings, price, problem.capacity, margin)
    balance.finish()
    return balance


def hold_at(problem: Problem, penalties: Penalties, price: Integers) -> Holdings:
    """Give each ticket to an agent who is cheapest at some prices, or let it wait."""
    wishes = Wishes.at(problem.rows.near(price, 0), price, penalties)
    hold = hold_single if problem.row_of is None else hold_counted
    return hold(wishes, price, problem.capacity, penalties)
