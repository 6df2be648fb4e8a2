"""A desk that is a board with any strategy: the kernel that runs live, under simulated time."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Board, Details, Setup
from ticketroute.dispatcher import Choosing
from ticketroute.simulation._desk import Pairs, require_no_offers
from ticketroute.simulation._expected import ExpectedTickets
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._qualified import count_qualified
from ticketroute.simulation._scenario import Scenario

_BAR: Final[Details] = {"bar": True}


class BoardDesk:
    """Drives a board by position.

    Parameters
    ----------
    scenario, luck
        What is to come.
    policy
        What decides.
    setup
        What the board is told: that of the policy, with the hours of this run.

    Attributes
    ----------
    dispatcher
        None: it is no live desk.
    """

    dispatcher: None = None

    def __init__(self, scenario: Scenario, luck: Luck, policy: Policy, setup: Setup) -> None:
        self._board = Board(scenario.agents, setup=setup)
        self._expected = ExpectedTickets(scenario, luck)
        self._choosing = Choosing(self._board, policy.strategy, 0)
        self._templates = [kind.template for kind in scenario.kinds]
        self._kind: memoryview[int] = luck.kind.data
        self._title = policy.title
        self._number = 0
        self._wake_at: Callable[[int], None] = lambda _: None
        self._wake_ups = self._board.window.wake_ups

    def begin(self, at: int, wake_at: Callable[[int], None]) -> Pairs:
        """Open the desk."""
        self._wake_at = wake_at
        self._board.view_at(at)
        intake = self._board.intake
        intake.expect(intake.read_source(self._expected))
        return self._decide()

    def arrive(self, ticket: int, at: int) -> Pairs:
        """Take in a ticket, which begins to wait."""
        self._board.advance(at)
        self._board.intake.arrive(ticket)
        return self._decide()

    def finish(self, ticket: int, agent: int, at: int) -> Pairs:  # noqa: ARG002
        """Note that an agent has resolved a ticket."""
        self._board.advance(at)
        self._board.work.resolve(ticket)
        return self._decide()

    def give_up(self, ticket: int, agent: int, at: int) -> Pairs:  # noqa: ARG002
        """Note that an agent gives a ticket back, who is not to get it again."""
        self._board.advance(at)
        self._board.work.give_up(ticket, _BAR)
        return self._decide()

    def leave(self, ticket: int, at: int) -> Pairs:
        """Note that a customer does not wait any longer."""
        self._board.advance(at)
        self._board.work.cancel(ticket)
        return self._decide()

    def reopen(self, ticket: int, at: int) -> Pairs:
        """Note that a resolved ticket comes back and waits."""
        self._board.advance(at)
        self._board.work.reopen(ticket)
        return self._decide()

    def wake(self, at: int) -> Pairs:
        """Do what time alone makes due."""
        self._board.view_at(at)
        return self._decide()

    def start(self, ticket: int, agent: int, at: int) -> None:
        """Do not notice: no strategy asks for it."""

    def _decide(self) -> Pairs:
        self._number += 1
        self._choosing.run(self._number)
        require_no_offers(self._board.window, self._title)
        due = self._wake_ups.next_time
        if due is not None:
            self._wake_at(max(due, self._board.window.now_us))
        return self._choosing.given

    @property
    def hears_starts(self) -> bool:
        """Whether it wants to be told when work begins."""
        return False

    @property
    def n_waiting(self) -> int:
        """How many tickets wait."""
        return len(self._board.window.waiting_set)

    @property
    def due(self) -> NDArray[np.int64]:
        """By when each ticket is to be done."""
        return self._board.window.tickets.due.copy()

    def n_qualified(self, ticket: int) -> int:
        """Count the agents who may have a ticket, there or not, whoever gave it back."""
        template = self._templates[self._kind[ticket]]
        return count_qualified(self._board.window, ticket, template)
