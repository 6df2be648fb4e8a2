"""The order in which waiting tickets are served, ties included."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.urgency._asking import asked
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import UrgencyRule

_FEW: Final = 4


def rank(rule: UrgencyRule, backlog: Backlog, now: int, ids: Sequence[str]) -> NDArray[np.intp]:
    """Order tickets by a rule, most urgent first; ties by due time, arrival and id.

    Parameters
    ----------
    rule
        The urgency rule.
    backlog
        Columns of the tickets.
    now
        The time, in microseconds since 1970 UTC.
    ids
        Ids of the tickets, the last resort of a tie.

    Returns
    -------
    ndarray of int
        Tickets by their position, in the order in which to serve. Tickets all of whose clocks
        are paused are left out.

    Raises
    ------
    ValueError
        If the rule does not give one number (not NaN) for each row.
    """
    standings = _standings(rule, backlog, now)
    order = standings.order(ids.__getitem__)
    return order if standings.tickets is None else standings.tickets[order]


def in_order(
    rule: UrgencyRule,
    backlog: Backlog,
    now: int,
    id_of: Callable[[int], str],
    among: NDArray[np.intp] | None = None,
) -> Iterator[int]:
    """Yield tickets as :func:`rank` orders them; the first few without sorting all of them.

    Parameters
    ----------
    rule, backlog, now
        As for :func:`rank`.
    id_of
        Gives the id of a ticket by its position.
    among
        Positions of the tickets to go through, ascending; without it, all of them.
    """
    standings = _standings(rule, backlog, now)
    if among is not None:
        standings = standings.among(among)
    count = len(standings.urgency)
    served: list[int] = []
    while len(served) < min(_FEW, count):
        served.append(standings.first(served, id_of))
        yield standings.ticket(served[-1])
    if count > _FEW:
        yield from map(standings.ticket, standings.order(id_of)[_FEW:].tolist())


@attrs.frozen(eq=False)
class _Standings:
    """How urgent each ticket is, and what settles ties.

    Parameters
    ----------
    urgency, due, created
        One for each ticket.
    tickets
        Their positions, ascending; None if these are all tickets.
    """

    urgency: NDArray[np.float64]
    due: NDArray[np.int64]
    created: NDArray[np.int64]
    tickets: NDArray[np.intp] | None = None

    def ticket(self, row: int) -> int:
        """Give the position of a ticket."""
        return row if self.tickets is None else int(self.tickets[row])

    def among(self, tickets: NDArray[np.intp]) -> "_Standings":
        """Give the standings of some tickets alone."""
        rows = tickets
        if self.tickets is not None:
            rows = np.flatnonzero(np.isin(self.tickets, tickets))
            tickets = self.tickets[rows]
        return _Standings(self.urgency[rows], self.due[rows], self.created[rows], tickets)

    def order(self, id_of: Callable[[int], str]) -> NDArray[np.intp]:
        """Sort all tickets; ids are compared only where nothing else decides."""
        order = np.lexsort((self.created, self.due, -self.urgency))
        tied = np.ones(max(len(order) - 1, 0), dtype=bool)
        for key in (self.urgency, self.due, self.created):
            tied &= key[order][1:] == key[order][:-1]
        edges = np.flatnonzero(np.diff(np.concatenate(([False], tied, [False]))))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            run = slice(first, last + 1)
            order[run] = sorted(order[run].tolist(), key=lambda row: id_of(self.ticket(row)))
        return order

    def first(self, served: Sequence[int], id_of: Callable[[int], str]) -> int:
        """Give the most urgent ticket but for a few, in some passes and without sorting."""
        urgency, top = self.urgency, self.urgency.max()
        if served:
            others = np.ones(len(urgency), dtype=bool)
            others[served] = False
            top = urgency.max(where=others, initial=-np.inf)
            tied = np.flatnonzero(others & (urgency == top))
        else:
            tied = np.flatnonzero(urgency == top)
        for key in (self.due, self.created):
            if len(tied) > 1:
                tied = tied[key[tied] == key[tied].min()]
        return min(tied.tolist(), key=lambda row: id_of(self.ticket(row)))


def _standings(rule: UrgencyRule, backlog: Backlog, now: int) -> _Standings:
    """Ask a rule about all clocks that run, and take the most urgent one of each ticket."""
    rows = None
    if not backlog.clocks.running.all():
        rows = np.flatnonzero(backlog.clocks.running)
        backlog = backlog.take(rows)
    urgency = asked(rule, backlog, now)
    if backlog.ticket is None:
        return _Standings(urgency, backlog.due, backlog.created, rows)
    starts = np.flatnonzero(np.diff(backlog.ticket, prepend=-1))
    if len(starts):  # reduceat knows no empty arrays
        urgency = np.maximum.reduceat(urgency, starts)
    due = np.minimum.reduceat(backlog.due, starts) if len(starts) else backlog.due
    return _Standings(urgency, due, backlog.created[starts], backlog.ticket[starts])
