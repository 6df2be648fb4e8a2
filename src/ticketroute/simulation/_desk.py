"""What the simulated world asks of a desk: who gets what when something has happened."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.dispatcher import Dispatcher
from ticketroute.model import refuse

Pairs = Sequence[tuple[int, int]]
"""Tickets that have just been given to agents: positions of ticket and agent."""

NOTHING: Pairs = ()


class Desk(Protocol):
    """Gives tickets to agents, and knows nothing of luck.

    The world tells it what has happened, and each call answers who has been given what by that.
    Tickets are numbered by arrival, agents by id; times are microseconds since 1970 UTC.
    """

    @property
    def dispatcher(self) -> Dispatcher | None:
        """The live desk, if it is one."""
        ...

    @property
    def hears_starts(self) -> bool:
        """Whether it wants to be told when work begins."""
        ...

    def begin(self, at: int, wake_at: Callable[[int], None]) -> Pairs:
        """Open the desk; `wake_at` is to be called with each time at which it wants to be woken."""
        ...

    def arrive(self, ticket: int, at: int) -> Pairs:
        """Take in a ticket, which begins to wait."""
        ...

    def finish(self, ticket: int, agent: int, at: int) -> Pairs:
        """Note that an agent has resolved a ticket."""
        ...

    def give_up(self, ticket: int, agent: int, at: int) -> Pairs:
        """Note that an agent gives a ticket back, who is not to get it again."""
        ...

    def leave(self, ticket: int, at: int) -> Pairs:
        """Note that a customer does not wait any longer."""
        ...

    def reopen(self, ticket: int, at: int) -> Pairs:
        """Note that a resolved ticket comes back and waits."""
        ...

    def wake(self, at: int) -> Pairs:
        """Do what time alone makes due."""
        ...

    def start(self, ticket: int, agent: int, at: int) -> None:
        """Note that the owner of a ticket begins to work on it."""
        ...

    @property
    def n_waiting(self) -> int:
        """How many tickets wait."""
        ...

    @property
    def due(self) -> NDArray[np.int64]:
        """By when each ticket is to be done; `NEVER` without a target, shape (n,)."""
        ...

    def n_qualified(self, ticket: int) -> int:
        """Count the agents who may have a ticket, there or not, whoever gave it back."""
        ...


def require_no_offers(view: View, name: str) -> None:
    """Refuse a strategy that asks agents instead of assigning: nobody would answer."""
    if view.tickets.more.offers:
        raise refuse("policy", "a strategy that assigns, as simulated agents are not asked", name)
