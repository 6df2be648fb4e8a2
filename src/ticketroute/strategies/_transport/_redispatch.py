"""Tickets that somebody holds already, planned anew: a move has to be worth its cost."""

from concurrent.futures import Executor

import attrs
import numpy as np
from numpy.typing import ArrayLike

from ticketroute.model import refuse
from ticketroute.strategies._transport._reading import (
    LARGEST,
    CostLike,
    Matrix,
    Numbers,
    Pairs,
    agents_or_none,
    count_tickets,
    numbers,
    positions,
    read_cost,
)
from ticketroute.strategies._transport._result import Transport
from ticketroute.strategies._transport._rows import Places
from ticketroute.strategies._transport._transport import transport


def redispatch(
    cost: CostLike,
    capacity: ArrayLike,
    *,
    holder: ArrayLike,
    moving: ArrayLike,
    penalty: ArrayLike,
    eligible: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    at_least: ArrayLike | None = None,
    fixed: ArrayLike | None = None,
    executor: Executor | None = None,
) -> Transport:
    """Plan work anew that is given out, but not started; what changes hands costs extra.

    The plan is the best with that cost counted, and proven like any other: a ticket moves if the
    gain to all is more than the moves that it takes.

    Parameters
    ----------
    holder
        ``integers, shape (n,)``, who has each ticket now; -1 where it waits.
    moving
        0 or more, one number or ``shape (n,)``: what it costs to take the ticket from its holder,
        whether somebody else gets it or it waits. Tickets that wait now come at no such cost.
    cost, capacity, penalty, eligible, groups, at_least, fixed, executor
        As in `transport`. A holder who is no longer eligible, or has fewer places than tickets,
        has to give them away, at that cost. Started work is `fixed`.

    Returns
    -------
    Transport
        With `moving` counted in the objective, and in what tickets pay.

    Raises
    ------
    ValueError, TypeError
        As `transport`; also if a holder or a cost of moving is not as above.

    Examples
    --------
    Agent 0 has both tickets. A move costs 2, which is worth it for ticket 1 only:

    >>> result = redispatch([[4, 3], [5, 1]], [2, 2], holder=[0, 0], moving=2, penalty=9)
    >>> result.agent, result.objective
    (array([0, 1]), 7)
    """
    given = read_cost(cost, eligible)
    n_rows, n_agents = given.shape
    n_tickets = count_tickets(cost, groups)
    kinds = None if groups is None else positions("groups", groups, n_rows)
    held = agents_or_none("holder", holder, n_tickets, n_agents)
    charge = np.where(held >= 0, _per_ticket("moving", moving, n_tickets), 0)
    wrong = np.flatnonzero(~((charge >= 0) & np.isfinite(charge)))
    if len(wrong):
        raise refuse("moving", "finite numbers of 0 or more", charge[wrong[0]].item())
    if kinds is None:
        first, numbers_of_rows, rows = np.arange(n_tickets), None, np.arange(n_tickets)
    else:
        first, numbers_of_rows = _alike(kinds, held, charge)
        rows = kinds[first]
    charged = _charged(given, rows, held[first], charge[first])
    return transport(
        charged.cost if isinstance(charged, Matrix) else _sparse(charged),
        capacity,
        penalty=_per_ticket("penalty", penalty, n_tickets) + charge,
        eligible=charged.allowed,
        groups=numbers_of_rows,
        at_least=at_least,
        fixed=fixed,
        executor=executor,
    )


def _per_ticket(field: str, given: ArrayLike, n_tickets: int) -> Numbers:
    """Read one number, or one for each ticket, as one for each."""
    array = numbers(field, given, min(np.ndim(given), 1))
    if array.shape not in {(), (n_tickets,)}:
        raise refuse(field, f"one number, or shape ({n_tickets},)", array.shape)
    if array.dtype.kind == "f":
        return np.broadcast_to(array, n_tickets)
    too_large = (array > LARGEST) | (array < -LARGEST)  # sums would overflow
    if too_large.any():
        raise refuse(field, f"at most {LARGEST} in size", int(array[too_large][0]))
    return np.broadcast_to(array.astype(np.int64), n_tickets)


def _alike(kinds: Places, held: Places, charge: Numbers) -> tuple[Places, Places]:
    """Give one ticket of each sort that costs the same, and the number of each ticket's sort."""
    different, rank = np.unique(charge, return_inverse=True)
    key = (kinds * (int(held.max(initial=0)) + 2) + held + 1) * max(len(different), 1) + rank
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return first, number


def _charged(given: Matrix | Pairs, rows: Places, held: Places, charge: Numbers) -> Matrix | Pairs:
    """Give rows in which everybody but the holder costs more."""
    if isinstance(given, Matrix):
        cost = numbers("cost", given.cost[rows] + charge[:, None], 2)
        own = np.flatnonzero(held >= 0)
        cost[own, held[own]] = given.cost[rows[own], held[own]]
        return Matrix(cost, None if given.allowed is None else given.allowed[rows])
    count = np.diff(given.start)[rows]
    start = np.concatenate(([0], np.cumsum(count)))
    pair = np.repeat(given.start[rows] - start[:-1], count) + np.arange(start[-1])
    agent = given.agent[pair]
    extra = np.where(agent == np.repeat(held, count), 0, np.repeat(charge, count))
    return attrs.evolve(given, cost=given.cost[pair] + extra, start=start, agent=agent)


def _sparse(pairs: Pairs) -> CostLike:
    from scipy.sparse import csr_array

    return csr_array((pairs.cost, pairs.agent, pairs.start), shape=pairs.shape)
