"""Numbers that tickets carry as open attributes, read as columns when a rule asks for them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._profiles import ProfileTable
from ticketroute.model import Ticket, is_finite

if TYPE_CHECKING:
    from ticketroute.board._ticket_values import TicketValues


class SignalTable:
    """Columns of open attributes over all tickets, each kept once it has been asked for.

    Parameters
    ----------
    tickets
        The tickets of a board; nothing is read of them before somebody asks.
    """

    __slots__ = ("_columns", "_tickets")

    def __init__(self, tickets: "TicketValues") -> None:
        self._tickets = tickets
        self._columns: dict[str, NDArray[np.float64]] = {}

    def column(self, name: str) -> NDArray[np.float64]:
        """Give the attribute of each ticket, NaN where it is no number."""
        profiles = self._profiles()
        known = self._columns.get(name, np.empty(0))
        if len(known) < len(profiles.ids):
            new = profiles.ids[len(known) :]
            values = {
                number: _to_number(profiles.ticket(number).attribute(name)) for number in set(new)
            }
            known = np.concatenate((known, [values[number] for number in new]))
            self._columns[name] = known
        return known

    def renew(self, position: int, ticket: Ticket) -> None:
        """Take note that a ticket has changed, in the columns that are kept."""
        for name, column in self._columns.items():
            if position < len(column):
                column[position] = _to_number(ticket.attribute(name))

    def names(self) -> list[str]:
        """Give the names of all attributes that some ticket has."""
        profiles = self._profiles()
        tickets = map(profiles.ticket, range(len(profiles)))
        return sorted({name for ticket in tickets for name, _ in ticket.attributes})

    def _profiles(self) -> ProfileTable:
        profiles = self._tickets.profiles(("attributes",))
        profiles.extend()
        return profiles


class Signals(Mapping[str, NDArray[np.float64]]):
    """The signals of some tickets by name, NaN where there is no number.

    Parameters
    ----------
    table
        The signals of all tickets.
    positions
        Which of them.
    """

    __slots__ = ("_positions", "_table")

    def __init__(self, table: SignalTable, positions: NDArray[np.int64]) -> None:
        self._table = table
        self._positions = positions

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        column = self._table.column(name)
        if np.isnan(column).all() and name not in self._table.names():
            raise KeyError(name)
        return column[self._positions]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.names())

    def __len__(self) -> int:
        return len(self._table.names())


def _to_number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and is_finite(value) else float("nan")
