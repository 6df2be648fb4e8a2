"""To whoever can take the most, in units and not as a share."""

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View, Workload
from ticketroute.strategies._in_turn import InTurn

_ALIKE: Final = 4_000_000
"""From so many free units on everybody is alike: more than a key can hold, and than anybody has."""


def spare_units(workload: Workload, agent: int, /) -> int:
    """Order by the free units of the total limit, the most first."""
    room = int(workload.room[0, agent])
    return _ALIKE - room if room < _ALIKE else 0


@attrs.frozen(kw_only=True)
class MostSpareCapacity(InTurn):
    """Each ticket to the candidate with the largest limit - used; ties by the chain.

    Who has no limit comes first. Trap: it punishes those who close quickly, as whoever has just
    finished something has the most room again; and agents with large limits get everything until
    they are down to the others.

    Examples
    --------
    >>> MostSpareCapacity()
    MostSpareCapacity(order=EarliestDue())
    """

    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the most free units."""
        return view.first(ticket, spare_units)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return {"spare capacity": np.minimum(view.workload.room[0], _ALIKE).astype(np.float64)}
