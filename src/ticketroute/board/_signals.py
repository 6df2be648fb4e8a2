"""Numbers that tickets carry as open attributes, read as columns when a rule asks for them."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._profiles import ProfileTable
from ticketroute.model import is_finite


class SignalTable:
    """Columns of open attributes over all tickets, each kept once it has been asked for.

    Parameters
    ----------
    profiles
        The tickets by their attributes.
    """

    __slots__ = ("_columns", "_profiles")

    def __init__(self, profiles: ProfileTable) -> None:
        self._profiles = profiles
        self._columns: dict[str, NDArray[np.float64]] = {}

    def column(self, name: str) -> NDArray[np.float64]:
        """Give the attribute of each ticket, NaN where it is no number."""
        profiles = self._profiles
        profiles.extend()
        known = self._columns.get(name, np.empty(0))
        if len(known) < len(profiles.ids):
            new = profiles.ids[len(known) :]
            values = {number: _to_number(self._value(number, name)) for number in set(new)}
            known = np.concatenate((known, [values[number] for number in new]))
            self._columns[name] = known
        return known

    def _value(self, profile: int, name: str) -> object:
        return self._profiles.ticket(profile).attribute(name)

    def names(self) -> list[str]:
        """Give the names of all attributes that some ticket has."""
        self._profiles.extend()
        tickets = map(self._profiles.ticket, range(len(self._profiles)))
        return sorted({name for ticket in tickets for name, _ in ticket.attributes})


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
