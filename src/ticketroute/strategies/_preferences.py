"""Why a ticket has its second-best agent in the best plan for all: somebody's need is greater.

Let a place cost what it is worth, its price. A ticket that an agent has would lose at least that
price anywhere else. One that has not got the agent would gain at most that price, less that of the
place it has. So the need of those who have the agent is never smaller than the gain of the others.
"""

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Preference
from ticketroute.strategies._places import PlacesProblem

_TINY = 1e-9


def preference_of(
    problem: PlacesProblem, agents: NDArray[np.intp], ticket: int
) -> Preference | None:
    """Give whom a ticket would have suited better, and who needs that agent.

    Parameters
    ----------
    problem
        What was solved.
    agents
        Who gets each ticket in a best plan, or `NOBODY`; it need not be the one that solving the
        problem again gives, as prices hold for all best plans.
    ticket
        Position of the ticket.
    """
    row = problem.tickets.index(ticket)
    scores = problem.scores[problem.kind[row]]
    best = int(problem.agent_of_column[scores.argmax()])
    if agents[row] in (best, NOBODY):
        return None
    holders = np.flatnonzero(agents == best)
    if not len(holders):  # it would rather wait: only with penalties
        return None
    taken = _columns(problem, agents, holders)
    asked = problem.last_asks(agents)
    rows = problem.scores[problem.kind[holders]]
    elsewhere = np.where(problem.agent_of_column == best, -np.inf, rows - problem.prices)
    needs = rows[np.arange(len(holders)), taken] - asked[taken] - elsewhere.max(axis=1)
    least = int((needs <= needs.min() + _TINY).argmax())  # of equals the most urgent
    own = _columns(problem, agents, np.array([row]))[0]
    gain = float(scores[taken[least]] - asked[taken[least]] - (scores[own] - asked[own]))
    if gain <= _TINY:
        return None
    # The ticket would leave a place of its own behind, which is worth something to others.
    need = float(needs[least] - (problem.prices[own] - asked[own]))
    rival = problem.tickets[holders[least]]
    return Preference(best, gain, rival, need if np.isfinite(need) else None)


def _columns(
    problem: PlacesProblem, agents: NDArray[np.intp], rows: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Give the column of some served tickets: of those of the agent, the one at its best."""
    is_own = problem.agent_of_column == agents[rows][:, np.newaxis]
    left = problem.scores[problem.kind[rows]] - problem.prices
    columns: NDArray[np.intp] = np.where(is_own, left, -np.inf).argmax(axis=1)
    return columns
