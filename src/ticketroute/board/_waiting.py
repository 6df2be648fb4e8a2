"""The tickets that wait, as dense columns: what a general urgency rule is asked about."""

from collections.abc import Collection, Iterator

import numpy as np

from ticketroute.board._table import Table
from ticketroute.board._terms import WIDTH
from ticketroute.board._tickets import TicketColumns
from ticketroute.sla import UrgencyRule, in_order


class WaitingTable:
    """Columns of the waiting tickets, kept without a gap as tickets come and go.

    Then a rule sees plain arrays, and nothing is gathered for a decision. Kept from the first
    time on that somebody asks for the most urgent ticket; who never does pays nothing.

    Parameters
    ----------
    tickets
        The columns of all tickets.
    waiting
        Positions of those that wait.
    """

    __slots__ = ("_rows", "_table", "_tickets")

    def __init__(self, tickets: TicketColumns, waiting: Collection[int]) -> None:
        self._tickets = tickets
        self._table = Table(WIDTH + 1)  # the last column is the position of the ticket
        self._rows: dict[int, int] = {}
        self.add(waiting)

    def add(self, tickets: Collection[int]) -> None:
        """Take in tickets that begin to wait."""
        positions = np.fromiter(tickets, dtype=np.int64, count=len(tickets))
        first = len(self._table)
        self._rows.update(
            zip(positions.tolist(), range(first, first + len(positions)), strict=True)
        )
        columns = self._tickets.terms.columns[:, positions]
        self._table.extend(np.concatenate((columns, positions[np.newaxis])))

    def remove(self, ticket: int) -> None:
        """Let a ticket go that waits no longer."""
        row = self._rows.pop(ticket)
        self._table.drop(row)
        if row < len(self._table):
            self._rows[int(self._table.columns[WIDTH, row])] = row

    def most_urgent_first(self, rule: UrgencyRule, now_us: int) -> Iterator[int]:
        """Yield tickets by urgency; ties by due time, arrival and id."""
        columns = self._table.columns
        positions = columns[WIDTH]
        backlog = self._tickets.backlog(columns[:WIDTH], positions)
        ids = self._tickets.ids
        for row in in_order(rule, backlog, now_us, lambda row: ids[positions[row]]):
            yield int(positions[row])
