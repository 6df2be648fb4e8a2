"""From nearly optimal prices to integers that fit together: the tree of the largest flows.

In an optimal plan of a transportation problem, the pairs that carry tickets in part form a forest,
and along it prices differ by exact differences of costs. The smoothed dual knows the flows nearly;
so the spanning tree that keeps the largest flows is nearly always the right one. Walking along it
from what is known gives prices without any rounding: an agent whose next place is used in part has
the price that it asks (0, mostly), and a ticket that wavers about waiting pays its penalty.
"""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._rows import Integers, Places
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread, Takers

_LEAST: Final = 1e-9
"""Flows below this are no flows."""


@attrs.frozen(eq=False)
class Ties:
    """What ties two nodes together: how much higher the price of the second is, and how firmly."""

    tail: Places
    head: Places
    rise: Integers
    weight: Floats


def tree_prices(crowd: Crowd, now: Spread, price: Floats) -> Integers:
    """Give the integer prices along the tree of the largest flows.

    Nodes are agents, then the root, then those rows that tie agents to each other or to the root.

    Parameters
    ----------
    crowd, now
        The tickets, and how they spread at the prices.
    price
        The prices, which count where the tree reaches nothing else that is known.
    """
    pairs = now.pairs
    n_rows, root = pairs.shape
    row_of_pairs, flow = pairs.row_of_pairs(), now.flow()
    margin, penalty = _margins(crowd.tickets, now.served, n_rows)
    doubt, worth = _margins(crowd.places, now.in_use, root)
    flows = np.bincount(row_of_pairs[flow > _LEAST], minlength=n_rows)
    connects = (flows > 1) | (margin > _LEAST)
    node = root + np.cumsum(connects)
    used = np.flatnonzero((flow > _LEAST) & connects[row_of_pairs])
    wavers = np.flatnonzero(margin > _LEAST)
    known = np.where(doubt > _LEAST, -worth, np.rint(price).astype(np.int64))
    to_rows = Ties(
        pairs.agent[used], node[row_of_pairs[used]], pairs.cost[used].astype(np.int64), flow[used]
    )
    to_waiting = Ties(np.full(len(wavers), root), node[wavers], penalty[wavers], margin[wavers])
    to_free = Ties(np.full(root, root), np.arange(root), known, np.maximum(doubt, _LEAST / 2))
    return _along_tree((to_rows, to_waiting, to_free), root, int(root + connects.sum() + 1))[:root]


def _margins(takers: Takers, share: Floats, n_groups: int) -> tuple[Floats, Integers]:
    """Give how many of each group have the most undecided value, and waver; and that value."""
    wavers = takers.count * np.minimum(share, 1 - share)
    value = takers.value.astype(np.int64)
    if takers.group is None:
        return wavers, value
    order = np.lexsort((-wavers, takers.group))
    first = order.take(np.searchsorted(takers.group[order], np.arange(n_groups)), mode="clip")
    there = takers.group[first] == np.arange(n_groups)
    return np.where(there, wavers[first], 0), value[first]


def _along_tree(ties: tuple[Ties, ...], root: int, n_nodes: int) -> Integers:
    """Give the sum of rises from the root to each node along the heaviest spanning tree."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    tail = np.concatenate([each.tail for each in ties])
    head = np.concatenate([each.head for each in ties])
    rise = np.concatenate([each.rise for each in ties])
    lightness = 1 / np.concatenate([each.weight for each in ties])
    ends = tail.astype(np.int32), head.astype(np.int32)  # older scipy takes only 32 bits here
    graph = csr_array((lightness, ends), shape=(n_nodes, n_nodes))
    tree = minimum_spanning_tree(graph)
    before = breadth_first_order(tree, root, directed=False)[1].astype(np.intp)
    before[root] = root
    keys = np.concatenate((tail * n_nodes + head, head * n_nodes + tail))
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], before * n_nodes + np.arange(n_nodes))
    total = np.concatenate((rise, -rise))[order][np.minimum(at, len(order) - 1)]
    total[root] = 0
    while (before != root).any():  # each time, everybody looks twice as far back
        total = total + total[before]
        before = before[before]
    return total
