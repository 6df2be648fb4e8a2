"""Tickets whose agent is fixed: they take their places first, and the rest is planned."""

import attrs
import numpy as np
from numpy.typing import ArrayLike

from ticketroute.model import refuse
from ticketroute.strategies._transport._reading import Mask, agents_or_none
from ticketroute.strategies._transport._rows import Integers, Places, SparseRows
from ticketroute.strategies._transport._wholes import Wholes


@attrs.frozen(eq=False)
class Fixed:
    """Tickets that are given away before anything is planned.

    Attributes
    ----------
    tickets, agents, cost
        Which, to whom, and what that costs.
    load
        ``int64, shape (m,)``, what they take of the capacity of each agent.
    """

    tickets: Places
    agents: Places
    cost: Integers
    load: Integers

    def others(self, n_tickets: int) -> Places:
        """Give the tickets that are left to plan."""
        return np.delete(np.arange(n_tickets), self.tickets)


def read_fixed(
    given: ArrayLike | None, data: Wholes, kinds: Places | None, takes: Integers, room: Integers
) -> Fixed:
    """Read whose ticket is fixed; refuse pairs that must not be, and more than there is room for.

    Parameters
    ----------
    given
        As in `transport`.
    data, kinds
        The costs, and the row of each ticket; None where ticket i has row i.
    takes, room
        What each ticket takes, and what each agent has.
    """
    agent = agents_or_none("fixed", given, len(takes), len(room))
    tickets = np.flatnonzero(agent >= 0)
    agents = agent[tickets]
    rows = tickets if kinds is None else kinds[tickets]
    cost, allowed = _costs(data, rows, agents)
    if not allowed.all():
        ticket = int(tickets[~allowed][0])
        raise refuse(f"fixed[{ticket}]", "an agent who may have the ticket", int(agent[ticket]))
    load = np.zeros_like(room)
    np.add.at(load, agents, takes[tickets])
    over = np.flatnonzero(load > room)
    if len(over):
        who = int(over[0])
        raise refuse("fixed", f"at most the capacity of agent {who}, {room[who]}", int(load[who]))
    return Fixed(tickets, agents, cost, load)


def _costs(data: Wholes, rows: Places, agents: Places) -> tuple[Integers, Mask]:
    """Give what pairs cost, and whether they may be; any cost where not."""
    if isinstance(data.cost, SparseRows):
        return data.cost.find(rows, agents)
    allowed = np.ones(len(rows), dtype=np.bool_)
    if data.allowed is not None:
        allowed = data.allowed[rows, agents]
    return data.cost[rows, agents].astype(np.int64), allowed
