"""Shortest chains of changes: from any fault to the nearest end, in the graph of agents."""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._contested import Changes
from ticketroute.strategies._transport._rows import Places

_NOBODY: Final = -9999
"""What scipy says where there is no predecessor."""
_SHORT: Final = 1 << 16


@attrs.frozen(eq=False)
class Chains:
    """The shortest chain from a fault to each node; the last node is the end of all.

    Attributes
    ----------
    network
        The changes they are made of; a change without a row (-1) only says where a chain may end.
    distance
        ``float, shape (nodes,)``, how long the chain to each node is; infinite if there is none.
    before
        ``shape (nodes,)``, the node before each.
    origin
        ``shape (nodes,)``, the fault that each is reached from.
    """

    network: Changes
    distance: NDArray[np.float64]
    before: Places
    origin: Places

    @property
    def found(self) -> bool:
        """Whether a chain leads to the end."""
        return bool(np.isfinite(self.distance[-1]))

    def ends(self) -> list[int]:
        """Give the end, and the last nodes of chains as short that have no node in common.

        Each begins with another fault, and a node is reached from one fault alone.
        """
        end = len(self.distance) - 1
        last = np.flatnonzero(self.network.row < 0)
        nodes = self.network.source[last]
        length = self.distance[nodes] + self.network.cost[last]
        nodes = nodes[length == self.distance[end]]
        _, first = np.unique(self.origin[nodes], return_index=True)
        others = nodes[first]
        return [end, *others[self.origin[others] != self.origin[end]].tolist()]

    def back_from(self, node: int) -> tuple[int, list[tuple[int, int, int]]]:
        """Give the fault from which a node is reached, and row, source and target of each change.

        The last change comes first.
        """
        network = self.network
        changes: list[tuple[int, int, int]] = []
        while (source := int(self.before[node])) != _NOBODY:
            between = np.flatnonzero((network.source == source) & (network.target == node))
            row = int(network.row[between[network.cost[between].argmin()]])
            if row >= 0:
                changes.append((row, source, node))
            node = source
        return node, changes


def shortest_chains(network: Changes, faults: Places, n_nodes: int, limit: int) -> Chains:
    """Find the shortest chains from any of the faults that are no longer than a limit."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    source = network.source.astype(np.uint16 if n_nodes <= _SHORT else np.int64)
    order = np.argsort(source, kind="stable")  # much faster for 16 bits
    start = np.zeros(n_nodes + 1, dtype=np.int32)  # older scipy takes only 32 bits
    np.cumsum(np.bincount(source, minlength=n_nodes), out=start[1:])
    length = network.cost[order].astype(np.float64)
    target = network.target[order].astype(np.int32)
    distance, before, origin = dijkstra(
        csr_array((length, target, start), shape=(n_nodes, n_nodes)),
        indices=faults,
        min_only=True,
        return_predecessors=True,
        limit=float(limit),
    )
    return Chains(network, distance, before.astype(np.intp), origin.astype(np.intp))
