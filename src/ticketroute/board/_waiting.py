"""The tickets that wait, as dense columns: what a general urgency rule is asked about."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._table import Table
from ticketroute.board._terms import WIDTH
from ticketroute.board._tickets import TicketColumns
from ticketroute.sla import UrgencyRule, in_order

_FEW: Final = 64


class WaitingTable:
    """Columns of the waiting tickets, kept without a gap as tickets come and go.

    Then a rule sees plain arrays, and nothing is gathered for a decision. Kept from the first
    time on that somebody asks for the most urgent ticket; who never does pays nothing.

    Parameters
    ----------
    tickets
        The columns of all tickets.
    profiles
        The number of each ticket's profile.
    waiting
        Positions of those that wait.
    """

    __slots__ = ("_profiles", "_removed", "_rows", "_table", "_tickets")

    def __init__(
        self, tickets: TicketColumns, profiles: Sequence[int], waiting: Collection[int]
    ) -> None:
        self._tickets = tickets
        self._profiles = profiles
        self._table = Table(WIDTH + 2)  # behind the terms the ticket and its profile
        self._rows: dict[int, int] = {}
        self._removed = 0
        self.add(waiting)

    def add(self, tickets: Collection[int]) -> None:
        """Take in tickets that begin to wait."""
        first = len(self._table)
        if len(tickets) == 1:
            (ticket,) = tickets
            self._rows[ticket] = first
            terms = [cells[ticket] for cells in self._tickets.terms.cells]
            self._table.append((*terms, ticket, self._profiles[ticket]))
            return
        positions = np.fromiter(tickets, dtype=np.int64, count=len(tickets))
        self._rows.update(
            zip(positions.tolist(), range(first, first + len(positions)), strict=True)
        )
        columns = self._tickets.terms.columns[:, positions]
        numbers = [self._profiles[ticket] for ticket in positions.tolist()]
        behind = np.array([positions, numbers], dtype=np.int64)
        self._table.extend(np.concatenate((columns, behind)))

    def remove(self, ticket: int) -> None:
        """Let a ticket go that waits no longer."""
        self._removed += 1
        row = self._rows.pop(ticket)
        self._table.drop(row)
        if row < len(self._table):
            self._rows[self._table.cells[WIDTH][row]] = row

    @property
    def is_idle(self) -> bool:
        """Whether more tickets have gone than there are since somebody asked."""
        return self._removed > len(self._rows) + _FEW

    def most_urgent_first(
        self, rule: UrgencyRule, now_us: int, profiles: NDArray[np.bool_] | None = None
    ) -> Iterator[int]:
        """Yield tickets by urgency, of some profiles only; ties by due time, arrival and id."""
        self._removed = 0
        columns = self._table.columns
        positions = columns[WIDTH]
        backlog = self._tickets.backlog(columns[:WIDTH], positions)
        among = None
        if profiles is not None and not profiles.all():
            among = np.flatnonzero(profiles.take(columns[WIDTH + 1]))
        ids = self._tickets.ids
        for row in in_order(rule, backlog, now_us, lambda row: ids[positions[row]], among):
            yield int(positions[row])
