"""Tickets that ask for more than those who may have them can take: violations of Hall's condition.

A maximum flow from groups of tickets to agents says how much can be served at once, and the cut
that bounds it which tickets are too many for whom.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._demand import Demands
from ticketroute.model import refuse

_MOST: Final = 2**31 - 1
"""What scipy's flows can count to."""


def find_shortages(demands: Demands) -> list[tuple[list[int], list[int]]]:
    """Find the groups whose demand exceeds the room of all who may have them by the most.

    Groups that nobody may have are left out: they are another matter.

    Returns
    -------
    list of (groups, agents)
        Positions; parts that share no agent apart from each other. Together they are the smallest
        set of groups with the largest excess.
    """
    groups = [place for place, each in enumerate(demands.groups) if each.agents]
    total = sum(demands.groups[place].demand for place in groups)
    if total > _MOST:
        raise refuse("tickets", f"at most {_MOST} units of effort", total)
    if not groups:
        return []
    reached = _reached(demands, groups, total)
    return _parts(demands, [group for group in groups if reached[group]])


def _reached(demands: Demands, groups: list[int], total: int) -> NDArray[np.bool_]:
    """Say which groups are on the side of the source of the smallest minimum cut."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    n_groups, n_agents = len(demands.groups), len(demands.agent_ids)
    source, sink = n_groups + n_agents, n_groups + n_agents + 1
    arcs = [(source, group, demands.groups[group].demand) for group in groups]
    arcs += [(g, n_groups + agent, total) for g in groups for agent in demands.groups[g].agents]
    room = np.minimum(demands.room, total).tolist()
    arcs += [(n_groups + agent, sink, units) for agent, units in enumerate(room) if units]
    tails, heads, units = np.array(arcs, dtype=np.int32).T
    network = csr_array((units, (tails, heads)), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(network, source, sink).flow
    tails, heads = ((network - flow) > 0).nonzero()  # arcs with capacity left, both ways
    ones = np.ones(len(tails), dtype=np.int32)
    left = csr_array((ones, (tails, heads)), shape=network.shape)
    reached = np.zeros(sink + 1, dtype=bool)
    reached[breadth_first_order(left, source, return_predecessors=False)] = True
    return reached[:n_groups]


def _parts(demands: Demands, groups: list[int]) -> list[tuple[list[int], list[int]]]:
    """Separate groups that have no agent in common, directly or by way of others."""
    parts: list[tuple[list[int], set[int]]] = []
    for group in groups:
        agents = set(demands.groups[group].agents)
        joined, apart = [group], list[tuple[list[int], set[int]]]()
        for members, theirs in parts:
            if agents.isdisjoint(theirs):
                apart.append((members, theirs))
            else:
                joined, agents = [*members, *joined], agents | theirs
        parts = [*apart, (sorted(joined), agents)]
    return sorted((members, sorted(agents)) for members, agents in parts)
