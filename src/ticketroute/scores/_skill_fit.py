"""Prefer the agents who are best at what the ticket asks for."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket


@attrs.frozen
class SkillFit:
    """The most proficient first: mean level over the ticket's skills, each scaled to 0-1.

    A level is divided by the highest level that any agent has in that skill; a skill that an
    agent lacks counts 0. Required and optional skills count alike, so an optional one tells
    apart the agents who may all have the ticket. 0 for a ticket without requirements.

    Examples
    --------
    >>> SkillFit()
    SkillFit()
    """

    reads = ("requirements",)
    static = True

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        rows = np.zeros((len(tickets), view.n_agents))
        for place, ticket in enumerate(tickets):
            for requirement in ticket.requirements:
                levels = np.nan_to_num(view.roster.levels(requirement.skill))
                highest = levels.max(initial=0.0)
                if highest > 0:
                    rows[place] += levels / highest / len(ticket.requirements)
        return rows
