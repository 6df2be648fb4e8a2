"""Where each agent stands in an order, as one integer: the smaller, the sooner served.

The one chain that breaks ties lives here: score, then load ratio, then least recently assigned,
then id. The last three are packed into the low bits of a 64-bit key, so that one ``argmin``
settles an order and all its ties at once:

====================  ====  ==================================================================
part                  bits  meaning
====================  ====  ==================================================================
value                 22    what the order is about; smaller first
load ratio            20    used / limit in steps of 2**-20, which is exact for limits to 1024
least recently        21    rank of the last assignment; 0 for never
====================  ====  ==================================================================

Agents are stored by id, and ``argmin`` takes the first of equals, so the id needs no bits.
"""

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from ticketroute.board._workload import Workload

RANK_BITS: Final = 21
RATIO_BITS: Final = 20
MOST_RANK: Final = (1 << RANK_BITS) - 1
MOST_RATIO: Final = (1 << RATIO_BITS) - 1
MOST_VALUE: Final = (1 << (63 - RANK_BITS - RATIO_BITS)) - 1
TIE_BITS: Final = RANK_BITS + RATIO_BITS

CLOSED: Final = np.iinfo(np.int64).max
"""The key of an agent who can take nothing now; no open agent reaches it."""


class AgentOrder(Protocol):
    """An order of agents: a small integer for each, which a change of that agent may change.

    Use a function of a module, not one made anew for each decision: a board keeps a column for
    every order that it has been asked for.
    """

    def __call__(self, workload: "Workload", agent: int, /) -> int:
        """Give the value of an agent, at least 0; smaller is served first."""
        ...


def tie_order(workload: "Workload", agent: int, /) -> int:  # noqa: ARG001
    """Order by the tie-break chain alone."""
    return 0


def open_tickets(workload: "Workload", agent: int, /) -> int:
    """Order by the number of tickets in hand."""
    return workload.open_at[agent]


def last_assignment(workload: "Workload", agent: int, /) -> int:
    """Order by how long ago the last assignment was, counted in assignments."""
    return workload.rank_at[agent]
