"""Minimum shares: agents who must get so many tickets, whatever that costs.

Places that must be used ask less than the others of an agent, by a bonus. That is a problem of the
same form. If the bonus is large enough, all places with a bonus are taken, and then the plan is the
cheapest of those that keep to the shares. How large that is need not be known: whether shares are
kept is seen, and prices prove the rest from the costs alone. A share that costs something makes for
a negative price: with it, tickets come by themselves.
"""

from concurrent.futures import Executor
from typing import Final

import attrs
import numpy as np

from ticketroute.model import refuse
from ticketroute.strategies._transport._components import pairs_of, solve_by_parts
from ticketroute.strategies._transport._flow import most_flow
from ticketroute.strategies._transport._problem import Problem
from ticketroute.strategies._transport._reading import LARGEST
from ticketroute.strategies._transport._rows import (
    CostArray,
    DenseRows,
    Integers,
    Places,
    Rows,
    SparseRows,
    forbidden,
)
from ticketroute.strategies._transport._wholes import MOST_IN_ALL

_GROWTH: Final = 8
_NAMED: Final = 10
"""So many agents are named in a message."""


def solve_with_shares(
    problem: Problem, least: Integers, warm: Integers | None, executor: Executor | None
) -> tuple[Places, Integers]:
    """Give the agent of each ticket, the number of agents where it waits, and prices of agents.

    Parameters
    ----------
    problem
        With one agent or more, and one ticket or more; costs in 64 bits, as prices go far.
    least
        ``int64, shape (m,)``, how many tickets each agent must get; one or more for somebody.
    warm, executor
        As in `solve_by_parts`.
    """
    n_agents, span = len(least), _span(problem)
    bonus, price = 2 * span, warm
    while True:
        if bonus > LARGEST or problem.n_tickets * bonus > MOST_IN_ALL:
            expected = "costs and penalties that differ less: sums would not be exact with shares"
            raise refuse("at_least", expected, span)
        offers = problem.offers.with_bonus(least, bonus)
        agent, price = solve_by_parts(attrs.evolve(problem, offers=offers), price, executor)
        got = np.bincount(agent, minlength=n_agents + 1)[:n_agents]
        if (got >= least).all():
            return agent, price
        if bonus == 2 * span:  # dear, and hardly ever needed
            require_possible(problem, least)
        bonus *= _GROWTH


def require_possible(problem: Problem, least: Integers) -> None:
    """Insist on shares that eligible tickets allow, and name the agents who ask for too many."""
    pairs = pairs_of(problem.rows)
    n_rows, n_agents = pairs.shape
    row_of, row_of_pairs = problem.row_of, pairs.row_of_pairs()
    supply = (
        np.ones(n_rows, dtype=np.int64)
        if row_of is None
        else np.bincount(row_of, minlength=n_rows).astype(np.int64)
    )
    agents, sink = n_rows + np.arange(n_agents), n_rows + n_agents + 1
    most = np.minimum(least, problem.n_tickets + 1)
    beyond = [(agents, np.full(n_agents, sink), most)]
    holder_row, holder, amount = most_flow(pairs, supply, beyond, sink + 1)
    got = np.bincount(holder, weights=amount, minlength=n_agents)
    short = got < most
    while short.any():
        # Whoever has a ticket that one of them could have asks for it as well.
        wanted = np.zeros(n_rows, dtype=np.bool_)
        wanted[row_of_pairs[short[pairs.agent]]] = True
        more = short.copy()
        more[holder[wanted[holder_row]]] = True
        if (more == short).all():
            raise too_few(np.flatnonzero(short), int(supply[wanted].sum()), int(least[short].sum()))
        short = more


def too_few(agents: Places, n_tickets: int, asked: int) -> ValueError:
    """Build the error for agents for whom there are not tickets enough."""
    names = ", ".join(str(each) for each in agents[:_NAMED].tolist())
    names += f" and {len(agents) - _NAMED} more" if len(agents) > _NAMED else ""
    expected = f"at most {n_tickets} in all for agents {names}, as no more tickets may go to them"
    return refuse("at_least", expected, asked)


def widened(rows: Rows) -> Rows:
    """Keep costs as 64-bit integers."""
    if isinstance(rows, DenseRows):
        return DenseRows(_wide(rows.cost))
    pairs = pairs_of(rows)
    return SparseRows(pairs.start, pairs.agent, pairs.cost.astype(np.int64), pairs.n_agents)


def _wide(cost: CostArray) -> Integers:
    wide: Integers = cost.astype(np.int64)
    wide[cost >= forbidden(cost.dtype)] = forbidden(wide.dtype)
    return wide


def _span(problem: Problem) -> int:
    """Say how much costs, with what places ask, and penalties differ at most, and one more."""
    asked, waiting = problem.offers.ask, problem.penalty
    least = problem.rows.lowest() + int(asked.min())
    most = problem.rows.highest() + int(asked.max())
    return max(most, int(waiting.max())) - min(least, int(waiting.min())) + 1
