"""What a profile's tickets and the agents mean to each other, worked out once."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._loads import ONE_UNIT
from ticketroute.board._workload import Workload
from ticketroute.eligibility import READS, Roster, standing_row
from ticketroute.model import Ticket

ELIGIBILITY_FIELDS: Final = (*READS, "effort")
"""The ticket fields that decide who may have it and how much room it needs."""


class EligibilityProfile:
    """Who passes the standing checks for the tickets of one profile.

    Attributes
    ----------
    failed
        Standing checks that each agent fails, ``ndarray of uint16, shape (n_agents,)``.
    agents
        Positions of the agents who fail none, ascending.
    agent_list
        The same as a list of plain integers.
    passes
        1 for those agents, else 0; ``passes[agent]`` reads one.
    demand
        The limits that a ticket draws on, and how much.
    queue
        The queue of its tickets, or None.
    draws_one_unit
        Whether that is one unit of the total limit and nothing else.
    """

    __slots__ = ("agent_list", "agents", "demand", "draws_one_unit", "failed", "passes", "queue")

    def __init__(self, roster: Roster, workload: Workload, ticket: Ticket) -> None:
        self.failed: NDArray[np.uint16] = standing_row(roster, ticket)
        self.agents: NDArray[np.intp] = np.flatnonzero(self.failed == 0)
        self.agent_list: list[int] = self.agents.tolist()
        self.passes = (self.failed == 0).tobytes()
        self.demand = workload.demand(ticket.channel, ticket.effort)
        self.queue = ticket.queue
        self.draws_one_unit = self.demand == ONE_UNIT
