"""A proven optimum of a problem in whole numbers: good prices first, then the exact finish."""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._balance import Balance
from ticketroute.strategies._transport._first_holdings import Wishes, hold_counted, hold_single
from ticketroute.strategies._transport._holdings import Holdings
from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._opening import opening_prices
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._rows import Integers

_MARGIN: Final = 1 / 64
"""How far pairs may be dearer than the cheapest, as a share of the highest price, at first."""

_MANY: Final = 10
_MORE: Final = 5
"""Tickets are given out anew as long as many faults are left, and that mends more than a chain."""
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
    n_agents = problem.rows.shape[1]
    nearby = Nearby(problem.rows)
    penalties = Penalties.of(problem.penalty, problem.row_of, problem.rows.shape[0])
    margin = max(int(problem.highest_price() * _MARGIN), 1)
    if warm is not None:
        price = np.clip(warm, *problem.price_range())
    elif problem.n_tickets * n_agents <= _SMALL:
        price = problem.offers.lowest.copy()
    else:
        price, margin = opening_prices(problem, nearby, penalties)
    return balanced(problem, nearby, penalties, price, margin)


def balanced(
    problem: Problem, nearby: Nearby, penalties: Penalties, price: Integers, margin: int
) -> Balance:
    """Give each ticket to an agent who is cheapest at some prices, and finish from there."""
    holdings = _held(problem, nearby, penalties, price)
    balance = Balance(nearby, holdings, price, problem.offers, margin)
    # Where many pairs cost the same, a step of prices lets many tickets change at once.
    while (before := balance.faults()) > _MANY:
        balance.step()
        trial = Balance(
            nearby,
            _held(problem, nearby, penalties, balance.price),
            balance.price,
            problem.offers,
            margin,
        )
        if trial.faults() > before - _MORE:
            break
        balance = trial
    balance.finish()
    return balance


def _held(problem: Problem, nearby: Nearby, penalties: Penalties, price: Integers) -> Holdings:
    """Give each ticket to an agent who is cheapest at some prices, as evenly as they admit."""
    wishes = Wishes.at(nearby.find(price, 0), price, penalties)
    hold = hold_single if problem.row_of is None else hold_counted
    return hold(wishes, price, problem.offers, penalties)
