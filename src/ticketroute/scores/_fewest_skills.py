"""Prefer the agents who can do little else."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class FewestSkills:
    """Specialists first, the most flexible last: 0 for who has the most skills, 1 for none at all.

    ``1 - skills / most``, with the most skills that any agent has; the ticket does not matter, and
    neither do levels. Whoever can do many things stays free for what only he or she can do. Trap:
    a skill counts whether or not anybody ever asks for it.

    Examples
    --------
    >>> FewestSkills()
    FewestSkills()
    """

    reads = ()
    static = True

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        skills = np.array([len(agent.skills) for agent in view.agents], dtype=np.float64)
        few = 1.0 - skills / max(skills.max(initial=0.0), 1.0)
        return np.broadcast_to(few, (len(tickets), view.n_agents))
