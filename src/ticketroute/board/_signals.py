"""Numbers that tickets carry as open attributes, read as columns when a rule asks for them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import is_finite

if TYPE_CHECKING:
    from ticketroute.board._tickets import TicketColumns


class AttributeSignals(Mapping[str, NDArray[np.float64]]):
    """Signals by name: the open attribute of some tickets, NaN where it is no number.

    Parameters
    ----------
    tickets
        The tickets of a board.
    positions
        Which of them.
    """

    __slots__ = ("_positions", "_tickets")

    def __init__(self, tickets: "TicketColumns", positions: NDArray[np.int64]) -> None:
        self._tickets = tickets
        self._positions = positions

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        table = self._tickets.profiles(("attributes",))
        table.extend()
        profiles = np.array(table.ids, dtype=np.intp)[self._positions]
        values = [table.ticket(profile).attribute(name) for profile in range(len(table))]
        return np.array([_to_number(value) for value in values])[profiles]

    def __iter__(self) -> Iterator[str]:
        table = self._tickets.profiles(("attributes",))
        table.extend()
        tickets = (table.ticket(profile) for profile in range(len(table)))
        return iter(sorted({name for ticket in tickets for name, _ in ticket.attributes}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _to_number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and is_finite(value) else float("nan")
