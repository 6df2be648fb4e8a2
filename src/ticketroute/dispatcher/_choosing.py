"""Who gets what now: the strategy is asked, and what it says is carried out."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from ticketroute.board import NOBODY, Board, Details, MemoryChange, Plan, View
from ticketroute.dispatcher._decide import decide
from ticketroute.errors import InvalidPlan
from ticketroute.strategies import PicksAgent, PicksTicket, Strategy, picked_agent

_MOST_STEPS = 8
"""With more tickets and agents than this to look at, a plan for all is the shorter way."""

_Remember = Callable[[View, int, int], MemoryChange | None]


@runtime_checkable
class ServesInTurn(PicksAgent, PicksTicket, Protocol):
    """A strategy that can be asked about what has changed, and not about everything."""

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first."""
        ...


class Choosing:
    """Asks a strategy about what is new on a board, and carries it out.

    As long as nobody else decides, all tickets that wait are tickets that nobody can have, but for
    those that are new and those that an agent who became free may have. So only these are looked
    at, and the outcome is that of a plan for the whole backlog, as a test holds.

    Parameters
    ----------
    board
        The board.
    strategy
        What decides.
    offer_for
        For how long agents are asked, in microseconds; 0 assigns without asking.
    """

    def __init__(self, board: Board, strategy: Strategy, offer_for: int) -> None:
        self._board = board
        self._strategy = strategy
        self._offer_for = offer_for
        self._remember: _Remember | None = getattr(strategy, "remember", None)
        self._in_turn = strategy if isinstance(strategy, ServesInTurn) else None
        self._may_hold: bool = getattr(strategy, "may_hold", True)
        # With a line for each queue, what an agent is to have first hides what comes first in the
        # other lines, and nobody must overtake there: only a single ticket or agent is that plain.
        self._most_steps = 1 if hasattr(strategy, "of_queue") else _MOST_STEPS
        self.is_committing = False
        self.given: list[tuple[int, int]] = []
        """The pairs of ticket and agent that the last decision has led to."""
        self.settled = True
        """Whether everything that waits is what nobody can have, but for what is new."""

    def decide(self) -> Plan:
        """Ask the strategy about everything that waits; nothing is changed."""
        return decide(self._board.window, self._strategy)

    def run(self, number: int) -> None:
        """Decide, and carry it out under a number."""
        view = self._board.window
        if self.given:
            self.given = []
        if view.waiting_set:
            self._ask(view, number)
        view.forget_what_is_new()

    def _ask(self, view: View, number: int) -> None:
        """Ask about what is new, or about everything that waits."""
        new = [ticket for ticket in view.new_tickets if view.is_waiting(ticket)]
        freed = [each for each in view.freed_agents if view.workload.is_free(each)]
        if self._is_worth_asking(new, freed) and not self._step_by_step(new, freed, number):
            self._carry_out_own(self.decide(), number)
            self.settled = self._in_turn is not None and not self._holds_back()

    def _is_worth_asking(self, new: list[int], freed: list[int]) -> bool:
        """Say whether there may be something to decide."""
        view = self._board.window
        if self._in_turn is not None and self.settled:
            return bool(new or freed)
        return view.workload.anybody_is_free  # time alone may have changed the strategy's mind

    def _holds_back(self) -> bool:
        """Say whether a ticket waits that somebody could have."""
        view = self._board.window
        if not self._may_hold:
            return False
        waiting = map(view.profile_of, view.waiting_profiles)
        fitting = view.workload.fitting
        return any(fitting(each.agents, each.demand, each.overlooks).any() for each in waiting)

    def _step_by_step(self, new: list[int], freed: list[int], number: int) -> bool:
        """Serve what is new, most urgent first; False if a plan for all is needed after all."""
        strategy, view = self._in_turn, self._board.window
        if strategy is None or not self.settled or len(new) + len(freed) > self._most_steps:
            return False
        details: Details = {"decision": number}
        while new or freed:
            pool = self._pool(strategy, new, freed)
            if NOBODY in pool.values():
                return False
            if not pool:
                return self.settled  # else something is held, and the plan says until when
            ticket = strategy.first_of(view, pool) if len(pool) > 1 else next(iter(pool))
            self._give(ticket, pool[ticket], details)
            if ticket in new:
                new.remove(ticket)
            freed = [each for each in freed if view.workload.is_free(each)]
        return True

    def _pool(self, strategy: ServesInTurn, new: list[int], freed: list[int]) -> dict[int, int]:
        """Give the tickets that might be served next, each with its agent.

        An agent who can take nothing more is taken off the list; whoever is away stays on it, as a
        last resort for when those who are there are full. Where the two forms of a strategy
        contradict each other, the agent of a ticket is `NOBODY`.
        """
        view, pool = self._board.window, dict[int, int]()
        for ticket in new:
            agent = picked_agent(strategy, view, ticket)
            if agent != NOBODY:
                pool[ticket] = agent
            elif self._may_hold and len(view.candidates(ticket)):
                self.settled = False
        for free in freed.copy():
            ticket = self._picked_ticket(strategy, free)
            if ticket == NOBODY:
                if self._may_hold and self._is_kept_from_all(free):
                    self.settled = False
                if not view.workload.closed_at[free]:
                    freed.remove(free)
            elif ticket not in pool:
                pool[ticket] = picked_agent(strategy, view, ticket)
        return pool

    def _is_kept_from_all(self, agent: int) -> bool:
        """Say whether an agent could have something that the strategy keeps from him or her."""
        view = self._board.window
        waiting = map(view.profile_of, view.waiting_profiles)
        fits = view.workload.fits
        return any(
            each.passes[agent] and fits(agent, each.demand, each.overlooks) for each in waiting
        )

    def _picked_ticket(self, strategy: PicksTicket, agent: int) -> int:
        ticket = strategy.pick_ticket(self._board.window, agent)
        if ticket == NOBODY or self._board.window.is_waiting(ticket):
            return ticket
        message = f"{strategy!r}.pick_ticket: expected a waiting ticket or -1, got {ticket!r}"
        raise InvalidPlan(message)

    def _give(self, ticket: int, agent: int, details: Details) -> None:
        """Carry out a single choice."""
        board = self._board
        remember = self._remember
        change = None if remember is None else remember(board.window, ticket, agent)
        with self._committing():
            board.commit_pair(ticket, agent, change, details, self._ask_until)
        self.given.append((ticket, agent))

    def _carry_out_own(self, plan: Plan, number: int) -> None:
        """Carry out what the strategy decided, one choice after the other where it decides so."""
        if self._in_turn is None:
            self.carry_out(plan, number)
            return
        details: Details = {"decision": number}
        for ticket, agent in plan.pairs:
            self._give(ticket, agent, details)
        for ticket, end in plan.hold_ends.items():  # what has no end is asked about anyway
            with self._committing():
                self._board.offers.hold_back(ticket, plan.holds[ticket], end, details)

    def carry_out(self, plan: Plan, number: int, details: Details | None = None) -> None:
        """Carry out a plan that has been checked, asking agents where they are to be asked."""
        told = {"decision": number, **(details or {})}
        with self._committing():
            self._board.commit(plan, told, self._ask_until)
        self.given = list(plan.pairs)

    @contextmanager
    def _committing(self) -> Iterator[None]:
        """Mark that what goes wrong now does so in the middle of a change, unless it is refused."""
        self.is_committing = True
        try:
            yield
        except InvalidPlan:
            self.is_committing = False
            raise
        self.is_committing = False

    @property
    def _ask_until(self) -> int:
        """Until when agents who are asked now may answer; 0 if they are not asked."""
        return self._board.window.now_us + self._offer_for if self._offer_for else 0
