"""What a profile's tickets and the agents mean to each other, worked out once."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._loads import BY_PRESENCE, ONE_UNIT, Closure
from ticketroute.board._setup import Setup
from ticketroute.board._workload import Workload
from ticketroute.eligibility import READS, Roster, standing_row
from ticketroute.model import Presence, Ticket

ELIGIBILITY_FIELDS: Final = (*READS, "presence", "effort")
"""The ticket fields that always decide who may have it and how much room it needs."""

_OVERLOOKED: Final = {
    Presence.ACTIVE: Closure(0),
    Presence.AWAY: Closure.AWAY,
    Presence.OFFLINE: BY_PRESENCE,
}
"""What does not close an agent to tickets that may also go to such as are so present."""


def fields_read(workload: Workload, setup: Setup) -> tuple[str, ...]:
    """Name the ticket fields that decide who may have it, how much room it needs and how long."""
    fields: dict[str, None] = dict.fromkeys(ELIGIBILITY_FIELDS)
    # A limit that no agent has any more is still counted.
    has_types = any(kind == "type" for kind, _ in workload.limits)
    if has_types or (setup.shifts is not None and setup.shifts.enough_for_ticket):
        fields["type"] = None  # by which tickets take longer or not
    for reads in (setup.eligibility, *setup.allowances):
        fields.update(dict.fromkeys(reads.reads if reads else ()))
    return tuple(fields)


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
    overlooks
        What may close agents to others, but not to its tickets: bits of ``Closure``.
    draws_one_unit
        Whether it draws one unit of the total limit, and nothing else, and overlooks nothing.
    """

    __slots__ = (
        "agent_list",
        "agents",
        "demand",
        "draws_one_unit",
        "failed",
        "overlooks",
        "passes",
        "queue",
    )

    def __init__(self, roster: Roster, workload: Workload, ticket: Ticket, setup: Setup) -> None:
        self.failed: NDArray[np.uint16] = standing_row(roster, ticket, setup.eligibility)
        self.agents: NDArray[np.intp] = np.flatnonzero(self.failed == 0)
        self.agent_list: list[int] = self.agents.tolist()
        self.passes = (self.failed == 0).tobytes()
        self.demand = workload.demand_of(ticket)
        self.queue = ticket.queue
        self.overlooks = int(_OVERLOOKED[ticket.presence])
        self.draws_one_unit = self.demand == ONE_UNIT and not self.overlooks
