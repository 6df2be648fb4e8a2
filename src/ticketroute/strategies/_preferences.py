"""Why a ticket has its second-best agent in the best plan for all: somebody's need is greater.

Let a place cost what it is worth, its price. A ticket that an agent has keeps its place because it
would lose at least that price anywhere else; and a ticket that has not got it would gain less.
"""

import numpy as np

from ticketroute.board import Preference
from ticketroute.strategies._places import PlacesProblem

_TINY = 1e-9


def preference_of(problem: PlacesProblem, ticket: int) -> Preference | None:
    """Give whom a ticket of a solved problem would have suited better, and who needs that agent."""
    columns, prices = problem.columns, problem.prices
    row = problem.tickets.index(ticket)
    own, scores = columns[row], problem.scores[problem.kind[row]]
    best = int(scores.argmax())
    if own < 0 or scores[best] <= scores[own] + _TINY:
        return None
    agent = problem.agent_of_column[best]
    holders = np.flatnonzero((columns >= 0) & (problem.agent_of_column[columns] == agent))
    if not len(holders):  # it would rather wait: only with penalties
        return None
    rows = problem.scores[problem.kind[holders]]
    elsewhere = np.where(problem.agent_of_column == agent, -np.inf, rows - prices).max(axis=1)
    needs = rows[np.arange(len(holders)), columns[holders]] - elsewhere
    least = int(needs.argmin())
    need = float(needs[least])
    return Preference(
        int(agent),
        float(scores[best] - scores[own]),
        problem.tickets[holders[least]],
        need if np.isfinite(need) else None,
    )
