"""The most tickets that can go from rows to agents and on, through a network."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from ticketroute.strategies._transport._rows import Integers, Places, SparseRows

Arcs: TypeAlias = tuple[Places, Places, Integers]
"""From which nodes to which, and how many tickets at most."""
Flow: TypeAlias = tuple[Places, Places, Integers]
"""Rows, agents and how many tickets go from one to the other."""


def most_flow(pairs: SparseRows, supply: Integers, beyond: Sequence[Arcs], n_nodes: int) -> Flow:
    """Send as many tickets as can be; give who gets them from rows.

    Nodes are the rows, the agents, others (to whom rows may send as well; they are numbered on from
    the agents), and last the source and the sink.

    Parameters
    ----------
    pairs
        To whom tickets of each row may go.
    supply
        ``shape (rows,)``, how many tickets each row has.
    beyond
        The other arcs; all but those from the source, and from rows to agents.
    n_nodes
        How many nodes there are.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    n_rows, source, sink = len(supply), n_nodes - 2, n_nodes - 1
    row_of_pairs = pairs.row_of_pairs()
    arcs = (
        (np.full(n_rows, source), np.arange(n_rows), supply),
        (row_of_pairs, n_rows + pairs.agent, supply[row_of_pairs]),
        *beyond,
    )
    # Older scipy takes only 32 bits here; there are far fewer rows and agents than that.
    tails, heads, limits = (
        np.concatenate(each).astype(np.int32) for each in zip(*arcs, strict=True)
    )
    network = csr_array((limits, (tails, heads)), shape=(n_nodes, n_nodes))
    flow = maximum_flow(network, source, sink).flow.tocoo()
    sent = (flow.row < n_rows) & (flow.data > 0)
    row, agent = flow.row[sent].astype(np.intp), flow.col[sent].astype(np.intp) - n_rows
    return row, agent, flow.data[sent].astype(np.int64)
