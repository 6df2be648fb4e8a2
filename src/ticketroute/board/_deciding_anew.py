"""A decision made anew on a board that is otherwise by some changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, cast

from ticketroute.board._change import Change
from ticketroute.board._changing import make
from ticketroute.board._expected_wait import expected_wait, position_in_line
from ticketroute.board._invariants import check_plan
from ticketroute.board._plan import Plan
from ticketroute.board._reasons import apply_to_draft
from ticketroute.board._view import NOBODY, View
from ticketroute.errors import InvalidPlan
from ticketroute.model import refuse
from ticketroute.sla import HandlingTimes

MOST_DECISIONS: Final = 256
"""How many times a strategy is asked at most about one ticket and agent."""


class TooManyDecisionsError(Exception):
    """A search has asked as often as it may; what it has found until then is true."""


def takers_in(plan: Plan, ticket: int) -> tuple[str, ...]:
    """Give the ids of those who get a ticket, or are asked about it."""
    agent, ids = dict(plan.pairs).get(ticket), plan.view.roster.ids
    taken = plan.offers.get(ticket, ()) if agent is None else (agent,)
    return tuple(ids[each] for each in taken)


class DecidingAnew:
    """Asks a plan's strategy again, each time on a snapshot with some changes.

    Parameters
    ----------
    plan
        What was decided, by a strategy that it names, on a board that has not changed since.
    ticket
        Position of a ticket that waited.
    target
        Position of the agent who is to have it, or `NOBODY` for anybody.
    """

    def __init__(self, plan: Plan, ticket: int, target: int) -> None:
        if plan.strategy is None:
            raise refuse("plan", "one that decide or assign has made by a strategy", plan)
        self._view, self._ticket, self._target = plan.view, ticket, target
        self._strategy = cast("Callable[[View], Plan]", plan.strategy)
        self._known: dict[frozenset[Change], Plan | None] = {}
        self._left = MOST_DECISIONS

    def takers(self, *changes: Change) -> tuple[str, ...]:
        """Give the ids of those who would have the ticket; none if not the one who is to.

        Raises
        ------
        TooManyDecisionsError
            If the strategy has been asked as often as it may.
        """
        plan = self.plan(*changes)
        takers = () if plan is None else takers_in(plan, self._ticket)
        if self._target == NOBODY or self._view.roster.ids[self._target] in takers:
            return takers
        return ()

    def plan(self, *changes: Change) -> Plan | None:
        """Give the plan of the changed board; None if the ticket cannot go where it is to."""
        key = frozenset(changes)
        if key not in self._known:
            self._known[key] = self._ask(self._changed(*changes))
        return self._known[key]

    def _changed(self, *changes: Change) -> View:
        """Give the board as it would be; one change is made after the other, the smallest first."""
        snapshot = self._view.keep()
        for change in sorted(changes, key=lambda each: (each.kind.rank, each.name or "")):
            make(snapshot, self._ticket, change)
        return snapshot

    def _ask(self, snapshot: View) -> Plan | None:
        if self._target == NOBODY:
            can_be_had = len(snapshot.candidates(self._ticket)) > 0
        else:
            can_be_had = snapshot.fits(self._ticket, self._target)
        if not can_be_had:
            return None
        if not self._left:
            raise TooManyDecisionsError
        self._left -= 1
        plan: object = self._strategy(snapshot)
        if not isinstance(plan, Plan):
            message = f"strategy {self._strategy!r}: expected a Plan, got {plan!r}"
            raise InvalidPlan(message)
        check_plan(snapshot, plan)
        return plan

    def expected_wait(self, plan: Plan) -> timedelta | None:
        """Give how long the ticket is likely to wait after a plan that leaves it.

        None where handling times are not known.
        """
        if plan.view.setup.handling_times == HandlingTimes():
            return None
        after = apply_to_draft(plan)
        position = position_in_line(after, self._ticket, self._strategy)
        return expected_wait(after, self._ticket, position)
