"""What the world notes down of each ticket while it runs; most tickets need a few numbers only."""

from array import array
from typing import NamedTuple

from ticketroute.board import NEVER
from ticketroute.metrics import Outcome


class Stay(NamedTuple):
    """A stay of a ticket in somebody's hands that was not its last."""

    ticket: int
    agent: int
    assigned: int
    started: int
    ended: int


class Notes:
    """Columns over tickets, and what only few tickets have.

    Attributes
    ----------
    assigned, started, ended
        When a ticket last came into somebody's hands, when work on it began there, and when it was
        resolved or went away; `NEVER` if it has not. Microseconds since 1970 UTC.
    agent
        Who has it or had it last; -1 for nobody.
    earlier
        Stays before the last one.
    bounces, reopenings
        How often, where it happened.
    barred
        The agents who gave it back.
    turned_away
        What became of those whom nobody has served.

    Parameters
    ----------
    count
        How many tickets there are.
    """

    def __init__(self, count: int) -> None:
        never = array("q", [NEVER])
        self.assigned, self.started, self.ended = never * count, never * count, never * count
        self.agent = array("i", [-1]) * count
        self.earlier: list[Stay] = []
        self.bounces: dict[int, int] = {}
        self.reopenings: dict[int, int] = {}
        self.barred: dict[int, list[int]] = {}
        self.turned_away: dict[int, Outcome] = {}

    def turn_away(self, ticket: int, at: int, outcome: Outcome) -> None:
        """Note that somebody has gone without having been served."""
        self.turned_away[ticket] = outcome
        self.ended[ticket] = at

    def give_up(self, ticket: int, agent: int, at: int) -> None:
        """Note that an agent has given a ticket back."""
        self.bounces[ticket] = self.bounces.get(ticket, 0) + 1
        self.barred.setdefault(ticket, []).append(agent)
        self._close_stay(ticket, at)

    def reopen(self, ticket: int) -> None:
        """Note that a ticket has come back."""
        self.reopenings[ticket] = self.reopenings.get(ticket, 0) + 1
        self.barred.pop(ticket, None)
        self._close_stay(ticket, self.ended[ticket])
        self.ended[ticket] = NEVER

    def _close_stay(self, ticket: int, at: int) -> None:
        stay = Stay(ticket, self.agent[ticket], self.assigned[ticket], self.started[ticket], at)
        self.earlier.append(stay)
        self.assigned[ticket] = self.started[ticket] = NEVER
