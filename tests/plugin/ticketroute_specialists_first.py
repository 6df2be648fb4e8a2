"""Give each ticket to the candidate with the fewest skills, so that generalists stay free."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute import Ticket, View
from ticketroute.strategies import Greedy


def few_skills(view: View, tickets: Sequence[Ticket]) -> NDArray[np.float64]:
    """Score an agent by how few skills he or she has; the ticket does not matter."""
    skills = np.array([len(agent.skills) for agent in view.agents], dtype=np.float64)
    return np.tile(-skills, (len(tickets), 1))


SPECIALISTS_FIRST = Greedy(few_skills)
